package proxy

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"certdesk/checks"
)

const (
	// maxHead bounds the answer of a proxy up to the blank line.
	maxHead = 16 << 10
	// maxInterim is how many answers before the last one are passed over (RFC 9110
	// §15.2).
	maxInterim = 4
)

var errHead = errors.New("the answer is too long to be one to CONNECT")

// connect asks an HTTP proxy for a connection.
func (p *Proxy) connect(conn io.ReadWriter, address string) *Error {
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: make(http.Header)}
	r.Header.Set("User-Agent", "certdesk")
	if p.login {
		r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(p.user+":"+p.password)))
	}
	if err := r.Write(conn); err != nil {
		return broken(fmt.Errorf("asking it for a connection: %w", err), false)
	}
	for range maxInterim {
		head, err := readHead(conn)
		if err != nil {
			return broken(fmt.Errorf("reading its answer: %w", err), len(head) == 0)
		}
		answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), r)
		if err != nil {
			return &Error{cause: checks.CauseProxyReply, err: fmt.Errorf("reading its answer: %w", err)}
		}
		answer.Body.Close()
		if answer.StatusCode/100 != 1 {
			return refusal(answer)
		}
	}
	return &Error{cause: checks.CauseProxyReply, err: errHead}
}

// refusal is what an answer other than a success means; nil for a success.
func refusal(answer *http.Response) *Error {
	said := answer.Status
	e := &Error{cause: checks.CauseProxyReply, said: said[:min(len(said), maxSaid)]}
	switch code := answer.StatusCode; {
	case code/100 == 2:
		return nil
	case code == http.StatusProxyAuthRequired, code == http.StatusUnauthorized:
		e.cause = checks.CauseProxyLogin
	case code == http.StatusForbidden:
		e.cause = checks.CauseProxyForbids
	case code/100 == 5:
		e.cause = checks.CauseProxyFailed
	}
	return e
}

// readHead reads to the blank line and not a byte more: behind it the server
// speaks, and in many protocols at once.
func readHead(conn io.Reader) ([]byte, error) {
	var head []byte
	var one [1]byte
	for !bytes.HasSuffix(head, []byte("\r\n\r\n")) && !bytes.HasSuffix(head, []byte("\n\n")) {
		if len(head) == maxHead {
			return head, errHead
		}
		n, err := conn.Read(one[:])
		head = append(head, one[:n]...)
		switch {
		case n > 0:
		case err != nil:
			return head, err
		}
	}
	return head, nil
}

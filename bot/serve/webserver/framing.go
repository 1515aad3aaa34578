package webserver

import (
	"bytes"
	"net"
	"net/http"
	"sync"
)

const (
	// maxHead bounds the head of a request, in bytes; net/http takes a little more, and
	// refuses what is longer than maxKept, of which no more is kept.
	maxHead = 64 << 10
	maxKept = maxHead + 8<<10
	// headEnd is an empty line, of which all but the last byte may have come before.
	headEnd = "\r\n\r\n"
	overlap = len(headEnd) - 1
)

type headKey struct{}

// heads keeps the heads of the requests on its connections.
type heads struct{ net.Listener }

func (l heads) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &headConn{Conn: c}, nil
}

type headConn struct {
	net.Conn
	mu   sync.Mutex
	head []byte
	done bool // the head is whole
}

func (c *headConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done {
		return n, err
	}
	from := max(len(c.head)-overlap, 0)
	c.head = append(c.head, p[:min(n, maxKept-len(c.head))]...)
	if i := bytes.Index(c.head[from:], []byte(headEnd)); i >= 0 {
		c.head, c.done = c.head[:from+i+2], true
	}
	return n, err
}

// next is called between two requests.
func (c *headConn) next() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head, c.done = nil, false
}

// saysLength tells whether the head has a Content-Length.
func (c *headConn) saysLength() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for line := range bytes.Lines(c.head) {
		if name, _, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(bytes.TrimSpace(name), []byte("Content-Length")) {
			return true
		}
	}
	return false
}

// lengthOnce refuses requests that say their length twice, by Content-Length and by
// Transfer-Encoding, and ends their connection (RFC 9112 §6.1): a front that goes by the
// one would take what stands behind the other for a request of its own. net/http reads
// those by the encoding, and forgets that there was a length; so the heads are kept as
// they come. After a request in chunks the connection ends in any case.
func lengthOnce(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
			if c, ok := r.Context().Value(headKey{}).(*headConn); ok && c.saysLength() {
				http.Error(w, "the request has both Content-Length and Transfer-Encoding", http.StatusBadRequest)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

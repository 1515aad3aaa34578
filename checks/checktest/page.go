package checktest

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
)

// Page is a web server with one document, by HTTPS: the policy of a domain, the
// settings of a mailbox. Every other path is not found.
func Page(h Handshake, path string, doc Document) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		secured, err := h.Shake(ctx, conn)
		if err != nil {
			return
		}
		defer secured.Close()
		answerOne(ctx, secured, path, doc)
	})
}

// ClearPage is the same by HTTP, as authorities publish their lists.
func ClearPage(path string, doc Document) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) { answerOne(ctx, conn, path, doc) })
}

func answerOne(ctx context.Context, conn net.Conn, path string, doc Document) {
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	if doc.Silent {
		<-ctx.Done()
		return
	}
	answer := &http.Response{
		StatusCode: http.StatusNotFound, ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Connection": {"close"}}, Close: true, Request: request,
	}
	if request.URL.Path == path {
		answer.StatusCode = http.StatusOK
		if doc.Status != 0 {
			answer.StatusCode = doc.Status
		}
		if doc.Type != "" {
			answer.Header.Set("Content-Type", doc.Type)
		}
		if doc.Location != "" {
			answer.Header.Set("Location", doc.Location)
		}
		answer.Body = io.NopCloser(bytes.NewReader(doc.Body))
		answer.ContentLength = int64(len(doc.Body))
	}
	answer.Status = strconv.Itoa(answer.StatusCode) + " " + http.StatusText(answer.StatusCode)
	_ = answer.Write(conn) // whoever asked may have left
}

package checktest

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
)

// Web serves one request a connection, in clear.
func Web(h http.Handler) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		// What it says must be known whole before it is sent, so that a handler
		// needs no server of its own.
		said := httptest.NewRecorder()
		h.ServeHTTP(said, request.WithContext(ctx))
		answer := said.Result()
		answer.Header.Set("Connection", "close")
		answer.Close, answer.Request = true, request
		answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(said.Body.Bytes())), int64(said.Body.Len())
		_ = answer.Write(conn) // whoever asked may have left
	})
}

package webserver

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestBodies: a body that comes too slowly, one that is too large and one that
// breaks off are told apart, and one that comes is handed on as it is.
func TestBodies(t *testing.T) {
	var got []byte
	server := httptest.NewUnstartedServer(BodyFirst(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
	})))
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	ask := func(head string, body []byte, broken bool) int {
		t.Helper()
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /slack/commands HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n%s", head, body)
		if broken {
			conn.(*net.TCPConn).CloseWrite()
		}
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if status := ask("Content-Length: 100", []byte("slow"), false); status != http.StatusRequestTimeout {
		t.Errorf("too slow: %d", status)
	}
	if status := ask("Transfer-Encoding: chunked", []byte("4\r\nslow\r\n"), false); status != http.StatusRequestTimeout {
		t.Errorf("too slow in chunks: %d", status)
	}
	if status := ask("Content-Length: 100", []byte("broken"), true); status != http.StatusBadRequest {
		t.Errorf("broken off: %d", status)
	}
	if got != nil {
		t.Errorf("handed on: %q", got)
	}
	if status := ask("Content-Length: 5", []byte("whole"), false); status != http.StatusOK || string(got) != "whole" {
		t.Errorf("whole: %d %q", status, got)
	}
	w := httptest.NewRecorder()
	BodyFirst(nil).ServeHTTP(w, httptest.NewRequest("POST", "/", bytes.NewReader(make([]byte, maxBody+1))))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", w.Code)
	}
}

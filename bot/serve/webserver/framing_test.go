package webserver

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// webUnderTest serves h as serve does, and tells what was asked.
func webUnderTest(t *testing.T) (address string, asked func() []string) {
	t.Helper()
	var mu sync.Mutex
	var paths []string
	web := New(BodyFirst(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		paths = append(paths, r.URL.Path+" "+string(body))
	})), slog.New(slog.DiscardHandler))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { web.Serve(listener); close(done) }()
	t.Cleanup(func() { web.Close(); <-done })
	return listener.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), paths...)
	}
}

// TestLengthSaidTwice: requests whose length a front may read otherwise than we do
// are refused, and nothing behind them on the connection is taken for a request.
func TestLengthSaidTwice(t *testing.T) {
	const smuggled = "POST /smuggled HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"
	for name, tt := range map[string]struct {
		sent     string
		statuses []int
		asked    string
	}{
		"a length":                         {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok", []int{200}, "/a ok"},
		"two after another":                {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nokPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok", []int{200, 200}, "/a ok, /b ok"},
		"chunks":                           {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", []int{200}, "/a ok"},
		"chunks, and one behind":           {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + smuggled, []int{200}, "/a ok"},
		"chunks that hold a header":        {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n\r\nContent-Length: 2\r\n0\r\n\r\n", []int{200}, "/a \r\nContent-Length: 2"},
		"both":                             {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, []int{400}, ""},
		"both, the other way":              {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + smuggled, []int{400}, ""},
		"both, the length at the very end": {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length:6\r\n\r\n0\r\n\r\n" + smuggled, []int{400}, ""},
		"both, behind much else":           {"POST /a HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", maxHead-2<<10) + "\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + smuggled, []int{400}, ""},
		"both, in small letters":           {"POST /a HTTP/1.1\r\nHost: x\r\ncontent-length: 6\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n" + smuggled, []int{400}, ""},
		"both, of a second request":        {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok\x00POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, []int{200, 400}, "/a ok"},
		"two lengths":                      {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", []int{400}, ""},
		"a length that is none":            {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\nok", []int{400}, ""},
		"an encoding that nobody knows":    {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\nok", []int{501}, ""},
		"a space before the colon":         {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding : chunked\r\n\r\nok", []int{400}, ""},
		"two encodings":                    {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", []int{501}, ""},
		"an encoding of a time before 1.1": {"POST /a HTTP/1.0\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok", []int{200}, "/a ok"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, asked := webUnderTest(t)
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(time.Minute))
			in := bufio.NewReader(conn)
			var statuses []int
			read := func() bool {
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					return false
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				statuses = append(statuses, resp.StatusCode)
				return true
			}
			// What stands behind a NUL is sent after the answer to what is before.
			parts := strings.Split(tt.sent, "\x00")
			for i, part := range parts {
				if _, err := io.WriteString(conn, part); err != nil {
					t.Fatal(err)
				}
				if i < len(parts)-1 {
					read()
				}
			}
			conn.(*net.TCPConn).CloseWrite()
			for read() {
			}
			if fmt.Sprint(statuses) != fmt.Sprint(tt.statuses) {
				t.Errorf("answered %v, want %v", statuses, tt.statuses)
			}
			if got := strings.Join(asked(), ", "); got != tt.asked {
				t.Errorf("it was asked %q, want %q", got, tt.asked)
			}
		})
	}
}

// TestHeadForEver: no more is kept of a head than the server takes.
func TestHeadForEver(t *testing.T) {
	client, server := net.Pipe()
	c := &headConn{Conn: server}
	go func() {
		defer client.Close()
		client.Write(bytes.Repeat([]byte("a"), 8*maxHead))
	}()
	if n, err := io.Copy(io.Discard, c); n != 8*maxHead || err != nil || len(c.head) < maxHead || len(c.head) > 2*maxHead {
		t.Errorf("read %d, %v, kept %d", n, err, len(c.head))
	}
	server.Close()
}

// TestHeadsInPieces: a head is whole at its empty line, in whatever pieces it comes, and
// what its body says is not looked at.
func TestHeadsInPieces(t *testing.T) {
	const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"
	const chunks = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, tt := range []struct {
		sent string
		says bool
	}{{head + "ok", true}, {chunks + "13\r\n\r\nContent-Length: 2\r\n0\r\n\r\n", false}} {
		for _, size := range []int{1, 2, 3, 5, len(tt.sent)} {
			client, server := net.Pipe()
			c := &headConn{Conn: server}
			go func() {
				defer client.Close()
				for rest := tt.sent; rest != ""; {
					n := min(size, len(rest))
					if _, err := client.Write([]byte(rest[:n])); err != nil {
						return
					}
					rest = rest[n:]
				}
			}()
			var got bytes.Buffer
			if _, err := got.ReadFrom(c); err != nil || got.String() != tt.sent {
				t.Errorf("read %q, %v", got.String(), err)
			}
			if !c.done || c.saysLength() != tt.says {
				t.Errorf("in pieces of %d: whole %v, says its length %v", size, c.done, c.saysLength())
			}
			if c.next(); c.done || c.saysLength() {
				t.Errorf("in pieces of %d: the next one is taken for this one", size)
			}
			server.Close()
		}
	}
}

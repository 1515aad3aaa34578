package webserver

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener in a bubble of synctest, whose time goes on by itself.
type pipes struct {
	made   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.made:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial() net.Conn {
	near, far := net.Pipe()
	p.made <- far
	return near
}

// TestBounds: whoever is slow, silent or talks too much is cut off in time, and keeps
// nobody else waiting.
func TestBounds(t *testing.T) {
	const whole = "POST /quick HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"
	for _, tt := range []struct {
		name, sent string
		more       bool // then letters, for ever
		status     int  // of the answer; 0 is none
		after      time.Duration
	}{
		{"nothing is sent", "", false, 0, headTime},
		{"a head for ever, by letters", "", true, http.StatusBadRequest, headTime},
		{"the first line, and then letters", "POST /slow HTTP/1.1\r\n", true, http.StatusBadRequest, headTime},
		{"a header for ever", "POST /slow HTTP/1.1\r\nHost: x\r\nX-A: ", true, 0, headTime},
		{"a body for ever, by letters", "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n", true, http.StatusRequestTimeout, readTime},
		{"nothing after a request", whole, false, http.StatusOK, idleTime},
		{"a head that is large", "POST /slow HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", maxHead/2) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false, http.StatusOK, 0},
		{"a head that is too large", "POST /slow HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 2*maxHead) + "\r\n\r\n", false, http.StatusRequestHeaderFieldsTooLarge, 500 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
				web := New(BodyFirst(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), slog.New(slog.DiscardHandler))
				done := make(chan error, 1)
				go func() { done <- web.Serve(l) }()
				began := time.Now()
				conn := l.dial()
				defer conn.Close()
				var sending sync.WaitGroup
				sending.Go(func() {
					_, err := io.WriteString(conn, tt.sent) // until it is cut off
					for ; tt.more && err == nil; _, err = io.WriteString(conn, "a") {
						time.Sleep(700 * time.Millisecond)
					}
				})
				other := l.dial()
				defer other.Close()
				go io.WriteString(other, whole)
				if resp, err := http.ReadResponse(bufio.NewReader(other), nil); err != nil || resp.StatusCode != http.StatusOK || time.Since(began) > 0 {
					t.Errorf("somebody else is answered %v, %v after %v", resp, err, time.Since(began))
				}
				in, status := bufio.NewReader(conn), 0
				if resp, err := http.ReadResponse(in, nil); err == nil {
					status = resp.StatusCode
					io.Copy(io.Discard, resp.Body)
				}
				io.Copy(io.Discard, in) // until it ends
				if took := time.Since(began); status != tt.status || took != tt.after {
					t.Errorf("answered %d, cut off after %v; want %d after %v", status, took, tt.status, tt.after)
				}
				conn.Close()
				sending.Wait()
				web.Close()
				if err := <-done; !errors.Is(err, http.ErrServerClosed) {
					t.Error(err)
				}
			})
		})
	}
}

// TestShutdown waits for what is under way, and no longer than it may.
func TestShutdown(t *testing.T) {
	for _, tt := range []struct {
		within, took time.Duration
		err          error
	}{{time.Minute, 10 * time.Second, nil}, {time.Second, time.Second, context.DeadlineExceeded}} {
		synctest.Test(t, func(t *testing.T) {
			l := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
			began := time.Now()
			web := New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(10 * time.Second) }), slog.New(slog.DiscardHandler))
			served := make(chan error, 1)
			go func() { served <- web.Serve(l) }()
			conn := l.dial()
			defer conn.Close()
			go io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			answered := make(chan int, 1)
			go func() {
				resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Error(err)
				} else {
					answered <- resp.StatusCode
				}
			}()
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), tt.within)
			defer cancel()
			err := web.Shutdown(ctx)
			took := time.Since(began).Truncate(time.Second) // it looks now and then whether all is quiet
			if !errors.Is(err, tt.err) || took != tt.took {
				t.Errorf("within %v: %v after %v, want %v after %v", tt.within, err, took, tt.err, tt.took)
			}
			if status := <-answered; status != http.StatusOK {
				t.Errorf("answered %d", status)
			}
			if err := <-served; !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
			web.Close()
		})
	}
}

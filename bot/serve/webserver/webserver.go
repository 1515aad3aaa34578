// Package webserver is the HTTP server of a serve and of a worker: net/http with what
// keeps strangers from holding it up or from being misread.
//
//	webserver.go  its bounds
//	framing.go    a request that says its length twice is refused
//	body.go       a request's body is whole before its handler is called
//
// It knows no path: what is served is its caller's.
package webserver

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Who sends slowly, or holds a connection without a word, has so long and no longer.
const (
	headTime  = 5 * time.Second
	readTime  = 15 * time.Second // head and body
	writeTime = 30 * time.Second // from the head's end to the answer's
	idleTime  = 2 * time.Minute
)

// Server serves HTTP on a listener. It is safe for concurrent use.
type Server struct{ http *http.Server }

// New makes a server that asks h, which may see several requests at once. What net/http
// says of single connections goes to log at its lowest level.
func New(h http.Handler, log *slog.Logger) *Server {
	return &Server{&http.Server{
		Handler: lengthOnce(h), ReadHeaderTimeout: headTime, ReadTimeout: readTime,
		WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHead,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, headKey{}, c)
		},
		ConnState: func(c net.Conn, s http.ConnState) {
			if c, ok := c.(*headConn); ok && s == http.StateIdle {
				c.next()
			}
		},
	}}
}

// Serve takes connections until Shutdown or Close, after which it returns
// http.ErrServerClosed; any other error is the listener's. It closes l.
func (s *Server) Serve(l net.Listener) error { return s.http.Serve(heads{l}) }

// Shutdown takes no more connections and waits for the requests under way, until ctx
// ends, whose error it returns then.
func (s *Server) Shutdown(ctx context.Context) error { return s.http.Shutdown(ctx) }

// Close breaks all connections. The error is the listener's.
func (s *Server) Close() error { return s.http.Close() }

package serve

import (
	"fmt"
	"net/http"

	"certdesk/bot/serve/webserver"
)

// routes are the paths of the bot's HTTP server.
func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics.Page())
	for _, a := range s.adapters {
		if h := a.Handler(); h != nil {
			mux.Handle(a.Prefix(), webserver.BodyFirst(h))
		}
	}
	return mux
}

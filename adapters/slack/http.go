package slack

import (
	"encoding/json"
	"io"
	"net/http"
)

// maxBody bounds a delivery: Slack's are far smaller.
const maxBody = 1 << 20

// Paths of HTTP mode.
const (
	PathCommands      = "/slack/commands"
	PathInteractivity = "/slack/interactivity"
	PathEvents        = "/slack/events"
)

// Handler serves HTTP mode: the three paths, for POST alone.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+PathCommands, a.signed(a.handler.takeCommand))
	mux.HandleFunc("POST "+PathInteractivity, a.signed(a.handler.takeInteraction))
	mux.HandleFunc("POST "+PathEvents, a.signed(a.handler.takeEvent))
	return mux
}

// signed lets only Slack's own requests pass, and acknowledges them. A delivery without
// an id is identified by its signature, so that a replayed request has no effect.
func (a *Adapter) signed(take func(body []byte, id string) ack) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if a.signingSecret == "" {
			http.Error(w, "certdesk listens to Slack by Socket Mode", http.StatusNotFound)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			http.Error(w, "the request could not be read", http.StatusRequestEntityTooLarge)
			return
		}
		if err := verify(a.signingSecret, r.Header, body, a.now()); err != nil {
			a.log.Warn("a request in Slack's name was refused", "error", err, "path", r.URL.Path)
			http.Error(w, "not signed by Slack", http.StatusUnauthorized)
			return
		}
		if n := r.Header.Get("X-Slack-Retry-Num"); n != "" {
			a.log.Info("Slack repeats a delivery", "attempt", n, "reason", r.Header.Get("X-Slack-Retry-Reason"), "path", r.URL.Path)
		}
		said := take(body, r.Header.Get("X-Slack-Signature"))
		switch said.(type) {
		case nil:
			w.WriteHeader(http.StatusOK)
			return
		case later:
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(said) // if Slack has hung up there is nobody to tell
	}
}

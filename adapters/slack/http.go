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
	mux.HandleFunc("POST "+PathCommands, a.signed(a.takeCommand))
	mux.HandleFunc("POST "+PathInteractivity, a.signed(a.takeInteraction))
	mux.HandleFunc("POST "+PathEvents, a.signed(a.takeEvent))
	return mux
}

// ack is what stands in an acknowledgement; nil is an empty one.
type ack any

// later is no acknowledgement: there is no room just now. Slack delivers an
// event again, up to three times within five minutes, and tells whoever has
// pressed a button that it did not work.
type later struct{}

// signed lets only Slack's own requests pass, and acknowledges them. A delivery
// that has no id of its own is known by its signature: whoever replays it gets
// nothing done.
func (a *Adapter) signed(take func(body []byte, id string) ack) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if a.SigningSecret == "" {
			http.Error(w, "certdesk listens to Slack by Socket Mode", http.StatusNotFound)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			http.Error(w, "the request could not be read", http.StatusRequestEntityTooLarge)
			return
		}
		if err := verify(a.SigningSecret, r.Header, body, a.Now()); err != nil {
			a.Log.Warn("a request in Slack's name was refused", "error", err, "path", r.URL.Path)
			http.Error(w, "not signed by Slack", http.StatusUnauthorized)
			return
		}
		if n := r.Header.Get("X-Slack-Retry-Num"); n != "" {
			a.Log.Info("Slack repeats a delivery", "attempt", n, "reason", r.Header.Get("X-Slack-Retry-Reason"), "path", r.URL.Path)
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
		json.NewEncoder(w).Encode(said) // Slack has gone: nothing to be done
	}
}

// only is a header that stands there once, else nothing: of two signatures one
// would not be Slack's, and which one is not for us to guess.
func only(h http.Header, name string) string {
	if all := h.Values(name); len(all) == 1 {
		return all[0]
	}
	return ""
}

// busy is said where a flood leaves no room.
func busy() ack {
	return map[string]string{"response_type": "ephemeral", "text": "certdesk has very much to do just now. Please ask again in a minute."}
}

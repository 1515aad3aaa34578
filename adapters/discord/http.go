package discord

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

// maxBody bounds a delivery: Discord's are far smaller.
const maxBody = 1 << 20

// PathInteractions is the path of HTTP mode.
const PathInteractions = "/discord/interactions"

// Handler serves HTTP mode: one path, for POST alone; nil without a public key.
func (a *Adapter) Handler() http.Handler {
	if a.key == nil {
		return nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+PathInteractions, a.serve)
	return mux
}

// serve lets only Discord's own requests pass. The acknowledgement is the
// answer to the request, so that it waits until there is one.
func (a *Adapter) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the request could not be read", http.StatusRequestEntityTooLarge)
		return
	}
	if err := verify(a.key, r, body, a.now()); err != nil {
		// Discord sends requests with a wrong signature on purpose, to see that they are
		// refused.
		a.log.Info("a request in Discord's name was refused", "error", err)
		http.Error(w, "not signed by Discord", http.StatusUnauthorized)
		return
	}
	var in interaction
	if err := json.Unmarshal(body, &in); err != nil {
		a.log.Warn("an interaction of Discord could not be read", "error", err)
		http.Error(w, "this is no interaction", http.StatusBadRequest)
		return
	}
	if in.Type == interactionPing {
		write(w, callback{Type: discordgo.InteractionResponsePong})
		return
	}
	waiting := &pending{first: make(chan callback, 1), written: make(chan struct{}), gone: make(chan struct{})}
	switch err := a.handler.take(&in, waiting.acknowledge); {
	case errors.Is(err, errBusy):
		write(w, a.handler.busy(&in))
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	timer := time.NewTimer(ackWithin)
	defer timer.Stop()
	select {
	case c := <-waiting.first:
		if c.Type == 0 {
			http.Error(w, errNotOurs.Error(), http.StatusConflict)
		} else {
			write(w, c)
		}
		close(waiting.written)
	case <-timer.C:
		close(waiting.gone)
		http.Error(w, "no acknowledgement in time", http.StatusServiceUnavailable)
	}
}

func write(w http.ResponseWriter, c callback) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(c) // Discord has gone: nothing to be done
	http.NewResponseController(w).Flush()
}

// pending is a request of Discord's that waits for its acknowledgement.
type pending struct {
	first   chan callback
	written chan struct{} // closed when Discord has it
	gone    chan struct{} // closed when it comes too late
}

var errTooLate = errors.New("the acknowledgement came too late")

func (p *pending) acknowledge(ctx context.Context, c callback) error {
	select {
	case p.first <- c:
	default:
		return errTooLate // it was acknowledged already
	}
	select {
	case <-p.written:
		return nil
	case <-p.gone:
		return errTooLate
	case <-ctx.Done():
		return ctx.Err()
	}
}

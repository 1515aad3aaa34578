package discover_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"certdesk/checks"
)

// Somebody who never answers costs half of the time and hides nothing.
func TestHangs(t *testing.T) {
	w := newWorld(t)
	gone := make(chan struct{})
	w.serve("https://autodiscover.corp.example", "autodiscover.corp.example", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-gone:
		case <-r.Context().Done():
		}
	})
	w.srv["_imaps._tcp.corp.example"] = []checks.SRV{{Target: "imap.corp.example", Port: 993}}
	// A machine so busy that the other half passes as well is given more.
	var d *checks.Discovery
	for within := time.Second; ; within *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		d = w.findIn(ctx, "corp.example", "anna")
		over := ctx.Err() != nil
		cancel()
		if !over {
			break
		}
		if within > 10*time.Second {
			t.Fatal("no time is left for the servers")
		}
	}
	close(gone)
	expect(t, d, "imap imap.corp.example:993 tls SRV")
	if got := attempt(t, d, "https://autodiscover.corp.example"); got.Answer.String() != "it did not answer in time" {
		t.Errorf("%+v", got)
	}
}

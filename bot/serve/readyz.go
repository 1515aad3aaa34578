package serve

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"certdesk/bot/telemetry"
)

// readiness is what /readyz says: lines of plain words. What stops the work
// makes it 503; the rest is told all the same.
type readiness struct {
	stops, remarks []string
}

// readiness looks at all that can keep the bot from working. It does not ask
// the platforms: it tells what they said last.
func (s *server) readiness(ctx context.Context) readiness {
	var r readiness
	if s.state.draining.Load() {
		r.stops = append(r.stops, fmt.Sprintf("draining: %d requests are being answered, then certdesk ends", s.front.UnderWay()))
	}
	if err := s.kept.Writable(ctx); err != nil {
		r.stops = append(r.stops, s.storeTrouble(ctx, err))
		s.log.Warn("not ready", "error", err)
	}
	var troubles []string
	for _, a := range s.adapters {
		if sentence := a.Trouble(); sentence != "" {
			troubles = append(troubles, sentence)
		}
	}
	if len(troubles) == len(s.adapters) {
		r.stops = append(r.stops, troubles...)
	} else { // on the other platform people are answered
		r.remarks = append(r.remarks, troubles...)
	}
	if late := s.state.overdue(s.settings.SweepInterval); late > 0 {
		r.remarks = append(r.remarks, fmt.Sprintf("watches are late: the last look at them was %s ago", late.Round(time.Second)))
	}
	r.remarks = append(r.remarks, s.unanswered.remarks()...)
	r.remarks = append(r.remarks, s.keeper.Remarks()...)
	r.remarks = append(r.remarks, s.files.remarks()...)
	if s.watches != nil {
		if trouble := s.watches.trouble(); trouble != "" {
			r.remarks = append(r.remarks, "the watch file is not used as it is now: "+trouble)
		}
	}
	r.remarks = append(r.remarks, s.kept.Warnings()...)
	return r
}

// storeTrouble says what keeps the store from being written.
func (s *server) storeTrouble(ctx context.Context, err error) string {
	what := "the store cannot be reached"
	if s.kept.Ping(ctx) == nil {
		what = "the store can be read and not written"
	}
	if why := s.kept.Explain(err); why != "" {
		what += " (" + why + ")"
	}
	return what + ": answers are not kept, and watches rest"
}

// readyTimeout bounds what /readyz asks the store.
const readyTimeout = 4 * time.Second

func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	s.readiness(ctx).write(w, s.secrets)
}

func (r readiness) write(w http.ResponseWriter, hide *telemetry.Secrets) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if len(r.stops) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	} else {
		fmt.Fprintln(w, "ready")
	}
	for _, line := range append(r.stops, r.remarks...) {
		fmt.Fprintln(hide.Hide(w), line)
	}
}

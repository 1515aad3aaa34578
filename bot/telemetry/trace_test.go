package telemetry

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/resolve"
)

// TestTracedLookup: a lookup is a part of what it is done for, and its failure
// is told.
func TestTracedLookup(t *testing.T) {
	names, err := checktest.NewNameServer("imap.corp.example. IN A 192.0.2.1\n")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	plain, err := resolve.Server(names.Addr(), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	s := NewSpans(TraceSettings{Endpoint: "http://127.0.0.1:1"}, time.Now, slog.New(slog.DiscardHandler))
	traced := s.Resolver(plain)
	ctx, _ := s.start(t.Context(), "check")
	if got := traced.Resolve(ctx, "imap.corp.example"); len(got.Addresses) != 1 {
		t.Errorf("it found %+v", got)
	}
	traced.Resolve(ctx, "nowhere.corp.example")
	if len(s.waiting) != 2 {
		t.Fatalf("the spans are %+v", s.waiting)
	}
	above := ctx.Value(spanOf{}).(spanKey)
	for i, problem := range []string{"", "looking up nowhere.corp.example: " + string(checks.DNSNotFound)} {
		if one := s.waiting[i]; one.name != "lookup" || one.parent != above.id || one.within.trace != above.trace || one.problem != problem {
			t.Errorf("span %d is %+v", i, one)
		}
	}
}

// TestTracesThatGoNowhere: a collector that is away is said once, what waits for
// it has a bound, and it is said when it is back.
func TestTracesThatGoNowhere(t *testing.T) {
	var got atomic.Int64
	status := http.StatusServiceUnavailable
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		got.Add(1)
		w.WriteHeader(status)
	}))
	defer collector.Close()
	var log bytes.Buffer
	s := NewSpans(TraceSettings{Endpoint: collector.URL}, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
	for range maxSpans + 10 {
		_, done := s.start(t.Context(), "request")
		done(errors.New("no luck"))
	}
	if len(s.waiting) != maxSpans || len(s.enough) != 1 {
		t.Errorf("%d spans wait", len(s.waiting))
	}
	for range 3 {
		_, done := s.start(t.Context(), "request")
		done(nil)
		s.flush(t.Context())
	}
	status = http.StatusOK
	_, done := s.start(t.Context(), "request")
	done(nil)
	s.End(t.Context())
	s.End(t.Context()) // nothing is left
	if got.Load() != 4 || strings.Count(log.String(), "do not reach") != 1 || strings.Count(log.String(), "again") != 1 {
		t.Errorf("%d deliveries, and it is told that\n%s", got.Load(), &log)
	}
}

package fetch_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/pulse"
)

// late is a context whose time is over, and which has not noticed it yet.
type late struct {
	context.Context
	done chan struct{}
}

func (l late) Deadline() (time.Time, bool) { return time.Now().Add(-time.Second), true }

func (l late) Done() <-chan struct{} { return l.done }

func (l late) Err() error {
	select {
	case <-l.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// TestHurried: only a caller's own hurry is one, also where the context ends a moment
// after its connection.
func TestHurried(t *testing.T) {
	t.Parallel()
	own := errors.New("long enough")
	if fetch.Hurried(t.Context(), own) {
		t.Error("nobody is in a hurry")
	}
	bound, cancel := context.WithTimeoutCause(t.Context(), time.Nanosecond, own)
	defer cancel()
	if <-bound.Done(); fetch.Hurried(bound, own) {
		t.Error("the asker's own bound is no hurry")
	}
	gone, cancel := context.WithCancel(t.Context())
	if cancel(); !fetch.Hurried(gone, own) {
		t.Error("a caller that left is in a hurry")
	}
	slow := late{t.Context(), make(chan struct{})}
	time.AfterFunc(time.Millisecond, func() { close(slow.done) })
	if !fetch.Hurried(slow, own) {
		t.Error("a caller whose time was up a moment ago is in a hurry")
	}
}

// TestUnheard: silence counts against a server only where this process listened. Where it
// did not run, the time is over and nobody has.
func TestUnheard(t *testing.T) {
	t.Parallel()
	still := func(time.Duration) (<-chan time.Time, func()) { return nil, func() {} }
	for name, tt := range map[string]struct {
		answer string
		after  func(net.Conn)
		pulse  *pulse.Pulse
		want   fetch.Kind
	}{
		"silent, while we do not run":               {"", hang, pulse.By(still), fetch.Unheard},
		"half an answer, while we do not run":       {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", hang, pulse.By(still), fetch.Unheard},
		"silent, and nobody measures":               {"", hang, nil, fetch.Timeout},
		"hangs up, while we do not run":             {"", nil, pulse.By(still), fetch.Closed},
		"another protocol, while we do not run":     {"220 mail.example ESMTP\r\n", nil, pulse.By(still), fetch.NotHTTP},
		"answers in time, whether we measure it so": {"HTTP/1.1 204 No Content\r\n\r\n", nil, pulse.By(still), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := checktest.Must(fetch.New(fetch.Config{Dialer: &network{}, Now: time.Now, Pulse: tt.pulse}))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := client.Get(ctx, fetch.Request{URL: speak(t, tt.answer, tt.after)})
			var failed *fetch.Error
			got := fetch.Kind("")
			if errors.As(err, &failed) {
				got = failed.Kind
			}
			if got != tt.want || fetch.IsUnheard(err) != (tt.want == fetch.Unheard) {
				t.Errorf("%q, want %q: %v", got, tt.want, err)
			}
		})
	}
}

package serve

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/adapters/retry"
)

// TestCallsTakeTurns: so many calls are under way as there are turns, a call's turn
// ends with its body, and who goes while it waits has asked for nothing.
func TestCallsTakeTurns(t *testing.T) {
	const most, all = 3, 12
	var mu sync.Mutex
	begun := make(chan struct{}, all)
	let := make(chan struct{})
	now, peak, asked := 0, 0, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		now, asked = now+1, asked+1
		peak = max(peak, now)
		mu.Unlock()
		begun <- struct{}{}
		<-let
		mu.Lock()
		now--
		mu.Unlock()
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer server.Close()
	limited := prometheus.NewCounter(prometheus.CounterOpts{Name: "limited"})
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: &calls{next: transport, turns: make(chan struct{}, most), limited: limited}}
	call := func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader("x"))
		if err != nil {
			return err
		}
		resp, err := client.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return err
	}
	var calling sync.WaitGroup
	for range all {
		calling.Go(func() {
			if err := call(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for range most {
		<-begun
	}
	gone, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { left <- call(gone) }()
	leave()
	if _, late := retry.Late(<-left); !late {
		t.Error("who goes while it waits is not told that nothing was begun")
	}
	close(let)
	calling.Wait()
	if peak > most || asked != all {
		t.Errorf("%d at once of %d, %d asked", peak, most, asked)
	}
	if n := counted(t, limited); n != all {
		t.Errorf("%v answers 429 are counted", n)
	}
}

// TestCallsEnd: a platform that says nothing is waited for until the call's own end.
func TestCallsEnd(t *testing.T) {
	hold := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer server.Close()
	defer close(hold)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	turns := make(chan struct{}, 1)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: &calls{next: transport, turns: turns}}).Do(r)
	if err == nil {
		resp.Body.Close()
	}
	if !retry.Unanswered(err) || len(turns) != 0 {
		t.Errorf("%v; %d turns are taken", err, len(turns))
	}
}

// closing is a body that knows that it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

// TestCallThatIsNotBegun: who goes while all turns are taken has sent nothing, and what
// would have been sent is let go.
func TestCallThatIsNotBegun(t *testing.T) {
	busy := &calls{turns: make(chan struct{}, 1)}
	busy.turns <- struct{}{}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	body := &closing{Reader: strings.NewReader("x")}
	for _, sent := range []io.Reader{body, nil} {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://192.0.2.1/", sent)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := busy.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		if _, late := retry.Late(err); !late {
			t.Error(err)
		}
	}
	if !body.closed {
		t.Error("its body is held")
	}
}

// stopped is a context whose time is up at some moment, as it looks to a process that
// stood still then: the timer that ends it has not run yet.
type stopped struct {
	context.Context
	until time.Time
}

func (s stopped) Deadline() (time.Time, bool) { return s.until, true }

// TestCallAfterItsTime: what a process was about to send when it was stopped is not sent
// once it goes on after the time of the call: somebody else may have done it. That holds
// until the very end, so for one that was stopped while it was connected to a platform.
func TestCallAfterItsTime(t *testing.T) {
	for name, h2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if body, err := io.ReadAll(r.Body); err == nil {
					asked.Add(int32(len(body)))
				}
			}))
			server.EnableHTTP2 = h2
			server.StartTLS()
			defer server.Close()
			for when, left := range map[string]time.Duration{"before": -time.Millisecond, "while it connects": 50 * time.Millisecond} {
				until := time.Now().Add(left)
				transport := server.Client().Transport.(*http.Transport).Clone()
				defer transport.CloseIdleConnections()
				transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
					for !time.Now().After(until) {
						time.Sleep(time.Millisecond)
					}
					return new(net.Dialer).DialContext(ctx, network, addr)
				}
				c := &calls{next: transport, turns: make(chan struct{}, 1)}
				body := strings.Repeat("x", 100_000)
				r, err := http.NewRequestWithContext(stopped{t.Context(), until}, http.MethodPost, server.URL, strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				resp, err := c.RoundTrip(r)
				if err == nil {
					resp.Body.Close()
				}
				if _, late := retry.Late(err); !late || asked.Load() > 0 || len(c.turns) > 0 {
					t.Errorf("%s: %v, %d bytes arrived, %d turns are taken", when, err, asked.Load(), len(c.turns))
				}
			}
		})
	}
}

func counted(t *testing.T, c prometheus.Counter) float64 {
	t.Helper()
	all := prometheus.NewRegistry()
	all.MustRegister(c)
	families, err := all.Gather()
	if err != nil || len(families) != 1 {
		t.Fatalf("%d families, %v", len(families), err)
	}
	return families[0].GetMetric()[0].GetCounter().GetValue()
}

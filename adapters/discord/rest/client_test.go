package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

// script is a Discord that answers calls in order, the last answer for ever.
type script struct {
	answers []answer
	calls   []time.Time
	asked   []*http.Request
}

type answer struct {
	status int
	header map[string]string
	body   string
	err    error
}

func (s *script) RoundTrip(q *http.Request) (*http.Response, error) {
	a := s.answers[min(len(s.calls), len(s.answers)-1)]
	s.calls, s.asked = append(s.calls, time.Now()), append(s.asked, q)
	if a.err != nil {
		return nil, a.err
	}
	resp := &http.Response{StatusCode: a.status, Status: fmt.Sprint(a.status), Header: make(http.Header), Body: io.NopCloser(strings.NewReader(a.body)), Request: q}
	for name, value := range a.header {
		resp.Header.Set(name, value)
	}
	return resp, nil
}

// left is what Discord tells of a bucket.
func left(calls, seconds string) answer {
	return answer{status: 200, body: "{}", header: map[string]string{"X-RateLimit-Remaining": calls, "X-RateLimit-Reset-After": seconds}}
}

func scriptedClient(answers ...answer) (*Client, *script) {
	s := &script{answers: answers}
	return New(Config{
		Token: "t", ApplicationID: "1", APIURL: "https://discord.example/api/v10/", Now: time.Now, HTTP: &http.Client{Transport: s},
	}), s
}

var (
	toA = Call{Method: "GET", URL: discordgo.EndpointChannelMessages("1"), Again: Always}
	toB = Call{Method: "GET", URL: discordgo.EndpointChannelMessages("2"), Again: Always}
)

func TestBucketsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		open := toA
		open.Limits = NewLimits()
		c, s := scriptedClient()
		for i, step := range []struct {
			call    Call
			answers []answer
			at      time.Duration // when the call is over
		}{
			{toA, []answer{left("1", "3.0")}, 0},
			{toA, []answer{left("0", "3.0")}, 0},
			{toB, []answer{left("2", "60.0")}, 0}, // each by itself
			{toA, []answer{left("4", "3.0")}, 3 * time.Second},
			// 429 of one bucket, and of all but interactions'.
			{toA, []answer{{status: 429, body: `{"retry_after":4}`}, left("4", "1.0")}, 7 * time.Second},
			{toB, []answer{{status: 429, body: `{"retry_after":5,"global":true}`}, left("4", "1.0")}, 12 * time.Second},
			{open, []answer{{status: 429, body: `{"retry_after":2,"global":true}`}, left("4", "1.0")}, 14 * time.Second},
			{toA, []answer{{status: 200}}, 14 * time.Second},
			// In the header alone; not said.
			{toA, []answer{{status: 429, header: map[string]string{"Retry-After": "2"}, body: "<html>"}, {status: 200}}, 16 * time.Second},
			{toA, []answer{{status: 429}, {status: 200}}, 16*time.Second + 50*time.Millisecond},
			// What nobody can read says nothing.
			{toA, []answer{left("x", "-1")}, 16*time.Second + 50*time.Millisecond},
			{toA, []answer{left("0", "NaN")}, 16*time.Second + 50*time.Millisecond},
			{toA, []answer{left("0", "1e12")}, 16*time.Second + 50*time.Millisecond},
			{toA, []answer{{status: 200, header: map[string]string{"X-RateLimit-Reset": "1.5"}}}, 16*time.Second + 50*time.Millisecond},
		} {
			s.answers, s.calls = step.answers, nil
			if err := c.Do(t.Context(), step.call, nil); err != nil {
				t.Errorf("step %d: %v", i, err)
			}
			if got := time.Since(began); got != step.at {
				t.Fatalf("step %d: over after %s, want %s", i, got, step.at)
			}
		}
	})
}

// Whoever waits can be called off, and does not wait for what comes too late.
func TestWaitsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scriptedClient(answer{status: 429, body: `{"retry_after":60}`})
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := c.Do(ctx, toA, nil)
		if !errors.Is(err, ErrLimited) || errors.Is(err, ErrUnclear) || time.Since(began) > 0 || len(s.calls) != 1 {
			t.Errorf("%v after %s and %d calls", err, time.Since(began), len(s.calls))
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := c.Do(ctx, toA, nil); !errors.Is(err, context.Canceled) || !errors.Is(err, errUnsent) || len(s.calls) != 1 {
			t.Errorf("%v after %d calls", err, len(s.calls))
		}
		// Another call of the bucket that takes its time.
		done, err := c.limits.turn(t.Context(), "GET "+toB.URL)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Do(ctx, toB, nil); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, errUnsent) {
			t.Errorf("%v", err)
		}
		done()
	})
}

// What is known of an outcome: refused, never sent, or unclear; and a refusal
// does not make clear what was unclear before.
func TestOutcomes(t *testing.T) {
	lost := answer{err: errors.New("connection reset by peer")}
	once := toA
	once.Again = nil
	for name, c := range map[string]struct {
		call    Call
		answers []answer
		calls   int
		unclear bool
		status  int // 0 for none
	}{
		"refused":                       {toA, []answer{{status: 403, body: `{"code":50013}`}}, 1, false, 403},
		"refused by a proxy":            {toA, []answer{{status: 404, body: "<html>"}}, 1, false, 404},
		"sent elsewhere":                {toA, []answer{{status: 302, header: map[string]string{"Location": "https://evil.example/"}}}, 1, false, 302},
		"failing":                       {toA, []answer{{status: 500}}, policy.MaxAttempts, true, 500},
		"bad gateway":                   {toA, []answer{{status: 502, body: "<html>"}}, policy.MaxAttempts, true, 500},
		"failing, once":                 {once, []answer{{status: 503}}, 1, true, 503},
		"lost":                          {toA, []answer{lost}, policy.MaxAttempts, true, 0},
		"lost, once":                    {once, []answer{lost}, 1, true, 0},
		"failing, then refused":         {toA, []answer{{status: 500}, {status: 403}}, 2, true, 403},
		"failing, then well":            {toA, []answer{{status: 502}, lost, {status: 204}}, 3, false, 0},
		"limited, refused":              {once, []answer{{status: 429, body: `{"retry_after":1}`}, {status: 403}}, 2, false, 403},
		"limited often":                 {once, []answer{{status: 429}, {status: 429}, {status: 429}, {status: 429}, {status: 429}, {status: 429}, {status: 200}}, 7, false, 0},
		"an answer that is none of its": {toA, []answer{{status: 200, body: "<html>"}}, policy.MaxAttempts, true, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, s := scriptedClient(c.answers...)
			var out struct{}
			err := client.Do(t.Context(), c.call, &out)
			if len(s.calls) != c.calls || errors.Is(err, ErrUnclear) != c.unclear || StatusOf(err) != c.status {
				t.Errorf("%s: %v after %d calls", name, err, len(s.calls))
			}
		})
	}
}

// The token of the bot goes to Discord alone, and not where an interaction's
// does; neither is in an error.
func TestTokens(t *testing.T) {
	for i, q := range []Call{
		toA,
		{Method: "POST", URL: discordgo.EndpointInteractionResponse("1", "secret")},
		{Method: "PATCH", URL: discordgo.EndpointWebhookMessage("1", "secret", "@original")},
	} {
		for _, said := range []answer{{status: 200}, {status: 404}, {status: 502}, {status: 429, body: `{"retry_after":9000}`}, {err: errors.New("reset")}} {
			synctest.Test(t, func(t *testing.T) {
				c, s := scriptedClient(said)
				if i > 0 {
					q.Limits = NewLimits()
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				err := c.Do(ctx, q, nil)
				asked := s.asked[0]
				if want := strings.Replace(q.URL, discordgo.EndpointAPI, "https://discord.example/api/v10/", 1); asked.URL.String() != want || asked.Host != "" {
					t.Errorf("asked %s of %q", asked.URL, asked.Host)
				}
				if auth := asked.Header.Get("Authorization"); i == 0 && auth != "Bot t" || i > 0 && auth != "" {
					t.Errorf("%s with the token %q", asked.URL, auth)
				}
				if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "Bot t")) {
					t.Errorf("%s: %v", asked.URL, err)
				}
			})
		}
	}
}

// Channels are always new; what is known of them is forgotten, but for a limit
// over all.
func TestBucketsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scriptedClient(answer{status: 200})
		ask := func(i int) {
			if err := c.Do(t.Context(), Call{Method: "GET", URL: discordgo.EndpointChannel(fmt.Sprint(i))}, nil); err != nil {
				t.Fatal(err)
			}
		}
		for i := range maxBuckets + 2 {
			ask(i)
		}
		if n := len(c.limits.turns); n > 2 {
			t.Errorf("%d buckets are remembered", n)
		}
		for i := range maxBuckets {
			ask(i)
		}
		s.answers, s.calls = []answer{{status: 429, body: `{"retry_after":7,"global":true}`}, {status: 200}}, nil
		began := time.Now()
		ask(maxBuckets + 1)
		if wait := time.Since(began); wait != 7*time.Second {
			t.Errorf("waited %s", wait)
		}
	})
}

// Before Discord shuts the address out, certdesk stops by itself.
func TestRefusalsAreCounted(t *testing.T) {
	shared := answer{status: 429, header: map[string]string{"X-RateLimit-Scope": "shared"}, body: `{"retry_after":0.05}`}
	for name, c := range map[string]struct {
		said   answer
		counts bool
	}{
		"401": {answer{status: 401}, true}, "403": {answer{status: 403}, true}, "429": {answer{status: 429}, true},
		"429, shared": {shared, false}, "404": {answer{status: 404}, false}, "500": {answer{status: 500}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{answers: []answer{c.said}}
			transport := newTransport("https://discord.example/", s, time.Now)
			ask := func() error {
				q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, discordgo.EndpointGateway, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := transport.RoundTrip(q)
				if err == nil {
					resp.Body.Close()
				}
				return err
			}
			for range maxRefused {
				if err := ask(); err != nil {
					t.Fatal(name, err)
				}
			}
			if err := ask(); errors.Is(err, ErrBanned) != c.counts {
				t.Errorf("%s: %v", name, err)
			}
			time.Sleep(RefusedWindow + time.Second)
			if err := ask(); err != nil {
				t.Errorf("%s, ten minutes later: %v", name, err)
			}
		})
	}
}

package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
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

func newClient(answered func(error), through http.RoundTripper) *Client {
	c, err := New(Config{
		Token: "t", ApplicationID: "1", APIURL: "https://discord.example/api/v10/", Now: time.Now, HTTP: &http.Client{Transport: through}, Answered: answered,
	})
	if err != nil {
		panic(err)
	}
	return c
}

func scriptedClient(answers ...answer) (*Client, *script) {
	s := &script{answers: answers}
	return newClient(nil, s), s
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
			{toA, []answer{{status: 429, header: map[string]string{"Retry-After": "2"}, body: `{"retry_after":0}`}, {status: 200}}, 18 * time.Second},
			{toA, []answer{{status: 429}, {status: 200}}, 18*time.Second + 50*time.Millisecond},
			// The longest that is believed, a window that is over, and one that goes on.
			{toA, []answer{left("0", "3600")}, 18*time.Second + 50*time.Millisecond},
			{toA, []answer{left("0", "0")}, time.Hour + 18*time.Second + 50*time.Millisecond},
			// What nobody can read says nothing.
			{toA, []answer{left("x", "-1")}, time.Hour + 18*time.Second + 50*time.Millisecond},
			{toA, []answer{left("0", "NaN")}, time.Hour + 18*time.Second + 50*time.Millisecond},
			{toA, []answer{left("0", "1e12")}, time.Hour + 18*time.Second + 50*time.Millisecond},
			{toA, []answer{{status: 200, header: map[string]string{"X-RateLimit-Reset": "1.5"}}}, time.Hour + 18*time.Second + 50*time.Millisecond},
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
		// The bucket is used up for a minute, which is as long as somebody has.
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := c.Do(ctx, toA, nil); !errors.Is(err, ErrLimited) || !errors.Is(err, errUnsent) || time.Since(began) > 0 {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := c.Do(ctx, toA, nil); !errors.Is(err, context.Canceled) || !errors.Is(err, errUnsent) || len(s.calls) != 1 {
			t.Errorf("%v after %d calls", err, len(s.calls))
		}
		// Whoever has longer than that gets his turn.
		s.answers = []answer{{status: 200}}
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := c.Do(ctx, toA, nil); err != nil || time.Since(began) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(began))
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

// What fails is tried again after waits that grow.
func TestWaitsGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := scriptedClient(answer{status: 500})
		if err := c.Do(t.Context(), toA, nil); err == nil {
			t.Error("no error")
		}
		for i := 2; i < len(s.calls); i++ {
			if before, wait := s.calls[i-1].Sub(s.calls[i-2]), s.calls[i].Sub(s.calls[i-1]); before < 100*time.Millisecond || wait < before/2 || wait > 5*time.Second {
				t.Errorf("%s, and then %s", before, wait)
			}
		}
	})
}

// What is sent: nothing, JSON, or a form with the files.
func TestBodies(t *testing.T) {
	file := bot.File{Name: "chain.pem", Data: []byte("-----BEGIN")}
	for name, c := range map[string]struct {
		call Call
		kind string
		has  []string
	}{
		"none":  {Call{}, "", nil},
		"JSON":  {Call{Body: map[string]string{"content": "Hello"}}, "application/json", []string{`{"content":"Hello"}`}},
		"files": {Call{Body: map[string]string{"content": "Hello"}, Files: []bot.File{file}}, "multipart/form-data", []string{`{"content":"Hello"}`, `filename="chain.pem"`, "-----BEGIN"}},
	} {
		client, s := scriptedClient(answer{status: 200})
		c.call.Method, c.call.URL = "POST", toA.URL
		if err := client.Do(t.Context(), c.call, nil); err != nil {
			t.Fatal(err)
		}
		var body []byte
		if s.asked[0].Body != nil {
			var err error
			if body, err = io.ReadAll(s.asked[0].Body); err != nil {
				t.Fatal(err)
			}
		}
		if kind, _, _ := strings.Cut(s.asked[0].Header.Get("Content-Type"), ";"); kind != c.kind || (len(body) > 0) != (c.kind != "") {
			t.Errorf("%s: %q of the kind %q", name, body, kind)
		}
		for _, want := range c.has {
			if !strings.Contains(string(body), want) {
				t.Errorf("%s: %q is not in %q", name, want, body)
			}
		}
	}
	client, s := scriptedClient(answer{status: 200})
	if err := client.Do(t.Context(), Call{Method: "POST", URL: toA.URL, Body: func() {}}, nil); err == nil || len(s.calls) > 0 {
		t.Errorf("what is no JSON: %v after %d calls", err, len(s.calls))
	}
}

// Of what was sent with the bot's token the outcome is told, once for each attempt.
func TestOutcomesAreTold(t *testing.T) {
	interaction := toA
	interaction.Limits = NewLimits()
	for name, c := range map[string]struct {
		call    Call
		answers []answer
		told    []int
	}{
		"well":             {toA, []answer{{status: 200}}, []int{0}},
		"refused":          {toA, []answer{{status: 401}}, []int{401}},
		"limited":          {toA, []answer{{status: 429}, {status: 500}, {status: 204}}, []int{429, 500, 0}},
		"an interaction's": {interaction, []answer{{status: 401}}, nil},
		"not sent":         {toA, []answer{{status: 429, body: `{"retry_after":60}`}}, []int{429}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var told []int
			s := &script{answers: c.answers}
			client := newClient(func(err error) { told = append(told, StatusOf(err)) }, s)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_ = client.Do(ctx, c.call, nil)
			if !slices.Equal(told, c.told) {
				t.Errorf("%s: told %v, want %v", name, told, c.told)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	for body, want := range map[string]int{`{"code":50013,"message":"Missing Permissions"}`: 50013, "<html>": 0, "": 0} {
		c, _ := scriptedClient(answer{status: 403, body: body})
		if err := c.Do(t.Context(), toA, nil); err == nil || CodeOf(err) != want {
			t.Errorf("%q: %v with the code %d", body, err, CodeOf(err))
		}
	}
	if got := CodeOf(ErrLimited); got != 0 {
		t.Errorf("of no answer: %d", got)
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
		const enough = 20
		c.maxBuckets = enough
		ask := func(i int) {
			if err := c.Do(t.Context(), Call{Method: "GET", URL: discordgo.EndpointChannel(fmt.Sprint(i))}, nil); err != nil {
				t.Fatal(err)
			}
		}
		for i := range enough + 2 {
			ask(i)
		}
		if n := len(c.limits.turns); n > 2 {
			t.Errorf("%d buckets are remembered", n)
		}
		for i := range enough {
			ask(i)
		}
		s.answers, s.calls = []answer{{status: 429, body: `{"retry_after":7,"global":true}`}, {status: 200}}, nil
		began := time.Now()
		ask(enough + 1)
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
			transport.maxRefused = 8
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
			for range transport.maxRefused {
				if err := ask(); err != nil {
					t.Fatal(name, err)
				}
			}
			if err := ask(); errors.Is(err, ErrBanned) != c.counts {
				t.Errorf("%s: %v", name, err)
			}
			time.Sleep(RefusedWindow)
			if err := ask(); err != nil {
				t.Errorf("%s, ten minutes later: %v", name, err)
			}
		})
	}
}

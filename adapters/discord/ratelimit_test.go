package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

// answered is what Discord tells of a bucket.
func answered(left int, after time.Duration) http.Header {
	h := make(http.Header)
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
	return h
}

func TestBucketsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLimits(time.Now), t.Context()
		began := time.Now()
		waited := func(c *call, want time.Duration) {
			t.Helper()
			if err := l.turn(ctx, c); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(began); got != want {
				t.Errorf("waited %s, want %s", got, want)
			}
		}
		a, b, open := &call{Bucket: "a"}, &call{Bucket: "b"}, &call{Bucket: "o", Open: true}
		waited(a, 0)
		l.learn(a, answered(1, 3*time.Second), nil)
		waited(a, 0)
		waited(b, 0) // each by itself
		waited(a, 3*time.Second)
		// A call that failed on its way has used nothing.
		l.learn(a, answered(1, 2*time.Second), nil)
		waited(a, 3*time.Second)
		l.failed(a)
		waited(a, 3*time.Second)
		// 429 of one bucket, and of all.
		l.learn(b, http.Header{}, &apiError{Status: 429, retryAfter: 4 * time.Second})
		waited(open, 3*time.Second)
		waited(b, 7*time.Second)
		l.learn(a, http.Header{}, &apiError{Status: 429, retryAfter: 5 * time.Second, global: true})
		waited(open, 7*time.Second) // interactions are outside the bot's own limit
		waited(b, 12*time.Second)
		// Whoever waits can be called off.
		l.learn(b, http.Header{}, &apiError{Status: 429, retryAfter: time.Hour})
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := l.turn(short, b); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("called off: %v", err)
		}
	})
}

// The paths of interactions are always new; what is known of them is forgotten.
func TestBucketsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		for i := range 10 * mostBuckets {
			l.learn(&call{Bucket: fmt.Sprint(i)}, answered(0, time.Hour), nil)
		}
		if n := len(l.buckets); n > mostBuckets {
			t.Errorf("%d buckets are remembered", n)
		}
	})
}

// Before Discord shuts the address out, certdesk stops by itself.
func TestRefusalsAreCounted(t *testing.T) {
	for name, c := range map[string]struct {
		refused apiError
		counts  bool
	}{
		"401": {apiError{Status: 401}, true}, "403": {apiError{Status: 403}, true}, "429": {apiError{Status: 429}, true},
		"429, shared": {apiError{Status: 429, shared: true}, false}, "404": {apiError{Status: 404}, false}, "500": {apiError{Status: 500}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			l, other := newLimits(time.Now), &call{Bucket: "b"}
			for range mostRefused {
				l.learn(&call{Bucket: "a"}, http.Header{}, &c.refused)
			}
			if err := l.turn(t.Context(), other); errors.Is(err, errBanned) != c.counts {
				t.Errorf("%s: %v", name, err)
			}
			time.Sleep(refusedWindow + time.Second)
			if err := l.turn(t.Context(), other); err != nil {
				t.Errorf("%s, ten minutes later: %v", name, err)
			}
		})
	}
}

// What Discord says of a limit stands in the body, or in the headers alone, as
// it does where not Discord itself answers.
func TestRefusal(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		header map[string]string
		body   string
		want   apiError
	}{
		"in the body":    {429, map[string]string{"Retry-After": "2"}, `{"message":"slow","retry_after":1.5,"global":false}`, apiError{retryAfter: 1500 * time.Millisecond}},
		"in the header":  {429, map[string]string{"Retry-After": "2"}, `<html>`, apiError{retryAfter: 2 * time.Second}},
		"global":         {429, nil, `{"retry_after":1,"global":true}`, apiError{retryAfter: time.Second, global: true}},
		"global, header": {429, map[string]string{"Retry-After": "1", "X-RateLimit-Global": "true"}, ``, apiError{retryAfter: time.Second, global: true}},
		"shared":         {429, map[string]string{"X-RateLimit-Scope": "shared"}, `{"retry_after":1}`, apiError{retryAfter: time.Second, shared: true}},
		"of the user":    {429, map[string]string{"X-RateLimit-Scope": "user"}, `{"retry_after":1}`, apiError{retryAfter: time.Second}},
		"not said":       {429, nil, ``, apiError{retryAfter: 50 * time.Millisecond}},
		"for ever":       {429, nil, `{"retry_after":1e9}`, apiError{retryAfter: time.Hour}},
		"something else": {403, map[string]string{"Retry-After": "9"}, `{"code":50013,"message":"Missing Permissions"}`, apiError{Code: 50013}},
		"no JSON":        {502, nil, `<html>`, apiError{}},
	} {
		answer := &http.Response{StatusCode: c.status, Header: make(http.Header)}
		for k, v := range c.header {
			answer.Header.Set(k, v)
		}
		got := refusal(answer, []byte(c.body))
		if got.Status != c.status || got.Code != c.want.Code || got.retryAfter != c.want.retryAfter || got.global != c.want.global || got.shared != c.want.shared || got.Message == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

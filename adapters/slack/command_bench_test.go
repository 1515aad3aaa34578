package slack

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
)

// ready is a desk that has its answer already.
type ready struct{ reply bot.Reply }

func (k ready) Handle(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
	return respond(ctx, k.reply)
}

// taken is a Slack that takes everything at once, without a network.
type taken struct{}

func (taken) RoundTrip(r *http.Request) (*http.Response, error) {
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	said := `{"ok":true,"user":{"id":"U1"}}`
	if strings.HasSuffix(r.URL.Path, "/auth.test") {
		said = `{"ok":true,"user_id":"UBOT","team_id":"T1"}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(said)), Request: r,
	}, nil
}

// BenchmarkCommands takes /slack/commands, each another one, with a cached
// answer that is rendered and handed to its response_url; beside it is the least that
// any handler must do: read the body, check its signature, and post a reply that is
// always the same. What counts is cpu-ns/op, which has the client and its signature in
// both, and how long the acknowledgement takes at the 99th percentile.
func BenchmarkCommands(b *testing.B) {
	a, err := New(Config{
		Desk: ready{adaptertest.Replies()["diagnosis"]}, BotToken: "xoxb-1", SigningSecret: fakeslack.Secret,
		HTTP: &http.Client{Transport: taken{}}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { a.Drain(context.Background()) })
	fixed := strings.Repeat("x", 2000) // about what the answer has
	var posting sync.WaitGroup
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if verify(fakeslack.Secret, r.Header, body, time.Now()) != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusOK)
		posting.Go(func() {
			form, err := url.ParseQuery(string(body))
			if err != nil {
				return
			}
			resp, err := (&http.Client{Transport: taken{}}).Post(form.Get("response_url"), "application/json", strings.NewReader(fixed))
			if err == nil {
				resp.Body.Close()
			}
		})
	})
	for _, c := range []struct {
		name    string
		handler http.Handler
	}{{"certdesk", a.Handler()}, {"bare", bare}} {
		b.Run(c.name, func(b *testing.B) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			client := server.Client()
			var took []time.Duration
			b.ReportAllocs()
			before := cpu()
			for b.Loop() {
				body := fmt.Sprintf("command=%%2Fcertcheck&text=imap.example&team_id=T1&channel_id=C1&user_id=U1&user_name=anna&"+
					"response_url=https%%3A%%2F%%2Fhooks.slack.com%%2F1&trigger_id=%d", time.Now().UnixNano())
				timestamp, signature := fakeslack.Sign(fakeslack.Secret, time.Now(), []byte(body))
				r, err := http.NewRequest(http.MethodPost, server.URL+PathCommands, strings.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				r.Header.Set("X-Slack-Request-Timestamp", timestamp)
				r.Header.Set("X-Slack-Signature", signature)
				asked := time.Now()
				resp, err := client.Do(r)
				if err != nil {
					b.Fatal(err)
				}
				resp.Body.Close()
				took = append(took, time.Since(asked))
				if resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status)
				}
			}
			a.handler.underWay.Wait() // the answers belong to it
			posting.Wait()
			b.ReportMetric(float64(cpu()-before)/float64(len(took)), "cpu-ns/op")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
		})
	}
}

// cpu is what this process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

//go:build !race

package discord

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// ready is a desk that has its answer already.
type ready struct{}

func (ready) Handle(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
	return respond(ctx, bot.Reply{Headline: say.Literal("An answer.")})
}

// taken is a Discord that takes everything at once, without a network, so that
// what is measured is the adapter's own.
type taken struct{ edits atomic.Int64 }

func (t *taken) RoundTrip(r *http.Request) (*http.Response, error) {
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	if r.Method == http.MethodPatch {
		t.edits.Add(1)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"X-Ratelimit-Remaining": {"4"}, "X-Ratelimit-Reset-After": {"1.0"}},
		Body: io.NopCloser(strings.NewReader(`{"id":"1"}`)), Request: r,
	}, nil
}

// Ten thousand interactions leave memory flat: each has a token, and so paths,
// of its own.
func TestMemoryStaysFlat(t *testing.T) {
	discord := new(taken)
	a, err := New(Config{
		Desk: ready{}, Token: "t", ApplicationID: "1", HTTP: &http.Client{Transport: discord}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Drain(context.Background()) })
	told := 0
	round := func(n int) uint64 {
		for range n {
			told++
			a.handler.takeRaw(fmt.Appendf(nil, `{"id":"%d","token":"token-%d","type":2,"channel_id":"5","guild_id":"8","member":{"user":{"id":"7"}},
				"data":{"type":1,"name":"certcheck","options":[{"name":"target","type":3,"value":"imap.example"}]}}`, told, told))
			if told%32 == 0 {
				a.handler.underWay.Wait()
			}
		}
		a.handler.underWay.Wait()
		if edited := discord.edits.Load(); edited != int64(told) {
			t.Errorf("%d of %d are answered", edited, told)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	round(500) // buffers
	before := round(500)
	after := round(10_000)
	t.Logf("%d KiB before, %d KiB after", before>>10, after>>10)
	// What was delivered is remembered for a while, up to a bound: an id each, which
	// takes some 150 bytes in the cache.
	if after > before+(2<<20) {
		t.Errorf("%d KiB before, %d KiB after", before>>10, after>>10)
	}
}

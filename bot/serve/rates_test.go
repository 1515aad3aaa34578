package serve

import (
	"testing"
	"time"

	"certdesk/bot/desk"
	"certdesk/bot/ratelimit"
	"certdesk/bot/serve/settings"
)

// TestRates: a channel may ask ten times as much as a person, a server is asked twelve
// times a minute whoever asks, and where limits are off none is on.
func TestRates(t *testing.T) {
	user := ratelimit.Rate{Burst: 20, Every: 3 * time.Second}
	if got := timesMore(user, channelFactor); got != (ratelimit.Rate{Burst: 200, Every: 300 * time.Millisecond}) {
		t.Errorf("a channel: %+v", got)
	}
	if got := timesMore(ratelimit.Rate{}, channelFactor); got.Every != 0 {
		t.Errorf("a channel without limits: %+v", got)
	}
	if got := targetRate(user); got != (ratelimit.Rate{Burst: 12, Every: 5 * time.Second}) {
		t.Errorf("a server: %+v", got)
	}
	if got := targetRate(ratelimit.Rate{}); got != (ratelimit.Rate{}) {
		t.Errorf("a server without limits: %+v", got)
	}
}

// TestLives: answers live as long as is set, and those that may change soon no longer
// than usual.
func TestLives(t *testing.T) {
	usual := desk.DefaultTTLs()
	for _, tt := range []struct{ set, trusted, faulty, unreachable time.Duration }{
		{0, usual.Trusted, usual.Faulty, usual.Unreachable},
		{time.Second, time.Second, time.Second, time.Second},
		{24 * time.Hour, 24 * time.Hour, usual.Faulty, usual.Unreachable},
	} {
		got := ttls(&settings.Settings{CacheTTL: tt.set})
		if got.Trusted != tt.trusted || got.Faulty != tt.faulty || got.Unreachable != tt.unreachable {
			t.Errorf("%v: %+v", tt.set, got)
		}
	}
}

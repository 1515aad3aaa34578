package desk_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/store"
)

// addresses are the names that lead somewhere.
type addresses map[string]string

func (a addresses) Resolve(_ context.Context, host string) checks.Resolution {
	if at, ok := a[host]; ok {
		return checks.Resolution{Addresses: []netip.Addr{netip.MustParseAddr(at)}}
	}
	return checks.Resolution{Failure: checks.DNSResolverSilent}
}

// A name that leads to forbidden addresses alone is not watched, whichever way it
// is asked for: the policy is told, nothing is dialled, and nobody is sent through
// steps that cannot help.
func TestForbiddenNamesAreNotWatched(t *testing.T) {
	const (
		inner    = "inner.corp.com leads to 10.0.0.7, which certdesk is not allowed to check from chat. The certdesk administrator can allow it with CERTDESK_ALLOW_CIDRS."
		metadata = "meta.corp.com leads to 169.254.169.254, which certdesk is not allowed to check from chat. The certdesk administrator can allow it with CERTDESK_ALLOW_CIDRS."
	)
	names := addresses{"imap.corp.com": "192.0.2.1", "inner.corp.com": "10.0.0.7", "meta.corp.com": "169.254.169.254"}
	for _, tc := range []struct {
		text, headline string
		refused, kept  []string
	}{
		{"add inner.corp.com:993", inner, nil, nil},
		{"add meta.corp.com", metadata, nil, nil},
		{"import inner.corp.com:993, meta.corp.com", "This channel now watches 0 servers from the list. 2 servers cannot be watched:", []string{inner, metadata}, nil},
		{"import imap.corp.com:993, inner.corp.com:993", "This channel now watches 1 server from the list. 1 server cannot be watched:", []string{inner}, []string{"imap.corp.com:993"}},
		{"import nobody-knows.corp.com:993, imap.corp.com:993", "This channel now watches 2 servers from the list.", nil, []string{"imap.corp.com:993", "nobody-knows.corp.com:993"}},
	} {
		b := newBench(t, func(c *desk.Config) { c.Resolver = names })
		r := b.say(t, "certwatch", tc.text)
		var refused []string
		for _, item := range r.Items {
			if item.Tone == bot.Warning {
				refused = append(refused, item.Text.String())
			}
		}
		if r.Headline.String() != tc.headline || !slices.Equal(refused, tc.refused) || len(r.Steps) > 0 {
			t.Errorf("%s: %q, %q, %d steps", tc.text, r.Headline.String(), refused, len(r.Steps))
		}
		all, err := store.New(b.backend, time.Now).Watches(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C"})
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for i := range all {
			kept = append(kept, all[i].Name())
		}
		if !slices.Equal(kept, tc.kept) {
			t.Errorf("%s: it watches %q", tc.text, kept)
		}
		if tc.kept == nil && b.checker.calls.Load() > 0 {
			t.Errorf("%s: %d checks of what may not be reached", tc.text, b.checker.calls.Load())
		}
		if strings.HasPrefix(tc.text, "add ") && r.Audience != bot.Asker {
			t.Errorf("%s: told to %v", tc.text, r.Audience)
		}
	}
}

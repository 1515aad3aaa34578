package fixes_test

import (
	"slices"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
)

// TestWeb: nobody enters a web server into a mail account, so that no step of one
// helps; Autodiscover is Outlook's own.
func TestWeb(t *testing.T) {
	account := []int{2, 3, 5, 7, 9}
	web := func(f *fact, e *ep) {
		f.Target.Port, f.Target.Service, e.Protocol = 443, "https", "http"
	}
	for name, c := range map[string]struct {
		change func(*fact, *ep, *checks.Judgement)
		want   []int
	}{
		"wrong name": {func(f *fact, e *ep, j *checks.Judgement) {
			web(f, e)
			j.NameReason, j.Presented, f.Suggested = checks.NameOther, []string{"web.hoster.com"}, "web.hoster.com"
		}, []int{10}},
		"expired": {func(f *fact, e *ep, j *checks.Judgement) {
			web(f, e)
			j.Leaf.NotAfter, j.Expired = days(-3), []*checks.Certificate{j.Leaf}
		}, []int{10, 6}},
		"healthy, at another port": {func(f *fact, e *ep, _ *checks.Judgement) {
			web(f, e)
			f.Target.Port = 9443
		}, []int{6, 8, 4}},
		"healthy, by its port": {func(f *fact, e *ep, _ *checks.Judgement) {
			web(f, e)
			f.Target.Service = ""
		}, []int{6, 8, 4}},
	} {
		f := server(c.change)
		found := findings.Find(f)
		var got []int
		for _, s := range fixes.Choose(f, found) {
			got = append(got, s.Number)
			if slices.Contains(account, s.Number) {
				t.Errorf("%s: step %d changes a mail account", name, s.Number)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: the steps %v, want %v", name, got, c.want)
		}
	}
}

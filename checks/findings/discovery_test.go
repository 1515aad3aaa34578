package findings_test

import (
	"slices"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// What a wrong name means where Outlook asks for settings, and only there.
func TestAutodiscoverMismatch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		autodiscover bool
		reason       checks.NameReason
		want         []checks.Code
	}{
		{"its own name", true, checks.NameOK, nil},
		{"another name", true, checks.NameOther, []checks.Code{checks.HostnameMismatch, checks.AutodiscoverMismatch}},
		{"one label too deep", true, checks.NameWildcardDepth, []checks.Code{checks.HostnameMismatch, checks.AutodiscoverMismatch}},
		{"in the old place", true, checks.NameCNOnly, []checks.Code{checks.NoSAN}},
		{"a mail server", false, checks.NameOther, []checks.Code{checks.HostnameMismatch}},
	} {
		f := with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			f.Target = checks.Target{Host: "imap.corp.com", Port: 443, Service: "https", Mode: checks.ModeTLS, Autodiscover: tt.autodiscover}
			e.Protocol = ""
			j.NameReason = tt.reason
		})
		var got []checks.Code
		for _, found := range findings.Find(f) {
			got = append(got, found.Code)
			if wrong := found.Code == checks.HostnameMismatch && tt.autodiscover; wrong && !slices.Equal(found.Steps, []int{1, 10}) {
				t.Errorf("%s: nobody can change the name that Outlook asks, and the steps are %v", tt.name, found.Steps)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

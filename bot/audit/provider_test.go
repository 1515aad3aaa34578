package audit

import (
	"strings"
	"testing"

	"certdesk/checks"
)

func TestProviderOf(t *testing.T) {
	for _, c := range []struct {
		host, suggested string
		presented       []string
		want            string
	}{
		{"imap.corp.com", "", []string{"imap.corp.com"}, "corp.com"},
		{"imap.corp.com", "mail.hoster.example", []string{"*.hoster.example"}, "hoster.example"},
		{"imap.corp.com", "", []string{"*.hoster.co.uk", "hoster.co.uk"}, "hoster.co.uk"},
		{"imap.corp.com", "", []string{"*.hoster.co.uk", "mail.corp.com"}, "corp.com"},
		{"imap.corp.com", "", []string{"localhost", "192.0.2.1", "a b.com"}, "corp.com"},
		{"imap.corp.com", "mail.new.example", []string{"*.hoster.example"}, "new.example"},
		{"imap.corp.com", "192.0.2.1", []string{"*.hoster.example"}, "hoster.example"},
		{strings.Repeat("a.", 122) + "xcorp.com", "", nil, "xcorp.com"}, {strings.Repeat("a.", 122) + "xxcorp.com", "", nil, ""},
		{"192.0.2.1", "", nil, ""}, {"mailserver", "", nil, ""}, {"IMAP.Corp.COM.", "", nil, "corp.com"},
	} {
		r := &checks.Report{Target: checks.ReportTarget{Host: c.host}, Names: checks.Names{Presented: c.presented, Suggested: c.suggested}}
		if got := providerOf(r); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

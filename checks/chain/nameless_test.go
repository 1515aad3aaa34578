package chain

import (
	"testing"

	"certdesk/checks"
)

// A certificate for mail addresses has a Subject Alternative Name, and no name
// of a server: its common name does not count, whatever it says.
func TestNamesNoServer(t *testing.T) {
	t.Parallel()
	c := &certificate{commonNames: []string{"imap.corp.com"}, desc: checks.Certificate{SANs: []string{"anna@corp.com"}}}
	if got := matchName(c, "imap.corp.com"); got != checks.NameOther {
		t.Errorf("a name: %q", got)
	}
	if got := matchName(c, "192.0.2.1"); got != checks.NameIPNotListed {
		t.Errorf("an address: %q", got)
	}
	if got := presented(c); len(got) != 0 {
		t.Errorf("presented %q", got)
	}
}

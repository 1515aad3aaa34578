package findings

import (
	"strings"
	"testing"

	"certdesk/checks"
)

// Mail programs are spoken of beside the servers that they connect to, and no others.
func TestClientCertificateOfWhat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		port     int
		protocol string
		outlook  bool
	}{{993, "imap", true}, {587, "smtp", true}, {995, "", true}, {4711, "", true}, {990, "ftp", false}, {636, "", false}, {563, "nntp", false}, {443, "", false}, {990, "imap", true}} {
		f := &checks.Facts{Target: checks.Target{Host: "a.example", Port: c.port}}
		s := clientCertRequired(f, &checks.Endpoint{Observation: checks.Observation{Protocol: c.protocol, TLS: &checks.TLS{ClientCertRequired: true}}})
		if said := s.detail.String(); strings.Contains(said, "mail") != c.outlook || !strings.Contains(said, "Ask the administrator if it is intended.") {
			t.Errorf("port %d, %q: %s", c.port, c.protocol, said)
		}
	}
}

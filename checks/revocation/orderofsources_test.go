package revocation_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/crypto/ocsp"

	"certdesk/checks"
	"certdesk/checks/revocation"
)

func TestOrderOfSources(t *testing.T) {
	s := newScene(t)
	s.ocsp = http.NotFound
	s.crl = body(crl(t, s.ca, nil, s.leaf.cert.SerialNumber))
	if got := s.check(t); got.Status != checks.StatusRevoked || got.Source != checks.SourceCRL {
		t.Errorf("the list after OCSP: %+v", got)
	}
	s = newScene(t)
	staple := response(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
	if got := s.check(t, func(in *revocation.Input) { in.Staple = staple }); got.Status != checks.StatusGood || got.Source != checks.SourceStapled || s.asked.Load() != 0 {
		t.Errorf("a staple: %+v after %d questions", got, s.asked.Load())
	}
	s = newScene(t)
	s.ocsp = say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
	got := s.check(t, func(in *revocation.Input) { in.Staple = []byte("nonsense") })
	if got.Status != checks.StatusGood || got.Source != checks.SourceOCSP || got.StapleProblem.String() != "what it answered is no OCSP response" {
		t.Errorf("a broken staple: %+v", got)
	}
	s = newScene(t)
	if got := s.check(t, func(in *revocation.Input) { in.Mode = revocation.Off }); got.Status != checks.StatusNotChecked || s.asked.Load() != 0 {
		t.Errorf("off: %+v", got)
	}
	s = newScene(t)
	if got := s.check(t, func(in *revocation.Input) { in.Mode = revocation.Hard }); got.Status != checks.StatusUnavailable || !got.Hard {
		t.Errorf("hard: %+v", got)
	}
}

// TestUnknownBeforeUnavailable: of several sources without an answer, one that does
// not know the certificate says more than one that cannot be reached.
func TestUnknownBeforeUnavailable(t *testing.T) {
	for _, unknownAt := range []string{"/ocsp/1", "/ocsp/2"} {
		s := newScene(t, func(c *x509.Certificate) {
			c.CRLDistributionPoints = nil
			c.OCSPServer = []string{c.OCSPServer[0] + "/1", c.OCSPServer[0] + "/2"}
		})
		unknown := say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Unknown, SerialNumber: s.leaf.cert.SerialNumber})
		s.ocsp = func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, unknownAt) {
				unknown(w, r)
				return
			}
			http.NotFound(w, r)
		}
		if got := s.check(t); got.Status != checks.StatusUnknown {
			t.Errorf("unknown at %s: %+v", unknownAt, got)
		}
	}
}

// TestListIsFetchedOnce: a list that two certificates name is remembered.
func TestListIsFetchedOnce(t *testing.T) {
	s := newScene(t, func(c *x509.Certificate) { c.OCSPServer = nil })
	s.crl = body(crl(t, s.ca, nil))
	another := issue(t, s.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "smtp.example"}, DNSNames: []string{"smtp.example"},
		CRLDistributionPoints: s.leaf.cert.CRLDistributionPoints})
	for _, leaf := range []*authority{s.leaf, another} {
		s.leaf = leaf
		if got := s.check(t); got.Status != checks.StatusGood {
			t.Errorf("%s: %+v", leaf.cert.Subject, got)
		}
	}
	if n := s.asked.Load(); n != 1 {
		t.Errorf("the list was fetched %d times", n)
	}
}

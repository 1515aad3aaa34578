package revocation_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"certdesk/checks"
)

// TestFreshestList: what was withdrawn since the complete list stands on a delta list
// alone, which the certificate names or the complete list.
func TestFreshestList(t *testing.T) {
	t.Parallel()
	const hold, remove = 6, 8
	for _, tt := range []struct {
		name            string
		complete, delta listed // a delta without a number is not to be had
		listed          bool   // the certificate stands on the delta list, with its reason
		held            bool   // it is on hold in the complete list
		status          checks.RevocationStatus
		asked           int32
	}{
		{"withdrawn since", listed{number: 5}, listed{number: 6, base: 5, reason: 1}, true, false, checks.StatusRevoked, 2},
		{"nothing new", listed{number: 5}, listed{number: 6, base: 5}, false, false, checks.StatusGood, 2},
		{"a hold that is over", listed{number: 5, reason: hold}, listed{number: 6, base: 5, reason: remove}, true, true, checks.StatusGood, 2},
		{"a hold that lasts", listed{number: 5, reason: hold}, listed{number: 6, base: 5}, false, true, checks.StatusRevoked, 2},
		{"not to be had", listed{number: 5}, listed{}, false, false, checks.StatusGood, 2},
		{"of another list", listed{number: 5}, listed{number: 9, base: 8, reason: 1}, true, false, checks.StatusGood, 2},
		{"older than the list", listed{number: 7}, listed{number: 6, base: 5, reason: 1}, true, false, checks.StatusGood, 2},
		{"out of date", listed{number: 5}, listed{number: 6, base: 5, reason: 1, ended: true}, true, false, checks.StatusGood, 2},
	} {
		for _, where := range []string{"certificate", "list"} {
			t.Run(tt.name+", named in the "+where, func(t *testing.T) {
				t.Parallel()
				var address string
				s := newScene(t, func(c *x509.Certificate) {
					address = strings.TrimSuffix(c.CRLDistributionPoints[0], "list.crl") + "delta"
					c.OCSPServer = nil
					if where == "certificate" {
						c.ExtraExtensions = append(c.ExtraExtensions, freshest(address))
					}
				})
				complete, delta := tt.complete, tt.delta
				if tt.held {
					complete.serial = s.leaf.cert.SerialNumber
				}
				if tt.listed {
					delta.serial = s.leaf.cert.SerialNumber
				}
				base := crl(t, s.ca, func(r *x509.RevocationList) {
					complete.write(r)
					if where == "list" {
						r.ExtraExtensions = append(r.ExtraExtensions, freshest(address))
					}
				})
				s.crl = func(w http.ResponseWriter, r *http.Request) {
					switch {
					case !strings.HasSuffix(r.URL.Path, "/delta"):
						w.Write(base)
					case delta.number == 0:
						http.NotFound(w, r)
					default:
						w.Write(delta.by(t, s.ca))
					}
				}
				got := s.check(t)
				if got.Status != tt.status || got.Source != checks.SourceCRL {
					t.Errorf("%+v, want %s", got, tt.status)
				}
				if n := s.asked.Load(); n != tt.asked {
					t.Errorf("%d questions, want %d", n, tt.asked)
				}
			})
		}
	}
}

// A list that names no delta list costs one question.
func TestNoFreshestList(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(c *x509.Certificate) { c.OCSPServer = nil })
	s.crl = body(crl(t, s.ca, func(r *x509.RevocationList) {
		r.Number = big.NewInt(5)
		r.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 46}, Value: []byte{0x30, 3, 0x30, 9, 0xa0}}} // cut off
	}))
	if got := s.check(t); got.Status != checks.StatusGood || s.asked.Load() != 1 {
		t.Errorf("%d questions: %+v", s.asked.Load(), got)
	}
}

func freshest(url string) pkix.Extension {
	return pkix.Extension{Id: []int{2, 5, 29, 46}, Value: element([]byte(url), 0x30, 0x30, 0xa0, 0xa0, 0x86)}
}

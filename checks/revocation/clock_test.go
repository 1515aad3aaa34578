package revocation_test

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/revocation"
)

// noon is the time of these tests; a clock that stands leaves no doubt about edges.
var noon = time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour)

// library is a network whose documents are known by their address, and that counts
// how often it was asked. What it lacks is not found.
type library struct {
	documents map[string][]byte
	mu        sync.Mutex
	asked     []string
}

func (l *library) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for address, document := range l.documents {
		if strings.HasPrefix(r.URL, address) {
			l.asked = append(l.asked, address)
			return &fetch.Response{Status: 200, Body: document}, nil
		}
	}
	l.asked = append(l.asked, r.URL)
	return &fetch.Response{Status: 404}, nil
}

const responderAt, listAt = "http://ocsp.example", "http://crl.example/1.crl"

// office is an authority whose sources are documents, at a time that a test sets.
type office struct {
	library
	root, ca, leaf *authority
	now            time.Time
	checker        *revocation.Checker
}

func newOffice(t *testing.T, more func(*x509.Certificate)) *office {
	t.Helper()
	o := &office{now: noon}
	o.documents = make(map[string][]byte)
	years := func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0)
	}
	o.root = newCA(t, "Root", nil, years)
	o.ca = newCA(t, "CA", o.root, years)
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"},
		NotBefore: noon.Add(-30 * 24 * time.Hour), NotAfter: noon.Add(60 * 24 * time.Hour)}
	more(template)
	o.leaf = issue(t, o.ca, template)
	o.checker = checktest.Must(revocation.New(revocation.Config{Fetcher: &o.library, Now: func() time.Time { return o.now }}))
	return o
}

func (o *office) check(t *testing.T, change ...func(*revocation.Input)) *checks.RevocationFacts {
	t.Helper()
	in := revocation.Input{Path: path(o.leaf, o.ca, o.root), Mode: revocation.Soft}
	for _, c := range change {
		c(&in)
	}
	return o.checker.Check(t.Context(), in)
}

func byOCSP(c *x509.Certificate) { c.OCSPServer = []string{responderAt} }
func byList(c *x509.Certificate) { c.CRLDistributionPoints = []string{listAt} }

// valid is an answer from one moment to another.
func (o *office) valid(t *testing.T, from, to time.Time) []byte {
	return response(t, o.ca.cert, o.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: o.leaf.cert.SerialNumber, ThisUpdate: from, NextUpdate: to})
}

// list is a revocation list from one moment to another.
func (o *office) list(t *testing.T, from, to time.Time, serials ...*big.Int) []byte {
	return crl(t, o.ca, func(r *x509.RevocationList) { r.ThisUpdate, r.NextUpdate = from, to }, serials...)
}

// Clocks differ: an answer counts some minutes before it begins and after it ends.
func TestClocksThatDiffer(t *testing.T) {
	t.Parallel()
	const old, early = "its answer is out of date", "its answer is dated in the future"
	for _, tt := range []struct {
		name     string
		from, to time.Duration
		want     string
	}{
		{"at hand", -time.Hour, time.Hour, ""},
		{"from now on", 0, time.Hour, ""},
		{"a little early", 4 * time.Minute, time.Hour, ""},
		{"too early", 6 * time.Minute, time.Hour, early},
		{"until now", -time.Hour, 0, ""},
		{"a little late", -time.Hour, -4 * time.Minute, ""},
		{"too late", -time.Hour, -6 * time.Minute, old},
	} {
		o := newOffice(t, byOCSP)
		o.documents[responderAt] = o.valid(t, noon.Add(tt.from), noon.Add(tt.to))
		if got := o.check(t); got.Problem.String() != tt.want || (got.Status == checks.StatusGood) != (tt.want == "") {
			t.Errorf("OCSP, %s: %+v", tt.name, got)
		}
		o = newOffice(t, byList)
		o.documents[listAt] = o.list(t, noon.Add(tt.from), noon.Add(tt.to))
		if got := o.check(t); got.Problem.String() != tt.want || (got.Status == checks.StatusGood) != (tt.want == "") {
			t.Errorf("a list, %s: %+v", tt.name, got)
		}
	}
	for from, want := range map[time.Duration]string{-24 * time.Hour: "", -24*time.Hour - 6*time.Minute: old} {
		o := newOffice(t, byOCSP)
		der, err := ocsp.CreateResponse(o.ca.cert, o.ca.cert, ocsp.Response{Status: ocsp.Good, SerialNumber: o.leaf.cert.SerialNumber, ThisUpdate: noon.Add(from)}, o.ca.key)
		if err != nil {
			t.Fatal(err)
		}
		o.documents[responderAt] = der
		if got := o.check(t); got.Problem.String() != want {
			t.Errorf("without an end, %s old: %+v", -from, got)
		}
	}
}

// The same goes for the certificate of whoever answers for the authority.
func TestDelegatesOfOtherTimes(t *testing.T) {
	t.Parallel()
	const notAllowed = "its answer is signed by someone who is not allowed to"
	for _, tt := range []struct {
		name     string
		from, to time.Duration
		want     string
	}{
		{"a little early", 4 * time.Minute, time.Hour, ""},
		{"too early", 6 * time.Minute, time.Hour, notAllowed},
		{"a little late", -time.Hour, -4 * time.Minute, ""},
		{"too late", -time.Hour, -6 * time.Minute, notAllowed},
	} {
		o := newOffice(t, byOCSP)
		delegate := issue(t, o.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "OCSP"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
			NotBefore: noon.Add(tt.from), NotAfter: noon.Add(tt.to)})
		o.documents[responderAt] = response(t, o.ca.cert, delegate, ocsp.Response{Status: ocsp.Good, SerialNumber: o.leaf.cert.SerialNumber,
			ThisUpdate: noon.Add(-time.Hour), NextUpdate: noon.Add(time.Hour)})
		if got := o.check(t); got.Problem.String() != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// An answer is remembered until the next one is due, half a day at most; that there
// was none is remembered for a minute.
func TestHowLongAnswersAreRemembered(t *testing.T) {
	t.Parallel()
	answered := func(to time.Duration) func(*testing.T, *office) {
		return func(t *testing.T, o *office) {
			o.documents[responderAt] = o.valid(t, noon.Add(-time.Hour), noon.Add(to))
			o.documents[listAt] = o.list(t, noon.Add(-time.Hour), noon.Add(to))
		}
	}
	for _, tt := range []struct {
		name string
		say  func(*testing.T, *office)
		life time.Duration
	}{
		{"the next is due in an hour", answered(time.Hour), time.Hour},
		{"the next is due in a month", answered(30 * 24 * time.Hour), 12 * time.Hour},
		{"there was none", func(*testing.T, *office) {}, time.Minute},
	} {
		for source, by := range map[string]func(*x509.Certificate){"OCSP": byOCSP, "a list": byList} {
			o := newOffice(t, by)
			tt.say(t, o)
			o.check(t)
			first := len(o.asked)
			o.now = noon.Add(tt.life - time.Second)
			o.check(t)
			if len(o.asked) != first {
				t.Errorf("%s, %s: asked again before", source, tt.name)
			}
			o.now = noon.Add(tt.life + time.Second)
			o.check(t)
			if len(o.asked) == first {
				t.Errorf("%s, %s: not asked again behind", source, tt.name)
			}
		}
	}
}

// Nobody asks about certificates whose end comes sooner than a list would: ten days
// and the second that both ends count (CA/Browser Forum BR §1.6.1).
func TestShortLived(t *testing.T) {
	t.Parallel()
	const tenDays = 10 * 24 * time.Hour
	for life, want := range map[time.Duration]checks.RevocationStatus{
		tenDays: checks.StatusNotChecked, tenDays + time.Second: checks.StatusNotChecked, tenDays + 2*time.Second: checks.StatusGood,
	} {
		o := newOffice(t, func(c *x509.Certificate) {
			byOCSP(c)
			c.NotBefore, c.NotAfter = noon.Add(-time.Hour), noon.Add(life-time.Hour)
		})
		o.documents[responderAt] = o.valid(t, noon.Add(-time.Hour), noon.Add(time.Hour))
		if got := o.check(t); got.Status != want {
			t.Errorf("a life of %s: %+v", life, got)
		}
	}
}

// However many sources a certificate names, two of a kind are asked, those that can
// be.
func TestHowManySourcesAreAsked(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{"ldap:///CN=CA", "http:///1.crl", "http://a.example/1.crl", "https://b.example/1.crl", "http://c.example/1.crl", "http://d.example/1.crl"}
	})
	if got := o.check(t); got.Status != checks.StatusUnavailable || got.URL != "http://c.example/1.crl" {
		t.Errorf("%+v", got)
	}
	slices.Sort(o.asked) // a slow machine may ask both at once
	if want := []string{"http://a.example/1.crl", "http://c.example/1.crl"}; !slices.Equal(o.asked, want) {
		t.Errorf("asked were %q, want %q", o.asked, want)
	}
}

// The judgement of another moment: what was withdrawn since was good then.
func TestWithdrawnSince(t *testing.T) {
	t.Parallel()
	o := newOffice(t, byOCSP)
	o.documents[responderAt] = response(t, o.ca.cert, o.ca, ocsp.Response{Status: ocsp.Revoked, SerialNumber: o.leaf.cert.SerialNumber,
		ThisUpdate: noon.Add(-time.Hour), NextUpdate: noon.Add(time.Hour), RevokedAt: noon.Add(-3 * time.Hour), RevocationReason: 1})
	for at, want := range map[time.Duration]checks.RevocationStatus{-4 * time.Hour: checks.StatusGood, -3 * time.Hour: checks.StatusRevoked, 0: checks.StatusRevoked} {
		got := o.check(t, func(in *revocation.Input) { in.At = noon.Add(at) })
		if got.Status != want || (got.Cert != nil) != (want == checks.StatusRevoked) || got.RevokedAt.IsZero() != (want == checks.StatusGood) {
			t.Errorf("%s from noon: %+v", at, got)
		}
	}
}

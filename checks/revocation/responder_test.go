package revocation_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
	"certdesk/checks/revocation"
)

// world is an authority of checktest with its responder, and certificates that
// name it.
type world struct {
	root, ca         *checktest.Authority
	responder, above *checktest.Responder // of the authority, and of its root
	url              string               // of the responder
	dialled          atomic.Int32
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pki := checktest.NewPKI(time.Now())
	w := &world{root: pki.Root("Example Root")}
	w.above = w.root.Responder()
	w.ca = w.root.Intermediate("Example CA", checktest.OCSPURL(start(t, w.above)))
	w.responder = w.ca.Responder()
	w.url = start(t, w.responder)
	return w
}

func start(t *testing.T, r *checktest.Responder) string {
	s := httptest.NewServer(r)
	t.Cleanup(s.Close)
	return s.URL
}

// DialContext counts the connections.
func (w *world) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	w.dialled.Add(1)
	return new(net.Dialer).DialContext(ctx, network, address)
}

func (w *world) checker() *revocation.Checker { return w.hasty(0) }

func (w *world) hasty(maxTime time.Duration) *revocation.Checker {
	return checktest.Must(revocation.New(revocation.Config{
		Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: w, Resolver: resolve.System(&net.Dialer{}), Now: time.Now})), Now: time.Now, MaxTime: maxTime,
	}))
}

func (w *world) path(id *checktest.Identity) []*checks.Certificate {
	var out []*checks.Certificate
	for _, der := range [][]byte{id.Leaf(), w.ca.DER, w.root.DER} {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			panic(err)
		}
		out = append(out, &checks.Certificate{IssuedTo: cert.Subject.CommonName, Raw: der, X509: cert})
	}
	return out
}

// What a fault of the responder comes to, over OCSP and over the list.
func TestResponderFaults(t *testing.T) {
	const (
		late = "it did not answer in time"
		old  = "its answer is out of date"
		soon = "its answer is dated in the future"
		sig  = "the signature of its answer is wrong"
		ocsp = "what it answered is no OCSP response"
		crl  = "what it answered is no revocation list"
		big  = "its answer is too large"
		away = "it sends on from address to address"
		shut = "it closed the connection without an answer"
	)
	for _, tt := range []struct {
		fault      checktest.ResponderFault
		ocsp, list string // "" is a good answer
	}{
		{"", "", ""},
		{checktest.FaultDelegated, "", ""},
		{checktest.FaultUnknown, "it does not know the certificate", ""},
		{checktest.FaultTryLater, "it asks to come back later", ""},
		{checktest.FaultExpired, old, old},
		{checktest.FaultFuture, soon, soon},
		{checktest.FaultOtherSerial, "its answer is about another certificate", ""},
		{checktest.FaultWrongSigner, "its answer is signed by someone who is not allowed to", "its list is of another authority"},
		{checktest.FaultNotDelegated, "its answer is signed by someone who is not allowed to", ""},
		{checktest.FaultBadSignature, sig, sig},
		{checktest.FaultHTML, ocsp, crl},
		{checktest.FaultHuge, big, big},
		{checktest.FaultHang, late, late},
		{checktest.FaultDrip, late, late},
		{checktest.FaultLoop, away, away},
		{checktest.FaultHangUp, shut, shut},
		{checktest.FaultNotFound, "it answered with status 404 instead of an OCSP response", "it answered with status 404 instead of a revocation list"},
		{checktest.FaultError, "it answered with status 503 instead of an OCSP response", "it answered with status 503 instead of a revocation list"},
	} {
		for source, want := range map[checks.RevocationSource]string{checks.SourceOCSP: tt.ocsp, checks.SourceCRL: tt.list} {
			t.Run(fmt.Sprintf("%s/%s", source, tt.fault), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.responder.Fail(tt.fault)
				option, url := checktest.OCSPURL, w.url
				if source == checks.SourceCRL {
					option, url = checktest.CRLURL, w.url+"/1.crl"
				}
				id := w.ca.Issue("mail.example", option(url))
				checker := w.checker()
				if want == late {
					checker = w.hasty(300 * time.Millisecond)
				}
				got := checker.Check(t.Context(), revocation.Input{Path: w.path(id), Mode: revocation.Soft})
				status := checks.StatusGood
				switch {
				case tt.fault == checktest.FaultUnknown && source == checks.SourceOCSP:
					status = checks.StatusUnknown
				case want != "":
					status = checks.StatusUnavailable
				}
				if got.Status != status || got.Problem.String() != want || got.Source != source || got.URL != url || got.Hard {
					t.Errorf("%+v", got)
				}
			})
		}
	}
}

// A responder that never answers leaves time for the list.
func TestSilentSourceCostsNoAnswer(t *testing.T) {
	w := newWorld(t)
	silent := w.ca.Responder()
	silent.Fail(checktest.FaultHang)
	id := w.ca.Issue("mail.example", checktest.OCSPURL(start(t, silent)), checktest.CRLURL(w.url+"/1.crl"))
	w.responder.Revoke(id.Leaf(), time.Now().Add(-time.Hour), 1)
	got := w.checker().Check(t.Context(), revocation.Input{Path: w.path(id), Mode: revocation.Soft})
	if got.Status != checks.StatusRevoked || got.Source != checks.SourceCRL {
		t.Errorf("%+v", got)
	}
}

// Asking costs one connection and one request for a certificate: two round
// trips, those about authorities beside those about the leaf.
func TestOneQuestionEach(t *testing.T) {
	w := newWorld(t)
	id := w.ca.Issue("mail.example", checktest.OCSPURL(w.url), checktest.CRLURL(w.url+"/1.crl"))
	checker := w.checker()
	var each sync.WaitGroup
	for range 20 { // many at once ask once
		each.Go(func() {
			if got := checker.Check(t.Context(), revocation.Input{Path: w.path(id), Mode: revocation.Soft}); got.Status != checks.StatusGood {
				t.Errorf("%+v", got)
			}
		})
	}
	each.Wait()
	if w.responder.Asked() != 1 || w.above.Asked() != 1 || w.dialled.Load() != 2 {
		t.Errorf("%d and %d questions, %d connections", w.responder.Asked(), w.above.Asked(), w.dialled.Load())
	}
}

// An authority whose source is silent holds nobody up, unless every answer is
// demanded.
func TestSilentAuthority(t *testing.T) {
	for mode, want := range map[revocation.Mode]checks.RevocationStatus{revocation.Soft: checks.StatusGood, revocation.Hard: checks.StatusUnavailable} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.above.Fail(checktest.FaultHang)
			id := w.ca.Issue("mail.example", checktest.OCSPURL(w.url))
			checker := w.checker()
			if mode == revocation.Hard {
				checker = w.hasty(time.Second)
			}
			got := checker.Check(t.Context(), revocation.Input{Path: w.path(id), Mode: mode})
			if got.Status != want || got.Hard != (mode == revocation.Hard) {
				t.Errorf("%+v", got)
			}
			if mode == revocation.Hard && (got.Cert == nil || got.Cert.IssuedTo != "Example CA" || got.Problem.String() != "it did not answer in time") {
				t.Errorf("%+v", got)
			}
		})
	}
}

// Nobody is waited for where the answer that counts is there.
func TestRevokedLeafWaitsForNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.above.Fail(checktest.FaultHang)
	id := w.ca.Issue("mail.example", checktest.OCSPURL(w.url))
	w.responder.Revoke(id.Leaf(), time.Now().Add(-time.Hour), 1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	got := w.hasty(time.Hour).Check(ctx, revocation.Input{Path: w.path(id), Mode: revocation.Soft})
	if ctx.Err() != nil {
		t.Error("the authority's source is waited for")
	}
	if got.Status != checks.StatusRevoked || got.Cert == nil || got.Cert.IssuedTo != "mail.example" {
		t.Errorf("%+v", got)
	}
}

func TestHardWithoutNetwork(t *testing.T) {
	w := newWorld(t)
	id := w.ca.Issue("mail.example", checktest.OCSPURL(w.url))
	checker := checktest.Must(revocation.New(revocation.Config{Now: time.Now}))
	lists := [][]byte{w.responder.List(), w.above.List()}
	for _, tt := range []struct {
		name   string
		lists  [][]byte
		status checks.RevocationStatus
	}{
		{"nothing", nil, checks.StatusUnavailable},
		{"the leaf's list", lists[:1], checks.StatusUnavailable},
		{"all lists", lists, checks.StatusGood},
	} {
		got := checker.Check(t.Context(), revocation.Input{Path: w.path(id), Mode: revocation.Hard, CRLs: tt.lists})
		if got.Status != tt.status || got.Status == checks.StatusUnavailable && got.Problem.String() != "it was not asked, because no network is used here" {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	if got := checker.Check(t.Context(), revocation.Input{Path: w.path(id), Mode: revocation.Soft}); got.Status != checks.StatusNotChecked {
		t.Errorf("soft: %+v", got)
	}
}

// Whoever is in a hurry leaves no failure behind for others.
func TestHurryIsNotRemembered(t *testing.T) {
	w := newWorld(t)
	for source, id := range map[checks.RevocationSource]*checktest.Identity{
		checks.SourceOCSP: w.ca.Issue("mail.example", checktest.OCSPURL(w.url)),
		checks.SourceCRL:  w.ca.Issue("mail.example", checktest.CRLURL(w.url+"/1.crl")),
	} {
		checker := w.checker()
		gone, leave := context.WithCancel(t.Context())
		leave()
		in := revocation.Input{Path: w.path(id), Mode: revocation.Soft}
		if got := checker.Check(gone, in); got.Status != checks.StatusUnavailable || got.Source != source {
			t.Errorf("in a hurry: %+v", got)
		}
		if got := checker.Check(t.Context(), in); got.Status != checks.StatusGood || got.Source != source {
			t.Errorf("afterwards: %+v", got)
		}
	}
}

// Staples as a TLS server of Go's sends them.
func TestStaples(t *testing.T) {
	w := newWorld(t)
	id := w.ca.Issue("mail.example") // with no other source
	staple := func(fault checktest.ResponderFault) []byte {
		r := w.ca.Responder()
		r.Fail(fault)
		return r.Staple(id.Leaf())
	}
	revoked := w.ca.Responder()
	revoked.Revoke(id.Leaf(), time.Now().Add(-48*time.Hour), 5)
	// Both answers are a week old.
	longAgo := func(reason int) []byte {
		r := w.ca.Responder()
		r.Revoke(id.Leaf(), time.Now().Add(-10*24*time.Hour), reason)
		r.Fail(checktest.FaultExpired)
		return r.Staple(id.Leaf())
	}
	for _, tt := range []struct {
		name    string
		staple  []byte
		status  checks.RevocationStatus
		problem string
	}{
		{"none", nil, checks.StatusNotChecked, ""},
		{"good", staple(""), checks.StatusGood, ""},
		{"delegated", staple(checktest.FaultDelegated), checks.StatusGood, ""},
		{"revoked", revoked.Staple(id.Leaf()), checks.StatusRevoked, ""},
		{"revoked, expired", longAgo(5), checks.StatusRevoked, ""},
		{"on hold, expired", longAgo(6), checks.StatusNotChecked, "its answer is out of date"},
		{"expired", staple(checktest.FaultExpired), checks.StatusNotChecked, "its answer is out of date"},
		{"unknown", staple(checktest.FaultUnknown), checks.StatusNotChecked, "it does not know the certificate"},
		{"another certificate", staple(checktest.FaultOtherSerial), checks.StatusNotChecked, "its answer is about another certificate"},
		{"another signer", staple(checktest.FaultWrongSigner), checks.StatusNotChecked, "its answer is signed by someone who is not allowed to"},
		{"garbage", []byte("garbage"), checks.StatusNotChecked, "what it answered is no OCSP response"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id, checktest.Staple(tt.staple))))
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			conn, err := tls.Dial("tcp", server.AddrPort().String(), &tls.Config{InsecureSkipVerify: true, ServerName: "mail.example"})
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			got := w.checker().Check(t.Context(), revocation.Input{Path: w.path(id)[:2], Staple: conn.ConnectionState().OCSPResponse, Mode: revocation.Soft})
			if got.Status != tt.status || got.StapleProblem.String() != tt.problem {
				t.Errorf("%+v", got)
			}
			if tt.status == checks.StatusRevoked && (got.Source != checks.SourceStapled || got.Reason.String() != "it is no longer used") {
				t.Errorf("%+v", got)
			}
		})
	}
	in := revocation.Input{Path: w.path(id)[:2], Staple: make([]byte, 65<<10), Mode: revocation.Soft}
	if got := w.checker().Check(t.Context(), in); got.StapleProblem.String() != "its answer is too large" {
		t.Errorf("too large: %+v", got)
	}
}

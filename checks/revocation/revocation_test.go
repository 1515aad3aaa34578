package revocation_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ocsp"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
	"certdesk/checks/revocation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// authority issues certificates and speaks about them.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

var serial atomic.Int64

func issue(t testing.TB, parent *authority, template *x509.Certificate) *authority {
	t.Helper()
	key := newKey(t)
	template.SerialNumber = big.NewInt(1000 + serial.Add(1))
	if template.NotBefore.IsZero() {
		template.NotBefore = time.Now().Add(-24 * time.Hour)
	}
	if template.NotAfter.IsZero() {
		template.NotAfter = time.Now().Add(60 * 24 * time.Hour)
	}
	signer, signerKey := template, key
	if parent != nil {
		signer, signerKey = parent.cert, parent.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer, key.Public(), signerKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

func newCA(t testing.TB, name string, parent *authority, more ...func(*x509.Certificate)) *authority {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	for _, m := range more {
		m(template)
	}
	return issue(t, parent, template)
}

func path(chain ...*authority) []*checks.Certificate {
	var out []*checks.Certificate
	for _, a := range chain {
		out = append(out, &checks.Certificate{IssuedTo: a.cert.Subject.CommonName, Raw: a.cert.Raw, X509: a.cert})
	}
	return out
}

// scene is a leaf whose certificate names the sources of one test server.
type scene struct {
	root, ca, leaf *authority
	server         *httptest.Server
	asked          atomic.Int32
	ocsp, crl      http.HandlerFunc
	checker        *revocation.Checker
}

func newScene(t *testing.T, more ...func(*x509.Certificate)) *scene {
	t.Helper()
	s := &scene{}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		handler := s.crl
		if strings.HasPrefix(r.URL.Path, "/ocsp") {
			handler = s.ocsp
		}
		if handler == nil {
			http.NotFound(w, r)
			return
		}
		handler(w, r)
	}))
	t.Cleanup(s.server.Close)
	s.root = newCA(t, "Root", nil)
	s.ca = newCA(t, "CA", s.root)
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"},
		OCSPServer: []string{s.server.URL + "/ocsp"}, CRLDistributionPoints: []string{s.server.URL + "/list.crl"}}
	for _, m := range more {
		m(template)
	}
	s.leaf = issue(t, s.ca, template)
	s.checker = newChecker(20 * time.Second)
	return s
}

// newChecker asks for as long as maxTime, which is ample where an answer comes.
func newChecker(maxTime time.Duration) *revocation.Checker {
	dialer := &net.Dialer{}
	return checktest.Must(revocation.New(revocation.Config{
		Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: dialer, Resolver: resolve.System(dialer), Now: time.Now})), Now: time.Now, MaxTime: maxTime,
	}))
}

func (s *scene) check(t *testing.T, change ...func(*revocation.Input)) *checks.RevocationFacts {
	t.Helper()
	in := revocation.Input{Path: path(s.leaf, s.ca, s.root), Mode: revocation.Soft}
	for _, c := range change {
		c(&in)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	return s.checker.Check(ctx, in)
}

// say answers OCSP as the template says.
func say(t *testing.T, issuer *x509.Certificate, responder *authority, template ocsp.Response) http.HandlerFunc {
	t.Helper()
	return body(response(t, issuer, responder, template))
}

func body(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.Write(b) }
}

func response(t testing.TB, issuer *x509.Certificate, responder *authority, template ocsp.Response) []byte {
	t.Helper()
	if template.ThisUpdate.IsZero() {
		template.ThisUpdate = time.Now().Add(-time.Hour)
	}
	if template.NextUpdate.IsZero() {
		template.NextUpdate = time.Now().Add(time.Hour)
	}
	if responder.cert != issuer && template.Certificate == nil {
		template.Certificate = responder.cert
	}
	der, err := ocsp.CreateResponse(issuer, responder.cert, template, responder.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// undated is an answer that does not say when the next is due.
func undated(t *testing.T, s *scene, at time.Time) []byte {
	t.Helper()
	der, err := ocsp.CreateResponse(s.ca.cert, s.ca.cert, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber, ThisUpdate: at}, s.ca.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func crl(t testing.TB, ca *authority, change func(*x509.RevocationList), serials ...*big.Int) []byte {
	t.Helper()
	template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now().Add(-time.Hour), NextUpdate: time.Now().Add(24 * time.Hour)}
	for _, n := range serials {
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: n, RevocationTime: time.Now().Add(-2 * time.Hour), ReasonCode: 4})
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateRevocationList(rand.Reader, template, ca.cert, ca.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestOCSP(t *testing.T) {
	other := newCA(t, "Other", nil)
	for _, tt := range []struct {
		name    string
		handler func(t *testing.T, s *scene) http.HandlerFunc
		status  checks.RevocationStatus
		problem string
	}{
		{"good", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusGood, ""},
		{"revoked", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Revoked, SerialNumber: s.leaf.cert.SerialNumber, RevokedAt: time.Now().Add(-time.Hour), RevocationReason: 1})
		}, checks.StatusRevoked, ""},
		{"good by GET alone", func(t *testing.T, s *scene) http.HandlerFunc {
			good := say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
			return func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					http.NotFound(w, r)
					return
				}
				good(w, r)
			}
		}, checks.StatusGood, ""},
		{"good by POST, and hangs up on GET", func(t *testing.T, s *scene) http.HandlerFunc {
			good := say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
			return func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					panic(http.ErrAbortHandler)
				}
				good(w, r)
			}
		}, checks.StatusGood, ""},
		{"good by POST, and no HTTP to GET", func(t *testing.T, s *scene) http.HandlerFunc {
			good := say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
			return func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					good(w, r)
					return
				}
				if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
					io.WriteString(conn, "220 mail.example ESMTP\r\n")
					conn.Close()
				}
			}
		}, checks.StatusGood, ""},
		{"a delegate", func(t *testing.T, s *scene) http.HandlerFunc {
			delegate := issue(t, s.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "OCSP"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}})
			return say(t, s.ca.cert, delegate, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusGood, ""},
		{"the issuer's certificate enclosed", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber, Certificate: s.ca.cert})
		}, checks.StatusGood, ""},
		{"a delegate without the right", func(t *testing.T, s *scene) http.HandlerFunc {
			delegate := issue(t, s.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "OCSP"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
			return say(t, s.ca.cert, delegate, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusUnavailable, "its answer is signed by someone who is not allowed to"},
		{"an expired delegate", func(t *testing.T, s *scene) http.HandlerFunc {
			delegate := issue(t, s.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "OCSP"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
				NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(-24 * time.Hour)})
			return say(t, s.ca.cert, delegate, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusUnavailable, "its answer is signed by someone who is not allowed to"},
		{"another authority", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, other, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusUnavailable, "its answer is signed by someone who is not allowed to"},
		{"a wrong signature", func(t *testing.T, s *scene) http.HandlerFunc {
			der := response(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber})
			der[len(der)-3] ^= 1
			return body(der)
		}, checks.StatusUnavailable, "the signature of its answer is wrong"},
		{"another certificate", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: big.NewInt(7)})
		}, checks.StatusUnavailable, "its answer is about another certificate"},
		{"the same number of another issuer", func(t *testing.T, s *scene) http.HandlerFunc {
			der, err := ocsp.CreateResponse(other.cert, s.ca.cert, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber,
				ThisUpdate: time.Now().Add(-time.Hour), NextUpdate: time.Now().Add(time.Hour)}, s.ca.key)
			if err != nil {
				t.Fatal(err)
			}
			return body(der)
		}, checks.StatusUnavailable, "its answer is about another certificate"},
		{"no end, of yesterday", func(t *testing.T, s *scene) http.HandlerFunc {
			return body(undated(t, s, time.Now().Add(-20*time.Hour)))
		}, checks.StatusGood, ""},
		{"no end, of last week", func(t *testing.T, s *scene) http.HandlerFunc {
			return body(undated(t, s, time.Now().Add(-7*24*time.Hour)))
		}, checks.StatusUnavailable, "its answer is out of date"},
		{"out of date", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber, ThisUpdate: time.Now().Add(-48 * time.Hour), NextUpdate: time.Now().Add(-24 * time.Hour)})
		}, checks.StatusUnavailable, "its answer is out of date"},
		{"from the future", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Good, SerialNumber: s.leaf.cert.SerialNumber, ThisUpdate: time.Now().Add(48 * time.Hour), NextUpdate: time.Now().Add(96 * time.Hour)})
		}, checks.StatusUnavailable, "its answer is dated in the future"},
		{"unknown", func(t *testing.T, s *scene) http.HandlerFunc {
			return say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Unknown, SerialNumber: s.leaf.cert.SerialNumber})
		}, checks.StatusUnknown, "it does not know the certificate"},
		{"try later", func(*testing.T, *scene) http.HandlerFunc { return body(ocsp.TryLaterErrorResponse) }, checks.StatusUnavailable, "it asks to come back later"},
		{"unauthorized", func(*testing.T, *scene) http.HandlerFunc { return body(ocsp.UnauthorizedErrorResponse) }, checks.StatusUnavailable, "it does not answer for this authority"},
		{"HTML", func(*testing.T, *scene) http.HandlerFunc { return body([]byte("<html>Welcome to our hotel")) }, checks.StatusUnavailable, "what it answered is no OCSP response"},
		{"ten megabytes", func(*testing.T, *scene) http.HandlerFunc { return body(make([]byte, 10<<20)) }, checks.StatusUnavailable, "its answer is too large"},
		{"an error", func(*testing.T, *scene) http.HandlerFunc { return http.NotFound }, checks.StatusUnavailable, "it answered with status 404 instead of an OCSP response"},
		{"silence", func(_ *testing.T, s *scene) http.HandlerFunc {
			s.checker = newChecker(2 * time.Second)
			return func(_ http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				<-r.Context().Done()
			}
		}, checks.StatusUnavailable, "it did not answer in time"},
		{"a hang-up", func(*testing.T, *scene) http.HandlerFunc {
			return func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
		}, checks.StatusUnavailable, "it closed the connection without an answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, func(c *x509.Certificate) { c.CRLDistributionPoints = nil })
			s.ocsp = tt.handler(t, s)
			got := s.check(t)
			if got.Status != tt.status || got.Problem.String() != tt.problem || got.Source != checks.SourceOCSP {
				t.Errorf("%+v", got)
			}
			if tt.status == checks.StatusRevoked && (got.Cert == nil || got.Cert.IssuedTo != "mail.example" || got.Reason.String() != "its private key was leaked" || got.RevokedAt.IsZero()) {
				t.Errorf("%+v", got)
			}
			if tt.status == checks.StatusGood && (got.CheckedAt.IsZero() || got.NextUpdate.IsZero() && !strings.HasPrefix(tt.name, "no end")) {
				t.Errorf("%+v", got)
			}
			asked := s.asked.Load()
			if again := s.check(t); again.Status != got.Status || s.asked.Load() != asked {
				t.Errorf("the second time %+v, %d questions after %d", again, s.asked.Load(), asked)
			}
		})
	}
}

func TestRevocationList(t *testing.T) {
	other := newCA(t, "CA", nil) // the same name, another key
	for _, tt := range []struct {
		name    string
		list    func(t *testing.T, s *scene) []byte
		status  checks.RevocationStatus
		problem string
	}{
		{"not on it", func(t *testing.T, s *scene) []byte { return crl(t, s.ca, nil, big.NewInt(7)) }, checks.StatusGood, ""},
		{"on it", func(t *testing.T, s *scene) []byte { return crl(t, s.ca, nil, s.leaf.cert.SerialNumber) }, checks.StatusRevoked, ""},
		{"in PEM", func(t *testing.T, s *scene) []byte {
			return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: crl(t, s.ca, nil, s.leaf.cert.SerialNumber)})
		}, checks.StatusRevoked, ""},
		{"another authority", func(t *testing.T, s *scene) []byte { return crl(t, s.root, nil) }, checks.StatusUnavailable, "its list is of another authority"},
		{"another key", func(t *testing.T, _ *scene) []byte { return crl(t, other, nil) }, checks.StatusUnavailable, "its list is signed with another key of the authority"},
		{"out of date", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, func(l *x509.RevocationList) {
				l.ThisUpdate, l.NextUpdate = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
			})
		}, checks.StatusUnavailable, "its answer is out of date"},
		{"a delta", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, func(l *x509.RevocationList) {
				l.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 1}}}
			})
		}, checks.StatusUnavailable, "its list only supplements another one"},
		{"for authorities only", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, scoped([]byte{0x30, 3, 0x82, 1, 0xff}))
		}, checks.StatusUnavailable, "its list is not about certificates of this kind"},
		{"for users only", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, scoped([]byte{0x30, 3, 0x81, 1, 0xff}), s.leaf.cert.SerialNumber)
		}, checks.StatusRevoked, ""},
		{"indirect", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, scoped([]byte{0x30, 3, 0x84, 1, 0xff}))
		}, checks.StatusUnavailable, "its list speaks for several authorities, which is not understood here"},
		{"its own place", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, scoped(placed(s.leaf.cert.CRLDistributionPoints[0])), s.leaf.cert.SerialNumber)
		}, checks.StatusRevoked, ""},
		{"another place", func(t *testing.T, s *scene) []byte {
			return crl(t, s.ca, scoped(placed("http://other.example/1.crl")), s.leaf.cert.SerialNumber)
		}, checks.StatusUnavailable, "its list is not about certificates of this kind"},
		{"HTML", func(*testing.T, *scene) []byte { return []byte("<html>") }, checks.StatusUnavailable, "what it answered is no revocation list"},
		{"ten megabytes", func(*testing.T, *scene) []byte { return make([]byte, 10<<20) }, checks.StatusUnavailable, "its answer is too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, func(c *x509.Certificate) { c.OCSPServer = nil })
			s.crl = body(tt.list(t, s))
			got := s.check(t)
			if got.Status != tt.status || got.Problem.String() != tt.problem || got.Source != checks.SourceCRL {
				t.Errorf("%+v", got)
			}
			if tt.status == checks.StatusRevoked && got.Reason.String() != "it was replaced by another" {
				t.Errorf("%+v", got)
			}
			// The same list from a file, without a network.
			lists, err := revocation.ParseCRLs(tt.list(t, s))
			if err != nil {
				return // no list at all
			}
			offline := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), revocation.Input{Path: path(s.leaf, s.ca, s.root), CRLs: lists})
			if tt.status == checks.StatusRevoked && offline.Status != checks.StatusRevoked || tt.status == checks.StatusGood && offline.Status != checks.StatusGood {
				t.Errorf("from a file: %+v", offline)
			}
		})
	}
}

func scoped(idp []byte) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) {
		l.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 28}, Critical: true, Value: idp}}
	}
}

// placed is an issuing distribution point with one URL.
func placed(url string) []byte {
	wrap := func(tag byte, b []byte) []byte { return append([]byte{tag, byte(len(b))}, b...) }
	return wrap(0x30, wrap(0xa0, wrap(0xa0, wrap(0x86, []byte(url)))))
}

// TestNotAsked: nobody is asked, and that is told where an answer might have been
// expected. Where one is demanded, nothing but an answer will do.
func TestNotAsked(t *testing.T) {
	for name, change := range map[string]func(*x509.Certificate){
		"short-lived": func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(6*24*time.Hour)
		},
		"without a source": func(c *x509.Certificate) { c.OCSPServer, c.CRLDistributionPoints = nil, nil },
		"LDAP alone": func(c *x509.Certificate) {
			c.OCSPServer, c.CRLDistributionPoints = nil, []string{"ldap:///CN=CA?certificateRevocationList"}
		},
		"a list over https": func(c *x509.Certificate) {
			c.OCSPServer, c.CRLDistributionPoints = nil, []string{"https://crl.example/1.crl"}
		},
		"OCSP over https": func(c *x509.Certificate) {
			c.OCSPServer, c.CRLDistributionPoints = []string{"https://ocsp.example"}, []string{"file:///etc/passwd"}
		},
	} {
		s := newScene(t, change)
		want := checks.StatusNotChecked
		if strings.Contains(name, "LDAP") || strings.Contains(name, "https") {
			want = checks.StatusUnavailable
		}
		source := checks.SourceCRL
		if name == "OCSP over https" {
			source = checks.SourceOCSP
		}
		if got := s.check(t); got.Status != want || s.asked.Load() != 0 || want == checks.StatusUnavailable && (got.URL == "" || got.Problem.Empty() || got.Source != source) {
			t.Errorf("%s: %+v after %d questions", name, got, s.asked.Load())
		}
		if got := s.check(t, func(in *revocation.Input) { in.Mode = revocation.Hard }); got.Status != checks.StatusUnavailable || !got.Hard || got.Problem.Empty() {
			t.Errorf("%s, demanded: %+v", name, got)
		}
		// A list of somebody else is no answer, and says so in either mode.
		foreign := crl(t, s.root, nil)
		for _, mode := range []revocation.Mode{revocation.Soft, revocation.Hard} {
			got := s.check(t, func(in *revocation.Input) { in.Mode, in.CRLs = mode, [][]byte{foreign} })
			if got.Status != checks.StatusUnavailable || got.Problem.Empty() {
				t.Errorf("%s, with a list of another authority, %s: %+v", name, mode, got)
			}
		}
	}
	s := newScene(t)
	if got := s.check(t, func(in *revocation.Input) { in.Path = in.Path[:1] }); got.Status != checks.StatusNotChecked || s.asked.Load() != 0 {
		t.Errorf("without an issuer: %+v", got)
	}
	if got := s.check(t, func(in *revocation.Input) { in.Path, in.Mode = in.Path[:1], revocation.Hard }); got.Status != checks.StatusUnavailable || !got.Hard {
		t.Errorf("without an issuer, demanded: %+v", got)
	}
}

func TestRevokedAuthority(t *testing.T) {
	s := newScene(t)
	s.ca = newCA(t, "CA", s.root, func(c *x509.Certificate) { c.CRLDistributionPoints = []string{s.server.URL + "/root.crl"} })
	s.leaf = issue(t, s.ca, &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}})
	s.crl = body(crl(t, s.root, nil, s.ca.cert.SerialNumber))
	if got := s.check(t); got.Status != checks.StatusRevoked || got.Cert.IssuedTo != "CA" {
		t.Errorf("%+v", got)
	}
}

func TestAnotherMoment(t *testing.T) {
	s := newScene(t)
	s.ocsp = say(t, s.ca.cert, s.ca, ocsp.Response{Status: ocsp.Revoked, SerialNumber: s.leaf.cert.SerialNumber, RevokedAt: time.Now().Add(-time.Hour)})
	if got := s.check(t, func(in *revocation.Input) { in.At = time.Now().Add(-5 * time.Hour) }); got.Status != checks.StatusGood {
		t.Errorf("before it was revoked: %+v", got)
	}
	if got := s.check(t); got.Status != checks.StatusRevoked {
		t.Errorf("now: %+v", got)
	}
}

func TestParseCRLsRefuses(t *testing.T) {
	if got, err := revocation.ParseCRLs([]byte("no list")); err == nil {
		t.Errorf("%d lists", len(got))
	}
}

// TestOpenSSL asks a real responder.
func TestOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
			t.Fatal("openssl is not on PATH")
		}
		t.Skip("openssl is not on PATH")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	ca := newCA(t, "CA", nil)
	template := func() *x509.Certificate {
		return &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, OCSPServer: []string{"http://" + address}}
	}
	good, bad, strange := issue(t, ca, template()), issue(t, ca, template()), issue(t, ca, template())
	dir := t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		t.Fatal(err)
	}
	var index bytes.Buffer
	fmt.Fprintf(&index, "V\t%s\t\t%X\tunknown\t/CN=mail.example\n", good.cert.NotAfter.UTC().Format("060102150405Z"), good.cert.SerialNumber)
	fmt.Fprintf(&index, "R\t%s\t%s,keyCompromise\t%X\tunknown\t/CN=mail.example\n", bad.cert.NotAfter.UTC().Format("060102150405Z"), time.Now().Add(-time.Hour).UTC().Format("060102150405Z"), bad.cert.SerialNumber)
	for name, data := range map[string][]byte{
		"ca.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.cert.Raw}),
		"ca.key": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), "index.txt": index.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command(openssl, "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-port", port, "-nmin", "5")
	cmd.Dir = dir
	// It takes one connection at a time, so it is not tried but heard.
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var drained sync.WaitGroup
	defer drained.Wait()
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	said := bufio.NewReader(out)
	for {
		line, err := said.ReadString('\n')
		if err != nil {
			t.Fatalf("openssl ocsp ended: %v", err)
		}
		if strings.Contains(line, "waiting") || strings.Contains(line, "ACCEPT") {
			break
		}
	}
	drained.Go(func() { io.Copy(io.Discard, said) })
	checker := newChecker(20 * time.Second)
	for _, tt := range []struct {
		leaf   *authority
		status checks.RevocationStatus
		reason string
	}{{good, checks.StatusGood, ""}, {bad, checks.StatusRevoked, "its private key was leaked"}, {strange, checks.StatusUnknown, ""}} {
		got := checker.Check(t.Context(), revocation.Input{Path: path(tt.leaf, ca)})
		if got.Status != tt.status || got.Reason.String() != tt.reason || got.Source != checks.SourceOCSP {
			t.Errorf("want %s: %+v", tt.status, got)
		}
	}
}

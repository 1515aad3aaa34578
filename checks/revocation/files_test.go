package revocation_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/revocation"
)

// listed is a revocation list in the making: its number, a base where it is a
// delta list, what stands on it and why.
type listed struct {
	number, base int64
	place        []byte
	serial       *big.Int
	reason       int
	ended        bool
}

func (l listed) by(t *testing.T, ca *authority) []byte {
	return crl(t, ca, l.write)
}

func (l listed) write(r *x509.RevocationList) {
	r.Number = big.NewInt(l.number)
	if l.base > 0 {
		r.ExtraExtensions = append(r.ExtraExtensions, pkix.Extension{Id: []int{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, byte(l.base)}})
	}
	if l.place != nil {
		r.ExtraExtensions = append(r.ExtraExtensions, pkix.Extension{Id: []int{2, 5, 29, 28}, Critical: true, Value: l.place})
	}
	if l.serial != nil {
		r.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: l.serial, RevocationTime: time.Now().Add(-2 * time.Hour), ReasonCode: l.reason}}
	}
	if l.ended {
		r.ThisUpdate, r.NextUpdate = time.Now().Add(-9*time.Hour), time.Now().Add(-8*time.Hour)
	}
}

// element writes nested elements around content.
func element(content []byte, tags ...byte) []byte {
	for _, tag := range slices.Backward(tags) {
		content = append([]byte{tag, byte(len(content))}, content...)
	}
	return content
}

// otherKeyOf is a certificate for another key of an authority.
func otherKeyOf(t *testing.T, ca, by *authority, usage x509.KeyUsage) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(77), RawSubject: ca.cert.RawSubject, KeyUsage: usage,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), SubjectKeyId: []byte{7, 7, 7}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, by.cert, key.Public(), by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert: cert, key: key}
}

func TestListsFromFiles(t *testing.T) {
	root := newCA(t, "Root", nil)
	ca := newCA(t, "CA", root)
	stranger := newCA(t, "CA", newCA(t, "Root", nil))
	leaf := issue(t, ca, &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"}})
	serial := leaf.cert.SerialNumber
	const hold, remove = 6, 8
	const good, revoked, unavailable = checks.StatusGood, checks.StatusRevoked, checks.StatusUnavailable
	signer := otherKeyOf(t, ca, root, x509.KeyUsageCRLSign)
	rolled := otherKeyOf(t, ca, ca, x509.KeyUsageCRLSign)
	mute := otherKeyOf(t, ca, root, x509.KeyUsageDigitalSignature)
	forged := otherKeyOf(t, ca, stranger, x509.KeyUsageCRLSign)

	for _, tc := range []struct {
		name    string
		lists   [][]byte
		others  []*authority
		status  checks.RevocationStatus
		problem string
		unused  []string
	}{
		{"a complete list", [][]byte{listed{number: 5}.by(t, ca)}, nil, good, "", nil},
		{"a delta list that revokes", [][]byte{listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: 1}.by(t, ca)}, nil, revoked, "", nil},
		{"the same in the other order", [][]byte{listed{number: 6, base: 5, serial: serial, reason: 1}.by(t, ca), listed{number: 5}.by(t, ca)}, nil, revoked, "", nil},
		{"a delta list that takes a hold back", [][]byte{listed{number: 5, serial: serial, reason: hold}.by(t, ca), listed{number: 6, base: 4, serial: serial, reason: remove}.by(t, ca)}, nil, good, "", nil},
		{"the same in the other order, taken back", [][]byte{listed{number: 6, base: 4, serial: serial, reason: remove}.by(t, ca), listed{number: 5, serial: serial, reason: hold}.by(t, ca)}, nil, good, "", nil},
		{"the newer delta list before all", [][]byte{
			listed{number: 7, base: 5, serial: serial, reason: remove}.by(t, ca), listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: hold}.by(t, ca),
		}, nil, good, "", nil},
		{"a hold", [][]byte{listed{number: 5, serial: serial, reason: hold}.by(t, ca)}, nil, revoked, "", nil},
		{"a delta list that says nothing new", [][]byte{listed{number: 5, serial: serial, reason: hold}.by(t, ca), listed{number: 6, base: 5}.by(t, ca)}, nil, revoked, "", nil},
		{"two delta lists, the newer takes back", [][]byte{
			listed{number: 5}.by(t, ca),
			listed{number: 6, base: 5, serial: big.NewInt(99), reason: hold}.by(t, ca),
			listed{number: 7, base: 5}.by(t, ca),
		}, nil, good, "", nil},
		{"a hold in one delta list, taken back in the newer", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: hold}.by(t, ca), listed{number: 7, base: 5, serial: serial, reason: remove}.by(t, ca),
		}, nil, good, "", nil},
		{"the same, the newer first", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 7, base: 5, serial: serial, reason: remove}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: hold}.by(t, ca),
		}, nil, good, "", nil},
		{"a hold that is taken back and told again", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: hold}.by(t, ca),
			listed{number: 7, base: 5, serial: serial, reason: remove}.by(t, ca), listed{number: 8, base: 5, serial: serial, reason: hold}.by(t, ca),
		}, nil, revoked, "", nil},
		{"a hold whose end is told by a list that has ended", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: hold}.by(t, ca), listed{number: 7, base: 5, serial: serial, reason: remove, ended: true}.by(t, ca),
		}, nil, revoked, "", []string{"its answer is out of date"}},
		{"a leaked key that a later list leaves out", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 6, base: 5, serial: serial, reason: 1}.by(t, ca), listed{number: 7, base: 5, serial: serial, reason: remove}.by(t, ca),
		}, nil, revoked, "", nil},
		{"two delta lists, the newer revokes", [][]byte{
			listed{number: 5}.by(t, ca), listed{number: 6, base: 5}.by(t, ca), listed{number: 7, base: 5, serial: serial, reason: 1}.by(t, ca),
		}, nil, revoked, "", nil},
		{"a delta list older than the complete one", [][]byte{listed{number: 8}.by(t, ca), listed{number: 6, base: 5}.by(t, ca)}, nil, good, "", []string{"its list supplements an older one"}},
		{"a delta list as old as the complete one", [][]byte{listed{number: 6}.by(t, ca), listed{number: 6, base: 5}.by(t, ca)}, nil, good, "", []string{"its list supplements an older one"}},
		{"a delta list with a gap before it", [][]byte{listed{number: 5}.by(t, ca), listed{number: 9, base: 8}.by(t, ca)}, nil, good, "", []string{"its list only supplements another one"}},
		{"a delta list that has ended", [][]byte{listed{number: 5}.by(t, ca), listed{number: 6, base: 5, ended: true}.by(t, ca)}, nil, good, "", []string{"its answer is out of date"}},
		{"a delta list alone", [][]byte{listed{number: 6, base: 5}.by(t, ca)}, nil, unavailable, "its list only supplements another one", []string{"its list only supplements another one"}},
		{"a delta list alone that revokes", [][]byte{listed{number: 6, base: 5, serial: serial, reason: 1}.by(t, ca)}, nil, revoked, "", nil},
		{"a delta list of another scope", [][]byte{listed{number: 5}.by(t, ca), listed{number: 6, base: 5, place: []byte{0x30, 3, 0x82, 1, 0xff}}.by(t, ca)}, nil, good, "", []string{"its list is not about certificates of this kind"}},

		{"a delta list of a wider scope", [][]byte{listed{number: 5, place: []byte{0x30, 3, 0x81, 1, 0xff}}.by(t, ca), listed{number: 6, base: 5}.by(t, ca)}, nil, good, "", []string{"its list only supplements another one"}},
		{"a delta list of the same scope", [][]byte{
			listed{number: 5, place: []byte{0x30, 3, 0x81, 1, 0xff}}.by(t, ca), listed{number: 6, base: 5, place: []byte{0x30, 3, 0x81, 1, 0xff}}.by(t, ca),
		}, nil, good, "", nil},

		{"a separate key for lists", [][]byte{listed{number: 5, serial: serial}.by(t, signer)}, []*authority{signer}, revoked, "", nil},
		{"a separate key for lists, nothing on it", [][]byte{listed{number: 5}.by(t, signer)}, []*authority{signer}, good, "", nil},
		{"a key certified by the old one", [][]byte{listed{number: 5}.by(t, rolled)}, []*authority{rolled}, good, "", nil},
		{"a separate key that was not shown", [][]byte{listed{number: 5}.by(t, signer)}, nil, unavailable,
			"its list is signed with another key of the authority", []string{"its list is signed with another key of the authority"}},
		{"a separate key that may not sign lists", [][]byte{crl(t, &authority{cert: ca.cert, key: mute.key}, nil)}, []*authority{mute}, unavailable, "", nil},
		{"a key certified by a stranger", [][]byte{listed{number: 5, serial: serial}.by(t, forged)}, []*authority{forged}, unavailable,
			"its list is signed with another key of the authority", []string{"its list is signed with another key of the authority"}},

		{"a list of another authority", [][]byte{listed{number: 5}.by(t, newCA(t, "Elsewhere", nil))}, nil, unavailable,
			"its list is of another authority", []string{"its list is of another authority"}},
		{"the list of the root too", [][]byte{listed{number: 5}.by(t, ca), listed{number: 5}.by(t, root)}, nil, good, "", nil},
		{"an indirect list", [][]byte{listed{number: 5, place: []byte{0x30, 3, 0x84, 1, 0xff}}.by(t, ca)}, nil, unavailable,
			"its list speaks for several authorities, which is not understood here", []string{"its list speaks for several authorities, which is not understood here"}},
		{"lists about all reasons together", [][]byte{
			listed{number: 5, place: []byte{0x30, 4, 0x83, 2, 1, 0x60}}.by(t, ca), listed{number: 5, place: []byte{0x30, 5, 0x83, 3, 7, 0x1f, 0x80}}.by(t, ca),
		}, nil, good, "", nil},
		{"a list about some reasons", [][]byte{listed{number: 5, place: []byte{0x30, 4, 0x83, 2, 1, 0x60}}.by(t, ca)}, nil, unavailable,
			"its list is about some reasons only", []string{"its list is about some reasons only"}},
		{"a list about some reasons that revokes", [][]byte{listed{number: 5, serial: serial, reason: 1, place: []byte{0x30, 4, 0x83, 2, 1, 0x60}}.by(t, ca)}, nil, revoked, "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := revocation.Input{Path: path(leaf, ca, root), CRLs: tc.lists}
			for _, o := range tc.others {
				in.Others = append(in.Others, &checks.Certificate{X509: o.cert, Raw: o.cert.Raw})
			}
			got := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), in)
			var unused []string
			for _, u := range got.Unused {
				unused = append(unused, u.Problem.String())
				if of := u.Issuer; of != "CN=CA" && of != "CN=Elsewhere" {
					t.Errorf("a list of %q was not used", of)
				}
			}
			if tc.problem == "" && tc.status == unavailable { // the reason is another one
				tc.problem, tc.unused = got.Problem.String(), unused
			}
			if got.Status != tc.status || got.Problem.String() != tc.problem {
				t.Errorf("%+v", got)
			}
			if held := got.Status == revoked && got.Reason.String() == "it is on hold"; got.OnHold != held {
				t.Errorf("on hold is %v: %+v", got.OnHold, got)
			}
			if diff := cmp.Diff(tc.unused, unused); diff != "" {
				t.Errorf("unused (-want +got):\n%s", diff)
			}
		})
	}
}

// The names of lists and of the places where certificates look for them.
func TestPlacesOfLists(t *testing.T) {
	root := newCA(t, "Root", nil)
	ca := newCA(t, "CA", root)
	cn := func(name string) []byte {
		return append([]byte{6, 3, 0x55, 4, 3}, element([]byte(name), 0x0c)...)
	}
	printable := func(name string) []byte {
		return append([]byte{6, 3, 0x55, 4, 3}, element([]byte(name), 0x13)...)
	}
	// A directory name of two parts: CA's own and that of a list.
	inCA := func(attribute []byte) []byte {
		body := ca.cert.RawSubject[2:]
		return element(append(append([]byte(nil), body...), element(attribute, 0x31, 0x30)...), 0x30)
	}
	whole := func(attribute []byte) []byte { return element(inCA(attribute), 0xa0, 0xa0, 0xa4) }
	relative := func(attribute []byte) []byte { return element(attribute, 0xa0, 0xa1, 0x30) }
	// The point of a list that another authority publishes.
	of := func(point, issuer []byte) []byte {
		return append(append([]byte(nil), point...), element(issuer, 0xa2, 0xa4)...)
	}
	for _, tc := range []struct {
		name        string
		point, list []byte
		want        checks.RevocationStatus
	}{
		{"directory names", whole(cn("L1")), whole(cn("L1")), checks.StatusGood},
		{"directory names in other letters and types", whole(cn("l1")), whole(printable("L1")), checks.StatusGood},
		{"other directory names", whole(cn("L1")), whole(cn("L2")), checks.StatusUnavailable},
		{"both relative", relative(cn("L1")), relative(cn("L1")), checks.StatusGood},
		{"relative, and whole", relative(cn("L1")), whole(cn("L1")), checks.StatusGood},
		{"whole, and relative", whole(cn("L1")), relative(cn("L1")), checks.StatusGood},
		{"relative to the authority itself", of(relative(cn("L1")), ca.cert.RawSubject), relative(cn("L1")), checks.StatusGood},
		{"relative to another authority", of(relative(cn("L1")), root.cert.RawSubject), relative(cn("L1")), checks.StatusUnavailable},
		{"relative and another", relative(cn("L1")), relative(cn("L2")), checks.StatusUnavailable},
		{"an address, and a directory name", element([]byte("http://x/1"), 0xa0, 0xa0, 0x86), whole(cn("L1")), checks.StatusUnavailable},
		{"no place in the certificate", nil, whole(cn("L1")), checks.StatusUnavailable},
		{"no place in the list", relative(cn("L1")), nil, checks.StatusGood},
	} {
		t.Run(tc.name, func(t *testing.T) {
			template := &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"}}
			leaf := issue(t, ca, template)
			if tc.point != nil { // crypto/x509 does not read all of them
				leaf.cert.Extensions = append(leaf.cert.Extensions, pkix.Extension{Id: []int{2, 5, 29, 31}, Value: element(tc.point, 0x30, 0x30)})
			}
			l := listed{number: 5}
			if tc.list != nil {
				l.place = element(tc.list, 0x30)
			}
			got := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), revocation.Input{Path: path(leaf, ca, root), CRLs: [][]byte{l.by(t, ca)}})
			if got.Status != tc.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestNewestList: of several lists the newest answer counts, in whatever order they
// are given.
func TestNewestList(t *testing.T) {
	root := newCA(t, "Root", nil)
	ca := newCA(t, "CA", root)
	leaf := issue(t, ca, &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"}})
	now := time.Now().UTC().Truncate(time.Second)
	of := func(ago time.Duration) []byte {
		return crl(t, ca, func(r *x509.RevocationList) { r.ThisUpdate = now.Add(-ago) })
	}
	for name, lists := range map[string][][]byte{
		"the newest last": {of(3 * time.Hour), of(2 * time.Hour)}, "the newest first": {of(2 * time.Hour), of(3 * time.Hour)},
	} {
		got := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), revocation.Input{Path: path(leaf, ca, root), CRLs: lists})
		if got.Status != checks.StatusGood || !got.CheckedAt.Equal(now.Add(-2*time.Hour)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestPatchedNumber: a certificate whose serial number was changed so that it could
// be read is looked for by the number that it has.
func TestPatchedNumber(t *testing.T) {
	root := newCA(t, "Root", nil)
	ca := newCA(t, "CA", root)
	leaf := issue(t, ca, &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"}})
	chain := path(leaf, ca, root)
	patched := *leaf.cert
	patched.SerialNumber = new(big.Int).Add(leaf.cert.SerialNumber, big.NewInt(1))
	chain[0].X509 = &patched
	for want, serial := range map[checks.RevocationStatus]*big.Int{checks.StatusRevoked: leaf.cert.SerialNumber, checks.StatusGood: patched.SerialNumber} {
		got := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), revocation.Input{Path: chain, CRLs: [][]byte{crl(t, ca, nil, serial)}})
		if got.Status != want {
			t.Errorf("with %s on the list: %+v", serial, got)
		}
	}
}

// TestNewestOfReasons: lists about some reasons that clear a certificate together are
// as old as the newest of them.
func TestNewestOfReasons(t *testing.T) {
	root := newCA(t, "Root", nil)
	ca := newCA(t, "CA", root)
	leaf := issue(t, ca, &x509.Certificate{Subject: pkix.Name{CommonName: "mail.example"}, DNSNames: []string{"mail.example"}})
	now := time.Now().UTC().Truncate(time.Second)
	of := func(ago time.Duration, reasons []byte) []byte {
		return crl(t, ca, func(r *x509.RevocationList) {
			scoped(element(reasons, 0x30, 0x83))(r)
			r.ThisUpdate = now.Add(-ago)
		})
	}
	some, others := []byte{1, 0x60}, []byte{7, 0x1f, 0x80}
	for name, lists := range map[string][][]byte{
		"the newest last": {of(3*time.Hour, some), of(2*time.Hour, others)}, "the newest first": {of(2*time.Hour, some), of(3*time.Hour, others)},
	} {
		got := checktest.Must(revocation.New(revocation.Config{Now: time.Now})).Check(t.Context(), revocation.Input{Path: path(leaf, ca, root), CRLs: lists})
		if got.Status != checks.StatusGood || !got.CheckedAt.Equal(now.Add(-2*time.Hour)) || len(got.Unused) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

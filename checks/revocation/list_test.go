package revocation

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// publisher signs lists, as crypto/x509 writes them or by hand.
type publisher struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newPublisher(t testing.TB, usage x509.KeyUsage) *publisher {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: usage, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &publisher{cert, key}
}

// sign encodes a list whose tbsCertList has these contents after the issuer.
func (p *publisher) sign(t testing.TB, version int64, rest func(*cryptobyte.Builder)) []byte {
	t.Helper()
	algorithm := []byte{0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02} // ecdsa-with-SHA256
	var b cryptobyte.Builder
	b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		if version != version1 {
			b.AddASN1Int64(version)
		}
		b.AddBytes(algorithm)
		b.AddBytes(p.cert.RawSubject)
		rest(b)
	})
	tbs := b.BytesOrPanic()
	signature, err := ecdsa.SignASN1(rand.Reader, p.key, digest(certIDHashes["\x60\x86\x48\x01\x65\x03\x04\x02\x01"], tbs))
	if err != nil {
		t.Fatal(err)
	}
	var out cryptobyte.Builder
	out.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		b.AddBytes(algorithm)
		b.AddASN1BitString(signature)
	})
	return out.BytesOrPanic()
}

// version1 is that of lists that do not say their version.
const version1 = 0

var numbered1 = []byte{0xa0, 0x0e, 0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x14, 0x04, 0x03, 0x02, 0x01, 0x01}

func TestListsByHand(t *testing.T) {
	p := newPublisher(t, x509.KeyUsageCertSign|x509.KeyUsageCRLSign)
	forger := newPublisher(t, x509.KeyUsageCertSign|x509.KeyUsageCRLSign) // of the same name
	from, to := time.Now().Add(-time.Hour).UTC(), time.Now().Add(time.Hour).UTC()
	utc := func(b *cryptobyte.Builder, at time.Time) { b.AddASN1UTCTime(at) }
	general := func(b *cryptobyte.Builder, at time.Time) { b.AddASN1GeneralizedTime(at) }
	entry := func(serial int64, more ...byte) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1Int64(serial)
					utc(b, from)
					b.AddBytes(more)
				})
			})
		}
	}
	for _, tt := range []struct {
		name   string
		der    []byte
		serial int64
		want   error
		status checks.RevocationStatus
	}{
		{"empty", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); b.AddBytes(numbered1) }), 5, nil, checks.StatusGood},
		{"a negative serial number", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(-5)(b); b.AddBytes(numbered1) }), -5, nil, checks.StatusRevoked},
		{"not that of its negative", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(-5)(b); b.AddBytes(numbered1) }), 251, nil, checks.StatusGood},
		{"no end", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); entry(5)(b); b.AddBytes(numbered1) }), 5, badList, ""},
		{"dates of the wrong type", p.sign(t, 1, func(b *cryptobyte.Builder) { general(b, from); general(b, to); entry(5)(b); b.AddBytes(numbered1) }), 5, oddList, ""},
		{"an end that takes another type", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); general(b, from.AddDate(30, 0, 0)); b.AddBytes(numbered1) }), 5, nil, checks.StatusGood},
		{"a wrong signature by nobody who is named", forger.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); b.AddBytes(numbered1) }), 5, badSignature, ""},
		{"an unknown version", p.sign(t, 4, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(5)(b); b.AddBytes(numbered1) }), 5, oddList, ""},
		{"no number, not on it", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(6)(b) }), 5, badList, ""},
		{"no number, on it", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(5)(b) }), 5, nil, checks.StatusRevoked},
		{"version 1, not on it", p.sign(t, version1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(6)(b) }), 5, badList, ""},
		{"version 1, on it", p.sign(t, version1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(5)(b) }), 5, nil, checks.StatusRevoked},
		{"an entry of another issuer", p.sign(t, 1, func(b *cryptobyte.Builder) {
			utc(b, from)
			utc(b, to)
			entry(5, 0x30, 0x0e, 0x30, 0x0c, 0x06, 0x03, 0x55, 0x1d, 0x1d, 0x01, 0x01, 0xff, 0x04, 0x02, 0x30, 0x00)(b)
			b.AddBytes(numbered1)
		}), 5, oddList, ""},
		{"a critical reason", p.sign(t, 1, func(b *cryptobyte.Builder) {
			utc(b, from)
			utc(b, to)
			entry(5, 0x30, 0x0f, 0x30, 0x0d, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x01, 0x01, 0xff, 0x04, 0x03, 0x0a, 0x01, 0x04)(b)
			b.AddBytes(numbered1)
		}), 5, nil, checks.StatusRevoked},
		{"taken back", p.sign(t, 1, func(b *cryptobyte.Builder) {
			utc(b, from)
			utc(b, to)
			entry(5, 0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01, 0x08)(b)
			b.AddBytes(numbered1)
		}), 5, nil, checks.StatusGood},
		{"trailing bytes in an entry", p.sign(t, 1, func(b *cryptobyte.Builder) { utc(b, from); utc(b, to); entry(5, 0x05, 0x00)(b); b.AddBytes(numbered1) }), 6, oddList, ""},
	} {
		leaf := &x509.Certificate{SerialNumber: big.NewInt(tt.serial)}
		answer, _, err := fromFiles([][]byte{tt.der}, link{cert: &checks.Certificate{}, leaf: leaf, issuer: p.cert}, time.Now())
		if err != tt.want || answer.Status != tt.status {
			t.Errorf("%s: %v, %+v", tt.name, err, answer)
		}
	}
}

// What a list proves about another moment than its own.
func TestListsAtAnotherMoment(t *testing.T) {
	p := newPublisher(t, x509.KeyUsageCRLSign)
	now := time.Now()
	day := func(n int) time.Time { return now.Add(time.Duration(n) * 24 * time.Hour) }
	for _, tt := range []struct {
		name         string
		from, to, at int // days
		listed       int // day of the entry; 100: none
		reason       int
		want         error // nil: revoked, or good where not listed
		good         bool
	}{
		{"not on it", -1, 6, 0, 100, 0, nil, true},
		{"on it", -1, 6, 0, -3, 1, nil, false},
		{"on it, with a date to come", -1, 6, 0, 3, 1, nil, false},
		{"a later list, not on it", 1, 6, 0, 100, 0, notYet, false},
		{"a later list, on it before", 1, 6, 0, -3, 1, nil, false},
		{"a later list, on it after", 2, 6, 0, 1, 1, notYet, false},
		{"an old list, not on it", -9, -2, 0, 100, 0, outOfDate, false},
		{"an old list, on it for good", -9, -2, 0, -10, 4, nil, false},
		{"an old list, suspended then", -9, -2, 0, -10, 6, outOfDate, false},
	} {
		template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: day(tt.from), NextUpdate: day(tt.to)}
		if tt.listed != 100 {
			template.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: big.NewInt(5), RevocationTime: day(tt.listed), ReasonCode: tt.reason}}
		}
		der, err := x509.CreateRevocationList(rand.Reader, template, p.cert, p.key)
		if err != nil {
			t.Fatal(err)
		}
		answer, _, err := fromFiles([][]byte{der}, link{cert: &checks.Certificate{}, leaf: &x509.Certificate{SerialNumber: big.NewInt(5)}, issuer: p.cert}, day(tt.at))
		status := map[bool]checks.RevocationStatus{true: checks.StatusGood, false: checks.StatusRevoked}[tt.good]
		if tt.want != nil {
			status = ""
		}
		if err != tt.want || answer.Status != status {
			t.Errorf("%s: %v, %+v", tt.name, err, answer)
		}
	}
}

func TestListOfWhoMaySignNone(t *testing.T) {
	p := newPublisher(t, x509.KeyUsageCRLSign)
	der, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now(), NextUpdate: time.Now().Add(time.Hour)}, p.cert, p.key)
	if err != nil {
		t.Fatal(err)
	}
	for usage, want := range map[x509.KeyUsage]error{0: nil, x509.KeyUsageCRLSign: nil, x509.KeyUsageCertSign: mayNotList} {
		issuer := *p.cert
		issuer.KeyUsage = usage
		if _, err := readList(der, link{leaf: &x509.Certificate{}, issuer: &issuer}); err != want {
			t.Errorf("key usage %d: %v, want %v", usage, err, want)
		}
	}
}

// A list of a hundred thousand is looked through in place, and says the same as
// crypto/x509.
func TestLongList(t *testing.T) {
	p := newPublisher(t, x509.KeyUsageCRLSign)
	template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now(), NextUpdate: time.Now().Add(time.Hour)}
	for i := range int64(100_000) {
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: big.NewInt(1000 + 2*i), RevocationTime: time.Unix(1e9+i, 0), ReasonCode: int(i % 6)})
	}
	der, err := x509.CreateRevocationList(rand.Reader, template, p.cert, p.key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readList(der, link{leaf: &x509.Certificate{}, issuer: p.cert})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int64{0, 1, 4711, 99_999} {
		want := template.RevokedCertificateEntries[i]
		e, ok := got.find(want.SerialNumber)
		if at, reason := e.when(); !ok || !at.Equal(want.RevocationTime) || reason != want.ReasonCode {
			t.Errorf("entry %d: %v, %v, %d", i, ok, at, reason)
		}
		if _, ok := got.find(new(big.Int).Add(want.SerialNumber, big.NewInt(1))); ok {
			t.Errorf("beside entry %d: on it", i)
		}
	}
	if n := testing.AllocsPerRun(1, func() { got.find(big.NewInt(7)) }); n > 100 {
		t.Errorf("%v allocations for a look", n)
	}
}

// A file is taken for what it is, however bad the list in it.
func TestParseCRLs(t *testing.T) {
	p := newPublisher(t, x509.KeyUsageCRLSign)
	bad := p.sign(t, 4, func(b *cryptobyte.Builder) { b.AddASN1GeneralizedTime(time.Now()) })
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	for _, tt := range []struct {
		name string
		file []byte
		want int // lists; 0: an error
	}{
		{"DER", bad, 1},
		{"PEM", block("X509 CRL", bad), 1},
		{"PEM between other things", slices.Concat([]byte("Subject: x\n"), block("CERTIFICATE", p.cert.Raw), block("X509 CRL", bad), block("X509 CRL", bad)), 2},
		{"a certificate", p.cert.Raw, 0},
		{"a certificate in PEM", block("CERTIFICATE", p.cert.Raw), 0},
		{"a certificate called a list", block("X509 CRL", p.cert.Raw), 0},
		{"nothing", nil, 0},
	} {
		if got, err := ParseCRLs(tt.file); len(got) != tt.want || (err == nil) != (tt.want > 0) {
			t.Errorf("%s: %d lists, %v", tt.name, len(got), err)
		}
	}
}

func TestNamesIssuer(t *testing.T) {
	if namesIssuer([]byte("nonsense"), big.NewInt(1), &x509.Certificate{}) {
		t.Error("nonsense names an issuer")
	}
}

func ExampleParseCRLs() {
	_, err := ParseCRLs([]byte("<html>"))
	fmt.Println(err)
	// Output: there is no revocation list (DER or PEM) in it
}

// TestSeveralLists: whichever order they come in, one that withdraws counts
// more than one that does not, and the newest tells how fresh the answer is.
func TestSeveralLists(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("CA")
	leaf := ca.Issue("gone.example")
	issuer, err := x509.ParseCertificate(ca.DER)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(leaf.Leaf())
	if err != nil {
		t.Fatal(err)
	}
	empty, err := ca.RevocationList()
	if err != nil {
		t.Fatal(err)
	}
	with, err := ca.RevocationList(leaf)
	if err != nil {
		t.Fatal(err)
	}
	l := link{cert: &checks.Certificate{}, leaf: cert, issuer: issuer}
	for _, lists := range [][][]byte{{empty, with}, {with, empty}, {empty, empty, with}} {
		if got, _, err := fromFiles(lists, l, time.Now()); err != nil || got.Status != checks.StatusRevoked {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if got, _, err := fromFiles([][]byte{[]byte("no list"), empty}, l, time.Now()); err != nil || got.Status != checks.StatusGood {
		t.Errorf("%+v, %v", got, err)
	}
}

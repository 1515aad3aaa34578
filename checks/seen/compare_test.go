package seen_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/seen"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func hexOf(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:n]
}

func certificate(to, by string, from, until time.Time) *checks.Certificate {
	key := to + by + from.String()
	return &checks.Certificate{
		Subject: "CN=" + to, IssuedTo: to, Issuer: "CN=" + by + ",O=Let's Encrypt,C=US", IssuedBy: by, SANs: []string{to, "mail.corp.com"},
		NotBefore: from, NotAfter: until, SHA256: hexOf(key, 64), SHA1: hexOf(key, 40),
		X509: issuerOnly(by),
	}
}

func issuerOnly(by string) *x509.Certificate {
	x := &x509.Certificate{}
	x.Issuer.CommonName, x.Issuer.Organization = by, []string{"Let's Encrypt"}
	return x
}

func endpoint(address string, leaf *checks.Certificate) checks.Endpoint {
	ca := certificate("R11", "ISRG Root X1", day(2024, 3, 13), day(2027, 3, 12))
	return checks.Endpoint{
		Observation: checks.Observation{Address: netip.MustParseAddrPort(address), Outcome: checks.OutcomeTLS},
		Judgement: &checks.Judgement{
			Leaf: leaf, Sent: []*checks.Certificate{leaf, ca}, Path: []*checks.Certificate{leaf, ca},
			Trust: checks.TrustOK, PublicRoot: true, EndsFirst: leaf, Presented: leaf.SANs,
		},
	}
}

// Two nodes: the second one has the certificate of the time before.
var (
	current = certificate("imap.corp.com", "R11", clock(day(2026, 11, 3), 23, 30, 0), clock(day(2027, 2, 1), 23, 29, 59))
	older   = certificate("imap.corp.com", "R10", clock(day(2026, 9, 10), 8, 0, 0), clock(day(2026, 12, 9), 7, 59, 59))
)

func facts() *checks.Facts {
	return &checks.Facts{
		Target: checks.Target{Host: "imap.corp.com", Port: 993}, Name: "imap.corp.com", At: now,
		Endpoints: []checks.Endpoint{endpoint("192.0.2.1:993", current), endpoint("192.0.2.2:993", older)},
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	private := facts()
	for i := range private.Endpoints {
		leaf := certificate("imap.corp.com", "Zscaler Intermediate Root CA (zscaler.net)", current.NotBefore, current.NotAfter)
		private.Endpoints[i] = endpoint("192.0.2.1:993", leaf)
		private.Endpoints[i].Judgement.PublicRoot = false
	}
	by := func(issuedTo, issuedBy string) *checks.Facts {
		f := facts()
		f.Endpoints = []checks.Endpoint{endpoint("192.0.2.1:993", certificate(issuedTo, issuedBy, current.NotBefore, current.NotAfter))}
		return f
	}
	comma, homonym := by("imap.corp.com", "Müller, Meier CA"), by("imap.corp.com", "NetSpark")
	portal := by("securelogin.arubanetworks.com", "GeoTrust TLS RSA CA G1")
	authorityEnds := by("imap.corp.com", "R11")
	authorityEnds.Endpoints[0].Judgement.EndsFirst = certificate("R11", "ISRG Root X1", day(2024, 3, 13), day(2026, 12, 24))
	endless := by("imap.corp.com", "R11")
	endless.Endpoints[0].Judgement.EndsFirst = nil
	unreachable := &checks.Facts{Name: "imap.corp.com", At: now, Endpoints: []checks.Endpoint{{}}}
	const hours = time.Hour
	tests := []struct {
		name    string
		facts   *checks.Facts
		fields  []string
		outcome checks.SeenOutcome
		product string
		differs string
		address string
		off     time.Duration
		atLeast bool
	}{
		{"thumbprint, SHA-1", facts(), []string{"thumbprint=" + current.SHA1}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"thumbprint, SHA-256, colons", facts(), []string{"thumbprint=" + colons(current.SHA256)}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"thumbprint of the other node", facts(), []string{"thumbprint=" + older.SHA1}, checks.SeenSame, "", "", "192.0.2.2:993", 0, false},
		{"thumbprint of neither", facts(), []string{"thumbprint=" + strings.Repeat("a", 40)}, checks.SeenOther, "", "thumbprint", "192.0.2.1:993", 0, false},
		{"thumbprint of the authority", facts(), []string{"thumbprint=" + facts().Endpoints[0].Judgement.Path[1].SHA1}, checks.SeenUnclear, "", "", "192.0.2.1:993", 0, false},
		{"all fields, dates in the zone of the PC", facts(), []string{"issued-to=imap.corp.com", "issued-by=R11", "valid-from=11/4/2026", "valid-to=2/2/2027"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"dates read either way", facts(), []string{"valid-from=03/11/2026", "valid-to=01/02/2027"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"German", facts(), []string{"Ausgestellt für: imap.corp.com", "Ausgestellt von: R11", "Gültig ab 03.11.2026 bis 01.02.2027: x"}, "refused", "", "", "", 0, false},
		{"German, a line", facts(), []string{"Ausgestellt von: R11", "Gültig ab: 03.11.2026 bis 01.02.2027"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"fields of the other node", facts(), []string{"issued-by=R10", "valid-to=9.12.2026"}, checks.SeenSame, "", "", "192.0.2.2:993", 0, false},
		{"names alone", facts(), []string{"issued-to=imap.corp.com", "issued-by=Let's Encrypt R11"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"another name of the certificate", facts(), []string{"issued-to=mail.corp.com", "issued-by=CN=R11, O=Let's Encrypt, C=US"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the issuer as OpenSSL writes it", facts(), []string{"issued-to=imap.corp.com", "issued-by=C = US, O = Let's Encrypt, CN = R11"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the issuer with strokes", facts(), []string{"issued-to=imap.corp.com", "issued-by=/C=US/O=Let's Encrypt/CN=R11"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the issuer, an attribute a line", facts(), []string{"issued-to=imap.corp.com", "issued-by=O=Let's Encrypt\nCN=R11"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the holder as a distinguished name", facts(), []string{"issued-to=C=US, CN=imap.corp.com", "issued-by=R11"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"another issuer of the same organisation", facts(), []string{"issued-to=imap.corp.com", "issued-by=C=US, O=Let's Encrypt, CN=R12"}, checks.SeenOther, "", "issued-by", "192.0.2.1:993", 0, false},
		{"an issuer with a comma", comma, []string{"issued-to=imap.corp.com", `issued-by=C=DE, CN="Müller, Meier CA"`}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"a public issuer that bears the name of a product", homonym, []string{"issued-to=imap.corp.com", "issued-by=NetSpark"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"a login page that we are shown, too", portal, []string{"issued-to=securelogin.arubanetworks.com", "issued-by=GeoTrust TLS RSA CA G1"}, checks.SeenIntercepted, "an Aruba Wi-Fi login page", "", "192.0.2.1:993", 0, false},
		{"an end at a time of the day", facts(), []string{"issued-to=imap.corp.com", "valid-to=2027-02-01 06:00"}, checks.SeenOther, "", "valid-to", "192.0.2.1:993", 0, false},
		{"an end in the westernmost zone", facts(), []string{"issued-to=imap.corp.com", "valid-to=2027-02-01 11:29"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the issuer alone", facts(), []string{"issued-by=R11"}, checks.SeenUnclear, "", "", "192.0.2.1:993", 0, false},
		{"the name alone", facts(), []string{"issued-to=imap.corp.com"}, checks.SeenUnclear, "", "", "192.0.2.1:993", 0, false},
		{"nothing", facts(), nil, checks.SeenUnclear, "", "", "192.0.2.1:993", 0, false},

		{"antivirus", facts(), []string{"issued-by=Avast Web/Mail Shield Root"}, checks.SeenIntercepted, "Avast", "issued-by", "192.0.2.1:993", 0, false},
		{"antivirus with everything else alike", facts(), []string{"issued-to=imap.corp.com", "Issued by: avast! Web/Mail Shield Root", "valid-from=2026-11-03", "valid-to=2027-02-01"}, checks.SeenIntercepted, "Avast", "issued-by", "192.0.2.1:993", 0, false},
		{"proxy, as a distinguished name", facts(), []string{"issued-by=CN=proxy7, O=Zscaler Inc., C=US"}, checks.SeenIntercepted, "Zscaler", "issued-by", "192.0.2.1:993", 0, false},
		{"login page with a public certificate", facts(), []string{"issued-to=securelogin.arubanetworks.com", "issued-by=GeoTrust TLS RSA CA G1"}, checks.SeenIntercepted, "an Aruba Wi-Fi login page", "issued-to issued-by", "192.0.2.1:993", 0, false},
		{"leaked key", facts(), []string{"issued-by=Superfish, Inc."}, checks.SeenIntercepted, "Superfish", "issued-by", "192.0.2.1:993", 0, false},
		{"product, server unreachable", unreachable, []string{"issued-by=ESET SSL Filter CA"}, checks.SeenIntercepted, "ESET", "", "", 0, false},
		{"both of us are behind the proxy", private, []string{"issued-to=imap.corp.com", "issued-by=Zscaler Intermediate Root CA (zscaler.net)"}, checks.SeenIntercepted, "Zscaler", "", "192.0.2.1:993", 0, false},
		{"a router answers", facts(), []string{"issued-to=fritz.box", "issued-by=fritz.box"}, checks.SeenOther, "FRITZ!Box router", "issued-to issued-by", "192.0.2.1:993", 0, false},

		{"other issuer, unknown", facts(), []string{"issued-to=imap.corp.com", "issued-by=Corp Inspection CA"}, checks.SeenOther, "", "issued-by", "192.0.2.1:993", 0, false},
		{"an older one of a third node", facts(), []string{"issued-to=imap.corp.com", "issued-by=R11", "valid-to=2026-11-20"}, checks.SeenOther, "", "valid-to", "192.0.2.1:993", 0, false},
		{"other server", facts(), []string{"issued-to=mail.hoster.example", "issued-by=R11"}, checks.SeenOther, "", "issued-to", "192.0.2.1:993", 0, false},
		{"other, server unreachable", unreachable, []string{"issued-by=R11", "thumbprint=" + current.SHA1}, checks.SeenUnclear, "", "", "", 0, false},

		{"the PC shows another date", facts(), []string{"thumbprint=" + current.SHA1, "pc-date=2026-11-01"}, checks.SeenClock, "", "", "192.0.2.1:993", -22 * 24 * hours, false},
		{"the PC shows another year", facts(), []string{"issued-by=R11", "pc-date=23.11.2016 12:00"}, checks.SeenClock, "", "", "192.0.2.1:993", -3652 * 24 * hours, false},
		{"the PC shows today", facts(), []string{"thumbprint=" + current.SHA1, "pc-date=11/23/2026 3:00 PM"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"the PC is in another zone", facts(), []string{"thumbprint=" + current.SHA1, "pc-date=2026-11-24"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"a date that may be today", facts(), []string{"thumbprint=" + current.SHA1, "pc-date=11/12/2026"}, checks.SeenClock, "", "", "192.0.2.1:993", -11 * 24 * hours, false},
		{"says expired, and is not", facts(), []string{"thumbprint=" + current.SHA1, "warning=expired"}, checks.SeenClock, "", "", "192.0.2.1:993", current.NotAfter.Sub(now), true},
		{"says expired, and an authority ends first", authorityEnds, []string{"thumbprint=" + current.SHA1, "warning=expired"}, checks.SeenClock, "", "", "192.0.2.1:993", day(2026, 12, 24).Sub(now), true},
		{"says expired, and who ends first is not known", endless, []string{"thumbprint=" + current.SHA1, "warning=expired"}, checks.SeenClock, "", "", "192.0.2.1:993", current.NotAfter.Sub(now), true},
		{"the PC shows another date, server unreachable", unreachable, []string{"pc-date=2026-11-01"}, checks.SeenClock, "", "", "", -22 * 24 * hours, false},
		{"says not yet valid, and is", facts(), []string{"thumbprint=" + current.SHA1, "warning=not-yet-valid"}, checks.SeenClock, "", "", "192.0.2.1:993", current.NotBefore.Sub(now), true},
		{"says the date, whichever", facts(), []string{"thumbprint=" + current.SHA1, "warning=The security certificate has expired or is not yet valid"}, checks.SeenClock, "", "", "192.0.2.1:993", 0, false},
		{"says not trusted", facts(), []string{"thumbprint=" + current.SHA1, "warning=not-trusted"}, checks.SeenSame, "", "", "192.0.2.1:993", 0, false},
		{"says expired, too little told", facts(), []string{"issued-by=R11", "warning=expired"}, checks.SeenUnclear, "", "", "192.0.2.1:993", 0, false},
		{"says expired, of another one", facts(), []string{"issued-to=imap.corp.com", "valid-to=2026-11-20", "warning=expired"}, checks.SeenOther, "", "valid-to", "192.0.2.1:993", 0, false},
		{"begins in the future", facts(), []string{"issued-to=imap.corp.com", "valid-from=2027-03-05"}, checks.SeenClock, "", "valid-from", "192.0.2.1:993", day(2027, 3, 5).Sub(now) - 14*hours, true},
		{"may begin in the future", facts(), []string{"issued-to=imap.corp.com", "valid-from=5/11/2026"}, checks.SeenOther, "", "valid-from", "192.0.2.1:993", 0, false},
		{"product with a fast clock", facts(), []string{"issued-by=ESET SSL Filter CA", "valid-from=2027-03-05"}, checks.SeenIntercepted, "ESET", "issued-by valid-from", "192.0.2.1:993", day(2027, 3, 5).Sub(now) - 14*hours, true},
	}
	for _, tt := range tests {
		s, err := parse(tt.fields)
		if tt.outcome == "refused" {
			if err == nil {
				t.Errorf("%s: not refused", tt.name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		c := seen.Compare(s, tt.facts)
		address := ""
		if c.Address.IsValid() {
			address = c.Address.String()
		}
		if c.Outcome != tt.outcome || c.Product != tt.product || strings.Join(c.Differs, " ") != tt.differs || address != tt.address || c.ClockOff != tt.off || c.ClockAtLeast != tt.atLeast {
			t.Errorf("%s: %s %q differs %q at %q, clock %v %v; want %s %q %q %q, %v %v", tt.name,
				c.Outcome, c.Product, c.Differs, address, c.ClockOff, c.ClockAtLeast, tt.outcome, tt.product, tt.differs, tt.address, tt.off, tt.atLeast)
		}
		r := seen.Report(c)
		if r.ClockOffS != int64(tt.off.Seconds()) {
			t.Errorf("%s: the report has the clock off by %d s", tt.name, r.ClockOffS)
		}
		if (r.Address != "") != (tt.outcome == checks.SeenSame) {
			t.Errorf("%s: the report has the address %q", tt.name, r.Address)
		}
		if (tt.product == "") != (c.Kind == "") {
			t.Errorf("%s: kind %q of %q", tt.name, c.Kind, c.Product)
		}
	}
}

func colons(digest string) string {
	var pairs []string
	for i := 0; i < len(digest); i += 2 {
		pairs = append(pairs, strings.ToUpper(digest[i:i+2]))
	}
	return strings.Join(pairs, ":")
}

// A complaint about an expired certificate is just where it has expired.
func TestJustComplaint(t *testing.T) {
	t.Parallel()
	f := facts()
	f.At = day(2027, 3, 1)
	f.Endpoints = f.Endpoints[:1]
	f.Endpoints[0].Judgement.Expired = []*checks.Certificate{current}
	s, err := parse([]string{"thumbprint=" + current.SHA1, "warning=expired"})
	if err != nil {
		t.Fatal(err)
	}
	if c := seen.Compare(s, f); c.Outcome != checks.SeenSame || c.ClockOff != 0 {
		t.Errorf("%s, clock off by %v", c.Outcome, c.ClockOff)
	}
}

// A certificate that ends or began within the hour tells no amount: "at least less than
// an hour" would be none.
func TestComplaintWithinTheHour(t *testing.T) {
	t.Parallel()
	for says, at := range map[string]time.Time{
		"expired":       current.NotAfter.Add(-30 * time.Minute),
		"not-yet-valid": current.NotBefore.Add(30 * time.Minute),
	} {
		f := facts()
		f.At = at
		s, err := parse([]string{"thumbprint=" + current.SHA1, "warning=" + says})
		if err != nil {
			t.Fatal(err)
		}
		if c := seen.Compare(s, f); c.Outcome != checks.SeenClock || c.ClockOff != 0 || c.ClockAtLeast {
			t.Errorf("%s: %s, clock off by %v, at least that: %v", says, c.Outcome, c.ClockOff, c.ClockAtLeast)
		}
	}
}

// Exported files, real certificates.
func TestExported(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(now)
	real := pki.Root("Corp Root").Issue("imap.corp.com")
	shield := pki.Root("Avast Web/Mail Shield Root", checktest.Organization("Avast Web/Mail Shield"))
	scanned := shield.Issue("imap.corp.com")
	inspection := pki.Root("FortiGate CA", checktest.Organization("Fortinet")).Intermediate("Corp Sub CA")
	inspected := inspection.Issue("imap.corp.com")
	fresh := pki.SelfSigned("server7.hoster.example", checktest.Organization("Plesk"))
	sum := sha1.Sum(real.Leaf())
	leaf, err := x509.ParseCertificate(real.Leaf())
	if err != nil {
		t.Fatal(err)
	}
	long := sha256.Sum256(real.Leaf())
	ours := &checks.Certificate{IssuedTo: "imap.corp.com", IssuedBy: "Corp Root", SHA1: hex.EncodeToString(sum[:]), SHA256: hex.EncodeToString(long[:]), NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter, X509: leaf}
	f := &checks.Facts{Name: "imap.corp.com", At: now, Endpoints: []checks.Endpoint{endpoint("192.0.2.1:993", ours)}}
	f.Endpoints[0].Judgement.PublicRoot = false
	text := func(ders ...[]byte) (out []byte) {
		for _, der := range ders {
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
		}
		return out
	}
	files := map[string][]byte{
		"same.cer": real.Leaf(), "same.pem": text(real.Leaf()), "rootfirst.pem": text(real.Chain[len(real.Chain)-1], real.Leaf()),
		"firewall.pem": text(inspected.Leaf(), inspection.DER), "sub.cer": inspected.Leaf(),
		"plesk.cer": fresh.Leaf(),
		"avast.cer": scanned.Leaf(), "avast.pem": text(shield.DER, scanned.Leaf()), "junk.cer": []byte("hello"),
	}
	p := seen.Parser{Open: func(name string) ([]byte, error) {
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, errors.New("there is no such file")
	}}
	for _, tt := range []struct {
		fields  []string
		outcome checks.SeenOutcome
		product string
	}{
		{[]string{"pem=same.cer"}, checks.SeenSame, ""},
		{[]string{"pem=same.pem", "thumbprint=" + colons(ours.SHA1)}, checks.SeenSame, ""},
		{[]string{"pem=rootfirst.pem"}, checks.SeenSame, ""},
		{[]string{"pem=avast.cer"}, checks.SeenIntercepted, "Avast"},
		{[]string{"pem=avast.pem"}, checks.SeenIntercepted, "Avast"},
		// Who it is stands in the authority's certificate alone, or in an organisation.
		{[]string{"pem=firewall.pem"}, checks.SeenIntercepted, "Fortinet FortiGate"},
		{[]string{"pem=sub.cer"}, checks.SeenOther, ""},
		{[]string{"pem=plesk.cer"}, checks.SeenOther, "Plesk"},
	} {
		s, err := p.Parse(tt.fields)
		if err != nil {
			t.Errorf("%v: %v", tt.fields, err)
			continue
		}
		if c := seen.Compare(s, f); c.Outcome != tt.outcome || c.Product != tt.product {
			t.Errorf("%v: %s %q", tt.fields, c.Outcome, c.Product)
		}
	}
	for fields, want := range map[string]string{
		"pem=junk.cer": "has no certificate in it", "pem=none.cer": "there is no such file",
		"pem=same.cer|thumbprint=" + strings.Repeat("0", 40): "does not belong to the file",
	} {
		if _, err := p.Parse(strings.Split(fields, "|")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", fields, err)
		}
	}
	if _, err := parse([]string{"pem=same.cer"}); err == nil {
		t.Error("a file is read though none can be opened")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"Avast": "issued-by=NAME", "colour=blue": "issued-by=NAME", "issued-by=": "no value", "=": "thumbprint=DIGITS",
		"valid-from=soon": "2026-11-03", "valid-to=31.02.2027": "3 November 2026", "pc-date=yesterday": "2026-11-03",
		"thumbprint=xyz": "40 (SHA-1) or 64", "thumbprint=" + strings.Repeat("ab", 10): "not a whole thumbprint", "thumbprint=" + strings.Repeat("ab", 18): "serial number",
		"warning=blue": "not-yet-valid", "issued-to=" + strings.Repeat("x", 1001): "too long",
	} {
		_, err := parse([]string{field})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q in it", field, err, want)
		}
	}
	for _, fields := range [][]string{{"issued-by=R11", "Issuer: R10"}, {"valid-from=2026-11-03", "valid-to=2026-11-02"}, slices.Repeat([]string{"x=y"}, 51)} {
		if _, err := parse(fields); err == nil {
			t.Errorf("%.60v is not refused", fields)
		}
	}
}

func TestThumbprint(t *testing.T) {
	t.Parallel()
	want := strings.Repeat("a1", 20)
	for _, text := range []string{
		want, strings.ToUpper(want), colons(want), strings.ReplaceAll(colons(want), ":", " "), "\u200e" + strings.ReplaceAll(colons(want), ":", " "),
		"?" + want, "sha1 Fingerprint=" + colons(want), "SHA-1: " + want, " " + want + "\u00a0", "Thumbprint: " + want, strings.ReplaceAll(colons(want), ":", "-"),
	} {
		if got, err := seen.Thumbprint(text); got != want || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if got, _ := seen.Thumbprint(want + want[:24]); len(got) != 64 {
		t.Errorf("SHA-256: %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("issued-by=R11\nvalid-from=11/3/2026 to 2/1/2027", []byte("x"))
	f.Add("Ausgestellt von: Avast\nthumbprint=\u200eaa bb", []byte("x"))
	f.Add("pem=a", []byte{0x30, 0x80, 0, 0})
	target := facts()
	for _, text := range checktest.Busy("issued-by=a", "valid-from=1/1/2026 to", "=", "thumbprint=aa") {
		f.Add(text, []byte("x"))
	}
	f.Fuzz(func(t *testing.T, text string, file []byte) {
		defer checktest.Patient(t)()
		p := seen.Parser{Open: func(string) ([]byte, error) { return file, nil }}
		s, err := p.Parse(strings.Split(text, "\n"))
		if err != nil {
			return
		}
		if c := seen.Compare(s, target); c.Outcome == "" || seen.Report(c) == nil {
			t.Fatalf("no outcome for %q", text)
		}
	})
}

// parse reads fields without files, for a reader of an unknown language.
func parse(fields []string) (checks.Seen, error) { return seen.Parser{}.Parse(fields) }

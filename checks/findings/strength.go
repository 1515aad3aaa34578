package findings

import (
	"cmp"
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Strength: are keys, signatures, ciphers and versions ones that mail clients
// still use?
var strengthRules = []rule{
	{
		code: checks.MalformedCertificate, severity: checks.Critical,
		title:       say.S("The certificate has an invalid format"),
		steps:       []int{checks.StepContact},
		certificate: malformed,
		target:      nothingReadable,
	},
	{
		code: checks.UnsupportedKey, severity: checks.Critical,
		title:       say.S("Mail apps do not support the certificate's key"),
		steps:       []int{checks.StepContact, checks.StepUpdate},
		certificate: unsupportedKey,
	},
	{
		code: checks.WeakSignature, severity: checks.Critical,
		title:       say.S("The certificate is signed in a way that is no longer secure"),
		steps:       []int{checks.StepContact},
		certificate: weakSignature,
	},
	{
		code: checks.WeakKey, severity: checks.Warning,
		title:       say.S("The key is shorter than it should be"),
		steps:       []int{checks.StepContact},
		certificate: weakKey,
	},
	{
		code: checks.LegacyTLS, severity: checks.Critical,
		title:   say.S("The server supports only outdated TLS versions"),
		steps:   []int{checks.StepUpdate, checks.StepSettings, checks.StepContact},
		address: legacyTLS,
	},
	{
		code: checks.WeakCipher, severity: checks.Warning,
		title:   say.S("The server prefers weak encryption"),
		steps:   []int{checks.StepContact, checks.StepUpdate},
		address: weakCipher,
	},
	{
		code: checks.StapleMissing, severity: checks.Warning,
		title:   say.S("The required OCSP staple is missing"),
		steps:   []int{checks.StepContact},
		address: stapleMissing, chains: true,
	},
}

func malformed(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.Malformed) == 0 {
		return nil
	}
	m := j.Malformed[0]
	for _, other := range j.Malformed {
		if other.Cert != nil && isLeaf(j, other.Cert) {
			m = other
			break
		}
	}
	problem := say.Sub("problem", m.Problem)
	evidence := &checks.MalformedCertificateEvidence{Index: m.Index, Problem: checks.Words(m.Problem), Count: len(j.Malformed)}
	s := &sight{
		evidence: evidence,
		detail:   say.S("The server's certificate breaks the rules of its format: {problem}.", problem),
		clause:   say.P("clause", "has an invalid format ({problem})", problem),
		effect:   say.P("effect", "so many mail apps reject it"),
		brief:    say.P("brief", "invalid certificate format"),
	}
	if m.Cert != nil {
		evidence.Certificate = issuedTo(m.Cert)
		if !isLeaf(j, m.Cert) {
			s.detail = say.S("The server also sends the certificate of {name}, which breaks the rules of its format: {problem}.", holderIn("name", m.Cert), problem)
			s.clause = say.P("clause", "comes with another certificate that has an invalid format ({problem})", problem)
		}
	}
	s.detail = say.Join(s.detail, say.S("Some mail apps accept it anyway. Others end the connection."))
	return s
}

// nothingReadable is for a file without anything that could be judged.
func nothingReadable(s *survey) *sight {
	if !s.facts.Offline {
		return nil
	}
	for _, i := range s.tested {
		if j := s.facts.Endpoints[i].Judgement; j != nil && j.Leaf != nil {
			return nil
		}
	}
	return &sight{
		detail: say.S("No certificate could be read from it."),
		whole:  say.S("No readable certificate was found."),
	}
}

func unsupportedKey(_ *checks.Facts, j *checks.Judgement) *sight {
	c := j.UnsupportedKey
	if c == nil {
		return nil
	}
	key := cmp.Or(say.Clean(c.Key, maxName), "unknown")
	kind := say.Term("key", key)
	s := &sight{
		detail: say.Join(
			say.S("Its key is of type {key}.", kind),
			say.S("Outlook and other mail apps support RSA and the curves P-256, P-384 and P-521."),
			say.S("With this key they end the connection.")),
		evidence: &checks.UnsupportedKeyEvidence{Certificate: issuedTo(c), Key: key},
		clause:   say.P("clause", "has a key of type {key}", kind),
		brief:    say.P("brief", "unsupported key ({key})", kind),
		effect:   say.P("effect", "which mail apps do not support"),
	}
	if !isLeaf(j, c) {
		s.detail = say.Join(
			say.S("The CA {name} signs with a key of type {key}.", holderIn("name", c), kind),
			say.S("Outlook and other mail apps support RSA and the curves P-256, P-384 and P-521."),
			say.S("They cannot verify this key."))
		s.clause = say.P("clause", "comes from {name}, whose key is of type {key}", holderIn("name", c), kind)
	}
	return s
}

func weakSignature(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.WeakSignatures) == 0 {
		return unsupportedSignature(j)
	}
	c := blamed(j, j.WeakSignatures)
	algorithm := say.Clean(c.Signature, maxName)
	hash := say.Term("hash", hashOf(algorithm))
	s := &sight{
		detail: say.Join(
			say.S("It is signed with {hash}, which can be forged today.", hash),
			say.S("Current mail apps reject it.")),
		evidence: &checks.WeakSignatureEvidence{Certificate: issuedTo(c), Signature: algorithm, Certificates: holders(j.WeakSignatures)},
		clause:   say.P("clause", "is signed with {hash}", hash),
		effect:   say.P("effect", "which current mail apps reject"),
		brief:    say.P("brief", "signed with {hash}", hash),
	}
	if !isLeaf(j, c) {
		s.detail = say.Join(
			say.S("The certificate of the CA {name} is signed with {hash}, which can be forged today.", holderIn("name", c), hash),
			say.S("Current mail apps reject the chain."))
		s.clause = say.P("clause", "relies on {name}, whose certificate is signed with {hash}", holderIn("name", c), hash)
		s.effect = say.P("effect", "so mail apps reject it")
	}
	return s
}

// unsupportedSignature: sound, as far as is known, and no mail client can check it.
func unsupportedSignature(j *checks.Judgement) *sight {
	if len(j.UnsupportedSignatures) == 0 {
		return nil
	}
	c := blamed(j, j.UnsupportedSignatures)
	algorithm := say.Clean(c.Signature, maxName)
	signed := say.Term("algorithm", algorithm)
	s := &sight{
		title: say.S("Mail apps do not support the certificate's signature"),
		detail: say.Join(
			say.S("It is signed with {algorithm}.", signed),
			say.S("Outlook on Windows and Thunderbird support RSA and ECDSA with SHA-256, SHA-384 and SHA-512."),
			say.S("They cannot verify this signature.")),
		evidence: &checks.WeakSignatureEvidence{Certificate: issuedTo(c), Signature: algorithm, Certificates: holders(j.UnsupportedSignatures)},
		clause:   say.P("clause", "is signed with {algorithm}", signed),
		effect:   say.P("effect", "which mail apps do not support"),
		brief:    say.P("brief", "unsupported signature ({algorithm})", signed),
	}
	if !isLeaf(j, c) {
		s.detail = say.Join(
			say.S("The certificate of the CA {name} is signed with {algorithm}.", holderIn("name", c), signed),
			say.S("Outlook on Windows and Thunderbird support RSA and ECDSA with SHA-256, SHA-384 and SHA-512."),
			say.S("They cannot verify this signature."))
		s.clause = say.P("clause", "relies on {name}, whose certificate is signed with {algorithm}", holderIn("name", c), signed)
	}
	return s
}

// hashOf is the hash of a signature algorithm as people write it.
func hashOf(algorithm string) string {
	plain := strings.ToUpper(strings.ReplaceAll(algorithm, "-", ""))
	for _, h := range []struct{ in, name string }{{"SHA1", "SHA-1"}, {"MD5", "MD5"}, {"MD2", "MD2"}} {
		if strings.Contains(plain, h.in) {
			return h.name
		}
	}
	return algorithm
}

// criticalBits: below it every current client refuses the key.
const criticalBits = 1024

func weakKey(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.WeakKeys) == 0 {
		return nil
	}
	c := j.WeakKeys[0]
	for _, other := range j.WeakKeys {
		if other.KeyBits < c.KeyBits {
			c = other
		}
	}
	key := cmp.Or(say.Clean(c.Key, maxName), strconv.Itoa(c.KeyBits)+" bits")
	size := say.Sub("bits", bits(c.KeyBits))
	s := &sight{
		detail: say.Join(
			say.S("Its key is {key}.", say.Term("key", key)),
			say.S("At least 2048 bits are considered secure.")),
		evidence: &checks.WeakKeyEvidence{Certificate: issuedTo(c), Key: key, Bits: c.KeyBits},
		clause:   say.P("clause", "has a key of only {bits}", size),
		brief:    say.P("brief", "weak key ({key})", say.Term("key", key)),
	}
	if !isLeaf(j, c) {
		s.detail = say.Join(
			say.S("The CA {name} signs with the key {key}.", holderIn("name", c), say.Term("key", key)),
			say.S("At least 2048 bits are considered secure."))
		s.clause = say.P("clause", "comes from {name}, whose key has only {bits}", holderIn("name", c), size)
	}
	if c.KeyBits < criticalBits {
		s.severity = checks.Critical
		s.title = say.S("The key is too short for current mail apps")
		s.detail = say.Join(s.detail, say.S("Mail apps reject a key below 1024 bits."))
		s.effect = say.P("effect", "so mail apps reject it")
	}
	return s
}

var versionNames = map[checks.TLSVersion]string{
	checks.SSL3: "SSL 3.0", checks.TLS10: "TLS 1.0", checks.TLS11: "TLS 1.1", checks.TLS12: "TLS 1.2", checks.TLS13: "TLS 1.3",
}

// legacyTLS: the best version on offer is below TLS 1.2. The negotiated one is
// the best unless the enumeration found a better one.
func legacyTLS(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.TLS == nil || e.Versions[checks.TLS12] || e.Versions[checks.TLS13] {
		return nil
	}
	best := e.TLS.Version
	for _, v := range []checks.TLSVersion{checks.TLS11, checks.TLS10, checks.SSL3} {
		if best == "" && e.Versions[v] {
			best = v
		}
	}
	switch best {
	case checks.TLS11, checks.TLS10, checks.SSL3:
	default:
		return nil
	}
	name := versionNames[best]
	version := say.Term("version", name)
	return &sight{
		detail: say.Join(
			say.S("The best version that it supports is {version}.", version),
			say.S("Windows 11, Microsoft 365, Thunderbird and phones require TLS 1.2 or newer and end the connection.")),
		evidence: &checks.LegacyTLSEvidence{Version: best, Name: name},
		whole:    say.S("{host} supports nothing newer than {version}, which current mail apps reject.", hostIn(f), version),
		brief:    say.P("brief", "{version} or older only", version),
	}
}

func weakCipher(f *checks.Facts, e *checks.Endpoint) *sight {
	// Every suite of SSL 3.0 is weak: legacy-tls says it all.
	if e.TLS == nil || e.TLS.CipherName == "" || e.TLS.Version == checks.SSL3 {
		return nil
	}
	why := weakness(e.TLS.CipherName)
	if why.Empty() {
		return nil
	}
	suite := say.Clean(e.TLS.CipherName, maxName)
	cipher, reason := say.Term("cipher", suite), say.Sub("reason", why)
	s := &sight{
		detail: say.S("It chose {cipher} ({reason}), although better encryption was offered.", cipher, reason),
		evidence: &checks.WeakCipherEvidence{
			Cipher: suite, Reason: checks.Words(why), Completed: e.TLS.Completed,
			KeyExchange: say.Clean(e.TLS.KeyExchange, maxName), DHBits: max(e.TLS.DHBits, 0),
		},
		whole: say.S("{host} works, but uses weak encryption ({cipher}).", hostIn(f), cipher),
	}
	switch {
	case e.TLS.Completed && strings.HasPrefix(suite, dhe): // as certdesk does not offer it
		s.title = say.S("The server offers only weak encryption")
		s.detail = say.S("It accepts {cipher} and nothing better. Outlook for Windows still offers this key exchange, but most other mail apps do not.", cipher)
		s.whole = say.S("{host} works in Outlook for Windows, but most other mail apps cannot connect ({cipher}).", hostIn(f), cipher)
	case !e.TLS.Completed:
		s.title = say.S("The server offers only weak encryption")
		s.detail = say.S("It accepts {cipher} ({reason}) and nothing better.", cipher, reason)
	}
	if e.TLS.DHBits > 0 {
		s.detail = say.Join(s.detail, say.S("Its Diffie-Hellman group has {bits}.", say.Sub("bits", bits(e.TLS.DHBits))))
	}
	return s
}

var (
	rc2, des      = say.P("weakness", "RC2 is broken"), say.P("weakness", "DES is broken")
	noSecrecy     = say.P("weakness", "recorded traffic can be decrypted later: no forward secrecy")
	noLongerKnown = say.P("weakness", "most current mail apps no longer offer this key exchange")
)

// dhe begins the names of suites with a Diffie-Hellman exchange over integers.
const dhe = "TLS_DHE_"

// weakSuites are parts of the IANA names of cipher suites, and what is wrong
// with them; the first that fits is told.
var weakSuites = []struct {
	part string
	why  say.Text
}{
	{"_NULL", say.P("weakness", "nothing is encrypted")},
	{"_anon_", say.P("weakness", "the server does not identify itself")},
	{"EXPORT", say.P("weakness", "made weak on purpose in the 1990s")},
	{"_RC4_", say.P("weakness", "RC4 is broken")},
	{"_RC2_", rc2},
	{"_DES_CBC", des},
	{"_DES40_", des},
	{"3DES_EDE", say.P("weakness", "triple DES is outdated")},
	{"_IDEA_", say.P("weakness", "IDEA is outdated")},
	{"_SEED_", say.P("weakness", "SEED is outdated")},
	{"TLS_RSA_WITH_", noSecrecy},
	{"TLS_ECDH_RSA_", noSecrecy},
	{"TLS_ECDH_ECDSA_", noSecrecy},
	{"TLS_DH_", noSecrecy},
	{dhe, noLongerKnown},
}

// weakness tells what is wrong with a cipher suite; nothing if nothing is.
func weakness(suite string) say.Text {
	suite = strings.Replace(suite, "SSL_", "TLS_", 1)
	for _, w := range weakSuites {
		if strings.Contains(suite, w.part) {
			return w.why
		}
	}
	return nil
}

// refusedSuite tells whether current clients refuse a suite altogether; those
// of static RSA with AES they still use.
func refusedSuite(suite string) bool {
	return !weakness(suite).Empty() && !(strings.HasPrefix(suite, "TLS_RSA_WITH_AES") || strings.HasPrefix(suite, "TLS_RSA_WITH_CAMELLIA"))
}

// unknownSuite tells whether a suite is none that a mail client offers, however strong
// it is: Camellia, ARIA and AES in the mode CCM (RFC 5932, 6209, 6655) are not among
// those of Windows, Apple's systems, Thunderbird and Android (package clients has the
// documents).
func unknownSuite(suite string) bool {
	return strings.Contains(suite, "_CAMELLIA_") || strings.Contains(suite, "_ARIA_") || strings.Contains(suite, "_CCM")
}

// stapleMissing: RFC 7633 §4.3.3 lets clients refuse a certificate that
// promises a stapled response where none came, or none that holds.
func stapleMissing(_ *checks.Facts, e *checks.Endpoint) *sight {
	if e.TLS == nil || !e.TLS.Completed || e.Judgement == nil || !e.Judgement.MustStaple {
		return nil
	}
	evidence := &checks.StapleMissingEvidence{MustStaple: true}
	s := &sight{
		detail:   say.S("Its certificate requires a fresh proof that it is not revoked (OCSP stapling), but the server sent none."),
		evidence: evidence,
		clause:   say.P("clause", "requires a fresh status proof (OCSP stapling) that the server does not send"),
		brief:    say.P("brief", "OCSP staple missing"),
		effect:   say.P("effect", "so some mail apps reject it"),
	}
	if len(e.TLS.OCSPStaple) > 0 {
		if e.Revocation == nil || e.Revocation.StapleProblem.Empty() {
			return nil
		}
		evidence.Staple = checks.Words(e.Revocation.StapleProblem)
		s.detail = say.Join(
			say.S("Its certificate requires a fresh proof that it is not revoked (OCSP stapling)."),
			say.S("The one that the server sends is not valid: {problem}.", say.Sub("problem", e.Revocation.StapleProblem)))
		s.clause = say.P("clause", "requires a fresh status proof (OCSP stapling), and the one that the server sends is not valid")
		s.brief = say.P("brief", "OCSP staple not valid")
	}
	s.detail = say.Join(s.detail, say.S("Thunderbird rejects such a server. Outlook accepts it."))
	return s
}

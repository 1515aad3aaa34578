package findings

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Strength: are keys, signatures, ciphers and versions ones that mail clients
// still use?
var strengthRules = []rule{
	{
		code: checks.MalformedCertificate, severity: checks.Critical,
		title:       "The certificate is not written correctly",
		steps:       []int{10},
		certificate: malformed,
		target:      nothingReadable,
	},
	{
		code: checks.UnsupportedKey, severity: checks.Critical,
		title:       "Mail clients cannot use the certificate's key",
		steps:       []int{10, 5},
		certificate: unsupportedKey,
	},
	{
		code: checks.WeakSignature, severity: checks.Critical,
		title:       "The certificate is signed in a way that is no longer safe",
		steps:       []int{10},
		certificate: weakSignature,
	},
	{
		code: checks.WeakKey, severity: checks.Warning,
		title:       "The key is shorter than it should be",
		steps:       []int{10},
		certificate: weakKey,
	},
	{
		code: checks.LegacyTLS, severity: checks.Critical,
		title:   "The server speaks only outdated versions of TLS",
		steps:   []int{5, 3, 10},
		address: legacyTLS,
	},
	{
		code: checks.WeakCipher, severity: checks.Warning,
		title:   "The server prefers weak encryption",
		steps:   []int{10, 5},
		address: weakCipher,
	},
	{
		code: checks.StapleMissing, severity: checks.Warning,
		title:   "The proof of validity that the certificate promises is missing",
		steps:   []int{10},
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
	problem := checks.Clean(m.Problem, maxReply)
	evidence := &checks.MalformedCertificateEvidence{Index: m.Index, Problem: checks.Words(say.Literal(problem)), Count: len(j.Malformed)}
	s := &sight{
		evidence: evidence,
		clause:   "is not written correctly (" + problem + ")",
		effect:   "so many mail clients refuse it",
		brief:    "malformed certificate",
	}
	who := "The server's certificate"
	if m.Cert != nil {
		evidence.Certificate = issuedTo(m.Cert)
		if !isLeaf(j, m.Cert) {
			who = "The certificate of " + issuedTo(m.Cert) + ", which the server sends,"
			s.clause = "comes with one that is not written correctly (" + problem + ")"
		}
	}
	s.detail = who + " breaks the rules of its format: " + problem + ". Some clients read it all the same, others end the connection."
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
		detail: "No certificate could be read from it.",
		whole:  "There is no certificate that could be read",
	}
}

func unsupportedKey(_ *checks.Facts, j *checks.Judgement) *sight {
	c := j.UnsupportedKey
	if c == nil {
		return nil
	}
	key := checks.Clean(c.Key, maxName)
	if key == "" {
		key = "unknown"
	}
	s := &sight{
		detail: "Its key is of the type " + key + ". Outlook and other mail clients work with RSA and the curves P-256, P-384 and P-521; " +
			"with this key they end the connection.",
		evidence: &checks.UnsupportedKeyEvidence{Certificate: issuedTo(c), Key: key},
		clause:   "has a key of the type " + key,
		brief:    "unsupported key (" + key + ")",
		effect:   "which mail clients cannot use",
	}
	if !isLeaf(j, c) {
		s.detail = "The authority " + issuedTo(c) + " signs with a key of the type " + key +
			". Outlook and other mail clients work with RSA and the curves P-256, P-384 and P-521 and cannot verify it."
		s.clause = "comes from " + issuedTo(c) + ", whose key is of the type " + key
	}
	return s
}

func weakSignature(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.WeakSignatures) == 0 {
		return nil
	}
	c := blamed(j, j.WeakSignatures)
	algorithm := checks.Clean(c.Signature, maxName)
	hash := algorithm
	for _, h := range []string{"SHA1", "MD5", "MD2"} {
		if strings.Contains(strings.ToUpper(strings.ReplaceAll(algorithm, "-", "")), h) {
			hash = strings.Replace(h, "SHA1", "SHA-1", 1)
			break
		}
	}
	s := &sight{
		detail:   "It is signed with " + hash + ", which can be forged today. Current mail clients refuse it.",
		evidence: &checks.WeakSignatureEvidence{Certificate: issuedTo(c), Signature: algorithm, Certificates: holders(j.WeakSignatures)},
		clause:   "is signed with " + hash,
		effect:   "which current mail clients refuse",
		brief:    "signed with " + hash,
	}
	if !isLeaf(j, c) {
		s.detail = "The certificate of the authority " + issuedTo(c) + " is signed with " + hash +
			", which can be forged today. Current mail clients refuse the chain."
		s.clause = "depends on " + issuedTo(c) + ", whose certificate is signed with " + hash
		s.effect = "so mail clients refuse it"
	}
	return s
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
	key := checks.Clean(c.Key, maxName)
	if key == "" {
		key = plural(c.KeyBits, "bit")
	}
	s := &sight{
		detail:   "Its key is " + key + "; 2048 bits is the least that is considered safe.",
		evidence: &checks.WeakKeyEvidence{Certificate: issuedTo(c), Key: key, Bits: c.KeyBits},
		clause:   "has a key of only " + plural(c.KeyBits, "bit"),
		brief:    "weak key (" + key + ")",
	}
	if !isLeaf(j, c) {
		s.detail = "The authority " + issuedTo(c) + " signs with the key " + key + "; 2048 bits is the least that is considered safe."
		s.clause = "comes from " + issuedTo(c) + ", whose key has only " + plural(c.KeyBits, "bit")
	}
	if c.KeyBits < criticalBits {
		s.severity = checks.Critical
		s.title = "The key is so short that clients refuse it"
		s.detail += " Mail clients refuse a key below 1024 bits."
		s.effect = "so mail clients refuse it"
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
	return &sight{
		detail: "The best version that it offers is " + name +
			". Windows 11, Microsoft 365, Thunderbird and phones want TLS 1.2 or newer and end the connection.",
		evidence: &checks.LegacyTLSEvidence{Version: best, Name: name},
		whole:    host(f) + " speaks nothing newer than " + name + ", which current mail clients refuse",
		brief:    "nothing newer than " + name,
	}
}

func weakCipher(f *checks.Facts, e *checks.Endpoint) *sight {
	// Every suite of SSL 3.0 is weak: legacy-tls says it all.
	if e.TLS == nil || e.TLS.CipherName == "" || e.TLS.Version == checks.SSL3 {
		return nil
	}
	why := weakness(e.TLS.CipherName)
	if why == "" {
		return nil
	}
	suite := checks.Clean(e.TLS.CipherName, maxName)
	evidence := &checks.WeakCipherEvidence{
		Cipher: suite, Reason: checks.Words(say.Literal(why)), Completed: e.TLS.Completed,
		KeyExchange: checks.Clean(e.TLS.KeyExchange, maxName), DHBits: max(e.TLS.DHBits, 0),
	}
	s := &sight{
		detail:   "It chose " + suite + " (" + why + "), although better encryption was offered.",
		evidence: evidence,
		whole:    host(f) + " works, but uses weak encryption (" + suite + ")",
	}
	group := ""
	if e.TLS.DHBits > 0 {
		group = " Its Diffie-Hellman group has " + plural(e.TLS.DHBits, "bit") + "."
	}
	s.detail += group
	if !e.TLS.Completed {
		s.title = "The server offers only weak encryption"
		s.detail = "It agrees to " + suite + " (" + why + ") and to nothing better that was offered." + group
	}
	return s
}

// weakSuites are parts of the IANA names of cipher suites, and what is wrong
// with them; the first that fits is told.
var weakSuites = []struct{ part, why string }{
	{"_NULL", "nothing is encrypted"},
	{"_anon_", "the server does not identify itself"},
	{"EXPORT", "made weak on purpose in the 1990s"},
	{"_RC4_", "RC4 is broken"},
	{"_RC2_", "RC2 is broken"},
	{"_DES_CBC", "DES is broken"},
	{"_DES40_", "DES is broken"},
	{"3DES_EDE", "triple DES is outdated"},
	{"_IDEA_", "IDEA is outdated"},
	{"_SEED_", "SEED is outdated"},
	{"TLS_RSA_WITH_", "recorded mail can be read once the server's key is known"},
	{"TLS_ECDH_RSA_", "recorded mail can be read once the server's key is known"},
	{"TLS_ECDH_ECDSA_", "recorded mail can be read once the server's key is known"},
	{"TLS_DH_", "recorded mail can be read once the server's key is known"},
	{"TLS_DHE_", "this key exchange is no longer offered by current clients"},
}

// weakness tells what is wrong with a cipher suite, "" if nothing is.
func weakness(suite string) string {
	suite = strings.Replace(suite, "SSL_", "TLS_", 1)
	for _, w := range weakSuites {
		if strings.Contains(suite, w.part) {
			return w.why
		}
	}
	return ""
}

// refusedSuite tells whether current clients refuse a suite altogether; those
// of static RSA with AES they still use.
func refusedSuite(suite string) bool {
	return weakness(suite) != "" && !(strings.HasPrefix(suite, "TLS_RSA_WITH_AES") || strings.HasPrefix(suite, "TLS_RSA_WITH_CAMELLIA"))
}

// stapleMissing: RFC 7633 §4.3.3 lets clients refuse a certificate that
// promises a stapled response where none came, or none that holds.
func stapleMissing(_ *checks.Facts, e *checks.Endpoint) *sight {
	if e.TLS == nil || !e.TLS.Completed || e.Judgement == nil || !e.Judgement.MustStaple {
		return nil
	}
	evidence := &checks.StapleMissingEvidence{MustStaple: true}
	s := &sight{
		detail: "It says that the server always sends a fresh proof that the certificate is not revoked (OCSP stapling), and the server sent none. " +
			"Thunderbird refuses such a server, Outlook does not.",
		evidence: evidence,
		clause:   "promises a stapled proof of validity that the server does not send",
		brief:    "promised staple missing",
		effect:   "so some clients refuse it",
	}
	if len(e.TLS.OCSPStaple) > 0 {
		if e.Revocation == nil || e.Revocation.StapleProblem == "" {
			return nil
		}
		s.detail = "It says that the server always sends a fresh proof that the certificate is not revoked (OCSP stapling). " +
			"The server sends one that is worth nothing: " + e.Revocation.StapleProblem + ". Thunderbird refuses such a server, Outlook does not."
		evidence.Staple = checks.Words(say.Literal(e.Revocation.StapleProblem))
		s.clause, s.brief = "promises a stapled proof of validity, and the one that the server sends is worth nothing", "promised staple useless"
	}
	return s
}

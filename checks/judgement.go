package checks

import (
	"crypto/x509"
	"time"

	"certdesk/checks/say"
)

// Trust is the answer to one question: does a path lead from the leaf to a
// trusted root, names and dates left aside?
type Trust string

// The answers.
const (
	// TrustOK: a path leads to a trusted root with the certificates that were sent.
	TrustOK Trust = "trusted"
	// TrustSelfSigned: the leaf's issuer is itself, its own key verifies it, and
	// it is in no trusted store.
	TrustSelfSigned Trust = "self-signed"
	// TrustUntrustedRoot: authorities were sent and the path ends in none that is trusted.
	TrustUntrustedRoot Trust = "untrusted-root"
	// TrustIncomplete: an authority is missing from what was sent (CompletedBy
	// tells whether it could be had), or the server sent only a leaf.
	TrustIncomplete Trust = "incomplete"
	// TrustInvalid: a path exists and breaks a rule of RFC 5280 §6: see Invalid.
	TrustInvalid Trust = "invalid"
	// TrustUnknown: nothing could be judged (no certificate, or no roots to judge by).
	TrustUnknown Trust = "unknown"
)

// Rootless tells whether there is a certificate that can be read, and no list of
// trusted roots to judge it by: nothing can then be said about its trust.
func (j *Judgement) Rootless() bool {
	return j != nil && j.Trust == TrustUnknown && j.Leaf != nil && j.Leaf.X509 != nil
}

// InvalidReason names the rule of RFC 5280 that a chain breaks.
type InvalidReason string

// The reasons.
const (
	InvalidNameConstraints InvalidReason = "name-constraints"    // §4.2.1.10
	InvalidPathLength      InvalidReason = "path-length"         // §4.2.1.9
	InvalidNotCA           InvalidReason = "not-a-ca"            // §4.2.1.9
	InvalidKeyUsage        InvalidReason = "key-usage"           // §4.2.1.3: keyCertSign missing
	InvalidCritical        InvalidReason = "critical-extension"  // §4.2: unknown and critical
	InvalidSignature       InvalidReason = "bad-signature"       // §6.1.3 (a)(1)
	InvalidAlgorithm       InvalidReason = "unknown-algorithm"   // §6.1.3 (a)(1): nobody can check it
	InvalidExtension       InvalidReason = "malformed-extension" // an extension breaks its own rules
	InvalidEmptyName       InvalidReason = "empty-name"          // §4.1.2.6: an authority without a name
	InvalidPolicy          InvalidReason = "policy"              // §6.1.5 (g): a policy is demanded, and the chain has none
	InvalidTooComplex      InvalidReason = "too-complex"         // path building gave up at its bound
)

// Invalid is one broken rule and the certificate that breaks it.
type Invalid struct {
	Reason InvalidReason
	Cert   *Certificate
	// Detail is a phrase, such as about the name outside the constraint.
	Detail say.Text
}

// NameReason tells why a certificate does not fit a name (RFC 9525 §6).
type NameReason string

// The reasons; NameOK is none.
const (
	NameOK            NameReason = ""
	NameOther         NameReason = "other"          // names others
	NameCNOnly        NameReason = "cn-only"        // no SAN at all, the CN fits
	NameNoSAN         NameReason = "no-san"         // no SAN at all, the CN does not fit either
	NameWildcardDepth NameReason = "wildcard-depth" // *.example.com does not cover a.b.example.com or example.com
	NameBadWildcard   NameReason = "bad-wildcard"   // ma*.x, *.*.x, *.com: never matched
	NameIPInDNS       NameReason = "ip-in-dns"      // an IP address written as a dNSName
	NameIPNotListed   NameReason = "ip-not-listed"  // asked by address, named by name
	NameBadSyntax     NameReason = "bad-syntax"     // the SAN has a trailing dot, a space, a Unicode label …
	NameUnread        NameReason = "unread"         // it is too broken to tell what it names
)

// Misnamed tells that the leaf does not carry the name, as far as it can be read.
func (j *Judgement) Misnamed() bool { return j.NameReason != NameOK && j.NameReason != NameUnread }

// Malformed is a certificate that breaks the encoding rules.
type Malformed struct {
	// Index is the place in what was sent.
	Index int
	Cert  *Certificate
	// Problem is a phrase: "the serial number is negative".
	Problem say.Text
}

// Note is something harmless that a strict Web PKI profile forbids; it is told
// as information, never as an alarm.
type Note struct {
	Cert    *Certificate
	Problem say.Text
	// Disputed: some mail client minds, and is told as such (client-disagreement).
	Disputed bool
}

// Judgement is what a chain of certificates means for one name at one moment.
// Every question is answered apart from the others, so that all faults are
// known together. Package chain makes it; it is not changed afterwards.
type Judgement struct {
	// Sent are the certificates in the order in which they were sent,
	// unparseable ones included (with what could be read).
	Sent []*Certificate
	// Leaf is the server's own certificate among Sent; nil if there is none.
	Leaf *Certificate
	// Path is the best path from the leaf on: to a trusted root if there is one,
	// else as far as issuers are known.
	Path []*Certificate

	// NameReason is NameOK when the leaf carries the name.
	NameReason NameReason
	// Presented are the names of the leaf: its SANs, or its CN if it has none.
	Presented []string

	Trust Trust
	// Invalid lists the broken rules; set exactly when Trust is TrustInvalid.
	Invalid []Invalid
	// CompletedBy tells, for TrustIncomplete, where the missing authority was
	// found: "aia", "known" or "none".
	CompletedBy string
	// Missing is the subject of the authority that was not sent, and MissingURL
	// where it was fetched, or else where the certificate says that it can be (AIA
	// caIssuers).
	Missing, MissingURL string
	// Fetched are the authorities that were found there, the nearest first;
	// FetchProblem is a phrase that says why nothing that leads further was found
	// ("it did not answer in time"); nothing if nobody looked.
	Fetched      []*Certificate
	FetchProblem say.Text
	// WrongIntermediate: authorities were sent in the place of the missing one
	// that do not belong to the path.
	WrongIntermediate bool
	// PublicRoot: the best path ends in a root of the Mozilla list.
	PublicRoot bool
	// Distrusted is the root the path ends in, if a list names it and accepts
	// nothing it issued after a date; nil if none.
	Distrusted *Certificate
	// Stores gives the answer for each store that holds roots: "trusted" or
	// "untrusted". Names do not count here, nor do the leaf's own dates; what leads
	// from it to a root of that store must be in its time.
	Stores map[string]string
	// OutdatedStores has, for stores that lead to a root only over a certificate
	// that is out of its time, that certificate.
	OutdatedStores map[string]*Certificate
	// CompletedStores are the same answers with the missing authorities that were
	// found, where Trust is TrustIncomplete and they were.
	CompletedStores map[string]string

	// Expired and NotYetValid are the certificates on the best path that are out
	// of their time. A trusted root is among them only where no other one will do;
	// a root that was sent and is not trusted never is.
	Expired, NotYetValid []*Certificate
	// EndsFirst is the certificate whose end leaves clients without a valid path:
	// of a trusted path the first to end, a trusted root included, for which no
	// other stands in; else the first to end of the best path, its root apart.
	EndsFirst *Certificate

	// WrongUsage: the leaf, or an authority on the path, may not be used for a
	// TLS server (extended key usage without serverAuth or any).
	WrongUsage bool
	// WrongUsageCert is the certificate that forbids it, and its usages by name.
	WrongUsageCert *Certificate
	Usages         []string
	// MustStaple: the leaf carries the TLS feature status_request (RFC 7633).
	MustStaple bool

	// WeakSignatures are certificates on the path (trusted roots apart) signed
	// with MD2, MD5 or SHA-1.
	WeakSignatures []*Certificate
	// UnsupportedSignatures are certificates on the path (trusted roots apart) that are
	// signed in a way that no mail client knows, such as SHA-224 or SHA-3.
	UnsupportedSignatures []*Certificate
	// WeakKeys are certificates on the path (trusted roots apart) with an RSA or
	// DSA key below 2048 bits.
	WeakKeys []*Certificate
	// UnsupportedKey is the certificate whose key type mail clients cannot use;
	// nil if none.
	UnsupportedKey *Certificate
	Malformed      []Malformed
	Notes          []Note

	// Cut: the list of certificates broke off on its way, so that it is not known what
	// was to follow.
	Cut bool
	// OutOfOrder: each certificate does not certify the one before it, though
	// the order could be put right. LeafNotFirst: the leaf is not the first.
	OutOfOrder, LeafNotFirst bool
	// Extra are sent certificates that the best path does not need; duplicates
	// are among them. A root that was sent and closes the path is no extra, but
	// RootSent says so. Withdrawn are those of them that were revoked.
	Extra     []*Certificate
	Withdrawn []*Certificate
	RootSent  bool
}

// Certificate is one certificate described as far as it can be read. The
// fields with JSON names are those of the report.
type Certificate struct {
	Subject string `json:"subject"`
	// IssuedTo and IssuedBy are what Windows shows as such: the common name, else
	// the organisation, else the first SAN.
	IssuedTo  string    `json:"issued_to"`
	IssuedBy  string    `json:"issued_by"`
	Issuer    string    `json:"issuer"`
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`
	// DaysLeft is the whole days between a moment and NotAfter, negative after
	// it, rounded towards zero as the words are: "expired 5 days ago" is -5.
	// Less than a day is 0 on both sides, so that NotAfter alone tells whether
	// the certificate has ended.
	DaysLeft int `json:"days_left"`
	// Serial is hexadecimal, upper case, with a leading "-" if negative.
	Serial string `json:"serial"`
	// SHA256 and SHA1 are lower-case hex digests of the DER (SHA1 is what
	// Windows calls the thumbprint).
	SHA256 string `json:"sha256"`
	SHA1   string `json:"sha1"`
	// Key and Signature in words: "RSA 2048", "ECDSA P-256", "Ed25519"; "SHA256-RSA".
	Key       string   `json:"key"`
	Signature string   `json:"signature"`
	SANs      []string `json:"sans"`
	// Sent and Role are set in the chain of a report.
	Sent bool   `json:"sent"`
	Role string `json:"role,omitempty"` // leaf, intermediate, root

	// KeyBits is the size of an RSA or DSA key, 0 for others.
	KeyBits int `json:"-"`
	// Raw is the DER as sent.
	Raw []byte `json:"-"`
	// X509 is nil where not even the tolerant parser gets that far.
	X509 *x509.Certificate `json:"-"`
}

package checks

import (
	"encoding/json"
	"fmt"
	"time"

	"certdesk/checks/say"
)

// The structs of evidence, one a code. Foreign text in them has been through
// say.Clean. What has omitempty is set only where it was seen.

// AtUser marks in Where what was found on the user's side.
const AtUser = "user"

// SiblingEvidence is another port of the same server, and whether its
// certificate passes.
type SiblingEvidence struct {
	SiblingEncryption string `json:"sibling_encryption"`
	SiblingPasses     bool   `json:"sibling_passes"`
	SiblingPort       int    `json:"sibling_port"`
}

// IntermittentEvidence is what some of the connections to an address met, and
// others did not.
type IntermittentEvidence struct {
	Connections  int  `json:"connections,omitempty"`
	Failed       int  `json:"failed,omitempty"`
	Intermittent bool `json:"intermittent,omitempty"`
}

// CertificateEvidence is the certificate that a time is about: its holder, its
// role, and the holders of all of which it is so.
type CertificateEvidence struct {
	Certificate  string   `json:"certificate"`
	Certificates []string `json:"certificates,omitempty"`
	Role         string   `json:"role,omitempty"`
	SHA256       string   `json:"sha256"`
}

// FetchEvidence is what came of looking for an authority that was not sent.
type FetchEvidence struct {
	FetchProblem Words    `json:"fetch_problem,omitempty"`
	Fetched      []string `json:"fetched,omitempty"`
	// Needed is the authority that should have been sent, Sent what was.
	Needed            string   `json:"needed,omitempty"`
	Sent              []string `json:"sent,omitempty"`
	URL               string   `json:"url,omitempty"`
	WrongIntermediate bool     `json:"wrong_intermediate"`
}

// ProductEvidence names the product whose built-in certificate it is ("Plesk").
type ProductEvidence struct {
	DefaultOf string `json:"default_of,omitempty"`
	// Router: it is a router, which answers in place of the server.
	Router bool `json:"router,omitempty"`
}

// UserEvidence is set where the fact was found on the user's side.
type UserEvidence struct {
	// Issuer is that of the certificate that is shown, ServerIssuer that of ours.
	Issuer       string `json:"issuer,omitempty"`
	ServerIssuer string `json:"server_issuer,omitempty"`
	Where        string `json:"where,omitempty"` // AtUser
}

// HostnameMismatchEvidence is that of hostname-mismatch.
type HostnameMismatchEvidence struct {
	ProductEvidence
	Presented      []string   `json:"presented"` // at most 20
	PresentedCount int        `json:"presented_count"`
	Reason         NameReason `json:"reason"`
	Requested      string     `json:"requested"`
	Suggested      string     `json:"suggested,omitempty"`
}

// NoSANEvidence is that of no-san.
type NoSANEvidence struct {
	CommonName string `json:"common_name"`
	Requested  string `json:"requested"`
}

// AutodiscoverMismatchEvidence is that of autodiscover-mismatch.
type AutodiscoverMismatchEvidence struct {
	Autodiscover string   `json:"autodiscover"`
	Presented    []string `json:"presented"`
}

// ExpiredEvidence is that of expired.
type ExpiredEvidence struct {
	CertificateEvidence
	DaysAgo  int       `json:"days_ago"`
	NotAfter time.Time `json:"not_after"`
}

// NotYetValidEvidence is that of not-yet-valid.
type NotYetValidEvidence struct {
	CertificateEvidence
	DaysUntil int       `json:"days_until"`
	NotBefore time.Time `json:"not_before"`
}

// ExpiringSoonEvidence is that of expiring-soon.
type ExpiringSoonEvidence struct {
	CertificateEvidence
	DaysLeft int       `json:"days_left"`
	NotAfter time.Time `json:"not_after"`
}

// LongValidityEvidence is that of long-validity.
type LongValidityEvidence struct {
	LifeDays  int       `json:"life_days"`
	LimitDays int       `json:"limit_days"`
	NotAfter  time.Time `json:"not_after"`
	NotBefore time.Time `json:"not_before"`
}

// SelfSignedEvidence is that of self-signed.
type SelfSignedEvidence struct {
	ProductEvidence
	IssuedTo string `json:"issued_to"`
	SHA1     string `json:"sha1"`
	SHA256   string `json:"sha256"`
}

// UntrustedRootEvidence is that of untrusted-root.
type UntrustedRootEvidence struct {
	ProductEvidence
	FetchEvidence
	Issuer string   `json:"issuer"`
	Root   string   `json:"root"`
	Stores []string `json:"stores"`
}

// IncompleteChainEvidence is that of incomplete-chain. Missing is the
// distinguished name of the authority, Authority its short one.
type IncompleteChainEvidence struct {
	ProductEvidence
	FetchEvidence
	Authority     string   `json:"authority"`
	CompletedBy   string   `json:"completed_by"` // aia, known, none
	Missing       string   `json:"missing"`
	NotRepairedBy []string `json:"not_repaired_by,omitempty"`
	RepairedBy    []string `json:"repaired_by,omitempty"`
}

// InvalidChainEvidence is that of invalid-chain. Reason is an InvalidReason, or
// StrictProfile.
type InvalidChainEvidence struct {
	Broken []BrokenRuleEvidence `json:"broken,omitempty"`
	Notes  []Words              `json:"notes,omitempty"`
	Reason InvalidReason        `json:"reason,omitempty"`
}

// StrictProfile is the reason where only the strictest rules are not kept.
const StrictProfile InvalidReason = "strict-profile"

// BrokenRuleEvidence is a rule and the certificate that breaks it.
type BrokenRuleEvidence struct {
	Certificate string        `json:"certificate"`
	Detail      Words         `json:"detail"`
	Reason      InvalidReason `json:"reason"`
}

// WrongUsageEvidence is that of wrong-usage.
type WrongUsageEvidence struct {
	Certificate string   `json:"certificate"`
	Usages      []string `json:"usages"`
}

// DistrustedCAEvidence is that of distrusted-ca. Reason is distrusted, key-leaked
// or development; Kind that of package intercept.
type DistrustedCAEvidence struct {
	UserEvidence
	Authority string    `json:"authority"`
	Kind      string    `json:"kind,omitempty"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Reason    string    `json:"reason"`
}

// InterceptedEvidence is that of intercepted. Kind is that of package intercept.
type InterceptedEvidence struct {
	UserEvidence
	Kind    string `json:"kind"`
	Product string `json:"product"`
}

// StoreDisagreementEvidence is that of store-disagreement.
type StoreDisagreementEvidence struct {
	Outdated    []string `json:"outdated,omitempty"`
	Root        string   `json:"root"`
	TrustedBy   []string `json:"trusted_by"`
	UntrustedBy []string `json:"untrusted_by"`
}

// ClientDisagreementEvidence is that of client-disagreement. Client, Rule and
// Source are of the first refusal.
type ClientDisagreementEvidence struct {
	Client   string            `json:"client"`
	Clients  []string          `json:"clients"`
	Refusals []RefusalEvidence `json:"refusals"`
	Rule     string            `json:"rule"`
	Rules    []string          `json:"rules"`
	Source   string            `json:"source"`
}

// RefusalEvidence is what one mail client refuses.
type RefusalEvidence struct {
	Client string `json:"client"`
	Rule   string `json:"rule"`
	Source string `json:"source"`
}

// ChainOrderEvidence is that of chain-order: the holders.
type ChainOrderEvidence struct {
	LeafNotFirst bool     `json:"leaf_not_first"`
	Order        []string `json:"order,omitempty"`
	Sent         []string `json:"sent"`
}

// ExtraCertificatesEvidence is that of extra-certificates.
type ExtraCertificatesEvidence struct {
	Count      int      `json:"count"`
	Duplicates []string `json:"duplicates"`
	Extra      []string `json:"extra"`
	RootSent   bool     `json:"root_sent"`
	Sent       int      `json:"sent"`
}

// RevokedEvidence is that of revoked.
type RevokedEvidence struct {
	Certificate string           `json:"certificate,omitempty"`
	OnHold      bool             `json:"on_hold,omitempty"` // the authority can take it back
	Reason      Words            `json:"reason,omitempty"`
	RevokedAt   time.Time        `json:"revoked_at,omitzero"`
	Role        string           `json:"role,omitempty"` // of the certificate in its chain
	SHA256      string           `json:"sha256,omitempty"`
	Source      RevocationSource `json:"source"`
	URL         string           `json:"url,omitempty"`
}

// RevocationUnavailableEvidence is that of revocation-unavailable.
type RevocationUnavailableEvidence struct {
	Certificate string               `json:"certificate,omitempty"`
	Reason      Words                `json:"reason"`
	SHA256      string               `json:"sha256,omitempty"`
	Source      RevocationSource     `json:"source,omitempty"`
	Staple      Words                `json:"staple,omitempty"`
	Unused      []UnusedListEvidence `json:"unused,omitempty"`
	URL         string               `json:"url,omitempty"`
}

// UnusedListEvidence is a revocation list that was given and not used.
type UnusedListEvidence struct {
	Issuer  string `json:"issuer"`
	Problem Words  `json:"problem"`
}

// StapleMissingEvidence is that of staple-missing. Staple is what is wrong with
// the one that came.
type StapleMissingEvidence struct {
	MustStaple bool  `json:"must_staple"`
	Staple     Words `json:"staple,omitempty"`
}

// WeakSignatureEvidence is that of weak-signature.
type WeakSignatureEvidence struct {
	Certificate  string   `json:"certificate"`
	Certificates []string `json:"certificates"`
	Signature    string   `json:"signature"`
}

// WeakKeyEvidence is that of weak-key.
type WeakKeyEvidence struct {
	Bits        int    `json:"bits"`
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
}

// WeakCipherEvidence is that of weak-cipher.
type WeakCipherEvidence struct {
	Cipher      string `json:"cipher"`
	Completed   bool   `json:"completed"`
	DHBits      int    `json:"dh_bits,omitempty"`
	KeyExchange string `json:"key_exchange,omitempty"`
	Reason      Words  `json:"reason"`
}

// LegacyTLSEvidence is that of legacy-tls.
type LegacyTLSEvidence struct {
	Name    string     `json:"name"`
	Version TLSVersion `json:"version"`
}

// UnsupportedKeyEvidence is that of unsupported-key.
type UnsupportedKeyEvidence struct {
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
}

// MalformedCertificateEvidence is that of malformed-certificate.
type MalformedCertificateEvidence struct {
	Certificate string `json:"certificate,omitempty"`
	Count       int    `json:"count"`
	Index       int    `json:"index"` // in what was sent
	Problem     Words  `json:"problem"`
}

// DNSFailureEvidence is that of dns-failure.
type DNSFailureEvidence struct {
	Guessed bool    `json:"guessed,omitempty"`
	Kind    DNSKind `json:"kind"`
	Name    string  `json:"name"`
}

// UnreachableEvidence is that of unreachable. Guessed: nobody named the server.
type UnreachableEvidence struct {
	*SiblingEvidence
	Address string `json:"address"`
	Cause   Cause  `json:"cause"`
	Guessed bool   `json:"guessed,omitempty"`
	Stage   Stage  `json:"stage,omitempty"`
}

// ServerRefusedEvidence is that of server-refused.
type ServerRefusedEvidence struct {
	*SiblingEvidence
	Address string `json:"address"`
	Cause   Cause  `json:"cause"`
	Reply   string `json:"reply"`
	Stage   Stage  `json:"stage,omitempty"`
}

// ProtocolEvidence is the protocol that is spoken, "" if it is not known; nil
// where only some connections met the fact.
type ProtocolEvidence struct {
	Protocol string `json:"protocol"`
}

// NotTLSEvidence is that of not-tls.
type NotTLSEvidence struct {
	*SiblingEvidence
	IntermittentEvidence
	*ProtocolEvidence
	Address  string `json:"address"`
	Greeting string `json:"greeting,omitempty"`
	Reply    string `json:"reply,omitempty"`
}

// STARTTLSNotOfferedEvidence is that of starttls-not-offered. Masked: a firewall
// on the way hides what the server offers.
type STARTTLSNotOfferedEvidence struct {
	*SiblingEvidence
	IntermittentEvidence
	*ProtocolEvidence
	Address string `json:"address"`
	Masked  bool   `json:"masked,omitempty"`
	Reply   string `json:"reply,omitempty"`
}

// WrongEncryptionModeEvidence is that of wrong-encryption-mode. Encryption is
// Found as mail clients call it.
type WrongEncryptionModeEvidence struct {
	Asked      bool   `json:"asked"`
	Encryption string `json:"encryption"`
	Expected   Mode   `json:"expected"`
	Found      Mode   `json:"found"`
	Port       int    `json:"port"`
}

// WrongProtocolEvidence is that of wrong-protocol: what the port is for, and what is
// spoken there, in the names of the protocols ("imap").
type WrongProtocolEvidence struct {
	Expected string `json:"expected"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
}

// TLSHandshakeFailedEvidence is that of tls-handshake-failed.
type TLSHandshakeFailedEvidence struct {
	IntermittentEvidence
	Address   string `json:"address"`
	Alert     *int   `json:"alert,omitempty"` // nil if none came
	AlertName string `json:"alert_name,omitempty"`
	// AskedBy is "name" or "address", and Name what was asked for, where the server
	// does not know it.
	AskedBy string          `json:"asked_by,omitempty"`
	Cipher  string          `json:"cipher,omitempty"`
	Group   string          `json:"group,omitempty"` // the one that the server insists on
	Name    string          `json:"name,omitempty"`
	Problem string          `json:"problem,omitempty"`
	Reason  HandshakeReason `json:"reason,omitempty"`
	Reply   string          `json:"reply,omitempty"`
	Version TLSVersion      `json:"version,omitempty"`
}

// LargeHelloBlockedEvidence is that of large-hello-blocked.
type LargeHelloBlockedEvidence struct {
	Address    string    `json:"address"`
	LargeHello HelloFate `json:"large_hello"`
	Sources    []string  `json:"sources"`
}

// ClientCertRequiredEvidence is that of client-certificate-required.
type ClientCertRequiredEvidence struct {
	Address string `json:"address"`
}

// SNIRequiredEvidence is that of sni-required. Leaf is what came without a name.
type SNIRequiredEvidence struct {
	Alert       int    `json:"alert,omitempty"`
	Leaf        string `json:"leaf_sha256,omitempty"`
	WithoutName string `json:"without_name"` // "failed", "another certificate"
}

// CertificateVariesEvidence is that of certificate-varies. By is key, version,
// key-and-version, server-name or connection. Refused are handshakes that were refused
// though another one shows that the server does what they ask.
type CertificateVariesEvidence struct {
	Address string `json:"address"`
	// AsksFirst is the type of key that a mail client asks for first.
	AsksFirst    map[string]string  `json:"asks_first,omitempty"`
	By           string             `json:"by"`
	Certificates []ShownCertificate `json:"certificates"`
	NotInOrder   []Words            `json:"not_in_order,omitempty"`
	Refused      []string           `json:"refused,omitempty"`
	Until        time.Time          `json:"not_in_order_until,omitzero"` // the end of the first of these
	Sources      []string           `json:"sources,omitempty"`
}

// ShownCertificate is one of several that an address shows.
type ShownCertificate struct {
	DaysLeft   int       `json:"days_left"`
	IssuedTo   string    `json:"issued_to"`
	Key        string    `json:"key"`
	LeafSHA256 string    `json:"leaf_sha256"`
	NotAfter   time.Time `json:"not_after"`
	Severity   Severity  `json:"severity"` // of what is wrong with it, "" for nothing
	ShownTo    []string  `json:"shown_to"`
}

// InconsistentServersEvidence is that of inconsistent-servers. Family is ipv4 or
// ipv6, where it alone fails.
type InconsistentServersEvidence struct {
	Failing []string        `json:"failing"`
	Family  string          `json:"family,omitempty"`
	Groups  []GroupEvidence `json:"groups"`
	Total   int             `json:"total"`
}

// GroupEvidence are addresses that show the same leaf, or none.
type GroupEvidence struct {
	Addresses  []string  `json:"addresses"`
	IssuedTo   string    `json:"issued_to,omitempty"`
	LeafSHA256 string    `json:"leaf_sha256,omitempty"`
	NotAfter   time.Time `json:"not_after,omitzero"`
}

// LookupFailedEvidence is that of lookup-failed.
type LookupFailedEvidence struct {
	Kind DNSKind `json:"kind"`
	Name string  `json:"name"`
}

// NotAllowedEvidence is that of not-allowed.
type NotAllowedEvidence struct {
	NotAllowed []string `json:"not_allowed"`
}

// NotTestedEvidence is that of not-tested. Cause is a Cause, or one of those below.
type NotTestedEvidence struct {
	Cause     Cause    `json:"cause"`
	NotTested []string `json:"not_tested,omitempty"`
	Total     int      `json:"total,omitempty"`
	Trust     Cause    `json:"trust,omitempty"`
	// ProxyReply is what a proxy answered that made no connection.
	ProxyReply string `json:"proxy_reply,omitempty"`
	// Unanswered are handshakes ("TLS 1.2 with RSA"), UnansweredAt where; Unasked are
	// those for which there was no connection left, UnaskedAt where.
	Unanswered   []string `json:"unanswered,omitempty"`
	UnansweredAt []string `json:"unanswered_at,omitempty"`
	Unasked      []string `json:"unasked,omitempty"`
	UnaskedAt    []string `json:"unasked_at,omitempty"`
	// WindowsUnknown: every handshake came to what Windows does not offer by default, and
	// whether the server takes what it offers was not found out.
	WindowsUnknown bool `json:"windows_unknown,omitempty"`
	// DANE is why it is not known whether there are TLSA records.
	DANE DNSKind `json:"dane,omitempty"`
}

// Causes for which a server was not tested that are none of a conversation's end.
const (
	CauseNoCertificate  Cause = "no-certificate"
	CauseNoAddress      Cause = "no-address"
	CauseNoTrustedRoots Cause = "no-trusted-roots"
	CauseNoAnswer       Cause = "no-answer"
	CauseTooMany        Cause = "too-many"
	CauseNoRoom         Cause = "no-connection-left"
)

// DANEMismatchEvidence is that of dane-mismatch. FittingRecord is what a record
// for the certificate would be. WeakerDigest: a record fits, and one with a stronger
// digest beside it does not.
type DANEMismatchEvidence struct {
	Address       string   `json:"address"`
	FittingRecord string   `json:"fitting_record,omitempty"`
	Name          string   `json:"name"`
	Problem       Words    `json:"problem"`
	Records       []string `json:"records"`
	WeakerDigest  bool     `json:"weaker_digest,omitempty"`
}

// MTASTSMismatchEvidence is that of mta-sts-mismatch.
type MTASTSMismatchEvidence struct {
	Address string   `json:"address,omitempty"`
	Domain  string   `json:"domain"`
	Listed  bool     `json:"listed"`
	Mode    string   `json:"mode"` // enforce, testing
	MX      []string `json:"mx"`
	Problem Words    `json:"problem,omitempty"`
}

// Words are words of ours in evidence. In JSON they are English: programs that
// read the contract have no language.
type Words say.Text

// String is the English.
func (w Words) String() string { return say.Text(w).String() }

// MarshalJSON writes the English.
func (w Words) MarshalJSON() ([]byte, error) { return json.Marshal(w.String()) }

// UnmarshalJSON reads it.
func (w *Words) UnmarshalJSON(data []byte) error {
	var english string
	if err := json.Unmarshal(data, &english); err != nil {
		return fmt.Errorf("reading words: %w", err)
	}
	*w = Words(say.Literal(english))
	return nil
}

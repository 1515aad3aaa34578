package checks

// Severity of a finding.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// Code names a finding. The codes are part of the outer contract: scripts and
// monitoring know them, so they are never renamed.
type Code string

// The codes by family. The severity beside each is the usual one; where a case
// changes it, the rule in package findings says why.
const (
	HostnameMismatch     Code = "hostname-mismatch"
	NoSAN                Code = "no-san"
	AutodiscoverMismatch Code = "autodiscover-mismatch"

	Expired      Code = "expired"
	NotYetValid  Code = "not-yet-valid"
	ExpiringSoon Code = "expiring-soon" // warning
	LongValidity Code = "long-validity" // info

	SelfSigned        Code = "self-signed"
	UntrustedRoot     Code = "untrusted-root"
	IncompleteChain   Code = "incomplete-chain"
	InvalidChain      Code = "invalid-chain"
	WrongUsage        Code = "wrong-usage"
	DistrustedCA      Code = "distrusted-ca"
	Intercepted       Code = "intercepted"
	StoreDisagreement Code = "store-disagreement" // warning
	ChainOrder        Code = "chain-order"        // info
	ExtraCertificates Code = "extra-certificates" // info

	Revoked               Code = "revoked"
	RevocationUnavailable Code = "revocation-unavailable" // info, critical in hard mode
	StapleMissing         Code = "staple-missing"         // warning

	WeakSignature        Code = "weak-signature"
	WeakKey              Code = "weak-key"
	WeakCipher           Code = "weak-cipher" // warning
	LegacyTLS            Code = "legacy-tls"
	UnsupportedKey       Code = "unsupported-key"
	MalformedCertificate Code = "malformed-certificate"

	DNSFailure          Code = "dns-failure"
	Unreachable         Code = "unreachable"
	ServerRefused       Code = "server-refused"
	NotTLS              Code = "not-tls"
	STARTTLSNotOffered  Code = "starttls-not-offered"
	WrongEncryptionMode Code = "wrong-encryption-mode"
	WrongProtocol       Code = "wrong-protocol" // warning
	TLSHandshakeFailed  Code = "tls-handshake-failed"
	ClientCertRequired  Code = "client-certificate-required" // info
	SNIRequired         Code = "sni-required"                // info
	InconsistentServers Code = "inconsistent-servers"

	// CertificateVaries: one address shows different certificates by key type,
	// TLS version or connection; info where all of them are in order, else as
	// grave as the worst.
	CertificateVaries  Code = "certificate-varies"
	ClientDisagreement Code = "client-disagreement" // warning
	LargeHelloBlocked  Code = "large-hello-blocked" // warning

	// Of our own side: what kept us from looking. They never blame the server.
	LookupFailed Code = "lookup-failed" // our name server does not answer
	NotAllowed   Code = "not-allowed"   // policy forbids the address: nothing was dialled
	NotTested    Code = "not-tested"    // info: no route from here, or the time was up

	DANEMismatch   Code = "dane-mismatch"    // warning
	MTASTSMismatch Code = "mta-sts-mismatch" // warning
)

package checks

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

// Evidence holds the values that a finding rests on: those of its code, and
// where the fact was seen. It is not changed once the finding is made.
//
// Its JSON is one object with sorted keys, part of the outer contract; the
// comment of package findings lists them.
type Evidence struct {
	// Of is a pointer to the struct of the finding's code (evidenceOf has the
	// table), or an OtherEvidence where it was read from JSON and is of another
	// kind. nil if there is none.
	Of any
	EvidenceScope
}

// EvidenceScope is where a fact was seen, where that is not everywhere.
type EvidenceScope struct {
	// Addresses are those that show it, where several were tested.
	Addresses []string `json:"addresses,omitempty"`
	// LeafSHA256 are the leaves of which it is so, and ShownTo the handshakes that
	// got one of them ("TLS 1.2 with RSA"), where an address shows several.
	LeafSHA256 []string `json:"leaf_sha256,omitempty"`
	ShownTo    []string `json:"shown_to,omitempty"`
}

// OtherEvidence is evidence of a code that is not known here, or in a form that
// is not: what another version of certdesk kept.
type OtherEvidence map[string]any

// EvidenceOf is the evidence as the struct T of its code, the zero T if it is
// another one.
func EvidenceOf[T any](e Evidence) T {
	if of, ok := e.Of.(*T); ok && of != nil {
		return *of
	}
	var none T
	return none
}

// IsZero tells whether there is no evidence.
func (e Evidence) IsZero() bool {
	return e.Of == nil && len(e.Addresses)+len(e.LeafSHA256)+len(e.ShownTo) == 0
}

// OfUser tells whether the fact was found on the user's side, not at the server.
func (e Evidence) OfUser() bool {
	switch of := e.Of.(type) {
	case *InterceptedEvidence:
		return of.Where == AtUser
	case *DistrustedCAEvidence:
		return of.Where == AtUser
	case OtherEvidence:
		return of["where"] == AtUser
	}
	return false
}

// Sometimes tells whether only some of the connections to an address met the
// fact.
func (e Evidence) Sometimes() bool {
	switch of := e.Of.(type) {
	case *NotTLSEvidence:
		return of.Intermittent
	case *STARTTLSNotOfferedEvidence:
		return of.Intermittent
	case *TLSHandshakeFailedEvidence:
		return of.Intermittent
	}
	return false
}

// Sibling is the other port of the server that was seen to answer; nil if none.
func (e Evidence) Sibling() *SiblingEvidence {
	switch of := e.Of.(type) {
	case *UnreachableEvidence:
		return of.SiblingEvidence
	case *ServerRefusedEvidence:
		return of.SiblingEvidence
	case *NotTLSEvidence:
		return of.SiblingEvidence
	case *STARTTLSNotOfferedEvidence:
		return of.SiblingEvidence
	}
	return nil
}

// MarshalJSON writes one object with sorted keys, null for none.
func (e Evidence) MarshalJSON() ([]byte, error) {
	if e.IsZero() {
		return []byte("null"), nil
	}
	out := make(map[string]json.RawMessage)
	for _, part := range []any{e.Of, e.EvidenceScope} {
		if part == nil {
			continue
		}
		data, err := json.Marshal(part)
		if err != nil {
			return nil, fmt.Errorf("writing evidence: %w", err)
		}
		values := make(map[string]json.RawMessage)
		if err := json.Unmarshal(data, &values); err != nil {
			return nil, fmt.Errorf("writing evidence: %w", err)
		}
		maps.Copy(out, values)
	}
	return json.Marshal(out)
}

// readEvidence takes what another version has written as it is.
func readEvidence(code Code, data json.RawMessage) Evidence {
	if len(data) == 0 || string(data) == "null" {
		return Evidence{}
	}
	var e Evidence
	of := evidenceOf(code)
	// sni-required has a text where the scope has a list.
	scoped := json.Unmarshal(data, &e.EvidenceScope) == nil || code == SNIRequired
	if of != nil && scoped && json.Unmarshal(data, of) == nil {
		e.Of = of
		return e
	}
	var other OtherEvidence
	if json.Unmarshal(data, &other) == nil && len(other) > 0 {
		return Evidence{Of: other}
	}
	return Evidence{}
}

// evidenceOf is a new struct for the evidence of a code, nil if it has none.
func evidenceOf(code Code) any {
	switch code {
	case HostnameMismatch:
		return new(HostnameMismatchEvidence)
	case NoSAN:
		return new(NoSANEvidence)
	case AutodiscoverMismatch:
		return new(AutodiscoverMismatchEvidence)
	case Expired:
		return new(ExpiredEvidence)
	case NotYetValid:
		return new(NotYetValidEvidence)
	case ExpiringSoon:
		return new(ExpiringSoonEvidence)
	case LongValidity:
		return new(LongValidityEvidence)
	case SelfSigned:
		return new(SelfSignedEvidence)
	case UntrustedRoot:
		return new(UntrustedRootEvidence)
	case IncompleteChain:
		return new(IncompleteChainEvidence)
	case InvalidChain:
		return new(InvalidChainEvidence)
	case WrongUsage:
		return new(WrongUsageEvidence)
	case DistrustedCA:
		return new(DistrustedCAEvidence)
	case Intercepted:
		return new(InterceptedEvidence)
	case StoreDisagreement:
		return new(StoreDisagreementEvidence)
	case ClientDisagreement:
		return new(ClientDisagreementEvidence)
	case ChainOrder:
		return new(ChainOrderEvidence)
	case ExtraCertificates:
		return new(ExtraCertificatesEvidence)
	case Revoked:
		return new(RevokedEvidence)
	case RevocationUnavailable:
		return new(RevocationUnavailableEvidence)
	case StapleMissing:
		return new(StapleMissingEvidence)
	case WeakSignature:
		return new(WeakSignatureEvidence)
	case WeakKey:
		return new(WeakKeyEvidence)
	case WeakCipher:
		return new(WeakCipherEvidence)
	case LegacyTLS:
		return new(LegacyTLSEvidence)
	case UnsupportedKey:
		return new(UnsupportedKeyEvidence)
	case MalformedCertificate:
		return new(MalformedCertificateEvidence)
	case DNSFailure:
		return new(DNSFailureEvidence)
	case Unreachable:
		return new(UnreachableEvidence)
	case ServerRefused:
		return new(ServerRefusedEvidence)
	case NotTLS:
		return new(NotTLSEvidence)
	case STARTTLSNotOffered:
		return new(STARTTLSNotOfferedEvidence)
	case WrongProtocol:
		return new(WrongProtocolEvidence)
	case WrongEncryptionMode:
		return new(WrongEncryptionModeEvidence)
	case TLSHandshakeFailed:
		return new(TLSHandshakeFailedEvidence)
	case LargeHelloBlocked:
		return new(LargeHelloBlockedEvidence)
	case ClientCertRequired:
		return new(ClientCertRequiredEvidence)
	case SNIRequired:
		return new(SNIRequiredEvidence)
	case CertificateVaries:
		return new(CertificateVariesEvidence)
	case InconsistentServers:
		return new(InconsistentServersEvidence)
	case LookupFailed:
		return new(LookupFailedEvidence)
	case NotAllowed:
		return new(NotAllowedEvidence)
	case NotTested:
		return new(NotTestedEvidence)
	case DANEMismatch:
		return new(DANEMismatchEvidence)
	case MTASTSMismatch:
		return new(MTASTSMismatchEvidence)
	}
	return nil
}

// EvidenceTime is a time as evidence has it: RFC 3339, in UTC, to the second.
func EvidenceTime(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

package checks

// Records is an answer of the name system.
type Records[T any] struct {
	Items []T
	// Authenticated: the resolver says that it validated the answer (AD bit,
	// RFC 6840 §5.8), and the way to the resolver can be trusted.
	Authenticated bool
	// Failure is empty where the name exists with such records; DNSNoAddress
	// where the name has none of this type.
	Failure DNSKind
	// Canonical is the name at the end of the aliases (CNAME), "" if there are none.
	Canonical string
}

// SRV is a service's place (RFC 2782). Target has no trailing dot; "" is the
// root, which says that the service is not offered.
type SRV struct {
	Target                 string
	Port, Priority, Weight int
}

// MX is a mail exchanger (RFC 5321 §5). Host has no trailing dot; "" is the
// null MX of RFC 7505.
type MX struct {
	Host       string
	Preference int
}

// TLSA binds a certificate to a name (RFC 6698 §2.1).
type TLSA struct {
	Usage, Selector, MatchingType uint8
	Data                          []byte
}

// CAA says which authorities may issue (RFC 8659).
type CAA struct {
	Critical   bool
	Tag, Value string
}

// DNSKind tells the failures of name resolution apart.
type DNSKind string

// The kinds.
const (
	DNSNotFound  DNSKind = "not-found"  // NXDOMAIN: no such name
	DNSNoAddress DNSKind = "no-address" // the name exists without A or AAAA
	DNSServFail  DNSKind = "servfail"   // the domain's name servers gave no usable answer
	DNSBogus     DNSKind = "dnssec"     // the domain's signatures do not hold (RFC 4035 §5.5)
	DNSTimeout   DNSKind = "timeout"    // the domain's name servers did not answer in time
	DNSLoop      DNSKind = "loop"       // CNAME loop

	// Of our own side: they say nothing of the name. See Ours.
	DNSRefused        DNSKind = "refused"         // our own name server refuses to answer
	DNSResolverSilent DNSKind = "resolver-silent" // it does not answer, not even a control question
	DNSResolverFails  DNSKind = "resolver-fails"  // it fails to answer a control question as well
	DNSCutShort       DNSKind = "cut-short"       // the time was up before it could be asked
)

// Ours tells whether the look-up failed on our own side.
func (k DNSKind) Ours() bool {
	switch k {
	case DNSRefused, DNSResolverSilent, DNSResolverFails, DNSCutShort:
		return true
	}
	return false
}

// NameInDoubt tells whether the failure says that the name may be wrong.
func (k DNSKind) NameInDoubt() bool { return k == DNSNotFound || k == DNSNoAddress }

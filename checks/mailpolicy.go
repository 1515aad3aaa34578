package checks

import "certdesk/checks/say"

// MailPolicy is what a domain publishes about mail to it, for a server that
// takes mail from other servers (SMTP on port 25). Package mailpolicy makes it.
type MailPolicy struct {
	// DANE is nil where no TLSA record was found in a validated answer
	// (RFC 7672 §2.2): what is not validated says nothing.
	DANE *DANE
	// DANEUnknown is why it is not known whether there are such records; "" where it is.
	DANEUnknown DNSKind
	// MTASTS is nil where the domain publishes no policy.
	MTASTS *MTASTS
	// CAA are the records that apply to the name, for information.
	CAA []CAA
}

// DANE is how the records fit what the addresses sent.
type DANE struct {
	// Name is where the records stand: _25._tcp.mail.example.com.
	Name    string
	Records []TLSA
	// Matches tells for each endpoint of the facts, in their order, whether a
	// usable record fits. Usable is false where no record can be used for SMTP.
	Matches []bool
	Usable  bool
	// Problems tell for each endpoint why no record fits, as phrases about its
	// certificate; nothing where one fits or nothing was sent.
	Problems []say.Text
	// Weaker tells for each endpoint that its problem is a matter of digests alone: a
	// record fits, and one with a stronger digest beside it does not (RFC 7671 §9).
	Weaker []bool
	// Shown and ShownWeaker tell the same of the endpoints' further chains, in their
	// order.
	Shown       [][]say.Text
	ShownWeaker [][]bool
}

// MTASTS is a policy (RFC 8461) and how the server fits it.
type MTASTS struct {
	Domain, Mode string // Mode: enforce, testing, none
	MX           []string
	// Problem is why the policy cannot be used, as a phrase; nothing if it can.
	// Ours tells that this may be so from here alone: senders may well read it.
	Problem say.Text
	Ours    bool
	// Listed: the host is among the policy's mx patterns.
	Listed bool
}

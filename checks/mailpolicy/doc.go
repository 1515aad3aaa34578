// Package mailpolicy finds out what a domain publishes about mail to it, and
// whether a server fits: DANE (which certificates other mail servers accept),
// MTA-STS (which servers take the domain's mail, with valid certificates) and
// CAA (which authorities may issue, for information). It is for servers that
// take mail from other servers, on port 25: mail clients look at none of this.
//
// What is not sure says nothing. A TLSA record counts only in a validated
// answer and beside validated addresses; records that SMTP cannot use are left
// aside; a policy that cannot be had or read is told as such and breaks
// nothing. Only a record or a policy that is in force and that the server does
// not fit is a mismatch.
//
// The way through:
//
//	check.go       Ask puts all questions side by side, without the server's help,
//	               so that it can run beside the handshakes; Fit compares
//	dane.go        TLSA records and what the addresses sent
//	tlsa.go        one record and one certificate
//	anchor.go      a chain below an authority that a record names
//	domain.go      which domain's mail the server takes
//	mtasts.go      the domain's policy is fetched
//	policytext.go  what the record and the policy say
//
// Sources: RFC 6698, 7671 and 7672 (DANE), RFC 8461 (MTA-STS), RFC 8659 (CAA).
package mailpolicy

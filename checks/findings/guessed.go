package findings

import "certdesk/checks"

// unguessed is what is told where nobody says which servers a mail domain has
// and none of the usual names answers: not that the domain is no server, which
// nobody said, but that the name in the account is wanted. nil where the server
// was named by a person, or the domain does not exist.
func unguessed(f *checks.Facts) *sight {
	if !f.Target.Guessed || f.DNS != nil && f.DNS.Failure != "" && f.DNS.Failure != checks.DNSNoAddress {
		return nil
	}
	return &sight{
		title: "The mail server of this address is not known",
		detail: "Neither the records of " + host(f) + " nor the usual names (imap., mail., smtp., pop.) lead to a mail server. " +
			"The account has the name of its server in its settings.",
		whole: "No mail server was found for " + host(f) + "; tell the server name that stands in the account",
		brief: "no mail server found",
		steps: []int{2, 10},
	}
}

package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// unguessed is what is told where nobody says which servers a mail domain has
// and none of the usual names answers: not that the domain is no server, which
// nobody said, but that the name in the account is wanted. nil where the server
// was named by a person, or the domain does not exist. The evidence is the
// caller's.
func unguessed(f *checks.Facts) *sight {
	if !f.Target.Guessed || f.DNS != nil && f.DNS.Failure != "" && f.DNS.Failure != checks.DNSNoAddress {
		return nil
	}
	return &sight{
		title: say.S("The mail server of this address is not known"),
		detail: say.Join(
			say.S("Neither the DNS records of {host} nor the usual names (imap., mail., smtp., pop.) lead to a mail server.", hostIn(f)),
			say.S("The account settings in the mail app contain the server name.")),
		whole: say.S("No mail server was found for {host}. Enter the server name from the account settings.", hostIn(f)),
		brief: say.P("brief", "no mail server found"),
		steps: []int{checks.StepNames, checks.StepContact},
	}
}

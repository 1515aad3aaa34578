package fixes

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// For words steps without a case: for an error text of which no server is known
// yet. Values that a case would give are named as what to look up; where a step
// would point at an answer that is not there, it has words of its own.
func For(l *Language, numbers []int) []checks.Step {
	s := &Situation{}
	var out []checks.Step
	for _, n := range known(numbers) {
		step := l.step(n, whole, s, "")
		if own, ok := l.NoCase[n]; ok {
			step.Actions = say.Literals(own)
		}
		out = append(out, step)
	}
	return out
}

// englishNoCase are the actions of steps that would else speak of a report, or
// of settings that somebody has to look up: those of convention (RFC 8314 §3)
// are called the usual ones.
var englishNoCase = map[int][]string{
	1: {
		"When the warning appears, click View Certificate.",
		"General tab: read “Issued to”, “Issued by” and “Valid from … to …”.",
		"Details tab: read Subject Alternative Name (all names) and Thumbprint.",
		"The server name in the account must be among the names, and today must lie between the two dates.",
		"New Outlook: it does not show the certificate; look from Outlook (classic).",
	},
	3: {
		"File > Account Settings > Server Settings.",
		"Usual for incoming mail with IMAP: port 993 with SSL/TLS, or 143 with STARTTLS.",
		"Usual for incoming mail with POP: port 995 with SSL/TLS, or 110 with STARTTLS.",
		"Usual for outgoing mail: port 465 with SSL/TLS, or 587 with STARTTLS.",
		"These are the usual ones and not this account's own: where your provider says otherwise, that counts. Save, then restart Outlook.",
		"New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Advanced settings.",
	},
	7: {
		"Gentler, and enough as a rule: Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add, and set the account up in the new profile.",
		"Else: File > Account Settings > Account Settings, select the account, Remove.",
		"Restart Outlook, then File > Add Account.",
		"Enter the servers, ports and encryption that the account had before.",
		"New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Remove, then Add account.",
	},
}

package findings

import "certdesk/checks"

// autodiscoverSteps: nobody enters the Autodiscover server into an account, so
// there is nothing to change there.
var autodiscoverSteps = []int{1, 10}

// Discovery: the server that tells Outlook the settings of a mailbox.
var discoveryRules = []rule{
	{
		code: checks.AutodiscoverMismatch, severity: checks.Critical,
		title:       "Outlook's Autodiscover meets a certificate for another name",
		steps:       autodiscoverSteps,
		certificate: autodiscoverMismatch,
	},
}

// autodiscoverMismatch stands beside hostname-mismatch: the same fact, and what
// it means where Outlook asks for settings ([MS-OXDISCO] §3.1.5). A name that
// stands in the old place alone is none: Outlook on Windows still looks there.
func autodiscoverMismatch(f *checks.Facts, j *checks.Judgement) *sight {
	if !f.Target.Autodiscover || j.NameReason == checks.NameOK || j.NameReason == checks.NameCNOnly {
		return nil
	}
	name := shownName(f.Name)
	return &sight{
		detail:   "Outlook asks " + name + " for the settings of the mailbox, and shows its warning for that certificate, also where the mail servers themselves are fine.",
		evidence: &checks.AutodiscoverMismatchEvidence{Autodiscover: f.Name, Presented: shownNames(capped(j.Presented, 20))},
		brief:    "Autodiscover with a certificate for another name",
	}
}

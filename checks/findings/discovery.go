package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// autodiscoverSteps: nobody enters the Autodiscover server into an account, so
// there is nothing to change there.
var autodiscoverSteps = []int{checks.StepVerify, checks.StepContact}

// Discovery: the server that tells Outlook the settings of a mailbox.
var discoveryRules = []rule{
	{
		code: checks.AutodiscoverMismatch, severity: checks.Critical,
		title:       say.S("Outlook's Autodiscover finds a certificate for a different name"),
		steps:       autodiscoverSteps,
		certificate: autodiscoverMismatch,
	},
}

// autodiscoverMismatch is told beside hostname-mismatch: it says what a wrong name means
// where Outlook asks for settings ([MS-OXDISCO] §3.1.5). A name in the subject's common
// name alone is no mismatch, because Outlook on Windows still looks there.
func autodiscoverMismatch(f *checks.Facts, j *checks.Judgement) *sight {
	if !f.Target.Autodiscover || !j.Misnamed() || j.NameReason == checks.NameCNOnly {
		return nil
	}
	return &sight{
		detail: say.S("Outlook asks {host} for the settings of the mailbox. It shows its warning for that certificate even if the mail servers are fine.",
			say.Host("host", f.Name)),
		evidence: &checks.AutodiscoverMismatchEvidence{Autodiscover: f.Name, Presented: shownNames(capped(j.Presented, 20))},
		brief:    say.P("brief", "Autodiscover certificate has a different name"),
	}
}

package adaptertest

import (
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// moment is a text that is worded already, with a time in it.
func moment(before string, at time.Time, after string) say.Text {
	return say.Text{{Runs: []say.Run{
		{Kind: say.RunWords, Text: before}, {Kind: say.RunMoment, Text: at.UTC().Format("2 January 2006 at 15:04 UTC"), At: at, Between: "at"}, {Kind: say.RunWords, Text: after},
	}}}
}

// Replies are one of each kind, for golden files.
func Replies() map[string]bot.Reply {
	looked := time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC)
	return map[string]bot.Reply{
		"diagnosis": {
			Tone:     bot.Bad,
			Headline: say.Literal("imap.corp.com presents a certificate for mail.hoster.example, so Outlook warns."),
			Facts: []bot.Fact{
				{Label: say.Literal("Issued to"), Value: say.Literal("mail.hoster.example"), Tone: bot.Bad}, {Label: say.Literal("Issued by"), Value: say.Literal("R11 (Let's Encrypt)")},
				{Label: say.Literal("Valid until"), Value: moment("", time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC), "")},
			},
			Findings:   []bot.Finding{{Tone: bot.Bad, Title: say.Literal("The name does not match"), Detail: say.Literal("imap.corp.com is not on the certificate.")}},
			StepsTitle: say.Literal("What to do, in this order:"),
			Steps: []bot.Step{
				{Number: 2, Title: say.Literal("Check incoming and outgoing server names"), Why: say.Literal("mail.hoster.example is on the certificate."), Actions: []say.Text{say.Literal("Open File > Account Settings."), say.Literal("Change the server to mail.hoster.example.")}},
				{Number: 9, Title: say.Literal("Accept the certificate only if you trust the server"), Caution: say.Literal("Ask the administrator first."), Actions: []say.Text{say.Literal("Choose Yes.")}},
			},
			Actions: []bot.Action{
				{Name: "recheck", Value: "a1 imap.corp.com:993", Label: say.Literal("Check again")}, {Name: "walk", Value: "a1", Label: say.Literal("Walk me through it"), Tone: bot.Good},
				{Name: "forget", Value: "a1", Label: say.Literal("Forget"), Tone: bot.Bad, Confirm: say.Literal("Forget this answer?")},
			},
			Footnote: moment("Checked on ", looked, "."),
		},
		"usage":   {Audience: bot.Asker, Headline: say.Literal("No server is named."), Items: []bot.Item{{Code: "/certcheck imap.corp.com:993", Text: say.Literal("for example")}}},
		"working": {Working: true, Headline: say.Literal("Checking imap.corp.com …")},
		"list": {Headline: say.Literal("This channel watches 2 servers."), Items: []bot.Item{
			{Tone: bot.Good, Code: "mail.corp.com:993", Text: say.Literal("fine until 3 March 2027")},
			{Tone: bot.Bad, Code: "old.corp.com:465", Text: say.Literal("expired"), Action: &bot.Action{Name: "recheck", Value: "b2", Label: say.Literal("Check again")}},
		}, Footnote: say.Literal("Overview: weekdays 09:00 Europe/Berlin.")},
		"code": {Headline: say.Literal("The chain."), Code: []bot.Code{{Title: say.Literal("To see it with OpenSSL:"), Text: "openssl s_client \\\n  -connect imap.corp.com:993"}},
			Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}},
		"alert": {
			Tone: bot.Warning, Headline: say.Literal("The certificate of imap.corp.com:993 ends in 14 days, on 7 December 2026."),
			Facts:   []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.corp.com")}, {Label: say.Literal("Issued by"), Value: say.Literal("R10")}, {Label: say.Literal("Valid until"), Value: say.Literal("7 December 2026")}},
			Items:   []bot.Item{{Code: "imap.corp.com:993", Text: say.Literal("Note: renew with the hoster")}},
			Actions: noticeButtons(),
			Image:   &bot.Image{Name: "ends.png", Alt: say.Literal("imap.corp.com:993 ends in 14 days."), PNG: []byte("PNG")},
		},
		"digest": {
			Tone: bot.Warning, Headline: say.Literal("3 servers of this channel: 1 needs attention, and 1 certificate ends within 30 days."),
			Items: []bot.Item{
				{Tone: bot.Bad, Code: "old.corp.com:465", Text: say.Literal("The certificate of old.corp.com has expired.")},
				{Tone: bot.Warning, Code: "imap.corp.com:993", Text: say.Literal("ends on 7 December 2026, in 14 days")},
			},
			Image:    &bot.Image{Name: "certificates.png", Alt: say.Literal("old.corp.com:465 has ended. imap.corp.com:993 ends in 14 days."), PNG: []byte("PNG")},
			Footnote: say.Literal("This overview comes weekdays 09:00 Europe/Berlin. /certwatch schedule changes that."),
		},
		"walk": {
			Headline: say.Literal("imap.corp.com presents a certificate for another name. Step 1 of 4:"),
			Steps:    []bot.Step{{Number: 2, Title: say.Literal("Check incoming and outgoing server names"), Why: say.Literal("mail.hoster.example is on the certificate."), Actions: []say.Text{say.Literal("Open File > Account Settings."), say.Literal("Choose Change.")}}},
			Items:    []bot.Item{{Text: say.Literal("Left out: 6 Check system date and time. The clock is right.")}},
			Actions: []bot.Action{
				{Name: "walk-done", Value: "w1 0", Label: say.Literal("Done: it works"), Tone: bot.Good}, {Name: "walk-next", Value: "w1 0", Label: say.Literal("Still the same: next step")},
				{Name: "walk-back", Value: "w1 0", Label: say.Literal("Back")}, {Name: "walk-ask", Value: "w1 0", Label: say.Literal("Ask a human")},
			},
			Footnote: say.Literal("imap.corp.com:993"), Audience: bot.Asker,
		},
		"escalation": {
			Tone: bot.Bad, Headline: say.Literal("Anna asks for help with imap.corp.com:993."),
			Facts:    []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.hoster.example"), Tone: bot.Bad}, {Label: say.Literal("On the PC"), Value: say.Literal("issued by Zscaler Root CA (Zscaler)"), Tone: bot.Bad}},
			Findings: []bot.Finding{{Tone: bot.Bad, Title: say.Literal("imap.corp.com presents a certificate for another name.")}, {Tone: bot.Warning, Title: say.Literal("TLS 1.0 is on"), Detail: say.Literal("The server still takes it.")}},
			Code:     []bot.Code{{Title: say.Literal("To see it with OpenSSL:"), Text: "openssl s_client -connect imap.corp.com:993"}},
			Files:    []bot.File{{Name: "certdesk-report.txt", Data: []byte("Report")}},
			Footnote: moment("Asked on ", looked, " in slack/C2."),
		},
		"confirmed": {Tone: bot.Good, Headline: say.Literal("This channel now watches mail.corp.com and is told before its certificate ends.")},
		"refused":   {Audience: bot.Asker, Tone: bot.Warning, Headline: say.Literal("The watches cannot be reached just now, so nothing was changed. Please try again in a minute.")},
	}
}

func noticeButtons() []bot.Action {
	return []bot.Action{
		{Name: "notice-check", Value: "n1", Label: say.Literal("Check now")}, {Name: "notice-details", Value: "n1", Label: say.Literal("Details")},
		{Name: "notice-snooze", Value: "n1", Label: say.Literal("Snooze 7 days")}, {Name: "notice-handled", Value: "n1", Label: say.Literal("Acknowledge"), Tone: bot.Good},
	}
}

// Everywhere is a reply with a stranger's text in each place.
func Everywhere(s string) bot.Reply {
	return bot.Reply{
		Tone: bot.Bad, Headline: say.Literal(s), StepsTitle: say.Literal(s), Footnote: say.Literal(s),
		Facts:    []bot.Fact{{Label: say.Literal(s), Value: say.Literal(s), Tone: bot.Bad}},
		Findings: []bot.Finding{{Title: say.Literal(s), Detail: say.Literal(s)}},
		Steps:    []bot.Step{{Number: 1, Title: say.Literal(s), Why: say.Literal(s), Caution: say.Literal(s), Actions: []say.Text{say.Literal(s)}}},
		Items:    []bot.Item{{Code: s, Text: say.Literal(s)}, {Text: say.Literal(s), Action: &bot.Action{Name: "a", Value: "b", Label: say.Literal(s), Confirm: say.Literal(s)}}},
		Code:     []bot.Code{{Title: say.Literal(s), Text: s}},
		Actions:  []bot.Action{{Name: "x", Value: "y", Label: say.Literal(s), Confirm: say.Literal(s)}},
	}
}

// LongReplies have one long text each, in every place where a text can stand; they are
// named after it.
func LongReplies(long say.Text) map[string]bot.Reply {
	return map[string]bot.Reply{
		"headline": {Headline: long}, "label": {Facts: []bot.Fact{{Label: long}}}, "value": {Facts: []bot.Fact{{Value: long}}}, "footnote": {Footnote: long},
		"item": {Items: []bot.Item{{Text: long}}}, "code of an item": {Items: []bot.Item{{Code: long.String()}}},
		"item with a button": {Items: []bot.Item{{Text: long, Action: &bot.Action{Name: "n"}}}},
		"code of one":        {Items: []bot.Item{{Code: long.String(), Action: &bot.Action{Name: "n"}}}},
		"finding":            {Findings: []bot.Finding{{Title: long}}}, "its detail": {Findings: []bot.Finding{{Title: say.Literal("t"), Detail: long}}},
		"steps": {StepsTitle: long, Steps: []bot.Step{{Number: 1, Title: say.Literal("t"), Why: say.Literal("w")}}}, "step": {Steps: []bot.Step{{Title: long, Why: say.Literal("w")}}},
		"why": {Steps: []bot.Step{{Title: say.Literal("t"), Why: long}}}, "caution": {Steps: []bot.Step{{Title: say.Literal("t"), Caution: long}}},
		"action": {Steps: []bot.Step{{Title: say.Literal("t"), Actions: []say.Text{long}}}}, "title of code": {Code: []bot.Code{{Title: long, Text: "x"}}},
		"who acts": {Act: long}, "cure": {Cure: &bot.Step{Title: long}}, "why of the cure": {Cure: &bot.Step{Why: long}}, "its caution": {Cure: &bot.Step{Caution: long}}, "its path": {Cure: &bot.Step{Actions: []say.Text{long}}},
		"other steps": {Act: say.Literal("a"), StepsTitle: long, Steps: []bot.Step{{Number: 1, Title: say.Literal("t")}}}, "other step": {Act: say.Literal("a"), Steps: []bot.Step{{Number: 1, Title: long}}},
		"value below": {Act: say.Literal("a"), Facts: []bot.Fact{{Label: say.Literal("l"), Value: long}}}, "label below": {Act: say.Literal("a"), Facts: []bot.Fact{{Label: long}}}, "fault below": {Act: say.Literal("a"), Findings: []bot.Finding{{Title: long}}},
	}
}

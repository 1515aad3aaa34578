package adaptertest

import "certdesk/bot"

// Replies are one of each kind, for golden files.
func Replies() map[string]bot.Reply {
	return map[string]bot.Reply{
		"diagnosis": {
			Tone:     bot.Bad,
			Headline: "imap.corp.com presents a certificate for mail.hoster.example, so Outlook warns.",
			Facts: []bot.Fact{
				{Label: "Issued to", Value: "mail.hoster.example", Tone: bot.Bad}, {Label: "Issued by", Value: "R11 (Let's Encrypt)"},
				{Label: "Valid until", Value: "3 March 2027 at 10:00 UTC"},
			},
			Findings:   []bot.Finding{{Tone: bot.Bad, Title: "The name does not match", Detail: "imap.corp.com is not on the certificate."}},
			StepsTitle: "What to do, in this order:",
			Steps: []bot.Step{
				{Number: 2, Title: "Check incoming and outgoing server names", Why: "mail.hoster.example is on the certificate.", Actions: []string{"Open File > Account Settings.", "Change the server to mail.hoster.example."}},
				{Number: 9, Title: "Accept the certificate only if you trust the server", Caution: "Ask the administrator first.", Actions: []string{"Choose Yes."}},
			},
			Actions: []bot.Action{
				{Name: "recheck", Value: "a1 imap.corp.com:993", Label: "Check again"}, {Name: "walk", Value: "a1", Label: "Walk me through it", Tone: bot.Good},
				{Name: "forget", Value: "a1", Label: "Forget", Tone: bot.Bad, Confirm: "Forget this answer?"},
			},
			Footnote: "Checked on 23 November 2026 at 19:00 UTC.",
		},
		"usage":   {Audience: bot.Asker, Headline: "No server is named.", Items: []bot.Item{{Code: "/certcheck imap.corp.com:993", Text: "for example"}}},
		"working": {Working: true, Headline: "Checking imap.corp.com …"},
		"list": {Headline: "This channel watches 2 servers.", Items: []bot.Item{
			{Tone: bot.Good, Code: "mail.corp.com:993", Text: "fine until 3 March 2027"},
			{Tone: bot.Bad, Code: "old.corp.com:465", Text: "expired", Action: &bot.Action{Name: "recheck", Value: "b2", Label: "Check again"}},
		}, Footnote: "Overview: weekdays 09:00 Europe/Berlin."},
		"code": {Headline: "The chain.", Code: []bot.Code{{Title: "To see it with OpenSSL:", Text: "openssl s_client \\\n  -connect imap.corp.com:993"}},
			Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}},
		"alert": {
			Tone: bot.Warning, Headline: "The certificate of imap.corp.com:993 ends in 14 days, on 7 December 2026.",
			Facts:   []bot.Fact{{Label: "Issued to", Value: "mail.corp.com"}, {Label: "Issued by", Value: "R10"}, {Label: "Valid until", Value: "7 December 2026"}},
			Items:   []bot.Item{{Code: "imap.corp.com:993", Text: "Note: renew with the hoster"}},
			Actions: noticeButtons(),
			Image:   &bot.Image{Name: "ends.png", Alt: "imap.corp.com:993 ends in 14 days.", PNG: []byte("PNG")},
		},
		"digest": {
			Tone: bot.Warning, Headline: "3 servers of this channel: 1 needs attention, and 1 certificate ends within 30 days.",
			Items: []bot.Item{
				{Tone: bot.Bad, Code: "old.corp.com:465", Text: "The certificate of old.corp.com has expired."},
				{Tone: bot.Warning, Code: "imap.corp.com:993", Text: "ends on 7 December 2026, in 14 days"},
			},
			Image:    &bot.Image{Name: "certificates.png", Alt: "old.corp.com:465 has ended. imap.corp.com:993 ends in 14 days.", PNG: []byte("PNG")},
			Footnote: "This overview comes weekdays 09:00 Europe/Berlin. /certwatch schedule changes that.",
		},
		"walk": {
			Headline: "imap.corp.com presents a certificate for another name. Step 1 of 4:",
			Steps:    []bot.Step{{Number: 2, Title: "Check incoming and outgoing server names", Why: "mail.hoster.example is on the certificate.", Actions: []string{"Open File > Account Settings.", "Choose Change."}}},
			Items:    []bot.Item{{Text: "Left out: 6 Check system date and time. The clock is right."}},
			Actions: []bot.Action{
				{Name: "walk-done", Value: "w1 0", Label: "Done: it works", Tone: bot.Good}, {Name: "walk-next", Value: "w1 0", Label: "Still the same: next step"},
				{Name: "walk-back", Value: "w1 0", Label: "Back"}, {Name: "walk-ask", Value: "w1 0", Label: "Ask a human"},
			},
			Footnote: "imap.corp.com:993", Audience: bot.Asker,
		},
		"escalation": {
			Tone: bot.Bad, Headline: "Anna asks for help with imap.corp.com:993.",
			Facts:    []bot.Fact{{Label: "Issued to", Value: "mail.hoster.example", Tone: bot.Bad}, {Label: "On the PC", Value: "issued by Zscaler Root CA (Zscaler)", Tone: bot.Bad}},
			Findings: []bot.Finding{{Tone: bot.Bad, Title: "imap.corp.com presents a certificate for another name."}, {Tone: bot.Warning, Title: "TLS 1.0 is on", Detail: "The server still takes it."}},
			Code:     []bot.Code{{Title: "To see it with OpenSSL:", Text: "openssl s_client -connect imap.corp.com:993"}},
			Files:    []bot.File{{Name: "certdesk-report.txt", Data: []byte("Report")}},
			Footnote: "Asked on 23 November 2026 at 19:00 UTC in slack/C2.",
		},
		"confirmed": {Tone: bot.Good, Headline: "This channel now watches mail.corp.com and is told before its certificate ends."},
		"refused":   {Audience: bot.Asker, Tone: bot.Warning, Headline: "The watches cannot be reached just now, so nothing was changed. Please try again in a minute."},
	}
}

func noticeButtons() []bot.Action {
	return []bot.Action{
		{Name: "notice-check", Value: "n1", Label: "Check now"}, {Name: "notice-details", Value: "n1", Label: "Details"},
		{Name: "notice-snooze", Value: "n1", Label: "Snooze 7 days"}, {Name: "notice-handled", Value: "n1", Label: "Acknowledge", Tone: bot.Good},
	}
}

// Everywhere is a reply with a stranger's text in each place.
func Everywhere(s string) bot.Reply {
	return bot.Reply{
		Tone: bot.Bad, Headline: s, StepsTitle: s, Footnote: s,
		Facts:    []bot.Fact{{Label: s, Value: s, Tone: bot.Bad}},
		Findings: []bot.Finding{{Title: s, Detail: s}},
		Steps:    []bot.Step{{Number: 1, Title: s, Why: s, Caution: s, Actions: []string{s}}},
		Items:    []bot.Item{{Code: s, Text: s}, {Text: s, Action: &bot.Action{Name: "a", Value: "b", Label: s, Confirm: s}}},
		Code:     []bot.Code{{Title: s, Text: s}},
		Actions:  []bot.Action{{Name: "x", Value: "y", Label: s, Confirm: s}},
	}
}

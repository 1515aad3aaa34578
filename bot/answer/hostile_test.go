package answer_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

// hostile are names that strangers could choose.
var hostile = []string{
	"Ltd. {date} CA", "{name}", "{", "}", "«Autorité» ; and 3 more", "a, b and c", "3 March 2027 at 10:00 UTC",
	"\u202egnp.exe", "שלום", "a\x00b\r\nc", "It is fine.", strings.Repeat("long ", 100), "100% %s", "<!channel> @everyone",
}

// reportNaming is a report in which a stranger chose every name.
func reportNaming(name, zone string) checks.Report {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := &checks.Certificate{
		IssuedTo: name, IssuedBy: name, SANs: []string{"x.example", "y.example"}, SHA256: zone, Role: "leaf", Key: name, Signature: name,
		NotBefore: at.AddDate(0, -1, 0), NotAfter: at.AddDate(0, 2, 0), DaysLeft: 60,
	}
	return checks.Report{
		Verdict: untrusted, Zone: zone, Summary: say.Only(say.Foreign("name", name)), CheckedAt: at, TimingMS: map[string]int64{"total": 80},
		Target: checks.ReportTarget{Host: name, Port: 993}, Certificate: c, Chain: []*checks.Certificate{c},
		Settings:  &checks.Settings{Protocol: "IMAP", Port: 993, Encryption: "SSL/TLS"},
		Stores:    map[string]string{name: "trusted"},
		Names:     checks.Names{Requested: name, Suggested: name},
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.1:993", Verdict: untrusted}, {Address: "192.0.2.2:993", Verdict: untrusted}},
		Seen:      &checks.ReportSeen{Outcome: checks.SeenIntercepted, IssuedBy: name, Product: name, Protection: []string{name}},
	}
}

// repliesNaming are the answers to reports in which a stranger chose the names.
func repliesNaming(name string) []bot.Reply {
	here, there := reportNaming(name, ""), reportNaming(name, "dmz")
	there.Certificate.NotAfter = there.Certificate.NotAfter.AddDate(0, 1, 0)
	there.Endpoints = []checks.ReportEndpoint{{Address: "10.0.0.1:993", Verdict: untrusted}}
	mail := here
	mail.Target.Port = 587
	seen := &checks.Seen{IssuedTo: name, IssuedBy: name}
	made := &checks.ReportSeen{Outcome: checks.SeenIntercepted, Product: name}
	now := here.CheckedAt
	one := &bot.Answer{Question: bot.Question{Target: checks.Target{Host: name, Port: 993}}, Reports: []checks.Report{here}}
	return []bot.Reply{
		answer.Report(&here), answer.Details(&here), answer.Chain(&here, nil),
		answer.Several(&bot.Answer{Reports: []checks.Report{here, mail}}), answer.Zones(&bot.Answer{Reports: []checks.Report{here, there}}),
		answer.Certificate(seen, made, now), answer.Certificate(seen, nil, now), answer.Certificate(&checks.Seen{Proxy: name}, nil, now),
		answer.Escalation(one, name, name, nil, now),
		answer.Discovery(&checks.Discovery{Domain: name, Provider: name, Servers: make([]checks.DiscoveredServer, 2)}),
	}
}

// textsOf are all texts of a reply.
func textsOf(r bot.Reply) []say.Text {
	out := []say.Text{r.Headline, r.StepsTitle, r.Footnote}
	for _, f := range r.Facts {
		out = append(out, f.Label, f.Value)
	}
	for _, f := range r.Findings {
		out = append(out, f.Title, f.Detail)
	}
	for _, i := range r.Items {
		out = append(out, i.Text)
	}
	for _, c := range r.Code {
		out = append(out, c.Title)
	}
	return out
}

// oursOf is what a text says in words of ours, and when; a stranger's piece is a
// mark.
func oursOf(t say.Text) string {
	var b strings.Builder
	for _, r := range t.Runs() {
		switch r.Kind {
		case say.RunForeign, say.RunHost:
			b.WriteString("□")
		default:
			b.WriteString(string(r.Kind) + ":" + r.Text + "|")
		}
	}
	return b.String()
}

// Whatever names strangers choose, words of ours stay as they are.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	want := repliesNaming("harmless")
	for _, name := range hostile {
		for i, r := range repliesNaming(name) {
			got, ours := textsOf(r), textsOf(want[i])
			if len(got) != len(ours) {
				t.Errorf("%q: reply %d has %d texts, want %d", name, i, len(got), len(ours))
				continue
			}
			for k := range got {
				if oursOf(got[k]) != oursOf(ours[k]) {
					t.Errorf("%q: reply %d says\n%s\nwant\n%s", name, i, oursOf(got[k]), oursOf(ours[k]))
				}
			}
		}
	}
}

// The time of a check reaches the adapters as a time.
func TestMomentsSurvive(t *testing.T) {
	t.Parallel()
	r := reportNaming("imap.corp.example", "")
	if !slices.ContainsFunc(answer.Report(&r).Footnote.Runs(), func(run say.Run) bool { return run.Kind == say.RunMoment && run.At.Equal(r.CheckedAt) }) {
		t.Errorf("%q", answer.Report(&r).Footnote.Runs())
	}
}

package answer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

func TestDiscovery(t *testing.T) {
	d := &checks.Discovery{
		Domain: "corp.example", Provider: "Gmail",
		Servers: []checks.DiscoveredServer{{Use: "imap", Host: "imap.corp.example", Port: 993}},
		Attempts: []checks.DiscoveryAttempt{
			{Method: "SRV", Asked: "_imap._tcp.corp.example", Answer: say.Quote("no record"), None: true, Parent: -1},
			{Method: "Autodiscover", Asked: "http://autodiscover.corp.example/x", Answer: say.Quote("sends on to https://a.example/x"), Parent: -1, TookMS: 12},
			{Method: "Autodiscover", Asked: "https://a.example/x", Answer: say.Quote("imap.corp.example:993"), Found: true, Parent: 1, TookMS: 1500},
			{Method: "SRV", Asked: "_pop3._tcp.corp.example", Answer: say.Quote("no record"), None: true, Parent: -1},
			{Method: "autoconfig", Asked: "https://corp.example/c.xml?emailaddress=anna%40corp.example", Answer: say.Quote("no such page (404)\u202e"), Parent: -1},
		},
	}
	want := bot.Reply{
		Headline: say.Literal("1 server found for corp.example. Its mail is at Gmail."),
		Items: []bot.Item{
			{Code: "http://autodiscover.corp.example/x", Text: say.Literal("Autodiscover: sends on to https://a.example/x, 12 ms")},
			{Code: "  https://a.example/x", Text: say.Literal("Autodiscover: imap.corp.example:993, 1.5 s"), Tone: bot.Good},
			{Code: "https://corp.example/c.xml", Text: say.Literal("autoconfig: no such page (404)\ufffd")},
			{Code: "_imap, _pop3", Text: say.Literal("SRV: no record")},
		},
	}
	if diff := cmp.Diff(want, answer.Discovery(d), worded); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	nothing := answer.Discovery(&checks.Discovery{Domain: "corp.example"})
	if nothing.Tone != bot.Warning || nothing.Headline.String() != "No mail server found for corp.example." || nothing.Items != nil {
		t.Errorf("%+v", nothing)
	}
}

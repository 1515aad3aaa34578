package main

import (
	"strings"
	"testing"

	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/phrasebook"
)

// How the servers of a domain were looked for is told in the asker's language,
// with the names and times as they are.
func TestDiscoveryIsTranslated(t *testing.T) {
	t.Parallel()
	d := &checks.Discovery{Domain: "corp.example"}
	const servers = "imap.corp.example:993 and imap.corp.example:143"
	answers := []string{
		"no record", servers, "our own name server does not answer", "our own name server fails",
		"our own name server refuses to answer", "not asked: the time was up", "the name servers of the domain report a fault",
		"the signatures of the domain (DNSSEC) do not hold", "asks for a password, which is not given to it", "no such page (404)",
		"its certificate is for a.example and b.example; not used", "answers on ports 143, 587 and 993", "answers on port 993",
		"certdesk may not connect to it", "no mail port answers", "sends on to https://a.example/x", "an answer that is not Autodiscover's",
		"its name could not be looked up, because our own name server failed", "the name servers of its domain give no usable answer",
	}
	for i, a := range answers {
		for k, method := range []string{"SRV", "MX", "Autodiscover", "autoconfig", "known provider", "usual name"} {
			took := []int64{0, 12, 1500}[(i+k)%3]
			d.Attempts = append(d.Attempts, checks.DiscoveryAttempt{Method: method, Asked: "corp.example", Answer: a, Parent: -1, TookMS: took})
		}
	}
	reply := answer.Discovery(d)
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range reply.Items {
			if !book.Says(item.Text.String()) {
				t.Errorf("%s: %q", lang, item.Text.String())
			}
		}
		for _, a := range answers {
			// A value of a stranger is left as it is; words of ours are not.
			if colon := strings.Index(book.Say("usual name: "+a), ":"); a != servers && strings.HasSuffix(book.Say("usual name: " + a)[colon:], a) {
				t.Errorf("%s: %q is left in English", lang, a)
			}
		}
		for _, headline := range []string{
			reply.Headline.String(), "1 server found for corp.example.", "3 servers found for corp.example.",
			"2 servers found for corp.example, whose mail is at Google Workspace.",
		} {
			if !book.Says(headline) {
				t.Errorf("%s: %q", lang, headline)
			}
		}
	}
	german, err := phrasebook.In("de")
	if err != nil {
		t.Fatal(err)
	}
	for english, want := range map[string]string{
		"MX: our own name server does not answer, 12 ms":                     "MX: unser eigener Nameserver antwortet nicht, 12 ms",
		"usual name: answers on ports 143, 587 and 993, 1.5 s":               "üblicher Name: antwortet auf den Ports 143, 587 und 993, 1,5 s",
		"Autodiscover: asks for a password, which is not given to it, 12 ms": "Autodiscover: verlangt ein Passwort, das es nicht bekommt, 12 ms",
	} {
		if got := german.Say(english); got != want {
			t.Errorf("%q is %q, want %q", english, got, want)
		}
	}
}

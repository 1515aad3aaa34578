//go:build !race

package main

import (
	"strings"
	"testing"

	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// How the servers of a domain were looked for is told in the asker's language,
// with the names as they are.
func TestDiscoveryIsTranslated(t *testing.T) {
	t.Parallel()
	d := &checks.Discovery{Domain: "corp.example", Attempts: []checks.DiscoveryAttempt{
		{Method: "MX", Answer: say.P("attempt", "certdesk's own DNS server does not answer"), Parent: -1, TookMS: 12},
		{Method: "usual name", Answer: say.P("attempt", "answers on ports {ports}", say.Terms("ports", 3, []string{"143", "587", "993"})), Parent: -1},
		{Method: "Autodiscover", Answer: say.P("attempt", "asks for a password, which certdesk does not send"), Parent: -1},
		{Method: "known provider", Answer: say.P("attempt", "{names}", say.Hosts("names", 3, []string{"no record", "a.example:993"})), Parent: -1},
	}}
	reply := answer.Discovery(d)
	for lang, want := range map[string]string{
		"de": "MX: der DNS-Server von certdesk antwortet nicht, 12 ms|üblicher Name: antwortet auf den Ports 143, 587 und 993|" +
			"Autodiscover: verlangt ein Kennwort, das certdesk nicht sendet|bekannter Anbieter: no record und a.example:993",
		"es": "MX: el servidor DNS de certdesk no responde, 12 ms|nombre habitual: responde en los puertos 143, 587 y 993|" +
			"Autodiscover: pide una contraseña, que certdesk no envía|proveedor conocido: no record y a.example:993",
	} {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, item := range reply.Items {
			got = append(got, book.Text(item.Text).String())
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s:\n%s\nwant\n%s", lang, strings.Join(got, "|"), want)
		}
	}
}

package phrasebook_test

import (
	"testing"

	"certdesk/checks/phrasebook"
)

// What the user is shown beside a server is told in every language, also where a
// colon stands in it.
func TestBesideAServer(t *testing.T) {
	t.Parallel()
	for _, language := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, english := range []string{
			"imap.corp.com is fine and the user is shown the same certificate, so the fault is on that PC: its trusted roots, its clock or Outlook.",
			"imap.corp.com is fine, but the user's PC finds no address for this name: the name server of its network does not know it.",
			"imap.corp.com is fine, but the user's PC gets no connection to port 993: something on its side stops it, such as a firewall.",
			"imap.corp.com is fine, but the user's PC gets no connection: there the name leads to 10.1.2.3, here to 192.0.2.7.",
			"imap.corp.com is fine, but on the user's PC the name leads to 10.1.2.3, here to 192.0.2.7.",
			"imap.corp.com is fine, but the programs of the user's PC go through the proxy proxy.corp.com:8080.",
		} {
			if said := book.Say(english); said == english {
				t.Errorf("%s: %q stays English", language, english)
			}
		}
	}
}

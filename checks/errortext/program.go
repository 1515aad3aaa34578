package errortext

import (
	"slices"
	"sync"

	"certdesk/checks/say"
)

// Program is what shows the message; empty where a person has said it in his own
// words. Most programs have one name in all languages, and the others words.
func (e *Entry) Program() say.Text {
	switch {
	case e.Client == "":
		return nil
	case namedByWords[e.Client] != nil:
		return namedByWords[e.Client]
	}
	return say.Only(say.Term("program", e.Client))
}

var namedByWords = map[string]say.Text{
	"Chrome and Edge":          say.P("program", "Chrome and Edge"),
	"Chrome, Edge and Safari":  say.P("program", "Chrome, Edge and Safari"),
	"Gmail on Android":         say.P("program", "Gmail on Android"),
	"Gmail's other accounts":   say.P("program", "Gmail's other accounts"),
	"Mail on iPhone":           say.P("program", "Mail on iPhone"),
	"Nextcloud Mail and Horde": say.P("program", "Nextcloud Mail and Horde"),
	"Thunderbird for Android":  say.P("program", "Thunderbird for Android"),
	"a copier":                 say.P("program", "a copier"),
	"a mail program":           say.P("program", "a mail program"),
	"Outlook for Mac":          say.P("program", "Outlook for Mac"),
	"Windows event log":        say.P("program", "Windows event log"),
	"a TLS report":             say.P("program", "a TLS report"),
	"new Outlook":              say.P("program", "new Outlook"),
}

// ownNames are the words by which people name the program that they use, and the client
// that it is; what is more exact stands first.
var ownNames = sync.OnceValue(func() []naming {
	var out []naming
	for _, row := range [][2]string{
		{"Outlook for Mac", "outlook for mac"}, {"Outlook for Mac", "outlook mac"}, {"Outlook for Mac", "outlook für mac"}, {"Outlook for Mac", "outlook pour mac"}, {"Outlook for Mac", "outlook para mac"},
		{"new Outlook", "new outlook"}, {"new Outlook", "neue outlook"}, {"new Outlook", "neuen outlook"}, {"new Outlook", "nouvel outlook"}, {"new Outlook", "nuevo outlook"},
		{"Outlook", "outlook"}, {"Thunderbird", "thunderbird"}, {"Mail on iPhone", "iphone"}, {"Mail on iPhone", "ipad"}, {"Apple Mail", "apple mail"},
		{"K-9 Mail", "k9"}, {"K-9 Mail", "k 9 mail"}, {"FairEmail", "fairemail"}, {"eM Client", "em client"}, {"Mailbird", "mailbird"}, {"KMail", "kmail"},
		{"Evolution", "evolution"}, {"Firefox", "firefox"}, {"Chrome and Edge", "chrome"}, {"Chrome and Edge", "microsoft edge"},
	} {
		out = append(out, naming{row[0], words(row[1])})
	}
	return out
})

type naming struct {
	client string
	words  []string
}

// client is the only mail program or browser that a text names; "" where it names
// none or several, of which nobody knows which one is meant.
func (r *reading) client() string {
	only, taken := "", make(map[int]bool)
	for _, n := range ownNames() {
		for _, at := range r.places[n.words[0]] {
			end := at + len(n.words)
			if taken[end] || end > len(r.words) || !slices.Equal(n.words, r.words[at:end]) {
				continue
			}
			if only != "" && only != n.client {
				return ""
			}
			only = n.client
			for ; at < end; at++ {
				taken[at+1] = true
			}
		}
	}
	return only
}

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

// mentionsOf are the places at which a text names a mail program or browser.
func (r *reading) mentionsOf() []programAt {
	var all []programAt
	taken := make(map[int]bool)
	for _, n := range ownNames() {
		for _, at := range r.places[n.words[0]] {
			end := at + len(n.words)
			if taken[end] || end > len(r.words) || !slices.Equal(n.words, r.words[at:end]) {
				continue
			}
			all = append(all, programAt{n.client, end})
			for ; at < end; at++ {
				taken[at+1] = true
			}
		}
	}
	return all
}

// programAt is a program and the place behind its name.
type programAt struct {
	client string
	end    int
}

// client is the only mail program or browser that a text names; "" where it names
// none or several, of which nobody knows which one is meant.
func (r *reading) client() string { return onlyClient(r.mentionsOf()) }

// speaker is the only one of which a text says that it shows the message: "Outlook says …".
func (r *reading) speaker() string {
	return onlyClient(slices.DeleteFunc(r.mentionsOf(), func(p programAt) bool { return !r.speaks(p.end) }))
}

func onlyClient(all []programAt) string {
	if len(all) == 0 || slices.ContainsFunc(all, func(p programAt) bool { return p.client != all[0].client }) {
		return ""
	}
	return all[0].client
}

// speaking are the words by which people say that a program shows a message.
var speaking = set("say says said saying shows showed tells told complains complained reports reported warns warned claims claimed sagt sagte meldet meldete zeigt zeigte meckert behauptet warnt dit affiche signale indique avertit dice muestra avisa indica informa reporta")

// speaks tells whether a colon or, in the same clause, such a word follows a name.
func (r *reading) speaks(at int) bool {
	const reach = 5 // words: "Outlook on the new laptop says"
	for next := at; next < min(at+reach, len(r.tokens)) && r.tokens[next].clause == r.tokens[at-1].clause && r.tokens[next].sentence == r.tokens[at-1].sentence; next++ {
		if speaking()[r.tokens[next].word] {
			return !r.tokens[next-1].negates
		}
	}
	return at < len(r.tokens) && r.tokens[at].announced
}

package errortext

import "certdesk/checks/say"

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
	"a mail program":           say.P("program", "a mail program"),
	"Outlook for Mac":          say.P("program", "Outlook for Mac"),
	"Windows event log":        say.P("program", "Windows event log"),
	"a TLS report":             say.P("program", "a TLS report"),
	"new Outlook":              say.P("program", "new Outlook"),
}

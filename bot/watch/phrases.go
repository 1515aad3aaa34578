package watch

import (
	"certdesk/bot"
	"certdesk/checks/say"
)

func noteOf(note string) say.Text {
	if note == "" {
		return nil
	}
	return say.S("Note: {note}", say.Note("note", note))
}

// Followed puts sentences behind a phrase of a list, which gets its full stop
// then.
func Followed(phrase, sentences say.Text) say.Text {
	if phrase.Empty() || sentences.Empty() {
		return say.Join(phrase, sentences)
	}
	return say.P("entry of a list", "{phrase}. {sentences}", say.Sub("phrase", phrase), say.Sub("sentences", sentences))
}

// either chooses the sentence for one server or for several.
func either(lines []bot.NoticeLine, one, several say.Text) say.Text {
	if len(lines) == 1 {
		return one
	}
	return several
}

// server is the one that a notice is about.
func server(lines []bot.NoticeLine) say.Arg {
	if len(lines) == 0 {
		return say.Host("host", "")
	}
	return say.Host("host", lines[0].Name)
}

// servers is how many they are, as a phrase.
func servers(n int) say.Arg {
	return say.Sub("servers", say.PN("servers", "1 server", "{n} servers", n))
}

// certificate is what is to be recognised of one.
func certificate(l *bot.Leaf) []bot.Fact {
	if l.SHA256 == "" {
		return nil
	}
	var out []bot.Fact
	for _, f := range []bot.Fact{{Label: say.S("Issued to"), Value: say.Quote(l.IssuedTo)}, {Label: say.S("Issued by"), Value: say.Quote(l.IssuedBy)}} {
		if !f.Value.Empty() {
			out = append(out, f)
		}
	}
	return append(out, bot.Fact{Label: say.S("Valid until"), Value: say.Only(say.Date("date", l.NotAfter))})
}

// unexpected tells a renewal from another kind of change. Many authorities
// make a new key each time, so that this alone is no surprise.
func unexpected(n *bot.Notice) bool {
	return otherIssuer(n) || shorterLife(n) || n.New.NotAfter.Before(n.Old.NotAfter)
}

func otherIssuer(n *bot.Notice) bool {
	return n.Old.IssuedBy != n.New.IssuedBy && issuerName(n.Old.IssuedBy) != issuerName(n.New.IssuedBy)
}

// shorterLife tells whether the new certificate is valid for a clearly shorter time; a
// tenth less is within what authorities round.
func shorterLife(n *bot.Notice) bool { return n.New.Life() < n.Old.Life()*9/10 }

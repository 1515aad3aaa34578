//go:build !race

package demo

import (
	"strings"
	"testing"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/checktest"
)

// conversations are what people say to certdesk alone behind a first line, with a part of
// each answer; "" where any will do.
var conversations = []struct {
	language string
	said     [][2]string
}{
	{"en", [][2]string{{"check imap.expired.example", ""}, {"hm, weird colour", "does not understand this"}, {"who do I call", "expired on"}, {"can i just click it away?", "do not accept"}, {"so what now", "expired on"}, {"thanks so much, that helped", "You are welcome."}}},
	{"en", [][2]string{{"check imap.shared.example:993", ""}, {"what about sending?", "smtp.shared.example"}, {"and on 587?", "smtp.shared.example"}, {"imap again?", ""}}},
	{"en", [][2]string{{"check imap.good.example:993", ""}, {"what about pop?", "tried the usual name, pop.good.example"}, {"no clue, the blue one", "does not understand this"}, {"nevermind", "All right."}}},
	{"en", [][2]string{{"The connection to the server failed, and mail cannot be received: 0x800CCC0E", ""}, {"I don't know, it's the one from work", "needs the name of the mail server"}, {"imap.good.example:993", "imap.good.example is fine"}, {"my pc still shows the message", "Paste the exact words"}}},
	{"en", [][2]string{{"check imap.good.example:993", ""}, {"what do I enter on my phone?", "with these settings"}, {"remind me next week", "cannot remind you"}, {"how safe is it", ""}, {"is it safe?", "valid until"}}},
	{"de", [][2]string{{"prüfe mail.alone.example:993", ""}, {"was ist ein zwischenzertifikat?", "Zwischenzertifikat beweist"}, {"und der Postausgang?", "mail.alone.example"}, {"kann ich das einfach wegdrücken?", "mail.alone.example"}, {"ich ruf den Anbieter an", "Alles klar."}}},
	{"de", [][2]string{{"prüfe imap.good.example:993", ""}, {"bei mir kommt trotzdem die Warnung", "genauen Wortlaut"}, {"beim Kollegen läuft es aber", "Vergleichen Sie"}, {"erinner mich morgen nochmal", "Tag Ihrer Wahl"}, {"mein Passwort ist Sommer2024", "Löschen Sie die Nachricht"}}},
	{"de", [][2]string{{"prüfe imap.expired.example:993", ""}, {"warum passiert sowas?", "imap.expired.example"}, {"und nun?", "imap.expired.example"}, {"formulier das mal, damit ich es weiterleiten kann", "Brief an den Anbieter"}, {"in English please", "expired on"}, {"check imap.good.example:993", "is fine"}}},
	{"fr", [][2]string{{"vérifie imap.expired.example:993", ""}, {"bof, le bouton bleu", "ne comprend pas"}, {"je fais quoi ?", "imap.expired.example"}, {"et l'envoi ?", "smtp.expired.example"}, {"laisse tomber", "Entendu."}}},
	{"fr", [][2]string{{"vérifie imap.good.example:993", ""}, {"chez moi l'erreur s'affiche encore", "texte exact"}, {"préviens-moi avant l'expiration", "rappel"}, {"c'est quoi une empreinte ?", "empreinte est un numéro"}, {"merci, c'est très gentil", "Je vous en prie."}}},
	{"es", [][2]string{{"comprueba imap.expired.example:993", ""}, {"vaya, otra vez lunes", ""}, {"¿y ahora qué?", "imap.expired.example"}, {"¿y para enviar?", "smtp.expired.example"}, {"vale, lo paso a informática", "De acuerdo."}}},
	{"es", [][2]string{{"comprueba imap.good.example:993", ""}, {"a mi compañero le funciona", "Compare entonces"}, {"pero la contraseña es correcta", "nunca necesita una contraseña"}, {"¿qué pongo en el móvil?", "con estos ajustes"}, {"muchas gracias, muy amable", "De nada."}}},
}

// What people ask on, remark and end with is understood in four languages, from the words
// to the answer, with real checks of servers that are reached by their names.
func TestConversations(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	imap, smtp := func(id *checktest.Identity) checktest.Behaviour { return checktest.Implicit("imap", checktest.TLS(id)) }, func(id *checktest.Identity) checktest.Behaviour {
		return checktest.Implicit("smtp", checktest.TLS(id))
	}
	for domain, of := range map[string]func(name string) *checktest.Identity{
		"good.example":    func(name string) *checktest.Identity { return w.ca.Issue(name) },
		"expired.example": func(name string) *checktest.Identity { return w.ca.Issue(name, checktest.ExpiredFor(3*checktest.Day)) },
		"shared.example":  func(string) *checktest.Identity { return w.ca.Issue("*.hoster.example") },
	} {
		w.serve("imap."+domain, 993, imap(of("imap."+domain)))
		w.serve("smtp."+domain, 465, smtp(of("smtp."+domain)))
		w.serve("smtp."+domain, 587, checktest.STARTTLS("smtp", checktest.TLS(of("smtp."+domain))))
	}
	alone := w.ca.Issue("mail.alone.example").Alone()
	w.serve("mail.alone.example", 993, imap(alone))
	w.serve("mail.alone.example", 465, smtp(alone))
	for _, locale := range []bool{true, false} {
		for n, c := range conversations {
			s := &somebody{id: "U" + c.language + string(rune('a'+n)), language: "en", place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "D" + string(rune('a'+n))}}
			if locale {
				s.language = c.language
			} else {
				s.id += "2"
			}
			for _, said := range c.said {
				replies := s.says(t, w, said[0])
				if len(replies) != 1 {
					t.Errorf("%s: %q: %d answers", s.language, said[0], len(replies))
					continue
				}
				if text := plaintext.Of(replies[0]); locale && !strings.Contains(text, said[1]) {
					t.Errorf("%s: %q: %s", s.language, said[0], text)
				}
			}
		}
	}
}

// innocent lines are what people say to each other in a channel where certdesk has
// answered, with the words that it listens to.
var innocent = []string{
	"remind me tomorrow to call my mum", "remind me tomorrow", "ok, I'll tell them", "never mind, found it", "for my colleague it works", "I still get the message on my phone", "the outgoing mail is Anna's job", "can I send you the slides?",
	"what about lunch?", "so what now, Bob?", "my password is on the sticky note", "where do I find the coffee?", "let me know when you are done", "got it", "who do you call first?",
	"erinner mich morgen daran", "ok, geb ich an die IT weiter", "bei mir kommt immer noch die Meldung", "beim Kollegen läuft es", "der Postausgang ist bei Frau Maier", "und der Ausgang ist links", "super danke dir!", "was trage ich in die Liste ein?",
	"wo steht der Drucker?", "mein Passwort stimmt", "alles klar, bis gleich", "sag mir Bescheid, wenn du da bist", "was ist mit Mittag?", "ich ruf den Anbieter an",
	"rappelle-moi ça demain", "chez mon collègue ça marche", "j'ai encore le message de Paul", "et l'envoi du colis ?", "merci bcp", "laisse tomber", "où est la salle 465 ?", "je transmets à l'informatique", "on fait quoi à midi ?",
	"recuérdamelo mañana", "a mi compañero le funciona", "vale, lo paso a informática", "¿dónde está la sala?", "mil gracias", "me sigue saliendo el aviso", "¿y el correo de Ana?", "pero la contraseña es correcta", "ya lo he encontrado",
}

// Whatever people say to each other, certdesk says nothing: neither in the channel, nor in
// a thread, nor as a reply to its own answer where nothing is asked about that.
func TestInnocentLines(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.serve("imap.good.example", 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue("imap.good.example"))))
	for _, platform := range []bot.Platform{bot.Slack, bot.Discord} {
		channel := bot.Place{Platform: platform, Team: "T", Channel: "C"}
		thread := channel
		thread.Thread = "1.1"
		asked := &bot.Request{Kind: bot.Message, Text: "check imap.good.example:993", Place: channel, Asker: bot.Person{ID: "U1"}, Message: "1.1"}
		answer := w.ask(asked)
		if len(answer) != 1 || len(answer[0].Actions) == 0 {
			t.Fatalf("%+v", answer)
		}
		for _, line := range innocent {
			for name, q := range map[string]bot.Request{
				"in the channel": {Place: channel}, "in the thread": {Place: thread}, "as a reply": {Place: channel, Above: answer[0].Actions, RepliesTo: "2.2"},
			} {
				for _, who := range []string{"U1", "U2"} {
					q.Kind, q.Text, q.Asker = bot.ChannelMessage, line, bot.Person{ID: who}
					if replies := w.ask(&q); len(replies) > 0 {
						t.Errorf("%s, %s: %q: %s", platform, name, line, replies[0].Headline.String())
					}
				}
			}
		}
	}
}

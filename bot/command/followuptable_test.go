package command_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
)

// What real people type behind an answer, by what they want.
func TestAskedOnInTheirOwnWords(t *testing.T) {
	t.Parallel()
	for asks, said := range map[command.FollowUpKind]map[string][]string{
		command.AskWhen: {
			"en": {"when does it expire", "when does it expire?", "how long is it still valid?", "until when is it valid?", "expiry?", "when?"},
			"de": {"wann läuft es ab?", "wie lange ist das noch gültig?", "bis wann gültig?", "und wann läuft das Zertifikat ab?"},
			"fr": {"quand est-ce qu'il expire ?", "jusqu'à quand est-il valable ?", "il expire quand ?"}, "es": {"¿cuándo caduca?", "¿hasta cuándo es válido?", "¿y cuándo vence el certificado?"},
		},
		command.AskRisk: {
			"en": {"can I ignore it?", "can i just ignore that", "is it safe to click yes?", "is it dangerous?", "should I accept the certificate?", "can I click yes?", "yes or no, can I continue?"},
			"de": {"kann ich das ignorieren?", "kann ich das einfach wegklicken?", "ist das gefährlich?", "soll ich auf Ja klicken?", "darf ich das Zertifikat annehmen?"},
			"fr": {"je peux l'ignorer ?", "puis-je ignorer l'avertissement ?", "est-ce dangereux ?", "est-ce que je peux cliquer sur oui ?", "c'est risqué ?"},
			"es": {"¿puedo ignorarlo?", "¿es peligroso?", "¿puedo hacer clic en Sí?", "¿es seguro aceptarlo?"},
		},
		command.AskStep: {
			"en": {"what does step 3 mean", "step 3?", "how do I do step 3?"}, "de": {"was bedeutet Schritt 3?", "wie geht Schritt 3?", "Schritt 3 bitte"},
			"fr": {"comment faire l'étape 3 ?", "que veut dire l'étape 3 ?"}, "es": {"¿qué significa el paso 3?", "¿cómo se hace el paso 3?"},
		},
		command.AskTime: {
			"en": {"how long will it take", "how long does that take to fix?", "when will it be fixed?", "when does it work again?"}, "de": {"wie lange dauert das?", "wann geht es wieder?", "wann ist das behoben?"},
			"fr": {"combien de temps ça va prendre ?", "quand est-ce que ça remarche ?"}, "es": {"¿cuánto tiempo va a tardar?", "¿cuándo estará arreglado?"},
		},
		command.AskWhom: {
			"en": {"who do I call", "who should I contact?", "whom do I ask?"}, "de": {"wen rufe ich an?", "an wen muss ich mich wenden?", "wen soll ich da anrufen?"},
			"fr": {"qui dois-je appeler ?", "à qui m'adresser ?"}, "es": {"¿a quién llamo?", "¿con quién hablo?"},
		},
		command.AskPlain: {
			"en": {"explain it simpler", "simpler please", "in plain English please", "explain like I'm five", "eli5 please", "explain it to me like I'm an idiot", "I don't understand", "sorry I do not understand it"}, "de": {"erklär das einfacher", "bitte einfacher", "ich verstehe das nicht", "geht das auch verständlicher?"},
			"fr": {"plus simplement s'il te plaît", "explique-moi ça plus simplement", "je ne comprends pas", "je n'ai rien compris"}, "es": {"explícamelo más sencillo", "no lo entiendo", "no entiendo nada"},
		},
		command.AskLetter: {
			"en": {"what should I write to the provider?", "what do I tell the admin?", "can you draft a mail to my provider?"}, "de": {"was soll ich dem Anbieter schreiben?", "schreib bitte eine Mail an den Provider"},
			"fr": {"que dois-je écrire à l'hébergeur ?", "que dire au fournisseur ?"}, "es": {"¿qué le digo al proveedor?", "¿qué le escribo al administrador?"},
		},
		command.AskPass: {
			"en": {"send that to my colleague", "send that to IT please", "can you forward this to the admin?", "share it with my team"}, "de": {"schick das bitte an meinen Kollegen", "kannst du das an die IT weiterleiten?"},
			"fr": {"envoie ça à mon collègue", "peux-tu l'envoyer à l'informatique ?", "peux-tu transférer ça au support ?"}, "es": {"envíalo a mi compañero", "puedes enviar esto a informática?"},
		},
	} {
		for language, texts := range said {
			for _, text := range texts {
				want := command.FollowUp{Asks: asks, Language: language}
				if asks == command.AskStep {
					want.Step = 3
				}
				if got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); err != nil || got != command.Command(want) {
					t.Errorf("%q: %#v, %v", text, got, err)
				}
			}
		}
	}
	for text, tongue := range map[string]string{
		"in English please": "en", "auf Deutsch bitte": "de", "en français s'il te plaît": "fr", "en español, por favor": "es", "can you say that in German?": "de", "Deutsch?": "de", "po polsku": "pl", "in italiano": "it",
		"kannst du das auch auf Englisch?": "en", "sag das bitte nochmal auf Französisch": "fr",
	} {
		if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); got != command.Command(command.FollowUp{Asks: command.AskTongue, Tongue: tongue}) {
			t.Errorf("%q: %#v", text, got)
		}
	}
	for text, language := range map[string]string{"same on my phone?": "en", "and on my mobile?": "en", "und auf dem Handy?": "de", "gilt das auch auf meinem Handy?": "de", "et sur mon téléphone ?": "fr", "¿y en el móvil?": "es"} {
		if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); got != command.Command(command.FollowUp{Asks: command.AskClient, Phone: true, Language: language}) {
			t.Errorf("%q: %#v", text, got)
		}
	}
	for _, text := range []string{"it works now", "It works!", "thanks, it works now", "works now thanks", "geht jetzt wieder", "danke, funktioniert", "ça marche maintenant, merci", "ya funciona", "funktioniert jetzt alles"} {
		if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); got != command.Command(command.Works{}) {
			t.Errorf("%q: %#v", text, got)
		}
	}
}

// What only looks so is none of it.
func TestNotAskedOnInTheirOwnWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"sure", "sicher!", "oui", "sí, seguro", "ok, accept", "I accept", "trust", "yes", "it does not work", "geht nicht", "ça ne marche pas", "no funciona", "Outlook works but Thunderbird does not",
		"I understand", "ich verstehe", "je comprends", "entendido", "send help", "write", "mail", "call me later", "my phone is broken", "I have a new phone", "step by step", "step", "the next step",
		"how long have you been here?", "so long!", "when is lunch?", "wann ist Mittag?", "what does error 3 mean?", "English breakfast", "the German certificate is broken", "an email", "share price", "contact form",
		"is it safe to use imap.corp.com?", "can I ignore imap.corp.com:993?", "simple", "einfach", "einfach so", "ein einfacher Fehler", "das funktioniert nicht", "worked for me until the update", "ruf mich an",
	} {
		got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		if f, asked := got.(command.FollowUp); asked {
			t.Errorf("%q: %#v", text, f)
		}
		if _, fine := got.(command.Works); fine {
			t.Errorf("%q: taken for all is well", text)
		}
	}
}

// In a reply to an answer, by which the bot may be called without a word, what is said to
// others is left to them.
func TestSaidToOthersBelowAnAnswer(t *testing.T) {
	t.Parallel()
	for text, asked := range map[string]bool{
		"can I ignore it?": true, "ich verstehe das nicht": true, "und jetzt?": true, "snooze 3 days": true,
		"send it to my team": false, "schick das an die IT": false, "es geht wieder": false, "geht wieder, danke": false, "fixed now, thanks": false, "pause": false,
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.ChannelMessage, RepliesTo: "1.1", Text: text})
		if _, is := got.(command.FollowUp); is != asked || err != nil {
			t.Errorf("%q: %#v, %v", text, got, err)
		}
	}
}

// What people type behind an answer besides questions about it, by what they want.
func TestSaidBehindAnAnswer(t *testing.T) {
	t.Parallel()
	for asks, said := range map[command.FollowUpKind]map[string][]string{
		command.AskRisk: {
			"en": {"can i just click it away?", "can I click this away", "may I dismiss the warning?", "so can I just close that", "should we just trust it?"},
			"de": {"kann ich das einfach wegklicken?", "darf ich da auf weiter klicken", "kann man die Meldung einfach schließen?", "soll ich das Zertifikat akzeptieren"},
			"fr": {"je peux fermer la fenêtre ?", "est-ce que je peux passer outre ?"}, "es": {"¿puedo cerrarlo sin más?", "¿se puede cerrar el aviso?"},
		},
		command.AskAnswer: {
			"en": {"so what now", "what now?", "what next?", "and what do I do now", "now what"}, "de": {"und was jetzt", "was nun?", "wie geht's jetzt weiter?", "und was mach ich jetzt"},
			"fr": {"et maintenant quoi ?", "je fais quoi ?", "on fait quoi du coup ?", "qu'est-ce que je fais"}, "es": {"¿y ahora qué?", "entonces qué", "¿y qué hacemos ahora?"},
		},
		command.AskWhy: {
			"en": {"why would anyone do that??", "why does that happen?", "what causes that?", "but why did it even happen"}, "de": {"warum macht man sowas?", "woher kommt das denn?", "wieso passiert so etwas"},
			"fr": {"pourquoi quelqu'un ferait ça ?", "d'où ça vient ?"}, "es": {"¿por qué pasa eso?", "¿y por qué iba alguien a hacer eso?"},
		},
		command.AskRemind: {
			"": {"remind me tomorrow", "can you remind me in 3 days?", "remind us on Monday please", "tell me before it expires", "let me know before it ends", "erinnere mich morgen daran", "erinnerst du mich bitte in 2 Wochen?",
				"sag mir Bescheid, bevor es abläuft", "warn mich rechtzeitig vor Ablauf", "rappelle-moi ça demain", "peux-tu me rappeler dans 3 jours ?", "préviens-moi avant l'expiration", "recuérdamelo mañana", "avísame antes de que caduque"},
		},
		command.AskSettings: {
			"en": {"so what do I enter on my phone?", "what should I put in as server"}, "de": {"was trage ich da ein?", "und was muss ich jetzt am Handy eingeben?"},
			"fr": {"je mets quoi alors ?", "que dois-je mettre comme serveur ?"}, "es": {"entonces qué pongo en el móvil?", "¿qué tengo que poner?"},
		},
		command.AskWhere: {
			"en": {"no idea, where do I find that?", "where can I see the server name?"}, "de": {"wo finde ich das?", "keine Ahnung, wo steht der Servername?", "woher weiß ich das"},
			"fr": {"aucune idée, je trouve ça où ?", "où est-ce que je vois le nom du serveur ?"}, "es": {"ni idea, ¿dónde encuentro eso?", "¿y dónde veo el nombre del servidor?"},
		},
		command.AskMine: {
			"en": {"but my laptop still says not trusted", "I still get the error", "it still warns me", "on my pc the message keeps coming up"}, "de": {"bei mir kommt aber immer noch die meldung", "mein Rechner zeigt weiterhin die Warnung", "ich krieg trotzdem die Meldung"},
			"fr": {"j'ai encore le message", "chez moi l'erreur s'affiche toujours"}, "es": {"a mí me sigue saliendo el aviso", "en mi ordenador todavía sale el mensaje"},
		},
		command.AskOthers: {
			"en": {"for my colleague it works", "but it works for everyone else"}, "de": {"beim Kollegen geht es aber", "bei allen anderen funktioniert es"},
			"fr": {"chez mon collègue ça marche", "pour les autres ça fonctionne"}, "es": {"a mi compañera le funciona", "a los demás les va bien"},
		},
		command.AskSignIn: {
			"en": {"but my password is correct", "the password is right, I'm sure"}, "de": {"passwort stimmt aber 100%", "mein Kennwort ist ganz sicher richtig"}, "fr": {"mais le mot de passe est bon"}, "es": {"pero la contraseña está bien"},
		},
		command.AskTime: {
			"en": {"let me know when it works again"}, "de": {"sag mir Bescheid, sobald es wieder geht"}, "fr": {"préviens-moi quand ça remarche"}, "es": {"avísame cuando funcione"},
		},
		command.AskLetter: {
			"en": {"write it so that I can forward it to them", "word that so I can send it to our IT"}, "de": {"schreib mir das mal so dass ich es der IT schicken kann", "formulier das so, damit ich es weiterleiten kann"},
			"fr": {"rédige-moi ça pour que je puisse l'envoyer à l'informatique"}, "es": {"redáctamelo para que lo pueda enviar a informática", "escríbeme eso para poder mandarlo"},
		},
	} {
		for language, texts := range said {
			for _, text := range texts {
				got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
				if f, ok := got.(command.FollowUp); err != nil || !ok || f.Asks != asks || f.Language != language {
					t.Errorf("%q: %#v, %v", text, got, err)
				}
			}
		}
	}
}

// Another service of the same mail is named by what it does, or by its protocol.
func TestServicesAskedOn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"what about smtp?": "smtp", "and sending?": "smtp", "and the outgoing server?": "smtp", "does sending work too?": "smtp", "und der postausgang?": "smtp", "und beim Senden?": "smtp", "was ist mit dem Ausgangsserver?": "smtp",
		"et pour l'envoi c'est pareil ?": "smtp", "et le serveur sortant ?": "smtp", "y el smtp?": "smtp", "¿y el correo saliente?": "smtp", "¿y para enviar?": "smtp",
		"and imap": "imap", "what about incoming mail?": "imap", "und der Posteingang?": "imap", "et la réception ?": "imap", "¿y la entrada?": "imap", "y el pop?": "pop3", "und POP3?": "pop3",
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		if f, ok := got.(command.FollowUp); err != nil || !ok || f.Asks != command.AskService || f.Protocol != want || f.Port != 0 {
			t.Errorf("%q: %#v, %v", text, got, err)
		}
	}
	if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: "and smtp on 587?"}); got != command.Command(command.FollowUp{Asks: command.AskService, Protocol: "smtp", Port: 587, Language: "en"}) {
		t.Errorf("with its port: %#v", got)
	}
	if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: "Outlook still warns me"}); got != command.Command(command.FollowUp{Asks: command.AskMine, Client: "outlook", Language: "en"}) {
		t.Errorf("with its program: %#v", got)
	}
	for _, text := range []string{"smtp", "imap and pop?", "how does smtp work?", "smtp is broken", "I use imap", "send", "postausgang", "sending a mail to Bob", "and smtp and imap?", "and smtp in Outlook?"} {
		got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		if f, ok := got.(command.FollowUp); ok && f.Asks == command.AskService {
			t.Errorf("%q: %#v", text, f)
		}
	}
}

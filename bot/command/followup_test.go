package command_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/programs"
)

// What people ask on about an answer, in each language; what only looks so is what it
// was.
func TestAskedOn(t *testing.T) {
	t.Parallel()
	why := func(language string) command.FollowUp {
		return command.FollowUp{Asks: command.AskWhy, Language: language}
	}
	again := func(language string) command.FollowUp {
		return command.FollowUp{Asks: command.AskAgain, Language: language}
	}
	answer := func(language string) command.FollowUp {
		return command.FollowUp{Asks: command.AskAnswer, Language: language}
	}
	on := func(language string, port int) command.FollowUp {
		return command.FollowUp{Asks: command.AskConnection, Port: port, Language: language}
	}
	with := func(language string, mode checks.Mode, port int) command.FollowUp {
		return command.FollowUp{Asks: command.AskConnection, Mode: mode, Port: port, Language: language}
	}
	in := func(language string, client programs.ID) command.FollowUp {
		return command.FollowUp{Asks: command.AskClient, Client: client, Language: language}
	}
	for text, want := range map[string]command.FollowUp{
		"why?": why("en"), "But why is that?": why("en"), "@certdesk why": why("en"),
		"warum?": why("de"), "Und wieso ist das so?": why("de"), "pourquoi ?": why("fr"), "Mais pourquoi ça ?": why("fr"),
		"¿por qué?": why("es"), "¿Y por qué?": why("es"), "porque?": why("es"), "details": why(""), // of two languages

		"is it fixed now?": again("en"), "check again, please": again("en"), "again": again("en"), "still broken?": again("en"),
		"ist es behoben?": again("de"), "Bitte noch mal prüfen": again("de"), "geht es wieder?": again("de"),
		"c'est réparé ?": again("fr"), "c’est réparé maintenant ?": again("fr"), "encore une fois": again("fr"),
		"¿ya está arreglado?": again("es"), "comprueba otra vez, por favor": again("es"),

		"is it ok now?": again("en"), "does it work now?": again("en"), "still not fixed": again("en"),
		"ist es jetzt ok?": again("de"), "geht es jetzt?": again("de"), "ist jetzt alles in Ordnung?": again("de"), "immer noch nicht behoben?": again("de"),
		"ça marche maintenant ?": again("fr"), "toujours pas réparé ?": again("fr"), "c'est bon maintenant ?": again("fr"),
		"¿funciona ya?": again("es"), "¿ya está bien?": again("es"), "¿todavía no está arreglado?": again("es"),

		"and 587?": on("en", 587), "und 143?": on("de", 143), "et 587 ?": on("fr", 587), "¿y por el 587?": on("es", 587),
		"et en 993 alors ?": on("fr", 993), "und dann auf 587?": on("de", 587), "¿y entonces en 995?": on("es", 995), "and on 465 then?": on("en", 465),
		"and on 465?": on("en", 465), "what about port 143": on("en", 143), "on port 10443": on("en", 10443), "and on :587?": on("en", 587),
		"und auf 465?": on("de", 465), "was ist mit 993?": on("de", 993),
		"et sur 465 ?": on("fr", 465), "et sur le port 995": on("fr", 995),
		"¿y en 465?": on("es", 465), "y en el puerto 110": on("es", 110), "port 465": on("", 465),

		"funktioniert's jetzt?": again("de"), "geht’s jetzt?": again("de"), "läuft's wieder?": again("de"), "und jetzt?": again("de"), "klappt es jetzt?": again("de"),
		"and now?": again("en"), "et maintenant ?": again("fr"), "¿y ahora?": again("es"), "à nouveau ?": again("fr"), "¿de nuevo?": again("es"), "what's that mean?": why("en"),
		"was heißt das?": why("de"), "qu'est-ce que ça veut dire ?": why("fr"), "¿qué significa eso?": why("es"), "what does that mean?": why("en"),

		"who has to fix it?": answer("en"), "what should I do now?": answer("en"), "how can I fix that?": answer("en"),
		"wer muss das beheben?": answer("de"), "was muss ich jetzt tun?": answer("de"),
		"qui doit le réparer ?": answer("fr"), "que dois-je faire ?": answer("fr"),
		"¿quién tiene que arreglarlo?": answer("es"), "¿qué hago ahora?": answer("es"),

		"und mit STARTTLS?": with("de", checks.ModeSTARTTLS, 0), "and with STARTTLS?": with("en", checks.ModeSTARTTLS, 0), "et avec STARTTLS ?": with("fr", checks.ModeSTARTTLS, 0),
		"¿y con STARTTLS?": with("es", checks.ModeSTARTTLS, 0), "and with SSL/TLS?": with("en", checks.ModeTLS, 0), "und mit SSL?": with("de", checks.ModeTLS, 0),
		"et sur le 587 avec STARTTLS ?": with("fr", checks.ModeSTARTTLS, 587), "und auf 587 mit Start-TLS?": with("de", checks.ModeSTARTTLS, 587),

		"und in Thunderbird?": in("de", "thunderbird"), "and on the iPhone?": in("en", "ios"), "and in the new Outlook?": in("en", "new-outlook"), "in Thunderbird?": in("", "thunderbird"),
		"et dans Thunderbird ?": in("fr", "thunderbird"), "¿y en el iPhone?": in("es", "ios"), "und auf dem Mac?": in("de", "apple-mail"), "what about Outlook on the phone?": in("en", "outlook-mobile"),
		"I use Thunderbird": in("en", "thunderbird"), "ich nutze em-client": in("de", "em-client"), "j'utilise Outlook sur un Mac": in("fr", "outlook-mac"),
		"und im neuen Outlook?": in("de", "new-outlook"), "¿y con el nuevo Outlook?": in("es", "new-outlook"), "and with Android?": in("en", "android"), "and in a browser?": in("en", "browser"),
	} {
		if got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); err != nil || got != command.Command(want) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"why is the certificate not trusted?", "why does imap.corp.com fail?", "is imap.corp.com fixed now?", "and on imap.corp.com:465?",
		"what about 10060?", "and on 465 or 993?", "and on 465 and 993?", "und mit TLS und STARTTLS?", "and on 99999?", "465", "0x800CCC1A again", "warum geht Outlook nicht?", "what is it?", "¿qué puedes hacer?", "help",
		"ok?", "ok", "it works now", "still works", "geht jetzt", "ça marche", "ya funciona", "alles gut", "how does it work?", "wie geht es?", "comment ça marche ?", "error 25?",
		"Thunderbird", "why does Outlook warn?", "Outlook works now", "and in Outlook and Thunderbird?", "is it fixed in Outlook?", "Outlook 0x800CCC1A", "and in Outlook on 465?", "starttls",
		"pause", "mute", "snooze imap.corp.com", "silence is golden", "stumm", "pause for 3 parsecs", "snooze 300 weeks",
		"who are you?", "what can you do?", "wer bist du?", "was machst du?", "qui es-tu ?", "¿quién eres?", "¿qué haces?", "what do you do?", "wie geht das?", "fix 0x800CCC1A",
		"when does imap.corp.com expire?", "who runs Outlook?", "I fixed it", "how do I fix my printer?",
		"and with TLS or STARTTLS?", "neues Zertifikat?", "my mail", "what is STARTTLS?", "was ist TLS?", "is STARTTLS better than SSL?", "what is Outlook?", "was ist Thunderbird?", "Outlook geht nicht",
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		if _, asked := got.(command.FollowUp); asked {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, kind := range []bot.Kind{bot.ChannelMessage, bot.MessageAction} { // said to others
		if got, _ := command.Parse(&bot.Request{Kind: kind, Text: "why?"}); got != command.Command(command.Talk{Text: "why?"}) {
			t.Errorf("%s: %+v", kind, got)
		}
	}
}

package command_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
)

// Who needs no more is left alone; so is who writes a password down, but for being told
// to take it away.
func TestEndsTheTalk(t *testing.T) {
	t.Parallel()
	for want, texts := range map[command.Command][]string{
		command.Settled{}: {"never mind, found it", "nevermind", "forget it", "ok", "Okay!", "got it", "I'll tell them", "ok I'll pass it on to IT", "I'll forward this to our admin now", "ok, geb ich an die IT weiter", "egal, habs gefunden", "alles klar", "vergiss es",
			"ich ruf den Anbieter an", "sag ich dem Chef", "laisse tomber", "c'est bon, j'ai trouvé", "je transmets ça à l'informatique", "d'accord", "vale", "vale, ya lo he encontrado", "lo paso a informática", "vale, lo paso a informática", "gut, dann geb ich das weiter", "yes fine, I'll tell them", "bon d'accord, je transmets à l'informatique", "se lo digo mañana", "noted", "understood"},
		command.Thanks{}: {"super danke dir!", "merci bcp", "thanks a lot, that helped", "thank you so much", "vielen lieben Dank euch", "danke für die Hilfe", "merci mille fois"[:11], "merci, c'est parfait", "merci, c'est très gentil", "mil gracias", "muchas gracias, muy amable", "thx all"},
		command.Secret{}: {"me ayudas? mi contraseña es Gato1987", "my password is Hunter2!", "Passwort: Sommer2024", "mein Kennwort lautet abc12345", "mot de passe : Soleil33", "pw=Geheim99", "it does not work, the password is my Blue42"},
	} {
		for _, text := range texts {
			if got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); err != nil || got != want {
				t.Errorf("%q: %#v, %v, want %T", text, got, err, want)
			}
		}
	}
	for _, text := range []string{
		"ok?", "got it?", "yes", "sure", "ja", "bien", "oui", "found it strange", "I'll be late", "ich gehe jetzt", "je suis malade", "lo siento mucho", "who will tell them?", "klar ist das nicht", "never", "mind the gap", "thanks, but when does it expire?", "danke, und wie lange noch gültig?", "merci pour rien du tout là",
		"the password is wrong", "password incorrect 535", "Passwort falsch", "mi contraseña es correcta", "password is 12345678", "password: 0x800CCC92", "my password is my own", "password imap.corp.com", "change the password of room 465b", "password=%25a1",
	} {
		got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		switch got.(type) {
		case command.Settled, command.Thanks, command.Secret:
			t.Errorf("%q: %T", text, got)
		}
	}
}

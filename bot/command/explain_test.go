package command_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
)

// What a word of an answer means is asked in many ways.
func TestTermsAsked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]command.Explain{
		"was heißt zwischenzertifikat": {Term: command.TermIntermediate, Language: "de"}, "what is an intermediate certificate?": {Term: command.TermIntermediate, Language: "en"}, "c'est quoi un certificat intermédiaire ?": {Term: command.TermIntermediate, Language: "fr"},
		"¿qué es un certificado autofirmado?": {Term: command.TermSelfSigned, Language: "es"}, "what does self-signed mean": {Term: command.TermSelfSigned, Language: "en"}, "was ist ein Fingerabdruck?": {Term: command.TermThumbprint, Language: "de"},
		"what is STARTTLS?": {Term: command.TermSTARTTLS, Language: "en"}, "was ist TLS?": {Term: command.TermTLS, Language: "de"}, "que veut dire auto-signé ?": {Term: command.TermSelfSigned, Language: "fr"}, "¿qué significa puerto?": {Term: command.TermPort, Language: "es"},
		"what is a certificate": {Term: command.TermCertificate, Language: "en"}, "qu'est-ce que le smtp ?": {Term: command.TermServices, Language: "fr"}, "was ist eine Zertifizierungsstelle?": {Term: command.TermAuthority, Language: "de"},
	} {
		if got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); err != nil || got != command.Command(want) {
			t.Errorf("%q: %#v, %v", text, got, err)
		}
	}
	for _, text := range []string{"certificate", "what is it?", "what is Outlook?", "what is the certificate of imap.corp.com?", "explain", "was ist los?", "tls or starttls", "what is tls or starttls?", "mean"} {
		if got, _ := command.Parse(&bot.Request{Kind: bot.Message, Text: text}); got != nil {
			if e, is := got.(command.Explain); is {
				t.Errorf("%q: %#v", text, e)
			}
		}
	}
}

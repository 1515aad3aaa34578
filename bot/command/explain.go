package command

import (
	"strings"
	"sync"
)

// Terms are all of them.
func Terms() []Term {
	return []Term{TermCertificate, TermIntermediate, TermAuthority, TermSelfSigned, TermThumbprint, TermTLS, TermSTARTTLS, TermPort, TermServices}
}

// termWords are the words that people call them, by those.
var termWords = sync.OnceValue(func() map[string]Term {
	out := make(map[string]Term)
	for term, words := range map[Term]string{
		TermCertificate:  "certificate certificates zertifikat zertifikate serverzertifikat sicherheitszertifikat certificat certificats certificado certificados",
		TermIntermediate: "intermediate intermediates chain zwischenzertifikat zwischenzertifikate zertifikatskette kette intermédiaire intermédiaires chaîne intermedio intermedios cadena",
		TermAuthority:    "authority ca root zertifizierungsstelle stammzertifikat autorité racine autoridad raíz",
		TermSelfSigned:   "self-signed selfsigned selbstsigniert selbstsigniertes auto-signé autosigné auto-signée autofirmado autofirmada",
		TermThumbprint:   "thumbprint fingerprint fingerabdruck l'empreinte empreinte huella",
		TermTLS:          "tls ssl verschlüsselung chiffrement encryption cifrado",
		TermSTARTTLS:     "starttls",
		TermPort:         "port puerto",
		TermServices:     "imap pop pop3 smtp",
	} {
		for word := range wordSet(words) {
			out[word] = term
		}
	}
	return out
})

// termQuestion is how people ask in one language what a word means: by one of the keys,
// and none but the words beside it.
type termQuestion struct {
	language     string
	keys, beside map[string]bool
}

var termQuestions = sync.OnceValue(func() []termQuestion {
	return []termQuestion{
		{"en", wordSet("what's what mean means explain"), wordSet("is a an does do the mean by you that word means to me exactly and this certificate and so are what")},
		{"de", wordSet("was heißt heisst bedeutet erklär erkläre"), wordSet("ist ein eine das der die denn eigentlich heißt heisst bedeutet mir wort was und ein zertifikat genau bitte sind")},
		{"fr", wordSet("quoi qu'est-ce veut-dire signifie explique explique-moi"), wordSet("c'est un une le la que qu' veut-dire ça et moi certificat exactement est-ce sont des ce qu'un qu'une")},
		{"es", wordSet("qué significa explica explícame"), wordSet("es un una el la quiere decir significa y eso certificado exactamente son de")},
	}
})

// asksTerm is what asks for the meaning of a word that certdesk uses.
func asksTerm(text string) (Explain, bool) {
	words := bareWords(oneWay.Replace(strings.ToLower(text)))
	for _, ask := range termQuestions() {
		out, keyed, fits := Explain{Language: ask.language}, false, true
		for _, word := range words {
			term, named := termWords()[word]
			keyed = keyed || ask.keys[word]
			switch {
			case named && (out.Term == "" || out.Term == TermCertificate):
				out.Term = term // "an intermediate certificate"
			case named && (term == out.Term || term == TermCertificate):
			case named, !ask.keys[word] && !ask.beside[word] && !aside[word]:
				fits = false
			}
		}
		if fits && keyed && out.Term != "" {
			return out, true
		}
	}
	return Explain{}, false
}

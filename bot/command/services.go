package command

import "sync"

// serviceWords are those for a service of mail, by its protocol.
var serviceWords = sync.OnceValue(func() map[string]string {
	out := make(map[string]string)
	for protocol, words := range map[string]string{
		"smtp": `smtp smtps outgoing outbound sending send postausgang postausgangsserver ausgang ausgangsserver ausgehend ausgehende ausgehenden versand senden verschicken versenden
			envoi l'envoi envoyer sortant sortants sortie envío enviar saliente salientes salida`,
		"imap": `imap imaps incoming inbound receiving receive inbox posteingang posteingangsserver eingang eingangsserver eingehend eingehende empfang empfangen abruf
			réception recevoir entrant entrants recepción recibir entrante entrantes entrada`,
		"pop3": "pop pop3 pop3s",
	} {
		for word := range wordSet(words) {
			out[word] = protocol
		}
	}
	return out
})

// withoutService takes the words for a service out of others. It is none where several are
// named.
func withoutService(words []string) (protocol string, rest []string) {
	for _, word := range words {
		switch named := serviceWords()[word]; {
		case named == "":
			rest = append(rest, word)
		case protocol != "" && protocol != named:
			return "", nil
		default:
			protocol = named
		}
	}
	return protocol, rest
}

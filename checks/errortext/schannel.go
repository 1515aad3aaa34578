package errortext

import "fmt"

// alerts are the TLS alerts (RFC 8446 §6) that Schannel writes into the event
// log by their number, and what each means for whoever receives it.
var alerts = []struct {
	number int
	kind   Kind
}{
	{40, handshake}, {42, cannotVerify}, {43, malformed}, {44, revoked}, {45, expired}, {46, cannotVerify}, {48, untrusted},
	{49, clientCert}, {70, oldTLS}, {71, noCommon}, {80, handshake}, {112, unknownName}, {116, clientCert},
}

// schannel is the events 36887 (an alert came) and 36888 (one was sent) with the
// number of their alert. Source: Microsoft Learn "Schannel Events".
func schannel() []Entry {
	out := []Entry{{ID: "schannel-alert", Client: "Windows event log", Kind: handshake, Headline: true, Phrases: []string{
		"schannel 36887", "schannel 36888", "a fatal alert was received from the remote endpoint", "a fatal alert was generated and sent to the remote endpoint",
		"es wurde eine schwerwiegende warnung generiert und an den remoteendpunkt gesendet", "es wurde eine schwerwiegende warnung vom remoteendpunkt empfangen",
		"une alerte irrécupérable a été reçue du point de terminaison distant", "une alerte irrécupérable a été générée et envoyée au point de terminaison distant",
		"se recibió una alerta irrecuperable desde el extremo remoto", "se generó una alerta irrecuperable y se envió al extremo remoto",
	}}}
	for _, a := range alerts {
		var phrases []string
		for _, words := range []string{
			"the tls protocol defined fatal alert code is *%d", "the tls protocol defined fatal error code is *%d",
			"für das tls protokoll definierten code *%d", "le code d alerte irrécupérable défini par le protocole tls est *%d", "el código de alerta irrecuperable definido por el protocolo tls es *%d",
		} {
			phrases = append(phrases, fmt.Sprintf(words, a.number))
		}
		out = append(out, Entry{ID: fmt.Sprintf("schannel-alert-%d", a.number), Client: "Windows event log", Kind: a.kind, Phrases: phrases})
	}
	return out
}

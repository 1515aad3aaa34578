package errortext

import (
	"slices"
	"sync"
)

// What people say in their own words, without a message to paste: "the
// certificate of mail.corp.com has expired". It counts where a server is named,
// for then there is something to look at, where nothing else is said, where
// somebody complains of his mail, or where a program says it ("remote error: tls: expired certificate"), also one that no
// row knows.

// sayings are the words for a state of a certificate. The rows are tried in
// their order: what says more stands first.
var sayings = sync.OnceValue(func() []saying {
	return []saying{
		{Entry{ID: "said-self-signed", Kind: selfSigned}, phrases("self signed", "selfsigned", "selbstsigniert", "selbstsigniertes", "selbst signiert", "auto signé", "autosigné", "auto firmado", "autofirmado")},
		{Entry{ID: "said-not-yet-valid", Kind: notYet}, phrases("not yet valid", "not valid yet", "isn t valid yet", "noch nicht gültig", "pas encore valide", "aún no es válido", "todavía no es válido")},
		{Entry{ID: "said-weak-signature", Kind: weakHash}, phrases("insecure algorithm", "insecure signature", "weak signature", "weak digest")},
		{Entry{ID: "said-old-tls", Kind: oldTLS}, phrases("unsupported protocol", "protocol version not supported", "unsupported protocol version", "wrong ssl version", "protocol version is not enabled or not supported", "protocol version")},
		{Entry{ID: "said-revoked", Kind: revoked}, phrases("revoked", "widerrufen", "zurückgezogen", "révoqué", "revocado")},
		{Entry{ID: "said-expired", Kind: expired}, phrases("expired", "ran out", "has run out", "out of date", "abgelaufen", "abgelaufenes", "expiré", "périmé", "caducado", "caducó", "expirado", "vencido", "venció")},
		{Entry{ID: "said-wrong-name", Kind: wrongName}, phrases("wrong name", "wrong host", "different name", "not valid for name", "altnames", "alternative names", "another name", "other name", "name mismatch", "hostname mismatch", "does not match", "doesn t match", "falschen namen", "falscher name", "anderen namen", "anderer name", "stimmt nicht überein", "passt nicht zum namen", "mauvais nom", "autre nom", "ne correspond pas", "otro nombre", "nombre incorrecto", "nombre equivocado", "no coincide")},
		{Entry{ID: "said-untrusted", Kind: untrusted}, phrases("not trusted", "isn t trusted", "untrusted", "unknown issuer", "unknownissuer", "unknown ca", "unknown authority", "unknown certificate authority", "not from a trusted authority", "isn t from a trusted authority", "nicht vertrauenswürdig", "nicht vertraut", "unbekannter aussteller", "unbekannten aussteller", "pas approuvé", "non approuvé", "pas fiable", "pas de confiance", "autorité inconnue", "no es de confianza", "no confiable", "emisor desconocido", "autoridad desconocida")},
		{Entry{ID: "said-error", Kind: cannotVerify}, phrases("certificate error", "error certificate", "certificate warning", "certificate message", "certificate problem", "cert error", "cert warning", "ssl error", "ssl warning", "tls error", "zertifikatsfehler", "zertifikatfehler", "zertifikatswarnung", "zertifikatwarnung", "zertifikatsproblem", "ssl fehler", "erreur de certificat", "problème de certificat", "alerte de certificat", "error de certificado", "problema de certificado", "aviso de certificado", "invalid", "no longer valid", "not valid anymore", "nicht mehr gültig", "plus valide", "ya no es válido", "not valid", "isn t valid", "ungültig", "ungültiges", "nicht gültig", "invalide", "pas valide", "non valide", "pas valable", "inválido", "no es válido", "no válido")},
	}
})

type saying struct {
	entry Entry
	words []phrase
}

// certificates are the words for one.
var certificates = set("certificate certificates cert certs zertifikat zertifikats zertifikate sicherheitszertifikat serverzertifikat webzertifikat mailzertifikat zertifikatsfehler zertifikatfehler zertifikatswarnung zertifikatwarnung zertifikatsproblem certificateerror certificateexception sslcertverificationerror certificat certificats certificado certificados ssl tls")

// settled are words of who tells that it is over.
var settled = set("renewed replaced fixed solved erneuert ersetzt behoben gelöst renouvelé remplacé réglé résolu renovado sustituido resuelto")

func isSettled(word string) bool { return settled()[word] }

// ofPrograms are words of programs that report what went wrong; people have
// others.
var ofPrograms = set("exception remote peer handshake x509 errno sslerror alert traceback stderr fatal")

func isOfProgram(word string) bool { return ofPrograms()[word] }

// sayingReach is how many words may stand between the certificate and what is
// said of it.
const sayingReach = 10

func phrases(texts ...string) []phrase {
	out := make([]phrase, len(texts))
	for i, text := range texts {
		out[i] = newPhrase(text)
	}
	return out
}

// parted tells whether what stands at a place is of several lines or columns.
func (r *reading) parted(where span) bool {
	return r.tokens[where.from].segment != r.tokens[where.to].segment
}

// saidPlainly finds what is said of the certificate of a server that the text
// names.
func saidPlainly(s *signs) (Entry, bool) {
	if s.rival || s.paper || slices.ContainsFunc(s.read.words, isSettled) {
		return Entry{}, false
	}
	program := len(s.programs) > 0 && slices.ContainsFunc(s.read.words, isOfProgram) || s.complains()
	near := func(where span) bool {
		if !s.server && !program && !s.alone(where) || s.read.parted(where) {
			return false
		}
		for at := max(0, where.from-sayingReach); at < min(len(s.read.words), where.to+1+sayingReach); at++ {
			if certificates()[s.read.words[at]] {
				return true
			}
		}
		return false
	}
	for _, row := range sayings() {
		for _, p := range row.words {
			if n, _ := p.in(s.read, near); n > 0 {
				return row.entry, true
			}
		}
	}
	return Entry{}, false
}

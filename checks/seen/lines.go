package seen

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"certdesk/checks/lazyregexp"
)

// Some platforms make one line of what is pasted into a field of a command. The
// lines come back at the labels that begin them, and within PEM (RFC 7468).

// minLabel is how long a label has to be to begin a line: shorter ones are
// words of talk.
const minLabel = 5

// properties are names of tools that begin a line.
const properties = `FriendlyName|Extensions|SerialNumber|ComputerName|RemoteAddress|RemotePort|TcpTestSucceeded|SslPolicyErrors|AntiVirusProduct|ProxyServer|ProxyEnable|AutoConfigURL|Universal time|Addresse?s?|Adresses?|Name|Nom|Nombre|Server|Serveur|Servidor|Proxy Server\(s\)|Cert Verify Result|Verify return code|Non-authoritative answer|Nicht autorisierende Antwort`

var (
	lineBegins = sync.OnceValue(func() *regexp.Regexp {
		known, dates := []string{properties}, []string{}
		for _, label := range slices.Sorted(maps.Keys(labels)) {
			if len(label) >= minLabel {
				known = append(known, regexp.QuoteMeta(label))
			}
			if labels[label] == notBefore {
				dates = append(dates, regexp.QuoteMeta(label))
			}
		}
		// A date may follow its label without a sign between them.
		return regexp.MustCompile(`(?i)\s((?:` + strings.Join(known, "|") + `)\s*[:=]|(?:` + strings.Join(dates, "|") + `)\s+\d)`)
	})
	onePEM = lazyregexp.New(`-----BEGIN ([A-Z ]{5,30})-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END ([A-Z ]{5,30})-----`)
)

// relined is a text with its lines; one that has some stays as it is.
func relined(text string) string {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "\n") {
		return text
	}
	text = onePEM().ReplaceAllStringFunc(text, func(block string) string {
		m := onePEM().FindStringSubmatch(block)
		return "\n-----BEGIN " + m[1] + "-----\n" + strings.Join(strings.Fields(m[2]), "\n") + "\n-----END " + m[3] + "-----\n"
	})
	return lineBegins().ReplaceAllString(text, "\n$1")
}

// shown is what a label stands in front of.
type shown int

const (
	nothing shown = iota
	headSubject
	headIssuer
	headValidity
	headElsewhere
	commonName
	organisation
	otherAttribute
	notBefore
	notAfter
	thumbprint
)

// labels are the words in front of values, as asLabel folds them. Sources: the
// certificate windows of Windows 11, Firefox 145, Chrome 142 and Keychain
// Access, certutil, the properties of X509Certificate2, openssl-x509(1). Those of
// Firefox (certviewer.ftl and netmonitor.properties of ESR 153, with es-AR and
// es-MX), Chromium 156 (with es-419) and Thunderbird for Android were read in what
// is shipped; those of Windows and macOS in German, French and Spanish were not.
var labels = map[string]shown{
	"issued to": headSubject, "subject": headSubject, "subject name": headSubject, "s": headSubject,
	"ausgestellt für": headSubject, "antragsteller": headSubject, "inhabername": headSubject, "betreff": headSubject, "inhaber": headSubject, "name des inhabers": headSubject, "gegenstand": headSubject,
	"délivré à": headSubject, "émis pour": headSubject, "objet": headSubject, "sujet": headSubject, "nom du sujet": headSubject, "émis à": headSubject,
	"emitido para": headSubject, "enviado a": headSubject, "asunto": headSubject, "sujeto": headSubject, "nombre del asunto": headSubject, "nombre del sujeto": headSubject, "nombre del interesado": headSubject, "expedido a": headSubject, "emitido a": headSubject,
	"issued by": headIssuer, "issuer": headIssuer, "issuer name": headIssuer, "i": headIssuer,
	"ausgestellt von": headIssuer, "aussteller": headIssuer, "ausstellername": headIssuer, "name des ausstellers": headIssuer,
	"délivré par": headIssuer, "émis par": headIssuer, "émetteur": headIssuer, "nom de l'émetteur": headIssuer,
	"emitido por": headIssuer, "emisor": headIssuer, "nombre del emisor": headIssuer, "expedido por": headIssuer, "proporcionada por": headIssuer,
	"validity": headValidity, "validity period": headValidity, "gültigkeit": headValidity, "gültigkeitsdauer": headValidity, "gültigkeitszeitraum": headValidity,
	"validité": headValidity, "période de validité": headValidity, "durée de validité": headValidity, "validez": headValidity, "período de validez": headValidity, "period of validity": headValidity, "periodo de validez": headValidity,
	"common name": commonName, "common name (cn)": commonName, "cn": commonName, "allgemeiner name": commonName, "allgemeiner name (cn)": commonName,
	"nom commun": commonName, "nom commun (cn)": commonName, "nom courant": commonName, "nombre común": commonName, "nombre común (cn)": commonName, "nombre habitual": commonName,
	"organization": organisation, "organization (o)": organisation, "organisation": organisation, "organisation (o)": organisation, "o": organisation, "organización": organisation, "organización (o)": organisation,
	"country": otherAttribute, "country or region": otherAttribute, "land": otherAttribute, "land oder region": otherAttribute, "pays": otherAttribute, "pays ou région": otherAttribute, "país": otherAttribute, "país o región": otherAttribute,
	"valid from": notBefore, "not before": notBefore, "notbefore": notBefore, "not valid before": notBefore, "issued on": notBefore, "begins on": notBefore, "begins": notBefore,
	"gültig ab": notBefore, "gültig von": notBefore, "beginnt mit": notBefore, "beginn": notBefore, "ausgestellt am": notBefore, "nicht vor": notBefore, "nicht gültig vor": notBefore, "ungültig vor": notBefore,
	"valide du": notBefore, "valide à partir du": notBefore, "valable à partir du": notBefore, "émis le": notBefore, "délivré le": notBefore, "pas avant": notBefore, "pas avant le": notBefore, "débute le": notBefore, "non valide avant le": notBefore, "non valable avant le": notBefore,
	"válido desde": notBefore, "emitido el": notBefore, "no antes": notBefore, "no antes de": notBefore, "comienza el": notBefore, "posterior a": notBefore, "no válido antes de": notBefore, "no es válido antes de": notBefore,
	"valid to": notAfter, "valid until": notAfter, "not after": notAfter, "notafter": notAfter, "not valid after": notAfter, "expires on": notAfter, "expires": notAfter,
	"gültig bis": notAfter, "läuft ab am": notAfter, "läuft ab": notAfter, "gilt bis": notAfter, "nicht nach": notAfter, "nicht gültig nach": notAfter, "ungültig nach": notAfter, "ende": notAfter, "ablaufdatum": notAfter,
	"valide jusqu'au": notAfter, "valable jusqu'au": notAfter, "expire le": notAfter, "expire": notAfter, "pas après": notAfter, "pas après le": notAfter, "non valide après le": notAfter, "non valable après le": notAfter,
	"válido hasta": notAfter, "caduca el": notAfter, "vence el": notAfter, "caduca": notAfter, "no después": notAfter, "no después de": notAfter, "expira el": notAfter, "expira": notAfter, "vencimiento el": notAfter, "anterior a": notAfter, "no válido después de": notAfter, "no es válido después de": notAfter,
	"thumbprint": thumbprint, "sha1 fingerprint": thumbprint, "sha-1 fingerprint": thumbprint, "sha256 fingerprint": thumbprint, "sha-256 fingerprint": thumbprint, "sha-1": thumbprint, "sha-256": thumbprint, "cert hash(sha1)": thumbprint, "cert hash(sha256)": thumbprint,
	"fingerabdruck": thumbprint, "sha1-fingerabdruck": thumbprint, "sha-256-fingerabdruck": thumbprint, "zertifikathash(sha1)": thumbprint, "zertifikathash(sha256)": thumbprint,
	"empreinte numérique": thumbprint, "empreinte sha-256": thumbprint, "empreintes numériques sha1": thumbprint, "empreintes numériques sha-256": thumbprint, "hach. cert. (sha1)": thumbprint, "huella digital": thumbprint, "huella digital sha-256": thumbprint, "huella digital sha1": thumbprint, "huella dactilar sha1": thumbprint, "huella dactilar sha-256": thumbprint, "hash de cert.(sha1)": thumbprint,
	"subject public key info": headElsewhere, "public key info": headElsewhere, "public key": headElsewhere, "subject alt names": headElsewhere, "subject alternative names": headElsewhere, "x509v3 extensions": headElsewhere, "extensions": headElsewhere, "fingerprints": headElsewhere, "miscellaneous": headElsewhere,
	"öffentlicher schlüssel": headElsewhere, "öffentlicher schlüssel - informationen": headElsewhere, "alternative inhaberbezeichnungen": headElsewhere, "fingerabdrücke": headElsewhere, "verschiedenes": headElsewhere,
	"informations sur la clé publique": headElsewhere, "noms alternatifs du sujet": headElsewhere, "empreintes numériques": headElsewhere, "divers": headElsewhere, "información de clave pública": headElsewhere, "huellas digitales": headElsewhere, "misceláneas": headElsewhere, "misceláneo": headElsewhere, "miscelánea": headElsewhere, "nombres alternativos del sujeto": headElsewhere, "huellas dactilares": headElsewhere,
}

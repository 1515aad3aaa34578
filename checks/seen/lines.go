package seen

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Some platforms make one line of what is pasted into a field of a command. The
// lines come back at the labels that begin them, and within PEM (RFC 7468).

// leastLabel is how long a label has to be to begin a line: shorter ones are
// words of talk.
const leastLabel = 5

// properties are names of tools that begin a line.
const properties = `FriendlyName|Extensions|SerialNumber|ComputerName|RemoteAddress|RemotePort|TcpTestSucceeded|SslPolicyErrors|AntiVirusProduct|ProxyServer|ProxyEnable|AutoConfigURL|Universal time|Addresse?s?|Adresses?|Name|Nom|Nombre|Server|Serveur|Servidor|Proxy Server\(s\)|Cert Verify Result|Verify return code|Non-authoritative answer|Nicht autorisierende Antwort`

var (
	lineBegins = sync.OnceValue(func() *regexp.Regexp {
		known, dates := []string{properties}, []string{}
		for _, label := range slices.Sorted(maps.Keys(labels)) {
			if len(label) >= leastLabel {
				known = append(known, regexp.QuoteMeta(label))
			}
			if labels[label] == notBefore {
				dates = append(dates, regexp.QuoteMeta(label))
			}
		}
		// A date may follow its label without a sign between them.
		return regexp.MustCompile(`(?i)\s((?:` + strings.Join(known, "|") + `)\s*[:=]|(?:` + strings.Join(dates, "|") + `)\s+\d)`)
	})
	onePEM = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`-----BEGIN ([A-Z ]{5,30})-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END ([A-Z ]{5,30})-----`)
	})
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

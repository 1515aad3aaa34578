package pctools

import (
	"net/url"
	"regexp"
	"strings"

	"certdesk/checks/lazyregexp"
)

var (
	// netsh winhttp show proxy, in the languages of Windows.
	winhttp = lazyregexp.New(`(?i)^\s*(?:proxy ?server ?(?:\(s\)|\(n\))?|serveurs?(?:\(s\))? (?:de )?proxy|servidor(?:es|\(es\))? (?:de )?proxy)\s*:\s*(\S.*)$`)
	// the same where no proxy is set.
	direct = lazyregexp.New(`(?i)^\s*(?:direct access \(no proxy server\)|direkter zugriff \(kein proxyserver\)|accès direct \(sans serveur proxy\)|acceso directo \(sin servidor proxy\))\.?$`)
	// https_proxy=http://proxy:8080, in the shell's, PowerShell's and cmd's forms.
	environment = lazyregexp.New(`(?i)^\s*(?:export |set |\$env:|declare -x )?(?:https?|all)_proxy\s*=\s*["']?([^\s"']+)`)
	// scutil --proxy.
	scutil = lazyregexp.New(`^\s*(HTTPSEnable|HTTPSProxy|HTTPSPort|ProxyAutoConfigEnable|ProxyAutoConfigURLString)\s*:\s*(\S+)$`)
	// reg query and Get-ItemProperty of the Internet Settings.
	registry = lazyregexp.New(`(?i)^\s*(ProxyEnable|ProxyServer|AutoConfigURL)\s+(?::\s*|REG_(?:DWORD|SZ)\s+)(\S+)$`)
	// curl -v.
	curlProxy = lazyregexp.New(`(?i)^\s*\* +uses proxy env variable \S+ == '([^']+)'`)
)

// proxy reads what programs go through.
func (r *reader) proxy(line string) {
	if m := scutil().FindStringSubmatch(line); m != nil {
		r.setting(m[1], m[2])
		return
	}
	if m := registry().FindStringSubmatch(line); m != nil {
		r.setting(m[1], m[2])
		return
	}
	r.direct = r.direct || direct().MatchString(line)
	r.tunnel = r.tunnel || curlProxy().MatchString(line)
	for _, told := range [...]func() *regexp.Regexp{environment, curlProxy, winhttp} {
		if p := proxyName(first(told().FindStringSubmatch(line))); p != "" && r.out.Proxy == "" {
			r.out.Proxy = p
			return
		}
	}
}

// setting is one of several lines that tell of a proxy together.
func (r *reader) setting(name, value string) {
	switch strings.ToLower(name) {
	case "httpsenable", "proxyenable":
		r.proxyOff = isZero(value)
	case "proxyautoconfigenable":
		r.scriptOff = isZero(value)
	case "httpsproxy":
		r.proxyHost = proxyName(value)
	case "httpsport":
		if isNumber(value) {
			r.proxyPort = value
		}
	case "proxyserver":
		r.proxyHost = proxyName(value)
	case "proxyautoconfigurlstring", "autoconfigurl":
		r.proxyScript = proxyName(value)
	}
}

func isZero(value string) bool { return value == "0" || strings.EqualFold(value, "0x0") }

func isNumber(s string) bool { return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == "" }

// maxProxy is how long the name of a proxy may be.
const maxProxy = 120

// proxyName is a proxy as it is shown: the one for encrypted connections of
// several ("http=a:80;https=b:80"), without a login.
func proxyName(text string) string {
	text = strings.TrimSpace(text)
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ';' || c == ' ' }) {
		if rest, ok := strings.CutPrefix(strings.ToLower(part), "https="); ok {
			text = rest
			break
		}
	}
	if kind, rest, ok := strings.Cut(text, "="); ok && len(kind) < 8 {
		text = rest
	}
	text, _, _ = strings.Cut(text, ";")
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		text = u.Host
		if strings.HasSuffix(u.Path, ".pac") || strings.HasSuffix(u.Path, ".dat") {
			text += u.Path // a script, which chooses a proxy
		}
	}
	text = text[strings.LastIndexByte(text, '@')+1:]
	if len(text) > maxProxy || !strings.ContainsAny(text, ".:") || strings.ContainsAny(text, " \t<>\"'(){}") {
		return ""
	}
	return text
}

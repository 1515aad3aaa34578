package software

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/lazyregexp"
)

// acmeIssuers are authorities that issue by ACME (RFC 8555) alone: a certificate
// of theirs was fetched by a program, and is renewed by one.
var acmeIssuers = lazyregexp.New(`(^|[ ,=])(Let's Encrypt|ZeroSSL|Buypass)($|[ ,])`)

// hook is how a client of ACME runs a command after it has renewed.
type hook struct {
	name    string
	windows bool
	line    string
	source  string
	written string
}

var hooks = []hook{
	{"certbot", false, `certbot reconfigure --cert-name {name} --deploy-hook "{reload}"`,
		"https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates", "2026-11-29"},
	{"acme.sh", false, `acme.sh --install-cert -d {name} --fullchain-file {chain} --key-file {key} --reloadcmd "{reload}"`,
		"https://github.com/acmesh-official/acme.sh#3-install-the-cert-to-apachenginx-etc", "2026-11-29"},
	{"lego", false, `lego --domains {name} renew --renew-hook "{reload}"`,
		"https://go-acme.github.io/lego/usage/cli/renew-a-certificate/", "2026-11-29"},
	{"win-acme", true, `wacs.exe --installation script --script reload.ps1`,
		"https://www.win-acme.com/reference/plugins/installation/script", "2026-11-29"},
	{"Caddy", false, `{ events { on cert_obtained exec {reload} } }`,
		"https://github.com/mholt/caddy-events-exec", "2026-11-29"},
}

// renewal has a program read what was renewed, where the certificate was issued
// by ACME.
func renewal(r *row, leaf *checks.Certificate, fill *strings.Replacer) []checks.AdminSettings {
	if r == nil || len(r.reload) == 0 || leaf == nil || !acmeIssuers().MatchString(leaf.Issuer) {
		return nil
	}
	onWindows := strings.Contains(r.reload[0], "Restart-Service") || strings.Contains(r.reload[0], "iisreset")
	reload := r.reload[len(r.reload)-1]
	var out []checks.AdminSettings
	for _, h := range hooks {
		if h.windows == onWindows {
			line := strings.ReplaceAll(fill.Replace(h.line), "{reload}", strings.ReplaceAll(reload, `"`, `\"`))
			out = append(out, checks.AdminSettings{For: h.name, Lines: []string{line}, Source: h.source})
		}
	}
	return out
}

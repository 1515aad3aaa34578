package answer

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// contact is the step that hands the matter to an administrator.
const contact = 10

// reproduce is the command with which an administrator sees the same with
// tools of his own, where the matter is for him and TLS was reached.
func reproduce(r *checks.Report) []bot.Code {
	asked := false
	for i := range r.Steps {
		asked = asked || r.Steps[i].Number == contact
	}
	if !asked || r.TLS == nil || r.Target.Port == 0 || r.Verdict == checks.VerdictTrusted {
		return nil
	}
	at := connectTo(r)
	name := r.Names.Requested
	if !shellSafe(at) || !shellSafe(name) {
		return nil
	}
	args := []string{"openssl s_client -showcerts -connect", at}
	if r.Proxy != "" { // it sees another network, and OpenSSL speaks to those of HTTP alone
		proxy, isHTTP := strings.CutPrefix(r.Proxy, "http://")
		if !isHTTP || !shellSafe(proxy) {
			return nil
		}
		args = append(args, "-proxy", proxy)
	}
	if _, err := netip.ParseAddr(name); err == nil {
		args = append(args, "-noservername")
	} else {
		args = append(args, "-servername", name)
	}
	if r.Target.Mode == checks.ModeSTARTTLS {
		service, ok := services.ByName(r.Target.Service)
		if !ok {
			return nil
		}
		args = append(args, "-starttls", service.Protocol)
	}
	args = append(args, askFor(r)...)
	return []bot.Code{{Title: say.S("Reproduce with OpenSSL:"), Text: strings.Join(args, " ")}}
}

// askFor are the options with which OpenSSL is shown the certificate that the
// answer is about, where the server has another one for those who ask otherwise.
func askFor(r *checks.Report) []string {
	var mine, others []string
	for _, c := range r.CertificatesSeen {
		if r.Certificate != nil && c.SHA256 == r.Certificate.SHA256 {
			mine = append(mine, c.ShownTo...)
		} else {
			others = append(others, c.ShownTo...)
		}
	}
	return checks.OpenSSLOptions(mine, others)
}

// connectTo is the server, or its first bad address where others are well or
// another address was dialled.
func connectTo(r *checks.Report) string {
	port := strconv.Itoa(r.Target.Port)
	bad, first := 0, ""
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		if _, p, err := net.SplitHostPort(e.Address); err == nil && p != port {
			return e.Address
		}
		if e.Verdict == checks.VerdictUntrusted {
			if bad++; bad == 1 {
				first = e.Address
			}
		}
	}
	if bad > 0 && bad < len(r.Endpoints) {
		return first
	}
	return net.JoinHostPort(r.Target.Host, port)
}

func shellSafe(s string) bool {
	return s != "" && s[0] != '-' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_.:[]") == ""
}

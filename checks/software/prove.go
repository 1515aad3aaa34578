package software

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"certdesk/checks"
)

// prove are the commands that show whether it worked, on any machine: with
// OpenSSL, which says "Verify return code: 0 (ok)", and with certdesk. Nil for
// names that a shell could take for something else.
func prove(f *checks.Facts, ep *checks.Endpoint) []string {
	if f.Target.Port == 0 || !plainName(f.Target.Host) || !plainName(f.Name) {
		return nil
	}
	at := net.JoinHostPort(f.Target.Host, strconv.Itoa(f.Target.Port))
	args := []string{"openssl s_client -connect", at}
	if _, err := netip.ParseAddr(f.Name); err == nil {
		args = append(args, "-noservername -verify_ip", f.Name)
	} else {
		args = append(args, "-servername", f.Name, "-verify_hostname", f.Name)
	}
	if ep.Mode == checks.ModeSTARTTLS && ep.Protocol != "" {
		args = append(args, "-starttls", ep.Protocol)
	}
	args = append(args, askFor(f, ep)...)
	return []string{strings.Join(append(args, "-verify_return_error </dev/null"), " "), "certdesk check " + at}
}

// askFor are the options for the certificate that the endpoint is seen by, where the
// server has others: without them the proof would be that of one that is in order.
func askFor(f *checks.Facts, ep *checks.Endpoint) []string {
	if ep.Judgement == nil || ep.Judgement.Leaf == nil {
		return nil
	}
	var mine, others []string
	enter := func(j *checks.Judgement, to []string) {
		switch {
		case j == nil || j.Leaf == nil:
		case j.Leaf.SHA256 == ep.Judgement.Leaf.SHA256:
			mine = append(mine, to...)
		default:
			others = append(others, to...)
		}
	}
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		enter(e.Judgement, e.ShownTo)
		for k := range e.Shown {
			enter(e.Shown[k].Judgement, e.Shown[k].To)
		}
	}
	return checks.OpenSSLOptions(mine, others)
}

// plainName tells whether a name is safe in a command and in a configuration.
func plainName(s string) bool {
	return s != "" && s[0] != '-' && len(s) <= 253 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:") == ""
}

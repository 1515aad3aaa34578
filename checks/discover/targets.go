package discover

import (
	"certdesk/checks"
	"certdesk/checks/services"
)

// Targets are the servers of a discovery as targets of a check; input is what
// was typed. A mode that the domain told counts as asked for: where the port
// speaks the other one, mail programs that follow the domain fail.
func Targets(d *checks.Discovery, input string) []checks.Target {
	out := make([]checks.Target, 0, len(d.Servers))
	for _, s := range d.Servers {
		t := checks.Target{Input: input, Host: s.Host, Port: s.Port, Mode: s.Mode}
		if t.Mode == checks.ModeNone {
			t.Mode = checks.ModeAuto // what else there is has to be seen
		}
		switch s.Use {
		case useAutodiscover:
			t.Service, t.Mode, t.Autodiscover = "https", checks.ModeTLS, true
		case useMX:
			// Servers among themselves encrypt if they can: no mode is asked for.
			t.Service, t.Mode, t.MailDomain = "smtp", checks.ModeAuto, d.Domain
		default:
			t.Service = serviceOf(s)
			if t.Mode != checks.ModeAuto {
				t.Protocol = s.Use
			}
		}
		out = append(out, t)
	}
	return out
}

// serviceOf is the port's service, or on an unusual port that of the use.
func serviceOf(s checks.DiscoveredServer) string {
	if known, ok := services.ByPort(s.Port); ok && known.Protocol == s.Use {
		return known.Name
	}
	names := map[string][2]string{
		useIMAP: {"imap", "imaps"}, usePOP3: {"pop3", "pop3s"}, useSMTP: {"submission", "submissions"},
	}
	if s.Mode == checks.ModeTLS {
		return names[s.Use][1]
	}
	return names[s.Use][0]
}

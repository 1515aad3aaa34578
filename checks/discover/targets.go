package discover

import "certdesk/checks"

// Targets are the servers of a discovery as targets of a check. What the domain
// tells of the mode is what a mail program will do, so it is asked for. input
// is what was typed.
func Targets(d *checks.Discovery, input string) []checks.Target {
	out := make([]checks.Target, 0, len(d.Servers))
	for _, s := range d.Servers {
		t := checks.Target{Input: input, Host: s.Host, Port: s.Port, Mode: s.Mode}
		service, known := checks.ServiceByPort(s.Port)
		if known {
			t.Service = service.Name
		}
		switch s.Use {
		case "autodiscover":
			t.Autodiscover = true
		case "mx":
			// Servers among themselves encrypt if they can: no mode is asked for.
			t.MailDomain, t.Mode = d.Domain, checks.ModeAuto
		default:
			if s.Mode == checks.ModeSTARTTLS {
				t.Protocol = s.Use
			}
		}
		out = append(out, t)
	}
	return out
}

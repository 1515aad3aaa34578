package discover

import (
	"testing"

	"certdesk/checks"
	"certdesk/checks/services"
)

// Every row can be asked, and no domain or MX belongs to two providers.
func TestProviderTable(t *testing.T) {
	t.Parallel()
	owner := make(map[string]string)
	for _, p := range providers {
		if p.name == "" || len(p.domains)+len(p.exchangers) == 0 || len(p.servers) == 0 && p.note.Empty() {
			t.Errorf("the row of %q is not complete", p.name)
		}
		for _, name := range p.domains {
			if host, ok := serverName(name); !ok || host != name || owner[name] != "" {
				t.Errorf("%s: domain %q, also of %q", p.name, name, owner[name])
			}
			owner[name] = p.name
		}
		for _, name := range p.exchangers {
			if host, ok := serverName(name); !ok || host != name || owner["mx "+name] != "" {
				t.Errorf("%s: MX %q, also of %q", p.name, name, owner["mx "+name])
			}
			owner["mx "+name] = p.name
		}
		for _, s := range p.servers {
			service, ok := services.ByPort(s.port)
			if host, valid := serverName(s.host); !valid || host != s.host || !ok || service.Protocol != s.use && s.use != useAutodiscover {
				t.Errorf("%s: %+v", p.name, s)
			}
		}
	}
}

// A provider is known by the end of its servers' names, not by what stands in
// front.
func TestRecognise(t *testing.T) {
	t.Parallel()
	for mx, want := range map[string]string{
		"corp-example.mail.protection.outlook.com": "Microsoft 365", "corp-example.olc.protection.outlook.com": "Outlook.com",
		"aspmx.l.google.com": "Google Workspace", "alt4.gmail-smtp-in.l.google.com": "Gmail", "mx00.ionos.de": "IONOS",
		"smtpin.rzone.de": "Strato", "mx1.mail.ovh.net": "OVHcloud", "www123.your-server.de": "Hetzner",
		"mail.protonmail.ch": "Proton Mail", "in1-smtp.messagingengine.com": "Fastmail",
		"aspmx.l.google.com.attacker.example": "", "notzoho.com": "", "mail.corp.example": "",
	} {
		var found trail
		found.tell(useMX, mx, 25, checks.ModeSTARTTLS, byMX)
		got := ""
		if p := recognise("corp.example", &found); p != nil {
			got = p.name
		}
		if got != want {
			t.Errorf("%s: %q, want %q", mx, got, want)
		}
	}
}

package services_test

import (
	"testing"

	"certdesk/checks"
	"certdesk/checks/services"
)

func TestByPort(t *testing.T) {
	for port, want := range map[int]string{993: "imaps", 25: "smtp", 587: "submission", 8443: "https", 3269: "ldaps"} {
		if got, ok := services.ByPort(port); !ok || got.Name != want {
			t.Errorf("port %d is for %q (%v), want %q", port, got.Name, ok, want)
		}
	}
	if got, ok := services.ByPort(1); ok || got != (checks.Service{}) {
		t.Errorf("port 1 is for %+v", got)
	}
}

func TestByName(t *testing.T) {
	for name, want := range map[string]int{"imaps": 993, "smtps": 465, "ldap": 389, "https": 443, "submission": 587, "pop": 110, "jabber": 5222} {
		if got, ok := services.ByName(name); !ok || got.Port != want {
			t.Errorf("%s listens on %d (%v), want %d", name, got.Port, ok, want)
		}
	}
	if got, ok := services.ByName("gopher"); ok || got != (checks.Service{}) {
		t.Errorf("gopher is %+v", got)
	}
}

// What is asked of a host without a port is something that is known.
func TestMailPorts(t *testing.T) {
	for _, port := range services.MailPorts() {
		if _, ok := services.ByPort(port); !ok {
			t.Errorf("port %d is for nothing", port)
		}
	}
}

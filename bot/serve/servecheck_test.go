package serve

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/bot/dialpolicy"
	"certdesk/bot/serve/settings"
)

// TestWritable: a folder that can be written is made and left empty; of another it is
// told why not.
func TestWritable(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "exports", "daily")
	if err := writable(folder); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writable(filepath.Join(file, "in")); err == nil || !strings.Contains(err.Error(), "CERTDESK_EXPORT_DIR") {
		t.Errorf("in a file: %v", err)
	}
}

// TestCheckListen: an address that is taken may be certdesk's own, one that cannot be
// taken is a fault.
func TestCheckListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for at, want := range map[string]string{
		"127.0.0.1:0":         "in order",
		taken.Addr().String(): "take care",
		"192.0.2.1:0":         "wrong", // not of this machine
	} {
		var errs bytes.Buffer
		got := "take care"
		s := &server{settings: &settings.Settings{Listen: at}}
		s.checkListen(func(_ string, err error, refused bool) {
			if got = "in order"; err != nil && refused {
				got = "wrong"
			}
		}, &errs)
		if got != want || (errs.Len() > 0) != (want == "take care") {
			t.Errorf("%s: %s, want %s; said %q", at, got, want, &errs)
		}
	}
}

// TestOutsideServers are those that the settings name, by the ports that they are asked at.
func TestOutsideServers(t *testing.T) {
	read := func(more map[string]string) *settings.Settings {
		t.Helper()
		e := settings.NewEnvironment(fromMap(join(map[string]string{"CERTDESK_DATA": "/nowhere"}, more)))
		s := e.Read()
		if err := e.Err(); err != nil {
			t.Fatal(err)
		}
		return s
	}
	if all := outsideServers(read(nil)); len(all) != 0 {
		t.Errorf("where none is named: %+v", all)
	}
	secret := strings.Repeat("s", 40)
	for _, tt := range []struct {
		webhook, collector string
		want               string
	}{
		{"https://tickets.corp.example/in", "http://127.0.0.1:4318", "mail.corp.example:587 tickets.corp.example:443 127.0.0.1:4318"},
		{"https://tickets.corp.example:8443/in", "http://127.0.0.1", "mail.corp.example:587 tickets.corp.example:8443 127.0.0.1:80"},
	} {
		var got []string
		for _, o := range outsideServers(read(map[string]string{
			"CERTDESK_SMTP_URL": "smtp://mail.corp.example:587", "CERTDESK_MAIL_FROM": "certdesk@corp.example", "CERTDESK_ESCALATE_MAIL": "ops@corp.example",
			"CERTDESK_WEBHOOK_URL": tt.webhook, "CERTDESK_WEBHOOK_SECRET": secret, "OTEL_EXPORTER_OTLP_ENDPOINT": tt.collector,
		})) {
			got = append(got, o.address)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestReach: whether a server outside takes connections, and whether it is certdesk's own
// settings that keep it from there.
func TestReach(t *testing.T) {
	there, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := there.Addr().String()
	deny := &settings.Settings{DialPolicy: &dialpolicy.Policy{Deny: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}}
	open := &settings.Settings{DialPolicy: &dialpolicy.Policy{}}
	reach := func(s *settings.Settings) error {
		return outsideServer{what: "The mail server", setting: "CERTDESK_SMTP_URL", address: address, dial: outsideDialer(s).DialContext}.reach(t.Context())
	}
	if err := reach(open); err != nil {
		t.Errorf("one that is there: %v", err)
	}
	var denied *dialpolicy.Denied
	if err := reach(deny); !errors.As(err, &denied) || !strings.HasPrefix(err.Error(), "CERTDESK_DENY_CIDRS keeps certdesk from "+address) {
		t.Errorf("one that is denied: %v", err)
	}
	there.Close()
	if err := reach(open); err == nil || !strings.Contains(err.Error(), "takes no connection (CERTDESK_SMTP_URL)") {
		t.Errorf("one that is gone: %v", err)
	}
}

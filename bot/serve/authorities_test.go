package serve

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/bot/serve/settings"
	"certdesk/checks/checktest"
)

// TestAuthorities: what of a file of authorities trusts nobody is told.
func TestAuthorities(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	pki := checktest.NewPKI(now)
	good := pki.Root("Good Root")
	old := pki.Root("Old Root", checktest.Validity(now.AddDate(-2, 0, 0), now.AddDate(0, 0, -1)))
	young := pki.Root("Young Root", checktest.Validity(now.AddDate(0, 0, 1), now.AddDate(1, 0, 0)))
	path := filepath.Join(t.TempDir(), "ca.pem")
	for name, tt := range map[string]struct {
		data []byte
		want []string
	}{
		"in order":       {good.PEM(), nil},
		"no certificate": {[]byte("-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n"), nil},
		"ended":          {append(old.PEM(), good.PEM()...), []string{`"Old Root", which ended on 2026-11-29`}},
		"not begun":      {young.PEM(), []string{`"Young Root", which begins on 2026-12-01`}},
		"a server's":     {good.Issue("mail.example", checktest.NotCA()).PEM(), []string{`"mail.example", which is the certificate of a server`}},
	} {
		if err := os.WriteFile(path, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		got := authorities(&settings.Settings{CAFile: path}, now)
		ok := len(got) == len(tt.want)
		for i := range min(len(got), len(tt.want)) {
			ok = ok && strings.Contains(got[i], tt.want[i])
		}
		if !ok {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if got := authorities(&settings.Settings{CAFile: path + ".none"}, now); got != nil {
		t.Errorf("of no file: %q", got)
	}
}

// TestRoots: those of the file are trusted beside the system's own, for letters and
// events.
func TestRoots(t *testing.T) {
	pem := checktest.NewPKI(time.Now()).Root("Root").PEM()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem, 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := x509.SystemCertPool()
	if err != nil {
		t.Skip(err)
	}
	want.AppendCertsFromPEM(pem)
	if got, err := rootsOf(&settings.Settings{CAFile: path}); err != nil || !got.Equal(want) {
		t.Errorf("%v", err)
	}
	if got, err := rootsOf(&settings.Settings{}); got != nil || err != nil {
		t.Errorf("without a file: %v, %v", got, err)
	}
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := rootsOf(&settings.Settings{CAFile: path}); err == nil {
		t.Error("a file without a certificate is taken")
	}
}

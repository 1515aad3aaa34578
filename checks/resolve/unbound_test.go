package resolve_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/resolve"
)

// The zones behind a validating resolver: one as it should be, one in which
// records were changed after they were signed, and one without signatures.
const (
	goodZone = `
mx.good.example.           IN A     192.0.2.25
mx.good.example.           IN AAAA  2001:db8::25
four.good.example.         IN A     192.0.2.4
alias.good.example.        IN CNAME mx.good.example.
away.good.example.         IN CNAME mx.plain.example.
_25._tcp.mx.good.example.  IN TLSA  3 1 1 000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f
_dane.good.example.        IN TLSA  2 0 2 ff
_25._tcp.four.good.example. IN CNAME _dane.good.example.
good.example.              IN MX    10 mx.good.example.
good.example.              IN CAA   128 issue "ca.example"
_imaps._tcp.good.example.  IN SRV   0 1 993 MX.good.example.
_imap._tcp.good.example.   IN SRV   0 0 0 .
_mta-sts.good.example.     IN TXT   "v=STSv1; " "id=1; q=\"\\\195\164;"
`
	forgedZone = `
mx.forged.example.          IN A    192.0.2.25
_25._tcp.mx.forged.example. IN TLSA 3 1 1 00
www.forged.example.         IN A    192.0.2.80
`
	plainZone = `
plain.example.             IN SOA  ns.plain.example. admin.plain.example. 1 3600 600 86400 60
plain.example.             IN NS   ns.plain.example.
ns.plain.example.          IN A    127.0.0.1
mx.plain.example.          IN A    192.0.2.26
_25._tcp.mx.plain.example. IN TLSA 3 1 1 00
`
)

// unbound starts a validating resolver over the zones and returns its address.
func unbound(t *testing.T) string {
	t.Helper()
	program := "/usr/sbin/unbound"
	if path, err := exec.LookPath("unbound"); err == nil {
		program = path
	} else if _, err := os.Stat(program); err != nil {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") == "1" {
			t.Fatal("unbound is not installed, and CERTDESK_REQUIRE_SERVERS is set")
		}
		t.Skip("unbound is not installed")
	}
	dir := t.TempDir()
	good, err := checktest.SignZone("good.example", goodZone, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	forged, err := checktest.SignZone("forged.example", forgedZone, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"_25._tcp.mx.forged.example. IN TLSA 3 1 1 ff", "www.forged.example. IN A 192.0.2.66"} {
		if err := forged.Tamper(line); err != nil {
			t.Fatal(err)
		}
	}
	packets, listener := bothOnOnePort(t)
	address := packets.LocalAddr().(*net.UDPAddr)
	packets.Close()
	listener.Close()

	var conf strings.Builder
	fmt.Fprintf(&conf, `server:
	interface: 127.0.0.1@%d
	directory: %q
	chroot: ""
	username: ""
	pidfile: ""
	use-syslog: no
	do-ip6: no
	do-daemonize: no
	module-config: "validator iterator"
	trust-anchor-signaling: no
	trust-anchor: %q
	trust-anchor: %q
`, address.Port, dir, strings.ReplaceAll(good.DS, "\t", " "), strings.ReplaceAll(forged.DS, "\t", " "))
	for name, text := range map[string]string{"good.example": good.Text, "forged.example": forged.Text, "plain.example": plainZone} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&conf, "auth-zone:\n\tname: %s\n\tzonefile: %q\n\tfor-downstream: no\n\tfor-upstream: yes\n\tfallback-enabled: no\n", name, file)
	}
	file := filepath.Join(dir, "unbound.conf")
	if err := os.WriteFile(file, []byte(conf.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	var output strings.Builder
	cmd := exec.Command(program, "-d", "-c", file)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Logf("unbound said:\n%s", output.String())
		}
	})
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", address.String())
		if err == nil {
			conn.Close()
			return address.String()
		}
		if time.Now().After(deadline) {
			t.Fatalf("unbound does not listen: %v", err)
		}
	}
}

// TestValidated asks a real validating resolver: what is signed is told as
// such, what was changed afterwards is no answer, and an alias that leads out
// of the signed zone is not validated.
func TestValidated(t *testing.T) {
	r, err := resolve.Server(unbound(t), &net.Dialer{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	addresses := []struct {
		host, canonical string
		addrs           []string
		authenticated   bool
		failure         checks.DNSKind
	}{
		{host: "mx.good.example", addrs: []string{"192.0.2.25", "2001:db8::25"}, authenticated: true},
		{host: "four.good.example", addrs: []string{"192.0.2.4"}, authenticated: true},
		{host: "alias.good.example", canonical: "mx.good.example", addrs: []string{"192.0.2.25", "2001:db8::25"}, authenticated: true},
		{host: "away.good.example", canonical: "mx.plain.example", addrs: []string{"192.0.2.26"}},
		{host: "mx.plain.example", addrs: []string{"192.0.2.26"}},
		{host: "mx.forged.example", addrs: []string{"192.0.2.25"}, authenticated: true},
		{host: "www.forged.example", failure: checks.DNSBogus},
		{host: "gone.good.example", failure: checks.DNSNotFound},
		{host: "good.example", failure: checks.DNSNoAddress},
	}
	for _, tt := range addresses {
		got := r.Authentic(ctx, tt.host)
		var addrs []string
		for _, a := range got.Items {
			addrs = append(addrs, a.String())
		}
		if !slices.Equal(addrs, tt.addrs) || got.Authenticated != tt.authenticated || got.Failure != tt.failure || got.Canonical != tt.canonical {
			t.Errorf("%s: %+v", tt.host, got)
		}
	}
	for name, want := range map[string]struct {
		items         int
		authenticated bool
		failure       checks.DNSKind
	}{
		"_25._tcp.mx.good.example":   {1, true, ""},
		"_25._tcp.four.good.example": {1, true, ""},
		"_25._tcp.mx.plain.example":  {1, false, ""},
		"_25._tcp.mx.forged.example": {0, false, checks.DNSBogus},
		"_26._tcp.mx.good.example":   {0, false, checks.DNSNotFound},
		"mx.good.example":            {0, false, checks.DNSNoAddress},
	} {
		got := r.TLSA(ctx, name)
		if len(got.Items) != want.items || got.Authenticated != want.authenticated || got.Failure != want.failure {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := r.TLSA(ctx, "_25._tcp.four.good.example").Items; len(got) != 1 || got[0].Usage != 2 || got[0].Selector != 0 || got[0].MatchingType != 2 || string(got[0].Data) != "\xff" {
		t.Errorf("TLSA %+v", got)
	}
	if got := r.MX(ctx, "good.example"); !got.Authenticated || !slices.Equal(got.Items, []checks.MX{{Host: "mx.good.example", Preference: 10}}) {
		t.Errorf("MX %+v", got)
	}
	if got := r.CAA(ctx, "good.example"); !got.Authenticated || !slices.Equal(got.Items, []checks.CAA{{Critical: true, Tag: "issue", Value: "ca.example"}}) {
		t.Errorf("CAA %+v", got)
	}
	if got := r.SRV(ctx, "_imaps._tcp.good.example"); !slices.Equal(got.Items, []checks.SRV{{Target: "mx.good.example", Port: 993, Weight: 1}}) {
		t.Errorf("SRV %+v", got)
	}
	if got := r.SRV(ctx, "_imap._tcp.good.example"); !slices.Equal(got.Items, []checks.SRV{{}}) {
		t.Errorf("SRV %+v", got)
	}
	if got := r.TXT(ctx, "_mta-sts.good.example"); !slices.Equal(got.Items, []string{"v=STSv1; id=1; q=\"\\ä;"}) {
		t.Errorf("TXT %q", got.Items)
	}
}

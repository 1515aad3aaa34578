package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// ownNetwork tells that a test runs in a network of its own.
const ownNetwork = "CERTDESK_BENCH_NETWORK"

// inOwnNetwork runs the test that calls it once more, in a network that has nothing but
// addresses of its own; true is said there.
func inOwnNetwork(t *testing.T, addresses ...string) bool {
	t.Helper()
	if os.Getenv(ownNetwork) == "" {
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), ownNetwork+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
		said, err := cmd.CombinedOutput()
		switch {
		case err != nil && cmd.ProcessState == nil:
			t.Skipf("no network namespace can be made here: %v", err)
		case err != nil:
			t.Errorf("in a network of its own: %v\n%s", err, said)
		}
		return false
	}
	for _, words := range append([]string{"link set lo up"}, addresses...) {
		args := strings.Fields(words)
		if len(args) == 1 {
			args = []string{"addr", "add", words + "/32", "dev", "lo"}
		}
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s%v", words, out, err)
		}
	}
	return true
}

// TestPolicyIsNoFault: what the policy keeps certdesk from is never told as a fault of
// the server, wherever it is met: behind a name, behind one of its addresses, behind a
// mail address, a redirect, or what a certificate names. And the inner servers see no
// connection, whatever a name says the second time.
func TestPolicyIsNoFault(t *testing.T) {
	t.Parallel()
	const public, lame, inner, metadata = "198.51.100.10", "198.51.100.11", "10.1.2.3", "169.254.169.254"
	if !inOwnNetwork(t, public, lame, inner, metadata) {
		return
	}
	var mu sync.Mutex
	var touched []string
	canary := func(at string) {
		l, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return // closed
				}
				mu.Lock()
				touched = append(touched, at)
				mu.Unlock()
				conn.Close()
			}
		}()
	}
	for _, port := range []string{"22", "25", "80", "110", "143", "443", "465", "587", "636", "993", "995", "4190", "8080"} {
		canary(net.JoinHostPort(inner, port))
	}
	canary(metadata + ":80")
	canary("127.0.0.1:993")

	names, err := checktest.NewNameServer(`
inner.test. A 10.1.2.3
meta.test. A 169.254.169.254
loop.test. A 127.0.0.1
mixed.test. A 198.51.100.10
mixed.test. A 10.1.2.3
good.test. A 198.51.100.10
leaf.test. A 198.51.100.11
crl.test. A 198.51.100.10
hop.test. A 198.51.100.10
alias.test. CNAME inner.test.
mx.test. MX 10 inner.test.
two.test. MX 10 good.test.
two.test. MX 20 inner.test.
srv.test. SRV 0 0 993 inner.test.
_imaps._tcp.srv.test. SRV 0 0 993 inner.test.
_submissions._tcp.srv.test. SRV 0 0 465 inner.test.
redir.test. A 198.51.100.10
autodiscover.redir.test. A 198.51.100.10
autoconfig.redir.test. A 198.51.100.10
mapped.test. AAAA ::ffff:10.1.2.3
nat.test. AAAA 64:ff9b::a01:203
`)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	if err := names.Alternate("rebind.test", "rebind.test. 0 A 198.51.100.10", "rebind.test. 0 A 10.1.2.3"); err != nil {
		t.Fatal(err)
	}
	root := checktest.NewPKI(time.Now()).Root("Example Root")
	issuing := root.Intermediate("Example Issuing")
	id := issuing.Issue("good.test", checktest.DNSNames("good.test", "mixed.test", "rebind.test", "redir.test", "autodiscover.redir.test", "autoconfig.redir.test"))
	serve := func(at string, b checktest.Behaviour) {
		s, err := checktest.NewServerOn(at, b)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
	}
	serve(public+":993", checktest.Implicit("imap", checktest.TLS(id)))
	serve(public+":465", checktest.Implicit("smtp", checktest.TLS(id)))
	serve(public+":25", checktest.STARTTLS("smtp", checktest.TLS(id)))
	away := checktest.Document{Status: 302, Location: "http://inner.test/autodiscover/autodiscover.xml"}
	serve(public+":80", checktest.ClearPage("/autodiscover/autodiscover.xml", away))
	serve(public+":443", checktest.Page(checktest.TLS(id), "/mail/config-v1.1.xml", away))
	fetched := func(name string, o ...checktest.Option) *checktest.Identity {
		return issuing.Issue(name, append(o, checktest.IssuerURL("http://inner.test/ca.der"), checktest.OCSPURL("http://inner.test/ocsp"), checktest.CRLURL("http://inner.test/list.crl"))...)
	}
	serve(lame+":995", checktest.Implicit("pop3", checktest.TLS(fetched("leaf.test").Alone())))
	serve(public+":636", checktest.Implicit("ldap", checktest.TLS(fetched("crl.test"))))
	trusted := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(trusted, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}

	slack := fakeslack.New(t)
	s := serveProcess(t, join(slack.Env(), map[string]string{
		"CERTDESK_DATA": t.TempDir(), "CERTDESK_RESOLVER": names.Addr(), "CERTDESK_ALLOW_CIDRS": "", "CERTDESK_CA_FILE": trusted, "CERTDESK_RATE": "off",
		"CERTDESK_ZONE": "office",
	}))
	const forbidden = "CERTDESK_ALLOW_CIDRS" // the sentence names the setting that would allow it
	for _, q := range []struct{ verb, text, want string }{
		{"certcheck", "inner.test:993", forbidden}, {"certcheck", "inner.test", forbidden}, {"certcheck", "alias.test:993", forbidden}, {"certcheck", "https://inner.test/", forbidden},
		{"certcheck", "meta.test:80", forbidden}, {"certcheck", "loop.test:993", forbidden}, {"certcheck", "inner.test:993 from office", forbidden},
		{"certcheck", "mapped.test:993", forbidden}, {"certcheck", "nat.test:993", forbidden},
		{"certcheck", "anna@mx.test", forbidden}, {"certcheck", "anna@srv.test", forbidden}, {"certcheck", "anna@inner.test", forbidden},
		{"certcheck", "mixed.test:993", "mixed.test ist in Ordnung"}, {"certcheck", "anna@two.test", "darf sich nicht damit verbinden"}, {"certcheck", "anna@redir.test", "sind in Ordnung"},
		{"certcheck", "leaf.test:995", "ohne das Zwischenzertifikat"}, {"certcheck", "crl.test:636", "crl.test ist in Ordnung"},
		{"certcheck", "rebind.test:993", "rebind.test"}, {"certcheck", "rebind.test:993 fresh", "rebind.test"}, {"certcheck", "rebind.test:993 fresh", "rebind.test"},
		{"certfix", "The target principal name is incorrect inner.test:993", "darf sich nicht damit verbinden"},
		{"certwatch", "add inner.test:993", forbidden}, {"certwatch", "add alias.test", forbidden}, {"certwatch", "add meta.test", forbidden}, {"certwatch", "add mixed.test:993", "überwacht jetzt"},
	} {
		n := len(slack.Messages())
		s.command(t, slack, q.verb, q.text)
		var said string
		adaptertest.Eventually(t, func() string {
			said = ""
			for _, m := range slack.Messages()[n:] {
				said += m.Text + "\n"
			}
			if !strings.Contains(said, q.want) {
				return fmt.Sprintf("/%s %s: %q; want %q", q.verb, q.text, said, q.want)
			}
			return ""
		})
		for _, fault := range faults {
			if strings.Contains(said, fault) {
				t.Errorf("/%s %s: %q tells of a fault of the server", q.verb, q.text, said)
			}
		}
	}
	s.end(t)
	mu.Lock()
	defer mu.Unlock()
	if len(touched) > 0 {
		t.Errorf("inner servers saw connections: %q", touched)
	}
}

// faults are words for a server that does not work. The fake Slack is in Germany.
var faults = []string{"antwortet", "abgelehnt", "nicht erreichbar", "ausgefallen", "keiner der", "geschlossen"}

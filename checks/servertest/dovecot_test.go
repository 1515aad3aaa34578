package servertest

import (
	"fmt"
	"os"
	"os/user"
	"strings"
	"testing"

	"certdesk/checks"
)

// dovecotPorts are where one dovecot listens.
type dovecotPorts struct{ imap, imaps, pop3, pop3s, sieve, lmtp int }

// ways are all of its ways in that lead to TLS.
func (p dovecotPorts) ways() []way {
	return []way{
		{"imap", 143, p.imap, "imap"},
		{"imaps", 993, p.imaps, "none"},
		{"pop3", 110, p.pop3, "pop3"},
		{"pop3s", 995, p.pop3s, "none"},
		{"sieve", 4190, p.sieve, "sieve"},
		{"lmtp", 24, p.lmtp, "lmtp"},
	}
}

func TestDovecot(t *testing.T) {
	t.Parallel()
	find(t, "dovecot")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startDovecot(t, id, "").ways(), id.codes...)
	})

	t.Run("as an address", func(t *testing.T) {
		t.Parallel()
		p := startDovecot(t, healthy(), aProcessEach)
		for _, port := range []int{p.imap, p.imaps, p.pop3, p.pop3s, p.sieve, p.lmtp} {
			expect(t, []string{fmt.Sprintf("127.0.0.1:%d", port), "--name", serverName})
		}
		// A URL's scheme is a mode that was asked for.
		at := func(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
		expect(t, []string{"imaps://" + at(p.imaps), "--name", serverName})
		expect(t, []string{"imaps://" + at(p.imap), "--name", serverName}, checks.WrongEncryptionMode)
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		p := startDovecot(t, healthy(), "")
		for _, c := range []struct {
			asked way
			fault checks.Severity
		}{
			// Asked for by the user.
			{way{"imap on imaps", 993, p.imaps, "imap"}, checks.Critical},
			{way{"tls on imap", 143, p.imap, "none"}, checks.Critical},
			{way{"pop3 on pop3s", 995, p.pop3s, "pop3"}, checks.Critical},
			{way{"tls on pop3", 110, p.pop3, "none"}, checks.Critical},
			{way{"tls on sieve", 4190, p.sieve, "none"}, checks.Critical},
			// Told by the port alone.
			{way{"imaps on 143", 143, p.imaps, "auto"}, checks.Warning},
			{way{"imap on 993", 993, p.imap, "auto"}, checks.Warning},
			{way{"pop3s on 110", 110, p.pop3s, "auto"}, checks.Warning},
			{way{"pop3 on 995", 995, p.pop3, "auto"}, checks.Warning},
		} {
			t.Run(c.asked.name, func(t *testing.T) {
				report := expect(t, c.asked.args("--starttls", c.asked.starttls), checks.WrongEncryptionMode)
				if len(report.Findings) == 1 && report.Findings[0].Severity != c.fault {
					t.Errorf("severity is %s, want %s", report.Findings[0].Severity, c.fault)
				}
				if report.Certificate == nil {
					t.Error("the certificate was not judged in the mode that works")
				}
			})
		}
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		p := startDovecot(t, healthy(), "ssl = no\n")
		for _, w := range p.ways() {
			if w.starttls != "none" {
				t.Run(w.name, func(t *testing.T) { expectWays(t, []way{w}, checks.STARTTLSNotOffered) })
			}
		}
		t.Run("imap on the port of imaps", func(t *testing.T) {
			expect(t, way{scheme: 993, port: p.imap}.args(), checks.STARTTLSNotOffered)
		})
	})

	t.Run("plaintext allowed", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startDovecot(t, healthy(), "ssl = yes\ndisable_plaintext_auth = no\n").ways())
	})

	t.Run("client certificate", func(t *testing.T) {
		t.Parallel()
		p := startDovecot(t, healthy(), "ssl_verify_client_cert = yes\nauth_ssl_require_client_cert = yes\nssl_ca = <"+rootFile+"\n")
		// dovecot asks for one in the handshake and refuses the login later.
		expectWays(t, p.ways())
	})

	t.Run("long greeting", func(t *testing.T) {
		t.Parallel()
		p := startDovecot(t, healthy(), "login_greeting = "+strings.Repeat("All mail is welcome. ", 40)+"\n")
		expectWays(t, p.ways())
	})
}

// aProcessEach are the settings of a server that starts a process for each client,
// as it does by default, which costs more than all else here.
const aProcessEach = `
service imap-login {
  service_count = 1
}
service pop3-login {
  service_count = 1
}
service managesieve-login {
  service_count = 1
}
`

// startDovecot starts one dovecot with all its protocols. Further settings
// override those that are usual.
func startDovecot(t *testing.T, id identity, settings string) dovecotPorts {
	t.Helper()
	program := find(t, "dovecot")
	dir := workDir(t)
	p := dovecotPorts{freePort(t), freePort(t), freePort(t), freePort(t), freePort(t), freePort(t)}
	users := ""
	if os.Getuid() != 0 {
		u, err := user.Current()
		if err != nil {
			t.Fatal(err)
		}
		users = fmt.Sprintf("default_internal_user = %[1]s\ndefault_internal_group = %[2]s\ndefault_login_user = %[1]s\n", u.Username, groupName(t, u))
	}
	listener := func(name string, port int, options string) string {
		return fmt.Sprintf("  inet_listener %s {\n    address = 127.0.0.1\n    port = %d\n%s  }\n", name, port, options)
	}
	var services strings.Builder
	add := func(service string, listeners ...string) {
		// Dovecot's mode for many clients; aProcessEach is the other one.
		options := "  chroot =\n  service_count = 0\n"
		if service == "lmtp" {
			options = ""
		}
		fmt.Fprintf(&services, "service %s {\n%s%s}\n", service, options, strings.Join(listeners, ""))
	}
	const tls = "    ssl = yes\n"
	ports := []int{p.imap, p.pop3, p.sieve, p.lmtp}
	if !strings.Contains(settings, "ssl = no\n") { // which closes these
		ports = append(ports, p.imaps, p.pop3s)
	}
	add("imap-login", listener("imap", p.imap, ""), listener("imaps", p.imaps, tls))
	add("pop3-login", listener("pop3", p.pop3, ""), listener("pop3s", p.pop3s, tls))
	add("managesieve-login", listener("sieve", p.sieve, ""))
	add("lmtp", listener("lmtp", p.lmtp, ""))

	log := dir + "/log"
	config := write(t, dir, "dovecot.conf", fmt.Sprintf(`
base_dir = %[1]s/run
state_dir = %[1]s
log_path = %[1]s/log
listen = 127.0.0.1
protocols = imap pop3 sieve lmtp
%[2]s
mail_location = maildir:%[1]s/mail/%%u
ssl = required
ssl_cert = <%[3]s
ssl_key = <%[4]s
default_process_limit = 40
default_client_limit = 1000
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=1000 gid=1000 home=%[1]s
}
%[5]s
%[6]s
`, dir, users, id.chain, id.key, services.String(), settings))
	start(t, daemon{
		program: program, args: []string{"-F", "-c", config}, logs: []string{log},
		ports: ports,
	})
	return p
}

func groupName(t *testing.T, u *user.User) string {
	t.Helper()
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return g.Name
}

package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/checks"
)

// postfixPorts are where one postfix listens: for other servers, for mail
// clients that start in clear, for those that do not, and behind postscreen,
// which lets a client wait for the second line of its greeting.
type postfixPorts struct{ smtp, submission, smtps, postscreen int }

func (p postfixPorts) ways() []way {
	return []way{
		{"smtp", 25, p.smtp, "smtp"},
		{"submission", 587, p.submission, "smtp"},
		{"smtps", 465, p.smtps, "none"},
		{"postscreen", 25, p.postscreen, "smtp"},
	}
}

func TestPostfix(t *testing.T) {
	t.Parallel()
	find(t, "postfix")
	needRoot(t)
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startPostfix(t, id, "").ways(), id.codes...)
	})

	t.Run("as an address", func(t *testing.T) {
		t.Parallel()
		p := startPostfix(t, healthy(), "")
		for _, port := range []int{p.smtp, p.submission, p.smtps, p.postscreen} {
			expect(t, []string{fmt.Sprintf("127.0.0.1:%d", port), "--name", serverName})
		}
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		p := startPostfix(t, healthy(), "")
		for _, w := range []way{
			{"tls on submission", 587, p.submission, "none"},
			{"starttls on smtps", 465, p.smtps, "smtp"},
			{"smtps on 587", 587, p.smtps, "auto"},
			{"submission on 465", 465, p.submission, "auto"},
		} {
			t.Run(w.name, func(t *testing.T) {
				report := expect(t, w.args("--starttls", w.starttls), checks.WrongEncryptionMode)
				if report.Certificate == nil {
					t.Error("the certificate was not judged in the mode that works")
				}
			})
		}
	})

	t.Run("the key of another certificate", func(t *testing.T) {
		t.Parallel()
		id := healthy()
		id.key = rsaIdentities[0].key
		p := startPostfix(t, id, "")
		expect(t, p.ways()[0].args(), checks.ServerRefused)
		report := expect(t, p.ways()[2].args(), checks.Unreachable) // it hangs up without reading anything
		if detail := report.Findings[0].Detail.String(); !strings.Contains(detail, "a certificate that the server cannot load") {
			t.Errorf("the certificate is not among the causes: %s", detail)
		}
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		p := startPostfix(t, healthy(), "smtpd_tls_security_level = none\n")
		expectWays(t, p.ways()[:1], checks.STARTTLSNotOffered)
		expect(t, way{scheme: 465, port: p.smtp}.args(), checks.STARTTLSNotOffered)
	})

	t.Run("client certificate", func(t *testing.T) {
		t.Parallel()
		p := startPostfix(t, healthy(), "smtpd_tls_req_ccert = yes\nsmtpd_tls_CAfile = "+rootFile+"\n")
		// Postfix asks for one in the handshake, and insists (where TLS itself is
		// compulsory) only in its reply to the command after it.
		expectWays(t, p.ways()[:2])
		expectWays(t, p.ways()[2:3], checks.ServerRefused) // in its greeting
	})

	// Who connects too often is refused for a while. A check that knows the
	// answer by then says nothing of it.
	t.Run("few connections allowed", func(t *testing.T) {
		t.Parallel()
		for _, limit := range []string{
			"smtpd_client_connection_count_limit = 1",
			"smtpd_client_connection_rate_limit = 3",
			"smtpd_client_new_tls_session_rate_limit = 1",
		} {
			t.Run(limit, func(t *testing.T) {
				t.Parallel()
				p := startPostfix(t, healthy(), limit+"\nsmtpd_client_event_limit_exceptions =\n")
				expect(t, p.ways()[0].args("--starttls", "smtp"))
			})
		}
	})

	t.Run("refusing", func(t *testing.T) {
		t.Parallel()
		for _, policy := range []string{"reject", "defer"} {
			t.Run(policy, func(t *testing.T) {
				t.Parallel()
				p := startPostfix(t, healthy(), "smtpd_delay_reject = no\nsmtpd_client_restrictions = "+policy+"\n")
				expectWays(t, p.ways()[:2], checks.ServerRefused)
			})
		}
	})
}

// startPostfix starts an instance of its own, with further settings for all of
// its services. A service of it that ends badly, for want of something on a busy machine,
// begins again after a second, and not after a minute in which the port says nothing
// (postconf(5), service_throttle_time).
func startPostfix(t *testing.T, id identity, settings string) postfixPorts {
	t.Helper()
	master := find(t, "master", "/usr/lib/postfix/sbin", "/usr/libexec/postfix")
	dir := workDir(t)
	config, queue, data := filepath.Join(dir, "etc"), filepath.Join(dir, "q"), filepath.Join(dir, "data")
	for _, folder := range []string{config, queue, data} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name := range strings.FieldsSeq("active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace") {
		if err := os.Mkdir(filepath.Join(queue, name), 0o755); err != nil {
			t.Fatal(err)
		}
		give(t, "postfix", filepath.Join(queue, name))
	}
	if err := os.Mkdir(filepath.Join(queue, "pid"), 0o755); err != nil {
		t.Fatal(err)
	}
	give(t, "postfix", data)

	write(t, config, "main.cf", fmt.Sprintf(`
compatibility_level = 3.6
queue_directory = %[1]s
data_directory = %[2]s
maillog_file = %[3]s/log
maillog_file_prefixes = %[3]s
myhostname = %[4]s
mydestination =
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtpd_tls_security_level = may
smtpd_tls_chain_files = %[5]s, %[6]s
smtpd_tls_loglevel = 1
postscreen_access_list =
postscreen_greet_action = enforce
postscreen_greet_wait = 1s
postscreen_cache_map =
postscreen_upstream_proxy_protocol =
service_throttle_time = 1s
%[7]s`, queue, data, dir, serverName, id.key, id.chain, settings))

	p := postfixPorts{freePort(t), freePort(t), freePort(t), freePort(t)}
	write(t, config, "master.cf", fmt.Sprintf(`
127.0.0.1:%d inet n - n - -  smtpd
127.0.0.1:%d inet n - n - -  smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:%d inet n - n - -  smtpd -o smtpd_tls_security_level=encrypt -o smtpd_tls_wrappermode=yes
127.0.0.1:%d inet n - n - 1  postscreen
smtpd    pass       - - n - -  smtpd
dnsblog  unix       - - n - 0  dnsblog
tlsproxy unix       - - n - 0  tlsproxy
tlsmgr   unix       - - n - 1  tlsmgr
anvil    unix       - - n - 1  anvil
rewrite  unix       - - n - -  trivial-rewrite
cleanup  unix       n - n - 0  cleanup
postlog  unix-dgram n - n - 1  postlogd
`, p.smtp, p.submission, p.smtps, p.postscreen))
	start(t, daemon{
		program: master, args: []string{"-d", "-c", config}, logs: []string{filepath.Join(dir, "log")},
		ports: []int{p.smtp, p.submission, p.smtps, p.postscreen},
	})
	return p
}

package mail_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/mail"
	"certdesk/bot"
)

// TestPostfix hands letters to a real Postfix, over STARTTLS and over TLS, and reads
// them in the mailbox.
func TestPostfix(t *testing.T) {
	p := startPostfix(t)
	for n, implicit := range []bool{false, true} {
		m := p.mailer(t, implicit, p.roots)
		first, second := letter(), letter()
		first.ID = fmt.Sprint("first", n)
		second.ID, second.Thread = fmt.Sprint("second", n), first.ID
		for _, l := range []*mail.Letter{first, second} {
			if err := m.Send(t.Context(), l); err != nil {
				t.Fatalf("implicit %v: %v", implicit, err)
			}
		}
		for _, l := range []*mail.Letter{first, second} {
			got := p.wait(t, "<"+l.ID+"@corp.com>")
			if l.Thread != "" && got.Header.Get("References") != "<"+l.Thread+"@corp.com>" {
				t.Errorf("%s stands in no thread: %v", l.ID, got.Header)
			}
			if got := parts(t, got.Header, got.Body); len(got) != 4 {
				t.Errorf("%s has %d parts", l.ID, len(got))
			}
			if d := got.Header.Get("Date"); d != "Mon, 23 Nov 2026 08:04:00 +0000" {
				t.Errorf("dated %s", d)
			}
		}
		nobody := letter()
		nobody.To = "nobody@corp.com"
		var refused *bot.RefusedError
		if err := m.Send(t.Context(), nobody); !errors.As(err, &refused) {
			t.Errorf("an address that Postfix does not take: %v", err)
		}
		if err := p.mailer(t, implicit, x509.NewCertPool()).Send(t.Context(), letter()); err == nil || errors.As(err, &refused) {
			t.Errorf("a certificate that nobody knows: %v", err)
		}
	}
}

type postfix struct {
	smtp, smtps int
	roots       *x509.CertPool
	box         string
}

func (p *postfix) mailer(t *testing.T, implicit bool, roots *x509.CertPool) *mail.Mailer {
	t.Helper()
	port := p.smtp
	if implicit {
		port = p.smtps
	}
	m, err := mail.New(mail.Config{
		Server: mail.Server{Host: "127.0.0.1", Port: port, TLS: implicit},
		From:   "certdesk@corp.com", Roots: roots, Dial: plain,
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// wait reads a letter once it is in the mailbox.
func (p *postfix) wait(t *testing.T, id string) *netmail.Message {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(p.box, "new", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if m, err := netmail.ReadMessage(bytes.NewReader(raw)); err == nil && m.Header.Get("Message-Id") == id {
				return m
			}
		}
	}
	t.Fatalf("%s did not arrive", id)
	return nil
}

func startPostfix(t *testing.T) *postfix {
	t.Helper()
	master := ""
	for _, dir := range []string{"/usr/lib/postfix/sbin", "/usr/libexec/postfix"} {
		if _, err := os.Stat(filepath.Join(dir, "master")); err == nil {
			master = filepath.Join(dir, "master")
		}
	}
	owner, err := user.Lookup("postfix")
	if master == "" || err != nil || os.Getuid() != 0 {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
			t.Fatal("Postfix is not installed, or this is not root")
		}
		t.Skip("Postfix is not installed, or this is not root")
	}
	dir, err := os.MkdirTemp("/tmp", "certdesk-postfix-") // Postfix bounds the names of its sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		t.Fatal(err)
	}
	config, queue, data, box := filepath.Join(dir, "etc"), filepath.Join(dir, "q"), filepath.Join(dir, "data"), filepath.Join(dir, "box")
	for _, folder := range []string{config, queue, data, box, filepath.Join(queue, "pid")} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name := range strings.FieldsSeq("active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace") {
		folder := filepath.Join(queue, name)
		if err := errors.Join(os.Mkdir(folder, 0o755), os.Chown(folder, uid, -1)); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{data, box} {
		if err := os.Chown(folder, uid, -1); err != nil {
			t.Fatal(err)
		}
	}
	// The certificate of httptest is for 127.0.0.1.
	lender := httptest.NewUnstartedServer(nil)
	lender.StartTLS()
	defer lender.Close()
	key, err := x509.MarshalPKCS8PrivateKey(lender.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	identity := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	identity = append(identity, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lender.Certificate().Raw})...)
	p := &postfix{smtp: freePort(t), smtps: freePort(t), roots: x509.NewCertPool(), box: filepath.Join(box, "helpdesk")}
	p.roots.AddCert(lender.Certificate())
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(config, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("identity.pem", string(identity))
	write("main.cf", fmt.Sprintf(`
compatibility_level = 3.6
queue_directory = %[1]s
data_directory = %[2]s
maillog_file = %[3]s/log
maillog_file_prefixes = %[3]s
myhostname = mail.corp.com
mydestination =
mynetworks =
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = corp.com
virtual_mailbox_base = %[4]s
virtual_mailbox_maps = inline:{ helpdesk@corp.com=helpdesk/ }
virtual_uid_maps = static:%[5]d
virtual_gid_maps = static:%[5]d
virtual_minimum_uid = 1
smtpd_helo_required = yes
smtpd_helo_restrictions = reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
smtpd_sender_restrictions = reject_non_fqdn_sender
smtpd_recipient_restrictions = reject_non_fqdn_recipient, reject_unauth_destination
smtpd_data_restrictions = reject_unauth_pipelining
strict_rfc821_envelopes = yes
smtpd_forbid_bare_newline = reject
smtpd_tls_chain_files = %[6]s
smtpd_tls_loglevel = 1
`, queue, data, dir, box, uid, filepath.Join(config, "identity.pem")))
	write("master.cf", fmt.Sprintf(`
127.0.0.1:%d inet n - n - -  smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:%d inet n - n - -  smtpd -o smtpd_tls_security_level=encrypt -o smtpd_tls_wrappermode=yes
qmgr     unix       n - n 300 1  qmgr
cleanup  unix       n - n - 0  cleanup
rewrite  unix       - - n - -  trivial-rewrite
virtual  unix       - n n - -  virtual
bounce   unix       - - n - 0  bounce
defer    unix       - - n - 0  bounce
trace    unix       - - n - 0  bounce
tlsmgr   unix       - - n 1000? 1  tlsmgr
anvil    unix       - - n - 1  anvil
error    unix       - - n - -  error
retry    unix       - - n - -  error
postlog  unix-dgram n - n - 1  postlogd
`, p.smtp, p.smtps))
	cmd := exec.Command(master, "-d", "-c", config)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		defer time.AfterFunc(5*time.Second, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }).Stop()
		cmd.Wait()
		if t.Failed() {
			log, err := os.ReadFile(filepath.Join(dir, "log"))
			t.Logf("Postfix said: %s\n%s%v", &said, log, err)
		}
	})
	for _, port := range []int{p.smtp, p.smtps} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		for {
			conn, err := plain(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
			if err == nil {
				conn.Close()
				break
			}
			if ctx.Err() != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		cancel()
	}
	return p
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

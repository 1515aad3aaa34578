package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"certdesk/checks"
)

// nginxPorts are where one nginx listens: as a web server, and as a proxy in
// front of mail servers.
type nginxPorts struct{ https, http, imap, imaps, pop3, pop3s, smtp, smtps int }

func (p nginxPorts) ways() []way {
	return []way{
		{"https", 443, p.https, "none"},
		{"imap", 143, p.imap, "imap"},
		{"imaps", 993, p.imaps, "none"},
		{"pop3", 110, p.pop3, "pop3"},
		{"pop3s", 995, p.pop3s, "none"},
		{"smtp", 587, p.smtp, "smtp"},
		{"smtps", 465, p.smtps, "none"},
	}
}

func TestNginx(t *testing.T) {
	t.Parallel()
	find(t, "nginx")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startNginx(t, nginxSettings{identity: id}).ways(), id.codes...)
	})

	t.Run("a web address", func(t *testing.T) {
		t.Parallel()
		p := startNginx(t, nginxSettings{identity: healthy()})
		expect(t, []string{fmt.Sprintf("https://127.0.0.1:%d/owa/", p.https), "--name", serverName})
		expect(t, []string{fmt.Sprintf("127.0.0.1:%d", p.https), "--name", serverName})
	})

	t.Run("http in clear", func(t *testing.T) {
		t.Parallel()
		p := startNginx(t, nginxSettings{identity: healthy()})
		expectWays(t, []way{{"on 443", 443, p.http, "none"}, {"on 993", 993, p.http, "none"}}, checks.NotTLS)
		expect(t, way{scheme: 143, port: p.http}.args(), checks.NotTLS)
	})

	t.Run("without starttls", func(t *testing.T) {
		t.Parallel()
		p := startNginx(t, nginxSettings{identity: healthy(), starttls: "off"})
		for _, w := range p.ways() {
			if w.starttls != "none" {
				expectWays(t, []way{w}, checks.STARTTLSNotOffered)
			}
		}
	})

	t.Run("only starttls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startNginx(t, nginxSettings{identity: healthy(), starttls: "only"}).ways())
	})

	t.Run("no handshake without a name", func(t *testing.T) {
		t.Parallel()
		p := startNginx(t, nginxSettings{identity: healthy(), nameless: "ssl_reject_handshake on;"})
		expectWays(t, p.ways()[:1], checks.SNIRequired)
	})

	t.Run("another certificate without a name", func(t *testing.T) {
		t.Parallel()
		var other identity
		for _, id := range identities {
			if id.name == "wrong-name" {
				other = id
			}
		}
		p := startNginx(t, nginxSettings{identity: healthy(), nameless: certificateOf(other)})
		expectWays(t, p.ways()[:1], checks.SNIRequired)
	})

	t.Run("old versions", func(t *testing.T) {
		t.Parallel()
		for _, c := range []struct {
			settings string
			codes    []checks.Code
		}{
			{"ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0;", []checks.Code{checks.LegacyTLS}},
			{"ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers DEFAULT:@SECLEVEL=0;", nil},
			{"ssl_protocols TLSv1.3;", nil},
		} {
			p := startNginx(t, nginxSettings{identity: healthy(), tls: c.settings})
			expectWays(t, p.ways(), c.codes...)
		}
	})
}

type nginxSettings struct {
	identity identity
	starttls string // of the mail proxy: on, only, off
	also     string // directives for a second certificate
	tls      string // further directives for TLS
	nameless string // directives for a web client that sends no name
	lines    string // the directives for the certificate, instead of identity's
}

func certificateOf(id identity) string {
	return fmt.Sprintf("ssl_certificate %s; ssl_certificate_key %s;", id.chain, id.key)
}

func startNginx(t *testing.T, s nginxSettings) nginxPorts {
	t.Helper()
	program := find(t, "nginx")
	mail := find(t, "ngx_mail_module.so", "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules")
	dir := workDir(t)
	for _, name := range []string{"body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if s.starttls == "" {
		s.starttls = "on"
	}
	if s.lines == "" {
		s.lines = certificateOf(s.identity)
	}
	nameless := ""
	if s.nameless != "" {
		nameless = "server { listen 127.0.0.1:%[2]d ssl default_server; server_name _; " + s.nameless + " }"
	}
	p := nginxPorts{freePort(t), freePort(t), freePort(t), freePort(t), freePort(t), freePort(t), freePort(t), freePort(t)}
	config := write(t, dir, "nginx.conf", fmt.Sprintf(`
load_module %[10]s;
daemon off;
pid %[1]s/pid;
error_log stderr info;
worker_processes 1;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	%[12]s
	`+nameless+`
	server { listen 127.0.0.1:%[2]d ssl; server_name mail.corp.example; %[11]s }
	server { listen 127.0.0.1:%[3]d; }
}
mail {
	server_name mail.corp.example;
	auth_http 127.0.0.1:%[3]d/auth;
	proxy_pass_error_message on;
	%[11]s
	%[12]s
	server { listen 127.0.0.1:%[4]d; protocol imap; starttls %[13]s; }
	server { listen 127.0.0.1:%[5]d ssl; protocol imap; }
	server { listen 127.0.0.1:%[6]d; protocol pop3; starttls %[13]s; }
	server { listen 127.0.0.1:%[7]d ssl; protocol pop3; }
	server { listen 127.0.0.1:%[8]d; protocol smtp; starttls %[13]s; smtp_auth login plain; }
	server { listen 127.0.0.1:%[9]d ssl; protocol smtp; smtp_auth login plain; }
}
`, dir, p.https, p.http, p.imap, p.imaps, p.pop3, p.pop3s, p.smtp, p.smtps,
		mail, s.lines+" "+s.also, s.tls, s.starttls))
	start(t, daemon{
		program: program, args: []string{"-c", config, "-p", dir},
		ports: []int{p.https, p.http, p.imap, p.imaps, p.pop3, p.pop3s, p.smtp, p.smtps},
	})
	return p
}

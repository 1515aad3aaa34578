package servertest

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// gap is a certificate whose authority was forgotten, and can be fetched.
func gap(t *testing.T, keyType ...checktest.Option) identity {
	t.Helper()
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	ca := root.Intermediate("Example CA 1")
	authority := ca.Issue(serverName).Chain[1] // what stands behind a leaf
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pkix-cert")
		w.Write(authority)
	}))
	t.Cleanup(site.Close)
	dir := workDir(t)
	made, err := writeIdentity(filepath.Join(dir, "gap"), ca.Issue(serverName, append(keyType, checktest.IssuerURL(site.URL+"/ca.cer"))...).Alone())
	if err != nil {
		t.Fatal(err)
	}
	made.root = write(t, dir, "root.pem", string(root.PEM()))
	return made
}

// mended is what the administrator's half says about a server with a gap.
type mended struct {
	identity
	lines []string // of the program, with the files in their places
}

// mend checks a server whose chain has a gap, and does what the answer says: it
// writes the file and puts its path, and that of the key, into the lines.
func mend(t *testing.T, id identity, w way, software, settingsFor string) mended {
	t.Helper()
	report := check(t, w.args("--ca-file", id.root)...)
	a := report.Admin
	if a == nil || len(a.Tasks) == 0 || a.Tasks[0].Code != checks.IncompleteChain {
		t.Fatalf("nothing is told about the chain: %+v\n%s", a, indent(report))
	}
	if a.Software != software {
		t.Errorf("the program is %q (%q), want %q", a.Software, a.Said, software)
	}
	dir := filepath.Dir(id.leaf)
	chain := write(t, dir, "fullchain.pem", a.ChainPEM)
	leaf, rest := split(t, a.ChainPEM)
	const at = "/etc/ssl/" + serverName + "/"
	fill := strings.NewReplacer(at+"fullchain.pem", chain, at+"privkey.pem", id.key,
		at+"cert.pem", write(t, dir, "cert.pem", leaf), at+"chain.pem", write(t, dir, "chain.pem", rest))
	for _, s := range a.Tasks[0].Settings {
		if s.For != settingsFor {
			continue
		}
		out := mended{identity: id}
		for _, line := range s.Lines {
			out.lines = append(out.lines, fill.Replace(line))
		}
		return out
	}
	t.Fatalf("there are no lines for %s: %+v", settingsFor, a.Tasks[0].Settings)
	return mended{}
}

// split takes a file apart: the leaf, and what stands behind it.
func split(t *testing.T, chain string) (leaf, rest string) {
	t.Helper()
	block, behind := pem.Decode([]byte(chain))
	if block == nil || len(behind) == 0 {
		t.Fatalf("the file has no leaf and authority:\n%s", chain)
	}
	return string(pem.EncodeToMemory(block)), string(behind)
}

func (m mended) text() string { return strings.Join(m.lines, "\n") + "\n" }

// expect checks each way in once more.
func (m mended) expect(t *testing.T, ways ...way) {
	t.Helper()
	for _, w := range ways {
		report := expect(t, w.args("--ca-file", m.root))
		if report.Admin != nil {
			t.Errorf("%s is in order, and its administrator is told %+v", w.name, report.Admin)
		}
	}
}

// What the answer says about a missing authority is done to a real server's
// configuration as it stands there; then the server is trusted.
func TestAdministratorsLines(t *testing.T) {
	t.Parallel()
	t.Run("dovecot", func(t *testing.T) {
		t.Parallel()
		id := gap(t)
		before := startDovecot(t, id, "")
		for _, w := range before.ways() { // each of them tells what it is
			if w.name == "imaps" || w.name == "imap" || w.name == "pop3s" || w.name == "lmtp" {
				m := mend(t, id, w, "Dovecot", "Dovecot 2.3")
				if w.name == "imaps" {
					m.expect(t, startDovecot(t, id, m.text()).ways()[:2]...)
				}
			}
		}
	})
	t.Run("postfix", func(t *testing.T) {
		t.Parallel()
		needRoot(t)
		id := gap(t)
		before := startPostfix(t, id, "")
		m := mend(t, id, way{"submission", 587, before.submission, "smtp"}, "Postfix", "Postfix 3.4")
		after := startPostfix(t, id, m.text())
		m.expect(t, way{"submission", 587, after.submission, "smtp"}, way{"smtps", 465, after.smtps, "none"})
	})
	t.Run("nginx", func(t *testing.T) {
		t.Parallel()
		id := gap(t)
		before := startNginx(t, nginxSettings{identity: id})
		m := mend(t, id, way{"imaps", 993, before.imaps, "none"}, "nginx", "nginx")
		web := mend(t, id, way{"https", 443, before.https, "none"}, "", "nginx") // it says nothing of itself
		if !slices.Equal(m.lines, web.lines) {
			t.Errorf("for mail %q, for the web %q", m.lines, web.lines)
		}
		after := startNginx(t, nginxSettings{lines: m.text()})
		m.expect(t, way{"imaps", 993, after.imaps, "none"}, way{"https", 443, after.https, "none"})
	})
	t.Run("exim", func(t *testing.T) {
		t.Parallel()
		findOptional(t, "exim4")
		id := gap(t)
		ways := startExim(t, id, "")
		m := mend(t, id, ways[0], "Exim", "Exim")
		done := id
		done.chain, done.key = setting(t, m.lines, "tls_certificate = "), setting(t, m.lines, "tls_privatekey = ")
		m.expect(t, startExim(t, done, "")...)
	})
	t.Run("slapd", func(t *testing.T) {
		t.Parallel()
		id := gap(t)
		ways := startSlapd(t, "TLSCertificateFile "+id.leaf+"\nTLSCertificateKeyFile "+id.key+"\n")
		m := mend(t, id, ways[1], "", "OpenLDAP, slapd.conf")
		m.expect(t, startSlapd(t, m.text())...)
	})
	t.Run("proftpd", func(t *testing.T) {
		t.Parallel()
		id := gap(t)
		if err := os.Chmod(id.key, 0o600); err != nil { // which nobody else may read
			t.Fatal(err)
		}
		ways := startProFTPD(t, id, "")
		m := mend(t, id, ways[0], "ProFTPD", "ProFTPD, ECDSA")
		m.expect(t, startProFTPD(t, id, m.text())...)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		needRoot(t)
		cluster := newPostgresCluster(t)
		id := gap(t)
		w := startPostgres(t, cluster, id, "ssl=on")
		m := mend(t, id, w, "", "PostgreSQL")
		done := id
		done.chain = strings.Trim(setting(t, m.lines, "ssl_cert_file = "), "'")
		m.expect(t, startPostgres(t, cluster, done, "ssl=on"))
	})
	t.Run("mariadb", func(t *testing.T) {
		t.Parallel()
		needRoot(t)
		id := gap(t)
		w := startMariaDB(t, "--ssl-cert="+id.leaf, "--ssl-key="+id.key)
		m := mend(t, id, w, "", "MariaDB")
		m.expect(t, startMariaDB(t, "--ssl-cert="+setting(t, m.lines, "ssl_cert = "), "--ssl-key="+setting(t, m.lines, "ssl_key = ")))
	})
	t.Run("prosody", func(t *testing.T) {
		t.Parallel()
		id := gap(t)
		ways := startProsody(t, id, "").ways()
		m := mend(t, id, ways[0], "", "Prosody")
		m.expect(t, startProsody(t, id, m.text()).ways()[0])
	})
}

// setting is the value of one of the lines.
func setting(t *testing.T, lines []string, name string) string {
	t.Helper()
	for _, line := range lines {
		if value, ok := strings.CutPrefix(line, name); ok {
			return value
		}
	}
	t.Fatalf("there is no %q in %q", name, lines)
	return ""
}

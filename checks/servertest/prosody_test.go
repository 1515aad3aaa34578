package servertest

import (
	"fmt"
	"testing"

	"certdesk/checks"
)

const prosodyUser = "prosody"

// prosodyPorts are where one prosody listens: for clients and for servers, in
// clear at first or with TLS from the first byte.
type prosodyPorts struct{ client, clientTLS, server, serverTLS int }

func (p prosodyPorts) ways() []way {
	return []way{
		{"xmpp", 5222, p.client, "xmpp"},
		{"xmpps", 5223, p.clientTLS, "none"},
		{"xmpp-server", 5269, p.server, "xmpp-server"},
		{"xmpps-server", 5270, p.serverTLS, "none"},
	}
}

func TestProsody(t *testing.T) {
	t.Parallel()
	find(t, "prosody")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startProsody(t, id, "").ways(), id.codes...)
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		p := startProsody(t, healthy(), "")
		for _, w := range []way{
			{"tls on 5222", 5222, p.client, "none"},
			{"starttls on 5223", 5223, p.clientTLS, "xmpp"},
			{"tls on 5269", 5269, p.server, "none"},
			{"xmpp on 5223", 5223, p.client, "auto"},
			{"xmpps on 5222", 5222, p.clientTLS, "auto"},
		} {
			t.Run(w.name, func(t *testing.T) {
				expect(t, w.args("--starttls", w.starttls), checks.WrongEncryptionMode)
			})
		}
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		p := startProsody(t, healthy(), `modules_disabled = { "tls" }
c2s_require_encryption = false
s2s_require_encryption = false
`)
		expectWays(t, []way{p.ways()[0], p.ways()[2]}, checks.STARTTLSNotOffered)
	})
}

func startProsody(t *testing.T, id identity, settings string) prosodyPorts {
	t.Helper()
	program := find(t, "prosody")
	dir := workDir(t)
	give(t, prosodyUser, dir)
	p := prosodyPorts{freePort(t), freePort(t), freePort(t), freePort(t)}
	config := write(t, dir, "prosody.cfg.lua", fmt.Sprintf(`
data_path = "%[1]s"
pidfile = "%[1]s/pid"
interfaces = { "127.0.0.1" }
modules_enabled = { "roster", "saslauth", "tls", "dialback", "disco" }
c2s_ports = { %[2]d }
c2s_direct_tls_ports = { %[3]d }
s2s_ports = { %[4]d }
s2s_direct_tls_ports = { %[5]d }
http_ports = { }
https_ports = { }
component_ports = { }
log = { { levels = { min = "debug" }, to = "console" } }
authentication = "internal_hashed"
ssl = { certificate = "%[6]s", key = "%[7]s" }
c2s_direct_tls_ssl = { certificate = "%[6]s", key = "%[7]s" }
s2s_direct_tls_ssl = { certificate = "%[6]s", key = "%[7]s" }
%[8]s
VirtualHost "%[9]s"
`, dir, p.client, p.clientTLS, p.server, p.serverTLS, id.chain, id.key, settings, serverName))
	start(t, daemon{
		program: program, args: []string{"-F", "--config", config}, user: prosodyUser, dir: dir,
		ports: []int{p.client, p.clientTLS, p.server, p.serverTLS},
	})
	return p
}

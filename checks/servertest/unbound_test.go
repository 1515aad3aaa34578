package servertest

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestDANE asks a validating resolver about Postfix: what counts is what it
// has validated.
func TestDANE(t *testing.T) {
	t.Parallel()
	find(t, "unbound")
	find(t, "postfix")
	needRoot(t)
	postfix := startPostfix(t, healthy(), "")
	own, ca := keyDigests(t, healthy().chain)
	const other = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	tests := []struct {
		name, record, forged string
		unsigned             bool
		codes                []checks.Code
	}{
		{name: "key fits", record: "3 1 1 " + own},
		{name: "authority fits", record: "2 1 1 " + ca},
		{name: "roll-over", record: "3 1 1 " + other + "\n_25._tcp.mail.corp.example. IN TLSA 3 1 1 " + own},
		{name: "other key", record: "3 1 1 " + other, codes: []checks.Code{checks.DANEMismatch}},
		{name: "other authority", record: "2 1 1 " + other, codes: []checks.Code{checks.DANEMismatch}},
		{name: "not for SMTP", record: "1 1 1 " + other},
		{name: "forged", record: "3 1 1 " + own, forged: "3 1 1 " + other, codes: []checks.Code{checks.NotTested}},
		{name: "not signed", record: "3 1 1 " + other, unsigned: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resolver := startUnbound(t, tt.record, tt.forged, tt.unsigned)
			expect(t, postfix.ways()[0].args("--resolver", resolver), tt.codes...)
		})
	}
}

// keyDigests are those of the first two keys of a chain.
func keyDigests(t *testing.T, file string) (leaf, authority string) {
	t.Helper()
	var digests []string
	for rest := []byte(read(t, file)); len(digests) < 2; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			t.Fatalf("%s holds %d certificates", file, len(digests))
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(cert.RawSubjectPublicKeyInfo)
		digests = append(digests, hex.EncodeToString(sum[:]))
	}
	return digests[0], digests[1]
}

// startUnbound starts a resolver that validates the zone of the server, in
// which the record was signed and then, perhaps, changed.
func startUnbound(t *testing.T, record, forged string, unsigned bool) (address string) {
	t.Helper()
	const origin, place = "corp.example", "_25._tcp." + serverName + ". IN TLSA "
	zone, err := checktest.SignZone(origin, serverName+". IN A 127.0.0.1\n"+place+record+"\n", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if forged != "" {
		if err := zone.Tamper(place + forged); err != nil {
			t.Fatal(err)
		}
	}
	dir, port := workDir(t), freePort(t)
	file := write(t, dir, "zone", zone.Text)
	anchor := fmt.Sprintf("\ttrust-anchor: %q\n", strings.ReplaceAll(zone.DS, "\t", " "))
	if unsigned {
		anchor = "" // nobody vouches for its key
	}
	conf := write(t, dir, "unbound.conf", fmt.Sprintf(`server:
	interface: 127.0.0.1@%d
	directory: %q
	chroot: ""
	username: ""
	pidfile: ""
	use-syslog: no
	do-daemonize: no
	module-config: "validator iterator"
	trust-anchor-signaling: no
%sauth-zone:
	name: %s
	zonefile: %q
	for-downstream: no
	for-upstream: yes
	fallback-enabled: no
`, port, dir, anchor, origin, file))
	start(t, daemon{program: find(t, "unbound"), args: []string{"-d", "-c", conf}, ports: []int{port}})
	return fmt.Sprintf("127.0.0.1:%d", port)
}

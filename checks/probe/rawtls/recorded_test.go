package rawtls

import (
	"bytes"
	"crypto/tls"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/probe/openssltest"
)

// The flights in testdata/flights were recorded from real servers: "…-12" is
// what came on the wire up to TLS 1.2, "…-13" what came on the wire of TLS 1.3,
// and "…-13.plain" the handshake messages that were sealed in it. To record
// them anew:
//
//	go test ./checks/probe/rawtls -run TestRecord -record
var recordAnew = flag.Bool("record", false, "record testdata/flights anew")

const flightsDir = "testdata/flights"

// flights are the recorded flights whose name ends so, by name.
func flights(t testing.TB, suffix string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(flightsDir, "*"+suffix))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no recorded flights %q: %v", suffix, err)
	}
	found := make(map[string][]byte)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimSuffix(filepath.Base(path), suffix)] = data
	}
	return found
}

// replay is a server that says what was recorded, whatever it hears.
type replay struct{ io.Reader }

func (replay) Write(b []byte) (int, error) { return len(b), nil }

// tee keeps what is read from a connection.
type tee struct {
	io.Reader
	io.Writer
}

// recorded is a server's answer to one of our hellos, as it came.
func recorded(t testing.TB, addr string, best uint16) []byte {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	var heard bytes.Buffer
	f := Read(tee{io.TeeReader(conn, &heard), conn}, Offer{Best: best, ServerName: "mail.example"}, false)
	if f.Version != best || !f.Done {
		t.Fatalf("the flight of version %x: %+v: %v", best, f, f.Err)
	}
	return heard.Bytes()
}

// unsealed are the handshake messages that a server seals in TLS 1.3.
func unsealed(t testing.TB, addr string) []byte {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	f := &Flight{}
	rr, err := f.begin(conn, Offer{Best: tls.VersionTLS13, ServerName: "mail.example"}, false)
	if err != nil || rr.open == nil {
		t.Fatal(err)
	}
	var messages []byte
	open := rr.open
	rr.open = func(header, body []byte) (byte, []byte, error) {
		kind, plain, err := open(header, body)
		messages = append(messages, plain...)
		return kind, plain, err
	}
	if err := f.readSealed(rr); err != nil {
		t.Fatal(err)
	}
	return messages
}

// healthy is a server of crypto/tls, and the chain that it sends.
func healthy(t testing.TB, change func(*tls.Config)) (addr string, chain [][]byte) {
	t.Helper()
	id := checktest.NewPKI(time.Now()).Root("Root").Intermediate("CA 1").Intermediate("CA 2").Issue("mail.example")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id, change)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server.Addr(), id.Chain
}

func TestRecord(t *testing.T) {
	if !*recordAnew {
		t.Skip("only with -record")
	}
	keep := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(flightsDir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := func(name, addr string) {
		keep(name+"-12", recorded(t, addr, tls.VersionTLS12))
		keep(name+"-13", recorded(t, addr, tls.VersionTLS13))
		keep(name+"-13.plain", unsealed(t, addr))
	}
	if err := os.MkdirAll(flightsDir, 0o755); err != nil {
		t.Fatal(err)
	}
	addr, _ := healthy(t, func(*tls.Config) {})
	all("go", addr)
	addr, _ = healthy(t, func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert })
	all("go-mutual", addr)
	addr, _ = healthy(t, func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.X25519} })
	all("go-x25519", addr)
	key, cert := openssltest.Certificate(t, "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
	all("openssl", openssltest.Serve(t, key, cert).String())
	all("openssl-mutual", openssltest.Serve(t, key, cert, "-Verify", "1").String())
	all("openssl-retry", openssltest.Serve(t, key, cert, "-groups", "P-521").String())
	all("openssl-staple", openssltest.Serve(t, key, cert, "-status_file", ocspResponse(t)).String())
	key, cert = openssltest.Certificate(t, "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
	keep("openssl-dhe-12", recorded(t, openssltest.Serve(t, key, cert, "-tls1_2", "-cipher", "DHE@SECLEVEL=0").String(), tls.VersionTLS12))
}

// ocspResponse is a file with a response that says nothing: tryLater.
func ocspResponse(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "response")
	if err := os.WriteFile(path, []byte{0x30, 3, 0x0a, 1, 3}, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

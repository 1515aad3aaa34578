package probe

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// replay is a server that says what was recorded, whatever it hears.
type replay struct{ io.Reader }

func (replay) Write(b []byte) (int, error) { return len(b), nil }

// recorded is a real server's answer to one of our hellos, as it came.
func recorded(t testing.TB, best uint16) []byte {
	t.Helper()
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.example")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	var heard bytes.Buffer
	f := readFlight(struct {
		io.Reader
		io.Writer
	}{io.TeeReader(conn, &heard), conn}, offer{best: best, serverName: "mail.example"}, false)
	if !f.done || len(f.chain) != len(id.Chain) {
		t.Fatalf("the flight of version %x: %+v", best, f)
	}
	return heard.Bytes()
}

// TestFlightCutAndSpoilt cuts a recorded flight at every byte, and spoils every
// byte: what came before is kept, and nothing is made up.
func TestFlightCutAndSpoilt(t *testing.T) {
	for _, best := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		whole := recorded(t, best)
		o := offer{best: best, serverName: "mail.example"}
		for i := range whole {
			cut := readFlight(replay{bytes.NewReader(whole[:i])}, o, false)
			if cut.done || cut.err == nil {
				t.Fatalf("version %x cut at %d of %d: done %v, %v", best, i, len(whole), cut.done, cut.err)
			}
			spoilt := bytes.Clone(whole)
			spoilt[i] ^= 0x5a
			if f := readFlight(replay{bytes.NewReader(spoilt)}, o, false); len(f.chain) > 8 {
				t.Fatalf("version %x spoilt at %d: %d certificates", best, i, len(f.chain))
			}
		}
	}
}

func FuzzFlight(f *testing.F) {
	for _, best := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		f.Add(recorded(f, best), best)
	}
	f.Add([]byte{21, 3, 3, 0, 2, 2, 40}, uint16(tls.VersionTLS12))
	f.Add([]byte("220 mail.example ESMTP\r\n"), uint16(versionSSL3))
	f.Fuzz(func(t *testing.T, data []byte, best uint16) {
		for _, helloOnly := range []bool{true, false} {
			got := readFlight(replay{bytes.NewReader(data)}, offer{best: best, serverName: "mail.example"}, helloOnly)
			seen := got.observed()
			total := 0
			for _, cert := range seen.Certificates {
				total += len(cert)
			}
			if total > len(data) {
				t.Errorf("%d bytes of certificates from %d", total, len(data))
			}
		}
	})
}

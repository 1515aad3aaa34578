package checktest

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"slices"
	"testing"
	"time"
)

// recordedHello is what Go's client sends first.
func recordedHello(t testing.TB, config *tls.Config) []byte {
	t.Helper()
	client, server := net.Pipe()
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		tls.Client(client, config).HandshakeContext(ctx)
	}()
	buffer := make([]byte, 16<<10)
	n, err := server.Read(buffer)
	server.Close()
	<-done
	if err != nil {
		t.Fatal(err)
	}
	return buffer[:n]
}

func TestReadClientHello(t *testing.T) {
	sent := recordedHello(t, &tls.Config{ServerName: "a.example", CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}, MaxVersion: tls.VersionTLS12})
	// The same message in records of ten bytes.
	var cut []byte
	for body := sent[5:]; len(body) > 0; {
		n := min(10, len(body))
		cut = append(append(cut, sent[0], sent[1], sent[2], 0, byte(n)), body[:n]...)
		body = body[n:]
	}
	for _, wire := range [][]byte{sent, cut} {
		hello, err := readClientHello(bytes.NewReader(wire))
		if err != nil {
			t.Fatal(err)
		}
		if hello.version != tls.VersionTLS12 || hello.serverName != "a.example" || !slices.Contains(hello.suites, tls.TLS_RSA_WITH_RC4_128_SHA) ||
			!slices.Contains(hello.groups, uint16(tls.CurveP256)) || !slices.Contains(hello.schemes, uint16(tls.PSSWithSHA256)) || !hello.renegotiation {
			t.Errorf("read %+v", hello)
		}
	}
}

func FuzzReadClientHello(f *testing.F) {
	f.Add(recordedHello(f, &tls.Config{ServerName: "a.example"}))
	f.Add([]byte("EHLO me\r\n"))
	f.Add([]byte{recordHandshake, 3, 1, 0, 4, typeClientHello, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		if hello, err := readClientHello(bytes.NewReader(data)); err == nil && len(hello.random) != 32 {
			t.Errorf("accepted a hello with %d random bytes", len(hello.random))
		}
	})
}

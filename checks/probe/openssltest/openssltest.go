// Package openssltest starts servers of OpenSSL for tests. They skip where OpenSSL is
// not installed, unless CERTDESK_REQUIRE_SERVERS is 1.
package openssltest

import (
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func openssl(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") == "1" {
			t.Fatal("openssl is required and not on PATH")
		}
		t.Skip("openssl is not on PATH")
	}
	return path
}

// Certificate writes a self-signed certificate for the key that args ask for.
func Certificate(t testing.TB, args ...string) (key, cert string) {
	t.Helper()
	dir := t.TempDir()
	key, cert = filepath.Join(dir, "key.pem"), filepath.Join(dir, "cert.pem")
	run := func(args ...string) {
		if out, err := exec.Command(openssl(t), args...).CombinedOutput(); err != nil {
			t.Fatalf("openssl %v: %v\n%s", args, err, out)
		}
	}
	digest := "-sha256"
	if args[0] == "md5" {
		digest, args = "-md5", args[1:]
	}
	run(append(append([]string{"genpkey"}, args...), "-out", key)...)
	run("req", "-x509", digest, "-new", "-key", key, "-days", "30", "-subj", "/CN=odd.example", "-out", cert)
	return key, cert
}

// Serve starts openssl s_server and returns its address.
func Serve(t testing.TB, key, cert string, args ...string) netip.AddrPort {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().(*net.TCPAddr).AddrPort()
	ln.Close()
	all := append([]string{"s_server", "-accept", "127.0.0.1:" + strconv.Itoa(int(addr.Port())), "-key", key, "-cert", cert, "-quiet"}, args...)
	cmd := exec.Command(openssl(t), all...)
	in, err := cmd.StdinPipe() // s_server ends with its standard input
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Process.Kill(); cmd.Wait() })
	for range 200 {
		if conn, err := net.Dial("tcp", addr.String()); err == nil {
			conn.Close()
			return addr
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("openssl s_server %v does not listen", args)
	return addr
}

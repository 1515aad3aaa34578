package redis_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

// TestAddressesThatMisread: a password that is not written as a URL has it names
// no other host, and is not repeated.
func TestAddressesThatMisread(t *testing.T) {
	for _, address := range []string{
		"redis://user:xy@zq#k:vw@h", "redis://:xy#zqvw@h:6379/0", "redis://:xyzq@kvw@h", "redis://:xyzq/kvw@h", "redis://:xyzq?kvw@h",
		"redis+sentinel://:xyzq#kvw@h/m", "redis+cluster://:xy@zq@h,h2", "redis://h#6379", "redis://h:6379?sentinel_username=u",
		"redis://h:6379?ca_file=/none", "rediss://h:6379?ca_file=/none.pem", "rediss://h:6379?cert_file=/none.pem", "redis://h:6379/0?%zz",
		"redis://", "redis://:xy@", "redis://:6379", "redis://h:99999", "redis://h:0", "redis://h:redis", "redis+cluster://", "redis+cluster://h,,h2", "redis+sentinel://h:70000/m",
	} {
		client, err := redis.Connect(address, 0)
		if err == nil {
			client.Close()
			t.Errorf("%s is an address", address)
			continue
		}
		for _, secret := range []string{"xy", "zq", "kv", "vw"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	for _, address := range []string{
		"redis://user:p%40ss%23w:ord@h", "redis://h:6379/3?read_timeout=3s", "redis+sentinel://u:p@h:1,h2/m?sentinel_username=s&sentinel_password=x&db=2",
	} {
		client, err := redis.Connect(address, 0)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		client.Close()
	}
}

// TestPrivateAuthority: a Redis whose certificate a private authority signed, and
// which wants one of its clients, is reached with the three files and not without.
func TestPrivateAuthority(t *testing.T) {
	folder := t.TempDir()
	file := func(name, kind string, der []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Redis"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert, keyFile := file("cert.pem", "CERTIFICATE", der), file("key.pem", "PRIVATE KEY", private)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().String()
	listener.Close()
	_, port, _ := net.SplitHostPort(at)
	redistest.Start(t, "--tls-port", port, "--tls-cert-file", cert, "--tls-key-file", keyFile, "--tls-ca-cert-file", cert, "--tls-auth-clients", "yes")
	files := url.Values{"ca_file": {cert}, "cert_file": {cert}, "key_file": {keyFile}}
	for query, want := range map[string]bool{"": false, "?" + url.Values{"ca_file": {cert}}.Encode(): false, "?" + files.Encode(): true} {
		s, err := redis.Open(t.Context(), "rediss://"+at+"/0"+query)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Ping(t.Context()); (err == nil) != want {
			t.Errorf("with %q: %v", query, err)
		}
		s.Close()
	}
}

// farAway is a relay to a server whose round trip takes a while.
func farAway(t *testing.T, to string, roundTrip time.Duration) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	carry := func(to, from net.Conn) {
		defer to.Close()
		type piece struct {
			at   time.Time
			data []byte
		}
		pieces := make(chan piece, 1000)
		go func() {
			defer close(pieces)
			for {
				data := make([]byte, 64<<10)
				n, err := from.Read(data)
				if n > 0 {
					pieces <- piece{time.Now().Add(roundTrip / 2), data[:n]}
				}
				if err != nil {
					return
				}
			}
		}()
		for p := range pieces {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.data); err != nil {
				io.Copy(io.Discard, from)
				return
			}
		}
	}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				near.Close()
				continue
			}
			go carry(far, near)
			go carry(near, far)
		}
	}()
	return l.Addr().String()
}

// TestFarAway: a server at the other end of a slow link is reached all the same,
// by many at once.
func TestFarAway(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s := open(t, "redis://"+farAway(t, server.Addr(), 600*time.Millisecond)+"/0")
	put := func(key string) error {
		_, err := s.Put(t.Context(), store.Record{Kind: "k", Key: key, Value: []byte("v")}, store.Always)
		return err
	}
	for put("first") != nil { // until it is known how far away it is, or the test ends
		if t.Context().Err() != nil {
			t.Fatal("it is never reached")
		}
		time.Sleep(50 * time.Millisecond)
	}
	var all sync.WaitGroup
	for i := range 8 { // on connections of their own
		all.Go(func() {
			if err := put(string(rune('a' + i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestSettingsAreExaminedAgain: what is changed while the server runs is told, and
// what is mended is told no more.
func TestSettingsAreExaminedAgain(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	if w := s.Warnings(); len(w) > 0 {
		t.Fatalf("at first: %q", w)
	}
	client, err := redis.Connect(server.URL(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	set := func(name, value string) {
		t.Helper()
		if err := client.ConfigSet(t.Context(), name, value).Err(); err != nil {
			t.Fatal(err)
		}
		s.Examine(t.Context())
	}
	set("maxmemory-policy", "allkeys-lru")
	if w := s.Warnings(); len(w) != 1 || !strings.Contains(w[0], "allkeys-lru") {
		t.Errorf("evicting: %q", w)
	}
	set("appendonly", "no")
	if w := s.Warnings(); len(w) != 2 {
		t.Errorf("and forgetting: %q", w)
	}
	server.Pause()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	s.Examine(ctx)
	cancel()
	server.Resume()
	if w := s.Warnings(); len(w) != 2 {
		t.Errorf("while it cannot be asked: %q", w)
	}
	set("maxmemory-policy", "noeviction")
	if w := s.Warnings(); len(w) != 1 || !strings.Contains(w[0], "appendonly") {
		t.Errorf("mended: %q", w)
	}
}

package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// BenchmarkProcessTrips is a complete check of a server that is 100 ms away, with the
// start of the process, in round trips. The protocols' own are 2 of TLS and 4 of IMAP
// with STARTTLS; the bare program (bareLoop) needs the former and its own start.
func BenchmarkProcessTrips(b *testing.B) {
	const roundTrip = 100 * time.Millisecond
	root := checktest.NewPKI(time.Now()).Root("Distant Root")
	roots := filepath.Join(b.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		b.Fatal(err)
	}
	id, certdesk := root.Issue("mail.sweep.example"), program(b)
	for _, tt := range []struct {
		name, starttls string
		server         checktest.Behaviour
	}{
		{"TLS", "none", checktest.Implicit("imap", checktest.TLS(id))},
		{"IMAP-STARTTLS", "imap", checktest.STARTTLS("imap", checktest.TLS(id))},
	} {
		b.Run(tt.name, func(b *testing.B) {
			server, err := checktest.NewServer(tt.server)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { server.Close() })
			address := distant(b, server.Addr(), roundTrip)
			trips := func(command func() *exec.Cmd) func(*testing.B) {
				return func(b *testing.B) {
					var wall time.Duration
					for b.Loop() {
						wall += runCounted(b, command()).Wall
					}
					b.ReportMetric(wall.Seconds()/float64(b.N)/roundTrip.Seconds(), "round-trips")
				}
			}
			b.Run("certdesk", trips(func() *exec.Cmd {
				return exec.Command(certdesk, "check", "--json", "--starttls", tt.starttls, "--name", "mail.sweep.example", "--ca-file", roots, address)
			}))
			if tt.starttls != "none" {
				return // the bare program has no dialogue
			}
			b.Run("bare", trips(func() *exec.Cmd {
				cmd := exec.Command(os.Args[0], roots)
				cmd.Env = append(os.Environ(), roleVariable+"=bare")
				cmd.Stdin = strings.NewReader(address + "\n")
				return cmd
			}))
		})
	}
}

// distant is the address of a relay to a server behind a line of that round trip: what a
// client says is heard after one, which is what its connecting takes, and what the
// server says another later.
func distant(b *testing.B, server string, roundTrip time.Duration) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer near.Close()
				time.Sleep(roundTrip)
				far, err := net.Dial("tcp", server)
				if err != nil {
					return
				}
				go func() {
					io.Copy(far, near)
					far.Close()
				}()
				late(near, far, roundTrip)
			}()
		}
	}()
	return listener.Addr().String()
}

// late passes on what is said, each piece so much later.
func late(to io.Writer, from io.Reader, by time.Duration) {
	type piece struct {
		due  time.Time
		data []byte
	}
	pieces := make(chan piece, 1024)
	go func() {
		defer close(pieces)
		for {
			data := make([]byte, 16<<10)
			n, err := from.Read(data)
			pieces <- piece{time.Now().Add(by), data[:n]}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.due))
		if _, err := to.Write(p.data); err != nil {
			return
		}
	}
}

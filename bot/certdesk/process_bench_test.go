package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// These benchmarks measure whole processes, as an operator would: the CPU time
// and the peak memory of certdesk, and beside it those of the least that a
// program can do (a handshake and x509's Verify for each server). The servers
// run in a third process.
//
//	go test -run '^$' -bench 'Process' ./bot/certdesk

// roleVariable makes this test binary play a part of a benchmark.
const roleVariable = "CERTDESK_BENCH_ROLE"

func TestMain(m *testing.M) {
	if file := os.Getenv(usageVariable); file != "" {
		os.Exit(count(os.Args[1:], file))
	}
	switch os.Getenv(roleVariable) {
	case "farm":
		os.Exit(farm(os.Args[1:]))
	case "bare":
		os.Exit(bareLoop(os.Args[1:]))
	case "slack":
		os.Exit(bareSlack())
	}
	testscript.Main(tidy{m}, map[string]func(){"certdesk": main})
}

// tidy runs tests and removes the program that was built for them.
type tidy struct{ tests *testing.M }

func (t tidy) Run() int {
	defer func() { os.RemoveAll(builtFolder) }()
	return t.tests.Run()
}

// farm runs servers and writes their addresses until its input ends.
func farm(args []string) int {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return 1
	}
	pki, servers := sweepServers(n)
	if err := os.WriteFile(args[1], pki, 0o600); err != nil {
		return 1
	}
	out := bufio.NewWriter(os.Stdout)
	for _, s := range servers {
		fmt.Fprintln(out, s.server.Addr())
	}
	fmt.Fprintln(out, ".")
	out.Flush()
	io.Copy(io.Discard, os.Stdin)
	return 0
}

// bareLoop is the limit: 256 at once, a handshake and a Verify each.
func bareLoop(args []string) int {
	pem, err := os.ReadFile(args[0])
	if err != nil {
		return 1
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	lines := bufio.NewScanner(os.Stdin)
	slots := make(chan struct{}, 256)
	var wg sync.WaitGroup
	for lines.Scan() {
		slots <- struct{}{}
		address := lines.Text()
		wg.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
			if err != nil {
				return
			}
			defer conn.Close()
			client := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, ServerName: "mail.sweep.example"})
			if client.HandshakeContext(ctx) != nil {
				return
			}
			chain := client.ConnectionState().PeerCertificates
			options := x509.VerifyOptions{Roots: roots, Intermediates: x509.NewCertPool(), DNSName: "mail.sweep.example"}
			for _, c := range chain[1:] {
				options.Intermediates.AddCert(c)
			}
			_, _ = chain[0].Verify(options) // the cost counts, not the answer
		})
	}
	wg.Wait()
	return 0
}

// startFarm starts n servers in a process of their own.
func startFarm(b *testing.B, n int) (list string, roots string) {
	b.Helper()
	roots = filepath.Join(b.TempDir(), "roots.pem")
	cmd := exec.Command(os.Args[0], strconv.Itoa(n), roots)
	cmd.Env = append(os.Environ(), roleVariable+"=farm")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); cmd.Wait() })
	var addresses strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "."; {
		addresses.WriteString(lines.Text() + "\n")
	}
	return addresses.String(), roots
}

// program is certdesk as it is shipped, built once.
func program(b testing.TB) string {
	b.Helper()
	path, err := built()
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// builtFolder is where it was built, if it was.
var builtFolder string

// built is the path of the program as it is shipped: CERTDESK_BINARY, else built once
// from the source.
var built = sync.OnceValues(func() (path string, err error) {
	if path = os.Getenv("CERTDESK_BINARY"); path != "" {
		return path, nil
	}
	if builtFolder, err = os.MkdirTemp("", "certdesk-built-"); err != nil {
		return "", err
	}
	path = filepath.Join(builtFolder, "certdesk")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, ".") // as .ci/run does, which has compiled it then
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building: %w\n%s", err, out)
	}
	return path, nil
})

// measure runs a command b.N times and reports what it used.
func measure(b *testing.B, checks int, command func() *exec.Cmd) {
	b.Helper()
	var cpu, wall time.Duration
	var peak int64
	for b.Loop() {
		u := runCounted(b, command())
		cpu, wall, peak = cpu+u.CPU, wall+u.Wall, max(peak, u.Memory)
	}
	if peak > 0 {
		b.ReportMetric(float64(peak)/1024, "peak-MiB")
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N)/float64(checks)*1000, "cpu-s/1000-checks")
	b.ReportMetric(wall.Seconds()*1000/float64(b.N), "wall-ms")
}

func BenchmarkProcessSweep(b *testing.B) {
	const n = 2000
	list, roots := startFarm(b, n)
	certdesk := program(b)
	b.Run("certdesk", func(b *testing.B) {
		measure(b, n, func() *exec.Cmd {
			cmd := exec.Command(certdesk, "check", "--file", "-", "--json", "--name", "mail.sweep.example", "--ca-file", roots, "--trust", "none")
			cmd.Stdin = strings.NewReader(list)
			return cmd
		})
	})
	b.Run("bare", func(b *testing.B) {
		measure(b, n, func() *exec.Cmd {
			cmd := exec.Command(os.Args[0], roots)
			cmd.Env = append(os.Environ(), roleVariable+"=bare")
			cmd.Stdin = strings.NewReader(list)
			return cmd
		})
	})
}

// BenchmarkProcessSweepLong is the same with fifty times the targets: memory
// must not grow with their number.
func BenchmarkProcessSweepLong(b *testing.B) {
	const n, times = 2000, 50
	list, roots := startFarm(b, n)
	certdesk := program(b)
	measure(b, n*times, func() *exec.Cmd {
		cmd := exec.Command(certdesk, "check", "--file", "-", "--json", "--name", "mail.sweep.example", "--ca-file", roots, "--trust", "none")
		cmd.Stdin = strings.NewReader(strings.Repeat(list, times))
		return cmd
	})
}

// BenchmarkProcessStart is a cold start and one check of a server on loopback.
func BenchmarkProcessStart(b *testing.B) {
	list, roots := startFarm(b, 1)
	address := strings.TrimSpace(list)
	certdesk := program(b)
	for _, depth := range []string{"quick", "full"} {
		b.Run(depth, func(b *testing.B) {
			measure(b, 1, func() *exec.Cmd {
				return exec.Command(certdesk, "check", "--json", "--depth", depth, "--name", "mail.sweep.example", "--ca-file", roots, address)
			})
		})
	}
	b.Run("bare", func(b *testing.B) {
		measure(b, 1, func() *exec.Cmd {
			cmd := exec.Command(os.Args[0], roots)
			cmd.Env = append(os.Environ(), roleVariable+"=bare")
			cmd.Stdin = strings.NewReader(list)
			return cmd
		})
	})
}

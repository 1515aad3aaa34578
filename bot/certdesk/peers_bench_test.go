package main

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkPeers checks the same servers with what else there is on this
// machine (Debian: openssl, sslscan, nmap, monitoring-plugins-contrib,
// prometheus-blackbox-exporter) and tells the time of a core for a thousand
// checks. Peers tell less, or other things: openssl one handshake without a
// verdict on the name, sslscan and nmap ciphers as well, check_ssl_cert what
// many calls of openssl find.
func BenchmarkPeers(b *testing.B) {
	const n = 20
	list, roots := startFarm(b, n)
	certdesk := program(b)
	b.Run("certdesk-quick", func(b *testing.B) {
		measure(b, n, func() *exec.Cmd {
			cmd := exec.Command(certdesk, "check", "--file", "-", "--json", "--name", "mail.sweep.example", "--ca-file", roots, "--trust", "none")
			cmd.Stdin = strings.NewReader(list)
			return cmd
		})
	})
	// One process a server, as the peers are used.
	b.Run("certdesk-full", func(b *testing.B) {
		measure(b, n, func() *exec.Cmd {
			return each(list, `"$0" check --json --name mail.sweep.example --ca-file "$1" --trust none "$h:$p"`, certdesk, roots)
		})
	})
	for _, peer := range []struct{ program, path, script string }{
		{"openssl", "", `"$0" s_client -connect "$h:$p" -servername mail.sweep.example -verify_hostname mail.sweep.example -CAfile "$1" </dev/null`},
		{"sslscan", "", `"$0" --no-colour --sni-name=mail.sweep.example "$h:$p"`},
		{"nmap", "", `"$0" -Pn -p "$p" --script ssl-cert,ssl-enum-ciphers "$h"`},
		{"check_ssl_cert", "/usr/lib/nagios/plugins/check_ssl_cert", `"$0" -H "$h" -p "$p" --cn mail.sweep.example -r "$1"`},
	} {
		path, err := exec.LookPath(cmp.Or(peer.path, peer.program))
		if err != nil {
			b.Logf("%s is not here", peer.program)
			continue
		}
		b.Run(peer.program, func(b *testing.B) {
			measure(b, n, func() *exec.Cmd { return each(list, peer.script, path, roots) })
		})
	}
	if exporter, err := exec.LookPath("prometheus-blackbox-exporter"); err == nil {
		b.Run("blackbox-exporter", func(b *testing.B) { blackbox(b, exporter, list, roots, n) })
	}
}

// each runs a shell's line for every server.
func each(list, script string, args ...string) *exec.Cmd {
	line := `while IFS=: read h p; do ` + script + ` >/dev/null 2>&1; done; true`
	cmd := exec.Command("sh", append([]string{"-c", line}, args...)...)
	cmd.Stdin = strings.NewReader(list)
	return cmd
}

// blackbox asks a running exporter, as Prometheus does.
func blackbox(b *testing.B, exporter, list, roots string, n int) {
	b.Helper()
	config := filepath.Join(b.TempDir(), "blackbox.yml")
	text := "modules:\n  tls:\n    prober: tcp\n    tcp:\n      tls: true\n      tls_config:\n        ca_file: " + roots + "\n        server_name: mail.sweep.example\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(exporter, "--config.file", config, "--web.listen-address", "127.0.0.1:19115")
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	get := func(path string) string {
		resp, err := http.Get("http://127.0.0.1:19115" + path)
		if err != nil {
			return ""
		}
		defer resp.Body.Close()
		said, _ := io.ReadAll(resp.Body)
		return string(said)
	}
	for range 200 {
		if get("/-/healthy") != "" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	before := ticks(b, cmd.Process.Pid)
	rounds := 0
	for b.Loop() {
		for range 10 {
			rounds++
			for server := range strings.Lines(list) {
				said := get("/probe?module=tls&target=" + url.QueryEscape(strings.TrimSpace(server)))
				if !strings.Contains(said, "probe_duration_seconds") {
					b.Fatalf("the exporter says %.300s", said)
				}
			}
		}
	}
	used := float64(ticks(b, cmd.Process.Pid)-before) / 100
	b.ReportMetric(used/float64(rounds*n)*1000, "cpu-s/1000-checks")
}

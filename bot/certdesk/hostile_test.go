//go:build !race

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"certdesk/bot/cli"
	"certdesk/checks"
	"certdesk/checks/checktest"
)

// What a check of a hostile server may cost: its timeout and a second, this
// much memory more than a check of a good one, and an answer that is bounded by
// what was sent.
const (
	hostileTimeout = 2 * time.Second
	hostileMemory  = 64 << 10 // KiB
	hostileAnswer  = 8 << 20
	// A machine that is busy with other things is late by itself. Whoever does
	// not heed the timeout is later than this: the servers hold on for a minute.
	busyMachine = 15 * time.Second
)

// TestHostileServers runs the program, as it is shipped, against each of them.
func TestHostileServers(t *testing.T) {
	if testing.Short() {
		t.Skip("a process and up to two seconds each")
	}
	servers, roots := hostileServers(t)
	certdesk := program(t)
	good := checktest.NewPKI(time.Now()).SelfSigned(checktest.HostileName)
	_, usual := checkHostile(t, certdesk, roots, checktest.Hostile{Behaviour: checktest.Implicit("imap", checktest.TLS(good))})
	for _, s := range servers {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			report, used := checkHostile(t, certdesk, roots, s)
			if !s.Trusted && report.Verdict == checks.VerdictTrusted {
				t.Errorf("trusted: %s", report.Summary.String())
			}
			if extra := used.Memory - usual.Memory; extra > hostileMemory {
				t.Errorf("%d KiB more than a good server takes", extra)
			}
			if used.Wall > hostileTimeout+time.Second+busyMachine {
				t.Errorf("answered after %v", used.Wall)
			}
			t.Logf("%v, %d KiB: %s", used.Wall.Round(time.Millisecond), used.Memory, report.Summary.String())
		})
	}
}

// checkHostile starts the server, checks it with the program and returns the
// answer, which must be one.
func checkHostile(t *testing.T, certdesk, roots string, s checktest.Hostile) (report checks.Report, used usage) {
	t.Helper()
	server, err := checktest.NewServer(s.Behaviour)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	args := []string{"check", "--json", "--timeout", hostileTimeout.String(), "--name", checktest.HostileName,
		"--ca-file", roots, "--trust", "none", server.Addr()}
	if s.Speaks != "" {
		args = slices.Insert(args, 1, "--starttls", s.Speaks)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, certdesk, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	used = runCounted(t, cmd)
	if used.Status < cli.StatusOK || used.Status > cli.StatusUnknown || errs.Len() > 0 {
		t.Fatalf("status %d\n%.2000s", used.Status, errs.String())
	}
	if out.Len() > hostileAnswer {
		t.Errorf("%d bytes of answer", out.Len())
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v in %.300q", err, out.String())
	}
	if report.Summary.Empty() || report.Verdict == "" {
		t.Errorf("no answer in %.300q", out.String())
	}
	return report, used
}

// hostileServers returns the servers, to be started one by one, and the file
// of their root.
func hostileServers(t *testing.T) (servers []checktest.Hostile, roots string) {
	t.Helper()
	servers, root, err := checktest.HostileServers(time.Now(), func(b checktest.Behaviour) (*checktest.Server, error) {
		s, err := checktest.NewServer(b)
		if err == nil {
			t.Cleanup(s.Close)
		}
		return s, err
	})
	if err != nil {
		t.Fatal(err)
	}
	roots = filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, root, 0o600); err != nil {
		t.Fatal(err)
	}
	return servers, roots
}

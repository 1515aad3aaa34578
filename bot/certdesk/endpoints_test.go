package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot/cli"
	"certdesk/checks"
	"certdesk/checks/checktest"
)

// endpoint is one of the servers of a sweep and what must be said of it.
type endpoint struct {
	server  *checktest.Server
	verdict checks.Verdict
	codes   []checks.Code
}

// startEndpoints starts n servers of several kinds, and returns them with the
// file of the root that they lead to.
func startEndpoints(t testing.TB, n int) (servers []endpoint, roots string) {
	t.Helper()
	root, servers := sweepServers(n)
	if len(servers) != n {
		t.Fatalf("%d servers started, want %d", len(servers), n)
	}
	for _, s := range servers {
		t.Cleanup(s.server.Close)
	}
	roots = filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, root, 0o600); err != nil {
		t.Fatal(err)
	}
	return servers, roots
}

// sweepServers starts n servers, fewer if that fails, and returns the root in
// PEM as well.
func sweepServers(n int) (rootPEM []byte, servers []endpoint) {
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Sweep Root")
	ca := root.Intermediate("Sweep CA")
	kinds := []struct {
		id      *checktest.Identity
		verdict checks.Verdict
		codes   []checks.Code
	}{
		{ca.Issue("mail.sweep.example"), checks.VerdictTrusted, nil},
		{ca.Issue("mail.sweep.example", checktest.ExpiredFor(24*time.Hour)), checks.VerdictUntrusted, []checks.Code{checks.Expired}},
		{ca.Issue("other.sweep.example"), checks.VerdictUntrusted, []checks.Code{checks.HostnameMismatch}},
		{pki.SelfSigned("mail.sweep.example"), checks.VerdictUntrusted, []checks.Code{checks.SelfSigned}},
		{ca.Issue("mail.sweep.example", checktest.ExpiresIn(5*24*time.Hour)), checks.VerdictWarning, []checks.Code{checks.ExpiringSoon}},
		{pki.Root("Unknown Root").Intermediate("Unknown CA").Issue("mail.sweep.example"), checks.VerdictUntrusted, []checks.Code{checks.UntrustedRoot}},
	}
	for i := range n {
		kind := kinds[i%len(kinds)]
		server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(kind.id)))
		if err != nil {
			break
		}
		servers = append(servers, endpoint{server: server, verdict: kind.verdict, codes: kind.codes})
	}
	return root.PEM(), servers
}

// quickPatience is how long a quick probe lets a server be silent before it
// connects once more (package probe).
const quickPatience = 3 * time.Second

// TestSweep checks 2,000 endpoints (600 under the race detector) as a monitoring
// job does, and demands every verdict and every set of codes.
func TestSweep(t *testing.T) {
	n := 2000
	switch {
	case testing.Short():
		n = 60
	case raced:
		n = 600
	}
	servers, roots := startEndpoints(t, n)
	want := map[string]endpoint{}
	var list strings.Builder
	list.WriteString("# the servers of the sweep\n\n")
	for _, s := range servers {
		want[s.server.Addr()] = s
		fmt.Fprintf(&list, "%s   # a server\n", s.server.Addr())
	}
	var out, errs bytes.Buffer
	status := dispatch(t.Context(), cli.Streams{In: strings.NewReader(list.String()), Out: &out, Err: &errs},
		[]string{"check", "--file", "-", "--json", "--name", "mail.sweep.example", "--ca-file", roots, "--trust", "none",
			"--timeout", "2m"}) // the verdicts are in question, not this machine's speed
	if status != cli.StatusCritical || errs.Len() > 0 {
		t.Errorf("status %d, stderr %q", status, errs.String())
	}
	seen := map[string]bool{}
	var knocked []string
	for line := range bytes.Lines(out.Bytes()) {
		var r checks.Report
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("%v in %.200s", err, line)
		}
		s, ok := want[r.Target.Input]
		if !ok || seen[r.Target.Input] {
			t.Fatalf("%q was not asked for, or is answered twice", r.Target.Input)
		}
		seen[r.Target.Input] = true
		var codes []checks.Code
		for _, f := range r.Findings {
			codes = append(codes, f.Code)
		}
		slices.Sort(codes)
		if r.Verdict != s.verdict || !slices.Equal(codes, s.codes) {
			t.Errorf("%s: %s %v, want %s %v", r.Target.Input, r.Verdict, codes, s.verdict, s.codes)
		}
		// A server that is silent for the patience of a quick probe is asked a
		// second time in the other mode, with a small hello and once more alone: six
		// times at most. Hundreds of handshakes at once make this
		// machine itself that slow where it is busy with other things; the answer's
		// own clock tells.
		silent := r.TimingMS["total"] >= quickPatience.Milliseconds()
		if n := s.server.Connections(); n != 1 && !silent || n > 6 {
			knocked = append(knocked, fmt.Sprintf("%s: %d connections in a quick check of %d ms", r.Target.Input, n, r.TimingMS["total"]))
		}
	}
	// Other tests of this machine may knock at a port that they take for free.
	if len(knocked) > n/200 {
		t.Errorf("too many connections: %s", strings.Join(knocked, "\n"))
	}
	if len(seen) != n {
		t.Errorf("%d answers, want %d", len(seen), n)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestScripts runs testdata/script, one topic a file. Besides the commands of
// testscript there are
//
//	status N COMMAND…   runs it and demands that exit status
//	check N ARGUMENT…   the same for certdesk check with $world: the name server
//	                    and the only trusted root of the world below
//	reports WANT…       demands that stdout is JSON Lines with a report for each
//	                    of the wants, in any order: HOST=VERDICT[,CODE…] or
//	                    ID=VERDICT…; then deletes what differs from run to run
//	write FILE N TEXT   writes the text N times, a line each
//	expand FILE         replaces $variables in it
//	windows FILE        copies it as FILE.bom and FILE.utf16
//	quote FILE          copies it as FILE.quoted, as in the answer to a mail
func TestScripts(t *testing.T) {
	runScripts(t, "script")
}

// runScripts runs the scripts of a folder of testdata.
func runScripts(t *testing.T, folder string) {
	t.Helper()
	w := newWorld(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", folder),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LC_ALL", "C.UTF-8")
			env.Setenv("GORACE", os.Getenv("GORACE"))
			for name, value := range w.env {
				env.Setenv(name, value)
			}
			for name, data := range w.files {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o644); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": func(ts *testscript.TestScript, _ bool, args []string) { status(ts, args) },
			"check": func(ts *testscript.TestScript, _ bool, args []string) {
				command := []string{args[0], "certdesk", "check", "--resolver", ts.Getenv("dns"), "--trust", "none", "--ca-file", ts.MkAbs("root.pem")}
				status(ts, append(command, args[1:]...))
			},
			"reports": reports,
			"expand":  expand,
			"windows": windows,
			"quote": func(ts *testscript.TestScript, _ bool, args []string) {
				quoted := strings.ReplaceAll("> Hello,\n"+ts.ReadFile(args[0]), "\n", "\n> ")
				ts.Check(os.WriteFile(ts.MkAbs(args[0]+".quoted"), []byte(quoted), 0o644))
			},
			"write": func(ts *testscript.TestScript, _ bool, args []string) {
				n, err := strconv.Atoi(args[1])
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2]+"\n", n)), 0o644))
			},
		},
	})
}

func status(ts *testscript.TestScript, args []string) {
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func reports(ts *testscript.TestScript, _ bool, wants []string) {
	var got []string
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var r checks.Report
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&r); err != nil || r.Schema != checks.Schema || r.Summary.Empty() {
			ts.Fatalf("no report: %v in %q", err, line)
		}
		name := r.Target.Host
		if r.ID != "" {
			name = r.ID
		}
		said := []string{string(r.Verdict)}
		for _, f := range r.Findings {
			said = append(said, string(f.Code))
		}
		got = append(got, name+"="+strings.Join(said, ","))
	}
	left := make(map[string]int)
	for _, want := range wants {
		left[want]++
	}
	for _, report := range got {
		left[report]--
	}
	for report, n := range left {
		if n != 0 {
			ts.Fatalf("%+d of %s; the reports are\n%s", -n, report, strings.Join(got, "\n"))
		}
	}
}

func expand(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o644))
}

func windows(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "\n", "\r\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".bom"), []byte("\xef\xbb\xbf"+text), 0o644))
	wide := []byte("\xff\xfe")
	for _, letter := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(letter), byte(letter>>8))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".utf16"), wide, 0o644))
}

// world is a handful of servers, a name server that knows them, and the same
// certificates in files.
type world struct {
	env   map[string]string
	files map[string][]byte
}

func newWorld(t *testing.T) world {
	t.Helper()
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	ca := root.Intermediate("Example CA 1")
	healthy := ca.Issue("imap.corp.example", checktest.ExpiresIn(60*checktest.Day+time.Hour))
	expired := ca.Issue("old.corp.example", checktest.ExpiredFor(12*checktest.Day+time.Hour))
	umlaut := ca.Issue("*.xn--mller-kva.example", checktest.ExpiredFor(12*checktest.Day+time.Hour))
	ending := ca.Issue("soon.corp.example", checktest.ExpiresIn(9*checktest.Day+time.Hour))
	withdrawn := ca.Issue("gone.corp.example")
	list, err := ca.RevocationList(withdrawn)
	if err != nil {
		t.Fatal(err)
	}
	emptyList, err := ca.RevocationList()
	if err != nil {
		t.Fatal(err)
	}
	w := world{
		env: map[string]string{
			"long":     strings.Repeat("x", 20000),
			"long_ago": time.Now().Add(-60 * checktest.Day).UTC().Format(time.RFC3339),
		},
		files: map[string][]byte{
			"root.pem": root.PEM(),

			"leaf-and-root.pem": append(healthy.Alone().PEM(), root.PEM()...),
			"healthy.pem":       healthy.PEM(),
			"expired.pem":       expired.PEM(),
			"leaf.der":          healthy.Chain[0],
			"two.der":           bytes.Join(healthy.Chain, nil),
			"cases.jsonl":       cases(t, root, healthy, expired),
			"crl.der":           list,
			"crl.pem":           pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list}),
			"empty-crl.der":     emptyList,
			"withdrawn.pem":     withdrawn.PEM(),
			"zero.pem":          ca.Issue("zero.corp.example", checktest.Serial(0)).PEM(),
		},
	}
	for name, behaviour := range map[string]checktest.Behaviour{
		"healthy":  checktest.Implicit("imap", checktest.TLS(healthy)),
		"starttls": checktest.STARTTLS("smtp", checktest.TLS(ca.Issue("smtp.corp.example"))),
		"expired":  checktest.Implicit("imap", checktest.TLS(expired)),
		"umlaut":   checktest.Implicit("imap", checktest.TLS(umlaut)),
		"revoked":  checktest.Implicit("imap", checktest.TLS(withdrawn)),
		"ending":   checktest.Implicit("imap", checktest.TLS(ending)),
		"plain":    checktest.Banner("SSH-2.0-OpenSSH_9.9\r\n"),
		"silent":   checktest.Silent(),
	} {
		server, err := checktest.NewServer(behaviour)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		w.env[name] = strconv.Itoa(server.Port())
	}
	names, err := checktest.NewNameServer(fmt.Sprintf(`
imap.corp.example. IN A 127.0.0.1
smtp.corp.example. IN A 127.0.0.1
old.corp.example.  IN A 127.0.0.1
soon.corp.example. IN A 127.0.0.1
imap.xn--mller-kva.example. IN A 127.0.0.1
gone.corp.example. IN A 127.0.0.1
mail.corp.example. IN A 127.0.0.1
_imaps._tcp.corp.example.      IN SRV 0 0 %s imap.corp.example.
_submission._tcp.corp.example. IN SRV 0 0 %s smtp.corp.example.
_autodiscover._tcp.travel.example. IN SRV 0 0 %s mail.corp.example.
empty.example. IN TXT "v=spf1 -all"
site.example. IN A 127.9.9.9
post.example. IN MX 10 mx1.post.example.
post.example. IN MX 20 mx2.post.example.
`, w.env["healthy"], w.env["starttls"], w.env["healthy"]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	w.env["dns"] = names.Addr()
	return w
}

// cases are lines of inspect --jsonl: one well, one expired now and well at
// its time, one without roots, and two that are none.
func cases(t *testing.T, root *checktest.Authority, healthy, expired *checktest.Identity) []byte {
	t.Helper()
	var out bytes.Buffer
	add := func(id, name, at string, trust []byte, chain *checktest.Identity) {
		c := map[string]any{
			"id": id, "name": name, "at": at, "chain": []string{string(chain.PEM())}, "trust": []string{}, "crls": []string{},
			"description": "further fields are no matter",
		}
		if trust != nil {
			c["trust"] = []string{string(trust)}
		}
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n", line)
	}
	add("well", "imap.corp.example", "", root.PEM(), healthy)
	add("late", "old.corp.example", "", root.PEM(), expired)
	add("early", "old.corp.example", time.Now().Add(-60*checktest.Day).UTC().Format(time.RFC3339), root.PEM(), expired)
	add("foreign", "imap.corp.example", "", nil, healthy)
	add("other-name", "pop.corp.example", "", root.PEM(), healthy)
	return out.Bytes()
}

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/programs"
)

// typed runs a command as it is typed, and says what became of it.
func typed(t *testing.T, of func(Streams) *cobra.Command, in io.Reader, args ...string) (status int, out, said string) {
	t.Helper()
	return typedUntil(t.Context(), of, in, args...)
}

func typedUntil(ctx context.Context, of func(Streams) *cobra.Command, in io.Reader, args ...string) (status int, out, said string) {
	var written, told bytes.Buffer
	cmd := of(Streams{In: in, Out: &written, Err: &told})
	cmd.SetArgs(append([]string{}, args...)) // of nil it would take those of the process
	cmd.SetFlagErrorFunc(FlagError)
	err := cmd.ExecuteContext(ctx)
	var exit *Exit
	switch {
	case errors.As(err, &exit):
		status = exit.Status
		if exit.Err != nil {
			told.WriteString(exit.Error())
		}
	case err != nil:
		status = StatusUnknown
		told.WriteString(err.Error())
	}
	return status, written.String(), told.String()
}

// TestCheckRefuses: what a flag cannot be is said in a sentence, before anybody is
// asked, and how it is written.
func TestCheckRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"":                                         "no server is named; write for example: certdesk check imap.corp.com:993",
		"a.corp.com --depth deep":                  `--depth does not know "deep"; it takes one of quick and full`,
		"a.corp.com --depth ful":                   `--depth does not know "ful"; did you mean full? It takes one of quick and full`,
		"a.corp.com --starttls impa":               `--starttls does not know "impa"; did you mean imap? It takes one of auto, none, imap`,
		"a.corp.com --trust mozila":                `--trust does not know "mozila"; did you mean mozilla? It takes mozilla, system, none, or NAME=FILE`,
		"a.corp.com --trust windows":               `--trust does not know "windows"; it takes mozilla, system, none, or NAME=FILE`,
		"a.corp.com --for anna":                    `--for does not know "anna"; it takes one of user and admin`,
		"a.corp.com --for admin --depth quick":     "--for admin needs a full check",
		"a.corp.com --for admin --file x":          "--for admin needs a full check",
		"a.corp.com --timeout 0s":                  "--timeout 0s leaves no time",
		"a.corp.com --timeout -1s":                 "--timeout -1s leaves no time",
		"a.corp.com --timeout soon":                `--timeout cannot be "soon"; write for example --timeout 10s`,
		"a.corp.com --concurrency -1":              "--concurrency -1 is out of range; it takes 1 to 10000",
		"a.corp.com --concurrency 10001":           "--concurrency 10001 is out of range",
		"a.corp.com b.corp.com --seen issued-by=a": "--seen is what one user is shown of one server",
		"--file x --seen issued-by=a":              "--seen is what one user is shown of one server",
		"a.corp.com --seen colour=red":             "--seen: ",
		"a.corp.com --seen pem=/nowhere":           "--seen: ",
		"a.corp.com --connect 192.0.2.1":           `--connect "192.0.2.1" is not an address with a port; write it like 192.0.2.1:993`,
		"a.corp.com --connect :993":                "--connect",
		"a.corp.com --connect 192.0.2.1:0":         "--connect",
		"a.corp.com --connect 192.0.2.1:65536":     "--connect",
		"a.corp.com --starttls gopher":             `--starttls does not know "gopher"; it takes one of auto, none, imap`,
		"a.corp.com --proxy gopher://x":            "--proxy: ",
		"a.corp.com --proxy http://192.0.2.1:3128 --resolver 192.0.2.53:53": "--resolver has nothing to do beside --proxy",
		"anna@corp.com --proxy http://192.0.2.1:3128":                       `--proxy leaves names to the proxy, so the mail servers of "anna@corp.com" cannot be looked up`,
		"a.corp.com:993 --discover":                                         `--discover looks for the servers of a domain, and "a.corp.com:993" names one; write: certdesk check a.corp.com:993`,
		"a.corp.com --resolver nowhere":                                     "--resolver: ",
		"a.corp.com --revocation maybe":                                     `--revocation does not know "maybe"; it takes one of off, soft and hard`,
		"a.corp.com --crl /nowhere":                                         `"/nowhere" cannot be read: there is no such file`,
		"a.corp.com --name a.corp.com:993":                                  `--name "a.corp.com:993" is not a server name; write it like imap.corp.com`,
		"a.corp.com --name anna@corp.com":                                   `--name "anna@corp.com" is not a server name`,
		"a.corp.com --trust nobody":                                         "nobody",
		"a.corp.com --ca-file /nowhere":                                     "/nowhere",
		"a.corp.com --color red":                                            `--color does not know "red"; it takes one of auto, always and never`,
		"a.corp.com --lang klingon":                                         `--lang does not know "klingon"; it takes one of`,
		"a.corp.com --lang de --timeout 0s":                                 "--timeout 0s lässt keine Zeit",
		"a.corp.com:0":                                                      `"a.corp.com:0" cannot be checked: a port is a number from 1 to 65535. Write it like imap.corp.com:993.`,
		"a.corp.com --at noon":                                              `--at cannot be "noon"; write for example --at 2026-11-23T12:00:00Z`,
		"a.corp.com --client outlok":                                        `--client cannot be "outlok"`,
		"a.corp.com --jsn":                                                  `check has no flag --jsn; did you mean --json? "certdesk help check" lists them all`,
		"a.corp.com -json":                                                  "check has no flag -json; did you mean --json?",
		"a.corp.com --name":                                                 "--name needs a value; write for example --name imap.corp.com",
		"a.corp.com --json=maybe":                                           `--json takes no value such as "maybe"; write --json alone`,
	} {
		status, out, said := typed(t, Check, strings.NewReader(""), strings.Fields(args)...)
		if status != StatusUnknown || out != "" || !strings.Contains(said, want) {
			t.Errorf("check %s: status %d, %q, want %q%s", args, status, said, want, out)
		}
	}
	for in, want := range map[string]string{"": "--seen: standard input shows no certificate", "good morning": "--seen: standard input shows no certificate"} {
		if status, _, said := typed(t, Check, strings.NewReader(in), "a.corp.com", "--seen", "-"); status != StatusUnknown || !strings.HasPrefix(said, want) {
			t.Errorf("of %q: status %d, %q", in, status, said)
		}
	}
}

// TestCheckAsksAServer, at the address and for the name that the flags say.
func TestCheckAsksAServer(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Test Root")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("imap.corp.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	roots := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(filepath.Dir(roots), "list.txt")
	if err := os.WriteFile(list, []byte("imap.corp.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	usual := []string{"--connect", server.Addr(), "--ca-file", roots, "--trust", "none", "--revocation", "off"}
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"imap.corp.example", "--starttls", "none"}, StatusOK, "imap.corp.example is fine"},
		{[]string{"imap.corp.example", "--depth", "quick", "--starttls", "none"}, StatusOK, "imap.corp.example is fine"},
		{[]string{"smtp.corp.example", "--starttls", "none", "--name", "imap.corp.example"}, StatusOK, "is fine"},
		{[]string{"smtp.corp.example", "--starttls", "none", "--depth", "quick"}, StatusCritical, "smtp.corp.example"},
		{[]string{"imap.corp.example", "--starttls", "none", "--at", "2061-01-01", "--for", "admin"}, StatusCritical, "Install the renewed certificate"},
		{[]string{"--file", list, "--starttls", "none"}, StatusOK, "1 checked: 0 with an error"},
	} {
		status, out, said := typed(t, Check, nil, append(c.args, usual...)...)
		if status != c.status || said != "" || !strings.Contains(out, c.want) {
			t.Errorf("check %v: status %d, %q\n%s", c.args, status, said, out)
		}
	}
}

// TestCheckFlagsMakeATarget: the flags are laid over what is typed.
func TestCheckFlagsMakeATarget(t *testing.T) {
	for name, c := range map[string]struct {
		flags checkFlags
		typed string
		want  checks.Target
	}{
		"as typed":          {checkFlags{starttls: "auto"}, "imap.corp.com:993", checks.Target{Host: "imap.corp.com", Port: 993, Service: "imaps"}},
		"TLS at once":       {checkFlags{starttls: "none"}, "imap.corp.com:143", checks.Target{Host: "imap.corp.com", Port: 143, Service: "imap", Mode: checks.ModeTLS}},
		"STARTTLS":          {checkFlags{starttls: "smtp"}, "imap.corp.com:26", checks.Target{Host: "imap.corp.com", Port: 26, Mode: checks.ModeSTARTTLS, Protocol: "smtp"}},
		"another address":   {checkFlags{starttls: "auto", connect: "192.0.2.1:993", verify: "mail.corp.com"}, "imap.corp.com", checks.Target{Host: "imap.corp.com", Port: 993, Connect: "192.0.2.1:993", Name: "mail.corp.com"}},
		"its port is typed": {checkFlags{starttls: "auto", connect: "192.0.2.1:993"}, "imap.corp.com:143", checks.Target{Host: "imap.corp.com", Port: 143, Service: "imap", Connect: "192.0.2.1:993"}},
		"a whole domain":    {checkFlags{starttls: "auto", discover: true}, "corp.com", checks.Target{Host: "corp.com", Mailbox: diagnosis.WholeDomain}},
		"a mailbox":         {checkFlags{starttls: "auto", discover: true}, "anna@corp.com", checks.Target{Host: "corp.com", Mailbox: "anna"}},
	} {
		got, err := c.flags.target(c.typed)
		c.want.Input = c.typed
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

// TestHowManyAtOnce: as many as are asked for, else as many as suit how deep it goes.
func TestHowManyAtOnce(t *testing.T) {
	for want, f := range map[int]checkFlags{
		widthFull: {}, widthQuick: {depth: "quick"}, 7: {concurrency: 7}, maxWidth: {concurrency: maxWidth}, 1: {concurrency: 1, file: "x"},
	} {
		f.starttls, f.audience, f.timeout, f.revocation = "auto", "user", time.Second, "soft"
		if _, err := f.options(1); err != nil || f.concurrency != want {
			t.Errorf("%d at once, %v; want %d", f.concurrency, err, want)
		}
	}
	list := checkFlags{file: "x", starttls: "auto", audience: "user", timeout: time.Second}
	list.revocation = "soft"
	if opts, err := list.options(0); err != nil || list.concurrency != widthQuick || opts.Depth != "quick" {
		t.Errorf("a list is checked %s, %d at once, %v", opts.Depth, list.concurrency, err)
	}
}

func TestIsAddressWithPort(t *testing.T) {
	for text, want := range map[string]bool{
		"192.0.2.1:1": true, "[2001:db8::1]:65535": true, "imap.corp.com:993": true,
		"192.0.2.1": false, ":993": false, "192.0.2.1:": false, "192.0.2.1:0": false, "192.0.2.1:65536": false, "192.0.2.1:imap": false, "2001:db8::1:993": false,
	} {
		if got := isAddressWithPort(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestInspect: the certificates of a file, or of standard input, are judged as the
// flags say.
func TestInspect(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Test Root")
	leaf := root.Issue("imap.corp.example")
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	roots, chain := write("root.pem", root.PEM()), write("chain.pem", leaf.PEM())
	usual := []string{"--ca-file", roots, "--trust", "none", "--revocation", "off"}
	for _, c := range []struct {
		args   []string
		in     string
		status int
		want   string
	}{
		{[]string{chain, "--name", "imap.corp.example"}, "", StatusOK, "imap.corp.example is fine"},
		{[]string{"-", "--name", "imap.corp.example"}, string(leaf.PEM()), StatusOK, "is fine"},
		{[]string{chain, "--name", "smtp.corp.example", "--json"}, "", StatusCritical, `"hostname-mismatch"`},
		{[]string{chain, "--name", "imap.corp.example", "--at", "2061-01-01"}, "", StatusCritical, "expired"},
		{nil, "", StatusUnknown, "inspect takes one file; write for example: certdesk inspect chain.pem --name imap.corp.com"},
		{[]string{chain, chain}, "", StatusUnknown, "inspect takes one file"},
		{[]string{filepath.Join(folder, "nowhere")}, "", StatusUnknown, "cannot be read: there is no such file"},
		{[]string{write("text", []byte("hello"))}, "", StatusUnknown, "there is no certificate in"},
		{[]string{"-"}, "", StatusUnknown, `there is no certificate in "-"; it takes PEM (-----BEGIN CERTIFICATE-----) or DER`},
		{[]string{write("large", append(leaf.PEM(), make([]byte, maxFile)...))}, "", StatusUnknown, "cannot be read: it is larger than 16 MiB"},
		{[]string{chain, "--crl", chain}, "", StatusUnknown, "there is no revocation list in"},
		{[]string{chain, "--jsonl"}, "", StatusUnknown, "--jsonl reads standard input; write: certdesk inspect --jsonl <"},
		{[]string{"-", "-", "--jsonl"}, "", StatusUnknown, "--jsonl reads standard input"},
		{[]string{chain, "--name", "a b"}, "", StatusUnknown, "is not a server name"},
		{[]string{chain, "--revocation", "maybe"}, "", StatusUnknown, "--revocation does not know"},
		{[]string{chain, "--lang", "klingon"}, "", StatusUnknown, "--lang does not know"},
		{[]string{chain, "--color", "red"}, "", StatusUnknown, "--color does not know"},
		{[]string{chain, "--trust", "nobody"}, "", StatusUnknown, "nobody"},
	} {
		args := append([]string{}, usual...)
		if len(c.args) > 2 && c.args[1] != "--name" && c.args[1] != "-" {
			args = nil
		}
		status, out, said := typed(t, Inspect, strings.NewReader(c.in), append(c.args, args...)...)
		if status != c.status || !strings.Contains(out+said, c.want) || (said != "") != (c.status == StatusUnknown) {
			t.Errorf("inspect %v: status %d, %q\n%s", c.args, status, said, out)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	never, end := io.Pipe()
	defer end.Close()
	if status, out, said := typedUntil(stopped, Inspect, never, "-"); status != StatusUnknown || out != "" || said != ErrStopped.Error() {
		t.Errorf("stopped: status %d, %q\n%s", status, said, out)
	}
}

// TestInspectCases: a case a line, a report a line; a wrong one is told with its number,
// and the others are inspected.
func TestInspectCases(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Test Root")
	leaf := root.Issue("imap.corp.example")
	line := func(id, name, at string, trust, chain, crls []string) string {
		text, err := json.Marshal(inspectCase{ID: id, Name: name, At: at, Trust: trust, Chain: chain, CRLs: crls})
		if err != nil {
			t.Fatal(err)
		}
		return string(text) + "\n"
	}
	trust, chain := []string{string(root.PEM())}, []string{string(leaf.PEM())}
	good, bad := line("1", "imap.corp.example", "", trust, chain, nil), line("2", "smtp.corp.example", "", trust, chain, nil)
	for name, c := range map[string]struct {
		in     string
		status int
		told   []string
		ids    string
	}{
		"good and bad":    {good + "\n" + bad, StatusCritical, nil, "1 2"},
		"nothing":         {"\n \n", StatusUnknown, []string{"there is no case on standard input"}, ""},
		"no JSON":         {"hello\n" + good, StatusUnknown, []string{"certdesk: line 1: this is not a case", "1 line could not be understood; the others were inspected"}, "1"},
		"no time":         {good + line("2", "", "noon", trust, chain, nil), StatusUnknown, []string{`certdesk: line 2: "noon" is not a time; write it like 2026-11-23T12:00:00Z`}, "1"},
		"no chain":        {line("1", "", "", trust, nil, nil) + good + line("3", "", "", trust, nil, nil), StatusUnknown, []string{"line 1: its chain holds no certificate", "line 3:", "2 lines could not be understood"}, "1"},
		"no root":         {line("1", "", "", []string{"x"}, chain, nil), StatusUnknown, []string{"its trust holds no certificate"}, ""},
		"no list":         {line("1", "", "", trust, chain, []string{"x"}), StatusUnknown, []string{"one of its crls is no revocation list"}, ""},
		"at another time": {line("1", "imap.corp.example", "2061-01-01T00:00:00Z", trust, chain, nil), StatusCritical, nil, "1"},
	} {
		status, out, said := typed(t, Inspect, strings.NewReader(c.in), "--jsonl", "--revocation", "off")
		var ids []string
		for l := range strings.Lines(out) {
			var r struct{ ID string }
			if err := json.Unmarshal([]byte(l), &r); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, r.ID)
		}
		if status != c.status || strings.Join(ids, " ") != c.ids || (said == "") != (len(c.told) == 0) {
			t.Errorf("%s: status %d, cases %v\n%s", name, status, ids, said)
		}
		for _, want := range c.told {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, said)
			}
		}
	}
	if status, out, _ := typed(t, Inspect, strings.NewReader(good), "-", "--jsonl", "--revocation", "off"); status != StatusOK || strings.Count(out, "\n") != 1 {
		t.Errorf("named: status %d\n%s", status, out)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if status, _, said := typedUntil(stopped, Inspect, strings.NewReader(good), "--jsonl"); status != StatusUnknown || said != ErrStopped.Error() {
		t.Errorf("stopped: status %d, %q", status, said)
	}
}

// TestFix: what a pasted message means is said, and what helps; one that is not known
// is refused with what can be done.
func TestFix(t *testing.T) {
	leaf := checktest.NewPKI(time.Now()).Root("Test Root").Issue("imap.corp.example", checktest.ExpiredFor(48*time.Hour))
	const known = "0x800CCC1A"
	for _, c := range []struct {
		args   []string
		in     string
		status int
		want   []string
		not    string
	}{
		{[]string{known, "imap.corp.example"}, "", StatusOK, []string{"What usually helps, in this order:", "certdesk check imap.corp.example", "check this server"}, "certdesk check --seen"},
		{[]string{"-"}, "error " + known, StatusOK, []string{"What usually helps"}, "check this server"},
		{nil, "error " + known, StatusOK, []string{"What usually helps"}, "check this server"},
		{[]string{"hello"}, "", StatusUnknown, []string{"this is no error message that certdesk knows; paste the whole text of it, or write: certdesk check imap.corp.com:993"}, ""},
		{[]string{"is imap.corp.example:993 fine?"}, "", StatusUnknown, []string{"but it names a server; write: certdesk check imap.corp.example:993"}, ""},
		{[]string{"-"}, " \n", StatusUnknown, []string{"standard input is empty; paste the error message into it"}, ""},
		{[]string{"-"}, string(leaf.PEM()), StatusOK, []string{"expired"}, "The message also says"},
		{[]string{"-"}, string(leaf.PEM()) + "\nserver imap.corp.example:993 " + known, StatusOK, []string{"expired", "The message also says", "certdesk check --seen - imap.corp.example:993"}, "What usually helps"},
		{[]string{known, "--lang", "klingon"}, "", StatusUnknown, []string{"--lang does not know"}, ""},
		{[]string{known, "--color", "red"}, "", StatusUnknown, []string{"--color does not know"}, ""},
	} {
		status, out, said := typed(t, Fix, strings.NewReader(c.in), c.args...)
		if status != c.status || (said == "") != (status == StatusOK) {
			t.Errorf("fix %v: status %d, %q\n%s", c.args, status, said, out)
		}
		for _, want := range c.want {
			if !strings.Contains(out+said, want) {
				t.Errorf("fix %v: %q is missing in\n%s%s", c.args, want, out, said)
			}
		}
		if c.not != "" && strings.Contains(out, c.not) {
			t.Errorf("fix %v: %q is in\n%s", c.args, c.not, out)
		}
	}
	status, out, said := typed(t, Fix, nil, "--json", "--client", "thunderbird", known, "imap.corp.example")
	var a fixAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil || status != StatusOK || said != "" || a.Meaning == "" || a.Program != "thunderbird" || a.Findings == nil || len(a.Steps) == 0 || len(a.Servers) != 1 {
		t.Errorf("status %d, %q, %+v, %v", status, said, a, err)
	}
	if status, _, said := typed(t, Fix, brokenReader{errors.New("gone")}, "-"); status != StatusUnknown || !strings.HasPrefix(said, "standard input cannot be read: ") {
		t.Errorf("status %d, %q", status, said)
	}
}

// TestView: what this PC sees of a server is printed for the chat, or the line that
// does it elsewhere.
func TestView(t *testing.T) {
	for args, want := range map[string]string{
		"":                                     "name one server; write for example: certdesk view imap.corp.com:993",
		"a.corp.com:1 b.corp.com:1":            "name one server",
		"imap.corp.com":                        "name the port as well; write for example: certdesk view imap.corp.com:993",
		"imap.corp.com:0":                      "cannot be checked",
		"imap.corp.com:993 --line cobol":       `--line does not know "cobol"; it takes one of powershell and shell`,
		"imap.corp.com:5432 --line shell":      "there is no line for imap.corp.com:5432",
		"imap.corp.com:993 --lang de --line x": "--line",
	} {
		status, out, said := typed(t, View, nil, strings.Fields(args)...)
		if (status == StatusUnknown) != (want != "") || !strings.Contains(said, want) || (out == "") != (want != "") {
			t.Errorf("view %s: status %d, %q\n%s", args, status, said, out)
		}
	}
	for system, word := range map[string]string{"powershell": "SslStream", "shell": "openssl"} {
		if status, out, said := typed(t, View, nil, "imap.corp.com:993", "--line", system); status != StatusOK || said != "" || !strings.Contains(out, word) || strings.Count(out, "\n") != 1 {
			t.Errorf("for %s: status %d, %q\n%s", system, status, said, out)
		}
	}
	root := checktest.NewPKI(time.Now()).Root("Test Root")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("imap.corp.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	if status, out, said := typed(t, View, nil, server.Addr()); status != StatusOK || !strings.Contains(said, "This is what certdesk reads") || !strings.Contains(out, "imap.corp.example") {
		t.Errorf("status %d, %q\n%s", status, said, out)
	}
}

// TestStatusSaysWhatAnErrorIs: an error is at least that nothing is known, and the
// status tells where there is no sentence.
func TestStatusSaysWhatAnErrorIs(t *testing.T) {
	failed := errors.New("no network")
	for _, c := range []struct {
		status int
		err    error
		want   *Exit
		says   string
	}{
		{StatusOK, nil, nil, ""}, {StatusWarning, nil, &Exit{Status: StatusWarning}, "exit status 1"},
		{StatusOK, failed, &Exit{Status: StatusUnknown, Err: failed}, "no network"}, {StatusWarning, failed, &Exit{Status: StatusUnknown, Err: failed}, "no network"},
		{StatusCritical, failed, &Exit{Status: StatusCritical, Err: failed}, "no network"},
	} {
		err := Run(func(context.Context, []string) (int, error) { return c.status, c.err })(NewCommand("x", "y"), nil)
		var exit *Exit
		if !errors.As(err, &exit) {
			if c.want != nil {
				t.Errorf("%d, %v: %v", c.status, c.err, err)
			}
			continue
		}
		if c.want == nil || exit.Status != c.want.Status || exit.Err != c.want.Err || exit.Error() != c.says || !errors.Is(err, exit.Err) && exit.Err != nil {
			t.Errorf("%d, %v: %+v", c.status, c.err, exit)
		}
	}
	for a := range StatusUnknown + 1 {
		for b := range StatusUnknown + 1 {
			rank := map[int]int{StatusOK: 0, StatusWarning: 1, StatusUnknown: 2, StatusCritical: 3}
			if got := Worse(a, b); rank[got] != max(rank[a], rank[b]) {
				t.Errorf("the worse of %d and %d is %d", a, b, got)
			}
		}
	}
}

// TestHelpOfFlags: each flag has a line with what it takes and what it is without it.
func TestHelpOfFlags(t *testing.T) {
	var out bytes.Buffer
	cmd := NewCommand("try [flags]", "tries")
	set := cmd.Flags()
	set.Bool("json", false, "JSON")
	set.Int("zero", 0, "a `NUMBER`")
	set.String("depth", "full", "how `DEEP`:\nquick or full")
	set.BoolP("help", "h", false, "help")
	PrintHelp(cmd, &out)
	want := "certdesk try [flags]\n    tries\n\n" +
		"  --depth DEEP           how DEEP:\n                         quick or full (default full)\n" +
		"  --json                 JSON\n" +
		"  --zero NUMBER          a NUMBER\n"
	if out.String() != want {
		t.Errorf("%q, want\n%q", &out, want)
	}
}

// TestValuesOfFlags: a value is shown as it is typed, and the program of a message
// stands back behind the one that was named.
func TestValuesOfFlags(t *testing.T) {
	var at timeFlag
	for text, want := range map[string]string{"2026-11-23": "2026-11-23T00:00:00Z", "2026-11-23T12:00:00+01:00": "2026-11-23T12:00:00+01:00"} {
		if err := at.Set(text); err != nil || at.String() != want || at.Type() == "" {
			t.Errorf("%q is %q, %v", text, &at, err)
		}
	}
	if err := at.Set("noon"); err == nil || new(timeFlag).String() != "" {
		t.Error("noon is a time")
	}
	var list listFlag
	if err := errors.Join(list.Set("a"), list.Set("b")); err != nil || list.String() != "a,b" || list.Type() == "" {
		t.Errorf("%q, %v", &list, err)
	}
	var client clientFlag
	if client.String() != "" || client.of("") != programs.Default() || client.Type() == "" {
		t.Errorf("without a name it is %q", &client)
	}
	if err := client.Set("outlok"); err == nil || !strings.Contains(err.Error(), "did you mean outlook?") {
		t.Errorf("%v", err)
	}
	if err := client.Set("Thunderbird"); err != nil || client.String() != "thunderbird" || client.of("") == programs.Default() {
		t.Errorf("%q, %v", &client, err)
	}
	for _, c := range []struct {
		list  string
		width int
		want  string
	}{{"a, b and c", 20, "a, b and c"}, {"a, b and c", 10, "a, b and c"}, {"a, b and c", 9, "a, b and\nc"}, {"a, b and c", 5, "a, b\nand c"}, {"abcdef", 3, "abcdef"}, {" abcdef", 3, " abcdef"}} {
		if got := brokenList(c.list, c.width); got != c.want {
			t.Errorf("%q in %d is %q", c.list, c.width, got)
		}
	}
}

// TestKeptFiles: what a conversation brings is kept under a name that is free.
func TestKeptFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	for n, want := range []string{"chain.pem", "chain-2.pem", "chain-3.pem"} {
		name, err := saveFile(bot.File{Name: "chain.pem", Data: []byte(fmt.Sprint(n))})
		data, readErr := os.ReadFile(name)
		if err != nil || readErr != nil || name != want || string(data) != fmt.Sprint(n) {
			t.Errorf("the %d. is %q, %q, %v, %v", n+1, name, data, err, readErr)
		}
	}
	if _, err := saveFile(bot.File{Name: "nowhere/chain.pem"}); err == nil || !strings.Contains(err.Error(), "keeping nowhere/chain.pem") {
		t.Errorf("%v", err)
	}
}

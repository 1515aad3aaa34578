package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"certdesk/adapters/console"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// answering is a sweep whose servers have the verdict that their name begins with.
func answering(out *printer) (*sweep, *bytes.Buffer) {
	told := new(bytes.Buffer)
	return &sweep{
		width: 1, out: out, err: told, target: target.Parse,
		check: func(_ context.Context, t checks.Target, emit func(checks.Report)) {
			verdict, _, _ := strings.Cut(t.Host, ".")
			emit(checks.Report{Verdict: checks.Verdict(verdict), Target: checks.ReportTarget{Host: t.Host, Port: t.Port}})
		},
	}, told
}

// TestStatusOfASweep: the status is that of the worst server; what could not be checked
// is worse than a warning, and better than what is known to be faulty.
func TestStatusOfASweep(t *testing.T) {
	for targets, want := range map[string]int{
		"trusted.corp.com:1":                                         StatusOK,
		"warning.corp.com:1 trusted.corp.com:1":                      StatusWarning,
		"unknown.corp.com:1 warning.corp.com:1":                      StatusUnknown,
		"untrusted.corp.com:1 unknown.corp.com:1":                    StatusCritical,
		"trusted.corp.com:1 unreachable.corp.com:1 warning.corp.com": StatusCritical,
		"no-tls.corp.com:1 trusted.corp.com:1":                       StatusCritical,
	} {
		var out bytes.Buffer
		s, _ := answering(&printer{w: &out, rows: true})
		status, err := s.targets(t.Context(), strings.Fields(targets))
		if status != want || err != nil || strings.Count(out.String(), "\n") != len(strings.Fields(targets)) {
			t.Errorf("%s: status %d, %v\n%s", targets, status, err, &out)
		}
	}
}

// TestSweepOfTargets: one that cannot be understood ends it before any is checked, and
// an answer has a title where there are several.
func TestSweepOfTargets(t *testing.T) {
	for targets, titled := range map[string]bool{"trusted.corp.com:1": false, "trusted.corp.com": true, "trusted.corp.com:1 trusted.corp.com:2": true} {
		var out bytes.Buffer
		s, _ := answering(&printer{w: &out})
		if _, err := s.targets(t.Context(), strings.Fields(targets)); err != nil || strings.Contains(out.String(), "-- trusted.corp.com") != titled {
			t.Errorf("%s: %v\n%s", targets, err, &out)
		}
	}
	var out bytes.Buffer
	s, _ := answering(&printer{w: &out, rows: true})
	if status, err := s.targets(t.Context(), []string{"trusted.corp.com:1", "trusted.corp.com:0"}); status != StatusUnknown || err == nil || out.Len() > 0 {
		t.Errorf("status %d, %v\n%s", status, err, &out)
	}
}

// TestSweepThatIsStopped: what was found out is told, what was cut short is not, and
// the status does not say that all is well.
func TestSweepThatIsStopped(t *testing.T) {
	for first, want := range map[string]int{"trusted": StatusUnknown, "untrusted": StatusCritical} {
		ctx, stop := context.WithCancel(t.Context())
		var out bytes.Buffer
		s, _ := answering(&printer{w: &out, rows: true})
		check := s.check
		s.check = func(ctx context.Context, t checks.Target, emit func(checks.Report)) {
			if t.Port == 2 {
				stop()
			}
			check(ctx, t, emit)
		}
		status, err := s.targets(ctx, []string{first + ".corp.com:1", "untrusted.corp.com:2", "untrusted.corp.com:3"})
		if status != want || !errors.Is(err, ErrStopped) || strings.Count(out.String(), "\n") != 1 || s.progress.done != 1 {
			t.Errorf("status %d, %v, %d are done\n%s", status, err, s.progress.done, &out)
		}
	}
}

// TestSweepThatCannotBeWritten ends at once.
func TestSweepThatCannotBeWritten(t *testing.T) {
	full := errors.New("no space left on device")
	s, _ := answering(&printer{w: brokenWriter{full}, rows: true})
	asked := 0
	check := s.check
	s.check = func(ctx context.Context, t checks.Target, emit func(checks.Report)) {
		asked++
		check(ctx, t, emit)
	}
	status, err := s.targets(t.Context(), []string{"trusted.corp.com:1", "trusted.corp.com:2", "trusted.corp.com:3"})
	if status != StatusUnknown || !errors.Is(err, full) || asked > 2 {
		t.Errorf("status %d, %v after %d targets", status, err, asked)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

// TestFaultsAreCounted: each target once, whatever it shows besides.
func TestFaultsAreCounted(t *testing.T) {
	s, _ := answering(&printer{w: new(bytes.Buffer), rows: true})
	s.check = func(_ context.Context, t checks.Target, emit func(checks.Report)) {
		verdict, _, _ := strings.Cut(t.Host, ".")
		emit(checks.Report{Verdict: checks.Verdict(verdict)})
		emit(checks.Report{Verdict: checks.VerdictTrusted})
	}
	if _, err := s.targets(t.Context(), []string{"trusted.corp.com:1", "warning.corp.com:1", "untrusted.corp.com:1"}); err != nil || s.progress.String() != "3 checked, 2 faults" {
		t.Errorf("%s, %v", &s.progress, err)
	}
}

// TestList: a target a line, with comments; what is none is told with its number, and
// the others are checked.
func TestList(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]struct {
		text   string
		more   []string
		status int
		err    string
		told   []string
		rows   int
	}{
		"servers.txt":  {"# ours\n\ntrusted.corp.com:1 # the first\r\n  warning.corp.com:1", nil, StatusWarning, "", nil, 2},
		"beside.txt":   {"trusted.corp.com:1\n", []string{"untrusted.corp.com:1"}, StatusCritical, "", nil, 2},
		"bom.txt":      {utf8BOM + "trusted.corp.com:1\ntrusted.corp.com:2\n", nil, StatusOK, "", nil, 2},
		"utf16.txt":    {utf16BOM + "t\x00r\x00u\x00s\x00t\x00e\x00d\x00.\x00d\x00e\x00:\x001\x00\r\x00\n\x00", nil, StatusOK, "", nil, 1},
		"wrong.txt":    {"trusted.corp.com:1\nimap corp\ntrusted.corp.com:1\na.corp.com:0\n", []string{"b.corp.com:0"}, StatusOK, "3 lines in the list could not be understood; the others were checked", []string{"certdesk: argument:", "certdesk: line 2:", "certdesk: line 4:"}, 2},
		"empty.txt":    {"# nothing\n", nil, StatusUnknown, `the list "empty.txt" names no server; write one a line, like imap.corp.com:993`, nil, 0},
		"long.txt":     {strings.Repeat("x", 3*maxLine) + "\ntrusted.corp.com:1\n", nil, StatusOK, "1 line in", []string{"certdesk: line 1:"}, 1},
		"watches.yaml": {"watches:\n  - target: trusted.corp.com:1\n  - target: trusted.corp.com:1\n  - target: warning.corp.com:1\n", []string{"trusted.corp.com:9"}, StatusWarning, "", nil, 3},
		"none.yaml":    {"watches: []\n", nil, StatusUnknown, `the list "none.yaml" names no server`, nil, 0},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		s, told := answering(&printer{w: &out, rows: true})
		status, err := s.list(t.Context(), path, nil, c.more)
		said := ""
		if err != nil {
			said = strings.ReplaceAll(err.Error(), folder+string(filepath.Separator), "")
		}
		if status != c.status || !strings.HasPrefix(said, c.err) || (c.err == "") != (err == nil) || strings.Count(out.String(), "\n") != c.rows {
			t.Errorf("%s: status %d, %q\n%s", name, status, said, &out)
		}
		lines := strings.Split(strings.TrimSpace(told.String()), "\n")
		if !slices.EqualFunc(lines, c.told, strings.HasPrefix) && !(len(c.told) == 0 && told.Len() == 0) {
			t.Errorf("%s: it is told that\n%s", name, told)
		}
	}
	// From standard input it is the same, and a list that is not there is named.
	var out bytes.Buffer
	s, _ := answering(&printer{w: &out, rows: true})
	if status, err := s.list(t.Context(), "-", strings.NewReader("untrusted.corp.com:1\n"), nil); status != StatusCritical || err != nil {
		t.Errorf("status %d, %v", status, err)
	}
	for _, name := range []string{"nowhere.txt", "nowhere.yaml"} {
		if status, err := s.list(t.Context(), filepath.Join(folder, name), nil, nil); status != StatusUnknown || err == nil || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("%s: status %d, %v", name, status, err)
		}
	}
	gone := errors.New("gone")
	if _, err := s.list(t.Context(), "-", brokenReader{gone}, nil); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("%v", err)
	}
}

type brokenReader struct{ err error }

func (r brokenReader) Read([]byte) (int, error) { return 0, r.err }

// TestEachLine: lines are told with their numbers, one that is too long is cut, and
// nothing is read after it is said that it is enough.
func TestEachLine(t *testing.T) {
	type line struct {
		n    int
		text string
	}
	for text, want := range map[string][]line{
		"":                              nil,
		"a":                             {{1, "a"}},
		"a\nb\n":                        {{1, "a\n"}, {2, "b\n"}},
		"a\n\nb":                        {{1, "a\n"}, {2, "\n"}, {3, "b"}},
		strings.Repeat("x", 50) + "\nb": {{1, strings.Repeat("x", 20)}, {2, "b"}},
		strings.Repeat("y", 19) + "\nb": {{1, strings.Repeat("y", 19) + "\n"}, {2, "b"}},
		"stop\nb":                       {{1, "stop\n"}},
	} {
		var got []line
		err := eachLine(strings.NewReader(text), 20, func(n int, l []byte) bool {
			got = append(got, line{n, string(l)})
			return string(l) != "stop\n"
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	gone := errors.New("gone")
	if err := eachLine(brokenReader{gone}, 20, nil); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

// TestCountEntries: for whoever waits; what can be read once alone is not counted.
func TestCountEntries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "servers.txt")
	if err := os.WriteFile(path, []byte("# ours\na\n\n b # c\nc"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{path: 3, filepath.Dir(path): 0, "-": 0} {
		if got := countEntries(name); got != want {
			t.Errorf("%s has %d, want %d", name, got, want)
		}
	}
}

// TestProgress: the line on a terminal says how far it is, and is taken away for what
// is printed.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		p    progress
		want string
	}{
		{progress{}, "0 checked, 0 faults"}, {progress{done: 1, faults: 1}, "1 checked, 1 fault"},
		{progress{done: 999, faults: 2, total: 1000}, "999 of 1,000 checked, 2 faults"},
		{progress{done: 1234567, faults: 1000}, "1,234,567 checked, 1,000 faults"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	var out bytes.Buffer
	p := progress{w: &out, total: 3}
	p.clear()
	p.count(false)
	p.count(true) // too soon to be told of
	p.clear()
	p.clear()
	if got := out.String(); got != "\r\x1b[K1 of 3 checked, 0 faults\r\x1b[K" || p.done != 2 || p.faults != 1 {
		t.Errorf("%q, %+v", got, p)
	}
	if p := newProgress(&out); p.w != nil {
		t.Error("a file is told how far it is")
	}
	for n, want := range map[int]string{1: "1 line", 0: "0 lines", 1000: "1,000 lines"} {
		if got := lineCount(n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestTotal: the rows of a list end with how many there were of each kind.
func TestTotal(t *testing.T) {
	report := func(verdict checks.Verdict) checks.Report {
		return checks.Report{Verdict: verdict, Target: checks.ReportTarget{Host: "imap.corp.com"}}
	}
	const help = "To see how to fix one of them: certdesk check HOST:PORT\n"
	for _, c := range []struct {
		verdicts []checks.Verdict
		json     bool
		want     string
	}{
		{[]checks.Verdict{checks.VerdictTrusted}, false, "\n1 checked: 0 with an error, 0 with a warning, 1 OK.\n"},
		{[]checks.Verdict{checks.VerdictTrusted, checks.VerdictWarning, checks.VerdictUntrusted, checks.VerdictUntrusted}, false, "\n4 checked: 2 with an error, 1 with a warning, 1 OK.\n" + help},
		{[]checks.Verdict{checks.VerdictTrusted, checks.VerdictUnknown}, false, "\n2 checked: 0 with an error, 0 with a warning, 1 OK.\nCould not be checked from here: 1.\n" + help},
		{[]checks.Verdict{checks.VerdictTrusted}, true, ""}, {nil, false, ""},
	} {
		var out bytes.Buffer
		p := &printer{w: &out, rows: true, json: c.json, style: console.Style{}}
		for _, v := range c.verdicts {
			if err := p.print(report(v)); err != nil {
				t.Fatal(err)
			}
		}
		out.Reset()
		if err := p.total(); err != nil || out.String() != c.want {
			t.Errorf("%v: %q, %v", c.verdicts, &out, err)
		}
	}
	full := errors.New("disk full")
	p := &printer{w: brokenWriter{full}, rows: true, count: 1}
	if err := p.total(); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

// TestPrint: how the servers of a domain were found is told once; each of several
// answers has a title, and steps only where something is wrong.
func TestPrint(t *testing.T) {
	domain := &checks.Discovery{Domain: "corp.com", Servers: []checks.DiscoveredServer{{Use: "imap", Host: "imap.corp.com", Port: 993}}}
	var out bytes.Buffer
	p := &printer{w: &out, several: true}
	steps := []checks.Step{{Number: 6, Title: say.Literal("Set the clock"), Why: say.Literal("It is wrong.")}}
	for port, verdict := range map[int]checks.Verdict{993: checks.VerdictTrusted, 587: checks.VerdictUntrusted} {
		r := checks.Report{Verdict: verdict, Summary: say.Literal("So it is."), Target: checks.ReportTarget{Host: "imap.corp.com", Port: port}, Discovery: domain, Steps: steps}
		if err := p.print(r); err != nil {
			t.Fatal(err)
		}
	}
	got := out.String()
	if strings.Count(got, "found for corp.com") != 1 || !strings.Contains(got, "\n\n-- imap.corp.com:993 --") || !strings.Contains(got, "\n\n-- imap.corp.com:587 --") ||
		strings.Count(got, "So it is.") != 2 || strings.Count(got, "Set the clock") != 1 {
		t.Errorf("it prints\n%s", got)
	}
	for name, p := range map[string]*printer{"JSON": {json: true}, "rows": {rows: true}} {
		out.Reset()
		p.w = &out
		if err := p.print(checks.Report{Verdict: checks.VerdictTrusted, Discovery: domain, Target: checks.ReportTarget{Host: "imap.corp.com", Port: 993}}); err != nil || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: %v\n%s", name, err, &out)
		}
	}
	full := errors.New("disk full")
	for _, p := range []*printer{{json: true}, {rows: true}, {several: true}, {}} {
		p.w = brokenWriter{full}
		if err := p.print(checks.Report{Verdict: checks.VerdictTrusted, Discovery: domain}); !errors.Is(err, full) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

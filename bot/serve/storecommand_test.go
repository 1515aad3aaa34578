package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/serve/settings"
	"certdesk/checks"
	"certdesk/checks/checktest"
)

// filledFolder is an embedded store with a watch and some lines of the audit log.
func filledFolder(t *testing.T, at time.Time) (folder string, getenv func(string) string) {
	t.Helper()
	folder = t.TempDir()
	getenv = fromMap(map[string]string{"CERTDESK_DATA": folder})
	kept, err := OpenStore(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	watch := bot.Watch{Place: bot.Place{Platform: bot.Slack, Channel: "C024BE7LH"}, Target: checks.Target{Host: "imap.corp.example", Port: 993}, Note: "ask Anna"}
	if _, _, err := kept.AddWatch(t.Context(), watch); err != nil {
		t.Fatal(err)
	}
	for i, e := range []audit.Entry{
		{User: "U1", Name: "Anna", Place: "slack/C1", Asked: "imap.corp.example", Outcome: "answered"},
		{User: "U2", Name: "Ben", Place: "slack/C2", Asked: "smtp.corp.example", Outcome: "refused"},
		{User: "U1", Name: "Anna", Place: "slack/C2", Asked: "SMTP.corp.example", Outcome: "answered"},
	} {
		e.At = at.Add(time.Duration(i-3) * 24 * time.Hour)
		if err := kept.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return folder, getenv
}

// TestAuditFilter: what of the log is shown, the oldest first.
func TestAuditFilter(t *testing.T) {
	now := time.Now()
	folder, _ := filledFolder(t, now.Add(-time.Minute))
	t.Setenv("CERTDESK_DATA", folder)
	for _, tt := range []struct {
		filter AuditFilter
		want   string // what was asked, or the error
	}{
		{AuditFilter{Last: 10}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 2}, "smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 1, Text: "imap"}, "imap.corp.example"},
		{AuditFilter{Last: 10, User: "U1"}, "imap.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, User: "anna"}, "imap.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, User: "ann"}, ""},
		{AuditFilter{Last: 10, Place: "c2"}, "smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, Outcome: "refused"}, "smtp.corp.example"},
		{AuditFilter{Last: 10, Text: "smtp"}, "smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, Since: "36h"}, "SMTP.corp.example"},
		{AuditFilter{Last: 10, Since: "2d"}, "SMTP.corp.example"},
		{AuditFilter{Last: 10, Since: "9999d"}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, Since: "10000d"}, `--since "10000d" is not a time`},
		{AuditFilter{Last: 10, Since: "0d"}, `--since "0d" is not a time`},
		{AuditFilter{Last: 10, Since: "7xd"}, `--since "7xd" is not a time`},
		{AuditFilter{Last: 10, Since: "-1h"}, `--since "-1h" is not a time`},
		{AuditFilter{Last: 10, Since: now.UTC().Format(time.DateOnly)[:7]}, "--since"},
		{AuditFilter{Last: 10, Since: "2020-01-01"}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: 10, Since: "2200-01-01"}, ""},
		{AuditFilter{Last: 0}, "--last 0 is not a number from 1"},
		{AuditFilter{Last: MaxAuditRead}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{AuditFilter{Last: MaxAuditRead + 1}, "--last 100001 is not a number from 1"},
	} {
		var out bytes.Buffer
		err := AuditStore(t.Context(), &out, tt.filter)
		var asked []string
		for dec := json.NewDecoder(&out); dec.More(); {
			var e audit.Entry
			if err := dec.Decode(&e); err != nil {
				t.Fatal(err)
			}
			asked = append(asked, e.Asked)
		}
		got := strings.Join(asked, " ")
		if err != nil {
			got = err.Error()
		}
		if got != tt.want && !(err != nil && tt.want != "" && strings.HasPrefix(got, tt.want)) {
			t.Errorf("%+v: %q, want %q", tt.filter, got, tt.want)
		}
	}
}

// TestReport counts what was asked since a time, for people and for programs.
func TestReport(t *testing.T) {
	folder, _ := filledFolder(t, time.Now())
	t.Setenv("CERTDESK_DATA", folder)
	for since, want := range map[string]int{"": 3, "36h": 1} {
		var out bytes.Buffer
		if err := ReportStore(t.Context(), &out, since, true); err != nil {
			t.Fatal(err)
		}
		var n struct{ Questions int }
		if err := json.Unmarshal(out.Bytes(), &n); err != nil || n.Questions != want {
			t.Errorf("since %q %d questions, %v, want %d:\n%s", since, n.Questions, err, want, &out)
		}
	}
	var out bytes.Buffer
	if err := ReportStore(t.Context(), &out, "7d", false); err != nil || strings.HasPrefix(out.String(), "{") || !strings.Contains(out.String(), "3") {
		t.Errorf("%s, %v", &out, err)
	}
	if err := ReportStore(t.Context(), &out, "soon", false); err == nil {
		t.Error("a report since soon")
	}
}

// TestExportAndImport: what lasts goes into a file that is not there yet and that nobody
// else reads, and out of it into another store; a list of watches is one for people.
func TestExportAndImport(t *testing.T) {
	_, from := filledFolder(t, time.Now())
	files := t.TempDir()
	for name, records := range map[string]string{"all.jsonl": "1 records were", "list.csv": "1 ", "list.yaml": "1 "} {
		path := filepath.Join(files, name)
		var out, say bytes.Buffer
		if err := ExportStore(t.Context(), from, &out, &say, path); err != nil || !strings.HasPrefix(say.String(), records) || out.Len() > 0 {
			t.Errorf("%s: %v, said %q, wrote %q", name, err, &say, &out)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
		if err := ExportStore(t.Context(), from, &out, &say, path); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%s, written again: %v", name, err)
		}
		to := fromMap(map[string]string{"CERTDESK_DATA": t.TempDir()})
		say.Reset()
		if err := ImportStore(t.Context(), to, nil, &say, path); err != nil || !strings.HasPrefix(say.String(), "1 ") {
			t.Errorf("%s: %v, said %q", name, err, &say)
		}
		kept, err := OpenStore(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		all, err := kept.Watches(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C024BE7LH"})
		if err != nil || len(all) != 1 || all[0].Name() != "imap.corp.example:993" || all[0].Note != "ask Anna" || all[0].Added.IsZero() && strings.HasPrefix(name, "list") {
			t.Errorf("%s: imported %+v, %v", name, all, err)
		}
		kept.Close()
	}
	var out, say bytes.Buffer
	if err := ExportStore(t.Context(), from, &out, &say, "-"); err != nil || strings.Count(out.String(), "\n") != 1 || say.Len() > 0 {
		t.Errorf("to the output: %v, %q, said %q", err, &out, &say)
	}
	to := fromMap(map[string]string{"CERTDESK_DATA": t.TempDir()})
	if err := ImportStore(t.Context(), to, &out, &say, "-"); err != nil || say.String() != "1 records were read.\n" {
		t.Errorf("from the input: %v, said %q", err, &say)
	}
	write := func(name, text string) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, want := range map[string]string{
		filepath.Join(files, "none.jsonl"):                      "cannot be read",
		filepath.Join(files, "none.csv"):                        "cannot be read",
		write("bad.jsonl", "no json"):                           "0 records were read before",
		write("nowhere.csv", "target\nimap.corp.example:993\n"): "entry 1, imap.corp.example:993, has no channel; nothing was imported",
	} {
		if err := ImportStore(t.Context(), to, nil, &say, path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// TestBackupAndRestore: the embedded store is copied and put back; Redis has its own ways.
func TestBackupAndRestore(t *testing.T) {
	folder, getenv := filledFolder(t, time.Now())
	file := filepath.Join(t.TempDir(), "backup.db")
	var say bytes.Buffer
	if err := BackupStore(t.Context(), getenv, &say, file); err != nil || say.String() != fmt.Sprintf("The store in %s was copied to %s.\n", folder, file) {
		t.Errorf("%v, said %q", err, &say)
	}
	for _, kept := range []bool{false, true} {
		to := t.TempDir()
		if kept {
			to = folder
		}
		say.Reset()
		err := RestoreStore(t.Context(), fromMap(map[string]string{"CERTDESK_DATA": to}), &say, file)
		if err != nil || strings.Contains(say.String(), "What was there is kept as ") != kept || !strings.HasPrefix(say.String(), "The store in "+to+" is that of "+file+" now.\n") {
			t.Errorf("%v, said %q", err, &say)
		}
	}
	redis := fromMap(map[string]string{"REDIS_URL": "redis://127.0.0.1:1"})
	for what, err := range map[string]error{"backup": BackupStore(t.Context(), redis, &say, file+"2"), "restore": RestoreStore(t.Context(), redis, &say, file)} {
		if err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL is set: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAuthorities: what of a file of authorities trusts nobody is told.
func TestAuthorities(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	pki := checktest.NewPKI(now)
	good := pki.Root("Good Root")
	old := pki.Root("Old Root", checktest.Validity(now.AddDate(-2, 0, 0), now.AddDate(0, 0, -1)))
	young := pki.Root("Young Root", checktest.Validity(now.AddDate(0, 0, 1), now.AddDate(1, 0, 0)))
	path := filepath.Join(t.TempDir(), "ca.pem")
	for name, tt := range map[string]struct {
		data []byte
		want []string
	}{
		"in order":       {good.PEM(), nil},
		"no certificate": {[]byte("-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n"), nil},
		"ended":          {append(old.PEM(), good.PEM()...), []string{`"Old Root", which ended on 2026-11-29`}},
		"not begun":      {young.PEM(), []string{`"Young Root", which begins on 2026-12-01`}},
		"a server's":     {good.Issue("mail.example", checktest.NotCA()).PEM(), []string{`"mail.example", which is the certificate of a server`}},
	} {
		if err := os.WriteFile(path, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		got := authorities(&settings.Settings{CAFile: path}, now)
		ok := len(got) == len(tt.want)
		for i := range min(len(got), len(tt.want)) {
			ok = ok && strings.Contains(got[i], tt.want[i])
		}
		if !ok {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if got := authorities(&settings.Settings{CAFile: path + ".none"}, now); got != nil {
		t.Errorf("of no file: %q", got)
	}
}

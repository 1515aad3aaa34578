package storecommand_test

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
	"certdesk/bot/serve/openstore"
	"certdesk/bot/serve/storecommand"
	"certdesk/checks"
)

func fromMap(m map[string]string) func(string) string {
	return func(name string) string { return m[name] }
}

// filledFolder is an embedded store with a watch and some lines of the audit log.
func filledFolder(t *testing.T, at time.Time) (folder string, getenv func(string) string) {
	t.Helper()
	folder = t.TempDir()
	getenv = fromMap(map[string]string{"CERTDESK_DATA": folder})
	kept, err := openstore.Open(t.Context(), getenv)
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

// TestAudit: what of the log is shown, the oldest first.
func TestAudit(t *testing.T) {
	now := time.Now()
	folder, _ := filledFolder(t, now.Add(-time.Minute))
	t.Setenv("CERTDESK_DATA", folder)
	for _, tt := range []struct {
		filter storecommand.Filter
		want   string // what was asked, or the error
	}{
		{storecommand.Filter{Last: 10}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 2}, "smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 1, Text: "imap"}, "imap.corp.example"},
		{storecommand.Filter{Last: 10, User: "U1"}, "imap.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, User: "anna"}, "imap.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, User: "ann"}, ""},
		{storecommand.Filter{Last: 10, Place: "c2"}, "smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Outcome: "refused"}, "smtp.corp.example"},
		{storecommand.Filter{Last: 10, Text: "smtp"}, "smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Since: "36h"}, "SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Since: "2d"}, "SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Since: "9999d"}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Since: "10000d"}, `--since "10000d" is not a time`},
		{storecommand.Filter{Last: 10, Since: "0d"}, `--since "0d" is not a time`},
		{storecommand.Filter{Last: 10, Since: "7xd"}, `--since "7xd" is not a time`},
		{storecommand.Filter{Last: 10, Since: "-1h"}, `--since "-1h" is not a time`},
		{storecommand.Filter{Last: 10, Since: now.UTC().Format(time.DateOnly)[:7]}, "--since"},
		{storecommand.Filter{Last: 10, Since: "2020-01-01"}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: 10, Since: "2200-01-01"}, ""},
		{storecommand.Filter{Last: 0}, "--last 0 is not a number from 1"},
		{storecommand.Filter{Last: storecommand.MaxAudited}, "imap.corp.example smtp.corp.example SMTP.corp.example"},
		{storecommand.Filter{Last: storecommand.MaxAudited + 1}, "--last 100001 is not a number from 1"},
	} {
		var out bytes.Buffer
		err := storecommand.Audit(t.Context(), &out, tt.filter)
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
		if err := storecommand.Report(t.Context(), &out, since, true); err != nil {
			t.Fatal(err)
		}
		var n struct{ Questions int }
		if err := json.Unmarshal(out.Bytes(), &n); err != nil || n.Questions != want {
			t.Errorf("since %q %d questions, %v, want %d:\n%s", since, n.Questions, err, want, &out)
		}
	}
	var out bytes.Buffer
	if err := storecommand.Report(t.Context(), &out, "7d", false); err != nil || strings.HasPrefix(out.String(), "{") || !strings.Contains(out.String(), "3") {
		t.Errorf("%s, %v", &out, err)
	}
	if err := storecommand.Report(t.Context(), &out, "soon", false); err == nil {
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
		if err := storecommand.Export(t.Context(), from, &out, &say, path); err != nil || !strings.HasPrefix(say.String(), records) || out.Len() > 0 {
			t.Errorf("%s: %v, said %q, wrote %q", name, err, &say, &out)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
		if err := storecommand.Export(t.Context(), from, &out, &say, path); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%s, written again: %v", name, err)
		}
		to := fromMap(map[string]string{"CERTDESK_DATA": t.TempDir()})
		say.Reset()
		if err := storecommand.Import(t.Context(), to, nil, &say, path); err != nil || !strings.HasPrefix(say.String(), "1 ") {
			t.Errorf("%s: %v, said %q", name, err, &say)
		}
		kept, err := openstore.Open(t.Context(), to)
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
	if err := storecommand.Export(t.Context(), from, &out, &say, "-"); err != nil || strings.Count(out.String(), "\n") != 1 || say.Len() > 0 {
		t.Errorf("to the output: %v, %q, said %q", err, &out, &say)
	}
	to := fromMap(map[string]string{"CERTDESK_DATA": t.TempDir()})
	if err := storecommand.Import(t.Context(), to, &out, &say, "-"); err != nil || say.String() != "1 records were read.\n" {
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
		if err := storecommand.Import(t.Context(), to, nil, &say, path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// TestExportBesideServe: what lasts is written out of a store that serve has in use, in
// each form; to read into it, serve is to be stopped.
func TestExportBesideServe(t *testing.T) {
	_, getenv := filledFolder(t, time.Now())
	serve, err := openstore.Open(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	defer serve.Close()
	var out, say bytes.Buffer
	if err := storecommand.Export(t.Context(), getenv, &out, &say, "-"); err != nil || strings.Count(out.String(), "ask Anna") != 1 {
		t.Errorf("beside serve: %v, wrote %q", err, &out)
	}
	list := filepath.Join(t.TempDir(), "list.csv")
	if err := storecommand.Export(t.Context(), getenv, &out, &say, list); err != nil || !strings.HasPrefix(say.String(), "1 ") {
		t.Errorf("a list beside serve: %v, said %q", err, &say)
	}
	if err := storecommand.Import(t.Context(), getenv, &out, &say, "-"); err == nil || !strings.Contains(err.Error(), "in use by another certdesk") {
		t.Errorf("import beside serve: %v", err)
	}
}

// TestBackupAndRestore: the embedded store is copied and put back; Redis has its own ways.
func TestBackupAndRestore(t *testing.T) {
	folder, getenv := filledFolder(t, time.Now())
	file := filepath.Join(t.TempDir(), "backup.db")
	var say bytes.Buffer
	if err := storecommand.Backup(t.Context(), getenv, &say, file); err != nil || say.String() != fmt.Sprintf("The store in %s was copied to %s.\n", folder, file) {
		t.Errorf("%v, said %q", err, &say)
	}
	for _, kept := range []bool{false, true} {
		to := t.TempDir()
		if kept {
			to = folder
		}
		say.Reset()
		err := storecommand.Restore(t.Context(), fromMap(map[string]string{"CERTDESK_DATA": to}), &say, file)
		if err != nil || strings.Contains(say.String(), "What was there is kept as ") != kept || !strings.HasPrefix(say.String(), "The store in "+to+" is that of "+file+" now.\n") {
			t.Errorf("%v, said %q", err, &say)
		}
	}
	redis := fromMap(map[string]string{"REDIS_URL": "redis://127.0.0.1:1"})
	for what, err := range map[string]error{"backup": storecommand.Backup(t.Context(), redis, &say, file+"2"), "restore": storecommand.Restore(t.Context(), redis, &say, file)} {
		if err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL is set: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"certdesk/bot/audit"
	"certdesk/bot/cli"
	"certdesk/bot/serve/openstore"
)

// TestStoreAudit reads the log beside the process that writes it, filtered, as
// JSON lines, the oldest first.
func TestStoreAudit(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("CERTDESK_DATA", folder)
	t.Setenv("REDIS_URL", "")
	kept, err := openstore.Open(t.Context(), os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	now := time.Now()
	for i, e := range []audit.Entry{
		{User: "U1", Name: "anna", Place: "slack/T1/C1", Asked: "/certcheck old.corp.com", Outcome: "answered", At: now.AddDate(0, 0, -30)},
		{User: "U1", Name: "anna", Place: "slack/T1/C1", Asked: "/certcheck imap.corp.com", Outcome: "answered", At: now.Add(-time.Hour)},
		{User: "U2", Name: "Ben", Place: "slack/T1/C2", Asked: "/certcheck 10.0.0.1", Outcome: "refused", At: now},
	} {
		if err := kept.Record(t.Context(), e); err != nil {
			t.Fatal(i, err)
		}
	}
	for flags, want := range map[string]string{
		"":                   "old imap 10.0",
		"--since 7d":         "imap 10.0",
		"--since 30m":        "10.0",
		"--user U1":          "old imap",
		"--user ben":         "10.0",
		"--outcome refused":  "10.0",
		"--place C1":         "old imap",
		"--asked IMAP":       "imap",
		"--last 1":           "10.0",
		"--user U1 --last 1": "imap",
		"--user U3":          "",
		"--since " + now.AddDate(0, 0, -2).Format(time.DateOnly): "imap 10.0",
	} {
		var out bytes.Buffer
		status := dispatch(context.Background(), cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out}, append([]string{"store", "audit"}, strings.Fields(flags)...))
		if status != cli.StatusOK {
			t.Errorf("%s: %d %s", flags, status, &out)
			continue
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			var e audit.Entry
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatalf("%s: %q is no JSON: %v", flags, line, err)
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(e.Asked, "/certcheck "), ".")
			if name == "10" {
				name = "10.0"
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", flags, got, want)
		}
	}
	for _, flags := range []string{"--since yesterday", "--last 0"} {
		if status := dispatch(context.Background(), cli.Streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}, append([]string{"store", "audit"}, strings.Fields(flags)...)); status == cli.StatusOK {
			t.Errorf("%s is taken", flags)
		}
	}
}

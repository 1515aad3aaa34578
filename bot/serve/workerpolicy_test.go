package serve

import (
	"log/slog"
	"strings"
	"testing"

	"certdesk/bot/zone"
)

// TestWhatMayBeAskedOfAWorker: a worker goes by its own policy, whatever came
// through Redis.
func TestWhatMayBeAskedOfAWorker(t *testing.T) {
	c, err := readSettings(fromMap(map[string]string{"CERTDESK_ALLOW_PORTS": "993", "CERTDESK_ALLOW_HOSTS": "*.corp.example"}))
	if err != nil {
		t.Fatal(err)
	}
	here, _, err := newChecker(c.settings, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &zone.Worker{Checker: here, Log: slog.New(slog.DiscardHandler)}
	for target, want := range map[string]string{
		`{"Host":"imap.corp.example","Port":993,"Connect":"127.0.0.1:22"}`: "You can choose the connection address only on the command line.",
		`{"Host":"imap.corp.example","Port":22}`:                           "not allowed to check port 22 from here",
		`{"Host":"evil.example","Port":993}`:                               "not allowed to check evil.example from here",
		`{"Host":"169.254.169.254","Port":993}`:                            "is in an internal network",
	} {
		if got := string(w.Answer(t.Context(), []byte(`{"question":{"target":`+target+`}}`))); !strings.Contains(got, `"refused"`) || !strings.Contains(got, want) {
			t.Errorf("%s was answered %s", target, got)
		}
	}
}

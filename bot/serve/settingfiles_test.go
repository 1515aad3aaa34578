package serve

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// says waits until /readyz is ready and has a remark, or has none where it is "".
func (f *fates) says(remark string) {
	f.t.Helper()
	f.until("/readyz does not say "+remark, func() bool {
		status, said := f.readyz()
		_, said, _ = strings.Cut(said, "ready\n")
		return status == http.StatusOK && strings.Contains(said, remark) && (remark != "" || said == "")
	})
	metrics := httptest.NewRecorder()
	f.server.routes().ServeHTTP(metrics, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	want := `certdesk_reload_successful{file="settings"} 0`
	if remark == "" {
		want = `certdesk_reload_successful{file="settings"} 1`
	}
	if !strings.Contains(metrics.Body.String(), want) {
		f.t.Errorf("the metrics lack %s", want)
	}
}

// TestKeysFollowTheirFiles: keys that change in their files while certdesk runs are
// used where they are good. Else those of before are, and that is said.
func TestKeysFollowTheirFiles(t *testing.T) {
	t.Parallel()
	rate := filepath.Join(t.TempDir(), "rate")
	if err := os.WriteFile(rate, []byte("20/1m"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := serveBoth(t, map[string]string{"CERTDESK_RATE_FILE": rate})
	post := func(p bot.Platform, channel, key string) {
		t.Helper()
		if _, err := f.server.on(p).Post(t.Context(), bot.Place{Platform: p, Channel: channel}, bot.Reply{Headline: say.Literal(key)}, key); err != nil {
			t.Errorf("posting %s: %v", key, err)
		}
	}
	f.until("not both are in", f.bothIn)
	f.says("")

	f.write(f.slackToken, "xoxb-of-another")
	f.says("the keys for Slack in its files are not used: ")
	f.write(f.slackToken, "xapp-where-a-bots-belongs")
	f.says("SLACK_BOT_TOKEN is an app-level token")
	f.write(f.slackToken, "")
	f.says("SLACK_BOT_TOKEN")
	if err := os.Remove(f.slackToken); err != nil {
		t.Fatal(err)
	}
	f.says("SLACK_BOT_TOKEN_FILE names a file that cannot be read")
	post(bot.Slack, "C2", "as before") // all the while
	if _, said := f.readyz(); strings.Contains(said, "xoxb") {
		t.Errorf("a key is told: %s", said)
	}

	f.slack.Rotate("xoxb-new-one", "invalid_auth")
	f.write(f.slackToken, "xoxb-new-one")
	f.says("")
	f.until("not both are in", f.bothIn)
	post(bot.Slack, "C2", "with the new one")

	f.discord.Rotate("a.new.token")
	f.write(f.discordToken, "a.new.token")
	f.until("the new token is not used", func() bool { return f.server.on(bot.Discord).is.Load().tokens[0] == "a.new.token" })
	f.until("not both are in", f.bothIn)
	post(bot.Discord, fakediscord.Channel, "with the new one")

	f.write(rate, "5/1m")
	f.says("used after a restart: CERTDESK_RATE")
	f.write(rate, "20/1m")
	f.says("")
}

// TestWatchFileIsToldOnce: a watch file that is wrong is logged once, told as long
// as it is wrong, and taken over when it is in order, whatever its time says.
func TestWatchFileIsToldOnce(t *testing.T) {
	kept := emptyStore(t)
	path := filepath.Join(t.TempDir(), "watches.yaml")
	var log bytes.Buffer
	f := &watchFile{path: path, kept: kept, now: time.Now, log: slog.New(slog.NewTextHandler(&log, nil)), may: func(context.Context, checks.Target) say.Text { return nil }}
	at := time.Now().Add(-time.Hour)
	look := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		f.tell(t.Context(), f.take(t.Context()))
	}
	watched := func() (n int) {
		t.Helper()
		if err := kept.EveryWatch(t.Context(), func(*bot.Watch) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const good, bad = "watches:\n- {channel: slack:C1, target: a.corp.com}\n", "watches:\n- {channel: slack:C1, target: a b}\n"
	look(good)
	if f.trouble() != "" || watched() != 1 {
		t.Errorf("%q, %d watches", f.trouble(), watched())
	}
	for range 3 {
		look(bad)
	}
	if n := strings.Count(log.String(), "not taken over"); n != 1 || f.trouble() == "" || watched() != 1 {
		t.Errorf("logged %d times, %q, %d watches", n, f.trouble(), watched())
	}
	look("nonsense")
	if n := strings.Count(log.String(), "not taken over"); n != 2 {
		t.Errorf("another fault: logged %d times", n)
	}
	look(strings.ReplaceAll(good, "a.corp", "b.corp"))
	if f.trouble() != "" || watched() != 1 || !strings.Contains(log.String(), "in order again") {
		t.Errorf("%q, %d watches", f.trouble(), watched())
	}
}

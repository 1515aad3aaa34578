package serve

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
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
	for range 2 {
		look(good)
	}
	if n := strings.Count(log.String(), "took over the watch file"); f.trouble() != "" || watched() != 1 || n != 1 || strings.Contains(log.String(), "in order again") {
		t.Errorf("%q, %d watches, log:\n%s", f.trouble(), watched(), &log)
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
	if f.trouble() != "" || watched() != 1 || strings.Count(log.String(), "in order again") != 1 {
		t.Errorf("%q, %d watches, log:\n%s", f.trouble(), watched(), &log)
	}
	if look(strings.ReplaceAll(good, "a.corp", "b.corp")); strings.Count(log.String(), "in order again") != 1 || strings.Count(log.String(), "took over") != 2 {
		t.Errorf("log:\n%s", &log)
	}
}

// TestFilesOfSettings: what changes in files of settings is used where it is a platform's
// keys, told where it takes a restart, and told once.
func TestFilesOfSettings(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	files := make(map[string]settings.File)
	for _, name := range []string{"SLACK_BOT_TOKEN", "CERTDESK_RATE", "CERTDESK_ZONE"} {
		files[name] = settings.File{Path: write(name, "first")}.Again()
	}
	f, next := newFate(), newPlayed()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	defer func() { stop(); <-done }()
	var log bytes.Buffer
	s := newSettingFiles(files, []*platform{f.platform}, f.reread, f.secrets, slog.New(slog.NewTextHandler(&log, nil)))
	look := func(what string, lines int, remarks ...string) {
		t.Helper()
		log.Reset()
		s.look(t.Context())
		got := s.remarks()
		ok := len(got) == len(remarks)
		for i := range min(len(got), len(remarks)) {
			ok = ok && strings.HasPrefix(got[i], remarks[i])
		}
		if n := strings.Count(log.String(), "\n"); !ok || n != lines {
			t.Errorf("%s: %q, want %q; %d lines, want %d:\n%s", what, got, remarks, n, lines, &log)
		}
	}
	f.unread = errors.New("not to be asked")
	look("nothing has changed", 0)
	f.unread = nil
	write("CERTDESK_RATE", "second")
	look("a setting that takes a restart", 1, "used after a restart: CERTDESK_RATE")
	look("looked at again", 0, "used after a restart: CERTDESK_RATE")
	write("CERTDESK_ZONE", "second")
	look("another one", 1, "used after a restart: CERTDESK_RATE, CERTDESK_ZONE")
	write("CERTDESK_ZONE", "first")
	write("CERTDESK_RATE", "first")
	look("as they were", 0)

	f.unread = errors.New("CERTDESK_RATE is no rate")
	write("CERTDESK_RATE", "nonsense")
	look("settings that are wrong", 1, "files of settings have changed, and what was there before is used: CERTDESK_RATE is no rate")
	write("CERTDESK_RATE", "more nonsense")
	look("wrong still", 0, "files of settings have changed")
	f.unread = nil
	write("CERTDESK_RATE", "first")
	look("in order again", 1)

	next.check = func() error { return errors.New("invalid_auth") }
	f.fresh = &playedConnection{token: "second", made: next}
	write("SLACK_BOT_TOKEN", "second")
	look("keys that are refused", 1, "files of settings have changed, and what was there before is used: the keys for Slack in its files are not used: invalid_auth")
	asked := len(next.asked())
	if look("refused once", 0, "files of settings have changed"); len(next.asked()) != asked {
		t.Error("what was refused is tried again though nothing has changed")
	}
	next.check = func() error { return nil }
	write("SLACK_BOT_TOKEN", "third")
	if look("good ones", 1); f.is.Load().adapter != adapter(next) {
		t.Error("they are not used")
	}
}

// TestFilesAreFollowed where there are any, at their pace.
func TestFilesAreFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reread := func() (*configuration, error) { return nil, errors.New("wrong") }
		path := filepath.Join(t.TempDir(), "rate")
		files := map[string]settings.File{"CERTDESK_RATE": {Path: path}}
		log := slog.New(slog.DiscardHandler)
		newSettingFiles(nil, nil, reread, nil, log).follow(t.Context()) // and comes back
		newSettingFiles(files, nil, nil, nil, log).follow(t.Context())
		f := newSettingFiles(files, nil, reread, telemetry.NewSecrets(), log)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { f.follow(ctx); close(done) }()
		if err := os.WriteFile(path, []byte("5/1m"), 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(filesEvery - time.Second)
		if f.remarks() != nil {
			t.Errorf("%q", f.remarks())
		}
		time.Sleep(2 * time.Second)
		if len(f.remarks()) != 1 {
			t.Errorf("%q", f.remarks())
		}
		stop()
		<-done
	})
}

package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/bot/serve/openstore"
	"certdesk/checks/say"
)

// fates is a serve on both platforms whose tokens are in files.
type fates struct {
	t            *testing.T
	slack        *fakeslack.Server
	discord      *fakediscord.Server
	slackToken   string // the file
	discordToken string
	server       *server
	done         chan error
}

func serveBoth(t *testing.T, change map[string]string) *fates {
	t.Helper()
	f := &fates{t: t, slack: fakeslack.New(t), discord: fakediscord.New(t), done: make(chan error, 1)}
	folder := t.TempDir()
	f.slackToken, f.discordToken = filepath.Join(folder, "slack"), filepath.Join(folder, "discord")
	f.write(f.slackToken, fakeslack.BotToken)
	f.write(f.discordToken, fakediscord.Token)
	env := fromMap(join(map[string]string{
		"SLACK_BOT_TOKEN_FILE": f.slackToken, "SLACK_APP_TOKEN": fakeslack.AppToken, "SLACK_API_URL": f.slack.APIURL(),
		"DISCORD_TOKEN_FILE": f.discordToken, "DISCORD_APPLICATION_ID": fakediscord.Application, "DISCORD_API_URL": f.discord.APIURL(),
		"CERTDESK_LISTEN": "127.0.0.1:0", "CERTDESK_DATA": t.TempDir(), "CERTDESK_TRUST": "none",
	}, change))
	own, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openstore.Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	if f.server, err = newServer(own, kept, process{now: time.Now, reread: func() (*configuration, error) { return readSettings(env) }, log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	f.server.files.every = 20 * time.Millisecond
	for _, p := range f.server.adapters {
		p.waits = waits{10 * time.Millisecond, 50 * time.Millisecond, 20 * time.Second}
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		f.done <- f.server.run(ctx)
		close(ended)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return f
}

func (f *fates) write(file, text string) {
	f.t.Helper()
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fates) until(missing string, ok func() bool) {
	f.t.Helper()
	adaptertest.Eventually(f.t, func() string {
		select {
		case err := <-f.done:
			f.t.Fatalf("serve has ended: %v", err)
		default:
		}
		if !ok() {
			return missing
		}
		return ""
	})
}

func (f *fates) bothIn() bool {
	up := f.server.platformsUp()
	return f.slack.Sockets() > 0 && f.discord.Listeners() == 1 && up["slack"] && up["discord"]
}

// readyz is what /readyz says.
func (f *fates) readyz() (int, string) {
	w := httptest.NewRecorder()
	f.server.readyz(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	return w.Code, w.Body.String()
}

// down waits until a platform is down alone, and the other answers still.
func (f *fates) down(name, sentence string) {
	f.t.Helper()
	f.until(name+" is not down", func() bool { return !f.server.platformsUp()[strings.ToLower(name)] })
	f.until("/readyz does not tell", func() bool {
		status, said := f.readyz()
		return status == http.StatusOK && strings.Contains(said, name+" does not let certdesk in since ") && strings.Contains(said, sentence)
	})
	metrics := httptest.NewRecorder()
	f.server.routes().ServeHTTP(metrics, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if want := fmt.Sprintf("certdesk_platform_up{platform=%q} 0", strings.ToLower(name)); !strings.Contains(metrics.Body.String(), want) {
		f.t.Errorf("the metrics lack %s", want)
	}
}

const admins = "CADMIN"

// A Discord whose token ends in mid-run is down alone; the admin channel on
// Slack is told once; with a new token in its file it is back.
func TestDiscordFallsAlone(t *testing.T) {
	t.Parallel()
	for name, fall := range map[string]struct {
		do       func(f *fates)
		sentence string
		mend     func(f *fates)
	}{
		"4004, the token was reset":        {func(f *fates) { f.discord.Rotate("a.new.token"); f.discord.HangUp(4004) }, "DISCORD_TOKEN", func(f *fates) { f.write(f.discordToken, "a.new.token") }},
		"4014, an intent was switched off": {func(f *fates) { f.discord.Refuse(4014); f.discord.HangUp(4014) }, "Message Content Intent", func(f *fates) { f.discord.Refuse(0) }},
		"401 to a call": {func(f *fates) {
			f.discord.Rotate("a.new.token")
			f.server.on(bot.Discord).Post(context.Background(), bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, bot.Reply{Headline: say.Literal("x")}, "k")
		}, "DISCORD_TOKEN", func(f *fates) { f.write(f.discordToken, "a.new.token") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := serveBoth(t, map[string]string{"CERTDESK_ADMIN_CHANNEL": "slack:" + admins})
			f.until("not both are in", f.bothIn)
			fall.do(f)
			f.down("Discord", fall.sentence)
			f.until("the admins are not told", func() bool { return len(f.slack.Messages()) == 1 })
			if m := f.slack.Messages()[0]; m.Channel != admins || !strings.Contains(m.Text, "Discord no longer accepts certdesk") {
				t.Errorf("told in %s: %s", m.Channel, m.Text)
			}
			if err := f.slack.Push(f.slack.Command("C2", "certfix", "0x800CCC1A")); err != nil { // the other goes on
				t.Error(err)
			}
			f.until("Slack does not answer", func() bool { return len(f.slack.Messages()) == 2 })
			fall.mend(f)
			f.until("Discord does not come back", f.bothIn)
			f.until("the end is not told", func() bool { return len(f.slack.Messages()) == 3 })
			if m := f.slack.Messages()[2]; !strings.Contains(m.Text, "certdesk works on Discord again") {
				t.Errorf("told %s", m.Text)
			}
			// Discord waits for three seconds; a slow machine may need more than once.
			again := func() error {
				return f.discord.Push(f.discord.Command(fakediscord.Channel, "certfix", fakediscord.Option("error", "0x800CCC1A")))
			}
			err := again()
			for range 3 {
				if err != nil {
					err = again()
				}
			}
			if err != nil {
				t.Error(err)
			}
			f.until("Discord does not answer", func() bool { return len(f.discord.Messages()) > 0 })
		})
	}
}

// A Slack whose token ends is down alone, whatever word it has for that.
func TestSlackFallsAlone(t *testing.T) {
	t.Parallel()
	for word, sentence := range map[string]string{
		"account_inactive": "install the app again", "token_revoked": "install the app again", "invalid_auth": "SLACK_BOT_TOKEN",
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			f := serveBoth(t, map[string]string{"CERTDESK_ADMIN_CHANNEL": "discord:" + fakediscord.Channel})
			f.until("not both are in", f.bothIn)
			f.slack.Rotate("xoxb-new-one", word)
			f.server.on(bot.Slack).Post(context.Background(), bot.Place{Platform: bot.Slack, Channel: "C2"}, bot.Reply{Headline: say.Literal("x")}, "k")
			f.down("Slack", sentence)
			f.until("the admins are not told", func() bool { return len(f.discord.Messages()) == 1 })
			if text := string(f.discord.Messages()[0].Body["components"]); !strings.Contains(text, "Slack no longer accepts certdesk") {
				t.Errorf("told %s", text)
			}
			f.write(f.slackToken, "xoxb-new-one")
			f.until("Slack does not come back", f.bothIn)
			f.until("the end is not told", func() bool { return len(f.discord.Messages()) == 2 })
			if _, err := f.server.on(bot.Slack).Post(context.Background(), bot.Place{Platform: bot.Slack, Channel: "C2"}, bot.Reply{Headline: say.Literal("x")}, "k2"); err != nil {
				t.Error(err)
			}
		})
	}
}

// A setting that is wrong at the start still stops it.
func TestAWrongTokenStopsTheStart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]string{
		"Slack's":   {"SLACK_APP_TOKEN": "xapp-of-another"},
		"Discord's": {"DISCORD_TOKEN_FILE": os.DevNull, "DISCORD_TOKEN": ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "Discord's" {
				file := filepath.Join(t.TempDir(), "wrong")
				if err := os.WriteFile(file, []byte("another.one.here"), 0o600); err != nil {
					t.Fatal(err)
				}
				change["DISCORD_TOKEN_FILE"] = file
			}
			f := serveBoth(t, change)
			select {
			case err := <-f.done:
				if err == nil {
					t.Error("it ended without a word")
				}
				f.done <- err
			case <-time.After(patience):
				t.Fatal("it serves")
			}
		})
	}
}

package serve

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/serve/settings"
)

func fromMap(m map[string]string) func(string) string {
	return func(name string) string { return m[name] }
}

func TestReadSettings(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readSettings(fromMap(map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET_FILE": secret,
		"CERTDESK_ALLOW_CIDRS": "10.0.0.0/8", "CERTDESK_RATE": "off", "CERTDESK_SUPPORT_CHANNELS": "slack:C1,discord:2",
		"CERTDESK_ADMIN_CHANNEL": "slack:C9", "CERTDESK_CHECK_EVERY": "90m", "LOG_FORMAT": "json", "LOG_LEVEL": "debug",
	}))
	if err != nil {
		t.Fatal(err)
	}
	s, slack := c.settings, c.connection(bot.Slack).(*slackSettings)
	if slack.signingSecret != "hush" || slack.apiURL != "https://slack.com/api/" || c.connection(bot.Discord).configured() || s.Listen != ":8080" ||
		!s.DialPolicy.Address(netip.MustParseAddr("10.1.1.1")) || s.DialPolicy.Address(netip.MustParseAddr("127.0.0.1")) || s.Rate.Every != 0 ||
		len(s.Support) != 2 || *s.AdminChannel != (bot.Place{Platform: bot.Slack, Channel: "C9"}) || s.CheckEvery != 90*time.Minute ||
		s.SweepInterval != time.Minute || len(s.Warn) != 5 || !s.LogJSON {
		t.Errorf("%+v", s)
	}
}

func TestSettingsThatAreWrong(t *testing.T) {
	for _, tt := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"SLACK_SIGNING_SECRET": "topsecret"}, "SLACK_BOT_TOKEN is missing"},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-topsecret"}, "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing"},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-topsecret", "SLACK_APP_TOKEN": "xoxb-topsecret"}, "begin with xapp-"},
		{map[string]string{"DISCORD_TOKEN": "topsecret"}, "DISCORD_APPLICATION_ID is missing"},
		{map[string]string{"DISCORD_TOKEN": "topsecret", "DISCORD_TOKEN_FILE": "/x"}, "DISCORD_TOKEN_FILE; set one"},
		{map[string]string{"DISCORD_TOKEN_FILE": "/no/such/file"}, "DISCORD_TOKEN_FILE names a file that cannot be read"},
		{map[string]string{"CERTDESK_ALLOW_CIDRS": "ten"}, "CERTDESK_ALLOW_CIDRS"},
		{map[string]string{"CERTDESK_RATE": "many"}, "CERTDESK_RATE"},
		{map[string]string{"CERTDESK_CHECK_EVERY": "-1h"}, "CERTDESK_CHECK_EVERY"},
		{map[string]string{"CERTDESK_LISTEN": "8080"}, "CERTDESK_LISTEN"},
		{map[string]string{"CERTDESK_WARN": "soon"}, "CERTDESK_WARN"},
		{map[string]string{"LOG_LEVEL": "loud"}, "LOG_LEVEL"},
		{map[string]string{"LOG_FORMAT": "xml"}, "LOG_FORMAT"},
	} {
		_, err := readSettings(fromMap(tt.set))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%v: %v, want %q", tt.set, err, tt.want)
		}
	}
}

// TestCredentials: whatever lies in the folder that systemd hands over is the
// setting of its name, unless the environment says another.
func TestCredentials(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"keys_SLACK_BOT_TOKEN": "xoxb-1\n", "SLACK_SIGNING_SECRET": "hush\n", "keys_REDIS_URL": "redis://h"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	c, err := readSettings(fromMap(map[string]string{"CREDENTIALS_DIRECTORY": folder, "REDIS_URL": "redis://other"}))
	slack := c.connection(bot.Slack).(*slackSettings)
	if err := os.WriteFile(filepath.Join(folder, "place"), []byte("/srv/certdesk\n"), 0o400); err != nil {
		t.Fatal(err)
	}
	if at, err := settings.DataFolder(fromMap(map[string]string{"CERTDESK_DATA_FILE": filepath.Join(folder, "place")})); err != nil || at != "/srv/certdesk" {
		t.Errorf("the folder of the store is %q, %v", at, err)
	}
	if at, err := settings.DataFolder(fromMap(map[string]string{"CERTDESK_DATA_FILE": "/none", "HOME": "/home"})); err == nil {
		t.Errorf("the folder of the store is %q, whatever the file says", at)
	}
	if err != nil || slack.botToken != "xoxb-1" || slack.signingSecret != "hush" || c.settings.RedisURL != "redis://other" || c.connection(bot.Discord).configured() {
		t.Errorf("%+v, %v", c, err)
	}
}

package serve

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/bot/serve/openstore"
	"certdesk/bot/serve/settings"
)

// TestSettingsThatAreSlips: what is well formed and cannot be meant is refused by
// a sentence that names it.
func TestSettingsThatAreSlips(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"CERTDESK_LISTEN", ":99999", "ports end at 65535"},
		{"CERTDESK_LISTEN", "localhost", "is not an address"},
		{"CERTDESK_LISTEN", "http://127.0.0.1:80", "is not an address"},
		{"CERTDESK_LISTEN", ":http-alt", "is not an address"},
		{"SLACK_API_URL", "slack.com/api/", "is not an address"},
		{"SLACK_API_URL", "ftp://slack.com/api/", "is not an address"},
		{"DISCORD_API_URL", "discord.com/api/v10/", "is not an address"},
		{"CERTDESK_ADMINS", "slack:@anna", "slack:@anna"},
		{"CERTDESK_ADMINS", "slack:anna", "not an id of Slack"},
		{"CERTDESK_ADMINS", "slack:C024BE7LH", "not an id of Slack"},
		{"CERTDESK_ADMINS", "discord:anna#1234", "not an id of Discord"},
		{"CERTDESK_ADMIN_CHANNEL", "slack:C1,slack:C2", "names 2 channels"},
		{"CERTDESK_DOCS_URL", "wiki", "is not a page"},
		{"CERTDESK_DOCS_URL", "javascript:alert(1)", "is not a page"},
		{"CERTDESK_DOCS_URL", "https://u:p@wiki.corp.com/", "is not a page"},
		{"CERTDESK_ADMIN_CHANNEL", "slack:#helpdesk", "not an id of Slack"},
		{"CERTDESK_ADMIN_CHANNEL", "discord:helpdesk", "not an id of Discord"},
		{"CERTDESK_SUPPORT_CHANNELS", "slack:C1 slack:helpdesk", "slack:helpdesk"},
		{"CERTDESK_RATE", "1000000000000/1ns", "limits nothing"},
		{"CERTDESK_RATE", "100000/1h", "limits nothing"},
		{"CERTDESK_RATE", "20/1us", "limits nothing"},
		{"CERTDESK_SWEEP_INTERVAL", "1ns", "is not between"},
		{"CERTDESK_SWEEP_INTERVAL", "8760h", "is not between"},
		{"CERTDESK_CHECK_EVERY", "1ms", "is not between"},
		{"CERTDESK_CACHE_TTL", "1000h", "is not between"},
		{"CERTDESK_DRAIN_DELAY", "1h", "from 0s to 2m0s"},
		{"CERTDESK_MAX_CHECKS", "0", "32 to 4096"},
		{"CERTDESK_MAX_CHECKS", "1e6", "32 to 4096"},
		{"CERTDESK_METRICS_TARGETS", "-1", "0 (none) to 20000"},
		{"CERTDESK_DENY_CIDRS", "::ffff:10.0.0.0/8", "more than IPv4"},
		{"CERTDESK_RESOLVER", "ns.corp.com:dns", "not a name server"},
		{"SLACK_BOT_TOKEN", "xapp-1-topsecret", "belongs in SLACK_APP_TOKEN"},
		{"SLACK_BOT_TOKEN", "xoxp-topsecret", "token of a person"},
		{"SLACK_BOT_TOKEN", "topsecret", "not a bot's token"},
		{"SLACK_BOT_TOKEN", "xoxb-topsecret xoxb-topsecret", "a space or a line break"},
		{"SLACK_SIGNING_SECRET", "xoxb-topsecret", "belongs in SLACK_BOT_TOKEN"},
		{"DISCORD_TOKEN", "Bot topsecret", "the token alone"},
		{"DISCORD_TOKEN", "xoxb-topsecret", "a token of Slack"},
		{"DISCORD_APPLICATION_ID", "1.2345678901234568e+17", "without a comma or an exponent"},
		{"DISCORD_GUILDS", "my-server", "is not the id of a server"},
		{"DISCORD_PUBLIC_KEY", "topsecret", "64 digits"},
		{"DISCORD_PUBLIC_KEY", strings.Repeat("a1", 31), "64 digits"},
		{"DISCORD_PUBLIC_KEY", strings.Repeat("a1", 33), "64 digits"},
		{"SLACK_BOT_TOKEN", "xoxb-topsecret…", "no token has"},
		{"SLACK_SIGNING_SECRET", "topsecret…", "no token has"},
		{"SLACK_API_URL", "https://slack.com:99999/api/", "is not an address"},
		{"DISCORD_API_URL", "https://:443/api/v10/", "is not an address"},
		{"CERTDESK_RESOLVER", "10.0.0.53:99999", "not a name server"},
		{"CERTDESK_RESOLVER", "10.0.0.53,10.0.0.54", "not a name server"},
		{"CERTDESK_PROXY", "proxy.corp.com:3128", "written like http://"},
		{"CERTDESK_PROXY", "https://proxy.corp.com", "written like http://"},
		{"CERTDESK_PROXY", "socks5://u:topsecret@proxy.corp.com:0", "from 1 to 65535"},
		{"HTTPS_PROXY", "ftp://proxy.corp.com", "is not a proxy"},
		{"HTTPS_PROXY", "http://u:topsecret@proxy.corp.com:99999", "is not a proxy"},
		{"https_proxy", "::", "is not a proxy"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:99999", "is not a URL"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/v1/traces", "belongs in OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318?key=topsecret", "belongs in OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://u:topsecret@c/in", "belongs in OTEL_EXPORTER_OTLP_HEADERS"},
		{"CERTDESK_SUMMARY", "mon 09:00", "is not a time"},
		{"CERTDESK_SUMMARY", "mon 25:00 UTC", "is not a time"},
		{"CERTDESK_SUMMARY", "mon 09:00 Europe/Berlim", "is not a time"},
		{"CERTDESK_ESCALATE_HOURS", "weekdays 08:00-25:00 UTC", "hours"},
		{"CERTDESK_ESCALATE_HOURS", "weekdays 08:00-18:00", "is not hours"},
		{"CERTDESK_ESCALATE_MAIL", "Ops <ops@corp.com>", "is not an address"},
		{"CERTDESK_ESCALATION", "30m mail:", "is not an address"},
		{"CERTDESK_ESCALATION", "30 mail:ops@corp.com", "is not a time"},
		{"CERTDESK_ESCALATION", "30m slack:#ops", "not an id of Slack"},
		{"CERTDESK_MAIL_FROM", "certdesk", "is not an address"},
		{"CERTDESK_SMTP_URL", "mail.corp.com:587", "is not an address"},
		{"CERTDESK_SMTP_URL", "smtp://bot:topsecret@mail.corp.com:99999", "is not an address"},
		{"CERTDESK_WEBHOOK_URL", "https://tickets.corp.com:99999/", "is not an address"},
		{"CERTDESK_WEBHOOK_URL", "https://u:topsecret@tickets.corp.com/", "is not an address"},
		{"CERTDESK_WEBHOOK_SECRET", "topsecret", "shorter than"},
		{"CERTDESK_SHARE", "all", "none of owner"},
	} {
		env := map[string]string{
			"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush", "DISCORD_TOKEN": "a.b.c", "DISCORD_APPLICATION_ID": "1", "CERTDESK_DATA": "/nowhere",
		}
		if _, err := readSettings(fromMap(env)); err != nil {
			t.Fatal(err)
		}
		env[tt.name] = tt.value
		_, err := readSettings(fromMap(env))
		if err == nil || !strings.HasPrefix(err.Error(), tt.name) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%s=%s: %v; want %q", tt.name, tt.value, err, tt.want)
		}
	}
}

// TestSettingsThatServeCannotUse are in order by themselves, and not together or
// not on this machine.
func TestSettingsThatServeCannotUse(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, tt := range map[string]struct{ name, value, want string }{
		"no watch file":      {"CERTDESK_WATCH_FILE", filepath.Join(folder, "none.yaml"), "CERTDESK_WATCH_FILE cannot be read: there is no such file"},
		"a broken one":       {"CERTDESK_WATCH_FILE", write("a.yaml", "watches: ["), "CERTDESK_WATCH_FILE cannot be read"},
		"none for a channel": {"CERTDESK_WATCH_FILE", write("b.csv", "target\nimap.corp.example:993\n"), "CERTDESK_WATCH_FILE"},
		"support elsewhere":  {"CERTDESK_SUPPORT_CHANNELS", "discord:7", "a channel of Discord, which is not served"},
		"admins elsewhere":   {"CERTDESK_ADMIN_CHANNEL", "discord:7", "is on Discord, which is not served"},
		"nobody is admin":    {"CERTDESK_ADMINS", "discord:7", "names nobody"},
	} {
		c, err := readSettings(fromMap(map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush", tt.name: tt.value}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := c.settings.CheckServe(c.serves); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v; want %q", name, err, tt.want)
		}
	}
}

// TestUnknownSettings: a name of certdesk's that nobody reads is wrong, with the
// nearest; others are told; what Kubernetes sets for a Service is neither.
func TestUnknownSettings(t *testing.T) {
	unknown := func(environ ...string) (remarks []string, err error) {
		e := settings.NewEnvironment(fromMap(nil))
		configure(e)
		return e.Unknown(environ, openstore.Settings()...), e.Err()
	}
	for name, near := range map[string]string{
		"CERTDESK_ALLOW_CIDR": "CERTDESK_ALLOW_CIDRS", "CERTDESK_DENYCIDRS": "CERTDESK_DENY_CIDRS", "CERTDESK_ALLOWED_HOSTS": "CERTDESK_ALLOW_HOSTS",
		"CERTDESK_DENY_NETWORKS_BELOW": "CERTDESK_", "CERTDESK_ADMIN": "CERTDESK_ADMINS", "CERTDESK_ALOW_PORTS_FILE": "CERTDESK_ALLOW_PORTS",
		"CERTDESK_BLOCK_CIDRS": "CERTDESK_", "CERTDESK_WHITELIST": "CERTDESK_", "certdesk_allow_cidrs": "in capitals: CERTDESK_ALLOW_CIDRS", "Certdesk_Deny_Cidr": "CERTDESK_DENY_CIDRS",
		// The same but for words.
		"CERTDESK_PROXY_URL": "CERTDESK_PROXY?", "CERTDESK_HTTPS_PROXY": "CERTDESK_PROXY?", "CERTDESK_LOG_LEVEL": " LOG_LEVEL?", "CERTDESK_REDIS_URL": " REDIS_URL?",
		"CERTDESK_SLACK_BOT_TOKEN": " SLACK_BOT_TOKEN?", "CERTDESK_WEBHOOK": "CERTDESK_WEBHOOK_URL", "CERTDESK_SMTP": "CERTDESK_SMTP_URL", "CERTDESK_MAIL": "CERTDESK_MAIL_FROM",
		"CERTDESK_SUMARY": "CERTDESK_SUMMARY", "CERTDESK_WEB_HOOK_URL": "CERTDESK_WEBHOOK_URL", "CERTDESK_ESCALATION_HOURS": "CERTDESK_ESCALATE_HOURS",
		"CERTDESK_OTEL_EXPORTER_OTLP_ENDPOINT": " OTEL_EXPORTER_OTLP_ENDPOINT?", "CERTDESK_SMTP_URI": "CERTDESK_SMTP_URL", "CERTDESK_SHARES": "CERTDESK_SHARE",
	} {
		_, err := unknown(name + "=topsecret")
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), name+" ") || !strings.Contains(err.Error(), near) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	remarks, err := unknown(
		"CERTDESK_OF_ANOTHER_VERSION=topsecret", "SLACK_BOT_TOKENS=topsecret", "REDIS_PASSWORD=topsecret", "CERTDESK_PORT=tcp://10.0.0.1:8080", "CERTDESK_SERVICE_HOST=10.0.0.1", "CERTDESK_SERVICE_PORT_HTTP=80",
		"CERTDESK_PORT_8080_TCP_ADDR=10.0.0.1", "REDIS_SERVICE_PORT=6379", "REDIS_PORT_6379_TCP=x", "MY_CERTDESK_PORT=1", "CERTDESK_DATA=/x", "SLACK_BOT_TOKEN_FILE=/x",
		"REDIS_CA_FILE=/x", "CERTDESK_CA_FILE=/x", "CERTDESK_CA_FILE_FILE=/x", "CERTDESKTOP=1", "SLACK=1",
		"LOG_LEVLE=topsecret", "OTEL_EXPORTER_OTLP_ENDPIONT=topsecret", "OTEL_RESOURCE_ATTRIBUTES_FILE=/x", "REDIS_CA_FILE_FILE=/x",
		"OTEL_METRICS_EXPORTER=none", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c", "OTEL_PROPAGATORS=b3", "LOG_DIR=/x", "HTTPS_PROXY=http://p", "PATH=/bin",
	)
	all := strings.Join(remarks, "\n")
	for _, want := range []string{
		"CERTDESK_OF_ANOTHER_VERSION is no setting", "REDIS_PASSWORD is no setting", "SLACK_BOT_TOKENS is no setting of certdesk; the nearest is SLACK_BOT_TOKEN.", "the nearest is LOG_LEVEL.",
		"the nearest is OTEL_EXPORTER_OTLP_ENDPOINT.", "OTEL_RESOURCE_ATTRIBUTES_FILE is read by nobody", "REDIS_CA_FILE_FILE is read by nobody",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if err != nil || len(remarks) != 7 || strings.Contains(all, "topsecret") {
		t.Errorf("%v %q", err, remarks)
	}
}

// TestAWorkerNeedsNoKeys: a worker shares the environment of serve, and not its keys.
// What it uses itself is held to as ever.
func TestAWorkerNeedsNoKeys(t *testing.T) {
	read := func(env map[string]string) error {
		for name, value := range env {
			t.Setenv(name, value)
		}
		_, _, err := readEnvironment(true)
		for name := range env {
			t.Setenv(name, "")
		}
		return err
	}
	for _, env := range []map[string]string{
		{"CERTDESK_ESCALATE_MAIL": "ops@corp.com", "CERTDESK_MAIL_FROM": "certdesk@corp.com"},
		{"CERTDESK_SMTP_URL": "smtp://mail.corp.com"}, {"CERTDESK_WEBHOOK_URL": "https://tickets.corp.com/"},
		{"DISCORD_APPLICATION_ID": "1"}, {"SLACK_SIGNING_SECRET": "hush"}, {"SLACK_BOT_TOKEN_FILE": "/run/secrets/not/here"},
		{"CERTDESK_WATCH_FILE": "/not/here"}, {"CERTDESK_ADMIN_CHANNEL": "slack:C1"}, {"CERTDESK_EXPORT_DIR": "/not/here"}, {"CERTDESK_SUMMARY": "some day"},
	} {
		if err := read(env); err != nil {
			t.Errorf("%v: %v", env, err)
		}
	}
	for name, value := range map[string]string{
		"CERTDESK_ALLOW_CIDRS": "ten", "CERTDESK_ALLOW_CIDR": "10.0.0.0/8", "CERTDESK_DENY_CIDRS_FILE": "/not/here", "CERTDESK_ALLOW_PORTS": "imaps", "CERTDESK_RESOLVER": "ns", "CERTDESK_PROXY": "p",
		"CERTDESK_LISTEN": "8080", "CERTDESK_ZONE": "all", "OTEL_EXPORTER_OTLP_TIMEOUT": "10s", "LOG_LEVEL": "loud",
	} {
		if err := read(map[string]string{name: value}); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

//go:build !race

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
	"certdesk/store/redis/redistest"
)

// TestServeCheck asks fake platforms and a name server: what is refused is
// wrong, what does not answer is only told.
func TestServeCheck(t *testing.T) {
	t.Parallel()
	slack, discord, public := fakeslack.New(t), fakediscord.New(t), fakediscord.New(t)
	public.Public()
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	silent, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	taking, err := net.Listen("tcp", "127.0.0.1:0") // the kernel takes connections by itself
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taking.Close() })
	port := taking.Addr().(*net.TCPAddr).Port
	outside := func(host string, port int, more map[string]string) map[string]string {
		at := net.JoinHostPort(host, strconv.Itoa(port))
		return join(map[string]string{
			"CERTDESK_SMTP_URL": "smtp://" + at, "CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATE_MAIL": "ops@corp.com",
			"CERTDESK_WEBHOOK_URL": "http://" + at + "/hook", "CERTDESK_WEBHOOK_SECRET": "a secret of more than 24 bytes",
		}, more)
	}
	pki := checktest.NewPKI(time.Now())
	authorities := filepath.Join(t.TempDir(), "authorities.pem")
	if err := os.WriteFile(authorities, slices.Concat(
		pki.Root("Good Root").PEM(), pki.Root("Ended Root", checktest.ExpiredFor(checktest.Day)).PEM(), pki.Root("Good Root").Issue("imap.corp.example").PEM(),
	), 0o600); err != nil {
		t.Fatal(err)
	}
	away := "http://" + silent.String() + "/api/"
	usual := join(slack.Env(), discord.Env(), map[string]string{"CERTDESK_RESOLVER": names.Addr(), "CERTDESK_TRUST": "none", "CERTDESK_LISTEN": "127.0.0.1:0"})
	for _, tt := range []struct {
		name      string
		env       map[string]string
		status    int
		out, errs []string
	}{
		{"all is well", nil, 0, []string{"The store answers, and can be written.", "Slack lets certdesk in.", "Discord lets certdesk in.", "The name server answers.", "in order"}, nil},
		{"Socket Mode", map[string]string{"SLACK_APP_TOKEN": fakeslack.AppToken}, 0, []string{"Slack lets certdesk in."}, nil},
		{"a token that Slack refuses", map[string]string{"SLACK_BOT_TOKEN": "xoxb-of-another"}, 3, []string{"Discord lets"}, []string{"Wrong: ", "Slack does not accept the token", "would not work"}},
		{"an app token that Slack refuses", map[string]string{"SLACK_APP_TOKEN": "xapp-of-another"}, 3, nil, []string{"SLACK_APP_TOKEN: Slack does not accept the token"}},
		{"a token that Discord refuses", map[string]string{"DISCORD_TOKEN": "another.one.here"}, 3, []string{"Slack lets"}, []string{"Wrong: ", "Discord does not accept the token"}},
		{"a token of another application", map[string]string{"DISCORD_APPLICATION_ID": "4711"}, 3, nil, []string{"DISCORD_APPLICATION_ID is another one"}},
		{"an application that anybody may invite", map[string]string{"DISCORD_API_URL": public.APIURL()}, 0, []string{"in order"}, []string{"Take care: ", "DISCORD_GUILDS", "Public Bot"}},
		{"the same with a list", map[string]string{"DISCORD_API_URL": public.APIURL(), "DISCORD_GUILDS": fakediscord.Guild}, 0, []string{"in order"}, nil},
		{"the same with commands for one server", map[string]string{"DISCORD_API_URL": public.APIURL(), "DISCORD_GUILD_ID": fakediscord.Guild}, 0, []string{"in order"}, nil},
		{"a list of names", map[string]string{"DISCORD_GUILDS": "helpdesk"}, 3, nil, []string{"DISCORD_GUILDS"}},
		{"Slack is away", map[string]string{"SLACK_API_URL": away}, 0, []string{"Discord lets", "in order"}, []string{"Not known: asking Slack", "try again"}},
		{"a name server that is away", map[string]string{"CERTDESK_RESOLVER": silent.String()}, 0, []string{"in order"}, []string{"Not known: the name server does not answer"}},
		{"a receiver and a mail server", outside("127.0.0.1", port, nil), 0, []string{"The mail server can be reached.", "The receiver of the webhook can be reached.", "in order"}, nil},
		{"the same, away", outside(silent.Addr().String(), int(silent.Port()), nil), 0, []string{"in order"}, []string{"Not known: " + silent.String() + " takes no connection (CERTDESK_SMTP_URL)", "takes no connection (CERTDESK_WEBHOOK_URL)"}},
		{"the same, denied", outside("127.0.0.1", port, map[string]string{"CERTDESK_DENY_CIDRS": "127.0.0.0/8"}), 3, nil, []string{"Wrong: CERTDESK_DENY_CIDRS keeps certdesk from", "(CERTDESK_WEBHOOK_URL)", "(CERTDESK_SMTP_URL)"}},
		{"authorities that are none", map[string]string{"CERTDESK_CA_FILE": authorities}, 0, []string{"in order"}, []string{"Take care: CERTDESK_CA_FILE has \"Ended Root\", which ended on", "has \"imap.corp.example\", which is the certificate of a server"}},
		{"exports below a file", map[string]string{"CERTDESK_EXPORT_DIR": filepath.Join(authorities, "in")}, 3, nil, []string{"Wrong: exports cannot be written to", "CERTDESK_EXPORT_DIR"}},
		{"an address of another machine", map[string]string{"CERTDESK_LISTEN": "203.0.113.7:8080"}, 3, nil, []string{"Wrong: certdesk cannot listen at 203.0.113.7:8080 (CERTDESK_LISTEN)"}},
		{"where somebody listens", map[string]string{"CERTDESK_LISTEN": taking.Addr().String()}, 0, []string{"in order"}, []string{"Take care: somebody listens at " + taking.Addr().String()}},
		{"a collector", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://" + taking.Addr().String()}, 0, []string{"The collector of traces can be reached."}, nil},
		{"the same, away", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://" + silent.String()}, 0, []string{"in order"}, []string{"Not known: " + silent.String() + " takes no connection (OTEL_EXPORTER_OTLP_ENDPOINT)"}},
		{"all addresses", map[string]string{"CERTDESK_ALLOW_CIDRS": "0.0.0.0/0"}, 0, []string{"in order"}, []string{"opens 127.0.0.1", "opens 169.254.169.254"}},
		{"inner addresses", map[string]string{"CERTDESK_ALLOW_CIDRS": "10.0.0.0/8"}, 0, []string{"in order"}, nil},
		{"another signing secret", map[string]string{"SLACK_SIGNING_SECRET": "8f742231b10e"}, 0, []string{"in order"}, []string{"Take care: SLACK_SIGNING_SECRET has 12 characters"}},
		{"a misspelt collector", map[string]string{"OTEL_EXPORTER_OTLP_ENDPIONT": "http://c"}, 0, []string{"in order"}, []string{"OTEL_EXPORTER_OTLP_ENDPIONT is no setting"}},
		{"a misspelt webhook", map[string]string{"CERTDESK_WEBHOOK": "https://c"}, 3, nil, []string{"did you mean CERTDESK_WEBHOOK_URL?"}},
		{"a store of roots that there is not", map[string]string{"CERTDESK_TRUST": "mozila,system"}, 3, nil, []string{`CERTDESK_TRUST does not know "mozila"; did you mean mozilla?`}},
		{"a level of the log that there is not", map[string]string{"LOG_LEVEL": "inof"}, 3, nil, []string{"LOG_LEVEL is not one of debug, info, warn and error; did you mean info?"}},
		{"a time zone that there is not", map[string]string{"TZ": "Mars/Olympus"}, 0, []string{"in order"}, []string{`TZ is "Mars/Olympus"`, "times are in UTC"}},
		{"no roots in the CA file", map[string]string{"CERTDESK_CA_FILE": os.DevNull}, 3, nil, []string{"CERTDESK_CA_FILE"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := exec.Command("certdesk", "serve", "--check")
			cmd.Env = append(os.Environ(), "CERTDESK_DATA="+t.TempDir())
			for name, value := range join(usual, tt.env) {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			_ = cmd.Run() // the status tells
			has := func(text string) func(string) bool {
				return func(part string) bool { return !strings.Contains(text, part) }
			}
			if cmd.ProcessState.ExitCode() != tt.status || slices.ContainsFunc(tt.out, has(out.String())) || slices.ContainsFunc(tt.errs, has(errs.String())) {
				t.Errorf("status %d\n%s%s", cmd.ProcessState.ExitCode(), &out, &errs)
			}
			if len(tt.errs) == 0 && errs.Len() > 0 {
				t.Errorf("it complains: %s", &errs)
			}
		})
	}
}

// TestServeCheckEvictingRedis: a policy that throws away watches is said once, and
// that nobody may look is said, too.
func TestServeCheckEvictingRedis(t *testing.T) {
	t.Parallel()
	slack := fakeslack.New(t)
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	evicting := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	hidden := redistest.Start(t, "--user", "default", "on", "nopass", "allkeys", "allchannels", "+@all", "-config", "-info")
	for url, want := range map[string]string{
		evicting.URL(): "Take care: Redis has maxmemory-policy allkeys-lru and may throw away watches",
		hidden.URL():   "Take care: The maxmemory-policy of Redis was not looked at",
	} {
		cmd := exec.Command("certdesk", "serve", "--check")
		cmd.Env = os.Environ()
		for name, value := range join(slack.Env(), map[string]string{
			"REDIS_URL": url, "CERTDESK_EXPORT_DIR": t.TempDir(), "CERTDESK_RESOLVER": names.Addr(), "CERTDESK_TRUST": "none", "CERTDESK_LISTEN": "127.0.0.1:0",
		}) {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Run(); err != nil || strings.Count(errs.String(), "maxmemory-policy") != 1 || !strings.Contains(errs.String(), want) {
			t.Errorf("%v, want %q:\n%s", err, want, &errs)
		}
	}
}

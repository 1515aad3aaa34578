package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
)

// read reads an environment of pairs such as CERTDESK_RATE=20/1m.
func read(pairs ...string) (*Settings, *Environment) {
	set := map[string]string{"CERTDESK_DATA": "/nowhere"}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		set[name] = value
	}
	e := NewEnvironment(fromMap(set))
	s := e.Read()
	s.Check(e)
	return s, e
}

// TestBounds: what a setting may be to its very ends, and not beyond.
func TestBounds(t *testing.T) {
	page := func(bytes int) string {
		const begin = "https://wiki.corp.example/"
		return begin + strings.Repeat("a", bytes-len(begin))
	}
	steps := func(n int) string { return strings.TrimSuffix(strings.Repeat("mail:a@corp.example,", n), ",") }
	for name, tt := range map[string]struct{ right, wrong []string }{
		"CERTDESK_LISTEN":             {[]string{":0", ":65535", "127.0.0.1:8080", "[::1]:1"}, []string{":-1", ":65536", "a b:80", "a/b:80", "8080", ":web"}},
		"CERTDESK_SWEEP_INTERVAL":     {[]string{"100ms", "24h"}, []string{"99ms", "24h1ms", "0s", "-1s", "soon"}},
		"CERTDESK_CHECK_EVERY":        {[]string{"1s", "744h"}, []string{"999ms", "744h1s", "0s"}},
		"CERTDESK_CACHE_TTL":          {[]string{"1s", "24h"}, []string{"999ms", "24h1s"}},
		"CERTDESK_DRAIN_DELAY":        {[]string{"0s", "2m"}, []string{"-1s", "2m1s", "later"}},
		"CERTDESK_MAX_CHECKS":         {[]string{"32", "4096"}, []string{"31", "4097", "many"}},
		"CERTDESK_METRICS_TARGETS":    {[]string{"0", "20000"}, []string{"-1", "20001", "all"}},
		"CERTDESK_WARN":               {[]string{"1", "365", "30, 7 1"}, []string{"0", "366", "soon"}},
		"CERTDESK_DOCS_URL":           {[]string{"http://wiki/", page(300)}, []string{page(301), "ftp://wiki/", "https:///a", "https://u@wiki/", "https://wiki/?a=<b>", "%"}},
		"LOG_FORMAT":                  {[]string{"TEXT", "json"}, []string{"xml"}},
		"LOG_LEVEL":                   {[]string{"debug", "WARN"}, []string{"loud"}},
		"CERTDESK_RESOLVER":           {[]string{"10.0.0.53", "10.0.0.53:5353"}, []string{"10.0.0.53:0x", "a b"}},
		"CERTDESK_ADMINS":             {[]string{"slack:U024BE7LH"}, []string{"slack:C024BE7LH"}},
		"CERTDESK_ADMIN_CHANNEL":      {[]string{"slack:C024BE7LH"}, []string{"slack:C1,slack:C2", "slack:#help", "mail:a@corp.example", "terminal:1"}},
		"HTTPS_PROXY":                 {[]string{"http://p:1", "p:65535", "socks5://p:1080", "socks5h://p", "https://p"}, []string{"http://p:0", "http://p:65536", "ftp://p:1", "::", "http://"}},
		"http_proxy":                  {[]string{"p:3128"}, []string{"gopher://p"}},
		"CERTDESK_ESCALATE_HOURS":     {[]string{"weekdays 08:00-18:00 UTC", "daily 00:00-24:00 UTC"}, []string{"weekdays 08:00-08:00 UTC", "weekdays 08:00-07:59 UTC", "weekdays 08:00-24:01 UTC", "weekdays 08:00-18:00", "08:00", "always"}},
		"CERTDESK_SUMMARY":            {[]string{"off", "mon 09:00 UTC"}, []string{"mon 09:00", "now"}},
		"CERTDESK_SHARE":              {[]string{"owner", "owner, askers notes"}, []string{"all"}},
		"CERTDESK_ESCALATION":         {[]string{steps(8), "0m mail:a@corp.example", "168h mail:a@corp.example", "1h slack:C024BE7LH"}, []string{steps(9), "-1m mail:a@corp.example", "168h1s mail:a@corp.example", "mail", "1h", "1h mail:a@corp.example twice", "1h phone:1", "mail:a"}},
		"OTEL_EXPORTER_OTLP_HEADERS":  {[]string{"azAZ09!#$%&'*+-.^_`|~=a%09b", "a=b,c=", "a=%20"}, []string{"a/b=c", "a:b=c", "a@b=c", "a[b=c", "a{b=c", "ä=c", "=c", "a", "a=%1f", "a=%7f", "a=%zz"}},
		"OTEL_EXPORTER_OTLP_TIMEOUT":  {[]string{"1", "300000"}, []string{"0", "300001", "1s"}},
		"OTEL_EXPORTER_OTLP_ENDPOINT": {[]string{"http://c:4318/", "https://c"}, []string{"c:4318", "http://:4318", "ftp://c", "http://c#a", "http://u@c", "http://c:0", "http://c/v1/traces/"}},
		"OTEL_TRACES_SAMPLER_ARG":     {[]string{"0", "1", "0.5"}, []string{"-0.1", "1.1"}},
		"OTEL_BSP_SCHEDULE_DELAY":     {[]string{"1"}, []string{"0"}},
	} {
		usual := []string{}
		if name == "CERTDESK_ESCALATION" {
			usual = []string{"CERTDESK_SMTP_URL=smtp://mail.corp.example:587", "CERTDESK_MAIL_FROM=certdesk@corp.example"}
		}
		for _, value := range tt.right {
			pairs := append(slices.Clone(usual), name+"="+value)
			if value == "1h slack:C024BE7LH" {
				pairs = pairs[2:] // nobody gets mail
			}
			if _, e := read(pairs...); e.Err() != nil {
				t.Errorf("%s=%s: %v", name, value, e.Err())
			}
		}
		for _, value := range tt.wrong {
			if _, e := read(append(slices.Clone(usual), name+"="+value)...); e.Err() == nil || !strings.HasPrefix(e.Err().Error(), name+" ") {
				t.Errorf("%s=%s: %v", name, value, e.Err())
			}
		}
	}
}

// TestUsualSettings are those of who sets nothing.
func TestUsualSettings(t *testing.T) {
	s, e := read()
	if err := e.Err(); err != nil {
		t.Fatal(err)
	}
	if s.Listen != ":8080" || s.SweepInterval != time.Minute || s.CacheTTL != 0 || s.DrainDelay != 0 || s.MaxChecks != 0 || s.MaxSeries != 20000 ||
		fmt.Sprint(s.Warn) != "[30 14 7 3 1]" || s.LogJSON || s.AdminChannel != nil || s.DialPolicy.Proxied || s.ExportFolder != "/nowhere" || s.Outside.Summary == nil || s.Outside.Chain != nil {
		t.Errorf("%+v", s)
	}
	s, _ = read("CERTDESK_PROXY=http://proxy.corp.example:3128", "CERTDESK_EXPORT_DIR=/exports", "CERTDESK_ADMIN_CHANNEL=slack:C024BE7LH", "CERTDESK_SUMMARY=off")
	if !s.DialPolicy.Proxied || s.ExportFolder != "/exports" || s.AdminChannel == nil || s.Outside.Summary != nil {
		t.Errorf("%+v", s)
	}
}

// TestEscalation: who is called, and when, and what is missing for it.
func TestEscalation(t *testing.T) {
	mail := []string{"CERTDESK_SMTP_URL=smtp://mail.corp.example:587", "CERTDESK_MAIL_FROM=certdesk@corp.example"}
	with := func(more ...string) []string { return append(slices.Clone(mail), more...) }
	for name, tt := range map[string]struct {
		pairs []string
		want  string // the steps, or what is wrong
	}{
		"nobody": {nil, ""},
		"by mail, at once where there is no channel": {with("CERTDESK_ESCALATE_MAIL=a@corp.example b@corp.example,a@corp.example"), "0s a@corp.example, 0s b@corp.example"},
		"by mail, later where there is a channel":    {with("CERTDESK_ESCALATE_MAIL=a@corp.example", "CERTDESK_ADMIN_CHANNEL=slack:C024BE7LH"), "30m0s a@corp.example"},
		"in steps":           {with("CERTDESK_ESCALATE_MAIL=a@corp.example", "CERTDESK_ESCALATION=1h mail, 2h slack:C024BE7LH,mail:b@corp.example"), "1h0m0s a@corp.example, 2h0m0s C024BE7LH, 0s b@corp.example"},
		"in a channel alone": {[]string{"CERTDESK_ESCALATION=slack:C024BE7LH"}, "0s C024BE7LH"},
		"no server for mail": {[]string{"CERTDESK_ESCALATE_MAIL=a@corp.example", mail[1]}, "CERTDESK_SMTP_URL is missing"},
		"no sender of mail":  {[]string{"CERTDESK_ESCALATE_MAIL=a@corp.example", mail[0]}, "CERTDESK_MAIL_FROM is missing"},
		"nobody to get mail": {mail, "CERTDESK_SMTP_URL is set, and nobody"},
		"nobody to get mail, but there is more amiss": {with("CERTDESK_RATE=many"), "CERTDESK_RATE cannot"},
		"a webhook without a secret":                  {[]string{"CERTDESK_WEBHOOK_URL=https://tickets.corp.example/"}, "CERTDESK_WEBHOOK_URL and"},
		"a secret without a webhook":                  {[]string{"CERTDESK_WEBHOOK_SECRET=" + strings.Repeat("s", 40)}, "CERTDESK_WEBHOOK_URL and"},
		"a webhook":                                   {[]string{"CERTDESK_WEBHOOK_URL=https://tickets.corp.example/", "CERTDESK_WEBHOOK_SECRET=" + strings.Repeat("s", 40)}, ""},
	} {
		s, e := read(tt.pairs...)
		var got []string
		for _, step := range s.Outside.Chain {
			got = append(got, fmt.Sprint(step.After, " ", step.To.Channel))
		}
		said := strings.Join(got, ", ")
		if err := e.Err(); err != nil {
			if said = err.Error(); tt.want != "" && strings.HasPrefix(said, tt.want) && !strings.Contains(said, "\n") {
				continue
			}
		}
		if said != tt.want {
			t.Errorf("%s: %s, want %s", name, said, tt.want)
		}
	}
	if s, _ := read("CERTDESK_ESCALATE_HOURS=weekdays 08:15-18:30 UTC"); s.Outside.Hours == nil || s.Outside.Hours.Begin.Minute != 8*60+15 || s.Outside.Hours.To != 18*60+30 {
		t.Errorf("the hours are %+v", s.Outside.Hours)
	}
}

// TestCheckServe: what is well formed and of no use where a platform is not served.
func TestCheckServe(t *testing.T) {
	slack := func(p bot.Platform) bool { return p == bot.Slack }
	file := filepath.Join(t.TempDir(), "watches.csv")
	if err := os.WriteFile(file, []byte("target,channel\nimap.corp.example:993,slack:C024BE7LH\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere.csv")
	if err := os.WriteFile(nowhere, []byte("target\nimap.corp.example:993\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const discord = "discord:80351110224678912"
	for pair, want := range map[string]string{
		"CERTDESK_SUPPORT_CHANNELS=slack:C024BE7LH":  "",
		"CERTDESK_SUPPORT_CHANNELS=" + discord:       "CERTDESK_SUPPORT_CHANNELS names a channel of Discord",
		"CERTDESK_ADMIN_CHANNEL=slack:C024BE7LH":     "",
		"CERTDESK_ADMIN_CHANNEL=" + discord:          "CERTDESK_ADMIN_CHANNEL is on Discord",
		"CERTDESK_ESCALATION=slack:C024BE7LH":        "",
		"CERTDESK_ESCALATION=mail:a@corp.example":    "",
		"CERTDESK_ESCALATION=" + discord:             "CERTDESK_ESCALATION names a channel of Discord",
		"CERTDESK_ADMINS=slack:U024BE7LH":            "",
		"CERTDESK_ADMINS=slack:U024BE7LH " + discord: "",
		"CERTDESK_ADMINS=" + discord:                 "CERTDESK_ADMINS names nobody",
		"CERTDESK_WATCH_FILE=" + file:                "",
		"CERTDESK_WATCH_FILE=" + nowhere:             "CERTDESK_WATCH_FILE has imap.corp.example:993 without a channel",
		"CERTDESK_WATCH_FILE=" + file + ".none":      "CERTDESK_WATCH_FILE cannot be read",
	} {
		s, _ := read(pair)
		err := s.CheckServe(slack)
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", pair, err, want)
		}
	}
}

// TestKeys: each secret is known as it is written and as it is sent.
func TestKeys(t *testing.T) {
	for pair, want := range map[string][]string{
		"CERTDESK_DATA=/x":                             nil,
		"REDIS_URL=redis://h:6379":                     nil,
		"REDIS_URL=redis://u:a%2Fb@h:6379":             {"a%2Fb", "a/b"},
		"REDIS_URL=redis://:plain@h1:6379,h2:6379":     {"plain"},
		"REDIS_URL=redis://u:a@b@h:6379":               {"a@b"},
		"CERTDESK_PROXY=http://u:topsecret@p.corp:312": {"topsecret"},
	} {
		s, e := read(pair)
		if e.Err() != nil {
			t.Fatal(e.Err())
		}
		keys := s.Keys()
		for _, key := range want {
			if !slices.Contains(keys, key) {
				t.Errorf("%s: %q is not among %q", pair, key, keys)
			}
		}
		if want == nil && slices.ContainsFunc(keys, func(key string) bool { return key != "" }) {
			t.Errorf("%s: %q", pair, keys)
		}
		if n := len(slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key != "plain" })); n > 1 {
			t.Errorf("%s: a secret is told twice", pair)
		}
	}
}

// TestRedisFiles: the files for TLS stand behind the address, whatever it has already.
func TestRedisFiles(t *testing.T) {
	for address, want := range map[string]string{
		"":                     "",
		"rediss://h:6379":      "rediss://h:6379?ca_file=%2Fca.pem",
		"rediss://h:6379?db=1": "rediss://h:6379?db=1&ca_file=%2Fca.pem",
	} {
		got, err := RedisURL(fromMap(map[string]string{"REDIS_URL": address, "REDIS_CA_FILE": " /ca.pem "}))
		if got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", address, got, err, want)
		}
		if got, err := RedisURL(fromMap(map[string]string{"REDIS_URL": address})); got != address || err != nil {
			t.Errorf("%q without files: %q, %v", address, got, err)
		}
	}
}

// TestDataFolder is where it is said, else where the system has it.
func TestDataFolder(t *testing.T) {
	for _, tt := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"CERTDESK_DATA": "/data", "XDG_STATE_HOME": "/state", "HOME": "/home/a"}, "/data"},
		{map[string]string{"XDG_STATE_HOME": "/state", "HOME": "/home/a"}, "/state/certdesk"},
		{map[string]string{"XDG_STATE_HOME": "state", "HOME": "/home/a"}, "/home/a/.local/state/certdesk"},
	} {
		if got, err := DataFolder(fromMap(tt.set)); got != tt.want || err != nil {
			t.Errorf("%v: %q, %v, want %q", tt.set, got, err, tt.want)
		}
	}
}

// TestUnknownNames: a name that is nearly right or means to lock something is wrong,
// others are told, and those of others are left alone.
func TestUnknownNames(t *testing.T) {
	for pair, want := range map[string]string{
		"CERTDESK_LISTEN=x":                  "",
		"certdesk_listen=x":                  "wrong: certdesk_listen is no setting of certdesk; write it in capitals: CERTDESK_LISTEN",
		"CERTDESK_PROXY_FILE=x":              "",
		"CERTDESK_LISTN=x":                   "wrong: CERTDESK_LISTN is no setting of certdesk; did you mean CERTDESK_LISTEN?",
		"CERTDESK_LISTN_FILE=x":              "wrong: CERTDESK_LISTN_FILE is no setting of certdesk; did you mean CERTDESK_LISTEN?",
		"CERTDESK_PROXY_URL=x":               "wrong: CERTDESK_PROXY_URL is no setting of certdesk; did you mean CERTDESK_PROXY?",
		"CERTDESK_BLOCK_EVERYBODY_ELSE=x":    "wrong: CERTDESK_BLOCK_EVERYBODY_ELSE is no setting of certdesk; did you mean",
		"CERTDESK_SOMETHING_ELSE_ENTIRELY=x": "told: CERTDESK_SOMETHING_ELSE_ENTIRELY is no setting of certdesk.",
		"CERTDESK_LANG=de":                   "told: CERTDESK_LANG is no setting of certdesk.",
		"CERTDESK_COLOUR=x":                  "told: CERTDESK_COLOUR is no setting of certdesk.",
		"CERTDESK_VERSION=1":                 "",
		"CERTDESK_SERVICE_HOST=10.0.0.1":     "",
		"CERTDESK_PORT_8080_TCP=x":           "",
		"CERTDESK_=x":                        "",
		"REDIS_CA_FILE=x":                    "",
		"REDIS_CA_FILE_FILE=x":               "told: REDIS_CA_FILE_FILE is read by nobody: REDIS_CA_FILE is not given as a file.",
		"OTEL_TRACES_SAMPLER_FILE=x":         "told: OTEL_TRACES_SAMPLER_FILE is read by nobody: OTEL_TRACES_SAMPLER is not given as a file.",
		"OTEL_TRACES_SAMPLR=x":               "told: OTEL_TRACES_SAMPLR is no setting of certdesk; the nearest is OTEL_TRACES_SAMPLER.",
		"OTEL_METRICS_EXPORTER=x":            "",
		"LOG_LEVL=x":                         "told: LOG_LEVL is no setting of certdesk; the nearest is LOG_LEVEL.",
		"LOG_OF_ANOTHER_PROGRAM=x":           "",
		"LOG_LEVELING=x":                     "",
		"CERTDESK_MAIL=x":                    "wrong: CERTDESK_MAIL is no setting of certdesk; did you mean CERTDESK_MAIL_FROM?",
		"CERTDESK_ZONXYZ=x":                  "wrong: CERTDESK_ZONXYZ is no setting of certdesk; did you mean",
		"SLACK_EXTRA=x":                      "told: SLACK_EXTRA is no setting of certdesk",
		"HOME=x":                             "",
		"TZ=Mars/Olympus":                    `told: TZ is "Mars/Olympus", which is no time zone that there is, and so times are in UTC;`,
		"TZ=CEST":                            `told: TZ is "CEST", `,
		"TZ=:Europe/Berlin":                  "",
		"TZ=":                                "",
		"TZ=/etc/localtime":                  "",
		"PATH":                               "",
	} {
		_, e := read()
		var said []string
		for _, remark := range e.Unknown([]string{pair}) {
			said = append(said, "told: "+remark)
		}
		if err := e.Err(); err != nil {
			said = append(said, "wrong: "+err.Error())
		}
		if got := strings.Join(said, " "); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", pair, got, want)
		}
	}
}

// TestCredentialsStandBack: what systemd hands over is a setting only where the
// environment does not say another.
func TestCredentialsStandBack(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"CERTDESK_RATE": "10/1m", "keys_CERTDESK_ZONE": "dmz", "CERTDESK_LISTEN": ":1"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, e := read("CREDENTIALS_DIRECTORY="+folder, "CERTDESK_LISTEN=:2")
	if e.Err() != nil || s.Rate.Burst != 10 || s.Zone != "dmz" || s.Listen != ":2" || len(s.Files) != 2 {
		t.Errorf("%+v, %v", s, e.Err())
	}
}

// TestNoTimeAtAll: none is told to be no time, and not to be out of bounds.
func TestNoTimeAtAll(t *testing.T) {
	for _, value := range []string{"0s", "-1s", "soon"} {
		if _, e := read("CERTDESK_CHECK_EVERY=" + value); e.Err() == nil || !strings.Contains(e.Err().Error(), "is not a time such as") {
			t.Errorf("%s: %v", value, e.Err())
		}
	}
}

// TestTokens: what no token has is told, and the platform's own prefix is its matter.
func TestTokens(t *testing.T) {
	for token, want := range map[string]bool{
		"xoxb-1~!": true, "": true, "Bot x": true, "a b": false, " a": false, "…a": false, "a\nb": false, "a\u00a0b": false, "a\x7fb": false, "a\x01b": false, "a…": false,
	} {
		e := NewEnvironment(fromMap(nil))
		e.CheckToken("SLACK_BOT_TOKEN", token)
		if got := e.Err() == nil; got != want {
			t.Errorf("%q: %v", token, e.Err())
		}
	}
}

// TestForgetOfServe: a worker is not told what is wrong with settings that mean nothing
// to it.
func TestForgetOfServe(t *testing.T) {
	_, e := read("CERTDESK_RATE=many", "CERTDESK_WARN_FILE=/none/there", "LOG_FORMAT=xml", "CERTDESK_ALLOW_PORTS=x", "CERTDESK_ZONE_FILE=/none/there")
	e.ForgetOfServe()
	var got []string
	for line := range strings.Lines(e.Err().Error()) {
		name, _, _ := strings.Cut(line, " ")
		got = append(got, name)
	}
	slices.Sort(got)
	if want := []string{"CERTDESK_ALLOW_PORTS", "CERTDESK_ZONE_FILE", "LOG_FORMAT"}; !slices.Equal(got, want) {
		t.Errorf("a worker is told of %q, want %q", got, want)
	}
}

// TestFileAgain: a file has changed where what it says has, and not for the space
// around it.
func TestFileAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rate")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("20/1m\n")
	s, e := read("CERTDESK_RATE_FILE=" + path)
	was := s.Files["CERTDESK_RATE"]
	if e.Err() != nil || was.Path != path || was.Again() != was {
		t.Fatalf("%+v, %v", was, e.Err())
	}
	if write(" 20/1m"); was.Again() != was {
		t.Error("a space is a change")
	}
	if write("30/1m"); was.Again() == was {
		t.Error("another rate is no change")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if gone := was.Again(); gone.Sum != [32]byte{} || gone.Path != path {
		t.Errorf("of a file that is gone: %+v", gone)
	}
}

package slack

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Who sees a reply, what it takes the place of, and in which thread it stands.
func TestWhereAReplyStands(t *testing.T) {
	press, command := bot.ButtonAction, bot.Command
	for name, c := range map[string]struct {
		q         bot.Request
		ephemeral bool
		reply     bot.Reply
		alone     bool
		replaces  bool
		thread    string
	}{
		"an answer":                      {bot.Request{Kind: command}, false, bot.Reply{}, false, false, ""},
		"for the asker":                  {bot.Request{Kind: command}, false, bot.Reply{Audience: bot.Asker}, true, false, ""},
		"for the asker, in direct":       {bot.Request{Kind: command, Direct: true}, false, bot.Reply{Audience: bot.Asker}, false, false, ""},
		"a first word":                   {bot.Request{Kind: command}, false, bot.Reply{Working: true}, true, false, ""},
		"of a mark":                      {bot.Request{Kind: bot.MessageAction}, false, bot.Reply{Working: true}, true, false, ""},
		"of a form":                      {bot.Request{Kind: bot.FormSubmission}, false, bot.Reply{Working: true}, true, false, ""},
		"of a mention":                   {bot.Request{Kind: bot.Message}, false, bot.Reply{Working: true}, false, false, ""},
		"of a press":                     {bot.Request{Kind: press}, false, bot.Reply{Working: true}, false, false, ""},
		"in the place of a message":      {bot.Request{Kind: press}, false, bot.Reply{Replaces: true}, false, true, ""},
		"of one that the asker sees":     {bot.Request{Kind: press}, true, bot.Reply{Replaces: true}, true, true, ""},
		"of one that the asker sees too": {bot.Request{Kind: press}, true, bot.Reply{Replaces: true, Audience: bot.Asker}, true, true, ""},
		"not of one that all see":        {bot.Request{Kind: press}, false, bot.Reply{Replaces: true, Audience: bot.Asker}, true, false, ""},
		"of no message":                  {bot.Request{Kind: command}, false, bot.Reply{Replaces: true}, false, false, ""},
		"in a thread":                    {bot.Request{Kind: command, Place: bot.Place{Thread: "1.1"}, Message: "1.2"}, false, bot.Reply{}, false, false, "1.1"},
		"begins a thread":                {bot.Request{Kind: bot.Message, Message: "1.2"}, false, bot.Reply{InThread: true}, false, false, "1.2"},
		"begins none in direct":          {bot.Request{Kind: bot.Message, Message: "1.2", Direct: true}, false, bot.Reply{InThread: true}, false, false, ""},
		"begins none below a press":      {bot.Request{Kind: press, Message: "1.2"}, false, bot.Reply{InThread: true}, false, false, ""},
	} {
		r := &responder{q: &c.q, way: way{ephemeral: c.ephemeral}}
		if r.alone(c.reply) != c.alone || r.replaces(c.reply) != c.replaces || r.thread(c.reply) != c.thread {
			t.Errorf("%s: alone %v, replaces %v, in the thread %q", name, r.alone(c.reply), r.replaces(c.reply), r.thread(c.reply))
		}
		r.settle(c.reply, "9.9")
		if want := c.reply.Working && !c.replaces; (r.first == "9.9") != want {
			t.Errorf("%s: the first word is %q", name, r.first)
		}
	}
}

// A response_url is used as often and as long as Slack takes it; then the answer is a
// message.
func TestHowAnAnswerGoesBack(t *testing.T) {
	for name, c := range map[string]struct {
		used int
		age  time.Duration
		said string // of the response_url
		url  bool   // it was used
		api  bool
	}{
		"the first":      {0, 0, "ok", true, false},
		"the last":       {maxResponses - 1, 0, "ok", true, false},
		"one more":       {maxResponses, 0, "ok", false, true},
		"in time":        {0, responseLifetime - 1, "ok", true, false},
		"too late":       {0, responseLifetime, "ok", false, true},
		"used elsewhere": {0, 0, "used_url", true, true},
	} {
		var asked []string
		status := http.StatusOK
		if c.said != "ok" {
			status = http.StatusNotFound
		}
		a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			asked = append(asked, method)
			if method == "/respond" {
				return status, c.said
			}
			return http.StatusOK, `{"ok":true,"ts":"1.1","channel":"C1"}`
		})
		now := time.Unix(10_000, 0)
		r := &responder{
			client: a.client, now: func() time.Time { return now }, log: a.log, wording: func(_ string, t say.Text) say.Text { return t },
			q:   &bot.Request{Kind: bot.Command, ID: "q", Place: bot.Place{Channel: "C1"}, Asker: bot.Person{ID: "U1"}},
			way: way{responseURL: "https://slack.example/respond", used: c.used, since: now.Add(-c.age)},
		}
		if err := r.respond(t.Context(), bot.Reply{Headline: say.Literal("h")}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		said := strings.Join(asked, " ")
		if strings.Contains(said, "/respond") != c.url || strings.Contains(said, "chat.postMessage") != c.api {
			t.Errorf("%s: asked %q", name, said)
		}
	}
}

// A form that is to wait is opened while its trigger is good, and not after that.
func TestFormsAreOpenedInTime(t *testing.T) {
	for name, c := range map[string]struct {
		age   time.Duration
		opens int
	}{"in time": {0, 2}, "in time still": {triggerLife - time.Second - 1, 2}, "too late": {triggerLife - time.Second, 1}} {
		synctest.Test(t, func(t *testing.T) {
			opens := 0
			a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
				if method == "views.open" {
					if opens++; opens == 1 {
						return http.StatusOK, `{"ok":false,"error":"ratelimited"}`
					}
				}
				return http.StatusOK, `{"ok":true,"ts":"1.1","channel":"C1","view":{}}`
			})
			now := time.Unix(10_000, 0)
			r := &responder{
				client: a.client, now: func() time.Time { return now }, log: a.log, wording: func(_ string, t say.Text) say.Text { return t },
				q:   &bot.Request{Kind: bot.Command, ID: "q", Place: bot.Place{Channel: "C1"}, Asker: bot.Person{ID: "U1"}, At: now.Add(-c.age)},
				way: way{trigger: "t"},
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if err := r.respond(ctx, bot.Reply{Form: &bot.Form{Action: bot.Action{Name: "fix"}}}); err != nil || opens != c.opens || r.trigger != "" {
				t.Errorf("%s: %v, opened %d times", name, err, opens)
			}
			cancel()
		})
	}
}

// A link whose label names a server stands for it; any other for where it leads.
func TestWhatALinkStandsFor(t *testing.T) {
	for link, want := range map[string]string{
		"http://imap.corp.com|imap.corp.com":         "imap.corp.com",
		"http://imap.corp.com:993|imap.corp.com:993": "imap.corp.com:993",
		"https://docs.corp.com/a|0x800CCC1A":         "0x800CCC1A",
		"https://docs.corp.com/a|0x":                 "https://docs.corp.com",
		"https://docs.corp.com/a|0xZZ":               "https://docs.corp.com",
		"https://docs.corp.com/a|our docs":           "https://docs.corp.com",
		"http://mail.corp.com/a|our server":          "mail.corp.com",
		"http://intranet|intranet":                   "intranet",
		"http://intranet:8443|intranet:8443":         "intranet:8443",
		"http://intranet|Intranet":                   "Intranet",
		"https://docs.corp.com/a":                    "https://docs.corp.com/a",
		"mailto:anna@corp.com|write to Anna":         "anna@corp.com",
		"mailto:anna@corp.com?subject=x|Anna":        "anna@corp.com",
		"mailto:anna@corp.com|anna@corp.com":         "anna@corp.com",
		"https://a.corp.com|192.0.2.1":               "192.0.2.1",
		"https://a.corp.com|2001:db8::1":             "2001:db8::1",
		"https://a.corp.com|[2001:db8::1]:993":       "[2001:db8::1]:993",
		"https://a.corp.com|imaps://mail.corp.com/x": "imaps://mail.corp.com/x",
		"https://a.corp.com|mail.corp.com.":          "mail.corp.com.",
		"https://a.corp.com|.corp":                   "https://a.corp.com",
		"https://a.corp.com|corp.":                   "https://a.corp.com",
		"https://a.corp.com|mail.corp.com:imap":      "https://a.corp.com",
		"https://a.corp.com|see mail.corp.com":       "https://a.corp.com",
		"/relative|a label":                          "/relative",
	} {
		if got := linkText(link); got != want {
			t.Errorf("%q: %q, want %q", link, got, want)
		}
	}
	for text, want := range map[string]string{
		"a <b": "a <b", "a <> b": "a <> b", "a <x<http://h.corp.com|h.corp.com> b": "a <xh.corp.com b", "<@U1> &lt;b&gt; &amp;amp;": "<@U1> <b> &amp;", "<!here> <#C1|x>": "<!here> <#C1|x>",
	} {
		if got := readTyped(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"<@U9> check": "check", "hello <@U9|certdesk> check <@U9>": "hello check", "<@U9 check": "<@U9 check", "check": "check"} {
		if got := withoutMention(text, "U9"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"<@U9> check": "check", "check <@U9>": "check <@U9>", "<@U9 check": "<@U9 check"} {
		if got := withoutMention(text, ""); got != want {
			t.Errorf("%q, of nobody known: %q, want %q", text, got, want)
		}
	}
}

// What people see of a message is read up to a bound, in whatever it stands.
func TestSeenIsBounded(t *testing.T) {
	attached := func(times int) string {
		inner := `{"fallback":"deep"}`
		for range times {
			inner = `{"message_blocks":[{"message":{"attachments":[` + inner + `]}}]}`
		}
		return `[` + inner + `]`
	}
	rich := func(times int) string {
		inner := `{"type":"text","text":"deep"}`
		for range times {
			inner = `{"type":"rich_text_list","elements":[` + inner + `]}`
		}
		return `[{"type":"rich_text","elements":[` + inner + `]}]`
	}
	for name, c := range map[string]struct{ blocks, attachments, want string }{
		"as deep as it is":     {"", attached(maxDepth), "deep"},
		"deeper":               {"", attached(maxDepth + 1), ""},
		"lists":                {rich(maxDepth - 1), "", "deep"},
		"deeper lists":         {rich(maxDepth), "", ""},
		"what cannot be read":  {`[7,{"type":"header","text":{"text":"a"}}]`, `[7,{"text":"b"}]`, "a\nb"},
		"all of an attachment": {"", `[{"pretext":"a","title":"b","text":"c","fields":[{"title":"d","value":"e"}],"footer":"f","fallback":"g"}]`, "a\nb\nc\nd: e\nf"},
		"a picture":            {`[{"type":"image","title":{"text":"a"}},{"type":"markdown","text":"b"},{"type":"context","elements":[{"text":"c"}]},{"type":"actions","text":{"text":"d"}}]`, "", "a\nb\nc"},
	} {
		if got := readContent("", json.RawMessage(c.blocks), json.RawMessage(c.attachments)).seen(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	const parts = `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]},{"type":"rich_text_list","elements":[
		{"type":"rich_text_section","elements":[{"type":"text","text":"b"}]},{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"}]}]},
		{"type":"rich_text_quote","elements":[{"type":"text","text":"c"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"d"}]}]}]`
	if got := readContent("", json.RawMessage(parts), nil).seen(); got != "a\nb\n<@U1>\nc\nd" {
		t.Errorf("the parts of a text: %q", got)
	}
	for text, want := range map[string]string{"a section": "a section", " section ": "a section", "other words": "a section\nother words", "": "a section"} {
		if got := readContent(text, json.RawMessage(`[{"type":"section","text":{"text":"a section"}}]`), nil).seen(); got != want {
			t.Errorf("%q beside its blocks: %q, want %q", text, got, want)
		}
	}
	var l lines
	l.add(strings.Repeat("x", maxSeen+5))
	l.add("more")
	if got := l.b.String(); got != strings.Repeat("x", maxSeen)+"\n" {
		t.Errorf("%d signs are read", len(got))
	}
	var full lines
	full.add(strings.Repeat("x", maxSeen-1))
	full.add("more")
	if n := full.b.Len(); n != maxSeen {
		t.Errorf("%d signs are read", n)
	}
	shared := `[{"is_share":true,"text":"passed on","files":[{"name":"a.pem"}]},{"text":"a preview"}]`
	for _, c := range []struct{ text, blocks, want string }{
		{"typed", "", "typed\npassed on"},
		{"", "", "passed on"},
		{"typed", `[{"type":"rich_text","elements":[{"type":"text","text":"rich"}]}]`, "rich\npassed on"},
	} {
		m := readContent(c.text, json.RawMessage(c.blocks), json.RawMessage(shared))
		if got := m.meant(); got != c.want || len(m.passedOn()) != 1 {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	if got := readContent("", nil, json.RawMessage(`[{"text":"a preview"}]`)).meant(); got != "a preview" {
		t.Errorf("%q", got)
	}
}

// The bot's token goes to Slack's own file hosts alone.
func TestWhereTheTokenGoes(t *testing.T) {
	d := &downloads{apiURL: "https://slack.example:8443/api/"}
	for address, want := range map[string]bool{
		"https://files.slack.com/a": true, "https://files.slack-gov.com/a": true, "https://slack.example:8443/files/a": true,
		"http://files.slack.com/a": false, "http://slack.example:8443/a": false, "https://slack.example/a": false, "https://files.slack.com.evil.example/a": false,
		"https://u:p@files.slack.com/a": false, "https://evil.example/files.slack.com": false, "": false, "://": false,
	} {
		if got := d.serves(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

// A letter is whole as long as its address can be.
func TestTheLongestLetter(t *testing.T) {
	head := len("mailto:?subject=S&body=")
	for n, whole := range map[int]bool{maxMailto - head: true, maxMailto - head + 1: false} {
		got := mailto(letterOf("S", []string{strings.Repeat("x", n)}, []string{"brief"}))
		if (len(got) == maxMailto) != whole || strings.HasSuffix(got, "brief") == whole {
			t.Errorf("%d: %d signs", n, len(got))
		}
	}
	// Of what matters as many lines as there is room for.
	detail := []string{strings.Repeat("ü", maxMailto)}
	for n, whole := range map[int]bool{maxMailto - head - len("%0D%0Ab"): true, maxMailto - head - len("%0D%0Ab") + 1: false} {
		got := mailto(letterOf("S", detail, []string{strings.Repeat("x", n), "b"}))
		if (len(got) == maxMailto) != whole || strings.HasSuffix(got, "b") != whole {
			t.Errorf("%d: %d signs, and last %q", n, len(got), got[len(got)-9:])
		}
	}
	if got := mailto(&bot.Letter{Subject: say.Literal("S")}); got != "" {
		t.Errorf("%q", got)
	}
}

// Whom Slack does not let see a file it sends to a page for signing in.
func TestPagesAreNoFiles(t *testing.T) {
	judge := newDownloads(http.DefaultClient, "t", "", nil).fetcher.Judge
	for status, want := range map[int]error{200: nil, 299: nil, 300: errNoFiles, 302: errNoFiles, 399: errNoFiles, 400: nil, 500: nil} {
		if got := judge(&http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/x-pem-file"}}}); !errors.Is(got, want) {
			t.Errorf("status %d: %v", status, got)
		}
	}
	if got := judge(&http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}); !errors.Is(got, errNoFiles) {
		t.Errorf("a page: %v", got)
	}
}

// Where Slack takes only the plainest blocks, what does not fit comes in a file, once.
func TestReplyAsParagraphs(t *testing.T) {
	long := bot.Reply{Headline: say.Literal("h"), Code: []bot.Code{{Text: strings.Repeat("x", maxSection)}}, Actions: []bot.Action{{Name: "n"}}}
	for name, c := range map[string]struct {
		reply bot.Reply
		m     message
		files string
	}{
		"fits":                  {bot.Reply{Headline: say.Literal("h")}, message{}, ""},
		"with files of its own": {bot.Reply{Headline: say.Literal("h")}, message{Files: []bot.File{{Name: "a.pem"}}}, "a.pem"},
		"too long":              {long, message{}, restName},
		"too long, with files":  {long, message{Files: []bot.File{{Name: "a.pem"}}}, restName + " a.pem"},
		"too long before":       {long, message{Files: []bot.File{{Name: restName}}}, restName},
	} {
		m := paragraphs(c.reply, c.m)
		var files []string
		for _, f := range m.Files {
			files = append(files, f.Name)
		}
		if got := strings.Join(files, " "); got != c.files || len(m.Blocks) != 1+len(c.reply.Actions) {
			t.Errorf("%s: %q and %d blocks", name, got, len(m.Blocks))
		}
	}
}

// The tab has a menu of channels where somebody knows what they watch, also when Slack
// refuses the rest.
func TestMenuOfTheHome(t *testing.T) {
	for _, home := range []Home{nil, away{}} {
		var views []string
		a := inFrontOf(t, func(method string, form url.Values) (int, string) {
			if method == "views.publish" {
				views = append(views, form.Get("body"))
				return http.StatusOK, `{"ok":false,"error":"invalid_blocks"}`
			}
			return http.StatusOK, `{"ok":true,"user":{}}`
		}, func(cfg *Config) { cfg.Home = home })
		a.handler.publishHome(t.Context(), "T1", "U1", "")
		if len(views) != 2 {
			t.Fatalf("%d views", len(views))
		}
		for i, v := range views {
			if strings.Contains(v, homeChannel) != (home != nil) {
				t.Errorf("the view %d: %s", i, v)
			}
		}
	}
}

// Who opens the home tab sees it, and not who opens another.
func TestTabsOfTheHome(t *testing.T) {
	for tab, want := range map[string]bool{"": true, "home": true, "messages": false} {
		published := make(chan bool, 1)
		a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			if method == "views.publish" {
				published <- true
			}
			return http.StatusOK, `{"ok":true,"user":{}}`
		})
		if !a.handler.takeCallback(&outer{TeamID: "T1", Event: inner{Type: "app_home_opened", User: "U1", Tab: tab}}) {
			t.Errorf("%q: no room", tab)
		}
		if err := a.Drain(t.Context()); err != nil || len(published) == 1 != want {
			t.Errorf("%q: %v, published %d times", tab, err, len(published))
		}
	}
}

// A message is answered in its thread. The answer takes the place of its first word
// where that can be edited, and is a message of its own where it cannot.
func TestHowAMessageIsAnswered(t *testing.T) {
	for name, c := range map[string]struct {
		thread, update string
		want           string
	}{
		"in the channel":    {"", `{"ok":true}`, "chat.postMessage chat.update"},
		"in a thread":       {"1.0", `{"ok":true}`, "chat.postMessage/1.0 chat.update"},
		"a word is gone":    {"1.0", `{"ok":false,"error":"message_not_found"}`, "chat.postMessage/1.0 chat.update chat.postMessage/1.0"},
		"it is refused too": {"", `{"ok":false,"error":"not_in_channel"}`, "chat.postMessage chat.update"},
	} {
		var asked []string
		a := inFrontOf(t, func(method string, form url.Values) (int, string) {
			if thread := form.Get("thread_ts"); thread != "" {
				method += "/" + thread
			}
			if strings.HasPrefix(method, "chat.") {
				asked = append(asked, method)
			}
			if method == "chat.update" {
				return http.StatusOK, c.update
			}
			return http.StatusOK, `{"ok":true,"ts":"1.1","channel":"C1"}`
		})
		r := &responder{
			client: a.client, now: time.Now, log: a.log, wording: func(_ string, t say.Text) say.Text { return t },
			q: &bot.Request{Kind: bot.ChannelMessage, ID: "q", Place: bot.Place{Channel: "C1", Thread: c.thread}, Asker: bot.Person{ID: "U1"}},
		}
		synctest.Test(t, func(t *testing.T) {
			err := r.respond(t.Context(), bot.Reply{Headline: say.Literal("h"), Working: true})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if err = r.respond(t.Context(), bot.Reply{Headline: say.Literal("h")}); (err != nil) != strings.Contains(c.update, "not_in_channel") {
				t.Errorf("%s: %v", name, err)
			}
		})
		if got := strings.Join(asked, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Either way of listening is enough, and one is needed.
func TestSettings(t *testing.T) {
	good := Config{Desk: noDesk{}, HTTP: http.DefaultClient, Now: time.Now, Log: slog.New(slog.DiscardHandler), BotToken: "xoxb-t", AppToken: "xapp-t", SigningSecret: "s"}
	for name, c := range map[string]struct {
		change func(c *Config)
		want   string // of the error, "" for none
	}{
		"both":           {func(*Config) {}, ""},
		"Socket Mode":    {func(c *Config) { c.SigningSecret = "" }, ""},
		"HTTP mode":      {func(c *Config) { c.AppToken = "" }, ""},
		"neither":        {func(c *Config) { c.AppToken, c.SigningSecret = "", "" }, "SLACK_APP_TOKEN"},
		"no bot's token": {func(c *Config) { c.BotToken = "" }, "SLACK_BOT_TOKEN"},
		"no desk":        {func(c *Config) { c.Desk = nil }, "a Slack adapter lacks its Desk"},
		"no log":         {func(c *Config) { c.Log = nil }, "a Slack adapter lacks its Log"},
	} {
		cfg := good
		c.change(&cfg)
		if _, err := New(cfg); (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

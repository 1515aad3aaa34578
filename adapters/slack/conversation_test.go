package slack_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
)

// TestMain lets many tests run at once: they wait for Slack's seconds rather than
// for a core.
func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel != nil && len(parallel.Value.String()) < 2 {
		parallel.Value.Set("16") // a number, so that it is taken
	}
	goleak.VerifyTestMain(m)
}

const (
	channel = "C2"
	support = "C9"
	direct  = "D" + fakeslack.User
)

// newAdapter starts an adapter in front of a fake Slack.
func newAdapter(t testing.TB, fake *fakeslack.Server, d slack.Desk, change ...func(*slack.Config)) *slack.Adapter {
	t.Helper()
	cfg := slack.Config{
		Desk: d, BotToken: fakeslack.BotToken, AppToken: fakeslack.AppToken, SigningSecret: fakeslack.Secret,
		APIURL: fake.APIURL(), HTTP: fake.Client(), SupportChannels: []string{"slack:" + support},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&cfg)
	}
	a, err := slack.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	adaptertest.Drained(t, a)
	return a
}

// person is somebody in the fake Slack.
type person struct {
	t       testing.TB
	fake    *fakeslack.Server
	deliver func(fakeslack.Delivery)
	last    fakeslack.Delivery
}

func (p *person) do(d fakeslack.Delivery) {
	p.last = d
	p.deliver(d)
}

func (p *person) event(d fakeslack.Delivery) string {
	p.do(d)
	var out struct {
		Event struct {
			TS string `json:"ts"`
		} `json:"event"`
	}
	if err := json.Unmarshal(d.Payload, &out); err != nil {
		p.t.Fatal(err)
	}
	return out.Event.TS
}

func (p *person) Command(verb, text string) { p.do(p.fake.Command(channel, verb, text)) }
func (p *person) Mention(text string) string {
	return p.event(p.fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> "+text, nil))
}
func (p *person) Direct(text string) string {
	return p.event(p.fake.Event("message", direct, text, nil))
}
func (p *person) Overhear(text string) string {
	return p.event(p.fake.Event("message", support, text, nil))
}
func (p *person) Reword(message, text string) {
	edited := func(ts string) map[string]any { return map[string]any{"user": fakeslack.User, "ts": ts} }
	p.do(p.fake.Event("message", channel, "", map[string]any{"subtype": "message_changed", "user": nil,
		"message": map[string]any{"type": "message", "user": fakeslack.User, "text": "<@" + fakeslack.BotUser + "> " + text, "ts": message,
			"edited": edited(fmt.Sprintf("%d.000100", time.Now().Unix()))},
		"previous_message": map[string]any{"type": "message", "user": fakeslack.User, "ts": message}}))
}

func (p *person) Stranger(command bool, text string) {
	if command {
		p.do(p.fake.Command(channel, "certcheck", text).With(map[string]any{"team_id": "T666", "user_id": "U666"}))
		return
	}
	p.do(p.fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> "+text, map[string]any{"user_team": "T666", "team": "T666", "user": "U666"}))
}

func (p *person) Mark(text string)              { p.do(p.fake.Mark(channel, "1700000000.000100", text)) }
func (p *person) Press(message, action string)  { p.do(p.fake.Press(message, action)) }
func (p *person) Fill(fields map[string]string) { p.do(p.fake.Submit(fields)) }
func (p *person) Again()                        { p.deliver(p.last) }
func (p *person) Forms() int                    { return len(p.fake.Modals()) }

func (p *person) Files() []bot.File {
	var out []bot.File
	for _, f := range p.fake.Files() {
		out = append(out, bot.File{Name: f.Name, Data: f.Data})
	}
	return out
}

func (p *person) See() []adaptertest.Shown {
	var out []adaptertest.Shown
	for _, m := range p.fake.Messages() {
		shown := adaptertest.Shown{ID: m.TS, Thread: m.Thread, Private: m.Only != "", Text: m.Text, Edits: m.Edits}
		var blocks any
		if len(m.Blocks) > 0 {
			if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
				p.t.Fatal(err)
			}
		}
		read(blocks, &shown)
		out = append(out, shown)
	}
	return out
}

// read gathers all that can be read in blocks.
func read(v any, into *adaptertest.Shown) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			read(e, into)
		}
	case map[string]any:
		if v["type"] == "button" {
			id, _ := v["action_id"].(string)
			into.Buttons = append(into.Buttons, id)
		}
		if text, ok := v["text"].(string); ok {
			into.Text += "\n" + text
		}
		for _, name := range []string{"text", "fields", "elements", "accessory"} {
			if _, plain := v[name].(string); !plain {
				read(v[name], into)
			}
		}
	}
}

// byHTTP delivers by HTTP.
func byHTTP(t testing.TB, fake *fakeslack.Server, a *slack.Adapter) func(fakeslack.Delivery) {
	t.Helper()
	app := httptest.NewServer(a.Handler())
	t.Cleanup(app.Close)
	return func(d fakeslack.Delivery) {
		status, _, err := fake.Send(t.Context(), app.URL, d)
		if err != nil || status != http.StatusOK {
			t.Errorf("delivered with status %d, %v", status, err)
		}
	}
}

// bySocket delivers by Socket Mode, with both connections open.
func bySocket(t testing.TB, fake *fakeslack.Server, a *slack.Adapter) func(fakeslack.Delivery) {
	t.Helper()
	adaptertest.Listening(t, a)
	adaptertest.Eventually(t, func() string {
		if fake.Sockets() != 2 {
			return "there are not two connections"
		}
		return ""
	})
	return func(d fakeslack.Delivery) {
		if err := fake.Push(d); err != nil {
			t.Error(err)
		}
	}
}

func TestConversation(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]func(testing.TB, *fakeslack.Server, *slack.Adapter) func(fakeslack.Delivery){
		"http": byHTTP, "socket": bySocket,
	} {
		t.Run(name, func(t *testing.T) {
			adaptertest.Run(t, func(t *testing.T, d adaptertest.Desk) adaptertest.Person {
				fake := fakeslack.New(t)
				return &person{t: t, fake: fake, deliver: way(t, fake, newAdapter(t, fake, d))}
			})
		})
	}
}

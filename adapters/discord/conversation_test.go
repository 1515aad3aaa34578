package discord_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newAdapter starts an adapter in front of a fake Discord; by HTTP if keyed.
func newAdapter(t testing.TB, fake *fakediscord.Server, d discord.Desk, keyed bool, change ...func(*discord.Config)) *discord.Adapter {
	t.Helper()
	cfg := discord.Config{
		Desk: d, Token: fakediscord.Token, ApplicationID: fakediscord.Application,
		APIURL: fake.APIURL(), HTTP: fake.Client(), SupportChannels: []string{"discord:" + fakediscord.Support},
		Now: time.Now, Log: quiet,
	}
	if keyed {
		cfg.PublicKey = fake.PublicKey()
	}
	for _, c := range change {
		c(&cfg)
	}
	a, err := discord.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	adaptertest.Drained(t, a)
	return a
}

// person is somebody on the fake Discord.
type person struct {
	t       testing.TB
	fake    *fakediscord.Server
	deliver func(d fakediscord.Delivery, again bool)
	last    fakediscord.Delivery
}

func (p *person) do(d fakediscord.Delivery) {
	p.last = d
	p.deliver(d, false)
}

func (p *person) say(channel, text string) string {
	id, d := p.fake.Say(channel, text, nil)
	p.do(d)
	return id
}

// Command fills in the options that the words stand for.
func (p *person) Command(verb, text string) {
	var options []map[string]any
	for i, word := range strings.Fields(text) {
		if i == 0 {
			options = append(options, fakediscord.Option("target", word))
		} else {
			options = append(options, fakediscord.Option(word, true))
		}
	}
	p.do(p.fake.Command(fakediscord.Channel, verb, options...))
}

func (p *person) Mention(text string) string {
	return p.say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> "+text)
}
func (p *person) Reword(message, text string) {
	_, d := p.fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> "+text,
		map[string]any{"id": message, "edited_timestamp": time.Now().UTC().Format(time.RFC3339Nano)})
	d.Event = "MESSAGE_UPDATE"
	p.do(d)
}

func (p *person) Stranger(command bool, text string) {
	if command {
		p.do(p.fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", text)).With(map[string]any{
			"guild_id": foreign, "member": map[string]any{"user": map[string]any{"id": stranger, "username": "mallory"}, "roles": []string{}},
		}))
		return
	}
	_, d := p.fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> "+text, map[string]any{"guild_id": foreign})
	p.do(d)
}

func (p *person) Direct(text string) string   { return p.say(fakediscord.Direct, text) }
func (p *person) Overhear(text string) string { return p.say(fakediscord.Support, text) }
func (p *person) Mark(text string)            { p.do(p.fake.Mark(fakediscord.Channel, text, nil)) }
func (p *person) Press(message, action string) {
	p.do(p.fake.Press(message, action))
}
func (p *person) Fill(fields map[string]string) { p.do(p.fake.Submit(fakediscord.Channel, fields)) }
func (p *person) Again()                        { p.deliver(p.last, true) }
func (p *person) Forms() int                    { return len(p.fake.Forms()) }

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
		shown := adaptertest.Shown{ID: m.ID, Thread: m.ReplyTo, Private: m.Only != "", Edits: m.Edits}
		for _, name := range []string{"content", "embeds", "components"} {
			var parts any
			if raw := m.Body[name]; len(raw) > 0 {
				if err := json.Unmarshal(raw, &parts); err != nil {
					p.t.Fatal(err)
				}
			}
			read(parts, &shown)
		}
		out = append(out, shown)
	}
	return out
}

// read gathers all that can be read in a message.
func read(v any, into *adaptertest.Shown) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			read(e, into)
		}
	case map[string]any:
		if id, ok := v["custom_id"].(string); ok {
			into.Buttons = append(into.Buttons, id)
		}
		for _, name := range []string{"content", "title", "description", "name", "value", "text"} {
			if text, ok := v[name].(string); ok {
				into.Text += "\n" + text
			}
		}
		for _, name := range []string{"components", "accessory", "fields", "footer"} {
			read(v[name], into)
		}
	}
}

// byHTTP delivers interactions by HTTP, and by nothing else: messages need the
// gateway.
func byHTTP(t testing.TB, fake *fakediscord.Server, a *discord.Adapter) func(fakediscord.Delivery, bool) {
	t.Helper()
	app := httptest.NewServer(a.Handler())
	t.Cleanup(app.Close)
	return func(d fakediscord.Delivery, again bool) {
		status, said, err := fake.Send(t.Context(), app.URL, d)
		want := http.StatusOK
		if again {
			want = http.StatusConflict
		}
		if err != nil || status != want {
			t.Errorf("delivered with status %d %s, %v", status, said, err)
		}
	}
}

// byGateway delivers by the gateway.
func byGateway(t testing.TB, fake *fakediscord.Server, a *discord.Adapter) func(fakediscord.Delivery, bool) {
	t.Helper()
	adaptertest.Listening(t, a)
	adaptertest.Eventually(t, func() string {
		if fake.Listeners() != 1 {
			return "nobody listens to the gateway"
		}
		return ""
	})
	return func(d fakediscord.Delivery, _ bool) {
		if err := fake.Push(d); err != nil {
			t.Error(err)
		}
	}
}

func TestConversationByGateway(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(t *testing.T, d adaptertest.Desk) adaptertest.Person {
		fake := fakediscord.New(t)
		return &person{t: t, fake: fake, deliver: byGateway(t, fake, newAdapter(t, fake, d, false, fenced))}
	})
}

// By HTTP come interactions only; what people write comes by the gateway, which
// the adapter keeps closed then.
func TestConversationByHTTP(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(t *testing.T, d adaptertest.Desk) adaptertest.Person {
		if name := t.Name(); strings.Contains(name, "mention") || strings.Contains(name, "direct") || strings.Contains(name, "overheard") {
			t.Skip("messages do not come by HTTP")
		}
		fake := fakediscord.New(t)
		return &person{t: t, fake: fake, deliver: byHTTP(t, fake, newAdapter(t, fake, d, true, fenced))}
	})
}

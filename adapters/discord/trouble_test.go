package discord_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/checks/say"
)

var quiet = slog.New(slog.DiscardHandler)

// deskFunc is a desk of one function.
type deskFunc func(ctx context.Context, q *bot.Request, respond bot.Respond) error

func (f deskFunc) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	return f(ctx, q, respond)
}

// slowly answers after a while.
func slowly(d time.Duration, replies ...bot.Reply) deskFunc {
	return func(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
		select {
		case <-time.After(d):
		case <-ctx.Done():
			return ctx.Err()
		}
		for _, r := range replies {
			if err := respond(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// settled waits until everything that was begun has ended, and returns what
// stands there.
func settled(t *testing.T, fake *fakediscord.Server, a *discord.Adapter) []fakediscord.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := a.Drain(ctx); err != nil {
		t.Error("draining:", err)
	}
	if n := fake.Thinking(); n > 0 {
		t.Errorf("%d answers are announced and do not come", n)
	}
	return fake.Messages()
}

// Nothing lost, nothing doubled.
func TestTrouble(t *testing.T) {
	t.Parallel()
	limited := fakediscord.Fault{Status: 429, RetryAfter: 1}
	cases := []struct {
		name, route string
		how         string // "command", "press", "mention"
		faults      []fakediscord.Fault
	}{
		{"callback failing", "callback", "command", []fakediscord.Fault{{Status: 500}, {Status: 503}}},
		{"callback dropped", "callback", "command", []fakediscord.Fault{{Drop: true}}},
		{"callback lost on the way back", "callback", "command", []fakediscord.Fault{{Lose: true}}},
		{"callback never", "callback", "command", slices.Repeat([]fakediscord.Fault{{Status: 500}}, 5)},
		{"edit limited", "edit", "command", []fakediscord.Fault{limited}},
		{"edit failing", "edit", "command", []fakediscord.Fault{{Status: 500}, {Status: 502}}},
		{"edit dropped", "edit", "command", []fakediscord.Fault{{Drop: true}}},
		{"edit lost on the way back", "edit", "command", []fakediscord.Fault{{Lose: true}}},
		{"edit slow", "edit", "command", []fakediscord.Fault{{Delay: 2 * time.Second}}},
		{"edit not known yet", "edit", "command", []fakediscord.Fault{{Status: 404, Code: 10015}}},
		{"follow-up limited", "follow-up", "press", []fakediscord.Fault{limited}},
		{"follow-up failing", "follow-up", "press", []fakediscord.Fault{{Status: 500}}},
		{"follow-up dropped", "follow-up", "press", []fakediscord.Fault{{Drop: true}}},
		{"message limited", "post", "mention", []fakediscord.Fault{limited}},
		{"message failing", "post", "mention", []fakediscord.Fault{{Status: 500}, {Status: 502}}},
		{"message dropped", "post", "mention", []fakediscord.Fault{{Drop: true}}},
		{"message lost on the way back", "post", "mention", []fakediscord.Fault{{Lose: true}}},
		{"channel slow", "channel", "mention", []fakediscord.Fault{{Delay: 4 * time.Second}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// With a file an answer to a press is a follow-up.
			answer := bot.Reply{Headline: say.Literal("An answer."), Files: []bot.File{{Name: "a.pem", Data: []byte("x")}}}
			fake, s := fakediscord.New(t), adaptertest.Scripted(answer)
			a := newAdapter(t, fake, s, false)
			deliver := byGateway(t, fake, a)
			want := 1
			if c.how == "press" {
				s.Answers(func(*bot.Request) []bot.Reply {
					return []bot.Reply{{Headline: say.Literal("First."), Actions: []bot.Action{{Name: "a", Value: "b", Label: say.Literal("L")}}}}
				})
				deliver(fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "x")), false)
				adaptertest.Eventually(t, func() string {
					if len(fake.Messages()) == 0 {
						return "no message to press"
					}
					return ""
				})
				s.Answers(func(*bot.Request) []bot.Reply { return []bot.Reply{answer} })
				want = 2
			}
			fake.Fail(c.route, c.faults...)
			switch c.how {
			case "command":
				d := fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "x"))
				if c.name == "callback never" {
					fake.Tell(d.Event, d.Payload)
				} else {
					deliver(d, false)
				}
			case "press":
				deliver(fake.Press(fake.Messages()[0].ID, "a:b"), false)
			case "mention":
				_, d := fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> help", nil)
				deliver(d, false)
			}
			adaptertest.Eventually(t, func() string {
				if n := len(fake.Messages()); n < want {
					return fmt.Sprintf("%d messages", n)
				}
				return ""
			})
			all := settled(t, fake, a)
			if len(all) != want || !strings.Contains(string(all[want-1].Body["components"]), "An answer.") {
				t.Errorf("%d messages: %+v", len(all), all)
			}
		})
	}
}

// An answer for the asker alone is not shown to all, however late it comes.
func TestLateAndPrivate(t *testing.T) {
	t.Parallel()
	for _, keyed := range []bool{false, true} {
		fake := fakediscord.New(t)
		a := newAdapter(t, fake, slowly(300*time.Millisecond, bot.Reply{Working: true, Headline: say.Literal("Checking …")}, bot.Reply{Audience: bot.Asker, Headline: say.Literal("Only you.")}), keyed)
		p := &person{t: t, fake: fake}
		if keyed {
			p.deliver = byHTTP(t, fake, a)
		} else {
			p.deliver = byGateway(t, fake, a)
		}
		p.Command("certcheck", "imap.example")
		if n := fake.Thinking(); n != 1 {
			t.Errorf("%d announcements", n)
		}
		if all := settled(t, fake, a); len(all) != 1 || all[0].Only != fakediscord.User {
			t.Errorf("%+v", all)
		}
	}
}

// The option private makes even the first word private.
func TestPrivateOption(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, slowly(300*time.Millisecond, bot.Reply{Working: true, Headline: say.Literal("Checking …")}, bot.Reply{Audience: bot.Asker, Headline: say.Literal("Only you.")}), true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.Command("certcheck", "imap.example private")
	if all := settled(t, fake, a); len(all) != 1 || all[0].Only != fakediscord.User || all[0].Edits != 1 {
		t.Errorf("%+v", all)
	}
}

// A press that takes long leaves the message as it is until there is an answer,
// and a word for the asker meanwhile.
func TestLongPress(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("First."), Actions: []bot.Action{{Name: "recheck", Value: "b", Label: say.Literal("L")}}})
	a := newAdapter(t, fake, s, true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.Command("certcheck", "imap.example")
	adaptertest.Eventually(t, func() string {
		if len(fake.Messages()) == 0 {
			return "no message"
		}
		return ""
	})
	s.Answers(func(*bot.Request) []bot.Reply {
		return []bot.Reply{{Working: true, Headline: say.Literal("Checking …")}, {Headline: say.Literal("Second."), Replaces: true}}
	})
	p.Press(fake.Messages()[0].ID, "recheck:b")
	adaptertest.Eventually(t, func() string {
		if fake.Calls("delete") == 0 {
			return "the first word was not taken back"
		}
		return ""
	})
	all := settled(t, fake, a)
	if len(all) != 1 || all[0].Edits != 1 || !strings.Contains(string(all[0].Body["components"]), "Second.") {
		t.Errorf("%+v", all)
	}
}

// After a quarter of an hour the answer is a message in the channel, and what
// is for the asker alone one among the direct messages.
func TestExpiredToken(t *testing.T) {
	t.Parallel()
	for _, audience := range []bot.Audience{bot.Everyone, bot.Asker} {
		fake := fakediscord.New(t)
		expired := make(chan struct{})
		a := newAdapter(t, fake, deskFunc(func(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
			<-expired
			return respond(ctx, bot.Reply{Audience: audience, Headline: say.Literal("An answer.")})
		}), true)
		p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
		p.Command("certcheck", "imap.example")
		fake.Expire()
		close(expired)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		if err := a.Drain(ctx); err != nil {
			t.Error("draining:", err)
		}
		cancel()
		want := fakediscord.Channel
		if audience == bot.Asker {
			want = fakediscord.Direct
		}
		if all := fake.Messages(); len(all) != 1 || all[0].Channel != want {
			t.Errorf("%+v", all)
		}
	}
}

// Where components are refused the words come as an embed.
func TestComponentsRefused(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Tone: bot.Bad, Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s, true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	fake.RefuseComponents()
	p.Command("certcheck", "imap.example")
	if all := settled(t, fake, a); len(all) != 1 || !strings.Contains(string(all[0].Body["embeds"]), "An answer.") {
		t.Errorf("%+v", all)
	}
	if id, err := a.Post(t.Context(), bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, bot.Reply{Headline: say.Literal("A notice.")}, "k"); err != nil || id == "" {
		t.Errorf("%q, %v", id, err)
	}
}

// Where embeds are refused too, the words come as text.
func TestEverythingRefused(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), true)
	refused := fakediscord.Fault{Status: 400, Code: 50035}
	fake.Fail("post", refused, refused)
	said := bot.Reply{Tone: bot.Bad, Headline: say.Literal("It has *expired*."), Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("@everyone")}}}
	if _, err := a.Post(t.Context(), bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, said, "k"); err != nil {
		t.Error(err)
	}
	if all := fake.Messages(); len(all) != 1 || string(all[0].Body["content"]) != `"It has \\*expired\\*.\nIssued to: \\@everyone"` {
		t.Errorf("%+v", all)
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), true)
	to := bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel}
	key := strings.Repeat("a long key ", 20)
	first, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("A notice.")}, key)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("A notice.")}, key); err != nil || again != first {
		t.Errorf("posted again as %s, %v", again, err)
	}
	fake.ForgetNonces() // some minutes later
	if found, err := a.Find(t.Context(), to, key, time.Time{}); err != nil || strings.Join(found, " ") != first {
		t.Errorf("found %q, %v; want %s", found, err, first)
	}
	if found, err := a.Find(t.Context(), to, "another", time.Time{}); err != nil || strings.Join(found, " ") != "" {
		t.Errorf("found %q, %v", found, err)
	}
	thread := to
	thread.Thread = "500000000000000077"
	if _, err := a.Post(t.Context(), thread, bot.Reply{Headline: say.Literal("Below.")}, "2"); err != nil {
		t.Error(err)
	}
	fake.Fail("post", fakediscord.Fault{Lose: true})
	if _, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("Lost on the way back.")}, "3"); err != nil {
		t.Error(err)
	}
	all := fake.Messages()
	if len(all) != 3 || all[1].Channel != thread.Thread {
		t.Errorf("%d messages: %+v", len(all), all)
	}
	fake.Deny("post", 403, 50013)
	var problem *discord.Problem
	if _, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("x")}, "4"); !errors.As(err, &problem) || problem.Code != 50013 || !strings.Contains(err.Error(), "Send Messages") {
		t.Errorf("%v", err)
	}
}

type suggester []string

func (s suggester) Suggest(_ context.Context, p bot.Place, typed string) ([]bot.Suggestion, error) {
	if p.Channel != fakediscord.Channel || typed != "ima" {
		return nil, fmt.Errorf("asked for %q in %+v", typed, p)
	}
	var out []bot.Suggestion
	for i, name := range s {
		out = append(out, bot.Suggestion{Name: name})
		if i == 0 {
			out[0].Tone, out[0].Until = bot.Warning, time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC)
		}
	}
	return out, nil
}

func TestAutocomplete(t *testing.T) {
	fake := fakediscord.New(t)
	names := suggester{"imap.example:993", strings.Repeat("a", 101), ""}
	for i := range 40 {
		names = append(names, fmt.Sprintf("imap%d.example", i))
	}
	a := newAdapter(t, fake, adaptertest.Scripted(), true, func(c *discord.Config) { c.Suggest = names })
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.Typing(fakediscord.Channel, "certcheck", fakediscord.Option("target", "ima")))
	p.do(fake.Typing(fakediscord.Channel, "certwatch remove", fakediscord.Option("target", "ima")))
	p.do(fake.Typing(fakediscord.Channel, "certcheck", fakediscord.Option("name", "ima")))
	var lists []struct {
		Choices []struct{ Name, Value string }
	}
	for _, raw := range fake.Suggestions() {
		lists = append(lists, struct {
			Choices []struct{ Name, Value string }
		}{})
		if err := json.Unmarshal(raw, &lists[len(lists)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if len(lists) != 3 || len(lists[0].Choices) != 25 || lists[0].Choices[0].Value != "imap.example:993" ||
		lists[0].Choices[0].Name != "imap.example:993  ⚠️  2026-12-20" || lists[0].Choices[1].Name != "imap0.example" || len(lists[1].Choices) != 25 || len(lists[2].Choices) != 0 {
		t.Errorf("%+v", lists)
	}
}

// Commands are registered where they changed, and nowhere else.
func TestRegister(t *testing.T) {
	t.Parallel()
	for _, guild := range []string{"", fakediscord.Guild} {
		fake := fakediscord.New(t)
		a := newAdapter(t, fake, adaptertest.Scripted(), true, func(c *discord.Config) { c.GuildID = guild })
		for range 3 {
			if err := a.Register(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := fake.Calls("put commands"); n != 1 || fake.Commands(guild) == nil {
			t.Errorf("registered %d times", n)
		}
		fake.Deny("get commands", 401, 0)
		if err := a.Register(t.Context()); err == nil || !strings.Contains(err.Error(), "DISCORD_TOKEN") {
			t.Errorf("%v", err)
		}
	}
}

// What is typed reaches the desk as package command reads it.
func TestOptions(t *testing.T) {
	option := fakediscord.Option
	for _, c := range []struct {
		verb    string
		options []map[string]any
		text    string
		named   map[string]string
	}{
		{"certcheck", []map[string]any{option("target", "imap.example:993"), option("fresh", true), option("private", false)}, "imap.example:993",
			map[string]string{"target": "imap.example:993", "fresh": "true", "private": "false"}},
		{"certcheck", []map[string]any{option("target", "imap.example starttls imap")}, "imap.example starttls imap", map[string]string{}},
		{"certcheck", []map[string]any{option("target", "help")}, "help", map[string]string{}},
		{"certwatch add", []map[string]any{option("target", "mail.example"), option("note", "ask Anna"), option("warn", "30,7")}, "add mail.example warn 30,7 note ask Anna", nil},
		{"certwatch snooze", []map[string]any{option("for", "7d"), option("target", "mail.example")}, "snooze mail.example 7d", nil},
		{"certwatch schedule", []map[string]any{option("when", "weekdays 09:00 Europe/Berlin")}, "schedule weekdays 09:00 Europe/Berlin", nil},
		{"certwatch list", nil, "list", nil},
		{"certfix", []map[string]any{option("target", "mail.example"), option("error", "0x800CCC1A")}, "0x800CCC1A mail.example", nil},
		{"certfix", nil, "", nil},
	} {
		fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("x")})
		a := newAdapter(t, fake, s, true)
		p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
		p.do(fake.Command(fakediscord.Channel, c.verb, c.options...))
		settled(t, fake, a)
		asked := s.Asked()
		if len(asked) != 1 {
			t.Fatalf("%s: asked %+v", c.verb, asked)
		}
		q := asked[0]
		verb, _, _ := strings.Cut(c.verb, " ")
		if q.Verb != verb || q.Text != c.text || fmt.Sprint(q.Options) != fmt.Sprint(c.named) {
			t.Errorf("%s: %q, %v; want %q, %v", c.verb, q.Text, q.Options, c.text, c.named)
		}
		if q.Asker.ID != fakediscord.User || q.Asker.Locale != "en-GB" || len(q.Asker.Roles) != 1 || q.Place.Team != fakediscord.Guild {
			t.Errorf("%s: asked by %+v in %+v", c.verb, q.Asker, q.Place)
		}
	}
}

// Certificates that are attached are fetched; anything else is not. One that
// cannot be fetched comes without data, so that whoever sent it hears of it.
func TestAttachments(t *testing.T) {
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("x")})
	a := newAdapter(t, fake, s, true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.Upload(fakediscord.Channel, "certfix", "certificate", "server.CER", []byte("a certificate")))
	p.do(fake.Upload(fakediscord.Channel, "certfix", "certificate", "picture.png", []byte("a picture")))
	p.do(fake.Upload(fakediscord.Channel, "certfix", "certificate", "elsewhere.csv", []byte("a table")))
	p.do(fake.Upload(fakediscord.Channel, "certwatch import", "file", "watches.csv", []byte("a list")))
	p.do(fake.Upload(fakediscord.Channel, "certfix", "certificate", "large.pem", make([]byte, 300<<10)))
	settled(t, fake, a)
	files := make(map[string]string)
	for _, q := range s.Asked() {
		for _, f := range q.Files {
			files[f.Name] = string(f.Data)
		}
	}
	if fmt.Sprint(files) != "map[large.pem: server.CER:a certificate watches.csv:a list]" {
		t.Errorf("%v", files)
	}
}

// Threads are answered inside, and so are posts in a support forum.
func TestThreads(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer."), InThread: true})
	a := newAdapter(t, fake, s, false)
	deliver := byGateway(t, fake, a)
	fake.Thread("500000000000000021", fakediscord.Channel)
	_, mention := fake.Say("500000000000000021", "<@"+fakediscord.BotUser+"> help", nil)
	deliver(mention, false)
	deliver(fake.Command("500000000000000021", "certcheck", fakediscord.Option("target", "x")), false)
	// A post in a forum: its first message has the post's id.
	fake.Thread("500000000000000022", fakediscord.Support)
	_, post := fake.Say("500000000000000022", "0x800CCC1A", map[string]any{"id": "500000000000000022"})
	deliver(post, false)
	fake.Thread("500000000000000023", "500000000000000099")
	_, elsewhere := fake.Say("500000000000000023", "0x800CCC1A", map[string]any{"id": "500000000000000023"})
	deliver(elsewhere, false)
	// Nothing of this is meant for the bot, or was said by people.
	for _, fields := range []map[string]any{
		{"channel_id": "500000000000000022"}, {"author": map[string]any{"id": "1", "bot": true}}, {"webhook_id": "5"},
		{"author": map[string]any{"id": fakediscord.BotUser}}, {"type": 7}, {"content": nil, "author": nil}, {"channel_id": fakediscord.Channel},
	} {
		_, d := fake.Say(fakediscord.Support, "0x800CCC1A", fields)
		deliver(d, false)
	}
	adaptertest.Eventually(t, func() string {
		if n := len(fake.Messages()); n < 3 {
			return fmt.Sprintf("%d messages", n)
		}
		return ""
	})
	var in []string
	for _, m := range settled(t, fake, a) {
		in = append(in, m.Channel)
	}
	slices.Sort(in)
	if got := strings.Join(in, " "); got != "500000000000000021 500000000000000021 500000000000000022" {
		t.Errorf("answered in %s", got)
	}
	for _, q := range s.Asked() {
		if q.Place.Thread == "" || q.Place.Channel == q.Place.Thread {
			t.Errorf("asked in %+v", q.Place)
		}
	}
}

// A button that cannot be undone asks back.
func TestAsksBack(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("First."), Actions: []bot.Action{{Name: "forget", Value: "b", Label: say.Literal("Forget"), Confirm: say.Literal("Really?")}}})
	a := newAdapter(t, fake, s, true)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.Command("certcheck", "imap.example")
	adaptertest.Eventually(t, func() string {
		if len(fake.Messages()) == 0 {
			return "no message"
		}
		return ""
	})
	s.Answers(func(*bot.Request) []bot.Reply {
		return []bot.Reply{{Audience: bot.Asker, Headline: say.Literal("Forgotten."), Replaces: true}}
	})
	p.Press(fake.Messages()[0].ID, "?forget:b")
	if n := len(s.Asked()); n != 0 {
		t.Errorf("the desk was asked %d times before it was meant", n)
	}
	seen := p.See()
	if len(seen) != 2 || !seen[1].Private || len(seen[1].Buttons) != 1 || seen[1].Buttons[0] != "forget:b" {
		t.Fatalf("%+v", seen)
	}
	p.Press(seen[1].ID, "forget:b")
	if all := settled(t, fake, a); len(all) != 2 || !strings.Contains(string(all[1].Body["components"]), "Forgotten.") || len(s.Asked()) != 1 {
		t.Errorf("%+v", all)
	}
}

// TestEmptyHistory: where Discord shows no messages, since certdesk may not read the
// history, it is not known whether a post was made.
func TestEmptyHistory(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		permissions int
		doubt       bool
	}{
		"nothing was posted yet": {fakediscord.Invited, false},
		"it may not be read":     {fakediscord.Invited &^ fakediscord.ReadMessageHistory, true},
	} {
		fake := fakediscord.New(t)
		a := newAdapter(t, fake, adaptertest.Scripted(), true)
		fake.Permit(fakediscord.Channel, c.permissions)
		found, err := a.Find(t.Context(), bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel}, "n1", time.Time{})
		if len(found) > 0 || errors.Is(err, bot.ErrInDoubt) != c.doubt || err != nil && !c.doubt {
			t.Errorf("%s: %q, %v", name, found, err)
		}
	}
}

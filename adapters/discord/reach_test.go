package discord_test

import (
	"errors"
	"slices"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

const forum, post, thread = "500000000000000015", "500000000000000016", "500000000000000017"

// Whether an alert would arrive is known before it is promised: by what an
// interaction says, and by asking.
func TestMayPost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set   func(f *fakediscord.Server)
		in    string
		want  bot.Barrier
		lacks []string
	}{
		"a channel":       {in: fakediscord.Channel},
		"direct messages": {in: fakediscord.Direct},
		"no Send Messages": {func(f *fakediscord.Server) {
			f.Permit(fakediscord.Channel, fakediscord.Invited&^fakediscord.SendMessages)
		}, fakediscord.Channel, bot.NotPermitted, []string{"Send Messages"}},
		"not seen":             {func(f *fakediscord.Server) { f.Permit(fakediscord.Channel, 0) }, fakediscord.Channel, bot.NoSuchPlace, nil},
		"no such channel":      {func(f *fakediscord.Server) { f.Forbid(fakediscord.Channel, 10003) }, fakediscord.Channel, bot.NoSuchPlace, nil},
		"a forum":              {func(f *fakediscord.Server) { f.Forum(forum) }, forum, bot.NotForMessages, nil},
		"a forum's post":       {in: post},
		"a post, not in those": {func(f *fakediscord.Server) { f.Permit(forum, fakediscord.Invited&^fakediscord.SendMessagesInThreads) }, post, bot.NotPermitted, []string{"Send Messages in Threads"}},
		"a locked thread":      {func(f *fakediscord.Server) { f.Lock(post) }, post, bot.Archived, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			fake.Forum(forum)
			fake.Thread(post, forum)
			if c.set != nil {
				c.set(fake)
			}
			err := newAdapter(t, fake, adaptertest.Scripted(), false).MayPost(t.Context(), bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: c.in})
			var barred *bot.UndeliverableError
			errors.As(err, &barred)
			if (err == nil) != (c.want == "") || err != nil && (barred == nil || barred.Barrier != c.want || !slices.Equal(barred.Lacks, c.lacks)) {
				t.Errorf("%v: %+v", err, barred)
			}
		})
	}
}

// A forum's post is a place of its own, a thread of a channel a part of that
// one; what may not be posted there comes with the command.
func TestPlacesOfThreads(t *testing.T) {
	t.Parallel()
	without := fakediscord.Invited &^ fakediscord.SendMessagesInThreads
	for name, c := range map[string]struct {
		in   string
		may  int
		want bot.Place
		bars bool
	}{
		"a channel":              {fakediscord.Channel, fakediscord.Invited, bot.Place{Channel: fakediscord.Channel}, false},
		"a silent channel":       {fakediscord.Channel, fakediscord.Invited &^ fakediscord.SendMessages, bot.Place{Channel: fakediscord.Channel}, true},
		"a forum's post":         {post, fakediscord.Invited, bot.Place{Channel: post}, false},
		"a post, not in those":   {post, without, bot.Place{Channel: post}, true},
		"a post, not in channel": {post, fakediscord.Invited &^ fakediscord.SendMessages, bot.Place{Channel: post}, false},
		"a thread":               {thread, fakediscord.Invited, bot.Place{Channel: fakediscord.Channel, Thread: thread}, false},
		"a thread, not in those": {thread, without, bot.Place{Channel: fakediscord.Channel, Thread: thread}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
			fake.Forum(forum)
			fake.Thread(post, forum)
			fake.Thread(thread, fakediscord.Channel)
			fake.Permit(c.in, c.may)
			deliver := byGateway(t, fake, newAdapter(t, fake, s, false))
			deliver(fake.Command(c.in, "certwatch add", fakediscord.Option("target", "imap.example")), false)
			adaptertest.Eventually(t, func() string {
				if len(s.Asked()) == 0 || len(fake.Messages()) == 0 {
					return "nothing came of it"
				}
				return ""
			})
			q := s.Asked()[0]
			c.want.Platform, c.want.Team = bot.Discord, fakediscord.Guild
			if q.Place != c.want || (q.Barrier != nil) != c.bars {
				t.Errorf("in %+v, barrier %+v", q.Place, q.Barrier)
			}
			_, d := fake.Say(c.in, "<@"+fakediscord.BotUser+"> list", nil)
			deliver(d, false)
			adaptertest.Eventually(t, func() string {
				if len(s.Asked()) < 2 {
					return "the mention is not heard"
				}
				return ""
			})
			if q := s.Asked()[1]; q.Place != c.want {
				t.Errorf("mentioned in %+v", q.Place)
			}
		})
	}
}

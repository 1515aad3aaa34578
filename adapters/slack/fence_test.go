package slack_test

import (
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Somebody of another company, with whom a channel is shared, is a stranger to
// the desk; another workspace of the own organisation is not.
func TestStrangersAreTold(t *testing.T) {
	t.Parallel()
	type fields = map[string]any
	command := func(f *fakeslack.Server) fakeslack.Delivery { return f.Command(channel, "certcheck", "imap.example") }
	mention := func(f *fakeslack.Server) fakeslack.Delivery {
		return f.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> check imap.example", nil)
	}
	mark := func(f *fakeslack.Server) fakeslack.Delivery { return f.Mark(channel, "1.2", "0x800CCC1A") }
	press := func(*fakeslack.Server) fakeslack.Delivery {
		return fakeslack.Delivery{Kind: "interactive", Payload: []byte(`{"type":"block_actions","trigger_id":"1.3","team":{"id":"T1"},"user":{"id":"U7","team_id":"T1"},"channel":{"id":"C2"},"actions":[{"action_id":"a:b"}]}`)}
	}
	for name, c := range map[string]struct {
		do           func(*fakeslack.Server) fakeslack.Delivery
		with         fields
		organisation bool
		stranger     bool
	}{
		"a command at home":                     {command, nil, false, false},
		"a command of another company":          {command, fields{"team_id": "T666", "user_id": "U666"}, false, true},
		"a command of another organisation":     {command, fields{"team_id": "T666", "enterprise_id": "E666", "user_id": "U666"}, true, true},
		"a command of a sister workspace":       {command, fields{"team_id": "T2", "enterprise_id": "E1"}, true, false},
		"a command without an organisation":     {command, fields{"team_id": "T2"}, true, false},
		"a command that names no team":          {command, fields{"team_id": nil}, true, false},
		"a mention at home":                     {mention, nil, false, false},
		"a member's mention":                    {mention, fields{"event": fields{"user_team": "T1", "team": "T1"}}, false, false},
		"a guest company's mention":             {mention, fields{"event": fields{"user_team": "T666", "team": "T666", "user": "U666"}}, false, true},
		"a guest company's older mention":       {mention, fields{"event": fields{"team": "T666", "user": "U666"}}, false, true},
		"a mention by another organisation":     {mention, fields{"event": fields{"user_team": "E666", "user": "U666"}}, true, true},
		"a mention from a sister workspace":     {mention, fields{"event": fields{"user_team": "T2", "team": "T2"}}, true, false},
		"a mention by the organisation itself":  {mention, fields{"event": fields{"user_team": "E1", "user": "W7"}}, true, false},
		"a press at home":                       {press, nil, false, false},
		"a press by another company":            {press, fields{"user": fields{"id": "U666", "team_id": "T666"}}, false, true},
		"a press by a stranger in our own grid": {press, fields{"user": fields{"id": "U666", "team_id": "T666"}, "enterprise": fields{"id": "E1"}}, true, true},
		"a press without a team":                {press, fields{"team": nil, "user": fields{"team_id": nil}, "enterprise": fields{"id": "E1"}}, true, false},
		"a marked message of another company":   {mark, fields{"user": fields{"id": "U666", "team_id": "T666"}}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
			if c.organisation {
				fake.Organisation("E1")
			}
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, newAdapter(t, fake, s))}
			p.do(c.do(fake).With(c.with))
			adaptertest.Eventually(t, func() string {
				if len(s.Asked()) == 0 {
					return "nothing came of it"
				}
				return ""
			})
			if q := s.Asked()[0]; q.Stranger != c.stranger {
				t.Errorf("stranger: %t, want %t", q.Stranger, c.stranger)
			}
		})
	}
}

// What strangers write in a support channel is not overheard, and the home tab
// shows them nothing.
func TestNothingForStrangers(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.Event("message", support, "0x800CCC1A", map[string]any{"user_team": "T666", "user": "U666"}))
	p.do(fakeslack.Delivery{Kind: "interactive", Payload: []byte(`{"type":"block_actions","trigger_id":"1.3","team":{"id":"T1"},"user":{"id":"U666","team_id":"T666"},` +
		`"container":{"type":"view"},"actions":[{"action_id":"home-channel","selected_conversation":"C2"}]}`)})
	settled(t, fake, a)
	if n := len(s.Asked()) + len(fake.Homes()); n > 0 {
		t.Errorf("%d things were done for strangers", n)
	}
}

package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/desk"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
)

// amiss are incidents that cannot be changed: err is why, else they are forgotten.
type amiss struct {
	desk.Incidents
	err error
	on  *bool
}

func (a amiss) Take(ctx context.Context, key string, p incident.Person) (*incident.Incident, bool, error) {
	if !*a.on {
		return a.Incidents.Take(ctx, key, p)
	}
	return nil, false, a.err
}

func (a amiss) HandOver(context.Context, string, string) (*incident.Incident, error) {
	return nil, a.err
}

func (a amiss) Write(context.Context, string, incident.Note) (*incident.Incident, error) {
	return nil, a.err
}

func (a amiss) Announce(context.Context, string, incident.Person) (*incident.Incident, bool, error) {
	return nil, false, a.err
}

func (a amiss) Wait(context.Context, incident.Waiter, *bot.Answer) (waited, ended []incident.Incident, err error) {
	return nil, nil, a.err
}

// TestIncidentThatCannotBeChanged: whatever is done about an incident, what went wrong
// is said, and never that it was done.
func TestIncidentThatCannotBeChanged(t *testing.T) {
	const away, gone = "The incidents cannot be reached just now", "certdesk no longer knows this incident."
	for want, err := range map[string]error{away: errors.New("disk full"), gone: nil} {
		on := false
		o := newOffice(t, func(c *desk.Config) { c.Incidents = amiss{c.Incidents, err, &on} })
		var first bot.Reply
		for _, who := range []string{"U1", "U2", "U3"} {
			first = o.ask(t, who)
		}
		o.pass(t, time.Minute)
		id, message := o.only(t, "ADMIN")
		on = true
		said := map[string]bot.Reply{
			incident.ActTake: o.push(t, "UA", "ADMIN", id, message, incident.ActTake),
			incident.ActPost: o.push(t, "UA", "ADMIN", id, message, incident.ActPost),
		}
		note := o.push(t, "UA", "ADMIN", id, message, incident.ActNote)
		said[incident.ActNote] = o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: note.Form.Action, Options: map[string]string{"note": "x"}})
		on = false
		taken := o.push(t, "UA", "ADMIN", id, message, incident.ActTake)
		hand := o.push(t, "UA", "ADMIN", id, taken, incident.ActHand)
		for name, fields := range map[string]map[string]string{"hand over": {"who": "Ben"}, "with a note": {"who": "Ben", "note": "x"}} {
			said[name] = o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: hand.Form.Action, Options: fields})
		}
		for what, r := range said {
			if !strings.HasPrefix(r.Headline.String(), want) || r.Audience != bot.Asker || r.Replaces {
				t.Errorf("%s: %+v", what, r)
			}
		}
		for _, fields := range []map[string]string{{"who": " "}, {"note": "x"}} {
			if r := o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: hand.Form.Action, Options: fields}); r.Headline.String() != "Please write something in the form." {
				t.Errorf("%v: %q", fields, r.Headline.String())
			}
		}
		if r := o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: note.Form.Action, Options: map[string]string{"note": " "}}); r.Headline.String() != "Please write something in the form." {
			t.Errorf("%q", r.Headline.String())
		}
		if r := o.push(t, "U1", "C", "", first, "tell"); err != nil && !strings.HasPrefix(r.Headline.String(), away) || err == nil && !strings.HasPrefix(r.Headline.String(), "There is nothing to wait for") {
			t.Errorf("who waits is told %q", r.Headline.String())
		}
	}
	full := newOffice(t, func(c *desk.Config) { c.Incidents = amiss{c.Incidents, incident.ErrFull, new(bool)} })
	if r := full.push(t, "U1", "C", "", full.ask(t, "U1"), "tell"); r.Tone != bot.Warning || !strings.HasPrefix(r.Headline.String(), "Too many people wait for this server already.") {
		t.Errorf("%q", r.Headline.String())
	}
}

// TestHandOverWithANote: what the others should know is kept with it, where something
// was written.
func TestHandOverWithANote(t *testing.T) {
	for note, want := range map[string]int{"": 0, "the hoster knows": 1} {
		o := newOffice(t)
		for _, who := range []string{"U1", "U2", "U3"} {
			o.ask(t, who)
		}
		o.pass(t, time.Minute)
		id, message := o.only(t, "ADMIN")
		hand := o.push(t, "UA", "ADMIN", id, o.push(t, "UA", "ADMIN", id, message, incident.ActTake), incident.ActHand)
		r := o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: hand.Form.Action, Options: map[string]string{"who": "Ben", "note": note}})
		if strings.Count(itemsOf(r), "Note by") != want || !strings.Contains(itemsOf(r), "handed over to Ben") {
			t.Errorf("%q: %s", note, itemsOf(r))
		}
	}
}

// TestHowLongAnswersLive: an answer is told again for as long as suits what it says.
func TestHowLongAnswersLive(t *testing.T) {
	for verdict, life := range map[checks.Verdict]time.Duration{
		checks.VerdictTrusted: 10 * time.Minute, checks.VerdictUntrusted: time.Minute, checks.VerdictUnreachable: 20 * time.Second,
	} {
		b := newBench(t)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return answered(q, verdict), nil }
		b.say(t, "certcheck", server)
		b.clock = b.clock.Add(life - time.Second)
		if b.say(t, "certcheck", server); b.checker.calls.Load() != 1 {
			t.Errorf("%s: it is checked again after %s", verdict, life-time.Second)
		}
		b.clock = b.clock.Add(2 * time.Second)
		if b.say(t, "certcheck", server); b.checker.calls.Load() != 2 {
			t.Errorf("%s: it is told again after %s", verdict, life+time.Second)
		}
	}
}

// TestHelpOfWatches: list and show are for everybody, so that who may not add a watch
// still reads how they are typed.
func TestHelpOfWatches(t *testing.T) {
	b := newBench(t, func(c *desk.Config) {
		c.Roles, c.Docs = &access.Roles{Admins: []string{"slack:BOSS"}}, "https://docs.corp.com"
	})
	about := func(topic string) (watches int, linked bool) {
		for _, i := range b.say(t, topic, "help").Items {
			if strings.HasPrefix(i.Code, "/certwatch") {
				watches++
			}
			for _, m := range i.Mentions() {
				linked = linked || m == (bot.Mention{Kind: bot.MentionLink, ID: "https://docs.corp.com"})
			}
		}
		return watches, linked
	}
	if n, linked := about("certwatch"); n < 5 || !linked {
		t.Errorf("%d lines, linked %v", n, linked)
	}
	if n, linked := about("certdesk"); n != 0 || !linked {
		t.Errorf("%d lines of what is not allowed, linked %v", n, linked)
	}
}

// TestFixWithoutAnError asks for it, and does not say that it is not known.
func TestFixWithoutAnError(t *testing.T) {
	b := newBench(t)
	for text, want := range map[string]string{"": "Which error message do you see?", "the printer": "certdesk does not know this error"} {
		if r := b.say(t, "certfix", text); !strings.HasPrefix(r.Headline.String(), want) {
			t.Errorf("%q: %q", text, r.Headline.String())
		}
	}
}

// stepless knows a message against which nothing helps.
type stepless struct{ recogniser }

func (stepless) Recognise(string) (desk.Known, bool) {
	return desk.Known{Meaning: say.Literal("The server is being repaired."), Codes: []checks.Code{checks.ServerRefused}}, true
}

// TestNoStepsNoGuide: where nothing helps, nobody is led through it.
func TestNoStepsNoGuide(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Recogniser = stepless{} })
	if r := b.say(t, "certfix", "0x1"); r.Headline.String() != "The server is being repaired." || offers(r, "Guide me") || !offers(r, "Enter the server") {
		t.Errorf("%+v", r)
	}
}

// TestFormKnowsALongName: where a button has no room for its server, the answer knows
// it.
func TestFormKnowsALongName(t *testing.T) {
	b := newBench(t)
	name := strings.Repeat("a", 60) + ".corp.com:389"
	if r := b.press(t, b.say(t, "certcheck", name), "Mine looks different"); r.Form == nil || r.Form.Fields[0].Value != name {
		t.Errorf("%+v", r)
	}
}

package desk

import (
	"context"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

const (
	// snoozeFor is how long a button without a time makes a notice's servers silent.
	snoozeFor = 7 * 24 * time.Hour
	// maxRechecked is how many servers of a notice are checked by one press.
	maxRechecked = 10
)

// noticed finds the notice of a button; where it is forgotten that is said.
func (x *exchange) noticed(do func(context.Context, *bot.Notice) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if x.desk.alerts == nil {
			return x.refuse(ctx, say.S("This channel does not watch any servers."))
		}
		id, _, _ := strings.Cut(x.q.Action.Value, " ")
		n, err := x.desk.alerts.Notice(ctx, id)
		if err != nil {
			return x.unreachable(ctx, err)
		}
		if n == nil || len(n.Lines) == 0 {
			return x.refuse(ctx, alertTooOld())
		}
		if n.Place.ChannelKey() != x.q.Place.ChannelKey() {
			return x.elsewhere(ctx)
		}
		return do(ctx, n)
	}
}

// tended wraps what a button does to the watches of a notice: it is done only if the
// person may change watches here.
func (x *exchange) tended(do func(context.Context, *bot.Notice) error) func(context.Context, *bot.Notice) error {
	return func(ctx context.Context, n *bot.Notice) error {
		if x.desk.roles.May(x.q, access.Tend) { // an admin, or there are none
			return do(ctx, n)
		}
		var owners []string
		for _, name := range watchNames(n) {
			w, err := x.desk.watches.Watch(ctx, n.Place, name)
			if err != nil {
				return x.unreachable(ctx, err)
			}
			if w != nil {
				owners = append(owners, w.Owner)
			}
		}
		if !x.desk.roles.May(x.q, access.Tend, owners...) {
			return x.mayNot(ctx, access.Tend)
		}
		return do(ctx, n)
	}
}

func (x *exchange) snoozeNotice(ctx context.Context, n *bot.Notice) error {
	_, typed, _ := strings.Cut(x.q.Action.Value, " ")
	d, ok := command.Duration(typed)
	if !ok {
		d = snoozeFor
	}
	n, err := x.desk.alerts.Snooze(ctx, n.ID, x.desk.now().Add(d), x.asker())
	return x.updateNotice(ctx, n, err)
}

func (x *exchange) handleNotice(ctx context.Context, n *bot.Notice) error {
	n, err := x.desk.alerts.Handle(ctx, n.ID, x.asker())
	return x.updateNotice(ctx, n, err)
}

// updateNotice shows a notice with what was done about it.
func (x *exchange) updateNotice(ctx context.Context, n *bot.Notice, err error) error {
	if err != nil {
		return x.unreachable(ctx, err)
	}
	if n == nil {
		return x.refuse(ctx, alertTooOld())
	}
	x.audit("answered", "")
	r := watch.Say(n, x.desk.now())
	r.Replaces = true
	return x.reply(ctx, r)
}

func alertTooOld() say.Text {
	return say.Join(say.S("This alert is too old, so its buttons no longer work."),
		say.S("Use {command} for the current state.", say.Code("command", "/certwatch list")))
}

// watchNames are the watches that a notice is about, each once.
func watchNames(n *bot.Notice) []string {
	var out []string
	seen := make(map[string]bool)
	for _, l := range n.Lines {
		if !seen[l.Watch] {
			seen[l.Watch] = true
			out = append(out, l.Watch)
		}
	}
	return out
}

// checkNotice looks at the servers of a notice once more.
func (x *exchange) checkNotice(ctx context.Context, n *bot.Notice) error {
	var targets []checks.Target
	for _, name := range watchNames(n) {
		t, ok, err := x.watchedAs(ctx, n.Place, name, name)
		if err != nil {
			return x.unreachable(ctx, err)
		}
		if !ok {
			continue
		}
		if len(n.Lines) == 1 {
			return x.check(ctx, command.Check{Target: t, Fresh: true, Said: true})
		}
		targets = append(targets, t)
	}
	return x.checkTargets(ctx, targets)
}

// checkTargets looks at several servers once more, and says of each in a line how it is.
func (x *exchange) checkTargets(ctx context.Context, targets []checks.Target) error {
	var shared []*sharedCheck
	for _, t := range targets[:min(len(targets), maxRechecked)] {
		shared = append(shared, x.join(ctx, bot.Question{Target: t}, true))
	}
	if len(shared) == 0 {
		return x.refuse(ctx, say.S("certdesk is not allowed to check any of these servers from here."))
	}
	if err := x.reply(ctx, bot.Reply{Working: true, Headline: say.N("Checking {n} server …", "Checking {n} servers …", len(shared))}); err != nil {
		return err
	}
	r := bot.Reply{Tone: bot.Good, InThread: true}
	fine := 0
	for i, c := range shared {
		select {
		case <-c.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		item := bot.Item{Tone: bot.Unknown, Code: bot.TargetName(targets[i]), Text: say.S("could not be checked")}
		if c.err == nil && c.answer.Worst() >= 0 {
			worst := &c.answer.Reports[c.answer.Worst()]
			item.Tone, item.Text = bot.Bad, worst.Summary
			switch worst.Verdict {
			case checks.VerdictTrusted:
				if worst.NoGreeting() {
					item.Tone = bot.Unknown
					break
				}
				item.Tone = bot.Good
				fine++
			case checks.VerdictWarning:
				item.Tone = bot.Warning
			case checks.VerdictUnknown:
				item.Tone = bot.Unknown
			}
		}
		r.Items = append(r.Items, item)
	}
	if fine < len(shared) {
		r.Tone = bot.Warning
	}
	r.Headline = say.N("{fine} of {n} server: no problems.", "{fine} of {n} servers: no problems.", len(shared), say.Count("fine", fine))
	x.audit("answered", "")
	return x.reply(ctx, r)
}

// detailNotice shows what is known of the servers of a notice, to the asker.
func (x *exchange) detailNotice(ctx context.Context, n *bot.Notice) error {
	names := watchNames(n)
	if len(names) == 1 {
		if t, ok, err := x.watchedAs(ctx, n.Place, names[0], names[0]); ok && err == nil {
			a, _, err := x.ask(ctx, bot.Question{Target: t}, false)
			if err != nil {
				return x.failed(ctx, err)
			}
			if i := a.Worst(); i >= 0 {
				r := answer.Details(&a.Reports[i])
				r.Audience = bot.Asker
				return x.reply(ctx, r)
			}
		}
	}
	return x.showWatches(ctx, n.Place, names, bot.Asker)
}

// showWatches shows what the last look at watches of a channel found.
func (x *exchange) showWatches(ctx context.Context, place bot.Place, names []string, audience bot.Audience) error {
	r := bot.Reply{Audience: audience, Headline: say.S("These servers at the last check:")}
	for _, name := range names {
		w, err := x.desk.watches.Watch(ctx, place, name)
		if err != nil {
			return x.unreachable(ctx, err)
		}
		if w == nil {
			r.Items = append(r.Items, bot.Item{Code: name, Text: say.S("is no longer watched")})
			continue
		}
		if len(r.Items) < maxListed {
			r.Items = append(r.Items, watchItem(w, x.desk.now()))
		}
	}
	return x.reply(ctx, r)
}

// watchedAs is a server by its name, asked as its watch asks it: with the encryption that
// was set, and under the name that was. It is false where it may not be dialled.
func (x *exchange) watchedAs(ctx context.Context, place bot.Place, watch, name string) (checks.Target, bool, error) {
	t, err := target.Parse(name)
	if err != nil {
		return t, false, nil
	}
	w, err := x.desk.watches.Watch(ctx, place, watch)
	if err != nil {
		return t, false, err
	}
	if w != nil && w.Target.Host == t.Host {
		if w.Target.Port == t.Port {
			t = w.Target
		}
		t.Name, t.Connect = w.Target.Name, w.Target.Connect
	}
	return t, x.desk.dialPolicy.Target(t).Empty(), nil
}

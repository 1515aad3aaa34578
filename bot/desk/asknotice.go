package desk

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// What is asked on below an alert is about its servers: the one where it is one; of
// several each is looked at again, or shown, and else it is asked which is meant.

// onNotice answers what is asked on about an alert.
func (x *exchange) onNotice(ctx context.Context, c command.FollowUp, n *bot.Notice) error {
	if c.Asks == command.AskSilence && len(n.Lines) > 0 {
		return x.tended(x.silence(cmp.Or(c.Silence, snoozeFor)))(ctx, n)
	}
	servers, err := x.serversIn(ctx, n)
	switch {
	case err != nil:
		return x.unreachable(ctx, err)
	case len(servers) == 0:
		return x.aboutWhat(ctx, c)
	case len(servers) == 1:
		return x.onQuestion(ctx, c, &bot.Question{Target: servers[0]}, nil)
	case c.Asks == command.AskAgain:
		return x.checkTargets(ctx, servers)
	case c.Asks == command.AskWhy:
		return x.showWatches(ctx, n.Place, watchesAmong(n, servers), x.private)
	}
	return x.which(ctx, c, servers)
}

// watchesAmong are the names of the watches that an alert is about.
func watchesAmong(n *bot.Notice, servers []checks.Target) []string {
	out := watchNames(n)
	if len(out) == 0 { // an overview is of watches
		for _, t := range servers {
			out = append(out, bot.TargetName(t))
		}
	}
	return out
}

// serversIn are those that an alert is about, each once; of an overview those that are
// in trouble, or all where none is.
func (x *exchange) serversIn(ctx context.Context, n *bot.Notice) ([]checks.Target, error) {
	var names []string
	switch {
	case n.Kind == bot.NoticeDigest:
		all, err := x.desk.watches.Watches(ctx, n.Place)
		if err != nil {
			return nil, err
		}
		var every []string
		for i := range all {
			every = append(every, all[i].Name())
			if item, _, _ := condition(&all[i]); item.Tone == bot.Bad || item.Tone == bot.Warning {
				names = append(names, all[i].Name())
			}
		}
		if len(names) == 0 {
			names = every
		}
	case n.Cause != nil && n.Cause.Connect == "" && n.Cause.Name == "":
		names = append(names, n.Cause.Server())
	}
	watchOf := make(map[string]string)
	for _, lines := range [][]bot.NoticeLine{n.Lines, n.Stale} {
		for _, l := range lines {
			name := cmp.Or(l.Name, l.Watch)
			names, watchOf[name] = append(names, name), l.Watch
		}
	}
	var out []checks.Target
	seen := make(map[string]bool)
	for _, name := range names {
		t, ok, err := x.watchedAs(ctx, n.Place, cmp.Or(watchOf[name], name), name)
		if err != nil {
			return nil, err
		}
		if ok && !seen[bot.TargetName(t)] {
			seen[bot.TargetName(t)] = true
			out = append(out, t)
		}
	}
	return out, nil
}

// which asks which of several servers is meant, each by a button that goes on with what
// was asked.
func (x *exchange) which(ctx context.Context, c command.FollowUp, servers []checks.Target) error {
	r := bot.Reply{Audience: x.private, Headline: say.S("Which server do you mean?"), Actions: x.offered(c, servers)}
	if len(servers) > len(r.Actions) {
		r.Items = []bot.Item{{Text: watch.Others(len(servers) - len(r.Actions)).Text}}
	}
	return x.reply(ctx, r)
}

// aboutServer goes on with what was asked before somebody has chosen the server.
func (x *exchange) aboutServer(ctx context.Context) error {
	asked, server, _ := strings.Cut(x.q.Action.Value, " ")
	fields := append(strings.Split(asked, "."), make([]string, 7)...)
	t, err := target.Parse(server)
	if err != nil {
		return x.refuse(ctx, buttonTooOld())
	}
	c := command.FollowUp{Asks: command.FollowUpKind(fields[0]), Mode: checks.Mode(fields[2]), Client: programs.ID(fields[3]), Tongue: fields[5], Protocol: fields[7]}
	c.Port, _ = strconv.Atoi(fields[1])
	c.Step, _ = strconv.Atoi(fields[4])
	hours, _ := strconv.Atoi(fields[6])
	c.Silence = time.Duration(hours) * time.Hour
	x.choose(ctx, c.Client)
	x.tongue = c.Tongue
	return x.onQuestion(ctx, c, &bot.Question{Target: t}, nil)
}

// silence makes the servers of an alert silent, as its button does, and says so.
func (x *exchange) silence(d time.Duration) func(context.Context, *bot.Notice) error {
	return func(ctx context.Context, n *bot.Notice) error {
		changed, err := x.desk.alerts.Snooze(ctx, n.ID, x.desk.now().Add(d), x.asker())
		switch {
		case err != nil:
			return x.unreachable(ctx, err)
		case changed == nil:
			return x.refuse(ctx, alertTooOld())
		}
		x.audit("answered", "")
		return x.reply(ctx, bot.Reply{Tone: bot.Good, Headline: watch.NoticeStanding(changed, x.desk.now())})
	}
}

package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/watch"
	"certdesk/bot/watchlist"
	"certdesk/checks"
	"certdesk/checks/say"
)

// watchActs are what the verbs of /certwatch do; those without one only look.
var watchActs = map[string]access.Act{
	"add": access.Arrange, "import": access.Arrange, "schedule": access.Arrange, "quiet": access.Arrange,
	"remove": access.Tend, "snooze": access.Tend,
}

// watch does what /certwatch says.
func (x *exchange) watch(ctx context.Context, w command.Watch) error {
	act := watchActs[w.Verb]
	var owners []string
	if act == access.Tend {
		old, err := x.desk.watches.Watch(ctx, x.q.Place, bot.TargetName(w.Target))
		if err != nil {
			return x.unreachable(ctx, err)
		}
		if old == nil {
			act = access.Look // it will be said that there is none
		} else {
			owners = []string{old.Owner}
		}
	}
	if act != "" && !x.desk.roles.May(x.q, act, owners...) {
		return x.mayNot(ctx, act)
	}
	var untried []bot.Item
	if promises[w.Verb] && (w.Verb != "schedule" || w.Schedule != nil) {
		barred, unknown := x.tried(ctx)
		if barred != nil {
			x.audit("refused", "")
			return x.reply(ctx, *barred)
		}
		untried = unknown
	}
	do := map[string]func(context.Context, command.Watch) (bot.Reply, error){
		"add": x.addWatch, "list": x.listWatches, "show": x.showWatch, "remove": x.removeWatch,
		"snooze": x.snoozeWatch, "schedule": x.schedule, "quiet": x.quiet, "digest": x.digest, "export": x.exportWatches,
		"import": x.importWatches,
	}[w.Verb]
	r, err := do(ctx, w)
	if err != nil {
		return x.unreachable(ctx, err)
	}
	r.Items = append(r.Items, untried...)
	x.audit("answered", "")
	return x.reply(ctx, r)
}

// addWatch watches a server for the channel, with the channel's own days of warning where
// none are typed. One that is watched already gets the settings that are typed, and the
// answer says what has changed.
func (x *exchange) addWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	if sentence := x.desk.MayWatch(ctx, c.Target); !sentence.Empty() {
		return bot.Reply{Audience: bot.Asker, Headline: sentence}, nil
	}
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(c.Warn) == 0 {
		c.Warn = channel.Warn
	}
	w := bot.Watch{
		Place:  bot.Place{Platform: x.q.Place.Platform, Team: x.q.Place.Team, Channel: x.q.Place.Channel},
		Target: c.Target, Warn: c.Warn, Note: c.Note,
		Owner: x.q.Asker.ID, OwnerName: say.Clean(x.q.Asker.Name, 60), Added: x.desk.now(), Due: x.desk.now(),
	}
	now, old, err := x.desk.watches.AddWatch(ctx, w)
	if err != nil {
		return bot.Reply{}, err
	}
	if c.NoNote && now.Note != "" {
		edited, err := x.desk.watches.EditWatch(ctx, x.q.Place, now.Name(), func(w *bot.Watch) { w.Note = "" })
		if err != nil {
			return bot.Reply{}, err
		}
		if edited != nil { // else removed meanwhile
			now = edited
		}
	}
	r := bot.Reply{Tone: bot.Good, Items: watchLines(now, x.desk.now()),
		Headline: say.Join(say.S("This channel now watches {host}.", say.Host("host", w.Name())), say.S("You get alerts here before the certificate expires."))}
	if old != nil {
		what := changed(old, now)
		switch {
		case what.Empty():
			what = say.S("Nothing was changed.")
		case now.FromFile():
			r.Footnote = say.S("This watch is in the file that CERTDESK_WATCH_FILE names. When that file changes, its settings apply again.")
		}
		r.Headline = say.Join(say.S("This channel already watches {host}.", say.Host("host", w.Name())), what)
		x.lookSoon()
		return r, nil
	}
	// The button stands below a diagnosis.
	r.Items = append(r.Items, x.glance(ctx, now, x.q.Kind != bot.ButtonAction)...)
	return r, nil
}

// changed says what adding a watch again has changed, nothing if nothing was.
func changed(old, now *bot.Watch) say.Text {
	var what say.Text
	if old.Target.Mode != now.Target.Mode || old.Target.Protocol != now.Target.Protocol || old.Target.Name != now.Target.Name {
		what = say.Join(what, say.S("The connection settings were changed."))
	}
	if !slices.Equal(old.Warn, now.Warn) {
		what = say.Join(what, say.S("The days were changed."))
	}
	if old.Note != now.Note {
		what = say.Join(what, say.S("The note was changed."))
	}
	return what
}

// glance is how a server is doing right now, a line for each port, as far as that is
// known within the time that a person waits: a mistyped name is noticed now rather than
// by the first alert. The result becomes the watch's first state, also when it comes
// later.
func (x *exchange) glance(ctx context.Context, w *bot.Watch, say bool) []bot.Item {
	q := bot.Question{Target: w.Target}
	a, err := x.desk.answers.Current(ctx, q)
	x.unkept(err)
	if a == nil && !say {
		x.lookSoon()
		return nil
	}
	if a == nil {
		f := x.join(ctx, q, false)
		select {
		case <-f.done:
			a = f.answer
		case <-time.After(x.desk.progressAfter):
			x.desk.working.Go(func() {
				select {
				case <-f.done:
					x.firstLook(context.WithoutCancel(ctx), w, f.answer)
				case <-time.After(x.desk.timeout + time.Second):
					x.lookSoon()
				}
			})
			return nil
		case <-ctx.Done():
		}
	}
	x.firstLook(ctx, w, a)
	if a == nil || !say {
		return nil
	}
	return answer.Endpoints(a)
}

// firstLook gives an answer to the watcher; where there is none, it looks for
// itself.
func (x *exchange) firstLook(ctx context.Context, w *bot.Watch, a *bot.Answer) {
	if x.desk.alerts == nil {
		return
	}
	if a == nil {
		x.desk.alerts.Soon()
		return
	}
	ctx, cancel := context.WithTimeout(ctx, firstLookTime)
	defer cancel()
	if err := x.desk.alerts.FirstLook(ctx, w.Place, w.Name(), a); err != nil {
		x.desk.log.Warn("a first look was not kept", "error", err, "server", w.Name())
		x.desk.alerts.Soon()
	}
}

// firstLookTime bounds keeping a first look.
const firstLookTime = 5 * time.Second

// listWatches shows what the channel watches, the first maxListed, and what is set for
// all of it.
func (x *exchange) listWatches(ctx context.Context, _ command.Watch) (bot.Reply, error) {
	all, err := x.desk.watches.Watches(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return watch.Nothing(), nil
	}
	r := bot.Reply{Headline: watching(len(all))}
	if channel.Closed != nil {
		r.Tone = bot.Bad
		r.Items = append(r.Items, bot.Item{Tone: bot.Bad, Text: watch.ClosedSince(channel.Closed)})
	}
	for i := range all[:min(len(all), maxListed)] {
		r.Items = append(r.Items, watchItem(&all[i], x.desk.now()))
	}
	if len(all) > maxListed {
		r.Items = append(r.Items, watch.Others(len(all)-maxListed))
	}
	if channel.Digest != nil {
		r.Footnote = say.S("Digest: {schedule}.", say.Sub("schedule", channel.Digest.Said()))
	}
	if channel.Quiet != nil {
		r.Footnote = say.Join(r.Footnote, say.S("Quiet hours: {hours}.", say.Sub("hours", channel.Quiet.Said())))
	}
	return r, nil
}

// watchOf finds the watch that somebody means: the one with this name, or, where
// no port was given, the only one of the host. The reply says why there is none.
func (x *exchange) watchOf(ctx context.Context, t checks.Target) (*bot.Watch, bot.Reply, error) {
	name := bot.TargetName(t)
	w, err := x.desk.watches.Watch(ctx, x.q.Place, name)
	if err != nil || w != nil {
		return w, bot.Reply{}, err
	}
	all, err := x.desk.watches.Watches(ctx, x.q.Place)
	if err != nil {
		return nil, bot.Reply{}, err
	}
	var same []*bot.Watch
	var names, ports []string
	for i := range all {
		names = append(names, all[i].Name())
		if t.Port == 0 && all[i].Target.Host == t.Host {
			same = append(same, &all[i])
			ports = append(ports, all[i].Name())
		}
	}
	if len(same) == 1 {
		return same[0], bot.Reply{}, nil
	}
	r := bot.Reply{Audience: bot.Asker, Headline: notWatched(name)}
	switch {
	case len(same) > 1:
		r.Headline = say.Join(say.S("This channel watches several ports on {host}.", say.Host("host", name)), say.S("Choose one of them:"))
		for _, p := range ports[:min(len(ports), maxListed)] {
			r.Items = append(r.Items, bot.Item{Code: p})
		}
	case len(names) > 0:
		near := command.Nearest(name, names)
		if command.Distance(name, near)*maxSlip > max(len(name), len(near)) {
			r.Items = append(r.Items, bot.Item{Code: "/certwatch list", Text: say.P("help", "list what this channel watches")})
			break
		}
		r.Headline = say.Join(r.Headline, say.S("Did you mean {host}?", say.Host("host", near)))
	}
	return nil, r, nil
}

// maxSlip is how many letters a name has for each that may be wrong, where it is taken
// for a slip of another name.
const maxSlip = 3

// showWatch shows one watch: how the server is, what is set, and the certificate of the
// worst of its endpoints.
func (x *exchange) showWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, none, err := x.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	item, phrase, sentences := condition(w)
	r := bot.Reply{Tone: item.Tone, Headline: sentences, Items: watchLines(w, x.desk.now())} // what people set has lines of its own
	if !phrase.Empty() {                                                                     // a sentence names the server itself
		r.Headline = say.P("entry of a list", "{host}: {phrase}.", say.Host("host", w.Name()), say.Sub("phrase", phrase))
	}
	r.Facts = append(r.Facts, bot.Fact{Label: say.S("Added"), Value: added(w)})
	if worst := w.State.Worst(); worst != nil {
		if worst.Leaf.IssuedBy != "" {
			r.Facts = append(r.Facts, bot.Fact{Label: say.S("Issued by"), Value: say.Quote(worst.Leaf.IssuedBy)},
				bot.Fact{Label: say.S("Valid until"), Value: say.Only(say.Date("date", worst.Leaf.NotAfter))})
		}
		r.Facts = append(r.Facts, bot.Fact{Label: say.S("Last checked"), Value: say.Only(say.Moment("moment", w.State.CheckedAt))})
	}
	return r, nil
}

// added is when a watch was added, and by whom.
func added(w *bot.Watch) say.Text {
	on := say.Date("date", w.Added)
	if w.OwnerName == "" {
		return say.Only(on)
	}
	return say.P("value", "{date} by {name}", on, say.Foreign("name", w.OwnerName))
}

// removeWatch ends the watch of a server, or of all. One that stands in the file of
// CERTDESK_WATCH_FILE would come back: it says what can be done instead.
func (x *exchange) removeWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	if c.All {
		return x.removeEach(ctx)
	}
	w, none, err := x.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	name := w.Name()
	if w.FromFile() { // it would be back with the next reading of the file
		return bot.Reply{Audience: bot.Asker,
			Headline: say.S("{host} is in the file that CERTDESK_WATCH_FILE names, so you cannot remove it here.", say.Host("host", name)),
			Items: []bot.Item{
				{Text: say.S("Your certdesk administrator can remove it from that file.")},
				{Code: "/certwatch snooze " + name + " 30d", Text: say.S("to snooze its alerts for 30 days")},
			}}, nil
	}
	if _, err := x.desk.watches.RemoveWatch(ctx, x.q.Place, name); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Tone: bot.Good, Headline: say.S("This channel no longer watches {host}.", say.Host("host", name))}, nil
}

// removeEach is said where all watches are to be removed at once. What took many people
// some time to set up is not gone by one word: it says how many there are, and how each
// is removed.
func (x *exchange) removeEach(ctx context.Context) (bot.Reply, error) {
	all, err := x.desk.watches.Watches(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return watch.Nothing(), nil
	}
	r := bot.Reply{Audience: bot.Asker, Headline: say.Join(watching(len(all)), say.S("certdesk removes one watch at a time:"))}
	for i := range all[:min(len(all), maxListed)] {
		r.Items = append(r.Items, bot.Item{Code: "/certwatch remove " + all[i].Name()})
	}
	if len(all) > maxListed {
		r.Items = append(r.Items, watch.Others(len(all)-maxListed))
	}
	return r, nil
}

// snoozeWatch keeps the alerts about a server back until c.For has passed; 0 ends that.
// Where the certificate ends meanwhile, the answer says so.
func (x *exchange) snoozeWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, none, err := x.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	until := x.desk.now().Add(c.For)
	w, err = x.desk.watches.EditWatch(ctx, x.q.Place, w.Name(), func(w *bot.Watch) {
		w.SnoozedUntil, w.SnoozedBy = until, x.asker()
		if c.For == 0 {
			w.SnoozedUntil, w.SnoozedBy, w.Due = time.Time{}, "", x.desk.now()
		}
	})
	switch {
	case err != nil:
		return bot.Reply{}, err
	case w == nil: // removed meanwhile
		return bot.Reply{Audience: bot.Asker, Headline: notWatched(bot.TargetName(c.Target))}, nil
	case c.For == 0:
		x.lookSoon()
		return bot.Reply{Tone: bot.Good, Headline: say.S("Alerts for {host} are on again.", say.Host("host", w.Name()))}, nil
	}
	r := bot.Reply{Tone: bot.Good, Headline: say.S("Alerts for {host} are snoozed until {date}.", say.Host("host", w.Name()), watch.SilentUntil("date", until, x.desk.now()))}
	if end := firstEnd(w); end.After(x.desk.now()) && end.Before(until) {
		r.Tone = bot.Warning
		r.Items = []bot.Item{
			{Tone: bot.Warning, Text: say.Join(watch.EndsWhileSnoozed(end), say.S("You get no alert before then."))},
			{Code: "/certwatch snooze " + w.Name() + " off", Text: say.S("to end the snooze")},
		}
	}
	return r, nil
}

// digest is the overview, now.
func (x *exchange) digest(ctx context.Context, c command.Watch) (bot.Reply, error) {
	if x.desk.alerts == nil {
		return x.listWatches(ctx, c)
	}
	return x.desk.alerts.Overview(ctx, x.channelPlace(), x.language(ctx, bot.Reply{}))
}

// schedule sets when the overview is posted in the channel; without a schedule, never.
// The answer says when the next one comes, by the clock of the schedule's zone.
func (x *exchange) schedule(ctx context.Context, c command.Watch) (bot.Reply, error) {
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	channel.Place = x.channelPlace()
	inZone(&c, &channel)
	channel.Digest, channel.SilentWhenFine, channel.Due = c.Schedule, c.WhenNeeded, time.Time{}
	if c.Schedule != nil {
		channel.Due = c.Schedule.Next(x.desk.now())
	}
	if err := x.desk.watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Schedule == nil {
		return bot.Reply{Tone: bot.Good, Headline: say.S("The digest is off. Alerts are still posted.")}, nil
	}
	schedule := say.Sub("schedule", c.Schedule.Said())
	r := bot.Reply{Tone: bot.Good, Headline: say.S("Digest for this channel: {schedule}.", schedule)}
	if c.WhenNeeded {
		r.Headline = say.S("Digest for this channel, only when there is news: {schedule}.", schedule)
	}
	if zone, err := time.LoadLocation(c.Schedule.Zone); err == nil {
		next := channel.Due.In(zone)
		day := time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, time.UTC) // the date in the channel's time zone
		r.Footnote = say.S("The next one is on {date} at {clock} {zone}.", say.Date("date", day),
			say.Term("clock", next.Format("15:04")), say.Term("zone", next.Format("MST")))
	}
	return r, nil
}

func (x *exchange) quiet(ctx context.Context, c command.Watch) (bot.Reply, error) {
	channel, err := x.desk.watches.Channel(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	inZone(&c, &channel)
	channel.Place, channel.Quiet = x.channelPlace(), c.Quiet
	if err := x.desk.watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Quiet == nil {
		return bot.Reply{Tone: bot.Good, Headline: say.S("Quiet hours are off. Alerts are posted at any time.")}, nil
	}
	return bot.Reply{Tone: bot.Good, Headline: say.S("Quiet hours for this channel: {hours}.", say.Sub("hours", c.Quiet.Said())),
		Footnote: say.Join(say.S("Alerts are held until quiet hours end."), say.S("The digest keeps its own schedule."))}, nil
}

func (x *exchange) exportWatches(ctx context.Context, _ command.Watch) (bot.Reply, error) {
	all, err := x.desk.watches.Watches(ctx, x.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	const name = "watches.csv"
	var out bytes.Buffer
	if err := watchlist.Write(name, &out, all); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{
		Headline: say.N("The watches of this channel: {n} server.", "The watches of this channel: {n} servers.", len(all)),
		Files:    []bot.File{{Name: name, Data: out.Bytes()}},
	}, nil
}

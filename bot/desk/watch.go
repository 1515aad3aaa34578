package desk

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/policy"
	"certdesk/bot/watch"
	"certdesk/bot/watchlist"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxListed is how many watches a list shows; the export has them all.
const maxListed = 20

// watchActs are what the verbs of /certwatch do; those without one only look.
var watchActs = map[string]policy.Act{
	"add": policy.Arrange, "import": policy.Arrange, "schedule": policy.Arrange, "quiet": policy.Arrange,
	"remove": policy.Tend, "snooze": policy.Tend,
}

// watch does what /certwatch says.
func (s *session) watch(ctx context.Context, w command.Watch) error {
	act := watchActs[w.Verb]
	var owners []string
	if act == policy.Tend {
		old, err := s.Watches.Watch(ctx, s.q.Place, bot.TargetName(w.Target))
		if err != nil {
			return s.unreachable(ctx, err)
		}
		if old == nil {
			act = policy.Look // it will be said that there is none
		} else {
			owners = []string{old.Owner}
		}
	}
	if act != "" && !s.Roles.May(s.q, act, owners...) {
		return s.mayNot(ctx, act)
	}
	var untried []bot.Item
	if promises[w.Verb] && (w.Verb != "schedule" || w.Schedule != nil) {
		barred, unknown := s.tried(ctx)
		if barred != nil {
			s.audit(ctx, "refused", "")
			return s.reply(ctx, *barred)
		}
		untried = unknown
	}
	do := map[string]func(context.Context, command.Watch) (bot.Reply, error){
		"add": s.addWatch, "list": s.listWatches, "show": s.showWatch, "remove": s.removeWatch,
		"snooze": s.snoozeWatch, "schedule": s.schedule, "quiet": s.quiet, "digest": s.digest, "export": s.exportWatches,
		"import": s.importWatches,
	}[w.Verb]
	r, err := do(ctx, w)
	if err != nil {
		return s.unreachable(ctx, err)
	}
	r.Items = append(r.Items, untried...)
	s.audit(ctx, "answered", "")
	return s.reply(ctx, r)
}

func (s *session) addWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	if sentence := s.MayWatch(ctx, c.Target); sentence != "" {
		return bot.Reply{Audience: bot.Asker, Headline: say.Literal(sentence)}, nil
	}
	channel, err := s.Watches.Channel(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(c.Warn) == 0 {
		c.Warn = channel.Warn
	}
	w := bot.Watch{
		Place:  bot.Place{Platform: s.q.Place.Platform, Team: s.q.Place.Team, Channel: s.q.Place.Channel},
		Target: c.Target, Warn: c.Warn, Note: c.Note,
		Owner: s.q.Asker.ID, OwnerName: checks.Clean(s.q.Asker.Name, 60), Added: s.Now(), Due: s.Now(),
	}
	now, old, err := s.Watches.AddWatch(ctx, w)
	if err != nil {
		return bot.Reply{}, err
	}
	r := bot.Reply{Tone: bot.Good, Items: watchLines(now, s.Now()),
		Headline: say.Literal(fmt.Sprintf("This channel now watches %s and is told before its certificate ends.", w.Name()))}
	if old != nil {
		r.Headline = say.Literal(fmt.Sprintf("This channel watches %s already. %s", w.Name(), changed(old, now)))
		if now.FromFile() && now.Version != old.Version {
			r.Footnote = say.Literal("This watch stands in the file that CERTDESK_WATCH_FILE names. When the file changes, what it says counts again.")
		}
		s.lookSoon()
		return r, nil
	}
	// The button stands below a diagnosis.
	r.Items = append(r.Items, s.glance(ctx, now, s.q.Kind != bot.Pressed)...)
	return r, nil
}

// changed says what adding a watch again has changed.
func changed(old, now *bot.Watch) string {
	var what []string
	if old.Target.Mode != now.Target.Mode || old.Target.Protocol != now.Target.Protocol || old.Target.Name != now.Target.Name {
		what = append(what, "How to connect was changed.")
	}
	if !slices.Equal(old.Warn, now.Warn) {
		what = append(what, "The days were changed.")
	}
	if old.Note != now.Note {
		what = append(what, "The note was changed.")
	}
	if what == nil {
		return "Nothing was changed."
	}
	return strings.Join(what, " ")
}

// lookSoon has watches that are due looked at without delay.
func (s *session) lookSoon() {
	if s.Alerts != nil {
		s.Alerts.Soon()
	}
}

// nameWait bounds the look-up of a name before it is watched.
const nameWait = 3 * time.Second

// MayWatch tells in a sentence why a target may not be watched, "" if it may. A
// name that leads to forbidden addresses alone would never be looked at.
func (d *Desk) MayWatch(ctx context.Context, t checks.Target) string {
	if sentence := d.Reach.Target(t); sentence != "" {
		return sentence
	}
	if _, err := netip.ParseAddr(t.Host); err == nil || d.Resolver == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, nameWait)
	defer cancel()
	return d.Reach.Resolved(t.Host, d.Resolver.Resolve(ctx, t.Host).Addresses)
}

// glance is how a server does now, a line each port, where that is known within
// the asker's patience: a name that was mistyped is better noticed now than by
// an alert. The watch keeps that first look, also where it takes longer.
func (s *session) glance(ctx context.Context, w *bot.Watch, say bool) []bot.Item {
	q := bot.Question{Target: w.Target}
	a, err := s.Answers.Current(ctx, q)
	s.unkept(err)
	if a == nil && !say {
		s.lookSoon()
		return nil
	}
	if a == nil {
		f := s.join(ctx, q, false)
		select {
		case <-f.done:
			a = f.answer
		case <-time.After(s.Patience):
			s.working.Go(func() {
				select {
				case <-f.done:
					s.firstLook(context.WithoutCancel(ctx), w, f.answer)
				case <-time.After(s.Timeout + time.Second):
					s.lookSoon()
				}
			})
			return nil
		case <-ctx.Done():
		}
	}
	s.firstLook(ctx, w, a)
	if a == nil || !say {
		return nil
	}
	return answer.Endpoints(a)
}

// firstLook gives an answer to the watcher; where there is none, it looks for
// itself.
func (s *session) firstLook(ctx context.Context, w *bot.Watch, a *bot.Answer) {
	if s.Alerts == nil {
		return
	}
	if a == nil {
		s.Alerts.Soon()
		return
	}
	ctx, cancel := context.WithTimeout(ctx, firstLookTime)
	defer cancel()
	if err := s.Alerts.FirstLook(ctx, w.Place, w.Name(), a); err != nil {
		s.Log.Warn("a first look was not kept", "error", err, "server", w.Name())
		s.Alerts.Soon()
	}
}

// firstLookTime bounds keeping a first look.
const firstLookTime = 5 * time.Second

// daysLine says when a watch tells, "" if as usual.
func daysLine(w *bot.Watch) string {
	if len(w.Warn) == 0 {
		return ""
	}
	var days []string
	for _, d := range w.Warn {
		days = append(days, strconv.Itoa(d))
	}
	return "Tells " + strings.Join(days, ", ") + " days before the end"
}

func watchLines(w *bot.Watch, now time.Time) []bot.Item {
	var out []bot.Item
	if days := daysLine(w); days != "" {
		out = append(out, bot.Item{Text: say.Literal(days)})
	}
	if text := watch.Standing(w, now); text != "" {
		out = append(out, bot.Item{Text: say.Literal(text)})
	}
	return out
}

func (s *session) listWatches(ctx context.Context, _ command.Watch) (bot.Reply, error) {
	all, err := s.Watches.Watches(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	channel, err := s.Watches.Channel(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Reply{Headline: say.Literal("This channel watches nothing yet."), Items: []bot.Item{{Code: "/certwatch add mail.corp.com", Text: say.Literal("begins")}}}, nil
	}
	r := bot.Reply{Headline: say.Literal(fmt.Sprintf("This channel watches %s.", plural(len(all), "server")))}
	if channel.Closed != nil {
		r.Tone = bot.Bad
		r.Items = append(r.Items, bot.Item{Tone: bot.Bad, Text: say.Literal(watch.ClosedSince(channel.Closed))})
	}
	for i := range all[:min(len(all), maxListed)] {
		r.Items = append(r.Items, watchItem(&all[i], s.Now()))
	}
	if len(all) > maxListed {
		r.Items = append(r.Items, bot.Item{Code: "/certwatch export", Text: say.Literal(fmt.Sprintf("has the other %d", len(all)-maxListed))})
	}
	if channel.Digest != nil {
		r.Footnote = say.Literal("Overview: " + channel.Digest.String() + ".")
	}
	if channel.Quiet != nil {
		r.Footnote = say.Literal(strings.TrimSpace(r.Footnote.String() + " Quiet hours: " + channel.Quiet.String() + "."))
	}
	return r, nil
}

func watchItem(w *bot.Watch, now time.Time) bot.Item {
	item := bot.Item{Code: w.Name(), Text: say.Literal("not checked yet")}
	if st := w.State.Worst(); st != nil {
		item.Text = say.Literal(st.Summary)
		switch st.Verdict {
		case checks.VerdictTrusted:
			item.Tone = bot.Good
			item.Text = say.Literal("fine until " + checks.Date(st.FirstEnd()))
		case checks.VerdictWarning:
			item.Tone = bot.Warning
		case checks.VerdictUnknown:
			item.Tone = bot.Unknown
		default:
			item.Tone = bot.Bad
		}
		if st.Unseen != "" && st.Verdict != checks.VerdictUnknown {
			item.Tone = bot.Unknown
			item.Text = say.Literal(watch.Joined(item.Text.String(), "The last look saw nothing: "+st.Unseen))
		}
	}
	item.Text = say.Literal(watch.Joined(item.Text.String(), watch.Standing(w, now)))
	return item
}

// watchOf finds the watch that somebody means: the one with this name, or, where
// no port was given, the only one of the host. The reply says why there is none.
func (s *session) watchOf(ctx context.Context, t checks.Target) (*bot.Watch, bot.Reply, error) {
	name := bot.TargetName(t)
	w, err := s.Watches.Watch(ctx, s.q.Place, name)
	if err != nil || w != nil {
		return w, bot.Reply{}, err
	}
	all, err := s.Watches.Watches(ctx, s.q.Place)
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
	r := bot.Reply{Audience: bot.Asker, Headline: say.Literal(fmt.Sprintf("This channel does not watch %s.", name))}
	switch {
	case len(same) > 1:
		r.Headline = say.Literal(fmt.Sprintf("This channel watches several ports of %s. Name one of them:", name))
		for _, p := range ports[:min(len(ports), maxListed)] {
			r.Items = append(r.Items, bot.Item{Code: p})
		}
	case len(names) > 0:
		r.Headline = say.Literal(r.Headline.String() + fmt.Sprintf(" Did you mean %s?", command.Nearest(name, names)))
	}
	return nil, r, nil
}

func (s *session) showWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, none, err := s.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	bare := *w // what people set stands in lines of its own
	bare.SnoozedUntil, bare.Handled, bare.Note, bare.Owner = time.Time{}, "", "", ""
	item := watchItem(&bare, s.Now())
	r := bot.Reply{Tone: item.Tone, Headline: item.Text, Items: watchLines(w, s.Now())}
	if !strings.HasSuffix(item.Text.String(), ".") { // a sentence names the server by itself
		r.Headline = say.Literal(w.Name() + ": " + item.Text.String() + ".")
	}
	r.Facts = append(r.Facts, bot.Fact{Label: say.Literal("Added"), Value: say.Literal(checks.Date(w.Added) + by(w))})
	if worst := w.State.Worst(); worst != nil {
		if worst.Leaf.IssuedBy != "" {
			r.Facts = append(r.Facts, bot.Fact{Label: say.Literal("Issued by"), Value: say.Literal(worst.Leaf.IssuedBy)}, bot.Fact{Label: say.Literal("Valid until"), Value: say.Literal(checks.Date(worst.Leaf.NotAfter))})
		}
		r.Facts = append(r.Facts, bot.Fact{Label: say.Literal("Last checked"), Value: say.Literal(w.State.CheckedAt.UTC().Format("2 January 2006 at 15:04 UTC"))})
	}
	return r, nil
}

func by(w *bot.Watch) string {
	if w.OwnerName == "" {
		return ""
	}
	return " by " + w.OwnerName
}

func (s *session) removeWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, none, err := s.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	name := w.Name()
	if w.FromFile() { // it would be back with the next reading of the file
		return bot.Reply{Audience: bot.Asker,
			Headline: say.Literal(fmt.Sprintf("%s stands in the file that CERTDESK_WATCH_FILE names, so it cannot be removed here.", name)),
			Items: []bot.Item{
				{Text: say.Literal("The person who runs certdesk can take it out of that file.")},
				{Code: "/certwatch snooze " + name + " 30d", Text: say.Literal("makes it silent until then")},
			}}, nil
	}
	if _, err := s.Watches.RemoveWatch(ctx, s.q.Place, name); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Tone: bot.Good, Headline: say.Literal(fmt.Sprintf("This channel watches %s no more.", name))}, nil
}

func (s *session) snoozeWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, none, err := s.watchOf(ctx, c.Target)
	if err != nil || w == nil {
		return none, err
	}
	until := s.Now().Add(c.For)
	w, err = s.Watches.EditWatch(ctx, s.q.Place, w.Name(), func(w *bot.Watch) {
		w.SnoozedUntil, w.SnoozedBy = until, s.asker()
		if c.For == 0 {
			w.SnoozedUntil, w.SnoozedBy, w.Due = time.Time{}, "", s.Now()
		}
	})
	switch {
	case err != nil:
		return bot.Reply{}, err
	case w == nil: // removed meanwhile
		return bot.Reply{Audience: bot.Asker, Headline: say.Literal(fmt.Sprintf("This channel does not watch %s.", bot.TargetName(c.Target)))}, nil
	case c.For == 0:
		s.lookSoon()
		return bot.Reply{Tone: bot.Good, Headline: say.Literal(fmt.Sprintf("certdesk tells of %s again.", w.Name()))}, nil
	}
	r := bot.Reply{Tone: bot.Good, Headline: say.Literal(fmt.Sprintf("certdesk is silent about %s until %s.", w.Name(), checks.Date(until)))}
	if end := firstEnd(w); end.After(s.Now()) && end.Before(until) {
		r.Tone = bot.Warning
		r.Items = []bot.Item{
			{Tone: bot.Warning, Text: say.Literal(fmt.Sprintf("Careful: the certificate ends on %s, within that time. That is told only afterwards.", checks.Date(end)))},
			{Code: "/certwatch snooze " + w.Name() + " off", Text: say.Literal("ends the silence")},
		}
	}
	return r, nil
}

// digest is the overview, now.
func (s *session) digest(ctx context.Context, c command.Watch) (bot.Reply, error) {
	if s.Alerts == nil {
		return s.listWatches(ctx, c)
	}
	return s.Alerts.Overview(ctx, s.channelPlace())
}

// channelPlace is the channel without the thread.
func (s *session) channelPlace() bot.Place {
	return bot.Place{Platform: s.q.Place.Platform, Team: s.q.Place.Team, Channel: s.q.Place.Channel}
}

func (s *session) schedule(ctx context.Context, c command.Watch) (bot.Reply, error) {
	channel, err := s.Watches.Channel(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	channel.Place = s.channelPlace()
	inZone(&c, &channel)
	channel.Digest, channel.SilentWhenFine, channel.Due = c.Schedule, c.WhenNeeded, time.Time{}
	if c.Schedule != nil {
		channel.Due = c.Schedule.Next(s.Now())
	}
	if err := s.Watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Schedule == nil {
		return bot.Reply{Tone: bot.Good, Headline: say.Literal("This channel gets no overview any more; alerts still come.")}, nil
	}
	r := bot.Reply{Tone: bot.Good, Headline: say.Literal("This channel gets an overview: " + c.Schedule.String() + ".")}
	if c.WhenNeeded {
		r.Headline = say.Literal("This channel gets an overview when there is something to tell: " + c.Schedule.String() + ".")
	}
	if zone, err := time.LoadLocation(c.Schedule.Zone); err == nil {
		r.Footnote = say.Literal("The next one comes on " + channel.Due.In(zone).Format("2 January 2006 at 15:04 MST") + ".")
	}
	return r, nil
}

func (s *session) quiet(ctx context.Context, c command.Watch) (bot.Reply, error) {
	channel, err := s.Watches.Channel(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	inZone(&c, &channel)
	channel.Place, channel.Quiet = s.channelPlace(), c.Quiet
	if err := s.Watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Quiet == nil {
		return bot.Reply{Tone: bot.Good, Headline: say.Literal("This channel has no quiet hours any more; alerts come at any time.")}, nil
	}
	return bot.Reply{Tone: bot.Good, Headline: say.Literal("Quiet hours of this channel: " + c.Quiet.String() + "."),
		Footnote: say.Literal("Alerts wait until they are over. The overview comes by its own schedule.")}, nil
}

func (s *session) exportWatches(ctx context.Context, _ command.Watch) (bot.Reply, error) {
	all, err := s.Watches.Watches(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	const name = "watches.csv"
	var out bytes.Buffer
	if err := watchlist.Write(name, &out, all); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{
		Headline: say.Literal(fmt.Sprintf("The watches of this channel: %s.", plural(len(all), "server"))),
		Files:    []bot.File{{Name: name, Data: out.Bytes()}},
	}, nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

package desk

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/watchlist"
	"certdesk/checks"
)

// maxListed is how many watches a list shows; the export has them all.
const maxListed = 20

// watch does what /certwatch says.
func (s *session) watch(ctx context.Context, w command.Watch) error {
	changes := map[string]bool{"add": true, "remove": true, "snooze": true, "schedule": true, "quiet": true}
	if changes[w.Verb] && !s.Roles.MayEditWatches(s.q) {
		return s.refuse(ctx, mayNotEdit(s.Roles.Admins))
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
	if sentence := s.Reach.Target(c.Target); sentence != "" {
		return bot.Reply{Audience: bot.Asker, Headline: sentence}, nil
	}
	w := bot.Watch{
		Place:  bot.Place{Platform: s.q.Place.Platform, Team: s.q.Place.Team, Channel: s.q.Place.Channel},
		Target: c.Target, Warn: c.Warn, Note: c.Note,
		Owner: s.q.Asker.ID, OwnerName: checks.Clean(s.q.Asker.Name, 60), Added: s.Now(), Due: s.Now(),
	}
	added, err := s.Watches.AddWatch(ctx, w)
	if err != nil {
		return bot.Reply{}, err
	}
	if s.Alerts != nil {
		s.Alerts.Soon()
	}
	headline := fmt.Sprintf("This channel now watches %s and is told before its certificate ends.", w.Name())
	if !added {
		headline = fmt.Sprintf("This channel watches %s already; what you set is taken over.", w.Name())
	}
	items := watchLines(&w, s.Now())
	if added && s.q.Kind != bot.Pressed { // the button stands below a diagnosis
		items = append(items, s.glance(ctx, w.Target)...)
	}
	return bot.Reply{Tone: bot.Good, Headline: headline, Items: items}, nil
}

// glance is how a server does now, a line each port, where that is known within
// the asker's patience: a name that was mistyped is better noticed now than by
// an alert.
func (s *session) glance(ctx context.Context, target checks.Target) []bot.Item {
	q := bot.Question{Target: target}
	a, err := s.Answers.Current(ctx, q)
	s.unkept(err)
	if a == nil {
		f := s.join(ctx, q, false)
		select {
		case <-f.done:
			a = f.answer
		case <-time.After(s.Patience):
		case <-ctx.Done():
		}
	}
	if a == nil {
		return nil
	}
	return answer.Endpoints(a)
}

func watchLines(w *bot.Watch, now time.Time) []bot.Item {
	var out []bot.Item
	if len(w.Warn) > 0 {
		var days []string
		for _, d := range w.Warn {
			days = append(days, strconv.Itoa(d))
		}
		out = append(out, bot.Item{Text: "Tells " + strings.Join(days, ", ") + " days before the end"})
	}
	if w.Note != "" {
		out = append(out, bot.Item{Text: "Note: " + w.Note})
	}
	if w.SnoozedUntil.After(now) {
		out = append(out, bot.Item{Text: "Silent until " + checks.Date(w.SnoozedUntil)})
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
		return bot.Reply{Headline: "This channel watches nothing yet.", Items: []bot.Item{{Code: "/certwatch add mail.corp.com", Text: "begins"}}}, nil
	}
	r := bot.Reply{Headline: fmt.Sprintf("This channel watches %s.", plural(len(all), "server"))}
	for i := range all[:min(len(all), maxListed)] {
		r.Items = append(r.Items, watchItem(&all[i], s.Now()))
	}
	if len(all) > maxListed {
		r.Items = append(r.Items, bot.Item{Code: "/certwatch export", Text: fmt.Sprintf("has the other %d", len(all)-maxListed)})
	}
	if channel.Digest != nil {
		r.Footnote = "Overview: " + channel.Digest.String() + "."
	}
	if channel.Quiet != nil {
		r.Footnote = strings.TrimSpace(r.Footnote + " Quiet hours: " + channel.Quiet.String() + ".")
	}
	return r, nil
}

func watchItem(w *bot.Watch, now time.Time) bot.Item {
	item := bot.Item{Code: w.Name(), Text: "not checked yet"}
	if st := w.State.Worst(); st != nil {
		item.Text = st.Summary
		switch st.Verdict {
		case checks.VerdictTrusted:
			item.Tone = bot.Good
			item.Text = "fine until " + checks.Date(st.Leaf.NotAfter)
		case checks.VerdictWarning:
			item.Tone = bot.Warning
		default:
			item.Tone = bot.Bad
		}
	}
	if w.SnoozedUntil.After(now) {
		item.Text += " (silent until " + checks.Date(w.SnoozedUntil) + ")"
	}
	if w.Note != "" {
		item.Text += " – " + w.Note
	}
	return item
}

// notWatched says that there is no such watch, and which is nearest.
func (s *session) notWatched(ctx context.Context, name string) (bot.Reply, error) {
	r := bot.Reply{Audience: bot.Asker, Headline: fmt.Sprintf("This channel does not watch %s.", name)}
	all, err := s.Watches.Watches(ctx, s.q.Place)
	if err != nil || len(all) == 0 {
		return r, err
	}
	var names []string
	for i := range all {
		names = append(names, all[i].Name())
	}
	r.Headline += fmt.Sprintf(" Did you mean %s?", command.Nearest(name, names))
	return r, nil
}

func (s *session) showWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	w, err := s.Watches.Watch(ctx, s.q.Place, bot.TargetName(c.Target))
	if err != nil {
		return bot.Reply{}, err
	}
	if w == nil {
		return s.notWatched(ctx, bot.TargetName(c.Target))
	}
	item := watchItem(w, s.Now())
	r := bot.Reply{Tone: item.Tone, Headline: w.Name() + ": " + item.Text + ".", Items: watchLines(w, s.Now())}
	r.Facts = append(r.Facts, bot.Fact{Label: "Added", Value: checks.Date(w.Added) + by(w)})
	if worst := w.State.Worst(); worst != nil {
		if worst.Leaf.IssuedBy != "" {
			r.Facts = append(r.Facts, bot.Fact{Label: "Issued by", Value: worst.Leaf.IssuedBy}, bot.Fact{Label: "Valid until", Value: checks.Date(worst.Leaf.NotAfter)})
		}
		r.Facts = append(r.Facts, bot.Fact{Label: "Last checked", Value: w.State.CheckedAt.UTC().Format("2 January 2006 at 15:04 UTC")})
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
	name := bot.TargetName(c.Target)
	found, err := s.Watches.RemoveWatch(ctx, s.q.Place, name)
	if err != nil {
		return bot.Reply{}, err
	}
	if !found {
		return s.notWatched(ctx, name)
	}
	return bot.Reply{Tone: bot.Good, Headline: fmt.Sprintf("This channel watches %s no more.", name)}, nil
}

func (s *session) snoozeWatch(ctx context.Context, c command.Watch) (bot.Reply, error) {
	name, until := bot.TargetName(c.Target), s.Now().Add(c.For)
	found, err := s.Watches.SnoozeWatch(ctx, s.q.Place, name, until)
	if err != nil {
		return bot.Reply{}, err
	}
	if !found {
		return s.notWatched(ctx, name)
	}
	return bot.Reply{Tone: bot.Good, Headline: fmt.Sprintf("certdesk is silent about %s until %s.", name, checks.Date(until))}, nil
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
	channel.Digest, channel.SilentWhenFine, channel.Due = c.Schedule, c.WhenNeeded, time.Time{}
	if c.Schedule != nil {
		channel.Due = c.Schedule.Next(s.Now())
	}
	if err := s.Watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Schedule == nil {
		return bot.Reply{Tone: bot.Good, Headline: "This channel gets no overview any more; alerts still come."}, nil
	}
	r := bot.Reply{Tone: bot.Good, Headline: "This channel gets an overview: " + c.Schedule.String() + "."}
	if c.WhenNeeded {
		r.Headline = "This channel gets an overview when there is something to tell: " + c.Schedule.String() + "."
	}
	if zone, err := time.LoadLocation(c.Schedule.Zone); err == nil {
		r.Footnote = "The next one comes on " + channel.Due.In(zone).Format("2 January 2006 at 15:04 MST") + "."
	}
	return r, nil
}

func (s *session) quiet(ctx context.Context, c command.Watch) (bot.Reply, error) {
	channel, err := s.Watches.Channel(ctx, s.q.Place)
	if err != nil {
		return bot.Reply{}, err
	}
	channel.Place, channel.Quiet = s.channelPlace(), c.Quiet
	if err := s.Watches.SetChannel(ctx, channel); err != nil {
		return bot.Reply{}, err
	}
	if c.Quiet == nil {
		return bot.Reply{Tone: bot.Good, Headline: "This channel has no quiet hours any more; alerts come at any time."}, nil
	}
	return bot.Reply{Tone: bot.Good, Headline: "Quiet hours of this channel: " + c.Quiet.String() + ".",
		Footnote: "Alerts wait until they are over. The overview comes by its own schedule."}, nil
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
		Headline: fmt.Sprintf("The watches of this channel: %s.", plural(len(all), "server")),
		Files:    []bot.File{{Name: name, Data: out.Bytes()}},
	}, nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

package watch

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	channelBatch = 64
	// lateDigest is how late an overview is still worth posting.
	lateDigest = 15 * time.Hour
	// soon is what an overview tells of by name.
	soon = 30 * day
	// maxGroups bounds the certificates an overview is made of; they are the
	// first to end.
	maxGroups = 40
	// maxTroubled is how many servers in trouble it names.
	maxTroubled = 10
	maxEnding   = 8
)

// Row is a certificate in the picture of an overview.
type Row struct {
	// Name is of one server that has it, Endpoints how many do.
	Name      string
	Endpoints int
	NotAfter  time.Time
	// Failing: these servers fail now, whenever the certificate ends.
	Failing bool
}

// Digests raises the overviews that are due. The notice is named after its
// time, so that each comes once.
func (w *Watcher) Digests(ctx context.Context) error {
	for ctx.Err() == nil {
		now := w.Now()
		due, err := w.Channels.ClaimChannels(ctx, now, w.lease(), channelBatch)
		if err != nil {
			return err
		}
		for i := range due {
			if err := w.schedule(ctx, &due[i], now); err != nil {
				return err
			}
		}
		if len(due) < channelBatch {
			return nil
		}
	}
	return ctx.Err()
}

func (w *Watcher) schedule(ctx context.Context, c *bot.Channel, now time.Time) error {
	slot := c.Due
	if c.Digest == nil {
		c.Due = time.Time{}
		_, err := w.Channels.SaveChannel(ctx, c)
		return err
	}
	for next := c.Digest.Next(now.Add(-lateDigest)); !slot.IsZero() && next.After(slot) && !next.After(now); next = c.Digest.Next(next) {
		slot = next // of several that were missed, the last
	}
	if !slot.IsZero() && now.Sub(slot) < lateDigest {
		n := &bot.Notice{
			ID:   id(c.Place.ChannelKey(), string(bot.NoticeDigest), strconv.FormatInt(slot.Unix(), 10)),
			Kind: bot.NoticeDigest, Place: c.Place, Raised: now, Due: now,
		}
		if _, err := w.Notices.AddNotice(ctx, n); err != nil {
			return err
		}
	}
	c.Due = c.Digest.Next(now)
	_, err := w.Channels.SaveChannel(ctx, c) // whoever changed it meanwhile has set the next one
	return err
}

// digestWords are those of a scheduled overview; nil where all is well and the
// channel wants to hear nothing then.
func (w *Watcher) digestWords(ctx context.Context, n *bot.Notice, now time.Time) (*bot.Reply, error) {
	c, err := w.Channels.Channel(ctx, n.Place)
	if err != nil {
		return nil, err
	}
	o, err := w.survey(ctx, n.Place, now)
	if err != nil || o.watches == 0 || c.SilentWhenFine && o.fine(now) {
		return nil, err
	}
	r := w.overview(o, now)
	if c.Digest != nil {
		r.Footnote = say.Literal("This overview comes " + c.Digest.String() + ". /certwatch schedule changes that.")
	}
	return &r, nil
}

// Overview is a channel's overview as of now.
func (w *Watcher) Overview(ctx context.Context, place bot.Place) (bot.Reply, error) {
	now := w.Now()
	o, err := w.survey(ctx, place, now)
	if err != nil {
		return bot.Reply{}, err
	}
	if o.watches == 0 {
		return bot.Reply{Headline: say.Literal("This channel watches nothing yet."), Items: []bot.Item{{Code: "/certwatch add mail.corp.com", Text: say.Literal("begins")}}}, nil
	}
	return w.overview(o, now), nil
}

// summary is what an overview is made of.
type summary struct {
	watches, unchecked int
	troubled           list
	// warned are servers that work and are not as they should be, unseen those
	// that the last look could not see.
	warned, unseen list
	// groups are the certificates that end first, each once.
	groups []group
	cut    bool
}

// list is a list with a limit.
type list struct {
	items []bot.Item
	more  int
}

func (l *list) add(item bot.Item) {
	if len(l.items) < maxTroubled {
		l.items = append(l.items, item)
	} else {
		l.more++
	}
}

func (l *list) count() int { return len(l.items) + l.more }

// group is a certificate and how many servers have it. Those that fail are a
// group of their own.
type group struct {
	leaf    bot.Leaf
	of      bot.EndOf
	name    string
	count   int
	failing bool
}

// survey goes through the watches of a channel, and keeps what matters.
func (w *Watcher) survey(ctx context.Context, place bot.Place, now time.Time) (*summary, error) {
	o := &summary{}
	err := w.Watches.EachWatch(ctx, place, func(watch *bot.Watch) error {
		o.watches++
		if watch.State == nil {
			o.unchecked++
			return nil
		}
		for i := range watch.State.Endpoints {
			o.add(watch, &watch.State.Endpoints[i], now)
		}
		return nil
	})
	slices.SortFunc(o.groups, byEnd)
	return o, err
}

func (o *summary) add(watch *bot.Watch, e *bot.WatchedEndpoint, now time.Time) {
	end := e.FirstEnd()
	ended := !end.IsZero() && !end.After(now)
	failing := e.Trouble != bot.Fine || ended
	item := bot.Item{Code: e.Name}
	switch {
	case e.Trouble != bot.Fine:
		item.Tone, item.Text = bot.Bad, say.Literal(e.Summary)
	case ended: // since the last look
		item = endItem(group{leaf: bot.Leaf{NotAfter: end}, name: e.Name}, now)
	case e.Told.Mixture != bot.NoMixture:
		item.Tone, item.Text = bot.Warning, say.Literal("It shows more than one certificate.")
	case e.Unseen != "":
		o.unseen.add(bot.Item{Tone: bot.Unknown, Code: e.Name, Text: say.Literal(Joined("The last look saw nothing: "+e.Unseen, Standing(watch, now)))})
	case e.Verdict == checks.VerdictWarning && end.Sub(now) > soon:
		o.warned.add(bot.Item{Tone: bot.Warning, Code: e.Name, Text: say.Literal(Joined(e.Summary, Standing(watch, now)))})
	}
	if !item.Text.Empty() {
		item.Text = say.Literal(Joined(item.Text.String(), Standing(watch, now)))
		o.troubled.add(item)
	}
	for _, certificate := range endings(e) {
		o.addGroup(group{leaf: certificate.Leaf, of: certificate.of, name: e.Name, count: 1, failing: failing})
	}
}

func (o *summary) addGroup(g group) {
	for i := range o.groups {
		if known := &o.groups[i]; known.leaf.SHA256 == g.leaf.SHA256 && known.failing == g.failing {
			known.count++
			return
		}
	}
	o.groups = append(o.groups, g)
	if len(o.groups) > 2*maxGroups { // now and then, so that it stays cheap
		slices.SortFunc(o.groups, byEnd)
		o.groups, o.cut = o.groups[:maxGroups], true
	}
}

func byEnd(a, b group) int { return a.leaf.NotAfter.Compare(b.leaf.NotAfter) }

// ending are the certificates that end soon, each once. Those that have ended
// are among the servers in trouble.
func (o *summary) ending(now time.Time) []group {
	var out []group
	for _, g := range o.groups {
		if left := g.leaf.NotAfter.Sub(now); left <= 0 || left > soon {
			continue
		}
		if i := slices.IndexFunc(out, func(o group) bool { return o.leaf.SHA256 == g.leaf.SHA256 }); i >= 0 {
			out[i].count += g.count
			continue
		}
		out = append(out, g)
	}
	return out
}

func (o *summary) fine(now time.Time) bool {
	return o.troubled.count() == 0 && o.warned.count() == 0 && o.unseen.count() == 0 && len(o.ending(now)) == 0
}

func (w *Watcher) overview(o *summary, now time.Time) bot.Reply {
	ending := o.ending(now)
	r := bot.Reply{Tone: bot.Good, Headline: say.Literal(fmt.Sprintf("All is well with the %s of this channel.", servers(o.watches)))}
	troubled := o.troubled.count()
	switch {
	case troubled > 0 && len(ending) > 0:
		r.Tone = bot.Bad
		r.Headline = say.Literal(fmt.Sprintf("%s of this channel: %d %s attention, and %s %s within %d days.", servers(o.watches),
			troubled, verb(troubled, "needs", "need"), certificates(len(ending)), verb(len(ending), "ends", "end"), int(soon/day)))
	case troubled > 0:
		r.Tone = bot.Bad
		r.Headline = say.Literal(fmt.Sprintf("%s of this channel: %d %s attention.", servers(o.watches), troubled, verb(troubled, "needs", "need")))
	case len(ending) > 0:
		r.Tone = bot.Warning
		r.Headline = say.Literal(fmt.Sprintf("%s of this channel: %s %s within %d days.", servers(o.watches),
			certificates(len(ending)), verb(len(ending), "ends", "end"), int(soon/day)))
	case o.warned.count() > 0:
		r.Tone = bot.Warning
		r.Headline = say.Literal(fmt.Sprintf("%s of this channel: %d %s, with a warning.", servers(o.watches), o.warned.count(), verb(o.warned.count(), "works", "work")))
	case o.unseen.count() > 0:
		r.Tone = bot.Unknown
		r.Headline = say.Literal(fmt.Sprintf("%s of this channel: %d could not be looked at.", servers(o.watches), o.unseen.count()))
	case o.unchecked == o.watches:
		r.Tone, r.Headline = bot.Neutral, say.Literal(fmt.Sprintf("%s of this channel; none was checked yet.", servers(o.watches)))
	}
	for _, l := range []*list{&o.troubled, &o.warned, &o.unseen} {
		r.Items = append(r.Items, l.items...)
		if l.more > 0 {
			r.Items = append(r.Items, bot.Item{Code: "/certwatch export", Text: say.Literal(fmt.Sprintf("has the other %d", l.more))})
		}
	}
	for i, g := range ending {
		if i == maxEnding {
			r.Items = append(r.Items, bot.Item{Text: say.Literal(fmt.Sprintf("and %s more", certificates(len(ending)-maxEnding)))})
			break
		}
		r.Items = append(r.Items, endItem(g, now))
	}
	if len(o.groups) > 0 && o.fine(now) {
		r.Items = append(r.Items, endItem(o.groups[0], now))
	}
	if o.unchecked > 0 && o.unchecked < o.watches {
		r.Items = append(r.Items, bot.Item{Text: say.Literal(servers(o.unchecked) + " not checked yet")})
	}
	r.Image = w.image(o, now)
	return r
}

func certificates(n int) string {
	if n == 1 {
		return "1 certificate"
	}
	return strconv.Itoa(n) + " certificates"
}

func endItem(g group, now time.Time) bot.Item {
	item := bot.Item{Tone: bot.Good, Code: g.name}
	left := g.leaf.NotAfter.Sub(now)
	switch {
	case left <= 0:
		item.Tone, item.Text = bot.Bad, say.Literal("expired on "+checks.Date(g.leaf.NotAfter))
	default:
		if left <= soon {
			item.Tone = bot.Warning
		}
		item.Text = say.Literal("ends in " + checks.Days(left) + ", on " + checks.Date(g.leaf.NotAfter))
	}
	switch {
	case g.of == bot.EndOfAuthority && g.count > 1:
		item.Text = say.Literal(item.Text.String() + fmt.Sprintf(" (the authority %s; %d more depend on it)", g.leaf.IssuedTo, g.count-1))
		return item
	case g.of == bot.EndOfAuthority:
		item.Text = say.Literal(item.Text.String() + fmt.Sprintf(" (the authority %s)", g.leaf.IssuedTo))
		return item
	case g.of == bot.EndOfAnother:
		item.Text = say.Literal(item.Text.String() + " (one of its certificates)")
		return item
	}
	if g.count > 1 {
		item.Text = say.Literal(item.Text.String() + fmt.Sprintf(" (and %d more with the same certificate)", g.count-1))
	}
	return item
}

// maxRows is how many certificates the picture shows.
const maxRows = 12

// image draws the ends that come first. An overview without one is better than
// none.
func (w *Watcher) image(o *summary, now time.Time) *bot.Image {
	if w.Picture == nil || len(o.groups) == 0 {
		return nil
	}
	var rows []Row
	for _, g := range o.groups[:min(len(o.groups), maxRows)] {
		row := Row{Name: g.name, Endpoints: g.count, NotAfter: g.leaf.NotAfter, Failing: g.failing}
		if g.of == bot.EndOfAuthority {
			row.Name, row.Endpoints = g.leaf.IssuedTo, 1
		}
		rows = append(rows, row)
	}
	png, err := w.Picture(rows, now)
	if err != nil {
		w.Log.Error("the picture of an overview could not be drawn", "error", err)
		return nil
	}
	first := o.groups[0]
	return &bot.Image{
		Name: "certificates.png", PNG: png,
		Alt: say.Literal(fmt.Sprintf("The %s that %s first, beginning with %s on %s.", certificates(len(rows)), verb(len(rows), "ends", "end"), first.name, checks.Date(first.leaf.NotAfter))),
	}
}

package watch

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks"
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
		r.Footnote = "This overview comes " + c.Digest.String() + ". /certwatch schedule changes that."
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
		return bot.Reply{Headline: "This channel watches nothing yet.", Items: []bot.Item{{Code: "/certwatch add mail.corp.com", Text: "begins"}}}, nil
	}
	return w.overview(o, now), nil
}

// summary is what an overview is made of.
type summary struct {
	watches, unchecked int
	// unknown are the endpoints that the last check could not look at.
	unknown      int
	troubled     []bot.Item
	moreTroubled int
	// groups are the certificates that end first, each once.
	groups []group
	cut    bool
}

type group struct {
	leaf  bot.Leaf
	name  string
	count int
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
	slices.SortFunc(o.groups, func(a, b group) int { return a.leaf.NotAfter.Compare(b.leaf.NotAfter) })
	return o, err
}

func (o *summary) add(watch *bot.Watch, e *bot.WatchedEndpoint, now time.Time) {
	if e.Unseen != "" {
		o.unknown++
	}
	if e.Trouble != bot.Fine || e.Told.Mixture != bot.NoMixture {
		item := bot.Item{Tone: bot.Bad, Code: e.Name, Text: e.Summary}
		if e.Trouble == bot.Fine {
			item.Tone, item.Text = bot.Warning, "It shows more than one certificate."
		}
		item.Text = Joined(item.Text, Standing(watch, now))
		if len(o.troubled) < maxTroubled {
			o.troubled = append(o.troubled, item)
		} else {
			o.moreTroubled++
		}
	}
	if e.Leaf.SHA256 == "" {
		return
	}
	for i := range o.groups {
		if o.groups[i].leaf.SHA256 == e.Leaf.SHA256 {
			o.groups[i].count++
			return
		}
	}
	o.groups = append(o.groups, group{leaf: e.Leaf, name: e.Name, count: 1})
	if len(o.groups) > 2*maxGroups { // now and then, so that it stays cheap
		slices.SortFunc(o.groups, func(a, b group) int { return a.leaf.NotAfter.Compare(b.leaf.NotAfter) })
		o.groups, o.cut = o.groups[:maxGroups], true
	}
}

// ending are the certificates that end soon, those that have ended among them.
func (o *summary) ending(now time.Time) []group {
	i := 0
	for i < len(o.groups) && o.groups[i].leaf.NotAfter.Sub(now) <= soon {
		i++
	}
	return o.groups[:i]
}

func (o *summary) fine(now time.Time) bool {
	return len(o.troubled) == 0 && o.unknown == 0 && len(o.ending(now)) == 0
}

func (w *Watcher) overview(o *summary, now time.Time) bot.Reply {
	ending := o.ending(now)
	r := bot.Reply{Tone: bot.Good, Headline: fmt.Sprintf("All is well with the %s of this channel.", servers(o.watches))}
	troubled := len(o.troubled) + o.moreTroubled
	switch {
	case troubled > 0 && len(ending) > 0:
		r.Tone = bot.Bad
		r.Headline = fmt.Sprintf("%s of this channel: %d %s attention, and %s %s within %d days.", servers(o.watches),
			troubled, verb(troubled, "needs", "need"), certificates(len(ending)), verb(len(ending), "ends", "end"), int(soon/day))
	case troubled > 0:
		r.Tone = bot.Bad
		r.Headline = fmt.Sprintf("%s of this channel: %d %s attention.", servers(o.watches), troubled, verb(troubled, "needs", "need"))
	case len(ending) > 0:
		r.Tone = bot.Warning
		r.Headline = fmt.Sprintf("%s of this channel: %s %s within %d days.", servers(o.watches),
			certificates(len(ending)), verb(len(ending), "ends", "end"), int(soon/day))
	case o.unknown > 0:
		r.Tone, r.Headline = bot.Unknown, fmt.Sprintf("%s of this channel: %d could not be looked at.", servers(o.watches), o.unknown)
	case o.unchecked == o.watches:
		r.Tone, r.Headline = bot.Neutral, fmt.Sprintf("%s of this channel; none was checked yet.", servers(o.watches))
	}
	r.Items = append(r.Items, o.troubled...)
	if o.moreTroubled > 0 {
		r.Items = append(r.Items, bot.Item{Code: "/certwatch export", Text: fmt.Sprintf("has the other %d", o.moreTroubled)})
	}
	for i, g := range ending {
		if i == maxEnding {
			r.Items = append(r.Items, bot.Item{Text: fmt.Sprintf("and %s more", certificates(len(ending)-maxEnding))})
			break
		}
		r.Items = append(r.Items, endItem(g, now))
	}
	if len(ending) == 0 && len(o.groups) > 0 && troubled == 0 {
		r.Items = append(r.Items, endItem(o.groups[0], now))
	}
	if o.unknown > 0 && r.Tone != bot.Unknown {
		r.Items = append(r.Items, bot.Item{Tone: bot.Unknown, Text: servers(o.unknown) + " could not be looked at"})
	}
	if o.unchecked > 0 && o.unchecked < o.watches {
		r.Items = append(r.Items, bot.Item{Text: servers(o.unchecked) + " not checked yet"})
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
		item.Tone, item.Text = bot.Bad, "expired on "+checks.Date(g.leaf.NotAfter)
	default:
		if left <= soon {
			item.Tone = bot.Warning
		}
		item.Text = "ends in " + checks.Days(left) + ", on " + checks.Date(g.leaf.NotAfter)
	}
	if g.count > 1 {
		item.Text += fmt.Sprintf(" (and %d more with the same certificate)", g.count-1)
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
		rows = append(rows, Row{Name: g.name, Endpoints: g.count, NotAfter: g.leaf.NotAfter})
	}
	png, err := w.Picture(rows, now)
	if err != nil {
		w.Log.Error("the picture of an overview could not be drawn", "error", err)
		return nil
	}
	first := o.groups[0]
	return &bot.Image{
		Name: "certificates.png", PNG: png,
		Alt: fmt.Sprintf("The %s that %s first, beginning with %s on %s.", certificates(len(rows)), verb(len(rows), "ends", "end"), first.name, checks.Date(first.leaf.NotAfter)),
	}
}

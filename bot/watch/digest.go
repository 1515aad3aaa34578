package watch

import (
	"context"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	channelBatch = 64

	// soon is what an overview tells of by name.
	soon = 30 * day
	// maxGroups bounds the certificates an overview is made of; they are the
	// first to end.
	maxGroups = 40
	// maxTroubled is how many servers in trouble it names.
	maxTroubled = 10
	maxEnding   = 8
)

// Digests raises the overviews that are due. The notice is named after its
// time, so that each comes once.
func (w *Watcher) Digests(ctx context.Context) error {
	if err := w.weekly(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		now := w.now()
		due, err := w.channels.ClaimChannels(ctx, now, w.lease(), channelBatch)
		for i := range due {
			if err := w.schedule(ctx, &due[i], now); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		if len(due) < channelBatch {
			return nil
		}
	}
	return ctx.Err()
}

// schedule raises the overview of a channel that is due, and sets when the next one is. Of
// several that were missed the last is raised, and one that is late by lateDigest or more
// is not.
func (w *Watcher) schedule(ctx context.Context, c *bot.Channel, now time.Time) error {
	slot := c.Due
	if c.Digest == nil {
		c.Due = time.Time{}
		_, err := w.channels.SaveChannel(ctx, c)
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
		if _, err := w.notices.AddNotice(ctx, n); err != nil {
			return err
		}
	}
	c.Due = c.Digest.Next(now)
	_, err := w.channels.SaveChannel(ctx, c) // whoever changed it meanwhile has set the next one
	return err
}

// digestWords are those of a scheduled overview; nil where all is well and the
// channel wants to hear nothing then.
func (w *Watcher) digestWords(ctx context.Context, n *bot.Notice, now time.Time) (*bot.Reply, error) {
	c, err := w.channels.Channel(ctx, n.Place)
	if err != nil {
		return nil, err
	}
	o, err := w.survey(ctx, n.Place, now)
	if err != nil || o.watches == 0 || c.SilentWhenFine && o.fine(now) {
		return nil, err
	}
	r := w.overview(o, c.Language, now)
	if c.Digest != nil {
		r.Footnote = say.Join(say.S("This digest is posted {schedule}.", say.Sub("schedule", c.Digest.Said())),
			say.S("To change this, use {command}.", say.Code("command", "/certwatch schedule")))
	}
	return &r, nil
}

// Overview is a channel's overview as of now. What is drawn of it is in a language;
// its texts are worded by whoever shows them.
func (w *Watcher) Overview(ctx context.Context, place bot.Place, language string) (bot.Reply, error) {
	now := w.now()
	o, err := w.survey(ctx, place, now)
	if err != nil {
		return bot.Reply{}, err
	}
	if o.watches == 0 {
		return Nothing(), nil
	}
	return w.overview(o, language, now), nil
}

// Nothing is the overview of a channel that watches nothing.
func Nothing() bot.Reply {
	return bot.Reply{Headline: say.S("This channel does not watch any servers yet."), Items: []bot.Item{{Code: "/certwatch add mail.corp.com", Text: say.S("Type this to start")}}}
}

// Others is the last line of a list that has no room for n further entries.
func Others(n int) bot.Item {
	return bot.Item{Code: "/certwatch export", Text: say.N("to see one more", "to see the other {n}", n, say.Count("n", n))}
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

// add puts an item into a list, or counts it where maxTroubled stand there.
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

// survey reads the watches of a channel and keeps what an overview shows.
func (w *Watcher) survey(ctx context.Context, place bot.Place, now time.Time) (*summary, error) {
	o := &summary{}
	err := w.eachWatch(ctx, place, func(watch *bot.Watch) error {
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

// add puts an endpoint among the troubled, the unseen or the warned, where it is one of
// them, and its certificates among those that end.
func (o *summary) add(watch *bot.Watch, e *bot.WatchedEndpoint, now time.Time) {
	end := e.FirstEnd()
	ended := !end.IsZero() && !end.After(now)
	failing := e.Failure != bot.Fine || ended
	item := bot.Item{Code: e.Name}
	switch {
	case e.Failure != bot.Fine:
		item.Tone, item.Text = bot.Bad, say.Join(e.Summary, Standing(watch, now))
		o.troubled.add(item)
	case ended: // since the last look
		item = endItem(group{leaf: bot.Leaf{NotAfter: end}, name: e.Name}, now)
		item.Text = Followed(item.Text, Standing(watch, now))
		o.troubled.add(item)
	case e.Notified.Inconsistency != bot.Consistent:
		item.Tone, item.Text = bot.Warning, say.Join(say.S("It sends more than one certificate."), Standing(watch, now))
		o.troubled.add(item)
	case !e.Unseen.Empty():
		item.Tone, item.Text = bot.Unknown, say.Join(NotSeen(e), Standing(watch, now))
		o.unseen.add(item)
	case e.Verdict == checks.VerdictWarning && end.Sub(now) > soon:
		item.Tone, item.Text = bot.Warning, say.Join(e.Summary, Standing(watch, now))
		o.warned.add(item)
	}
	for _, certificate := range endings(e) {
		o.addGroup(group{leaf: certificate.Leaf, of: certificate.of, name: e.Name, count: 1, failing: failing})
	}
}

// NotSeen says why the last check saw nothing of an endpoint.
func NotSeen(e *bot.WatchedEndpoint) say.Text {
	return say.Join(say.S("The last check did not see this server."), e.Unseen)
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

// headline says how many need something, and how many end.
func (o *summary) headline(ending int) (bot.Tone, say.Text) {
	all, within := servers(o.watches), say.Count("days", int(soon/day))
	troubled, warned, unseen := o.troubled.count(), o.warned.count(), o.unseen.count()
	attention := say.N("{servers} in this channel: {n} needs attention.", "{servers} in this channel: {n} need attention.", troubled, all)
	switch {
	case troubled > 0 && ending > 0:
		return bot.Bad, say.Join(attention,
			say.N("{n} certificate expires within {days} days.", "{n} certificates expire within {days} days.", ending, within))
	case troubled > 0:
		return bot.Bad, attention
	case ending > 0:
		return bot.Warning, say.N("{servers} in this channel: {n} certificate expires within {days} days.",
			"{servers} in this channel: {n} certificates expire within {days} days.", ending, all, within)
	case warned > 0:
		return bot.Warning, say.N("{servers} in this channel: {n} works, with a warning.", "{servers} in this channel: {n} work, with a warning.", warned, all)
	case unseen > 0:
		return bot.Unknown, say.N("certdesk could not check {n} of {servers} in this channel.", "certdesk could not check {n} of {servers} in this channel.", unseen, all)
	case o.unchecked == o.watches:
		return bot.Neutral, say.S("{servers} in this channel, not checked yet.", all)
	}
	return bot.Good, say.N("No problems: the server in this channel is OK.", "No problems: all {n} servers in this channel are OK.", o.watches)
}

// overview words a summary in a language: what is wrong first, then the certificates that
// end soon, the soonest first, with a picture of them.
func (w *Watcher) overview(o *summary, language string, now time.Time) bot.Reply {
	ending := o.ending(now)
	var r bot.Reply
	r.Tone, r.Headline = o.headline(len(ending))
	for _, l := range []*list{&o.troubled, &o.warned, &o.unseen} {
		r.Items = append(r.Items, l.items...)
		if l.more > 0 {
			r.Items = append(r.Items, Others(l.more))
		}
	}
	for i, g := range ending {
		if i == maxEnding {
			r.Items = append(r.Items, bot.Item{Text: say.N("and {n} more certificate", "and {n} more certificates", len(ending)-maxEnding)})
			break
		}
		r.Items = append(r.Items, endItem(g, now))
	}
	if len(o.groups) > 0 && o.fine(now) {
		r.Items = append(r.Items, endItem(o.groups[0], now))
	}
	if o.unchecked > 0 && o.unchecked < o.watches {
		r.Items = append(r.Items, bot.Item{Text: say.N("{n} server not checked yet", "{n} servers not checked yet", o.unchecked)})
	}
	r.Image = w.image(o, language, now)
	return r
}

func endItem(g group, now time.Time) bot.Item {
	item := bot.Item{Tone: bot.Good, Code: g.name}
	on := say.Date("date", g.leaf.NotAfter)
	left := g.leaf.NotAfter.Sub(now)
	switch {
	case left <= 0:
		item.Tone, item.Text = bot.Bad, say.S("expired on {date}", on)
	default:
		if left <= soon {
			item.Tone = bot.Warning
		}
		item.Text = say.S("expires in {span}, on {date}", say.Span("span", left), on)
	}
	if whose := g.whose(); !whose.Empty() {
		item.Text = say.P("entry of a list", "{phrase} ({whose})", say.Sub("phrase", item.Text), say.Sub("whose", whose))
	}
	return item
}

// whose names a certificate where several servers share it; nothing for a server's own.
func (g *group) whose() say.Text {
	name, others := say.Foreign("name", g.leaf.IssuedTo), g.count-1
	switch {
	case g.of == bot.EndOfAnother:
		return say.P("whose certificate", "one of its certificates")
	case g.of == bot.EndOfAuthority && g.leaf.IssuedTo == "":
		return say.P("whose certificate", "a CA certificate")
	case g.of == bot.EndOfAuthority && others > 0:
		return say.PN("whose certificate", "CA certificate “{name}”, {n} more server relies on it", "CA certificate “{name}”, {n} more servers rely on it", others, name)
	case g.of == bot.EndOfAuthority:
		return say.P("whose certificate", "CA certificate “{name}”", name)
	case others > 0:
		return say.PN("whose certificate", "same certificate on {n} more server", "same certificate on {n} more servers", others)
	}
	return nil
}

// maxRows is how many certificates the picture shows.
const maxRows = 12

// image draws the ends that come first. An overview without one is better than
// none.
func (w *Watcher) image(o *summary, language string, now time.Time) *bot.Image {
	if w.picture == nil || len(o.groups) == 0 {
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
	png, err := w.picture(rows, language, now)
	if err != nil {
		w.log.Error("the picture of an overview could not be drawn", "error", err)
		return nil
	}
	first := o.groups[0]
	return &bot.Image{
		Name: "certificates.png", PNG: png,
		Alt: say.N("The certificate that expires first: {host} on {date}.", "The {n} certificates that expire first. The first is {host} on {date}.", len(rows),
			say.Host("host", first.name), say.Date("date", first.leaf.NotAfter)),
	}
}

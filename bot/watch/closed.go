package watch

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// maxOwners is how many of those who added watches to a channel are told that
// it takes no posts.
const maxOwners = 5

// barred records that a place takes no posts until somebody acts, and tells the
// operators and the people who added its watches. The time since when it is closed is
// saved first and is part of those notices' ids, so that each is told once, whichever
// process dies in between.
func (w *Watcher) barred(ctx context.Context, n *bot.Notice, err error, now time.Time) (bool, error) {
	var refused *bot.UndeliverableError
	if !errors.As(err, &refused) || errors.Is(err, bot.ErrInDoubt) {
		return false, nil
	}
	if n.Person != "" || n.Kind == bot.NoticeClosed {
		return true, nil
	}
	ctx, cancel := recording(ctx)
	defer cancel()
	closed := &bot.Closed{Barrier: refused.Barrier, Lacks: refused.Lacks, Since: now.UTC().Truncate(time.Second)}
	c, err := w.editChannel(ctx, n.Place, func(c *bot.Channel) bool {
		if c.Closed != nil {
			return false
		}
		c.Closed = closed
		return true
	})
	if err != nil {
		return true, err
	}
	tell := func(to bot.Place, person string) error {
		_, err := w.notices.AddNotice(ctx, &bot.Notice{
			ID:   id(n.Place.ChannelKey(), string(bot.NoticeClosed), strconv.FormatInt(c.Closed.Since.Unix(), 10), to.ChannelKey(), person),
			Kind: bot.NoticeClosed, Place: to, Person: person, About: n.Place, Closed: c.Closed, Raised: now, Due: now,
		})
		return err
	}
	if w.admin != nil && w.admin.ChannelKey() != n.Place.ChannelKey() {
		if err := tell(*w.admin, ""); err != nil {
			return true, err
		}
	}
	var owners []string
	err = w.eachWatch(ctx, n.Place, func(watch *bot.Watch) error {
		if watch.Owner != "" && !watch.FromFile() && len(owners) < maxOwners && !slices.Contains(owners, watch.Owner) {
			owners = append(owners, watch.Owner)
		}
		return nil
	})
	for _, owner := range owners {
		err = errors.Join(err, tell(bot.Place{Platform: n.Place.Platform, Team: n.Place.Team}, owner))
	}
	return true, err
}

// reopened notes that a channel takes posts again.
func (w *Watcher) reopened(ctx context.Context, place bot.Place) error {
	_, err := w.editChannel(ctx, place, func(c *bot.Channel) bool {
		was := c.Closed != nil
		c.Closed = nil
		return was
	})
	return err
}

// editChannel changes what is kept of a channel where change says so.
func (w *Watcher) editChannel(ctx context.Context, place bot.Place, change func(*bot.Channel) bool) (bot.Channel, error) {
	for {
		c, err := w.channels.Channel(ctx, place)
		if err != nil || !change(&c) {
			return c, err
		}
		c.Place = bot.Place{Platform: place.Platform, Team: place.Team, Channel: place.Channel}
		if saved, err := w.channels.SaveChannel(ctx, &c); err != nil || saved {
			return c, err
		}
		if err := ctx.Err(); err != nil {
			return c, err
		}
	}
}

// ClosedSince says that a channel takes no posts, for those who read its list.
func ClosedSince(c *bot.Closed) say.Text {
	return say.S("certdesk has not been able to post alerts here since {date}: {barrier}.", say.Date("date", c.Since), barrier(c.Barrier))
}

// barrierWords say what is in the way.
var barrierWords = map[bot.Barrier]say.Text{
	bot.NotMember:      say.P("barrier", "certdesk is not in the channel"),
	bot.NoSuchPlace:    say.P("barrier", "certdesk cannot see the channel"),
	bot.Archived:       say.P("barrier", "the channel is archived or locked"),
	bot.NotPermitted:   say.P("barrier", "certdesk does not have permission to post there"),
	bot.NotForMessages: say.P("barrier", "the channel does not accept messages"),
	bot.NotTaken:       say.P("barrier", "the platform does not accept certdesk's posts there"),
}

func barrier(b bot.Barrier) say.Arg { return say.Sub("barrier", barrierWords[b]) }

// Lacks is a sentence that names the missing permissions, as the platform calls them.
func Lacks(permissions []string) say.Text {
	return say.S("certdesk needs these permissions: {permissions}.", say.Foreigns("permissions", maxLacks, permissions))
}

// maxLacks bounds the permissions that are named.
const maxLacks = 10

// sayClosed words for operators and owners that a place takes no posts, why, and who can act.
func sayClosed(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Bad,
		Headline: say.S("certdesk can no longer post alerts in the channel {channel}: {barrier}.", say.Foreign("channel", n.About.Channel), barrier(n.Closed.Barrier)),
		Footnote: say.S("The alerts are kept. When certdesk can post there again, it posts those that still apply."),
	}
	if len(n.Closed.Lacks) > 0 {
		r.Items = append(r.Items, bot.Item{Text: Lacks(n.Closed.Lacks)})
	}
	invite := n.About.Platform.Traits().Invite
	switch {
	case n.Closed.Barrier == bot.Archived:
		r.Items = append(r.Items, bot.Item{Text: say.S("Open the channel again, or watch its servers from another channel.")})
	case n.Closed.Barrier == bot.NotTaken:
		r.Items = append(r.Items, bot.Item{Text: say.S("The log of certdesk has the platform's reason.")})
	case invite != "":
		r.Items = append(r.Items, bot.Item{Code: invite, Text: say.S("Type this in that channel to invite certdesk")})
	default:
		r.Items = append(r.Items, bot.Item{Text: say.S("Give certdesk View Channel and Send Messages in the channel's permissions.")})
	}
	return r
}

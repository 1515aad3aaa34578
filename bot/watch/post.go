package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
)

// PostDue posts the notices that are due, and waits for that.
func (w *Watcher) PostDue(ctx context.Context) error {
	_, err := w.dispatch(ctx)
	w.lanes.rest()
	return errors.Join(err, w.lanes.failures())
}

// pump posts what is due until ctx ends, and lets what is under way come to its
// end then.
func (w *Watcher) pump(ctx context.Context) {
	defer w.lanes.rest()
	more := false
	w.repeat(ctx, "posting notices", func(ctx context.Context) (err error) {
		more, err = w.dispatch(ctx)
		return errors.Join(err, w.lanes.failures())
	}, w.post, func() time.Duration {
		if more {
			return min(nextTurn, w.interval)
		}
		return w.interval
	})
}

// dispatch hands the notices that are due to their channels' lanes. more: some
// found no room there, and are due again shortly.
func (w *Watcher) dispatch(ctx context.Context) (more bool, err error) {
	run := func(channel string) { w.work(ctx, channel) }
	full := make(map[string]bool)
	for ctx.Err() == nil {
		claimed := w.now()
		due, err := w.notices.ClaimNotices(ctx, claimed, w.lease(), noticeBatch)
		byChannel := make(map[string][]claimedNotice)
		for _, n := range due {
			key := n.Place.ChannelKey()
			byChannel[key] = append(byChannel[key], claimedNotice{Notice: n, at: claimed})
		}
		for channel, notices := range byChannel {
			// Notices that come after some that found no room wait as well, even if the
			// lane has closed meanwhile. Otherwise they would be posted before those,
			// and one by one where all together make a list.
			left := notices
			if !full[channel] {
				left = w.lanes.put(channel, notices, run)
			}
			for _, n := range left {
				more, full[channel] = true, true
				if err := w.later(ctx, &n.Notice, claimed.Add(nextTurn)); err != nil {
					return more, err
				}
			}
		}
		if err != nil {
			return more, err
		}
		if len(due) < noticeBatch {
			return more, nil
		}
	}
	return more, ctx.Err()
}

// work works a lane off. What is left when ctx ends is claimed again when its
// lease is over.
func (w *Watcher) work(ctx context.Context, channel string) {
	for {
		waiting := w.lanes.take(channel)
		if waiting == nil {
			return
		}
		if ctx.Err() != nil {
			continue
		}
		if err := w.postAll(ctx, waiting); err != nil {
			w.lanes.fail(err)
		}
	}
}

// postAll posts notices of one channel in their order, more than a handful as
// lists. Once the platform says "later", the rest is put off with the first.
func (w *Watcher) postAll(ctx context.Context, all []claimedNotice) error {
	var again time.Time
	var err error
	for w.bundles(all) {
		if all, again, err = w.bundle(ctx, all); err != nil {
			return err
		}
		if !again.IsZero() {
			break
		}
	}
	var failed error // one that fails each time is to hold up no other
	for i := range all {
		n := &all[i]
		if ctx.Err() != nil {
			break
		}
		if again.IsZero() {
			again, err = w.deliver(ctx, &n.Notice, n.at)
		} else { // a little apart, so that they come in their order
			err = w.later(ctx, &n.Notice, again.Add(time.Duration(i)*time.Millisecond))
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// bundles tells whether notices are more than a channel should get one by one.
func (w *Watcher) bundles(all []claimedNotice) bool {
	n := 0
	for i := range all {
		if w.bundled(&all[i]) {
			n++
		}
	}
	return n > handful
}

// bundled tells whether a notice may be an entry of a list.
func (w *Watcher) bundled(n *claimedNotice) bool {
	_, entry := alerts[n.Kind]
	return entry && !n.alone && !n.Done() && n.Attempted.IsZero() && n.In == "" && w.serves(n.Place.Platform) && w.now().Sub(n.at) <= w.lease()/2
}

// bundle posts the first notices as one list, and returns the others. The list
// is a notice of its own. It is kept before its members say that they are in it,
// and a member is in one list at most, so that each is told once whoever dies.
func (w *Watcher) bundle(ctx context.Context, all []claimedNotice) (others []claimedNotice, again time.Time, err error) {
	now := w.now()
	b := &bot.Notice{ID: w.newID(), Kind: bot.NoticeSeveral, Place: all[0].Place, Raised: now, Due: now.Add(w.lease())}
	for i := range all {
		if w.bundled(&all[i]) && len(b.Members) < maxBundle {
			all[i].alone = true
			b.Members = append(b.Members, all[i].ID)
		}
	}
	c, err := w.channels.Channel(ctx, b.Place)
	if err != nil {
		return nil, again, err
	}
	if c.Quiet != nil && c.Quiet.At(now) {
		return all, again, nil // each waits by itself
	}
	if _, err := w.notices.AddNotice(ctx, b); err != nil {
		return nil, again, err
	}
	again, err = w.deliver(ctx, b, now)
	for i := range all {
		if !slices.Contains(b.Members, all[i].ID) {
			others = append(others, all[i])
		}
	}
	return others, again, err
}

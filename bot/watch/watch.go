// Package watch looks after what channels watch: it checks each server when
// it is due, tells the channel what has changed, once, and posts the overview.
//
//	watcher.go  what a watcher needs and holds; watch.go starts it
//	sweep.go    due watches are claimed from the store, checked, and written back
//	evaluate.go  what a check means, beside what is known and what was told;
//	             evaluation.go is what it makes of that
//	ends.go     whose certificates end, and when that is told
//	warned.go   what the diagnosis warns of beside ends is told, and that it is gone
//	stage.go    how long before the end a certificate's end is told
//	due.go      when to check next
//	raise.go    what is to be told becomes a notice: one for all it concerns
//	alarms.go   an alarm that is over before it was told, and the end of one that was
//	post.go     notices that are due are claimed; lanes.go each channel in its own
//	            time; bundle.go many at once as one list
//	deliver.go  a notice is posted, once (carry.go: by mail or webhook); outbox.go what
//	            it says, and when it is tried again; patience.go how long
//	record.go   what became of a notice is written, beside what others changed in it
//	lasting.go  the notices of an endpoint that hold until something changes
//	over.go     what was posted is edited when it is over
//	closed.go   a channel that takes no posts is told of elsewhere
//	say.go      the words of a notice; standing.go what people have set for a watch
//	alerts.go   the table of what is told of servers: the words of each kind, its entry
//	            in a list, and when it is over; words.go are those words, phrases.go what
//	            they have in common; issuer.go when two issuers are one authority
//	digest.go   the overview of a channel, by its schedule; weekly.go the week, for the
//	            administrators
//	press.go    the buttons below a notice
//	incidents.go  what package incident tells goes through the same outbox
//
// Any number of processes may do this over one store. None leads: a watch, a
// notice or a schedule is claimed for a time, and whoever dies leaves it to be
// claimed again. Exactly once is made of three writes. What a channel is to be
// told is written into the watch in the same write that notes it as told
// (bot.PendingNotice), the notice under an id that was fixed by that write; what the
// notice says, and that posting begins, is written before the platform is
// called; the message's id after it. A notice found between the last two is
// looked up on the platform by its id before it is posted again. Where a
// platform cannot tell (no permission to read the channel), it is not posted
// again: rather one too few than the same alarm twice. A process that stood still
// between its last look at the clock and the sending may post what another one has
// posted meanwhile; it deletes its message when it finds the other one's recorded.
//
// A watch of the store is the size of a page, and a sweep holds no more than
// it checks at the moment, so that memory does not grow with the number of
// watches.
package watch

import (
	"context"
	"sync"
	"time"
)

// Run watches until ctx ends. Each of its tasks has its own pace: a slow server
// does not hold up a post, nor a slow platform a check.
func (w *Watcher) Run(ctx context.Context) {
	var wg sync.WaitGroup
	always := func() time.Duration { return w.interval }
	wg.Go(func() { w.repeat(ctx, "looking at due watches", w.Sweep, w.soon, always) })
	wg.Go(func() { w.pump(ctx) })
	wg.Go(func() { w.repeat(ctx, "posting overviews", w.Digests, nil, always) })
	wg.Wait()
}

// Package keeping sees to it that what was kept is still there. A store that was
// emptied, or put back to an older copy, answers as readily as before: nobody
// misses a watch until a certificate ends.
//
// So a mark lies in the store (keeper.go), with a number that grows. Whoever knows the mark
// and does not find it, finds another, or finds a smaller number, knows that the
// store has lost something, says so once, and says how to put it back: by the
// export that is written each day (export.go). What a process knows outlives it
// in a file beside the exports (known.go).
package keeping

import (
	"context"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// sentences are said of a loss in the administrators' channel.
var sentences = map[Loss]say.Text{
	Emptied:  say.S("The certdesk database was emptied. The watches are gone, and no alerts will be posted."),
	Replaced: say.S("certdesk now has a different database. The watches may be gone."),
	Older:    say.S("The certdesk database was replaced by an older copy. Later changes are gone."),
}

const (
	// every is how often the store is looked at, timeout bounds one look.
	every   = 30 * time.Second
	timeout = 20 * time.Second
)

// Run looks after the store until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	k.seen = k.known()
	for _, warning := range k.store.Warnings() { // told at the start
		k.warned[warning] = true
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		k.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Remarks are what was lost since the process began, and why there is no export of
// today; none if all is well.
func (k *Keeper) Remarks() (out []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lost != "" {
		out = append(out, k.lost)
	}
	if k.unsaved != nil {
		out = append(out, fmt.Sprintf("the daily export has not been written since %s: %s", clock(k.failedAt), k.unsaved))
	}
	return out
}

// Exports tells whether the export that was tried last was written. Where nothing is
// exported, or there was nothing to export, none failed.
func (k *Keeper) Exports() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.unsaved == nil
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// Look looks once. It is not to be called beside Run.
func (k *Keeper) Look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	k.store.Examine(ctx)
	k.warn()
	if err := k.mark(ctx); err != nil {
		// A store that is away is told by whoever needs it.
		k.log.DebugContext(ctx, "the store's mark was not seen", "error", err)
		return
	}
	k.export(ctx)
}

// warn logs settings that have become dangerous since they were looked at last.
func (k *Keeper) warn() {
	now := make(map[string]bool)
	for _, warning := range k.store.Warnings() {
		if now[warning] = true; !k.warned[warning] {
			k.log.Warn(warning)
		}
	}
	k.warned = now
}

// mark compares the mark with what is known of it, and lets it grow.
func (k *Keeper) mark(ctx context.Context) error {
	m, version, err := k.store.Mark(ctx)
	if err != nil {
		return err
	}
	loss := k.compare(m)
	if m == nil {
		m = &Mark{ID: k.newID()}
	}
	next := Mark{ID: m.ID, Beat: m.Beat + 1, At: k.now()}
	wrote, err := k.store.SetMark(ctx, next, version)
	if err != nil {
		return err
	}
	if !wrote { // another process was quicker; its mark is the one that counts
		if m, _, err = k.store.Mark(ctx); err != nil || m == nil {
			return err
		}
		next = *m
	}
	if loss != "" {
		k.tell(ctx, loss, next)
	}
	k.seen = &next
	k.remember(next)
	return nil
}

func (k *Keeper) compare(m *Mark) Loss {
	switch {
	case k.seen == nil:
		return ""
	case m == nil:
		return Emptied
	case m.ID != k.seen.ID:
		return Replaced
	case m.Beat < k.seen.Beat:
		return Older
	}
	return ""
}

func (k *Keeper) tell(ctx context.Context, loss Loss, now Mark) {
	k.count(loss)
	latest := k.latest()
	k.log.ErrorContext(ctx, "the store has lost what was kept", "loss", loss, "known", k.seen.ID, "seen_last", k.seen.At, "last_export", latest)
	k.mu.Lock()
	k.lost = fmt.Sprintf("the store has lost what was kept (%s, noticed %s)", loss, clock(k.now()))
	k.mu.Unlock()
	if k.post == nil {
		return
	}
	if first, err := k.store.FirstToTell(ctx, now.ID); err == nil && !first {
		return
	}
	r := bot.Reply{Tone: bot.Bad, Headline: sentences[loss]}
	if latest != "" {
		r.Items = []bot.Item{{Code: "certdesk store import " + latest, Text: say.S("to restore the last export")}}
	}
	if err := k.post(ctx, r); err != nil {
		k.log.ErrorContext(ctx, "the administrators were not told of the loss", "error", err)
	}
}

package serve

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/watchlist"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
)

// watchFile keeps the watches of a file as the file says. It is looked at
// whenever it has changed.
type watchFile struct {
	path string
	kept *store.Store
	now  func() time.Time
	log  *slog.Logger
	// may tells in a sentence why a target may not be watched, nothing if it may.
	may func(context.Context, checks.Target) say.Text
	// taken is the file as it was taken over last.
	taken [sha256.Size]byte
	// wrong is why it is not used as it is now, in a sentence; "" while it is.
	wrong atomic.Pointer[string]
	// mayPost tells whether alerts would arrive; nil asks nobody.
	mayPost func(ctx context.Context, to bot.Place) error
}

// follow reads the file again and again until ctx ends.
func (f *watchFile) follow(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		f.tell(ctx, f.take(ctx))
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// tell notes how a look at the file ended, and logs what is new in that.
func (f *watchFile) tell(ctx context.Context, err error) {
	before, now := f.trouble(), ""
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		now = err.Error()
	}
	f.wrong.Store(&now)
	switch {
	case now != "" && now != before:
		f.log.Error("the watch file was not taken over; its watches are kept as they were", "error", err)
	case now == "" && before != "":
		f.log.Info("the watch file is in order again")
	}
}

// trouble is why the file is not used as it is now, "" if it is.
func (f *watchFile) trouble() string {
	if wrong := f.wrong.Load(); wrong != nil {
		return *wrong
	}
	return ""
}

// take takes the file over if it has changed.
func (f *watchFile) take(ctx context.Context) error {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return fmt.Errorf("CERTDESK_WATCH_FILE: %w", err)
	}
	sum := sha256.Sum256(data)
	if sum == f.taken {
		return nil
	}
	watches, err := watchlist.Read(f.path, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("CERTDESK_WATCH_FILE: %w", err)
	}
	said := make(map[string]bool)
	for i := range watches {
		w := &watches[i]
		if w.Place.Channel == "" {
			return fmt.Errorf("CERTDESK_WATCH_FILE: %s has no channel", w.Name())
		}
		said[w.Place.ChannelKey()+"|"+w.Name()] = true
		if err := f.keep(ctx, w); err != nil {
			return err
		}
	}
	var gone []bot.Watch
	err = f.kept.EveryWatch(ctx, func(w *bot.Watch) error {
		if w.FromFile() && !said[w.Place.ChannelKey()+"|"+w.Name()] {
			gone = append(gone, bot.Watch{Place: w.Place, Target: w.Target})
		}
		return nil
	})
	for i := range gone {
		_, failed := f.kept.RemoveWatch(ctx, gone[i].Place, gone[i].Name())
		err = errors.Join(err, failed)
	}
	if err == nil {
		f.taken = sum
		f.log.Info("took over the watch file", "watches", len(watches), "removed", len(gone))
		f.tryChannels(ctx, watches)
	}
	return err
}

// tryChannels says which channels of the file would not get their alerts. The
// watches are kept all the same: the file says so, and it may be mended on the
// platform.
func (f *watchFile) tryChannels(ctx context.Context, watches []bot.Watch) {
	tried := make(map[string]bool)
	for i := range watches {
		place := watches[i].Place
		if f.mayPost == nil || tried[place.ChannelKey()] {
			continue
		}
		tried[place.ChannelKey()] = true
		asking, cancel := context.WithTimeout(ctx, checkTimeout)
		err := f.mayPost(asking, place)
		cancel()
		if barred, ok := errors.AsType[*bot.UndeliverableError](err); ok {
			f.log.Error("a channel of CERTDESK_WATCH_FILE takes no post: its alerts would not arrive", "channel", place.ChannelKey(), "error", barred)
		}
	}
}

// keep writes a watch of the file unless it is kept like that already.
func (f *watchFile) keep(ctx context.Context, w *bot.Watch) error {
	old, err := f.kept.Watch(ctx, w.Place, w.Name())
	if err != nil {
		return err
	}
	if old == nil {
		if sentence := f.may(ctx, w.Target); !sentence.Empty() {
			f.log.Warn("a server of the watch file is not watched", "server", w.Name(), "why", sentence.String())
			return nil
		}
	}
	now := f.now()
	w.Owner, w.Due = bot.FileOwner, now
	if w.Added.IsZero() {
		w.Added = now
	}
	if old != nil {
		if old.FromFile() && old.Note == w.Note && old.OwnerName == w.OwnerName && slices.Equal(old.Warn, w.Warn) {
			return nil
		}
	}
	return f.kept.TakeOverWatch(ctx, *w)
}

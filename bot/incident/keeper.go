package incident

import (
	"context"
	"errors"
	"hash/crc32"
	"log/slog"
	"time"

	"certdesk/bot"
	"certdesk/checks/wiring"
)

// Store keeps incidents. What is claimed is nobody else's for the lease.
type Store interface {
	// Incident returns an incident by its key, nil if there is none.
	Incident(ctx context.Context, key string) (*Incident, error)
	// SaveIncident keeps it unless somebody has changed it; of Version 0, unless
	// there is one already. Then it is false.
	SaveIncident(ctx context.Context, i *Incident) (bool, error)
	ClaimIncidents(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Incident, error)
	// IncidentsOf are those of one server, by bot.Cause.ServerKey.
	IncidentsOf(ctx context.Context, server string) ([]Incident, error)
}

// Outbox posts notices, each once.
type Outbox interface {
	// Tell keeps a notice, if there is none with its ID, and has it posted.
	Tell(ctx context.Context, n *bot.Notice) error
	// Refresh has the message of a notice edited, unless it shows that revision
	// already. A notice that is not there, or was given up, is left alone.
	Refresh(ctx context.Context, id string, revision int) error
}

// Checker answers questions by looking at servers.
type Checker interface {
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Step is somebody who is called while nobody has an incident.
type Step struct {
	// After is how long nobody has had it. Of 0 it is each incident, whoever has it.
	After time.Duration
	// To is a channel, or an address of mail.
	To bot.Place
}

// Share is what of people may leave the chat: by mail, and by webhook. Without it
// they are counted.
type Share struct{ Owner, Askers, Notes bool }

// Config is what a Keeper needs.
type Config struct {
	Store   Store
	Outbox  Outbox
	Checker Checker
	// Admin is where incidents are told; nil: in the channel of the watch whose
	// alert told of it, once somebody asks.
	Admin *bot.Place
	// Support are the channels where a notice for users may be posted.
	Support []bot.Place
	// Chain are those who are called while nobody has an incident, in their order.
	Chain []Step
	// Hours are when somebody can be expected to take it on: reminders and calls count
	// no other time. nil: always.
	Hours *bot.Hours
	// Webhook is where programs are told; nil: nowhere.
	Webhook *bot.Place
	// Share is what of it may leave the chat.
	Share Share
	// Opened is called for each incident that is opened here; Owned when somebody first
	// takes one on, with how long that took. Either may be nil.
	Opened func(Reason)
	Owned  func(time.Duration)
	// Translate says a reply in a language; nil leaves all in English.
	Translate func(language string, r bot.Reply) bot.Reply
	Now       func() time.Time
	Log       *slog.Logger
	// Interval is how often it is looked for what is due.
	Interval time.Duration
}

// Keeper keeps incidents. It is safe for concurrent use, and any number of
// processes may do so over one store.
type Keeper struct {
	store     Store
	outbox    Outbox
	checker   Checker
	admin     *bot.Place // nil: where the alert stands
	support   []bot.Place
	chain     []Step
	hours     *bot.Hours // nil: always
	webhook   *bot.Place // nil: nowhere
	share     Share
	opened    func(Reason)        // may be nil
	owned     func(time.Duration) // may be nil
	translate func(language string, r bot.Reply) bot.Reply
	now       func() time.Time
	log       *slog.Logger
	interval  time.Duration

	soon chan struct{}
	// turns lets one at a time change an incident in this process: a crowd that
	// changes one at once would else read it over and over.
	turns [maxTurns]chan struct{}
}

// NewKeeper makes a keeper; Run does what is due. The error names what is missing.
func NewKeeper(cfg Config) (*Keeper, error) {
	if err := wiring.Complete("a keeper of incidents", wiring.Parts{
		"Store": cfg.Store != nil, "Outbox": cfg.Outbox != nil, "Checker": cfg.Checker != nil, "Now": cfg.Now != nil,
		"Log": cfg.Log != nil, "Interval": cfg.Interval > 0,
	}); err != nil {
		return nil, err
	}
	if cfg.Translate == nil {
		cfg.Translate = func(_ string, r bot.Reply) bot.Reply { return r }
	}
	k := &Keeper{
		store: cfg.Store, outbox: cfg.Outbox, checker: cfg.Checker, admin: cfg.Admin, support: cfg.Support, chain: cfg.Chain,
		hours: cfg.Hours, webhook: cfg.Webhook, share: cfg.Share, opened: cfg.Opened, owned: cfg.Owned, translate: cfg.Translate,
		now: cfg.Now, log: cfg.Log, interval: cfg.Interval, soon: make(chan struct{}, 1),
	}
	for n := range k.turns {
		k.turns[n] = make(chan struct{}, 1)
	}
	return k, nil
}

// maxTurns is how many are changed at a time at most.
const maxTurns = 64

// maxTries bounds how often a change that meets another is tried.
const maxTries = 200

// edit changes an incident, and returns it as it is then; nil if there is none
// and make is not set. change may be called several times; false leaves all as it
// is.
func (k *Keeper) edit(ctx context.Context, key string, make func() *Incident, change func(*Incident) bool) (*Incident, error) {
	turn := k.turns[crc32.ChecksumIEEE([]byte(key))%maxTurns]
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for range maxTries {
		i, err := k.store.Incident(ctx, key)
		if err != nil {
			return nil, err
		}
		if i == nil {
			if make == nil {
				return nil, nil
			}
			i = make()
		}
		opened, first := i.Opened, i.First
		if !change(i) {
			return i, nil
		}
		if i.Place.Channel == "" {
			i.Place = k.placeOf(i)
		}
		saved, err := k.store.SaveIncident(ctx, i)
		if err != nil {
			return nil, err
		}
		if saved {
			if i.Opened.After(opened) && k.opened != nil {
				k.opened(i.Why)
			}
			if i.First.After(first) && k.owned != nil {
				k.owned(i.First.Sub(i.Opened))
			}
			if !i.Due.IsZero() && !i.Due.After(k.now()) {
				k.nudge()
			}
			return i, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("an incident is changed all the time: " + key)
}

// placeOf is where an incident is told. An alert stands in its own channel
// already, so that there it is told only once somebody asks.
func (k *Keeper) placeOf(i *Incident) bot.Place {
	switch {
	case i.Opened.IsZero():
		return bot.Place{}
	case k.admin != nil && k.admin.ChannelKey() != i.Alerted.ChannelKey():
		return *k.admin
	case len(i.Askers) > 0 && i.Alerted.Channel != "":
		return i.Alerted
	}
	return bot.Place{}
}

// nudge has this process do what is due at once.
func (k *Keeper) nudge() {
	select {
	case k.soon <- struct{}{}:
	default: // it is about to look
	}
}

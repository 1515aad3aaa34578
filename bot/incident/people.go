package incident

import (
	"context"
	"errors"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Asked notes who was given an answer, and returns the incidents that it is about.
func (k *Keeper) Asked(ctx context.Context, p Person, a *bot.Answer) ([]Incident, error) {
	return k.each(ctx, a, func(i *Incident, s Seen) bool { return i.Ask(p, s, k.now()) })
}

// Escalated notes that somebody has passed an answer on to the administrators.
func (k *Keeper) Escalated(ctx context.Context, p Person, a *bot.Answer) ([]Incident, error) {
	return k.each(ctx, a, func(i *Incident, s Seen) bool { return i.Escalate(p, s, k.now()) })
}

// Wait notes that somebody wants to hear when what an answer shows works again.
// What it returns is what is waited for, and which of it has ended meanwhile; all
// of it is empty where there is nothing to wait for.
func (k *Keeper) Wait(ctx context.Context, w Waiter, a *bot.Answer) (waited, ended []Incident, err error) {
	w.Name = say.Clean(w.Name, maxName)
	full := false
	all, err := k.each(ctx, a, func(i *Incident, s Seen) bool {
		full = false
		if i.Cause == (bot.Cause{}) || !i.meet(s, k.now()) && !i.Ended.IsZero() {
			return false
		}
		full = !i.Wait(w, k.now())
		return !full
	})
	if full && err == nil {
		err = ErrFull
	}
	for _, i := range all {
		if i.Ended.IsZero() {
			waited = append(waited, i)
		} else {
			ended = append(ended, i)
		}
	}
	return waited, ended, err
}

// ErrFull says that as many wait for one server as can be told.
var ErrFull = errors.New("too many wait for this server")

func (k *Keeper) each(ctx context.Context, a *bot.Answer, change func(*Incident, Seen) bool) ([]Incident, error) {
	var out []Incident
	for _, m := range causesOf(a) {
		key, err := k.keyOf(ctx, &m, a)
		if err != nil {
			return out, err
		}
		i, err := k.edit(ctx, key, func() *Incident { return New(m.cause) }, func(i *Incident) bool { return change(i, m.seen(a)) })
		if err != nil {
			return out, err
		}
		if !slices.ContainsFunc(out, func(o Incident) bool { return o.Key() == i.Key() }) {
			out = append(out, *i)
		}
	}
	return out, nil
}

func (m *met) seen(a *bot.Answer) Seen {
	return Seen{At: a.At, Answer: a.ID, Target: a.Question.Target, Reports: m.reports, Zones: m.zones}
}

// Cause is what a watch's look shows, for its alert; nil where that can be the
// cause of nothing.
func (k *Keeper) Cause(t checks.Target, r *checks.Report) *bot.Cause {
	c, ok := CauseOf(&bot.Question{Target: t}, r)
	if !ok {
		return nil
	}
	return &c
}

// Alert notes that a channel is told of a cause. It may be called again.
func (k *Keeper) Alert(ctx context.Context, c bot.Cause, t checks.Target, summary say.Text, in bot.Place, at time.Time) error {
	r := &checks.Report{Target: checks.ReportTarget{Host: t.Host, Port: t.Port}, Summary: summary}
	m := met{cause: c, reports: []*checks.Report{r}, zones: []string{""}}
	s := Seen{At: at, Target: t, Reports: m.reports, Zones: m.zones}
	key, err := k.keyOf(ctx, &m, &bot.Answer{Question: bot.Question{Target: t}, At: at})
	if err != nil {
		return err
	}
	_, err = k.edit(ctx, key, func() *Incident { return New(c) }, func(i *Incident) bool {
		if i.Known() && i.Alerted.Channel != "" {
			return false
		}
		return i.Alert(s, in, k.now())
	})
	return err
}

// Get returns an incident, nil if it is forgotten.
func (k *Keeper) Get(ctx context.Context, key string) (*Incident, error) {
	return k.store.Incident(ctx, key)
}

// Take gives it to somebody; mine is false where somebody else has it. As with
// the others, the incident is nil if it is forgotten.
func (k *Keeper) Take(ctx context.Context, key string, p Person) (i *Incident, mine bool, err error) {
	i, err = k.edit(ctx, key, nil, func(i *Incident) bool {
		had := i.Owner != nil
		mine = i.Take(p, k.now())
		return mine && !had
	})
	return i, mine, err
}

// HandOver gives it up for somebody, as he is called.
func (k *Keeper) HandOver(ctx context.Context, key, to string) (*Incident, error) {
	return k.edit(ctx, key, nil, func(i *Incident) bool { i.HandOver(to, k.now()); return true })
}

// Write adds a note.
func (k *Keeper) Write(ctx context.Context, key string, n Note) (*Incident, error) {
	n.At = k.now()
	return k.edit(ctx, key, nil, func(i *Incident) bool { i.Write(n, k.now()); return true })
}

// Undelivered notes that a letter or an event of it is given up.
func (k *Keeper) Undelivered(ctx context.Context, key string, to bot.Place) error {
	_, err := k.edit(ctx, key, nil, func(i *Incident) bool { return i.Miss(to, k.now()) })
	return err
}

// Announce has a notice for users posted in the support channels; first is false
// where it is there already.
func (k *Keeper) Announce(ctx context.Context, key string, by Person) (i *Incident, first bool, err error) {
	i, err = k.edit(ctx, key, nil, func(i *Incident) bool {
		first = k.MayAnnounce(i) && i.Known() && i.Post(by, k.supportFor(i), k.now())
		return first
	})
	return i, first, err
}

// MayAnnounce tells whether there is a support channel for a notice.
func (k *Keeper) MayAnnounce(i *Incident) bool { return len(k.supportFor(i)) > 0 }

// supportFor are the support channels without the one of the incident itself.
func (k *Keeper) supportFor(i *Incident) []bot.Place {
	return slices.DeleteFunc(slices.Clone(k.support), func(p bot.Place) bool { return p.ChannelKey() == i.Place.ChannelKey() })
}

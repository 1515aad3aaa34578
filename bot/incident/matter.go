package incident

import (
	"context"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// A certificate that is at fault may be replaced by another one that is: renewed
// with the wrong name, or without its chain. For whoever asks, the matter is the
// same. It is, where nothing of what showed the one shows it any more, and whatever
// is at fault there shows the other, seen twice: by two looks in a row, or by
// somebody who met it and a look after him. The incident then goes on with the second cause, and
// whoever meets that is led to it. What one asker sees is not enough: a host may
// well show two certificates that are at fault at a time, and those are two causes.

// Current is what is at fault now.
func (i *Incident) Current() bot.Cause {
	if len(i.Later) > 0 {
		return i.Later[len(i.Later)-1]
	}
	return i.Cause
}

// goesOnWith tells whether a cause is one that it went on with.
func (i *Incident) goesOnWith(c bot.Cause) bool { return slices.Contains(i.Later, c) }

// lasts tells whether a fault now would be this incident's: it is not over, or not
// for long.
func (i *Incident) lasts(now time.Time) bool {
	return !i.Over() || now.Sub(later(i.Ended, i.Lapsed)) <= relapseWithin
}

// doubtAgain is how soon the same doubt has an incident looked at again.
const doubtAgain = 2 * time.Minute

// doubted tells whether what somebody met raises the doubt that this incident is
// about another certificate by now: he met it where the first was met.
func (i *Incident) doubted(m *met, a *bot.Answer) bool {
	now := i.Current()
	if !i.Known() || i.Good > 0 || now.SHA256 == "" || m.cause.SHA256 == "" || i.goesOnWith(m.cause) || len(i.Later) >= maxLater || i.Cause.ServerKey() != m.cause.ServerKey() || !a.At.After(i.Looked) {
		return false
	}
	if slices.ContainsFunc(m.zones, func(z string) bool { return !slices.Contains(i.Zones, z) }) {
		return false
	}
	return slices.ContainsFunc(m.reports, func(r *checks.Report) bool {
		return slices.Contains(i.Targets, targetOf(a.Question.Target, r))
	})
}

// doubt has the incident looked at, and notes what it may be about now.
func (i *Incident) doubt(c bot.Cause, now time.Time) bool {
	if i.Next != nil && *i.Next == c && now.Sub(i.Doubted) < doubtAgain {
		return false
	}
	i.Next, i.Doubted, i.Due = &c, now, now
	return true
}

// targetOf is what a report is about, of what was asked.
func targetOf(asked checks.Target, r *checks.Report) checks.Target {
	asked.Input, asked.Mailbox, asked.Autodiscover = "", "", false
	asked.Host, asked.Port = r.Target.Host, r.Target.Port
	return asked
}

// keyOf is the key of the incident that a cause is of.
func (k *Keeper) keyOf(ctx context.Context, m *met, a *bot.Answer) (string, error) {
	own := m.cause.Key()
	i, err := k.store.Incident(ctx, own)
	if err != nil {
		return "", err
	}
	if i != nil && i.Continues != "" {
		first, err := k.store.Incident(ctx, i.Continues)
		if err != nil {
			return "", err
		}
		if first != nil && first.goesOnWith(m.cause) && first.lasts(k.now()) {
			return first.Key(), nil
		}
	}
	if i != nil && !i.Opened.IsZero() || m.cause.SHA256 == "" {
		return own, nil
	}
	all, err := k.store.IncidentsOf(ctx, m.cause.ServerKey())
	if err != nil {
		return "", err
	}
	for n := range all {
		if !all[n].doubted(m, a) {
			continue
		}
		_, err := k.edit(ctx, all[n].Key(), nil, func(i *Incident) bool { return i.doubted(m, a) && i.doubt(m.cause, k.now()) })
		if err != nil {
			return "", err
		}
	}
	return own, nil
}

// goOn has an incident go on with another cause, if it still may; those who met that
// already are among its own then. False: it does not, for that has become an
// incident itself.
func (k *Keeper) goOn(ctx context.Context, key string, c bot.Cause, may func(*Incident) bool) (bool, error) {
	met, err := k.store.Incident(ctx, c.Key())
	if err != nil || met != nil && !met.Opened.IsZero() {
		return false, err
	}
	went := false
	_, err = k.edit(ctx, key, nil, func(i *Incident) bool {
		if went = i.goesOnWith(c) || may(i); !went {
			return false
		}
		i.Later, i.Next = add(i.Later, c, maxLater), nil
		if met != nil {
			i.takeIn(met)
		}
		i.changed(k.now())
		return true
	})
	if err != nil || !went {
		return false, err
	}
	// The sign post comes second: without it the next who meets the cause does this
	// again.
	_, err = k.edit(ctx, c.Key(), func() *Incident { return New(c) }, func(post *Incident) bool {
		if went = post.Opened.IsZero(); !went {
			return false
		}
		*post = Incident{Cause: c, Continues: key, Began: k.now(), Round: post.Round + 1, Revision: post.Revision, Version: post.Version}
		return true
	})
	return went, err
}

// takeIn has those who met a cause before it was known to be this incident's.
func (i *Incident) takeIn(met *Incident) {
	for _, a := range met.Askers {
		if len(i.Askers) < maxAskers && !slices.ContainsFunc(i.Askers, func(b Asker) bool { return b.Is(a.Person) }) {
			i.Askers = append(slices.Clone(i.Askers), a)
		}
	}
	for _, w := range met.Waiting {
		if len(i.Waiting) < maxWaiting && !slices.ContainsFunc(i.Waiting, func(v Waiter) bool { return v.Is(w.Person) }) {
			i.Waiting = append(slices.Clone(i.Waiting), w)
		}
	}
}

// successor is the one cause that all which is faulty shows now, in place of the
// one that an incident had; nil if it is not so.
func (i *Incident) successor(seen []bot.Cause) *bot.Cause {
	now := i.Current()
	if len(seen) == 0 || now.SHA256 == "" {
		return nil
	}
	c := seen[0]
	if c.SHA256 == "" || c == now || c.ServerKey() != now.ServerKey() || slices.ContainsFunc(seen, func(d bot.Cause) bool { return d != c }) {
		return nil
	}
	return &c
}

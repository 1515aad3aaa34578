package incident

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"certdesk/bot"
)

// callAt is when a step is due; zero is never.
func (k *Keeper) callAt(i *Incident, s *Step) time.Time {
	told := func(p bot.Place) bool { return p.ChannelKey() == s.To.ChannelKey() }
	switch {
	case i.Opened.IsZero(), i.Over(), told(i.Place), slices.ContainsFunc(i.Called, told):
		return time.Time{}
	case s.After == 0:
		return i.Opened
	case i.Owner != nil, i.Place.Channel == "" && len(i.Askers) == 0:
		// Somebody has it; or it is an alert's alone, which has its own channel and
		// buttons.
		return time.Time{}
	}
	return k.worked(i.Free, s.After)
}

// callNext is when somebody is called next; zero is never.
func (k *Keeper) callNext(i *Incident) time.Time {
	var first time.Time
	for n := range k.chain {
		if at := k.callAt(i, &k.chain[n]); !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// worked is when people have worked for d since t.
func (k *Keeper) worked(t time.Time, d time.Duration) time.Time {
	if k.hours == nil {
		return t.Add(d)
	}
	return k.hours.After(t, d)
}

// call notes who is called now.
func (k *Keeper) call(i *Incident, now time.Time) {
	for n := range k.chain {
		if at := k.callAt(i, &k.chain[n]); !at.IsZero() && !at.After(now) {
			i.Called = add(i.Called, k.chain[n].To, maxCalled)
		}
	}
}

// maker makes a notice of an incident; parts tell those of a kind apart.
type maker func(kind bot.NoticeKind, place bot.Place, parts ...string) *bot.Notice

// outside is what is told besides the incident's own message. Letters and events
// say what was true when they were kept, however late they arrive.
func (k *Keeper) outside(i *Incident, notice maker) []*bot.Notice {
	var out []*bot.Notice
	for _, place := range i.Called {
		where := place.ChannelKey()
		if place.Platform != bot.Mail {
			out = append(out, notice(bot.NoticeIncident, place, where))
			continue
		}
		letter := func(e bot.DispatchEvent, at time.Time, parts ...string) *bot.Notice {
			n := notice(bot.NoticeLetter, place, append([]string{string(e), where, i.since()}, parts...)...)
			n.Dispatch = i.dispatch(e, at, k.share)
			return n
		}
		first := letter(bot.IncidentOpened, i.Opened)
		thread := []*bot.Notice{first}
		if i.Known() && i.Relapses > 0 {
			thread = append(thread, letter(bot.IncidentReturned, i.Back, i.era()))
		}
		switch {
		case !i.Ended.IsZero():
			thread = append(thread, letter(bot.IncidentResolved, i.Ended, i.era()))
		case !i.Lapsed.IsZero():
			thread = append(thread, letter(bot.IncidentLapsed, i.Lapsed, strconv.FormatInt(i.Lapsed.Unix(), 10)))
		}
		for _, n := range thread[1:] {
			n.After = first.ID
		}
		out = append(out, thread...)
	}
	if k.webhook == nil {
		return out
	}
	event := func(h Happening) *bot.Notice {
		n := notice(bot.NoticeEvent, *k.webhook, i.since(), strconv.Itoa(h.N))
		n.Dispatch = i.dispatch(h.Event, h.At, k.share)
		return n
	}
	for _, h := range i.Happened {
		n := event(h)
		if h.N > 1 {
			n.After = event(Happening{N: 1}).ID
		}
		out = append(out, n)
	}
	return out
}

// dispatch is the incident now, as it is told outside of chat.
func (i *Incident) dispatch(e bot.DispatchEvent, at time.Time, share Share) *bot.Dispatch {
	d := &bot.Dispatch{
		Event: e, At: at, Incident: i.name(), Revision: i.Revision, Cause: i.Current(),
		Began: i.Began, Opened: i.Opened, Back: i.Back, Ended: i.Ended, Lapsed: i.Lapsed, Relapses: i.Relapses, Why: string(i.Why),
		Codes: i.Codes, Summary: i.Summary, Zones: i.Zones, Asked: len(i.Askers), Waiting: len(i.Waiting),
		Owned: i.Owner != nil, Taken: i.Taken, Answer: i.Answer,
	}
	for _, t := range i.Targets {
		name := bot.TargetName(t)
		if !slices.Contains(d.Servers, name) {
			d.Servers = append(d.Servers, name)
		}
	}
	if share.Owner && i.Owner != nil {
		d.Owner = called(*i.Owner)
	}
	if share.Askers {
		for _, a := range i.Askers {
			d.Askers = append(d.Askers, called(a.Person))
		}
	}
	if share.Notes {
		for _, n := range i.Notes {
			note := bot.DispatchNote{At: n.At, Text: n.Text}
			if share.Owner {
				note.By = called(n.By)
			}
			d.Notes = append(d.Notes, note)
		}
	}
	return d
}

// called is what somebody is called, or his ID.
func called(p Person) string { return cmp.Or(p.Name, p.ID) }

// name is that of the incident outside of chat: it is never that of another one,
// also where the store was lost meanwhile.
func (i *Incident) name() string {
	return i.noticeID("outside", i.since())
}

// since tells incidents of one cause apart where the store, which counts them, was
// lost in between: whoever keeps letters and events has them still.
func (i *Incident) since() string { return i.Opened.UTC().Format(time.RFC3339Nano) }

// At tells whether it is told in a channel.
func (i *Incident) At(p bot.Place) bool {
	same := func(q bot.Place) bool { return q.Channel != "" && q.ChannelKey() == p.ChannelKey() }
	return same(i.Place) || slices.ContainsFunc(i.Called, same)
}

// Mail is a place for letters to an address.
func Mail(address string) bot.Place {
	return bot.Place{Platform: bot.Mail, Channel: address}
}

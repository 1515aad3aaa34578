package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks/say"
)

const (
	// homeSoon is how long before its end a certificate is told of by name.
	homeSoon = 30 * 24 * time.Hour
	// maxHome is how many watches a home page lists.
	maxHome = 50
)

// Home is what stands on somebody's home page of certdesk: what a place
// watches, the first to end first, and the ends that are near.
func (d *Desk) Home(ctx context.Context, place bot.Place, who bot.Person) (bot.Reply, error) {
	all, err := d.watches.Watches(ctx, place)
	if err != nil {
		return bot.Reply{}, fmt.Errorf("reading the watches of %s: %w", place.Key(), err)
	}
	r := home(all, d.now())
	if d.translate != nil {
		r = d.translate((&bot.Request{Asker: who}).Language(), r)
	}
	return r, nil
}

// home words the page of Home: the watches, the first to end first, and the ends within
// homeSoon by name.
func home(all []bot.Watch, now time.Time) bot.Reply {
	if len(all) == 0 {
		r := watch.Nothing()
		r.Items[0].Text = say.S("Type this in a channel to start")
		return r
	}
	slices.SortStableFunc(all, func(a, b bot.Watch) int {
		x, y := firstEnd(&a), firstEnd(&b)
		if x.IsZero() || y.IsZero() { // those without a certificate stand last
			return cmp.Compare(y.Unix(), x.Unix())
		}
		return x.Compare(y)
	})
	r := bot.Reply{Tone: bot.Good}
	near := 0
	for i := range all {
		w := &all[i]
		item := watchItem(w, now)
		switch {
		case item.Tone == bot.Bad, item.Tone == bot.Warning && r.Tone != bot.Bad, item.Tone == bot.Unknown && r.Tone == bot.Good:
			r.Tone = item.Tone
		}
		if i < maxHome {
			r.Items = append(r.Items, item)
		}
		if end := firstEnd(w); !end.IsZero() && end.Sub(now) < homeSoon {
			if end.After(now) {
				near++
			}
			if len(r.Facts) < bot.MaxFacts {
				r.Facts = append(r.Facts, ending(w, end, now))
			}
		}
	}
	r.Headline = watching(len(all))
	if near > 0 {
		r.Headline = say.Join(r.Headline, say.N("{n} certificate expires within {days} days.", "{n} certificates expire within {days} days.", near,
			say.Count("days", int(homeSoon.Hours()/24))))
		r.Tone = cmp.Or(worse(r.Tone), bot.Warning)
	}
	if len(all) > maxHome {
		r.Items = append(r.Items, watch.Others(len(all)-maxHome))
	}
	return r
}

func ending(w *bot.Watch, end, now time.Time) bot.Fact {
	on := say.Date("date", end)
	f := bot.Fact{Label: say.Only(say.Host("host", w.Name())), Value: say.S("expires in {span}, on {date}", say.Span("span", end.Sub(now)), on), Tone: bot.Warning}
	if !end.After(now) {
		f.Value, f.Tone = say.S("expired on {date}", on), bot.Bad
	}
	return f
}

// worse drops the tone of good news: on the home page only what needs attention is
// marked.
func worse(t bot.Tone) bot.Tone {
	if t == bot.Good {
		return bot.Neutral
	}
	return t
}

package slack

import (
	"context"
	"slices"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// people knows who asks: language, time zone and user groups. It is kept for a
// while; where Slack does not tell in time, an answer goes without.
type people struct {
	a *Adapter

	mu     sync.Mutex
	known  map[string]known
	silent time.Time // until then users are not asked for

	groups     map[string][]string
	groupsRead time.Time
}

type known struct {
	locale, name string
	zone         *time.Location
	read         time.Time
}

const (
	knownFor   = 15 * time.Minute
	groupsFor  = 5 * time.Minute
	mostKnown  = 10_000
	askAtMost  = time.Second
	silenceFor = 10 * time.Minute
)

func newPeople(a *Adapter) *people {
	return &people{a: a, known: make(map[string]known)}
}

// person adds what is known of somebody.
func (p *people) person(ctx context.Context, who bot.Person) bot.Person {
	if who.ID == "" {
		return who
	}
	ctx, cancel := context.WithTimeout(ctx, askAtMost)
	defer cancel()
	k := p.user(ctx, who.ID)
	who.Locale, who.Zone = k.locale, k.zone
	if who.Name == "" {
		who.Name = k.name
	}
	who.Roles = p.roles(ctx, who.ID)
	return who
}

func (p *people) user(ctx context.Context, id string) known {
	now := p.a.Now()
	p.mu.Lock()
	k, ok := p.known[id]
	quiet := now.Before(p.silent)
	p.mu.Unlock()
	if ok && now.Sub(k.read) < knownFor || quiet {
		return k
	}
	user, err := p.a.api.GetUserInfoContext(ctx, id, api.GetUserInfoOptionIncludeLocale(true))
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || user == nil {
		if err != nil && p.silent.Before(now) {
			p.silent = now.Add(silenceFor)
			p.a.Log.Info("Slack does not tell languages and time zones for a while", "error", p.a.explain(err))
		}
		return k
	}
	k = known{locale: user.Locale, name: user.Name, read: now}
	if zone, err := time.LoadLocation(user.TZ); err == nil && user.TZ != "" {
		k.zone = zone
	}
	if len(p.known) >= mostKnown {
		clear(p.known)
	}
	p.known[id] = k
	return k
}

// roles are the groups that somebody is in, of those that matter.
func (p *people) roles(ctx context.Context, id string) []string {
	if len(p.a.Groups) == 0 {
		return nil
	}
	now := p.a.Now()
	p.mu.Lock()
	groups, fresh := p.groups, now.Sub(p.groupsRead) < groupsFor
	p.mu.Unlock()
	if !fresh {
		read := make(map[string][]string)
		for _, group := range p.a.Groups {
			members, err := p.a.api.GetUserGroupMembersContext(ctx, group)
			if err != nil {
				p.a.Log.Warn("a user group could not be read", "group", group, "error", p.a.explain(err))
				members = groups[group] // as it was
			}
			read[group] = members
		}
		groups = read
		p.mu.Lock()
		p.groups, p.groupsRead = read, now
		p.mu.Unlock()
	}
	var roles []string
	for _, group := range p.a.Groups {
		if slices.Contains(groups[group], id) {
			roles = append(roles, group)
		}
	}
	return roles
}

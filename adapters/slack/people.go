package slack

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/bot"
	"certdesk/checks/cache"
)

// people knows who asks (language, time zone, user groups) and who certdesk itself is.
// It remembers that for a while; if Slack does not tell in time, the answer goes out
// without.
type people struct {
	client *client
	wanted []string // user groups
	now    func() time.Time
	log    *slog.Logger

	known *cache.Cache[string, known]
	// zones caches time zones by name, nil for a name that is none. People in one zone
	// share a value, because its rules take kilobytes.
	zones *cache.Cache[string, *time.Location]

	mu     sync.Mutex
	silent time.Time // until then users are not asked for

	groups     map[string][]string
	groupsGood time.Time // until then they need not be read again

	own      home
	ownAgain time.Time // until then Slack is not asked for it
}

// home is who certdesk is, by auth.test: its user's id, and the workspace and
// organisation that the token is for. An installation in a whole organisation has both.
type home struct{ user, team, enterprise string }

type known struct {
	locale, name string
	enterprise   string // "" for none, or where Slack does not tell
	zone         *time.Location
	read         time.Time
}

const (
	knownFor   = 15 * time.Minute
	groupsFor  = 5 * time.Minute
	maxKnown   = 10_000
	askWithin  = time.Second
	selfWithin = 10 * time.Second
	// A refusal will be repeated, so it is believed for longer than a failure.
	silenceFor = 10 * time.Minute
	pauseFor   = 15 * time.Second
)

func newPeople(c *client, groups []string, now func() time.Time, log *slog.Logger) *people {
	return &people{
		client: c, wanted: groups, now: now, log: log,
		known: cache.New[string, known](maxKnown, nil), zones: cache.New[string, *time.Location](maxKnown, nil),
	}
}

// person adds what is known of somebody.
func (p *people) person(ctx context.Context, who bot.Person) bot.Person {
	if who.ID == "" {
		return who
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	k := p.user(ctx, who.ID)
	who.Locale, who.Zone = k.locale, k.zone
	if who.Name == "" {
		who.Name = k.name
	}
	who.Roles = p.roles(ctx, who.ID)
	return who
}

// user is what is known of somebody, asked of Slack where that is older than knownFor.
// Where Slack does not tell, what was known is given, and nobody is asked for a while.
func (p *people) user(ctx context.Context, id string) known {
	now := p.now()
	k, ok := p.known.Get(id)
	p.mu.Lock()
	quiet := now.Before(p.silent)
	p.mu.Unlock()
	if ok && now.Sub(k.read) < knownFor || quiet {
		return k
	}
	user, err := p.client.api.GetUserInfoContext(ctx, id, api.GetUserInfoOptionIncludeLocale(true))
	switch {
	case code(err) == "user_not_found", code(err) == "user_not_visible", err == nil && user == nil:
		user = new(api.User) // of another workspace: the others are known all the same
	case err != nil:
		p.mu.Lock()
		defer p.mu.Unlock()
		if until := now.Add(silence(err)); p.silent.Before(until) {
			p.silent = until
			p.log.Info("Slack does not tell languages and time zones for a while", "error", explain(err), "until", until)
		}
		return k
	}
	k = known{locale: user.Locale, name: user.Name, enterprise: user.Enterprise.EnterpriseID, read: now}
	k.zone = p.zone(user.TZ)
	p.known.Put(id, k)
	return k
}

// zone is a time zone by its name, nil for none.
func (p *people) zone(name string) *time.Location {
	zone, ok := p.zones.Get(name)
	if !ok && name != "" {
		zone, _ = time.LoadLocation(name) // nil for a name that is none
		p.zones.Put(name, zone)
	}
	return zone
}

// silence is for how long nothing is asked after an error.
func silence(err error) time.Duration {
	if pause, ok := limited(err); ok {
		return pause
	}
	if code(err) != "" && !passing(err) {
		return silenceFor
	}
	return pauseFor
}

// roles are the groups that somebody is in, of those that matter.
func (p *people) roles(ctx context.Context, id string) []string {
	if len(p.wanted) == 0 {
		return nil
	}
	now := p.now()
	p.mu.Lock()
	groups, fresh := p.groups, now.Before(p.groupsGood)
	p.mu.Unlock()
	if !fresh {
		read, good := make(map[string][]string), groupsFor
		for _, group := range p.wanted {
			members, err := p.client.api.GetUserGroupMembersContext(ctx, group)
			if err != nil {
				p.log.Warn("a user group could not be read", "group", group, "error", explain(err))
				members, good = groups[group], min(good, silence(err)) // as it was
			}
			read[group] = members
		}
		groups = read
		p.mu.Lock()
		p.groups, p.groupsGood = read, now.Add(good)
		p.mu.Unlock()
	}
	var roles []string
	for _, group := range p.wanted {
		if slices.Contains(groups[group], id) {
			roles = append(roles, group)
		}
	}
	return roles
}

// enterprise is the organisation that somebody belongs to, "" for none.
func (p *people) enterprise(ctx context.Context, id string) string {
	ctx, cancel := context.WithTimeout(ctx, selfWithin)
	defer cancel()
	return p.user(ctx, id).enterprise
}

// self is the bot's own user id, "" where Slack does not tell.
func (p *people) self(ctx context.Context) string { return p.home(ctx).user }

// home returns who certdesk is; empty where Slack does not tell. After a failure Slack
// is not asked again for a while, because every delivery waits for the answer.
func (p *people) home(ctx context.Context) home {
	p.mu.Lock()
	own, quiet := p.own, p.now().Before(p.ownAgain)
	p.mu.Unlock()
	if own != (home{}) || quiet {
		return own
	}
	ctx, cancel := context.WithTimeout(ctx, selfWithin)
	defer cancel()
	said, err := p.client.api.AuthTestContext(ctx)
	if err != nil {
		pause, ok := limited(err)
		if !ok {
			pause = pauseFor
		}
		p.log.Warn("Slack does not tell the bot's own name for a while", "error", explain(err), "pause", pause)
		p.mu.Lock()
		p.ownAgain = p.now().Add(pause)
		p.mu.Unlock()
		return home{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own = home{said.UserID, said.TeamID, said.EnterpriseID}
	return p.own
}

package serve

import (
	"math/rand/v2"

	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
)

// newWatcher makes the watcher of this process. Most of its checks are quick
// ones: what one handshake with each address tells.
func (s *server) newWatcher(quick, full watch.Checker) (*watch.Watcher, error) {
	return watch.New(watch.Config{
		Checker: quick, Full: full, Watches: s.kept, Notices: s.kept, Channels: s.kept, Poster: outbox{s}, Admin: s.settings.AdminChannel,
		Serves:  func(p bot.Platform) bool { return s.on(p) != nil },
		Picture: diagnosis.DrawExpiries, Warn: s.settings.Warn,
		Every: s.settings.CheckEvery, Interval: s.settings.SweepInterval,
		Now: s.now, NewID: newID, Random: rand.Float64, Log: s.log,
		Count: s.metrics.Posted, Swept: s.swept,
	})
}

// newIncidents makes the keeper of incidents, whose notices the watcher posts. It
// looks at few servers, and not often, so that it waits for no place among those
// who ask.
func (s *server) newIncidents(looks incident.Checker) (*incident.Keeper, error) {
	var hook *bot.Place
	if s.settings.Outside.Webhook != "" {
		place := webhookPlace()
		hook = &place
	}
	k, err := incident.NewKeeper(incident.Config{
		Store: s.kept, Outbox: s.watcher, Checker: looks, Admin: s.settings.AdminChannel, Support: s.settings.Support,
		Chain: s.settings.Outside.Chain, Hours: s.settings.Outside.Hours, Share: s.settings.Outside.Share, Webhook: hook,
		Opened: s.metrics.Opened, Owned: s.metrics.Owned,
		Translate: diagnosis.Translate, Now: s.now, Log: s.log, Interval: s.settings.SweepInterval,
	})
	if err != nil {
		return nil, err
	}
	s.watcher.Attend(k)
	if when := s.settings.Outside.Summary; when != nil {
		s.watcher.Summarise(summaries{s.kept}, *when)
	}
	return k, s.engage()
}

// swept notes a sweep that came to its end.
func (s *server) swept() {
	s.metrics.Swept()
	s.state.swept()
}

package store

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
)

var incidents = kindOf[incident.Incident]{kindIncident, func(i *incident.Incident, r Record) { i.Version, i.Due = r.Version, r.Due }}

// Incident returns an incident by its key, nil if there is none.
func (s *Store) Incident(ctx context.Context, key string) (*incident.Incident, error) {
	return incidents.get(ctx, s, key)
}

// SaveIncident keeps an incident unless somebody has changed it; of Version 0,
// unless there is one already.
func (s *Store) SaveIncident(ctx context.Context, i *incident.Incident) (bool, error) {
	p := IfUnchanged
	if i.Version == 0 {
		p = IfAbsent
	}
	return s.put(ctx, Record{Kind: kindIncident, Key: i.Key(), Group: i.Cause.ServerKey(), Due: i.Due, Expires: i.Forgotten()}, i, p, &i.Version)
}

// IncidentsOf returns the incidents of one server.
func (s *Store) IncidentsOf(ctx context.Context, server string) (all []incident.Incident, err error) {
	err = incidents.eachOf(ctx, s, server, func(i *incident.Incident) error {
		all = append(all, *i)
		return nil
	})
	return all, err
}

// EachIncident calls do with all incidents, and with what may yet become one.
func (s *Store) EachIncident(ctx context.Context, do func(*incident.Incident) error) error {
	return incidents.each(ctx, s, do)
}

// ClaimIncidents returns incidents that are due, for nobody else during the
// lease.
func (s *Store) ClaimIncidents(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]incident.Incident, error) {
	return incidents.claim(ctx, s, now, lease, limit)
}

// moveIncidents has what is still to be told of incidents of a channel told in
// another. Notices for users that stand there are moved as notices.
func (s *Store) moveIncidents(ctx context.Context, from, to bot.Place) error {
	var keys []string
	err := incidents.each(ctx, s, func(i *incident.Incident) error {
		if i.Place.ChannelKey() == from.ChannelKey() || i.Alerted.ChannelKey() == from.ChannelKey() {
			keys = append(keys, i.Key())
		}
		return nil
	})
	for _, key := range keys {
		for saved := false; err == nil && !saved; err = errors.Join(err, ctx.Err()) {
			var i *incident.Incident
			if i, err = s.Incident(ctx, key); i == nil || err != nil {
				break
			}
			for _, place := range []*bot.Place{&i.Place, &i.Alerted} {
				if place.ChannelKey() == from.ChannelKey() {
					place.Platform, place.Channel = to.Platform, to.Channel
				}
			}
			saved, err = s.SaveIncident(ctx, i)
		}
	}
	return err
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
)

// Incident returns an incident by its key, nil if there is none.
func (s *Store) Incident(ctx context.Context, key string) (*incident.Incident, error) {
	return get(ctx, s, kindIncident, key, incidentOf)
}

func incidentOf(r Record) (*incident.Incident, error) {
	var i incident.Incident
	if err := json.Unmarshal(r.Value, &i); err != nil {
		return nil, fmt.Errorf("reading incident %s: %w", r.Key, err)
	}
	i.Version, i.Due = r.Version, r.Due
	return &i, nil
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
	err = s.eachOf(ctx, kindIncident, server, func(r Record) error {
		i, err := incidentOf(r)
		if err == nil {
			all = append(all, *i)
		}
		return err
	})
	return all, err
}

// EachIncident calls do with all incidents, and with what may yet become one.
func (s *Store) EachIncident(ctx context.Context, do func(*incident.Incident) error) error {
	return s.each(ctx, kindIncident, func(r Record) error {
		i, err := incidentOf(r)
		if err != nil {
			return err
		}
		return do(i)
	})
}

// ClaimIncidents returns incidents that are due, for nobody else during the
// lease.
func (s *Store) ClaimIncidents(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]incident.Incident, error) {
	return claim(ctx, s, kindIncident, now, lease, limit, incidentOf)
}

// moveIncidents has what is still to be told of incidents of a channel told in
// another. Notices for users that stand there are moved as notices.
func (s *Store) moveIncidents(ctx context.Context, from, to bot.Place) error {
	var keys []string
	err := s.each(ctx, kindIncident, func(r Record) error {
		i, err := incidentOf(r)
		if err == nil && (i.Place.ChannelKey() == from.ChannelKey() || i.Alerted.ChannelKey() == from.ChannelKey()) {
			keys = append(keys, r.Key)
		}
		return err
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

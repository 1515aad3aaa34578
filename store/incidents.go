package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

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
	return s.put(ctx, Record{Kind: kindIncident, Key: i.Key(), Due: i.Due, Expires: i.Forgotten()}, i, p, &i.Version)
}

// ClaimIncidents returns incidents that are due, for nobody else during the
// lease.
func (s *Store) ClaimIncidents(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]incident.Incident, error) {
	return claim(ctx, s, kindIncident, now, lease, limit, incidentOf)
}

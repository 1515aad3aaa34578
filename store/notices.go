package store

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
)

var notices = kindOf[bot.Notice]{kindNotice, func(n *bot.Notice, r Record) { n.Version, n.Due = r.Version, r.Due }}

const (
	// noticeLife is how long the buttons of a notice know what it was about, and
	// for how long it is not posted a second time.
	noticeLife = 120 * 24 * time.Hour
	// joinLife is how long it is remembered which notice collects for a subject.
	joinLife = 24 * time.Hour
)

// Notice returns a notice, nil if there is none.
func (s *Store) Notice(ctx context.Context, id string) (*bot.Notice, error) {
	return notices.get(ctx, s, id)
}

// NoticeAt returns the notice that stands in a channel as a message, the list where that
// carries several; nil if the message is none.
func (s *Store) NoticeAt(ctx context.Context, place bot.Place, message string) (*bot.Notice, error) {
	var found *bot.Notice
	err := notices.eachOf(ctx, s, place.ChannelKey(), func(n *bot.Notice) error {
		if n.Message == message && message != "" && n.In == "" {
			found = n
		}
		return nil
	})
	return found, err
}

func (s *Store) putNotice(ctx context.Context, n *bot.Notice, p Precondition) (bool, error) {
	r := Record{Kind: kindNotice, Key: n.ID, Group: n.Place.ChannelKey(), Due: n.Due}
	if n.Done() {
		r.Expires = s.now().Add(noticeLife)
	}
	return s.put(ctx, r, n, p, &n.Version)
}

// AddNotice keeps a notice if there is none with its ID.
func (s *Store) AddNotice(ctx context.Context, n *bot.Notice) (added bool, err error) {
	return s.putNotice(ctx, n, IfAbsent)
}

// SaveNotice keeps a notice unless somebody has changed it.
func (s *Store) SaveNotice(ctx context.Context, n *bot.Notice) (bool, error) {
	return s.putNotice(ctx, n, IfUnchanged)
}

// ClaimNotices returns notices that are due, for nobody else during the lease.
func (s *Store) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Notice, error) {
	return notices.claim(ctx, s, now, lease, limit)
}

// PendingNotices counts those that are not posted yet, by their kind. What waits for
// its time, such as the end of quiet hours, is not late and not counted.
func (s *Store) PendingNotices(ctx context.Context) (map[bot.NoticeKind]int, error) {
	pending := make(map[bot.NoticeKind]int)
	err := s.each(ctx, kindNotice, func(r Record) error {
		if r.Due.IsZero() { // most are done, and need not be read
			return nil
		}
		n, err := notices.read(r)
		if err == nil && !rests(n, s.now()) {
			pending[n.Kind]++
		}
		return err
	})
	return pending, err
}

// rests tells whether nobody has tried to post a notice, and is not to yet. A courier
// has no such hours: what it is to carry later was put off by who gets it.
func rests(n *bot.Notice, now time.Time) bool {
	return n.Due.After(now) && n.Attempted.IsZero() && n.Tries == 0 && !n.Place.Platform.Traits().Carried
}

// Joined returns the id of the notice that collects for a subject: the latest
// if open says so, else fresh, which is then kept.
func (s *Store) Joined(ctx context.Context, subject, fresh string, open func(id string) (bool, error)) (string, error) {
	for {
		r, err := s.observed.Get(ctx, kindJoin, subject)
		p := IfUnchanged
		switch {
		case errors.Is(err, ErrNotFound):
			p = IfAbsent
		case err != nil:
			return "", err
		default:
			if is, err := open(string(r.Value)); err != nil || is {
				return string(r.Value), err
			}
		}
		_, err = s.observed.Put(ctx, Record{Kind: kindJoin, Key: subject, Value: []byte(fresh), Version: r.Version, Expires: s.now().Add(joinLife)}, p)
		if !errors.Is(err, ErrConflict) {
			return fresh, err
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
	}
}

// EndTold returns what a channel knows of the end of a certificate.
func (s *Store) EndTold(ctx context.Context, place bot.Place, leaf string) (e watch.EndTold, found bool, err error) {
	_, found, err = s.load(ctx, kindEnd, endKey(place, leaf), &e)
	return e, found, err
}

// SetEndTold keeps what a channel was told of the end of a certificate.
func (s *Store) SetEndTold(ctx context.Context, place bot.Place, leaf string, e watch.EndTold, until time.Time) error {
	if !until.After(s.now()) {
		until = s.now().Add(noticeLife)
	}
	_, err := s.save(ctx, Record{Kind: kindEnd, Key: endKey(place, leaf), Group: place.ChannelKey(), Expires: until}, e, Always)
	return err
}

func endKey(place bot.Place, leaf string) string { return place.ChannelKey() + "|" + leaf }

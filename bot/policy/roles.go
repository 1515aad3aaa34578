package policy

import (
	"fmt"
	"slices"
	"strings"

	"certdesk/bot"
)

// Roles says who is an admin. Everybody may ask; where admins are named, only
// they may change what a channel watches. Without any, everybody may.
type Roles struct {
	// Admins are "slack:U024BE7LH", "slack:S0614TZR7" (a user group),
	// "discord:80351110224678912" (a user or a role).
	Admins []string
}

// ParseAdmins reads a list of admins.
func ParseAdmins(list string) ([]string, error) {
	var out []string
	for word := range fields(list) {
		platform, id, ok := strings.Cut(word, ":")
		if !ok || id == "" || platform != string(bot.Slack) && platform != string(bot.Discord) && platform != string(bot.Console) {
			return nil, fmt.Errorf("%q is not a person or group such as slack:U024BE7LH or discord:80351110224678912", word)
		}
		out = append(out, word)
	}
	return out, nil
}

// Admin tells whether the person who asks is one.
func (r *Roles) Admin(q *bot.Request) bool {
	for _, id := range append([]string{q.Asker.ID}, q.Asker.Roles...) {
		if id != "" && slices.Contains(r.Admins, string(q.Place.Platform)+":"+id) {
			return true
		}
	}
	return false
}

// MayEditWatches tells whether the person may change what a channel watches.
func (r *Roles) MayEditWatches(q *bot.Request) bool { return len(r.Admins) == 0 || r.Admin(q) }

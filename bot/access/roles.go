// Package access says who may ask for what: administrators and everybody.
package access

import (
	"fmt"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Act is something that people do, as far as it matters who they are.
type Act string

// The acts.
const (
	// Look at servers, errors, watches and overviews.
	Look Act = "look"
	// Escalate hands a report to the administrators.
	Escalate Act = "escalate"
	// Tend a watch that is there: acknowledge its alerts, snooze it, remove it.
	Tend Act = "tend"
	// Arrange what a channel watches and how it is told.
	Arrange Act = "arrange"
)

// Permission says who may do something where admins are named.
type Permission struct {
	Act Act
	// Does is what that is, Who who may do it, both for people to read.
	Does, Who say.Text
	owner     bool // who added the watch may do it
	everybody bool
}

// Permissions are all there are. Whoever added a watch may do with it what an
// admin may: to acknowledge an alert silences it as much as to snooze it does, so
// that one is not open to those to whom the other is closed.
func Permissions() []Permission {
	return []Permission{
		{Look, say.P("permission", "Check servers, explain error messages, see watches and digests"), say.P("who", "everyone"), false, true},
		{Escalate, say.P("permission", "Send a report to the administrators"), say.P("who", "everyone"), false, true},
		{Tend, say.P("permission", "Take on an alert, snooze or remove a watch"), say.P("who", "the person who added it, and admins"), true, false},
		{Arrange, say.P("permission", "Add or import watches, set the digest, quiet hours and settings"), say.P("who", "admins"), false, false},
	}
}

// WithoutAdmins is what holds where nobody is named as an admin.
func WithoutAdmins() say.Text { return say.S("If no admins are named, everyone may do all of this.") }

// Roles says who is an admin. What is permitted to whom then is in Permissions.
// Without any admins, everybody may do everything.
type Roles struct {
	// Admins are "slack:U024BE7LH", "slack:S0614TZR7" (a user group),
	// "discord:80351110224678912" (a user or a role).
	Admins []string
}

// ParseAdmins reads a list of admins.
func ParseAdmins(list string) ([]string, error) {
	var out []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if _, ok := bot.ParsePlace(word); !ok {
			return nil, fmt.Errorf("%q is not a person or group such as %s", word, bot.PlaceExamples(func(t *bot.Traits) bot.IDForm { return t.Person }))
		}
		out = append(out, word)
	}
	return out, nil
}

// Admin tells whether the person who asks is one.
func (r *Roles) Admin(q *bot.Request) bool {
	for _, id := range append([]string{q.Asker.ID}, q.Asker.Roles...) {
		if id != "" && slices.Contains(r.Admins, bot.Place{Platform: q.Place.Platform, Channel: id}.Written()) {
			return true
		}
	}
	return false
}

// May tells whether the person who asks may do something. owners are the ids of
// those who added the watches that it is about; all of them count.
func (r *Roles) May(q *bot.Request, act Act, owners ...string) bool {
	if len(r.Admins) == 0 || r.Admin(q) {
		return true
	}
	for _, p := range Permissions() {
		if p.Act != act {
			continue
		}
		others := slices.ContainsFunc(owners, func(id string) bool { return id != q.Asker.ID })
		return p.everybody || p.owner && q.Asker.ID != "" && len(owners) > 0 && !others
	}
	return false
}

package watch

import (
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// How many checks in a row must show something before it is told. Trouble that passes by
// itself needs nobody.
const (
	timesFine        = 2
	timesUntrusted   = 2
	timesUnreachable = 3
	timesChanged     = 2
	timesMixed       = 3
	// steadyAddresses and steadyFlips are how many clean checks end an inconsistency.
	// One that was seen within a single check (two addresses differ) shows its end at
	// once. One that was seen from check to check (the certificate changes back and
	// forth) may look over by chance.
	steadyAddresses = 2
	steadyFlips     = 20
)

// event is something that the channel should be told of an endpoint.
type event struct {
	kind bot.NoticeKind
	// subject groups it: what has the same subject in a channel is one post.
	subject  string
	text     say.Text
	old, new bot.Leaf
	before   time.Duration
	of       bot.EndOf
	codes    []checks.Code
	warnings []bot.Finding
	tone     bot.Tone
	// cause is what incidents know it by; nil where it is no part of any.
	cause *bot.Cause
}

// evaluation is what a check makes of an endpoint.
type evaluation struct {
	bot.WatchedEndpoint
	events []event
	// flipped: the certificate that it had before the last one is back.
	flipped bool
	// shown: the check saw a certificate.
	shown bool
}

// unseen tells that nothing is known of its certificate now: what does not answer shows
// none, unless it sets up TLS first and hangs up then.
func (v *evaluation) unseen() bool { return v.Failure == bot.Unreachable && !v.shown }

// fault is the subject of a failure: untrusted endpoints that show the same certificate
// share one post, endpoints without a certificate have one each.
func (v *evaluation) fault() string {
	if v.Leaf.SHA256 == "" {
		return v.Name
	}
	return v.Leaf.SHA256
}

// maxName bounds what is kept of a name on a certificate.
const maxName = 120

// portSight is what a sight shows of one port, and how that is to be taken.
type portSight struct {
	// report is nil where the port no longer answers among the others of its host.
	report *checks.Report
	full   bool // it was a look in full
	// silent: the channel wants to hear nothing now; what still holds afterwards is told
	// then.
	silent bool
	// days before an end are those at which it is told.
	days []int
	now  time.Time
}

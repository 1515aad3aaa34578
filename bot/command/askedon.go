package command

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/programs"
)

// FollowUp asks on about an answer without naming its server: "why?", "and on
// 465?", "is it fixed now?", "and in Thunderbird?". Which answer it is about, the
// words do not tell.
type FollowUp struct {
	Asks FollowUpKind
	// Port is the other port that is asked about, 0 for none.
	Port int
	// Mode is the other encryption that is asked about, "" for none.
	Mode checks.Mode
	// Protocol is that of the other service that is asked about, "" for none.
	Protocol string
	// Client is the mail program that is asked about, "" for none.
	Client programs.ID
	// Phone: it is asked about a telephone, and not which program there.
	Phone bool
	// Step is the number of the step that is asked about, 0 for none.
	Step int
	// Tongue is the language that the answer is wanted in, "" for none.
	Tongue string
	// Silence is for how long an alert is not to be repeated, 0 for none.
	Silence time.Duration
	// Language is that of the words, "" where they are of several.
	Language string
}

func (FollowUp) command() {}

// FollowUpKind is what is asked on.
type FollowUpKind string

// What can be asked on: for the reasons, for another look at the same server, for
// another connection to it (a port, an encryption), for the same in another program.
const (
	AskWhy        FollowUpKind = "why"
	AskAgain      FollowUpKind = "again"
	AskConnection FollowUpKind = "connection"
	AskClient     FollowUpKind = "client"
	// AskAnswer is for what the answer has told: who acts, until when, what to do.
	AskAnswer FollowUpKind = "answer"
	// AskWhen is for the day when the certificate ends.
	AskWhen FollowUpKind = "when"
	// AskRisk is whether the warning may be ignored, or accepted.
	AskRisk FollowUpKind = "risk"
	// AskStep is for one of the numbered steps.
	AskStep FollowUpKind = "step"
	// AskTime is how long it takes until it works.
	AskTime FollowUpKind = "time"
	// AskWhom is whom to call.
	AskWhom FollowUpKind = "whom"
	// AskPlain is for the same in simpler words, AskTongue in another language.
	AskPlain  FollowUpKind = "plain"
	AskTongue FollowUpKind = "tongue"
	// AskPass is to have it sent to somebody, AskLetter what to write to whoever runs the
	// server.
	AskPass   FollowUpKind = "pass"
	AskLetter FollowUpKind = "letter"
	// AskSilence is no question: an alert is not to be repeated for some time.
	AskSilence FollowUpKind = "silence"
	// AskService is for another service of the same mail: for sending, beside receiving.
	AskService FollowUpKind = "service"
	// AskRemind is to be told on another day, or before the certificate ends.
	AskRemind FollowUpKind = "remind"
	// AskSettings is what to enter in a mail program, AskWhere where the name of the server
	// stands in one.
	AskSettings FollowUpKind = "settings"
	AskWhere    FollowUpKind = "where"
	// AskMine tells that the warning stays all the same, AskOthers that others have none,
	// AskSignIn that a password is right.
	AskMine   FollowUpKind = "mine"
	AskOthers FollowUpKind = "others"
	AskSignIn FollowUpKind = "sign-in"
)

// toOthers tells whether people say it to each other as well, so that it is left to them
// where certdesk was not called.
func (k FollowUpKind) toOthers() bool {
	switch k {
	case AskPass, AskRemind, AskMine, AskOthers, AskSignIn:
		return true
	}
	return false
}

package bot_test

import (
	"errors"
	"testing"
	"time"

	"certdesk/bot"
)

// TestWhyAPostDidNotArrive: the log reads what happened and, where the other side has
// said something, that as well; callers find what it said in the chain of errors.
func TestWhyAPostDidNotArrive(t *testing.T) {
	said := errors.New("too many")
	place := bot.Place{Platform: bot.Slack, Channel: "C1"}
	for want, err := range map[string]error{
		"slack/C1 takes no post (archived)":               &bot.UndeliverableError{Place: place, Barrier: bot.Archived},
		"slack/C1 takes no post (archived): too many":     &bot.UndeliverableError{Place: place, Barrier: bot.Archived, Err: said},
		"it is posted in 1m30s at the earliest":           &bot.PutOffError{After: 90 * time.Second},
		"it is posted in 1m30s at the earliest: too many": &bot.PutOffError{After: 90 * time.Second, Err: said},
		"mx.corp.com refuses it":                          &bot.RefusedError{By: "mx.corp.com"},
		"mx.corp.com refuses it: too many":                &bot.RefusedError{By: "mx.corp.com", Err: said},
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err.Error(), want)
		}
		if inside := errors.Unwrap(err); inside != nil && inside != said || (inside == nil) == errors.Is(err, said) {
			t.Errorf("%q holds %v", want, inside)
		}
	}
}

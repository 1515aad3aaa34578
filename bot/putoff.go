package bot

import (
	"fmt"
	"time"
)

// A PutOffError says that a platform takes a post later: a limit of its is used
// up, or the channel's turn does not come before the deadline. It was not
// posted, and is to be tried again no sooner than After from now.
type PutOffError struct {
	After time.Duration
	// Err is what the platform said, for the log; it may be nil.
	Err error
}

func (e *PutOffError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("it is posted in %s at the earliest", e.After)
	}
	return fmt.Sprintf("it is posted in %s at the earliest: %s", e.After, e.Err)
}

func (e *PutOffError) Unwrap() error { return e.Err }

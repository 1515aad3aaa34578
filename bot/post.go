package bot

import (
	"errors"
	"fmt"
)

// ErrInDoubt is said of a post of which it is not known, and cannot be found
// out, whether it arrived.
var ErrInDoubt = errors.New("it is not known whether the message was posted")

// ErrShutOut is said where the platform lets certdesk in nowhere: it refuses
// the token. That is no fault of the place, and passes when the token is set
// right; a post that met it was not posted, and is due again then.
var ErrShutOut = errors.New("the platform does not accept certdesk's token")

// An UndeliverableError says that a place takes no post of certdesk's, and that
// trying again changes nothing until somebody acts. It was not posted. (A server
// that is slow, a limit that is used up or a token that is refused are other
// errors.)
type UndeliverableError struct {
	Place   Place
	Barrier Barrier
	// Lacks are the permissions that are missing, as the platform writes them in
	// its settings ("Send Messages in Threads"); nil where it does not say.
	Lacks []string
	// Err is what the platform said, for the log; it may be nil.
	Err error
}

func (e *UndeliverableError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s takes no post (%s)", e.Place.Key(), e.Barrier)
	}
	return fmt.Sprintf("%s takes no post (%s): %s", e.Place.Key(), e.Barrier, e.Err)
}

func (e *UndeliverableError) Unwrap() error { return e.Err }

package bot

import "fmt"

// A RefusedError says that whoever a message was for has refused it for good:
// trying again changes nothing. It did not arrive.
type RefusedError struct {
	// By is who refused it: the host of a mail server, or of a web server.
	By string
	// Err is what was said, for the log; it may be nil.
	Err error
}

func (e *RefusedError) Error() string {
	if e.Err == nil {
		return e.By + " refuses it"
	}
	return fmt.Sprintf("%s refuses it: %s", e.By, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }

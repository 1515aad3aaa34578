package retry

import (
	"errors"
	"net"
	"net/url"
)

// Untouched failures happened before the platform heard of the call: nothing
// was done.
func Untouched(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// Unanswered is a call that the platform may still be working on: asked again
// it might do its work twice.
func Unanswered(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// WithoutAddress takes the address off an error of net/http. Some addresses
// are secrets: who has one can answer in our name.
func WithoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

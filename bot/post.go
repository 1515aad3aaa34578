package bot

import "errors"

// ErrInDoubt is said of a post of which it is not known, and cannot be found
// out, whether it arrived.
var ErrInDoubt = errors.New("it is not known whether the message was posted")

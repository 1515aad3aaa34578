package serve

import (
	"time"

	"certdesk/bot/desk"
)

const (
	// drainTime is how long all that was acknowledged may take after SIGTERM.
	drainTime = 20 * time.Second
	// lastWords is what is left of it to say that certdesk is stopping.
	lastWords = 3 * time.Second
)

// drainWaits are how long after its beginning a drain begins no check any more,
// waits for none, and ends, whatever is under way then. What comes late has time to
// be checked, and who waits too long to be told.
type drainWaits struct{ begins, waits, ends time.Duration }

func usualDrain() drainWaits {
	const waits = drainTime - lastWords
	return drainWaits{begins: waits - desk.DefaultTimeout, waits: waits, ends: drainTime}
}

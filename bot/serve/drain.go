package serve

import (
	"time"

	"certdesk/bot/desk"
)

const (
	// drainTime is how long all that was acknowledged may take after SIGTERM.
	drainTime = 20 * time.Second
	// lastWords is the part of it that is kept for telling people that certdesk is
	// stopping.
	lastWords = 3 * time.Second
)

// drainWaits are times from the beginning of a drain: after begins no check is begun any
// more, after waits none is waited for, and after ends the process ends, whatever is
// under way. A request that came late still has time to be checked, and whoever waits
// too long still hears so.
type drainWaits struct{ begins, waits, ends time.Duration }

func usualDrain() drainWaits {
	const waits = drainTime - lastWords
	return drainWaits{begins: waits - desk.DefaultTimeout, waits: waits, ends: drainTime}
}

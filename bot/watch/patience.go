package watch

import "time"

// How long a notice waits, and is tried.
const (
	// giveUpAfter is how long posting is tried.
	giveUpAfter = 7 * day
	// giveUpClosed is the same where a place takes none until somebody acts.
	giveUpClosed = 90 * day
	// waitForRest is how long a notice waits for servers that were not looked at
	// yet.
	waitForRest = 15 * time.Minute
	// longestWait is between two tries, unless the platform asks for more.
	longestWait = time.Hour
	// lateDigest is how late an overview is still worth posting.
	lateDigest = 15 * time.Hour
)

package checks

import "time"

// Seen is what a user's own dialog shows (Outlook's View Certificate), as far
// as it was told. Package seen reads it from what people type.
type Seen struct {
	IssuedTo, IssuedBy string
	ValidFrom, ValidTo time.Time
	// Thumbprint is lower-case hex without separators: SHA-1 or SHA-256.
	Thumbprint string
	// Certs are certificates the user exported, the leaf first; nil if none.
	Certs [][]byte
}

// SeenOutcome is what comparing the two views tells.
type SeenOutcome string

// The outcomes.
const (
	// SeenSame: the user is shown what we are shown; the fault lies in the trust
	// store, the clock or the mail program of that PC.
	SeenSame SeenOutcome = "same-certificate"
	// SeenIntercepted: another issuer, one that is known to sit in between.
	SeenIntercepted SeenOutcome = "known-product"
	// SeenOther: another certificate for the same name: another node, split
	// DNS, a proxy, or one that was renewed since.
	SeenOther SeenOutcome = "other-certificate"
	// SeenClock: the dates show that the PC's clock is wrong.
	SeenClock SeenOutcome = "wrong-clock"
	// SeenUnclear: too little was told to say.
	SeenUnclear SeenOutcome = "unclear"
)

// SeenComparison is the user's view beside ours.
type SeenComparison struct {
	Seen    Seen
	Outcome SeenOutcome
	// Product is the protection program or proxy, for SeenIntercepted; Kind is
	// what it is: "antivirus", "proxy", "captive-portal", "development-ca".
	Product, Kind string
	// ClockOff is how far the PC's clock is off, for SeenClock where it can be
	// told; positive is fast.
	ClockOff time.Duration
	// Differs lists the fields that differ: issued-to, issued-by, valid-from,
	// valid-to, thumbprint.
	Differs []string
}

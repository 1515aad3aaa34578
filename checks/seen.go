package checks

import (
	"net/netip"
	"time"
)

// Seen is what a user's own dialog shows (Outlook's View Certificate), as far
// as it was told. Package seen reads it from what people type.
type Seen struct {
	IssuedTo, IssuedBy string
	ValidFrom, ValidTo time.Time
	// ValidFromOr and ValidToOr are the other readings of dates that may mean two
	// days (3/11/2026); zero where there is one.
	ValidFromOr, ValidToOr time.Time
	// PCClock is what the clock of that PC shows, PCClockOr its other reading.
	// PCClockUTC: a tool told it, in UTC.
	PCClock, PCClockOr time.Time
	PCClockUTC         bool
	// Complaint is what the warning complains of.
	Complaint SeenComplaint
	// Thumbprint is lower-case hex without separators: SHA-1 or SHA-256.
	Thumbprint string
	// Certs are certificates the user exported, the leaf first; nil if none.
	Certs [][]byte
	// Host and Port are what was looked at there, where that was told: what is said
	// of addresses and connections holds for them alone.
	Host string
	Port int
	// Addresses are what the server's name leads to on that PC, as far as told.
	Addresses []netip.Addr
	// Missing tells why that PC was shown no certificate; "" where it was, or where
	// nothing is told of it.
	Missing SeenMissing
	// ClockOff is how far that PC's clock is from a server's, where that was
	// measured there (ClockMeasured); positive is fast.
	ClockOff      time.Duration
	ClockMeasured bool
	// ClockFree: nothing sets that PC's clock.
	ClockFree bool
	// Proxy is what programs on that PC go through; "" if none was told.
	Proxy string
	// NoProxy: Windows has no proxy set there for its own programs.
	NoProxy bool
	// Protection are the protection programs that Windows has registered there.
	Protection []string
}

// HasCertificate tells whether anything is told of the certificate that is shown
// there.
func (s *Seen) HasCertificate() bool {
	return s.IssuedTo != "" || s.IssuedBy != "" || !s.ValidFrom.IsZero() || !s.ValidTo.IsZero() || s.Thumbprint != "" || len(s.Certs) > 0
}

// SeenComplaint is what a user's warning says is wrong.
type SeenComplaint string

// The complaints; "" is none that was told.
const (
	SaysExpired     SeenComplaint = "expired"
	SaysNotYetValid SeenComplaint = "not-yet-valid"
	SaysDate        SeenComplaint = "date" // expired or not yet valid: it does not say which
	SaysUntrusted   SeenComplaint = "not-trusted"
	SaysName        SeenComplaint = "name"
)

// SeenMissing is why a PC was shown no certificate.
type SeenMissing string

// The reasons.
const (
	MissingName       SeenMissing = "no-address"  // the name leads nowhere there
	MissingConnection SeenMissing = "not-reached" // no connection came about
)

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
	// SeenNotReached: that PC gets no connection to the server, or finds no address
	// for its name, while the server answers us.
	SeenNotReached SeenOutcome = "not-reached"
	// SeenElsewhere: the name leads to other addresses on that PC than here, and
	// nothing is told of the certificate that is shown there.
	SeenElsewhere SeenOutcome = "other-address"
	// SeenProxy: that PC's programs go through a proxy, and nothing is told of the
	// certificate that is shown there.
	SeenProxy SeenOutcome = "proxy"
	// SeenUnclear: too little was told to say.
	SeenUnclear SeenOutcome = "unclear"
)

// SeenComparison is the user's view beside ours.
type SeenComparison struct {
	Seen    Seen
	Outcome SeenOutcome
	// Product is the protection program or proxy, for SeenIntercepted; Kind is
	// what it is: "antivirus", "proxy", "firewall", "captive-portal",
	// "debugging-tool", "leaked-ca", "development-ca". For SeenOther it may be the
	// product whose own first certificate is shown ("hosting-default").
	Product, Kind string
	// ClockOff is how far the PC's clock is off, for SeenClock where it can be
	// told; positive is fast. ClockAtLeast: it is off by that or more.
	ClockOff     time.Duration
	ClockAtLeast bool
	// ClockRight: it was measured on that PC, or told with the text, and is right.
	ClockRight bool
	// Ours is the leaf it was compared with, and Address where that was sent from:
	// the same one, else the one that differs least. Ours is nil where no
	// certificate came.
	Ours    *Certificate
	Address netip.AddrPort
	// Differs lists the fields that differ: issued-to, issued-by, valid-from,
	// valid-to, thumbprint.
	Differs []string
	// OtherServer: the name leads to other addresses on that PC than here.
	OtherServer bool
}

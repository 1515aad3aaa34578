package fixes

import (
	"net/netip"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Kinds of package intercept that are told apart here.
const (
	antivirus     = "antivirus"
	captivePortal = "captive-portal"
	leakedCA      = "leaked-ca"
	developmentCA = "development-ca"
)

// userView is what a Situation holds of the comparison; an empty name is not
// known.
type userView struct {
	Outcome checks.SeenOutcome
	// Issuer and Holder are what the user's window shows, Ends its last day.
	Issuer, Holder string
	Begins, Ends   time.Time
	Product, Kind  string
	// ClockOff is how far the PC's clock is off (positive is fast), 0 if unknown;
	// ClockAtLeast: by that or more. FromDates: told by the certificate's own
	// beginning, so that its maker's clock may be the wrong one.
	ClockOff                time.Duration
	ClockAtLeast, FromDates bool
	// Other: the field that differs.
	OtherIssuer, OtherHolder, OtherDates bool
	// NoName: the PC finds no address for the name.
	NoName bool
	// Address is where the name leads on the PC, Proxy what its programs go
	// through; "" where it was not told.
	Address, Proxy string
	// ClockFree: nothing sets the PC's clock.
	ClockFree bool
	// NoProxy: Windows has no proxy set there.
	NoProxy bool
}

func viewOf(c *checks.SeenComparison) *userView {
	if c == nil {
		return nil
	}
	return &userView{
		Outcome: c.Outcome, Issuer: shown(c.Seen.IssuedBy), Holder: shown(c.Seen.IssuedTo),
		Begins: c.Seen.ValidFrom, Ends: c.Seen.ValidTo, Product: shown(c.Product), Kind: c.Kind,
		ClockOff: c.ClockOff, ClockAtLeast: c.ClockAtLeast,
		FromDates: c.Outcome == checks.SeenClock && c.Seen.PCClock.IsZero() && slices.Contains(c.Differs, "valid-from"),
		NoName:    c.Seen.Missing == checks.MissingName,
		Address:   firstAddress(c.Seen.Addresses), Proxy: shown(c.Seen.Proxy), ClockFree: c.Seen.ClockFree, NoProxy: c.Seen.NoProxy,
		OtherIssuer: slices.Contains(c.Differs, "issued-by"),
		OtherHolder: slices.Contains(c.Differs, "issued-to"),
		OtherDates:  slices.Contains(c.Differs, "valid-from") || slices.Contains(c.Differs, "valid-to"),
	}
}

func firstAddress(all []netip.Addr) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].String()
}

func shown(name string) string { return say.Clean(name, 80) }

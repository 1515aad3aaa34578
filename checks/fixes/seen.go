package fixes

import (
	"net/netip"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Steps for a user who has read out what his own PC shows (package seen). The
// comparison rules steps out and puts the likeliest first.

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
		Address:   firstAddress(c.Seen.Addresses), Proxy: shown(c.Seen.Proxy), ClockFree: c.Seen.ClockFree,
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

// stepsFor are the steps that the comparison asks for, in their order; nil where
// the findings say it all.
func stepsFor(c *checks.SeenComparison, faulty bool) []int {
	if c == nil {
		return nil
	}
	asked := askedFor(c, faulty)
	if c.ClockRight {
		asked = slices.DeleteFunc(asked, func(n int) bool { return n == clockStep })
	}
	return asked
}

// clockStep is the number of the step that looks at the PC's clock.
const clockStep = 6

func askedFor(c *checks.SeenComparison, faulty bool) []int {
	switch c.Outcome {
	case checks.SeenSame:
		switch {
		case faulty: // he is shown the server's fault
			return nil
		case c.Seen.Complaint == checks.SaysName:
			return []int{2, 7}
		case c.Seen.Complaint == checks.SaysUntrusted:
			return []int{4, 5, 6, 7}
		}
		return []int{4, 5, 6, 2, 7}
	case checks.SeenIntercepted:
		switch c.Kind {
		case leakedCA, developmentCA:
			return nil // the finding has its own
		case captivePortal:
			return []int{8, 1, contact}
		}
		return []int{8, 1, 4, contact}
	case checks.SeenClock:
		return []int{6, 1}
	case checks.SeenNotReached:
		return []int{8, contact}
	case checks.SeenElsewhere:
		return []int{1, 8, contact}
	case checks.SeenProxy:
		if faulty { // which a proxy does not explain
			return nil
		}
		return []int{1, 8, contact}
	case checks.SeenOther:
		out := []int{1}
		if slices.Contains(c.Differs, "issued-to") {
			out = append(out, 2)
		}
		if slices.Contains(c.Differs, "issued-by") && c.Product == "" {
			out = append(out, 8)
		}
		return append(out, contact)
	case checks.SeenUnclear:
		if faulty {
			return nil
		}
		if c.Seen.ClockFree {
			return first([]int{6, 1}, clientSide)
		}
		return append([]int{1}, clientSide...)
	}
	return nil
}

// first puts the steps that were asked for before the others; asking somebody
// else stays where the others have it.
func first(asked, others []int) []int {
	if asked == nil {
		return others
	}
	out := slices.DeleteFunc(slices.Clone(asked), func(n int) bool { return n == contact })
	for _, n := range others {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if slices.Contains(asked, contact) && !slices.Contains(out, contact) {
		out = append(out, contact)
	}
	return out
}

// speaksFor tells whether the sentence of a step is about what the user is shown
// rather than about the server. What to ask of the administrator is about the
// server, wherever that has a fault of its own.
func (v *userView) speaksFor(n int, asked []int, found []checks.Finding) bool {
	if n == contact {
		return !slices.ContainsFunc(found, func(f checks.Finding) bool {
			return f.Severity != checks.Info && !f.Evidence.OfUser()
		})
	}
	return slices.Contains(asked, n) || v.Outcome == checks.SeenIntercepted
}

// fineButSeen words the steps for a server without fault and a user who has
// read out his view.
func fineButSeen(s *Situation, numbers []int, found []checks.Finding) ([]checks.Step, *checks.Case) {
	if s.web() {
		numbers = forWeb(slices.Clone(numbers))
	}
	show := checks.ShortPath
	if !s.forOutlook() || len(numbers) <= maxWhole {
		show = checks.WholePath
	}
	return s.words(numbers, show, func(n int) say.Text { return whySeen(n, s, found) })
}

// maxWhole is how many steps are shown with their whole paths where the server is
// in order.
const maxWhole = 4

// whySeen is the sentence of a step that the comparison asked for: its own, else
// that of a finding, else that for a server without fault.
func whySeen(n int, s *Situation, found []checks.Finding) say.Text {
	if of := whysSeen[s.User.Outcome][n]; of != nil {
		if text := of(s); !text.Empty() {
			return text
		}
	}
	if n != contact {
		if text := why(n, s, found); !text.Empty() {
			return text
		}
		if of := whyFine[n]; of != nil {
			return of(s)
		}
	}
	return why(n, s, found)
}

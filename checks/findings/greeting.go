package findings

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What came of waiting for a greeting after the TLS handshake. Servers of mail protocols
// send one. If none came, the certificate was seen but not that the service works: that
// is neither a fault nor proof of health, so it is no finding, and the summary mentions
// it.

// noGreeting says that no greeting came, as what follows a "but"; empty where one came
// from every address, or none was waited for.
func noGreeting(f *checks.Facts) say.Text {
	var mute []*checks.Endpoint
	tested := 0
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		if e.Outcome != checks.OutcomeNotTested {
			tested++
		}
		if e.NoGreeting() != checks.CauseNotSpecified {
			mute = append(mute, e)
		}
	}
	if len(mute) == 0 {
		return nil
	}
	said := withoutGreeting(mute[0])
	for _, e := range mute[1:] {
		if !say.Equal(withoutGreeting(e), said) {
			said = nil
		}
	}
	if said.Empty() || len(mute) < tested {
		return say.P("greeting", "no greeting came from {n} of {total} addresses", say.Count("n", len(mute)), say.Count("total", tested))
	}
	return said
}

// withoutGreeting is what one address did instead of greeting.
func withoutGreeting(e *checks.Endpoint) say.Text {
	switch {
	case e.HangsUp():
		return say.P("greeting", "the server ended the connection without a greeting, twice")
	case e.Behind.HungUp():
		return say.P("greeting", "the server ended the connection without a greeting")
	case e.Behind.Cause == checks.CauseSilent:
		return say.PN("greeting", "no greeting came within {n} second", "no greeting came within {n} seconds",
			int(e.Behind.Waited.Round(time.Second)/time.Second))
	case e.Behind.Cause == checks.CauseProxySilent:
		return say.P("greeting", "no greeting came through certdesk's proxy")
	}
	return say.P("greeting", "the check ended before a greeting could come")
}

// itself is noGreeting's clause as a sentence of its own.
func itself(but say.Text) say.Text { return say.S("{But}.", say.Sub("but", but)) }

// certificateButNoGreeting is the sentence about a server whose certificate is in order.
func certificateButNoGreeting(f *checks.Facts, but say.Text) say.Text {
	for i := range f.Endpoints {
		if e := &f.Endpoints[i]; len(e.Refused) > 0 && len(e.Shown) == 0 || len(e.Unasked) > 0 || len(e.Unanswered) > 0 || e.WindowsUnknown {
			return say.Join(say.S("The certificate that certdesk saw of {host} is OK, but it may not have seen all of them.", hostIn(f)), itself(but))
		}
	}
	return say.S("The certificate of {host} is OK, but {reason}.", hostIn(f), say.Sub("reason", but))
}

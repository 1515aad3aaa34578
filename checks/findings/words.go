package findings

import (
	"cmp"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// How long foreign text may be in evidence.
const (
	maxName  = say.MaxName
	maxReply = say.MaxReply
)

// shownName makes a name from a certificate or a target fit to be shown.
func shownName(name string) string { return say.Clean(name, maxName) }

func shownNames(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = shownName(n)
	}
	return out
}

func capped[T any](list []T, max int) []T { return list[:min(len(list), max)] }

// issuedTo names a certificate by its holder, for evidence.
func issuedTo(c *checks.Certificate) string {
	return cmp.Or(say.Clean(c.IssuedTo, maxName), say.Clean(c.Subject, maxName), "a certificate without a name")
}

// issuer names who signed a certificate, for evidence.
func issuer(c *checks.Certificate) string {
	return cmp.Or(say.Clean(c.IssuedBy, maxName), say.Clean(c.Issuer, maxName), "an authority without a name")
}

// holderIn puts the holder of a certificate into a sentence.
func holderIn(slot string, c *checks.Certificate) say.Arg {
	if name := cmp.Or(say.Clean(c.IssuedTo, maxName), say.Clean(c.Subject, maxName)); name != "" {
		return say.Foreign(slot, name)
	}
	return say.Sub(slot, say.P("value", "a certificate without a name"))
}

// issuerIn puts who signed a certificate into a sentence.
func issuerIn(slot string, c *checks.Certificate) say.Arg {
	if name := cmp.Or(say.Clean(c.IssuedBy, maxName), say.Clean(c.Issuer, maxName)); name != "" {
		return say.Foreign(slot, name)
	}
	return say.Sub(slot, say.P("value", "a CA without a name"))
}

// host is the server as the user named it, for evidence.
func host(f *checks.Facts) string {
	return shownName(cmp.Or(f.Target.Host, f.Name, "the server"))
}

// hostIn puts the server into a sentence, in the slot {host}.
func hostIn(f *checks.Facts) say.Arg {
	if name := cmp.Or(f.Target.Host, f.Name); name != "" {
		return say.Host("host", name)
	}
	return say.Sub("host", say.P("value", "the server"))
}

// moment puts a point in time that lies before or after at into the slot {date}:
// with the hour where that matters.
func moment(t, at time.Time) say.Arg {
	if t.Sub(at).Abs() < 48*time.Hour {
		return say.Moment("date", t)
	}
	return say.Date("date", t)
}

// bits are the size of a key.
func bits(n int) say.Text { return say.PN("bits", "{n} bit", "{n} bits", n) }

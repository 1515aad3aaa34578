package target_test

import (
	"testing"

	"certdesk/checks/target"
)

// A sign of approval and an abbreviation are no servers, also where IDNA and the dots
// would let them pass. What has a letter or a digit of its own may be one.
func TestSignsAndAbbreviations(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"👍", "👍:993", "👍🏽", "❤️", "🙏.👍", "e.g.", "e.g", "i.e.", "z.B.", "d.h.", "u.a.m.", "n.b."} {
		if got, err := target.Parse(typed); err == nil {
			t.Errorf("%s was read as %s", typed, got.Host)
		}
	}
	for typed, want := range map[string]string{
		"👍.example": "xn--yp8h.example", "i❤.ws": "xn--i-7iq.ws", "münchen.example": "xn--mnchen-3ya.example", "x.example": "x.example", "a": "a", "1.1.1.1": "1.1.1.1",
		"a.b1": "a.b1", "мойдомен.рф": "xn--d1acklchcc.xn--p1ai", "mail": "mail", "e.g.example": "e.g.example",
	} {
		if got, err := target.Parse(typed); err != nil || got.Host != want {
			t.Errorf("%s was read as %q: %v, want %s", typed, got.Host, err, want)
		}
	}
}

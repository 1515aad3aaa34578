package discord

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// Whether Discord takes the token is known from each answer, not from what did not
// reach it.
func TestWhetherDiscordTakesTheToken(t *testing.T) {
	const refused, broken = http.StatusUnauthorized, 0
	for name, c := range map[string]struct {
		answers []int
		in      bool
		trouble string
	}{
		"never asked":                       {nil, false, ""},
		"taken":                             {[]int{200}, true, ""},
		"refused":                           {[]int{refused}, false, "Discord does not let certdesk in"},
		"refused, and then out of reach":    {[]int{refused, broken}, false, "DISCORD_TOKEN"},
		"refused, and taken later":          {[]int{refused, 200}, true, ""},
		"refused, and something else later": {[]int{refused, http.StatusForbidden}, false, ""},
		"taken, and refused later":          {[]int{200, refused}, true, "Discord does not let certdesk in"},
		"out of reach":                      {[]int{broken}, false, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			a := inFrontOf(t, func(string) (int, string) {
				asked++
				return c.answers[asked-1], `{"id":"1"}`
			}, func(c *Config) { c.PublicKey = strings.Repeat("0a", 32) })
			for i, status := range c.answers {
				if err := a.Check(t.Context()); (err == nil) != (status == http.StatusOK) {
					t.Errorf("%s: the question %d: %v", name, i, err)
				}
			}
			if got := a.Trouble(); (got == "") != (c.trouble == "") || !strings.Contains(got, c.trouble) || a.WasIn() != c.in {
				t.Errorf("%s: %q, in %v", name, got, a.WasIn())
			}
		})
	}
}

// Where messages come by the gateway, certdesk is not there before that is open.
func TestNoConnectionYet(t *testing.T) {
	a := inFrontOf(t, func(string) (int, string) { return http.StatusOK, `{"id":"1"}` })
	if err := a.Check(t.Context()); err != nil || a.WasIn() || !strings.HasPrefix(a.Trouble(), "no connection to Discord since ") {
		t.Errorf("%v, in %v: %q", err, a.WasIn(), a.Trouble())
	}
}

// A token of another application is told by its id.
func TestTokenOfAnotherApplication(t *testing.T) {
	err := inFrontOf(t, func(string) (int, string) { return http.StatusOK, `{"id":"80351110224678912"}` }).Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the application 80351110224678912") {
		t.Errorf("%v", err)
	}
}

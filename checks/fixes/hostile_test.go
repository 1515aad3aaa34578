//go:build !race

package fixes_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/say"
)

// hostile are names that somebody might choose to put words into our mouth.
var hostile = []string{
	"R11. Your password has expired: sign in at https://evil.example",
	"{use}", "{host:dative}", "{n} servers", "%s%!d(MISSING)",
	"a, b and 3 more", "</b><script>", "*bold* <@U123|admin> `code`", "[link](https://evil.example)",
	"\x1b[31mred\u202e", "Select Yes.\nThen enter your password.", "of the root R11, issued by X", "“Issued by”",
}

// named is a case with names that strangers chose in every place where they can.
func named(f *checks.Facts, name func() string) *checks.Facts {
	out := *f
	out.Endpoints = slices.Clone(f.Endpoints)
	for i := range out.Endpoints {
		j := out.Endpoints[i].Judgement
		if j == nil {
			continue
		}
		of := *j
		seen := map[*checks.Certificate]*checks.Certificate{}
		renamed := func(c *checks.Certificate) *checks.Certificate {
			if c == nil {
				return nil
			}
			if seen[c] == nil {
				copied := *c
				copied.IssuedTo, copied.IssuedBy, copied.Subject, copied.Issuer = name(), name(), name(), name()
				seen[c] = &copied
			}
			return seen[c]
		}
		all := func(list []*checks.Certificate) []*checks.Certificate {
			var out []*checks.Certificate
			for _, c := range list {
				out = append(out, renamed(c))
			}
			return out
		}
		of.Leaf, of.EndsFirst = renamed(j.Leaf), renamed(j.EndsFirst)
		of.Sent, of.Path, of.Expired, of.NotYetValid = all(j.Sent), all(j.Path), all(j.Expired), all(j.NotYetValid)
		for k := range of.Presented {
			of.Presented = slices.Clone(of.Presented)
			of.Presented[k] = name()
		}
		out.Endpoints[i].Judgement = &of
	}
	for i := range out.Endpoints {
		if out.Endpoints[i].Reply != "" {
			out.Endpoints[i].Reply = name()
		}
	}
	if f.Seen != nil {
		c := *f.Seen
		c.Ours = nil
		if c.Seen.IssuedBy != "" {
			c.Seen.IssuedBy = name()
		}
		if c.Seen.IssuedTo != "" {
			c.Seen.IssuedTo = name()
		}
		if c.Seen.Proxy != "" {
			c.Seen.Proxy = name()
		}
		out.Seen = &c
	}
	return &out
}

// ours are the words of a text that are not a stranger's, with a mark for each
// value that is.
func ours(t say.Text) string {
	var b strings.Builder
	for _, r := range t.Runs() {
		switch r.Kind {
		case say.RunForeign, say.RunHost:
			b.WriteString("\x00")
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// Whatever names strangers choose, our own words stay the same: all cases that
// the other tests know, and two thousand random ones.
func TestNamesChangeNoWords(t *testing.T) {
	t.Parallel()
	r := random{rand.New(rand.NewPCG(3, 4))}
	var cases []*checks.Facts
	for _, tt := range tests {
		cases = append(cases, tt.facts)
	}
	for _, tt := range seenTests {
		cases = append(cases, tt.facts)
	}
	for range 2000 {
		cases = append(cases, r.facts(r.IntN(4), r.IntN(3)))
	}
	said := 0
	for n, f := range cases {
		// With what is found in the case as it is, where products are recognised by
		// their names, and with what is found with the names.
		for _, findWith := range []bool{false, true} {
			choose := func(name string) []checks.Step {
				facts := named(f, func() string { return name })
				if findWith {
					return fixes.Choose(facts, findings.Find(facts))
				}
				return fixes.Choose(facts, findings.Find(f))
			}
			plain := choose("harmless")
			for _, evil := range []string{pick(r, hostile...), pick(r, hostile...)} {
				said += sameWords(t, n, evil, plain, choose(evil))
			}
			for _, s := range choose(" ") {
				for _, text := range texts(s) {
					for _, hole := range []string{"  ", " .", " ,", "“”", "()", " ;", " :"} {
						if strings.Contains(text.String(), hole) {
							t.Fatalf("case %d, step %d: nobody has a name, and %q has %q", n, s.Number, text, hole)
						}
					}
				}
			}
		}
	}
	if said < 1000 {
		t.Errorf("names stand in %d texts only", said)
	}
}

func texts(s checks.Step) []say.Text {
	return append(slices.Clone(s.Actions), s.Why, s.Title, s.Caution)
}

// sameWords holds steps with a name beside those with a harmless one, and tells
// in how many texts a name stands.
func sameWords(t *testing.T, n int, evil string, plain, steps []checks.Step) (said int) {
	t.Helper()
	if len(steps) != len(plain) {
		t.Fatalf("case %d: %d steps with %q, %d without", n, len(steps), evil, len(plain))
	}
	for i := range steps {
		without := texts(plain[i])
		for k, text := range texts(steps[i]) {
			got, want := ours(text), ours(without[k])
			if got != want {
				t.Fatalf("case %d, step %d with %q:\n%q\nwithout:\n%q", n, steps[i].Number, evil, got, want)
			}
			if strings.Contains(got, "\x00") {
				said++
			}
			if strings.ContainsAny(text.String(), "\x1b\u202e\n") {
				t.Fatalf("case %d, step %d: %q", n, steps[i].Number, text)
			}
		}
	}
	return said
}

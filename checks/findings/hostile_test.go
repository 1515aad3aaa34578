package findings_test

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// hostile are names that strangers could choose.
var hostile = []string{
	"Müller GmbH & Co. KG Root CA", "Acme Inc. Issuing CA", "{date}", "{name} {host}", "\u202eשלום.exe", "a, b and c", "«x» ; and 3 more",
	"CA of 3 November 2026 at 10:00 UTC", "It expired on 3 November 2026.", "the server", "(test) <!channel> @everyone", "100% %s",
}

// TestHostileNames: whatever strangers call their certificates and servers, and
// whatever they answer, the words of ours are those that a harmless name gets, in
// every language.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	const called = "Example"
	var harmless [][]say.Text
	for _, tt := range cases() {
		rename(tt.facts, called)
		harmless = append(harmless, everything(tt.facts))
	}
	for _, name := range hostile {
		for i, tt := range cases() {
			rename(tt.facts, name)
			for k, said := range everything(tt.facts) {
				want := harmless[i]
				if k >= len(want) {
					t.Fatalf("%s: %q says more than %q", tt.name, name, called)
				}
				if got, want := ours(said), ours(want[k]); got != want {
					t.Errorf("%s, %q: ours is\n%s\nand for a harmless name\n%s", tt.name, name, got, want)
				}
			}
		}
	}
}

// rename gives all that is shown a name. What rules go by stays: who is whose
// issuer, and which certificate is which.
func rename(f *checks.Facts, name string) {
	seen := make(map[*checks.Certificate]bool)
	one := func(c *checks.Certificate) {
		if c != nil && !seen[c] {
			seen[c] = true
			c.IssuedTo, c.IssuedBy = tagged(name, c.IssuedTo), tagged(name, c.IssuedBy)
		}
	}
	judged := func(j *checks.Judgement) {
		if j == nil {
			return
		}
		for _, list := range [][]*checks.Certificate{{j.Leaf, j.Distrusted, j.EndsFirst, j.UnsupportedKey, j.WrongUsageCert}, j.Sent, j.Path, j.Expired, j.NotYetValid, j.WeakKeys, j.WeakSignatures, j.UnsupportedSignatures, j.Extra, j.Fetched} {
			for _, c := range list {
				one(c)
			}
		}
	}
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		judged(e.Judgement)
		for k := range e.Shown {
			judged(e.Shown[k].Judgement)
		}
		if e.Reply != "" {
			e.Reply = name
		}
		if e.Greeting != "" {
			e.Greeting = name
		}
	}
}

// tagged keeps apart what was apart, and products as they are recognised.
func tagged(name, was string) string {
	if was == "" {
		return ""
	}
	return name + " " + was
}

// everything is all that is said of a target.
func everything(f *checks.Facts) []say.Text {
	found := findings.Find(f)
	out := []say.Text{findings.Summary(f, found)}
	for _, one := range found {
		out = append(out, one.Title, one.Detail)
	}
	for i := range f.Endpoints {
		_, brief := findings.EndpointVerdict(f, i)
		out = append(out, brief)
	}
	return out
}

// ours are the words of ours in a text, with a mark for each of the others.
func ours(t say.Text) string {
	var b strings.Builder
	for _, r := range t.Runs() {
		if r.Kind == say.RunWords {
			b.WriteString(r.Text)
		} else {
			b.WriteString("<" + string(r.Kind) + ">")
		}
	}
	return b.String()
}

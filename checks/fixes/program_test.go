package fixes_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// frequent are the ten findings that helpdesks meet most, as cases of tests.
var frequent = []string{
	"other name, right one known", "expired", "self-signed", "untrusted root", "incomplete", "intercepted: never accept",
	"wrong mode asked for", "another port answers", "no such name", "old TLS",
}

// advised is a report as far as steps are concerned.
func advised(f *checks.Facts) checks.Report {
	found := findings.Find(f)
	a := fixes.Advise(f, found)
	return checks.Report{Summary: findings.Summary(f, found), Findings: found, Steps: a.Steps, Cure: a.Cure, Act: a.Act, Case: a.Case, Program: a.Program}
}

func caseNamed(t *testing.T, name string) *checks.Facts {
	t.Helper()
	i := slices.IndexFunc(tests, func(c struct {
		name  string
		facts *checks.Facts
		want  []int
	}) bool {
		return c.name == name
	})
	if i < 0 {
		t.Fatalf("there is no case %q", name)
	}
	return tests[i].facts
}

// TestPrograms writes, for each program, what its readers are told in the ten most
// frequent cases.
func TestPrograms(t *testing.T) {
	t.Parallel()
	for _, p := range programs.All() {
		var b strings.Builder
		for _, name := range append(slices.Clone(frequent), "server fine") {
			r := fixes.In(advised(caseNamed(t, name)), &p)
			fmt.Fprintf(&b, "# %s\n%s\nact: %s, cure: %d\n", name, r.Summary.String(), r.Act, r.Cure)
			for _, s := range r.Steps {
				title := s.Title
				if !s.Called.Empty() {
					title = s.Called
				}
				fmt.Fprintf(&b, "%d %s\n  why: %s\n", s.Number, title.String(), s.Why.String())
				if !s.Caution.Empty() {
					fmt.Fprintf(&b, "  caution: %s\n", s.Caution.String())
				}
				for _, a := range say.Strings(s.Actions) {
					fmt.Fprintf(&b, "  - %s\n", a)
				}
			}
			for _, l := range r.LeftOut {
				fmt.Fprintf(&b, "without %d: %s\n", l.Number, l.Why.String())
			}
			b.WriteByte('\n')
		}
		golden(t, "testdata/program-"+string(p.ID)+".txt", b.String())
	}
}

// What was found, and which steps help, does not depend on the program: each step is
// there, or it says why it is not, and the cure is one that the program has.
func TestInKeepsWhatWasFound(t *testing.T) {
	t.Parallel()
	for _, c := range tests {
		r := advised(c.facts)
		for _, p := range programs.All() {
			got := fixes.In(r, &p)
			if len(got.Steps)+len(got.LeftOut) != len(r.Steps) {
				t.Errorf("%s, %s: %d steps and %d left out of %d", c.name, p.ID, len(got.Steps), len(got.LeftOut), len(r.Steps))
			}
			has := func(n int) bool {
				return slices.ContainsFunc(got.Steps, func(s checks.Step) bool { return s.Number == n })
			}
			if r.Cure != 0 && has(r.Cure) && (got.Cure != r.Cure || got.Act != r.Act) || got.Cure != 0 && !has(got.Cure) {
				t.Errorf("%s, %s: the cure is %d by %s, and was %d by %s", c.name, p.ID, got.Cure, got.Act, r.Cure, r.Act)
			}
			if len(got.Findings) != len(r.Findings) || got.Act == "" {
				t.Errorf("%s, %s: %d findings, act %q", c.name, p.ID, len(got.Findings), got.Act)
			}
			// And back again it is the same: nothing is lost on the way.
			if back := fixes.In(got, programs.Default()); c.facts.Target.Port != 5432 && got.LeftOut == nil && fmt.Sprint(words(back)) != fmt.Sprint(words(r)) {
				t.Errorf("%s, %s and back: %q\nwas %q", c.name, p.ID, words(back), words(r))
			}
		}
	}
}

func words(r checks.Report) []string {
	out := []string{r.Summary.String(), string(r.Act), fmt.Sprint(r.Cure)}
	for _, f := range r.Findings {
		out = append(out, f.Detail.String())
	}
	for _, s := range r.Steps {
		out = append(append(out, s.Title.String(), s.Called.String(), s.Why.String(), s.Caution.String()), say.Strings(s.Actions)...)
	}
	return out
}

// Sentences name the reader's own program, and no other.
func TestSentencesNameTheProgram(t *testing.T) {
	t.Parallel()
	for _, c := range tests {
		p, _ := programs.Lookup("thunderbird")
		r := fixes.In(advised(c.facts), p)
		if r.Case != nil && r.Case.ReachedBy != checks.ByMailProgram {
			continue // no mail program connects there
		}
		said := r.Summary.String()
		for _, s := range r.Steps {
			said += " " + s.Why.String() + " " + strings.Join(say.Strings(s.Actions), " ")
		}
		if strings.Contains(said, "Outlook") {
			t.Errorf("%s: a reader of Thunderbird is told of Outlook: %s", c.name, said)
		}
	}
}

// Sentences name what the reader's program runs on: a phone is nobody's PC.
func TestSentencesNameTheDevice(t *testing.T) {
	t.Parallel()
	for id, device := range map[string]string{"ios": "phone", "android": "phone", "outlook-mobile": "phone", "apple-mail": "Mac", "outlook-mac": "Mac"} {
		p, ok := programs.Lookup(id)
		if !ok {
			t.Fatalf("no program %s", id)
		}
		named := false
		for _, c := range tests {
			r := fixes.In(advised(c.facts), p)
			if r.Case == nil || r.Case.ReachedBy != checks.ByMailProgram {
				continue // no mail program connects there
			}
			said := r.Summary.String()
			for _, s := range r.Steps {
				said += " " + s.Why.String() + " " + s.Caution.String() + " " + strings.Join(say.Strings(s.Actions), " ")
			}
			if regexp.MustCompile(`\bPCs?\b`).MatchString(said) {
				t.Errorf("%s, %s: told of a PC: %s", id, c.name, said)
			}
			named = named || strings.Contains(said, "this "+device)
		}
		if !named {
			t.Errorf("%s: no sentence names a %s", id, device)
		}
	}
}

// A web server is nobody's mail account, whatever program the reader has for mail.
func TestWebServerIsNoAccount(t *testing.T) {
	t.Parallel()
	f := server(func(f *fact, e *ep, j *judge) {
		f.Target.Port, f.Target.Service, e.Protocol = 443, "https", "http"
		j.NameReason, j.Presented, f.Suggested = checks.NameOther, []string{"web.hoster.com"}, "web.hoster.com"
	})
	r := advised(f)
	for _, p := range programs.All() {
		if got := fixes.In(r, &p); fmt.Sprint(words(got)) != fmt.Sprint(words(r)) || got.Program != "browser" {
			t.Errorf("%s: %q, in %s", p.ID, words(got), got.Program)
		}
	}
}

// An answer that an older certdesk has kept has no case: it stays as it is.
func TestInOlderAnswer(t *testing.T) {
	t.Parallel()
	r := advised(caseNamed(t, "expired"))
	r.Case = nil
	p, _ := programs.Lookup("ios")
	if got := fixes.In(r, p); len(got.Steps) != len(r.Steps) || got.Steps[0].Actions[0].String() != r.Steps[0].Actions[0].String() {
		t.Errorf("%q", words(got))
	}
}

package fixes

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Advice is what helps in a case.
type Advice struct {
	Steps []checks.Step
	// Cure is the number of the step that most likely helps, 0 where none does, and Act
	// who has to act.
	Cure int
	Act  checks.Actor
	// Case is what the paths of the steps were worded with; nil where there are none.
	Case *checks.Case
	// Program is whose paths they are.
	Program string
}

// Advise says what helps.
func Advise(f *checks.Facts, found []checks.Finding) Advice {
	var out Advice
	out.Steps, out.Case = choose(f, found)
	out.Cure, out.Act = Cure(f, found, out.Steps)
	out.Steps = cureFirst(out.Steps, out.Cure)
	if out.Case != nil {
		out.Program = string(programOf(out.Case).ID)
	}
	return out
}

// Choose returns the steps for a case, in the order in which they should be
// tried.
func Choose(f *checks.Facts, found []checks.Finding) []checks.Step {
	return Advise(f, found).Steps
}

func choose(f *checks.Facts, found []checks.Finding) ([]checks.Step, *checks.Case) {
	if !faulty(found) && !f.Judged() {
		return nil, nil // nothing is known, so nothing helps
	}
	s := situation(f, found)
	asked := stepsFor(f.Seen, faulty(found))
	if !faulty(found) {
		if asked != nil && !s.Offline {
			return fineButSeen(s, asked, found)
		}
		return fine(s, found)
	}
	lists := make([][]int, 0, len(found))
	for i := range found {
		if found[i].Severity != checks.Info {
			lists = append(lists, known(found[i].Steps))
		}
	}
	numbers := first(asked, merge(lists))
	if !acceptable(found) {
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == checks.StepAccept })
	}
	if f.Seen != nil && f.Seen.ClockRight {
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == checks.StepClock })
	}
	if s.web() {
		numbers = forWeb(numbers)
	}
	return s.words(numbers, s.length(), func(n int) say.Text {
		if s.User != nil && s.User.speaksFor(n, asked, found) {
			return whySeen(n, s, found)
		}
		return why(n, s, found)
	})
}

// words are the steps that the program has, each with its sentence, and what their
// paths are worded with.
func (s *Situation) words(numbers []int, show checks.PathLength, why func(n int) say.Text) ([]checks.Step, *checks.Case) {
	p, c := s.program(), s.caseOf(show)
	out := make([]checks.Step, 0, len(numbers))
	for _, n := range numbers {
		step, has, _ := p.Step(n, c)
		if !has {
			continue
		}
		step.Why = p.Word(why(n))
		out = append(out, step)
	}
	return out, c
}

// length is how much of the paths is shown where something is wrong: with a web page
// or a server that nobody has named there is something to look at, and nothing to
// enter.
func (s *Situation) length() checks.PathLength {
	if s.web() || s.guessed() {
		return checks.ShortPath
	}
	return checks.WholePath
}

// fine: nothing is wrong with the server. Steps that infos name come after.
func fine(s *Situation, found []checks.Finding) ([]checks.Step, *checks.Case) {
	if s.Offline || !s.forOutlook() && !s.HangsUp {
		return nil, nil
	}
	numbers := slices.Clone(clientSide)
	switch {
	case s.has(checks.ClientCertRequired), s.HangsUp:
		numbers = nil // it serves no program, whatever is set on the PC
	case s.web():
		numbers = forWeb(numbers)
	case s.betweenServers():
		numbers = []int{checks.StepSettings} // whoever set a mail program to it is told so; the rest is no program's matter
	}
	if s.HangsUp || slices.ContainsFunc(found, func(f checks.Finding) bool { return slices.Contains(f.Steps, checks.StepContact) }) {
		numbers = append(numbers, checks.StepContact)
	}
	return s.words(numbers, checks.ShortPath, func(n int) say.Text {
		if of := whyFine[n]; of != nil {
			return of(s)
		}
		return why(n, s, found)
	})
}

// fineButSeen words the steps for a server without fault and a user who has
// read out his view.
func fineButSeen(s *Situation, numbers []int, found []checks.Finding) ([]checks.Step, *checks.Case) {
	if s.web() {
		numbers = forWeb(slices.Clone(numbers))
	}
	if s.HangsUp && !slices.Contains(numbers, checks.StepContact) {
		numbers = append(slices.Clone(numbers), checks.StepContact)
	}
	show := checks.ShortPath
	if !s.forOutlook() || len(numbers) <= maxWhole {
		show = checks.WholePath
	}
	return s.words(numbers, show, func(n int) say.Text { return whySeen(n, s, found) })
}

// why is the sentence of a step: that of the worst finding that names it.
func why(n int, s *Situation, found []checks.Finding) say.Text {
	if n == checks.StepContact {
		return toContact(s, requestsFor(s, found))
	}
	for i := range found {
		if of := whys[n][found[i].Code]; of != nil && slices.Contains(found[i].Steps, n) {
			if text := of(s); !text.Empty() {
				return text
			}
		}
	}
	return nil
}

// whySeen is the sentence of a step that the comparison asked for: its own, else
// that of a finding, else that for a server without fault.
func whySeen(n int, s *Situation, found []checks.Finding) say.Text {
	if of := whysSeen[s.User.Outcome][n]; of != nil {
		if text := of(s); !text.Empty() {
			return text
		}
	}
	if n != checks.StepContact {
		if text := why(n, s, found); !text.Empty() {
			return text
		}
		if of := whyFine[n]; of != nil {
			return of(s)
		}
	}
	return why(n, s, found)
}

// acceptable: every critical finding lists the step that accepts.
func acceptable(found []checks.Finding) bool {
	return !slices.ContainsFunc(found, func(f checks.Finding) bool {
		return f.Severity == checks.Critical && !slices.Contains(f.Steps, checks.StepAccept)
	})
}

// known drops numbers that are no steps.
func known(steps []int) []int {
	return slices.DeleteFunc(slices.Clone(steps), func(n int) bool { return n < 1 || n > checks.StepCount })
}

package fixes

import (
	"certdesk/checks"
	"certdesk/checks/programs"
)

// For words steps without a case, in a program: for an error text of which no server
// is known yet. Values that a case would give are named as what to look up; where a
// step would point at an answer that is not there, it has words of its own.
func For(numbers []int, p *programs.Program) (steps []checks.Step, leftOut []checks.LeftOutStep) {
	c := &checks.Case{Length: checks.NoCase}
	for _, n := range known(numbers) {
		steps, leftOut = add(steps, leftOut, p, n, c)
	}
	return steps, leftOut
}

// add adds a step as the program has it, or why it does not.
func add(steps []checks.Step, leftOut []checks.LeftOutStep, p *programs.Program, n int, c *checks.Case) ([]checks.Step, []checks.LeftOutStep) {
	step, has, without := p.Step(n, c)
	switch {
	case has:
		steps = append(steps, step)
	case !without.Empty():
		leftOut = append(leftOut, checks.LeftOutStep{Number: n, Title: programs.Title(n), Why: without})
	}
	return steps, leftOut
}

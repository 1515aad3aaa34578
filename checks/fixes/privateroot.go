package fixes

import (
	"slices"

	"certdesk/checks/say"
)

// rootsStep is the step that updates a PC's root certificates.
const rootsStep = 4

// noUpdate puts the administrator in the place of an update of the PC's root
// certificates where the root is a private one: no update brings that, and whoever runs
// the PCs has to install it. moved tells whether it did.
func (s *Situation) noUpdate(numbers []int) (out []int, moved bool) {
	at := slices.Index(numbers, rootsStep)
	if !s.PrivateRoot || at < 0 {
		return numbers, false
	}
	out = slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n == contact })
	out[slices.Index(out, rootsStep)] = contact
	return out, true
}

// rootFromIT says what a PC without the private root shows, and who installs it.
func rootFromIT(s *Situation) say.Text {
	ask := say.S("No update brings it, since it is not from a public CA. Ask your IT team to install it.")
	return say.Join(whyFine[rootsStep](s), ask)
}

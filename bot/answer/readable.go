package answer

import (
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Readable names servers as people write them, where a reply names one first with the
// name that programs take beside: "müller.example (xn--mller-kva.example)". That is so in
// what is told: the headline, the names of certificates among the facts, what was found
// and why a step helps. Everything else is there to be typed or compared. In does it in
// other languages.
func Readable(r bot.Reply) bot.Reply { return readableReply(r, nil) }

// joiner changes a word of a language before some names: "de" to "d’".
type joiner interface {
	Joins(words, next string) string
}

func readableReply(r bot.Reply, j joiner) bot.Reply {
	n := naming{joins: j, told: make(map[string]bool)}
	r.Headline = n.text(r.Headline, say.RunHost, say.RunForeign)
	facts := naming{joins: j, told: make(map[string]bool)}
	r.Facts = changedIf(r.Facts, func(f *bot.Fact) bool {
		clear(facts.told)                              // what is compared has both
		return facts.replace(&f.Value, say.RunForeign) // a host is there to be entered
	})
	r.Findings = changedIf(r.Findings, func(f *bot.Finding) bool { return n.replace(&f.Detail, say.RunHost, say.RunForeign) })
	why := func(s *bot.Step) bool { return n.replace(&s.Why, say.RunHost, say.RunForeign) }
	if r.Cure != nil {
		if cure := *r.Cure; why(&cure) {
			r.Cure = &cure
		}
	}
	r.Steps = changedIf(r.Steps, why)
	return r
}

// changedIf is a list in which elements were changed, and the list itself where none was:
// other readers of the same answer have it too.
func changedIf[T any](list []T, change func(*T) bool) []T {
	var out []T
	for i := range list {
		one := list[i]
		if !change(&one) {
			continue
		}
		if out == nil {
			out = slices.Clone(list)
		}
		out[i] = one
	}
	if out == nil {
		return list
	}
	return out
}

// naming names servers in a reply, each with both its names where it comes first.
type naming struct {
	joins joiner          // nil where the language joins nothing
	told  map[string]bool // the names, as programs take them, that stand there with both
}

// replace is text in place, and tells whether it changed anything.
func (n *naming) replace(t *say.Text, kinds ...say.RunKind) bool {
	said := n.text(*t, kinds...)
	if say.Equal(said, *t) {
		return false
	}
	*t = said
	return true
}

// text has each name in runs of these kinds as people write it. A text without such a
// name stays as it is.
func (n *naming) text(t say.Text, kinds ...say.RunKind) say.Text {
	runs := t.Runs()
	here, changed := make(map[string]bool), false
	for i := range runs {
		name := runs[i].Text
		if _, beside, done := strings.Cut(name, " ("); done { // said before
			beside = strings.TrimSuffix(beside, ")")
			here[beside], n.told[beside] = true, true
		}
		if !slices.Contains(kinds, runs[i].Kind) || here[name] {
			continue
		}
		host, port, ported := strings.Cut(name, ":")
		written, ok := target.Unmistakable(host)
		if !ok {
			continue
		}
		changed = true
		if ported {
			written += ":" + port
		}
		if n.joins != nil && i > 0 && runs[i-1].Kind == say.RunWords {
			runs[i-1].Text = n.joins.Joins(runs[i-1].Text, written)
		}
		runs[i].Text = written
		if !n.told[name] {
			here[name], n.told[name] = true, true
			runs[i].Text += " (" + name + ")"
		}
	}
	if !changed {
		return t
	}
	return say.Text{{Runs: runs}}
}

package answer

import (
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Readable names servers as people write them where a reply names them first, with the
// name that programs take beside: "müller.example (xn--mller-kva.example)". That is the
// headline, and the names of certificates among the facts; everything else is there to be
// typed or compared. In does it in other languages.
func Readable(r bot.Reply) bot.Reply {
	r.Headline = readable(r.Headline, say.RunHost, say.RunForeign)
	var facts []bot.Fact
	for i := range r.Facts {
		value := readable(r.Facts[i].Value, say.RunForeign) // a host is there to be entered
		if say.Equal(value, r.Facts[i].Value) {
			continue
		}
		if facts == nil {
			facts = slices.Clone(r.Facts)
		}
		facts[i].Value = value
	}
	if facts != nil {
		r.Facts = facts
	}
	return r
}

// readable adds to each name in runs of these kinds, where it comes first, how people
// write it. A text without such a name stays as it is.
func readable(t say.Text, kinds ...say.RunKind) say.Text {
	runs := t.Runs()
	known, changed := make(map[string]bool), false
	for i := range runs {
		name := runs[i].Text
		if _, beside, done := strings.Cut(name, " ("); done { // said before
			known[strings.TrimSuffix(beside, ")")] = true
		}
		if !slices.Contains(kinds, runs[i].Kind) || known[name] {
			continue
		}
		host, port, ported := strings.Cut(name, ":")
		written, ok := target.Unmistakable(host)
		if !ok {
			continue
		}
		known[name], changed = true, true
		if ported {
			written += ":" + port
		}
		runs[i].Text = written + " (" + name + ")"
	}
	if !changed {
		return t
	}
	return say.Text{{Runs: runs}}
}

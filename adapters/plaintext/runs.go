package plaintext

import (
	"strings"

	"certdesk/checks/say"
)

// Runs are the pieces of a text for one line of at most maxSize units, made
// harmless. A time is kept whole: where it does not fit, the text ends before it.
func Runs(t say.Text, maxSize int) []say.Run {
	var out []say.Run
	room := maxSize
	for _, r := range t.Runs() {
		if r.Text = line(r.Text); r.Text == "" {
			continue
		}
		size := Size(r.Text)
		if size > room {
			return ended(out, r, room)
		}
		room -= size
		out = append(out, r)
	}
	return trimmed(out)
}

// ended are the runs of a text that goes no further, for want of room: out, as
// much of the next run as fits, and an ellipsis.
func ended(out []say.Run, last say.Run, room int) []say.Run {
	if room == 0 && len(out) > 0 {
		// The ellipsis takes the place of a sign, or of a whole time.
		end := &out[len(out)-1]
		if end.Kind == say.RunMoment {
			*end = say.Run{Kind: say.RunWords, Text: "…"}
		} else {
			end.Text = Cut(end.Text+"…", Size(end.Text))
		}
		return trimmed(out)
	}
	if last.Kind == say.RunMoment {
		last = say.Run{Kind: say.RunWords, Text: "…"}
	}
	last.Text = Cut(last.Text, room)
	return trimmed(append(out, last))
}

// trimmed are the runs without spaces at their ends, where a run of nothing but
// spaces is left out.
func trimmed(runs []say.Run) []say.Run {
	for len(runs) > 0 {
		first := &runs[0]
		if first.Text = strings.TrimLeft(first.Text, " "); first.Text != "" {
			break
		}
		runs = runs[1:]
	}
	for len(runs) > 0 {
		last := &runs[len(runs)-1]
		if last.Text = strings.TrimRight(last.Text, " "); last.Text != "" {
			break
		}
		runs = runs[:len(runs)-1]
	}
	return runs
}

// Said is a text for one line where nothing but words can stand.
func Said(t say.Text, maxSize int) string { return Short(t.String(), maxSize) }

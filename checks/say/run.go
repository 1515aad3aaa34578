package say

import "slices"

func (r Run) equal(s Run) bool {
	return r.Kind == s.Kind && r.Text == s.Text && r.At.Equal(s.At) && r.Between == s.Between
}

// Runs are the pieces of a text, in English unless it is worded already.
func (t Text) Runs() []Run { return Word(nil, t).runs() }

// runs are those of a worded text, with a space between sentences.
func (t Text) runs() []Run {
	if len(t) == 1 && len(t[0].Runs) == 1 {
		return slices.Clone(t[0].Runs) // as most are
	}
	var w writer
	for i := range t {
		if len(t[i].Runs) > 0 && (len(w.said) > 0 || len(w.runs) > 0) {
			w.words(" ")
		}
		for _, r := range t[i].Runs {
			w.run(r)
		}
	}
	return w.done()
}

// String is the text in English, unless it is worded already.
func (t Text) String() string {
	if len(t) == 1 && t[0].Key == "" && len(t[0].Runs) == 1 {
		return t[0].Runs[0].Text // as most are that are worded
	}
	return String(nil, t)
}

// Equal tells whether two texts say the same.
func Equal(a, b Text) bool {
	return slices.EqualFunc(a, b, func(x, y Sentence) bool {
		return x.Context == y.Context && x.Key == y.Key && x.Plural == y.Plural &&
			slices.EqualFunc(x.Args, y.Args, func(p, q Arg) bool { return p.Slot == q.Slot && p.Value.equal(q.Value) }) &&
			slices.EqualFunc(x.Runs, y.Runs, Run.equal)
	})
}

func (v Value) equal(w Value) bool {
	return v.kind == w.kind && v.text == w.text && v.at.Equal(w.at) && v.span == w.span && v.n == w.n && v.max == w.max &&
		slices.EqualFunc(v.items, w.items, Value.equal) && Equal(v.sub, w.sub)
}

// Has tells whether the value of an arg stands in a text: in a slot of any name, in a
// list, or in a text within.
func (t Text) Has(a Arg) bool {
	return slices.ContainsFunc(t, func(s Sentence) bool {
		return slices.ContainsFunc(s.Args, func(b Arg) bool { return b.Value.has(a.Value) })
	})
}

func (v Value) has(w Value) bool {
	return v.equal(w) || v.sub.Has(Arg{Value: w}) || slices.ContainsFunc(v.items, func(i Value) bool { return i.has(w) })
}

// Plain is the literal words of a text that is nothing else, and whether it is.
func (t Text) Plain() (words string, ok bool) {
	if len(t) != 1 || t[0].Key != "" || len(t[0].Runs) != 1 || t[0].Runs[0].Kind != RunWords {
		return "", false
	}
	return t[0].Runs[0].Text, true
}

// Strings are texts in English.
func Strings(texts []Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = t.String()
	}
	return out
}

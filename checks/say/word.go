package say

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Catalogue is a language: what its readers are told instead of the English.
// It is safe for concurrent use.
type Catalogue interface {
	// Template is the translation of a key in its context, for a number where
	// plural is not empty; ok is false where there is none.
	Template(context, key, plural string, n int) (template string, ok bool)
	// Joins adapts a word of ours to the value that follows it or stands before
	// it ("de" and "d'"), where a language does that. It returns words as they
	// are where nothing is to be done.
	Joins(words, next string) string
}

// Word words a text in a language; in English for nil. What comes out has no
// keys any more: it is shown, and not translated again.
func Word(c Catalogue, t Text) Text {
	if !slices.ContainsFunc(t, func(s Sentence) bool { return s.Key != "" }) {
		return t // worded already
	}
	out := make(Text, 0, len(t))
	w := writer{c: c}
	for i := range t {
		if t[i].Key == "" {
			out = append(out, t[i])
			continue
		}
		template := w.template(&t[i], "")
		if !strings.Contains(template, "{") {
			out = append(out, Sentence{Runs: []Run{{Kind: RunWords, Text: template}}}) // as most are
			continue
		}
		w.filled(template, &t[i], 0)
		out = append(out, Sentence{Runs: w.done()})
	}
	return out
}

// String words a text as Word does, for whoever needs no runs.
func String(c Catalogue, t Text) string {
	w := writer{c: c, flat: true}
	if len(t) == 1 && t[0].Key != "" {
		if template := w.template(&t[0], ""); !strings.Contains(template, "{") {
			return template // as most are
		}
	}
	for i := range t {
		before := len(w.said)
		if before > 0 {
			w.words(" ")
		}
		begins := len(w.said)
		w.text(t[i:i+1], "", 0)
		if len(w.said) == begins { // nothing was said
			w.said = w.said[:before]
		}
	}
	return string(w.said)
}

// writer gathers runs. Words of ours that follow each other become one run, as soon as
// something else follows or the text ends.
type writer struct {
	c    Catalogue
	flat bool // every run is words, which are read as a string
	runs []Run
	said []byte // the words that have no run yet
}

// done are the runs that were written; the next text begins anew.
func (w *writer) done() []Run {
	w.flush()
	runs := w.runs
	w.runs = nil
	return runs
}

func (w *writer) flush() {
	if len(w.said) > 0 {
		w.runs = append(w.runs, Run{Kind: RunWords, Text: string(w.said)})
		w.said = w.said[:0]
	}
}

func (w *writer) text(t Text, form string, depth int) {
	for i := range t {
		if i > 0 {
			w.words(" ")
		}
		if t[i].Key == "" {
			for _, r := range t[i].Runs {
				w.run(r)
			}
			continue
		}
		w.sentence(&t[i], form, depth)
	}
}

// template is that of a sentence: in the form that is asked for if the language
// has it, else as it stands, else in English.
func (w *writer) template(s *Sentence, form string) string {
	n := 1
	if s.Plural != "" && len(s.Args) > 0 {
		n = s.Args[0].Value.n
	}
	if w.c != nil {
		if form != "" {
			if out, ok := w.c.Template(strings.TrimSpace(s.Context+" "+form), s.Key, s.Plural, n); ok {
				return out
			}
		}
		if out, ok := w.c.Template(s.Context, s.Key, s.Plural, n); ok {
			return out
		}
	}
	if s.Plural != "" && n != 1 {
		return s.Plural
	}
	return s.Key
}

func (w *writer) sentence(s *Sentence, form string, depth int) {
	if depth <= maxDepth {
		w.filled(w.template(s, form), s, depth)
	}
}

// filled writes what is left of a template, with the values of its sentence.
func (w *writer) filled(rest string, s *Sentence, depth int) {
	for rest != "" {
		before, after, open := strings.Cut(rest, "{")
		inside, behind, closed := strings.Cut(after, "}")
		if !open || !closed {
			w.words(rest)
			return
		}
		name, form, _ := strings.Cut(inside, ":")
		arg := s.arg(name)
		if arg == nil {
			w.words(before + "{" + inside + "}")
			rest = behind
			continue
		}
		var one [1]Run
		value := one[:]
		if r, ok := arg.Value.atom(); ok && r.Text != "" {
			value[0] = r
		} else {
			mark := writer{c: w.c}
			mark.value(arg.Value, form, depth)
			value = mark.done()
		}
		if isUpper(name) {
			capitalize(value)
		}
		if w.c != nil && len(value) > 0 {
			before = w.c.Joins(before, value[0].Text)
		}
		w.words(before)
		for _, r := range value {
			w.run(r)
		}
		rest = behind
	}
}

// arg is the value for a slot, in whichever case its first letter is.
func (s *Sentence) arg(slot string) *Arg {
	for i := range s.Args {
		if s.Args[i].Slot == slot || len(slot) == len(s.Args[i].Slot) && strings.EqualFold(slot[:1], s.Args[i].Slot[:1]) && slot[1:] == s.Args[i].Slot[1:] {
			return &s.Args[i]
		}
	}
	return nil
}

func isUpper(slot string) bool { return slot != "" && slot[0] >= 'A' && slot[0] <= 'Z' }

// capitalize gives the first words a capital; names stay as they are.
func capitalize(runs []Run) {
	if len(runs) == 0 || runs[0].Kind != RunWords {
		return
	}
	first, size := utf8.DecodeRuneInString(runs[0].Text)
	runs[0].Text = string(unicode.ToUpper(first)) + runs[0].Text[size:]
}

func (w *writer) words(s string) { w.said = append(w.said, s...) }

func (w *writer) run(r Run) {
	if w.flat || r.Kind == RunWords {
		w.words(r.Text)
		return
	}
	w.flush()
	w.runs = append(w.runs, r)
}

// atom is the run of a value that is one, and the same in each language and form.
func (v Value) atom() (Run, bool) {
	switch v.kind {
	case foreignKind:
		return Run{Kind: RunForeign, Text: v.text}, true
	case hostKind:
		return Run{Kind: RunHost, Text: v.text}, true
	case codeKind:
		return Run{Kind: RunCode, Text: v.text}, true
	case termKind:
		return Run{Kind: RunWords, Text: v.text}, true
	case countKind:
		return Run{Kind: RunWords, Text: strconv.Itoa(v.n)}, true
	}
	return Run{}, false
}

func (w *writer) value(v Value, form string, depth int) {
	if r, ok := v.atom(); ok {
		w.run(r)
		return
	}
	switch v.kind {
	case dateKind:
		w.text(day(v.at), form, 0)
	case momentKind, stampKind:
		w.moment(v, form)
	case spanKind:
		w.text(span(v.span), form, 0)
	case listKind:
		w.list(v, form, depth)
	case rowKind:
		for i := range v.items {
			if i > 0 {
				w.words(", ")
			}
			w.value(v.items[i], form, depth)
		}
	case textKind:
		w.text(v.sub, form, depth+1)
	}
}

// The months are written out with their places, for some languages have words
// between them; and they have a plural, for in some the first of a month is said
// unlike all other days ("1er" in French).
func day(t time.Time) Text {
	t = t.UTC()
	return months[t.Month()-time.January](t.Day(), Term("year", t.Format("2006")))
}

// A function for each month, not one with a switch: the room on the stack that twelve
// texts take at once would make the stacks of most who say a date grow.
var months = [...]func(n int, year Arg) Text{
	func(n int, year Arg) Text { return PN("date", "{n} January {year}", "{n} January {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} February {year}", "{n} February {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} March {year}", "{n} March {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} April {year}", "{n} April {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} May {year}", "{n} May {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} June {year}", "{n} June {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} July {year}", "{n} July {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} August {year}", "{n} August {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} September {year}", "{n} September {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} October {year}", "{n} October {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} November {year}", "{n} November {year}", n, year) },
	func(n int, year Arg) Text { return PN("date", "{n} December {year}", "{n} December {year}", n, year) },
}

// moment writes a time of day, which a platform may write in its own way.
func (w *writer) moment(v Value, form string) {
	at := v.at.UTC()
	clock := Term("clock", at.Format("15:04"))
	said := P("date", "{date} at {clock} UTC", Sub("date", day(at)), clock)
	if v.kind == stampKind {
		said = P("date", "{date}, {clock} UTC", Sub("date", day(at)), clock)
	}
	mark := writer{c: w.c}
	mark.text(said, form, 0)
	between := writer{c: w.c}
	between.text(P("between date and time", "at"), "", 0)
	w.run(Run{Kind: RunMoment, Text: written(mark.done()), At: v.at, Between: written(between.done())})
}

func written(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

func span(d time.Duration) Text {
	d = d.Abs()
	if d < time.Hour {
		return P("span", "less than an hour")
	}
	if hours := int(d.Round(time.Hour) / time.Hour); hours < 24 {
		return PN("span", "1 hour", "{n} hours", hours)
	}
	return PN("span", "1 day", "{n} days", max(1, int(d/(24*time.Hour))))
}

// list writes values as a sentence does: "a", "a and b", "a, b and 12 more".
func (w *writer) list(v Value, form string, depth int) {
	shown := len(v.items)
	switch {
	case shown == 0:
	case v.n > shown:
		w.text(P("list", "{names} and {n} more", row("names", v.items), Count("n", v.n-shown)), form, depth+1)
	case shown == 1:
		w.value(v.items[0], form, depth+1)
	default:
		last := shown - 1
		w.text(P("list", "{names} and {last}", row("names", v.items[:last]), Arg{"last", v.items[last]}), form, depth+1)
	}
}

func row(slot string, items []Value) Arg { return Arg{slot, Value{kind: rowKind, items: items}} }

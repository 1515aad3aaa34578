package say

import (
	"reflect"
	"slices"
	"time"
)

// MaxName is how many characters of a stranger's name are shown, MaxReply how
// many of a server's answer, MaxNote of a note.
const (
	MaxName  = 80
	MaxReply = 160
	MaxNote  = 200
)

// Foreign is a name that a stranger chose: of a certificate, an authority, a
// person, a channel. It is made harmless and cut to MaxName characters.
func Foreign(slot, name string) Arg { return Arg{slot, foreign(name, MaxName)} }

// Note is what somebody wrote for others, up to MaxNote characters.
func Note(slot, text string) Arg { return Arg{slot, foreign(text, MaxNote)} }

// Reply is what a server answered, or somebody wrote, up to MaxReply characters.
func Reply(slot, text string) Arg { return Arg{slot, foreign(text, MaxReply)} }

// Host is the name or address of a server, with or without a port. Nobody
// answers for what stands in it, so that it is cleaned as Foreign is.
func Host(slot, host string) Arg { return Arg{slot, Value{kind: hostKind, text: Clean(host, MaxName)}} }

// Term is a fixed name that is the same in all languages: "STARTTLS", "RSA 2048",
// "TLS 1.2". What has a name in each language is a Sub.
func Term(slot, term string) Arg { return Arg{slot, fixed(term)} }

// Code is what can be typed or copied: a command, a setting, a fingerprint.
func Code(slot, code string) Arg { return Arg{slot, Value{kind: codeKind, text: code}} }

// Moment is a point in time, with its time of day: "3 March 2027 at 10:00 UTC".
// Platforms that can show it in the reader's own zone.
func Moment(slot string, t time.Time) Arg { return Arg{slot, Value{kind: momentKind, at: t}} }

// Stamp is a Moment in a row of values: "3 March 2027, 10:00 UTC".
func Stamp(slot string, t time.Time) Arg { return Arg{slot, Value{kind: stampKind, at: t}} }

// Date is a day, in UTC: "3 March 2027".
func Date(slot string, t time.Time) Arg { return Arg{slot, Value{kind: dateKind, at: t}} }

// Span is a time in days, rounded down as the days that a certificate has left are
// counted everywhere; below a day in hours, rounded to the nearest one, for four hours
// and 59 minutes are no "4 hours"; else "less than an hour". The sign does not count.
func Span(slot string, d time.Duration) Arg { return Arg{slot, Value{kind: spanKind, span: d}} }

// Count is a number.
func Count(slot string, n int) Arg { return Arg{slot, Value{kind: countKind, n: n}} }

// Port is a number that is never grouped or spelt out.
func Port(slot string, n int) Arg { return Count(slot, n) }

// Sub is a text of ours within another: a phrase, the name of a button.
func Sub(slot string, t Text) Arg { return Arg{slot, Value{kind: textKind, sub: t}} }

// Lists of names tell each name once, and count how many different ones there are.

// Foreigns lists at most so many names of strangers: "a, b and 3 more".
func Foreigns(slot string, max int, names []string) Arg {
	return list(slot, max, distinct(names), func(s string) Value { return foreign(s, MaxName) })
}

// Hosts lists at most so many servers.
func Hosts(slot string, max int, hosts []string) Arg {
	return list(slot, max, distinct(hosts), func(s string) Value { return Value{kind: hostKind, text: Clean(s, MaxName)} })
}

// Terms lists at most so many fixed names.
func Terms(slot string, max int, terms []string) Arg { return list(slot, max, distinct(terms), fixed) }

// Codes lists at most so many words that can be typed.
func Codes(slot string, max int, codes []string) Arg {
	return list(slot, max, distinct(codes), func(s string) Value { return Value{kind: codeKind, text: s} })
}

// Subs lists at most so many texts of ours.
func Subs(slot string, max int, texts []Text) Arg {
	return list(slot, max, texts, func(t Text) Value { return Value{kind: textKind, sub: t} })
}

// With is a text with another value in all slots of the arg's name, those of the
// texts within included. The text itself stays as it is.
func (t Text) With(a Arg) Text { return t.with(a, 0) }

func (t Text) with(a Arg, depth int) Text {
	if !t.hasSlot(a.Slot, depth) {
		return t
	}
	out := slices.Clone(t)
	for i := range out {
		args := slices.Clone(out[i].Args)
		for k := range args {
			if args[k].Slot == a.Slot {
				args[k] = a
			} else {
				args[k].Value = args[k].Value.with(a, depth+1)
			}
		}
		out[i].Args = args
	}
	return out
}

// hasSlot tells whether a text has a slot of a name, the texts within included.
func (t Text) hasSlot(slot string, depth int) bool {
	return depth <= maxDepth && slices.ContainsFunc(t, func(s Sentence) bool {
		return slices.ContainsFunc(s.Args, func(a Arg) bool { return a.Slot == slot || a.Value.hasSlot(slot, depth+1) })
	})
}

func (v Value) hasSlot(slot string, depth int) bool {
	return v.sub.hasSlot(slot, depth) || slices.ContainsFunc(v.items, func(item Value) bool { return item.hasSlot(slot, depth+1) })
}

func (v Value) with(a Arg, depth int) Value {
	v.sub = v.sub.with(a, depth)
	if len(v.items) > 0 && depth <= maxDepth {
		items := make([]Value, len(v.items))
		for i := range v.items {
			items[i] = v.items[i].with(a, depth+1)
		}
		v.items = items
	}
	return v
}

func foreign(s string, max int) Value { return Value{kind: foreignKind, text: Clean(s, max)} }

func fixed(s string) Value { return Value{kind: termKind, text: s} }

// distinct are the different names, in the order in which they come first.
func distinct(names []string) []string {
	known := make(map[string]bool, len(names))
	out := make([]string, 0, len(names))
	for _, name := range names {
		if !known[name] {
			known[name], out = true, append(out, name)
		}
	}
	return out
}

// list keeps no more of a stranger's many names than are shown, and none that looks like
// one before it.
func list[T any](slot string, max int, items []T, value func(T) Value) Arg {
	v := Value{kind: listKind, n: len(items), max: max}
	for _, item := range items {
		if len(v.items) == max {
			break
		}
		one := value(item)
		if slices.ContainsFunc(v.items, func(other Value) bool { return reflect.DeepEqual(one, other) }) {
			v.n--
			continue
		}
		v.items = append(v.items, one)
	}
	return Arg{slot, v}
}

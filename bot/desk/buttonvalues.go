package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// longestName is the length of the longest button name, apart from those that contain a
// program. Values are kept short enough for name and value together.
const longestName = len(actEscalate)

// actionValue is the value of a button below an answer, for the program that it is
// told for.
func (x *exchange) actionValue(a *bot.Answer) string { return x.valueFor(a, x.program, longestName) }

func (x *exchange) valueFor(a *bot.Answer, p *programs.Program, name int) string {
	id := a.ID + "." + binding(x.q)
	if p != nil && p.ID != programs.Default().ID {
		id += "." + string(p.ID)
	}
	value := id + " " + bot.TargetName(a.Question.Target)
	if len(value) > bot.MaxAction-name-1 {
		return id
	}
	return value
}

// pressed is what the value of a button below an answer says.
type pressed struct {
	id, bound string
	marked    bool              // the value has a binding; buttons of older versions have none
	program   *programs.Program // nil where none is named
	target    string
	step      int // that a walk is to begin with, 0 where the diagnosis decides
}

func pressedValue(value string) pressed {
	var p pressed
	first, target, _ := strings.Cut(value, " ")
	p.target = target
	first, p.step = cutBeginning(first)
	p.id, p.bound, p.marked = strings.Cut(first, ".")
	if bound, id, named := strings.Cut(p.bound, "."); named {
		p.bound = bound
		p.program, _ = programs.Lookup(id)
	}
	return p
}

// markOf is a button's value that carries on what is known of a certificate:
// WORD THUMBPRINT ISSUER, the last if it has room.
func markOf(word string, seen *checks.Seen) string {
	digits, err := hex.DecodeString(seen.Thumbprint)
	if err != nil || len(digits) == 0 && seen.IssuedBy == "" {
		return word
	}
	out := word + " " + cmp.Or(base64.RawURLEncoding.EncodeToString(digits), noDigits)
	if by := say.Clean(seen.IssuedBy, 100); by != "" && len(actFix+":"+out+" "+by) <= bot.MaxAction {
		out += " " + by
	}
	return out
}

// noDigits stands in a mark for a thumbprint that is not known.
const noDigits = "-"

// readMark reads what markOf wrote: the thumbprint in hex, and the issuer.
func readMark(value string) (thumbprint, issuer string) {
	_, rest, _ := strings.Cut(value, " ")
	mark, issuer, _ := strings.Cut(rest, " ")
	if mark == noDigits {
		return "", issuer
	}
	digits, err := base64.RawURLEncoding.DecodeString(mark)
	if err != nil {
		return "", ""
	}
	return hex.EncodeToString(digits), issuer
}

// answered returns the answer that a button belongs to; nil if it is forgotten, or if
// the button has no binding, as those of older versions.
func (x *exchange) answered(ctx context.Context) *bot.Answer {
	p := pressedValue(x.q.Action.Value)
	if !belongs(x.q, p.bound) {
		return nil
	}
	a, err := x.desk.answers.Answer(ctx, p.id)
	x.unkept(err)
	return a
}

// bound does what a button below an answer says, if the button belongs here. Its
// value begins with the answer's id and the binding:
// "ID.BINDING[.PROGRAM][.stepN] target".
func (x *exchange) bound(do func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if p := pressedValue(x.q.Action.Value); p.marked && !belongs(x.q, p.bound) {
			return x.elsewhere(ctx)
		}
		return do(ctx)
	}
}

// elsewhere is said where a button is pressed that belongs to another channel.
func (x *exchange) elsewhere(ctx context.Context) error {
	return x.refuse(ctx, say.Join(say.S("This button belongs to another channel, so nothing was done."), say.S("Please ask again here.")))
}

func buttonTooOld() say.Text {
	return say.Join(say.S("This button is from an older version of certdesk."), say.S("Please ask again."))
}

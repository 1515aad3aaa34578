package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// formFields are the fields of the form that tell of the user's own dialog, by
// the names that ReadSeen knows them by.
func formFields() []string {
	return []string{"issued-to", "issued-by", "valid-from", "valid-to", "thumbprint", "pc-date", "warning"}
}

// shown is what the user's own dialog shows: what the form tells of it, and
// the certificate that was attached or pasted; nil if nothing. The error is a
// sentence. Of several files the first that holds a certificate counts, and what
// was attached or filled in counts before what was pasted.
func (x *exchange) shown() (*checks.Seen, error) {
	var fields []string
	for _, name := range formFields() {
		if v := strings.TrimSpace(x.q.Options[name]); v != "" {
			fields = append(fields, name+"="+v)
		}
	}
	if x.q.Kind == bot.FormSubmission {
		thumbprint, issuer := readMark(x.q.Action.Value)
		switch {
		case len(x.q.Files) > 0:
		case thumbprint != "":
			fields = append(fields, "thumbprint="+thumbprint)
		case issuer != "" && x.q.Options["issued-by"] == "":
			fields = append(fields, "issued-by="+issuer)
		}
	}
	var first error
	for _, f := range x.q.Files {
		if len(f.Data) == 0 {
			first = firstError(first, &Sentence{notFetched(f.Name)})
			continue
		}
		seen, err := x.desk.readSeen(fields, f)
		if err == nil {
			return seen, nil
		}
		first = firstError(first, err)
	}
	if first != nil {
		return nil, first
	}
	if len(fields) == 0 {
		return x.pasted()
	}
	return x.desk.readSeen(fields, bot.File{})
}

// pasted is what the text itself shows of a certificate; nil if nothing.
func (x *exchange) pasted() (*checks.Seen, error) {
	for _, text := range []string{x.q.Text, x.q.Options["error"]} {
		seen, err := x.desk.recogniser.Pasted(text, cmp.Or(x.q.Asker.Locale, x.spoken))
		if err != nil {
			return nil, err
		}
		if seen != nil {
			return seen, nil
		}
	}
	return nil, nil
}

// notFetched says that an attachment is not there.
func notFetched(name string) say.Text {
	return say.Join(say.S("certdesk could not download the file {name}.", say.Foreign("name", name)), say.S("Please send it again. The size limit is 256 KB."))
}

func firstError(first, err error) error {
	if first != nil {
		return first
	}
	return err
}

// shownBeside is shown for a question that can be answered without: a file
// that cannot be read is a note below the answer then.
func (x *exchange) shownBeside() (seen *checks.Seen, note say.Text) {
	seen, err := x.shown()
	if err != nil {
		return nil, said(err)
	}
	return seen, nil
}

// checkBeside answers /certcheck where a certificate came with it.
func (x *exchange) checkBeside(ctx context.Context, c command.Check) error {
	question := bot.Question{Target: c.Target, Zone: c.Zone}
	if sentence := x.desk.forbidden(question); !sentence.Empty() {
		return x.refuse(ctx, sentence)
	}
	var note say.Text
	question.Seen, note = x.shownBeside()
	a, cached, err := x.ask(ctx, question, c.Fresh)
	if err != nil {
		return x.failed(ctx, err)
	}
	r := x.diagnosis(ctx, a, cached)
	r.Audience = x.audience(c)
	return x.reply(ctx, noted(r, note))
}

// noted puts a note above what a reply lists.
func noted(r bot.Reply, note say.Text) bot.Reply {
	if !note.Empty() {
		r.Items = append([]bot.Item{{Tone: bot.Warning, Text: note}}, r.Items...)
	}
	return r
}

// certificate tells what a certificate says by itself, and asks which server
// the user was shown it for.
func (x *exchange) certificate(ctx context.Context, seen *checks.Seen) error {
	x.audit(ctx, "answered", "")
	r := x.alone(seen)
	if t, err := target.Parse(seen.IssuedTo); err == nil && x.desk.dialPolicy.Target(t).Empty() {
		r.Items = append(r.Items, bot.Item{Code: "/certcheck " + bot.TargetName(t), Text: say.S("if this is the server in the account settings")})
	}
	r.Actions = append(r.Actions, bot.Action{Name: actFix, Value: markOf("server", seen), Label: say.S("Enter the server"), Tone: bot.Good, Opens: true})
	return x.reply(ctx, r)
}

// alone is what a certificate says by itself.
func (x *exchange) alone(seen *checks.Seen) bot.Reply {
	var alone *checks.ReportSeen
	if x.desk.judgeSeen != nil {
		alone = x.desk.judgeSeen(seen)
	}
	return answer.Certificate(seen, alone, x.desk.now())
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

package desk

import (
	"cmp"
	"context"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
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

// noted puts a note before the items of a reply.
func noted(r bot.Reply, note say.Text) bot.Reply {
	if !note.Empty() {
		r.Items = append([]bot.Item{{Tone: bot.Warning, Text: note}}, r.Items...)
	}
	return r
}

// certificate tells what a certificate says by itself, and asks which server
// the user was shown it for.
func (x *exchange) certificate(ctx context.Context, seen *checks.Seen) error {
	x.another = true
	x.audit("answered", "")
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

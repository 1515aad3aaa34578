package desk

import (
	"context"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// A pasted text may name several servers: an account has one for reading and one
// for sending. The first few are all checked, side by side; the one that has what
// the message complains of is answered in full, the others by a line each.

// maxTogether is how many servers of one text are checked; more are named with
// what asks about them.
const maxTogether = 3

// together checks servers that may be asked, and tells which of the answers is
// the likeliest: one with what the message means, else one with a fault, else the
// first. answers is in the order of servers; nil where a check did not come about.
// The error is that of the first, where no other answered.
func (x *exchange) together(ctx context.Context, servers []checks.Target, seen *checks.Seen, known Known) (answers []*bot.Answer, cached bool, likeliest int, err error) {
	questions := make([]bot.Question, len(servers))
	for i, t := range servers {
		questions[i].Target = t
	}
	questions[meant(servers, seen)].Seen = seen
	answers = make([]*bot.Answer, len(servers))
	shared := make([]*sharedCheck, len(servers))
	for i, q := range questions[1:] {
		if a, err := x.desk.answers.Current(ctx, q); err == nil && a != nil {
			answers[i+1] = a
			continue
		}
		shared[i+1] = x.join(ctx, q, false)
	}
	answers[0], cached, err = x.ask(ctx, questions[0], false)
	if ctx.Err() != nil {
		return nil, false, 0, err
	}
	for i, c := range shared {
		if c == nil {
			continue
		}
		select {
		case <-c.done: // which ends by itself (Timeout)
			if c.err == nil {
				answers[i] = c.answer
			}
		case <-ctx.Done():
			return nil, false, 0, ctx.Err()
		}
	}
	likeliest = likeliestOf(answers, known.Codes)
	if answers[likeliest] == nil {
		return nil, false, 0, err
	}
	return answers, cached && likeliest == 0, likeliest, nil
}

// meant is the server that what the PC is shown belongs to: the one it names,
// else the first.
func meant(servers []checks.Target, seen *checks.Seen) int {
	if seen == nil {
		return 0
	}
	for _, name := range []string{seen.Host, seen.IssuedTo} {
		if i := slices.IndexFunc(servers, func(t checks.Target) bool { return name != "" && strings.EqualFold(t.Host, name) }); i >= 0 {
			return i
		}
	}
	return 0
}

// likeliestOf is the index of the answer that explains an error best: of a server with
// one of these findings, else of one with any fault, else the first.
func likeliestOf(answers []*bot.Answer, codes []checks.Code) int {
	best, most := 0, -1
	for i, a := range answers {
		if a == nil {
			continue
		}
		n := 0
		for _, r := range a.Reports {
			if r.Verdict != checks.VerdictTrusted && r.Verdict != checks.VerdictUnknown {
				n = max(n, 1)
			}
			for _, f := range r.Findings {
				if f.Severity != checks.Info && slices.Contains(codes, f.Code) {
					n = max(n, 2)
				}
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// besides are one line for each of the servers that are not answered in full.
func (x *exchange) besides(ctx context.Context, servers []checks.Target, answers []*bot.Answer, but int) []bot.Item {
	var out []bot.Item
	for i, a := range answers {
		if i == but {
			continue
		}
		item := bot.Item{Code: "/certcheck " + bot.TargetName(servers[i])}
		if a == nil {
			item.Text = alsoInText()
		} else {
			r := x.diagnosis(ctx, a, false)
			item.Tone, item.Text = r.Tone, r.Headline
		}
		out = append(out, item)
	}
	return out
}

func alsoInText() say.Text { return say.S("check this server, which is also in the text") }

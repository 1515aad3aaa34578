package watch

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Names of the buttons below a notice; their value is the notice's ID, and that
// of ActSnooze has the time behind it: "ID 7d" (7d where there is none).
const (
	ActSnooze  = "notice-snooze"
	ActHandled = "notice-handled"
	ActCheck   = "notice-check"
	ActDetails = "notice-details"
)

// maxLines is how many servers a notice lists.
const maxLines = 10

// words are what a notice says; nil where there is nothing to say.
func (w *Watcher) words(ctx context.Context, n *bot.Notice, now time.Time) (*bot.Reply, error) {
	if n.Kind == bot.NoticeDigest {
		return w.digestWords(ctx, n, now)
	}
	r := Say(n, now)
	return &r, nil
}

// Say words a notice, as it was posted or is to be.
func Say(n *bot.Notice, now time.Time) bot.Reply {
	if !n.Edited.IsZero() {
		return sayOver(n)
	}
	if n.Kind == bot.NoticeClosed {
		return sayClosed(n, now)
	}
	r := map[bot.NoticeKind]func(*bot.Notice, time.Time) bot.Reply{
		bot.NoticeEnding:      sayEnding,
		bot.NoticeUntrusted:   sayUntrusted,
		bot.NoticeWarning:     sayWarning,
		bot.NoticeUnreachable: sayUnreachable,
		bot.NoticeRecovered:   sayRecovered,
		bot.NoticeChanged:     sayChanged,
		bot.NoticeMixed:       sayMixed,
		bot.NoticeSeveral:     sayBundle,
	}[n.Kind](n, now)
	if len(n.Stale) == 0 && n.Kind != bot.NoticeSeveral {
		r.Items = append(r.Items, listed(n.Lines, len(n.Lines) > 1)...)
	}
	r.Actions = buttons(n, now)
	if text := standing(n, now); text != "" {
		r.Footnote = say.Literal(strings.TrimSpace(text + " " + r.Footnote.String()))
	}
	return r
}

func buttons(n *bot.Notice, now time.Time) []bot.Action {
	out := []bot.Action{
		{Name: ActCheck, Value: n.ID, Label: say.Literal("Check now")},
		{Name: ActDetails, Value: n.ID, Label: say.Literal("Details")},
	}
	switch n.Kind {
	case bot.NoticeRecovered:
		return out
	case bot.NoticeChanged:
		if len(n.Stale) == 0 && !unexpected(n) {
			return out
		}
	}
	for _, d := range silences(n, now) {
		out = append(out, bot.Action{Name: ActSnooze, Value: fmt.Sprintf("%s %dd", n.ID, d/day), Label: say.Literal("Snooze " + checks.Days(d))})
	}
	if n.Handled == "" {
		out = append(out, bot.Action{Name: ActHandled, Value: n.ID, Label: say.Literal("Acknowledge"), Tone: bot.Good})
	}
	return out
}

// silences are what the buttons offer: the last that does not last beyond the
// end of the certificate among them, so that the end itself is told.
func silences(n *bot.Notice, now time.Time) []time.Duration {
	left := n.New.NotAfter.Sub(now)
	if n.Kind != bot.NoticeEnding || left <= 0 || left > 8*day {
		return []time.Duration{day, 7 * day}
	}
	if left > 4*day {
		return []time.Duration{day, 3 * day}
	}
	return []time.Duration{day}
}

// listed names the servers; with their texts where the headline is about several.
func listed(lines []bot.NoticeLine, texts bool) []bot.Item {
	var out []bot.Item
	for i, l := range lines {
		if i == maxLines {
			return append(out, bot.Item{Text: say.Literal(fmt.Sprintf("and %d more", len(lines)-maxLines))})
		}
		item := bot.Item{Code: l.Name}
		if texts {
			item.Text = say.Literal(l.Text)
		}
		if l.Note != "" {
			if !item.Text.Empty() {
				item.Text = say.Literal(item.Text.String() + " ")
			}
			item.Text = say.Literal(item.Text.String() + "Note: " + l.Note)
		}
		if !item.Text.Empty() || len(lines) > 1 {
			out = append(out, item)
		}
	}
	return out
}

// labelled lists servers that have something in common.
func labelled(lines []bot.NoticeLine, tone bot.Tone, text string) []bot.Item {
	var out []bot.Item
	for i, l := range lines {
		if i == maxLines {
			return append(out, bot.Item{Tone: tone, Text: say.Literal(fmt.Sprintf("and %d more: %s", len(lines)-maxLines, text))})
		}
		out = append(out, bot.Item{Tone: tone, Code: l.Name, Text: say.Literal(text)})
	}
	return out
}

// who is the server, or how many of them.
func who(lines []bot.NoticeLine) string {
	if len(lines) == 1 {
		return lines[0].Name
	}
	return servers(len(lines))
}

func servers(n int) string {
	if n == 1 {
		return "1 server"
	}
	return strconv.Itoa(n) + " servers"
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func certificate(l *bot.Leaf) []bot.Fact {
	if l.SHA256 == "" {
		return nil
	}
	var out []bot.Fact
	for _, f := range []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal(l.IssuedTo)}, {Label: say.Literal("Issued by"), Value: say.Literal(l.IssuedBy)}} {
		if !f.Value.Empty() {
			out = append(out, f)
		}
	}
	return append(out, bot.Fact{Label: say.Literal("Valid until"), Value: say.Literal(checks.Date(l.NotAfter))})
}

func sayEnding(n *bot.Notice, now time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Warning, Facts: certificate(&n.New)}
	if n.Of != bot.EndOfLeaf && len(n.Lines) == 1 && n.Lines[0].Text != "" {
		r.Facts = append(r.Facts, bot.Fact{Label: say.Literal("Shown to"), Value: say.Literal(n.Lines[0].Text)})
	}
	of := who(n.Lines)
	if len(n.Lines) > 1 {
		of = n.New.IssuedTo + ", on " + servers(len(n.Lines)) + ","
		if n.New.IssuedTo == "" {
			of = servers(len(n.Lines))
		}
	}
	left := n.New.NotAfter.Sub(now)
	on := checks.Date(n.New.NotAfter)
	if left <= 3*day {
		r.Tone = bot.Bad
	}
	of = endOf(n, of)
	if left <= 0 {
		r.Headline = say.Literal(fmt.Sprintf("%s expired on %s. Mail programs refuse it now.", of, on))
		if n.Of == bot.EndOfAnother {
			r.Headline = say.Literal(fmt.Sprintf("%s expired on %s. Programs that are shown it refuse the server now.", of, on))
		}
		if n.Of == bot.EndOfAuthority {
			r.Headline = say.Literal(fmt.Sprintf("%s expired on %s. Mail programs refuse the server now.", of, on))
		}
		return r
	}
	r.Headline = say.Literal(fmt.Sprintf("%s ends in %s, on %s.", of, checks.Days(left), on))
	r.Footnote = say.Literal("Once the new one is in place, certdesk says so here.")
	return r
}

// endOf names the certificate that ends; of are the servers.
func endOf(n *bot.Notice, of string) string {
	switch n.Of {
	case bot.EndOfAuthority:
		return fmt.Sprintf("The certificate of the authority %s, on which %s %s,", n.New.IssuedTo, who(n.Lines), verb(len(n.Lines), "depends", "depend"))
	case bot.EndOfAnother:
		return "One of the certificates of " + who(n.Lines)
	}
	return "The certificate of " + of
}

func sayUntrusted(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Bad, Facts: certificate(&n.New)}
	r.Headline = say.Literal(fmt.Sprintf("Mail programs now refuse %s.", who(n.Lines)))
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Bad, Detail: say.Literal(n.Lines[0].Text)}}
	}
	if n.Old.SHA256 != "" && n.New.SHA256 != "" && n.Old.SHA256 != n.New.SHA256 {
		r.Findings = append(r.Findings, bot.Finding{Detail: say.Literal("The certificate was changed since the last check.")})
	}
	return r
}

func sayUnreachable(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Bad, Headline: say.Literal(fmt.Sprintf("%s %s not answer any more: %d checks in a row failed.",
		who(n.Lines), verb(len(n.Lines), "does", "do"), timesUnreachable))}
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Bad, Detail: say.Literal(n.Lines[0].Text)}}
	}
	return r
}

func sayRecovered(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Good, Headline: say.Literal(fmt.Sprintf("%s %s well again.", who(n.Lines), verb(len(n.Lines), "is", "are")))}
	if len(n.Lines) == 1 {
		r.Facts = certificate(&n.New)
		if n.Old.SHA256 != "" && n.Old.SHA256 != n.New.SHA256 {
			r.Headline = say.Literal(fmt.Sprintf("%s is well again, with a new certificate.", who(n.Lines)))
		}
	}
	if slices.ContainsFunc(n.Lines, func(l bot.NoticeLine) bool { return l.Tone == bot.Warning }) {
		r.Tone = bot.Warning
		r.Headline = say.Literal(fmt.Sprintf("%s work again, some of them with a warning.", who(n.Lines)))
		if len(n.Lines) == 1 {
			r.Headline = say.Literal(fmt.Sprintf("%s works again, with a warning.", who(n.Lines)))
			r.Findings = n.Lines[0].Warnings
		}
	}
	return r
}

func sayChanged(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Good, Facts: certificate(&n.New)}
	switch differences := differences(n); {
	case len(n.Lines) > 0 && n.Lines[0].Text != "" && len(n.Stale) == 0:
		r.Headline = say.Literal(fmt.Sprintf("%s %s one certificate at all addresses again.", who(n.Lines), verb(len(n.Lines), "has", "have")))
		for i := range n.Lines {
			n.Lines[i].Text = ""
		}
	case unexpected(n):
		r.Tone = bot.Warning
		r.Headline = say.Literal(fmt.Sprintf("%s %s another certificate, which does not look like a renewal.", who(n.Lines), verb(len(n.Lines), "has", "have")))
		r.Findings = differences
		r.Footnote = say.Literal("If this was planned, there is nothing to do.")
	default:
		r.Headline = say.Literal(fmt.Sprintf("The certificate of %s was renewed: it is valid until %s now.", who(n.Lines), checks.Date(n.New.NotAfter)))
		r.Findings = differences
	}
	if len(n.Stale) > 0 {
		r.Tone = bot.Warning
		r.Headline = say.Literal(fmt.Sprintf("The new certificate is on %d of %s; the others still have the old one, which ends on %s.",
			len(n.Lines), servers(len(n.Lines)+len(n.Stale)), checks.Date(n.Old.NotAfter)))
		r.Items = append(labelled(n.Lines, bot.Good, "has the new one"), labelled(n.Stale, bot.Warning, "still has the old one")...)
	}
	return r
}

// differences are what a renewal does not change.
func differences(n *bot.Notice) []bot.Finding {
	var out []bot.Finding
	tell := func(tone bot.Tone, title, format string, args ...any) {
		out = append(out, bot.Finding{Tone: tone, Title: say.Literal(title), Detail: say.Literal(fmt.Sprintf(format, args...))})
	}
	if otherIssuer(n) {
		tell(bot.Warning, "Other issuer", "It was issued by %s; the one before by %s.", n.New.IssuedBy, n.Old.IssuedBy)
	}
	if n.New.NotAfter.Before(n.Old.NotAfter) {
		tell(bot.Warning, "Ends sooner", "It ends on %s; the one before on %s.", checks.Date(n.New.NotAfter), checks.Date(n.Old.NotAfter))
	}
	if shorterLife(n) {
		tell(bot.Warning, "Shorter life", "It is made for %s; the one before was for %s.", checks.Days(n.New.Life()), checks.Days(n.Old.Life()))
	}
	if n.Old.KeySHA256 != "" && n.New.KeySHA256 != "" && n.Old.KeySHA256 != n.New.KeySHA256 {
		tell(bot.Neutral, "New key", "Whoever pins the key (DANE, a fixed list in a client) needs the new one.")
	}
	return out
}

func otherIssuer(n *bot.Notice) bool {
	return n.Old.IssuedBy != n.New.IssuedBy && issuerName(n.Old.IssuedBy) != issuerName(n.New.IssuedBy)
}

// shorterLife allows for what authorities round.
func shorterLife(n *bot.Notice) bool { return n.New.Life() < n.Old.Life()*9/10 }

// unexpected tells a renewal from another kind of change. Many authorities
// make a new key each time, so that this alone is no surprise.
func unexpected(n *bot.Notice) bool {
	return otherIssuer(n) || shorterLife(n) || n.New.NotAfter.Before(n.Old.NotAfter)
}

func sayMixed(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Warning, Headline: say.Literal(fmt.Sprintf("%s shows more than one certificate.", who(n.Lines)))}
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Warning, Detail: say.Literal(n.Lines[0].Text)}}
	}
	for _, l := range []*bot.Leaf{&n.Old, &n.New} {
		if l.SHA256 != "" && (l == &n.New || n.Old.SHA256 != n.New.SHA256) {
			r.Facts = append(r.Facts, bot.Fact{Label: say.Literal("One is valid until"), Value: say.Literal(checks.Date(l.NotAfter) + issued(l))})
		}
	}
	if len(r.Facts) == 2 {
		r.Facts[1].Label = say.Literal("The other until")
	}
	return r
}

func issued(l *bot.Leaf) string {
	if l.IssuedBy == "" {
		return ""
	}
	return ", issued by " + l.IssuedBy
}

package watch_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSay compares the words of every kind of notice with testdata/notices.txt.
func TestSay(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	old := bot.Leaf{SHA256: "old", KeySHA256: "k1", IssuedTo: "mail.corp.com", IssuedBy: "R10", NotBefore: now.AddDate(0, 0, -76), NotAfter: now.AddDate(0, 0, 14)}
	fresh := bot.Leaf{SHA256: "new", KeySHA256: "k2", IssuedTo: "mail.corp.com", IssuedBy: "R11", NotBefore: now, NotAfter: now.AddDate(0, 0, 90)}
	sameKey, other := fresh, fresh
	sameKey.KeySHA256 = "k1"
	other.IssuedBy, other.NotAfter = "Kaspersky Anti-Virus Personal Root", now.AddDate(0, 0, 10)
	expired := old
	expired.NotAfter = now.AddDate(0, 0, -1)
	in := func(days int) bot.Leaf {
		l := old
		l.NotAfter = now.AddDate(0, 0, days).Add(time.Hour)
		return l
	}
	ca := bot.Leaf{SHA256: "ca", IssuedTo: "Example CA R3", NotAfter: now.AddDate(0, 0, 5)}
	one := []bot.NoticeLine{{Name: "imap.corp.com:993", Watch: "imap.corp.com:993", Text: say.Literal("The certificate of imap.corp.com is for another name.")}}
	noted := []bot.NoticeLine{{Name: "imap.corp.com:993", Watch: "imap.corp.com:993", Note: "renew with the hoster"}}
	two := []bot.NoticeLine{
		{Name: "imap.corp.com:993", Text: say.Literal("It does not answer.")},
		{Name: "smtp.corp.com:465", Text: say.Literal("Its name leads nowhere."), Note: "ask Anna"},
	}
	var many []bot.NoticeLine
	for i := range 14 {
		many = append(many, bot.NoticeLine{Name: fmt.Sprintf("mx%d.corp.com:465", i)})
	}
	at := func(left time.Duration) bot.Leaf {
		l := old
		l.NotAfter = now.Add(left)
		return l
	}
	nameless := func(l bot.Leaf) bot.Leaf { l.IssuedTo = ""; return l }
	living := func(from time.Time, life time.Duration) bot.Leaf {
		l := fresh
		l.NotBefore, l.NotAfter = from, from.Add(life)
		return l
	}
	warnedLines := []bot.NoticeLine{{Name: "pop.corp.com:995", Tone: bot.Warning, Text: say.Literal("It has a warning."),
		Warnings: []bot.Finding{{Tone: bot.Warning, Title: say.Literal("Weak key"), Detail: say.Literal("Its key is weak.")}}}}
	closed := func(p bot.Platform, b bot.Barrier, lacks ...string) bot.Notice {
		return bot.Notice{Kind: bot.NoticeClosed, About: bot.Place{Platform: p, Channel: "C1"}, Closed: &bot.Closed{Barrier: b, Lacks: lacks, Since: now}}
	}
	edited := func(n bot.Notice) bot.Notice { n.Posted, n.Edited = now, now.Add(oneDay); return n }
	var out strings.Builder
	for _, n := range []struct {
		title string
		bot.Notice
	}{
		{"ends in two weeks", bot.Notice{Kind: bot.NoticeEnding, New: old, Before: 14 * oneDay, Lines: noted}},
		{"ends in two weeks, on many", bot.Notice{Kind: bot.NoticeEnding, New: old, Before: 14 * oneDay, Lines: many}},
		{"somebody looks after it", bot.Notice{Kind: bot.NoticeEnding, New: old, Before: 14 * oneDay, Lines: noted, Handled: "Anna"}},
		{"warned once more, and somebody looks after it", bot.Notice{Kind: bot.NoticeEnding, New: in(2), Before: 3 * oneDay, Lines: noted, Handled: "Anna"}},
		{"on days of its own", bot.Notice{Kind: bot.NoticeEnding, New: in(5), Before: 7 * oneDay, Lines: noted, Handled: "Anna", Warn: []int{30, 14, 7, 1}}},
		{"on the last of its days", bot.Notice{Kind: bot.NoticeEnding, New: in(5), Before: 7 * oneDay, Lines: noted, Handled: "Anna", Warn: []int{30, 7}}},
		{"silent for some days", bot.Notice{Kind: bot.NoticeEnding, New: old, Before: 14 * oneDay, Lines: noted, SnoozedUntil: now.Add(2 * oneDay), SnoozedBy: "Bob"}},
		{"silent past a reminder", bot.Notice{Kind: bot.NoticeEnding, New: old, Before: 14 * oneDay, Lines: noted, SnoozedUntil: now.Add(9 * oneDay), SnoozedBy: "Bob"}},
		{"silent past the end, with somebody who looks after it", bot.Notice{Kind: bot.NoticeEnding, New: in(2), Before: 3 * oneDay, Lines: noted, Handled: "Anna", SnoozedUntil: now.Add(7 * oneDay), SnoozedBy: "Bob"}},
		{"ended, and somebody looks after it", bot.Notice{Kind: bot.NoticeEnding, New: expired, Lines: one, Handled: "Anna"}},
		{"an authority's end", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: ca, Before: 7 * oneDay, Lines: noted}},
		{"an authority's end, for many", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: ca, Before: 7 * oneDay, Lines: many}},
		{"another certificate's end", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAnother, New: in(5), Before: 7 * oneDay,
			Lines: []bot.NoticeLine{{Name: "imap.corp.com:993", Text: say.S("This affects {names}.", say.Foreigns("names", 4, []string{"TLS 1.2 with RSA"}))}}}},
		{"another certificate has ended", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAnother, New: expired, Lines: many[:2]}},
		{"many at once", bot.Notice{Kind: bot.NoticeSeveral, Members: []string{"a", "b", "c"}, Lines: []bot.NoticeLine{
			{Name: "imap.corp.com:993", Of: "a", Tone: bot.Warning, Text: say.Join(say.S("A summary."), say.S("Note: {note}", say.Note("note", "ask Anna")))},
			{Name: "mx0.corp.com:465", Of: "b", Tone: bot.Bad, Text: say.Literal("It does not answer.")}, {Name: "mx1.corp.com:465", Of: "c", Tone: bot.Good, Text: say.S("is working again")}}}},
		{"unreachable, and silent", bot.Notice{Kind: bot.NoticeUnreachable, Lines: one[:1], Handled: "Anna", SnoozedUntil: now.Add(oneDay), SnoozedBy: "Bob"}},
		{"expired", bot.Notice{Kind: bot.NoticeEnding, New: expired, Lines: one}},
		{"untrusted", bot.Notice{Kind: bot.NoticeUntrusted, Old: old, New: fresh, Lines: one}},
		{"unreachable", bot.Notice{Kind: bot.NoticeUnreachable, Lines: one[:1]}},
		{"two unreachable", bot.Notice{Kind: bot.NoticeUnreachable, Lines: two}},
		{"recovered", bot.Notice{Kind: bot.NoticeRecovered, Old: old, New: old, Lines: one}},
		{"recovered with a new certificate", bot.Notice{Kind: bot.NoticeRecovered, Old: expired, New: fresh, Lines: one}},
		{"renewed", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: sameKey, Lines: noted}},
		{"renewed with a new key, on two", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh, Lines: many[:2]}},
		{"renewed on some", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh, Lines: many[:2], Stale: many[2:3]}},
		{"not a renewal", bot.Notice{Kind: bot.NoticeChanged, Old: fresh, New: other, Lines: noted}},
		{"one certificate again", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh,
			Lines: []bot.NoticeLine{{Name: "imap.corp.com:993", Text: say.Literal("The same certificate everywhere again.")}}}},
		{"some addresses differ", bot.Notice{Kind: bot.NoticeMixed, Old: old, New: fresh,
			Lines: []bot.NoticeLine{{Name: "imap.corp.com:993", Text: say.Literal("The server at 192.0.2.14 shows another certificate than the rest.")}}}},
		{"ends in exactly three days", bot.Notice{Kind: bot.NoticeEnding, New: at(3 * oneDay), Before: 3 * oneDay, Lines: noted}},
		{"ends in more than three days", bot.Notice{Kind: bot.NoticeEnding, New: at(3*oneDay + time.Second), Before: 7 * oneDay, Lines: noted}},
		{"ends in exactly four days", bot.Notice{Kind: bot.NoticeEnding, New: at(4 * oneDay), Before: 7 * oneDay, Lines: noted}},
		{"ends in exactly eight days", bot.Notice{Kind: bot.NoticeEnding, New: at(8 * oneDay), Before: 14 * oneDay, Lines: noted}},
		{"ends in more than eight days, on ten", bot.Notice{Kind: bot.NoticeEnding, New: at(8*oneDay + time.Second), Before: 14 * oneDay, Lines: many[:10]}},
		{"ends now", bot.Notice{Kind: bot.NoticeEnding, New: at(0), Lines: noted}},
		{"a certificate without a name", bot.Notice{Kind: bot.NoticeEnding, New: nameless(at(9 * oneDay)), Before: 14 * oneDay, Lines: many[:2]}},
		{"an authority without a name", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: nameless(at(9 * oneDay)), Before: 14 * oneDay, Lines: noted}},
		{"an authority without a name, for two", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: nameless(at(9 * oneDay)), Before: 14 * oneDay, Lines: many[:2]}},
		{"a certificate has ended on two", bot.Notice{Kind: bot.NoticeEnding, New: expired, Lines: many[:2]}},
		{"a certificate without a name has ended", bot.Notice{Kind: bot.NoticeEnding, New: nameless(expired), Lines: many[:2]}},
		{"an authority has ended", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: expired, Lines: noted}},
		{"an authority has ended, for two", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: expired, Lines: many[:2]}},
		{"an authority without a name has ended", bot.Notice{Kind: bot.NoticeEnding, Of: bot.EndOfAuthority, New: nameless(expired), Lines: many[:2]}},
		{"silent until the very end", bot.Notice{Kind: bot.NoticeEnding, New: at(7 * oneDay), Before: 7 * oneDay, Lines: noted, SnoozedUntil: now.Add(7 * oneDay), SnoozedBy: "Bob"}},
		{"silent until now", bot.Notice{Kind: bot.NoticeEnding, New: at(7 * oneDay), Before: 7 * oneDay, Lines: noted, SnoozedUntil: now, SnoozedBy: "Bob"}},
		{"silent, nobody knows who", bot.Notice{Kind: bot.NoticeUnreachable, Lines: one, SnoozedUntil: now.Add(oneDay)}},
		{"untrusted, on two", bot.Notice{Kind: bot.NoticeUntrusted, Old: old, New: old, Lines: two}},
		{"untrusted, with the certificate that it had", bot.Notice{Kind: bot.NoticeUntrusted, Old: old, New: old, Lines: one}},
		{"untrusted, and it had none", bot.Notice{Kind: bot.NoticeUntrusted, New: old, Lines: one}},
		{"a warning", bot.Notice{Kind: bot.NoticeWarning, New: fresh, Codes: []checks.Code{checks.WeakSignature}, Lines: warnedLines}},
		{"two warnings, for two", bot.Notice{Kind: bot.NoticeWarning, New: fresh, Codes: []checks.Code{checks.WeakSignature, checks.WeakKey}, Lines: two}},
		{"recovered, with a warning", bot.Notice{Kind: bot.NoticeRecovered, Old: old, New: fresh, Lines: warnedLines}},
		{"two recovered, with a warning", bot.Notice{Kind: bot.NoticeRecovered, Old: old, New: fresh, Lines: append(slices.Clone(two), warnedLines...)}},
		{"recovered, and it had no certificate", bot.Notice{Kind: bot.NoticeRecovered, New: fresh, Lines: one}},
		{"valid for exactly nine tenths as long", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: living(now, 81*oneDay), Lines: noted}},
		{"valid for less than nine tenths as long", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: living(now, 81*oneDay-time.Hour), Lines: noted}},
		{"ends as the one before", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: old, Lines: noted}},
		{"more than one certificate, on two", bot.Notice{Kind: bot.NoticeMixed, Old: old, New: old, Lines: two}},
		{"many still have the old one", bot.Notice{Kind: bot.NoticeChanged, Old: old, New: fresh, Lines: many[:10], Stale: many[:11]}},
		{"not a member", closed(bot.Slack, bot.NotMember)}, {"archived", closed(bot.Slack, bot.Archived)},
		{"not permitted", closed(bot.Discord, bot.NotPermitted, "Send Messages", "Embed Links")},
		{"the end is over", edited(bot.Notice{Kind: bot.NoticeEnding, New: old, Fresh: fresh, Lines: noted})},
		{"the end is over, on two", edited(bot.Notice{Kind: bot.NoticeEnding, New: old, Lines: many[:2]})},
		{"the warning is over", edited(bot.Notice{Kind: bot.NoticeWarning, New: fresh, Warned: true, Codes: []checks.Code{checks.WeakKey}, Lines: one})},
		{"the failure is over, with a warning", edited(bot.Notice{Kind: bot.NoticeUntrusted, New: fresh, Warned: true, Lines: one})},
		{"several are over", edited(bot.Notice{Kind: bot.NoticeSeveral, Members: []string{"a", "b"}, Lines: []bot.NoticeLine{
			{Name: "mx0.corp.com:465", Of: "a", Tone: bot.Warning, Text: say.Literal("It ends soon.")}, {Name: "mx1.corp.com:465", Of: "a"},
			{Name: "mx2.corp.com:465", Of: "b", Tone: bot.Good, Text: say.Literal("It works.")}}})},
	} {
		n.ID = "id"
		said := text(watch.Say(&n.Notice, now))
		if again := text(watch.Say(&n.Notice, now)); again != said {
			t.Errorf("%s: said again it reads\n%s, not\n%s", n.title, again, said)
		}
		fmt.Fprintf(&out, "== %s\n%s\n", n.title, said)
	}
	const name = "testdata/notices.txt"
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("the words differ from %s (go test ./bot/watch -update writes it anew):\n%s", name, out.String())
	}
}

// text is a reply as plain lines.
func text(r bot.Reply) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%s] %s\n", r.Tone, r.Headline.String())
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "  %s: %s\n", f.Label.String(), f.Value.String())
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "  [%s] %s %s\n", f.Tone, f.Title.String(), f.Detail.String())
	}
	for _, i := range r.Items {
		fmt.Fprintf(&b, "  - [%s] `%s` %s\n", i.Tone, i.Code, i.Text.String())
	}
	if r.Image != nil {
		fmt.Fprintf(&b, "  (%s: %s)\n", r.Image.Name, r.Image.Alt.String())
	}
	var labels []string
	for _, a := range r.Actions {
		labels = append(labels, a.Label.String())
	}
	if len(labels) > 0 {
		fmt.Fprintf(&b, "  %s\n", strings.Join(labels, " | "))
	}
	if !r.Footnote.Empty() {
		fmt.Fprintf(&b, "  %s\n", r.Footnote.String())
	}
	return b.String()
}

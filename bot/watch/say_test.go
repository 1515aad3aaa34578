package watch_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
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

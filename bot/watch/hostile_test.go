package watch

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/say/saytest"
)

// hostile are names and notes that strangers could choose.
var hostile = []string{
	"{name}", "{n} servers. {host}", "Acme CA”, which expired on 3 March 2027. Mail apps now reject it.", "a, b and 3 more", "and", ". Note: all is well.",
	"3 March 2027 at 10:00 UTC", "\u202egnp.exe", "שלום עולם", "a\x00b\r\nc", "\xff\xfe", "100% %s %d", "<!channel> @everyone", "Resolved: 3 servers.",
	strings.Repeat("long ", 100), strings.Repeat("{name}", 50), "Müller GmbH & Co. KG", "1 certificate expires within 30 days.",
}

// said are all texts that are said where strangers chose these names: every kind
// of alert, what becomes of it, lists of them, digests and what stands below.
func said(name string, servers int) map[string][]say.Text {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	leafOf := func(sha string, days int) bot.Leaf {
		return bot.Leaf{SHA256: sha, KeySHA256: sha, IssuedTo: say.Clean(name, maxName), IssuedBy: say.Clean(name, maxName) + sha,
			NotBefore: now.AddDate(0, 0, -40), NotAfter: now.AddDate(0, 0, days)}
	}
	what := say.S("The certificate for {host} expired on {date}.", say.Host("host", name), say.Date("date", now))
	var lines []bot.NoticeLine
	for i := range servers {
		lines = append(lines, bot.NoticeLine{Name: name, Note: name, Watch: fmt.Sprint(i), Text: what,
			Warnings: []bot.Finding{{Tone: bot.Warning, Title: say.S("New key"), Detail: what}}})
	}
	out := make(map[string][]say.Text)
	reply := func(about string, r bot.Reply) {
		texts := []say.Text{r.Headline, r.Footnote}
		for _, f := range r.Facts {
			texts = append(texts, f.Label, f.Value)
		}
		for _, f := range r.Findings {
			texts = append(texts, f.Title, f.Detail)
		}
		for _, i := range r.Items {
			texts = append(texts, i.Text)
		}
		for _, a := range r.Actions {
			texts = append(texts, a.Label)
		}
		if r.Image != nil {
			texts = append(texts, r.Image.Alt)
		}
		out[about] = texts
	}
	for kind := range alerts {
		for _, of := range []bot.EndOf{bot.EndOfLeaf, bot.EndOfAuthority, bot.EndOfAnother} {
			for _, left := range []int{-1, 5} {
				n := bot.Notice{ID: "n", Kind: kind, Of: of, Old: leafOf("old", 60), New: leafOf("new", left), Lines: lines,
					Handled: name, SnoozedUntil: now.AddDate(0, 0, 9), SnoozedBy: name, Before: 7 * day}
				about := fmt.Sprint(kind, of, left)
				for _, l := range entry(&n, now) {
					out["list "+about] = append(out["list "+about], l.Text)
				}
				over := n
				n.Lines = slices.Clone(n.Lines)
				reply(about, Say(&n, now))
				n.Stale = lines
				reply(about+" stale", Say(&n, now))
				over.Edited, over.Fresh = now, leafOf("fresh", 90)
				reply(about+" over", Say(&over, now))
			}
		}
	}
	reply("closed", Say(&bot.Notice{Kind: bot.NoticeClosed, About: bot.Place{Channel: name}, Closed: &bot.Closed{Barrier: bot.NotMember, Lacks: []string{name, name}}}, now))
	o := &summary{}
	watched := &bot.Watch{Note: name, Handled: name, SnoozedBy: name, SnoozedUntil: now.AddDate(0, 0, 2), Owner: bot.FileOwner}
	for i := range servers {
		for j, e := range []bot.WatchedEndpoint{
			{Failure: bot.Untrusted, Summary: what}, {Leaf: leafOf(fmt.Sprint("ended", i), -1)}, {Leaf: leafOf(fmt.Sprint("ends", i), 9)},
			{Notified: bot.Notified{Inconsistency: bot.ByCheck}}, {Unseen: what}, {Verdict: checks.VerdictWarning, Summary: what, Leaf: leafOf("warned", 99)},
			{Leaf: leafOf("fine", 99), Further: []bot.FurtherEnd{{Leaf: leafOf("ca", 7), Authority: true}, {Leaf: leafOf("another", 8)}}},
		} {
			o.watches++
			e.Name = fmt.Sprint(j, name)
			o.add(watched, &e, now)
		}
	}
	w := &Watcher{picture: func([]Row, string, time.Time) ([]byte, error) { return nil, nil }}
	reply("digest", w.overview(o, "", now))
	out["standing"] = []say.Text{Standing(watched, now)}
	return out
}

// Names and notes that strangers choose change no word of ours.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	for _, servers := range []int{1, 3} {
		harmless, texts := said("anna", servers), 0
		for _, name := range hostile {
			for about, got := range said(name, servers) {
				want := harmless[about]
				if len(got) != len(want) {
					t.Fatalf("%q, %s: %d texts, want %d", name, about, len(got), len(want))
				}
				for i := range got {
					texts++
					g, w := got[i].Runs(), want[i].Runs()
					if !slices.EqualFunc(g, w, func(a, b say.Run) bool {
						return a.Kind == b.Kind && (a.Kind == say.RunForeign || a.Kind == say.RunHost || a.Text == b.Text)
					}) {
						t.Errorf("%q, %s:\n%q\n%q", name, about, g, w)
					}
				}
			}
		}
		if texts < 10_000 {
			t.Errorf("only %d texts", texts)
		}
	}
}

// What is kept of a notice stays small.
func TestKeptSize(t *testing.T) {
	t.Parallel()
	what := say.S("The certificate for {host} expired on {date}.", say.Host("host", "imap.corp.example:993"), say.Date("date", time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)))
	n := bot.Notice{ID: "n", Kind: bot.NoticeUntrusted}
	for i := range maxBundled {
		n.Lines = append(n.Lines, bot.NoticeLine{Name: fmt.Sprintf("mx%d.corp.example:993", i), Watch: fmt.Sprintf("mx%d.corp.example:993", i), Text: what, Note: "ask Anna"})
	}
	size := func(v any) int {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return len(data)
	}
	one, words, list := size(n.Lines[0]), size(bot.NoticeLine{Name: n.Lines[0].Name, Watch: n.Lines[0].Watch, Text: say.Literal(what.String()), Note: "ask Anna"}), size(entry(&n, time.Time{}))
	t.Logf("a line of a notice takes %d bytes, %d as words; a list of %d servers %d", one, words, maxBundled, list)
	if one > 3*words || list > maxBundled*words {
		t.Errorf("a line takes %d bytes, %d as words; a list of %d servers %d", one, words, maxBundled, list)
	}
	var back bot.NoticeLine
	data, err := json.Marshal(n.Lines[0])
	if err == nil {
		err = json.Unmarshal(data, &back)
	}
	if err != nil || !say.Equal(back.Text, what) {
		t.Errorf("%+v, %v", back, err)
	}
	// What an older version kept is read as words.
	if err := json.Unmarshal([]byte(`{"name":"a","text":"It has expired.","watch":"a"}`), &back); err != nil || back.Text.String() != "It has expired." {
		t.Errorf("%+v, %v", back, err)
	}
}

// No alert and no digest has words that come from no catalogue.
func TestNothingIsSaidInEnglish(t *testing.T) {
	t.Parallel()
	for _, servers := range []int{1, 3, 30} {
		for _, stray := range saytest.Once(said("", servers)) {
			t.Error(stray)
		}
	}
}

package console

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write what is shown to testdata")

// wrongName is a reply with everything in it.
var wrongName = bot.Reply{
	Tone:     bot.Bad,
	Headline: say.Literal("imap.corp.example presents a certificate for mail.hoster.example, so Outlook warns."),
	Facts: []bot.Fact{
		{Label: say.Literal("Issued to"), Value: say.Literal("mail.hoster.example (and 1 other name)"), Tone: bot.Bad},
		{Label: say.Literal("Issued by"), Value: say.Literal("Example TLS CA 1")},
		{Label: say.Literal("Valid until"), Value: say.Literal("22 January 2027 (60 days left)")},
		{Label: say.Literal("Addresses"), Value: say.Literal("2 of 4 bad: 192.0.2.14, 2001:db8:1234:5678:9abc:def0:1234:5678 and some more text that does not fit")},
		{Label: say.Literal("Name to use"), Value: say.Literal("mail.hoster.example"), Tone: bot.Good},
	},
	Findings: []bot.Finding{
		{Tone: bot.Bad, Title: say.Literal("The certificate is for another name"), Detail: say.Literal("Asked for imap.corp.example, the server presents a certificate for mail.hoster.example.")},
		{Tone: bot.Warning, Title: say.Literal("The certificate ends soon"), Detail: say.Literal("It ends on 3 December 2026.")},
		{Tone: bot.Neutral, Title: say.Literal("A certificate too many"), Detail: say.Literal("It does no harm.")},
	},
	StepsTitle: say.Literal("What to do, in this order:"),
	Steps: []bot.Step{
		{
			Number: 2, Title: say.Literal("Check incoming and outgoing server names"),
			Why:     say.Literal("Change imap.corp.example to mail.hoster.example: it is on the certificate, reaches the same server, and passes."),
			Actions: []say.Text{say.Literal("File > Account Settings > Account Settings > Email tab."), say.Literal("Click Change… and enter “mail.hoster.example” as the incoming mail server, then restart Outlook.")},
		},
		{
			Number: 10, Title: say.Literal("Contact your email provider or administrator"),
			Why:     say.Literal("Ask for a certificate that names imap.corp.example."),
			Caution: say.Literal("Send no password with it, whatever anybody says and however urgent it is made to look."),
			Actions: []say.Text{say.Literal("Send them this report.")},
		},
	},
	Code:     []bot.Code{{Title: say.Literal("To see it with OpenSSL:"), Text: "openssl s_client -showcerts -connect imap.corp.example:993 -servername imap.corp.example\n"}},
	Footnote: say.Literal("Checked on 23 November 2026 at 17:42 UTC, in 312 ms."),
}

func show(t *testing.T, r bot.Reply, style Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := Show(&out, r, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestShow(t *testing.T) {
	for name, style := range map[string]Style{
		"unicode.txt": {Unicode: true},
		"ascii.txt":   {},
		"narrow.txt":  {Unicode: true, Width: 46},
		"colour.txt":  {Unicode: true, Color: true, Width: 100},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, show(t, wrongName, style)) })
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", file, diff)
	}
}

// TestWidth: nothing but a word that is too long by itself, or code, goes
// beyond the page.
func TestWidth(t *testing.T) {
	for width, page := range map[int]int{0: 80, 1: 40, 40: 40, 61: 61, 80: 80, 99: 99, 100: 100, 300: 100} {
		for line := range strings.Lines(show(t, wrongName, Style{Unicode: true, Width: width})) {
			line = strings.TrimRight(line, "\n")
			if strings.Contains(line, "openssl") {
				continue
			}
			if columns(line) > page && len(strings.Fields(line)) > 1 {
				t.Errorf("width %d: a line of %d columns: %q", width, columns(line), line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("width %d: spaces at the end of %q", width, line)
			}
		}
	}
}

// TestColourAddsNothing: who sees no colours reads the same.
func TestColourAddsNothing(t *testing.T) {
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	coloured := show(t, wrongName, Style{Unicode: true, Color: true})
	if got := sgr.ReplaceAllString(coloured, ""); got != show(t, wrongName, Style{Unicode: true}) {
		t.Errorf("without colours:\n%s", got)
	}
	if !strings.Contains(coloured, "\x1b[31m") {
		t.Error("nothing is red")
	}
}

func TestForeignTextIsInert(t *testing.T) {
	evil := "a\x1b[2J\x1b]0;title\x07b\r\nc\u202egpj.exe\u200b\xff\u0000d\u009be"
	reply := bot.Reply{
		Tone: bot.Bad, Headline: say.Literal(evil),
		Facts:    []bot.Fact{{Label: say.Literal(evil), Value: say.Literal(evil)}},
		Findings: []bot.Finding{{Title: say.Literal(evil), Detail: say.Literal(evil)}},
		Steps:    []bot.Step{{Number: 1, Title: say.Literal(evil), Why: say.Literal(evil), Caution: say.Literal(evil), Actions: []say.Text{say.Literal(evil)}}}, StepsTitle: say.Literal(evil),
		Code:     []bot.Code{{Title: say.Literal(evil), Text: evil}},
		Footnote: say.Literal(evil),
	}
	out := show(t, reply, Style{Unicode: true})
	var line bytes.Buffer
	if err := Line(&line, evil, reply, Style{Unicode: true}); err != nil {
		t.Fatal(err)
	}
	for _, r := range strings.ReplaceAll(out, "\n", "") + strings.TrimSuffix(line.String(), "\n") {
		if !unicode.IsPrint(r) {
			t.Fatalf("%q reaches the terminal in\n%q", r, out)
		}
	}
}

func TestLine(t *testing.T) {
	for _, tt := range []struct {
		style Style
		tone  bot.Tone
		want  string
	}{
		{Style{Unicode: true}, bot.Good, "✓ h:993: It is fine.\n"},
		{Style{}, bot.Good, "+ h:993: It is fine.\n"},
		{Style{}, bot.Warning, "! h:993: It is fine.\n"},
		{Style{Color: true}, bot.Bad, "\x1b[31mx\x1b[0m h:993: It is fine.\n"},
	} {
		var out bytes.Buffer
		if err := Line(&out, "h:993", bot.Reply{Tone: tt.tone, Headline: say.Literal("It is fine.")}, tt.style); err != nil || out.String() != tt.want {
			t.Errorf("%q, %v; want %q", out.String(), err, tt.want)
		}
	}
}

// A rule goes across the page, whatever its title.
func TestRule(t *testing.T) {
	for title, want := range map[string]string{
		"":                       "----------------------------------------",
		"imap.corp.com":          "-- imap.corp.com -----------------------",
		strings.Repeat("x", 34):  "-- " + strings.Repeat("x", 34) + " --",
		strings.Repeat("xy", 50): "-- " + strings.Repeat("xy", 50) + " --",
	} {
		if got := Rule(Style{Width: 40}, title); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got, want := Rule(Style{Width: 40, Color: true, Unicode: true}, "a"), "\x1b[2m──\x1b[0m \x1b[1ma\x1b[0m \x1b[2m"+strings.Repeat("─", 35)+"\x1b[0m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// An entry of a list has one row where it fits, and buttons have as few rows as
// they fit in.
func TestListAndButtons(t *testing.T) {
	item := func(tone bot.Tone, code, text string) bot.Item {
		return bot.Item{Tone: tone, Code: code, Text: say.Literal(text)}
	}
	button := func(label string) bot.Action { return bot.Action{Label: say.Literal(label)} }
	got := show(t, bot.Reply{
		Headline: say.Literal("Two servers:"),
		Items: []bot.Item{
			item(bot.Neutral, "imap.corp.com:993", "ends on 12 August"), item(bot.Bad, "imap.corp.com:993", "ended on 12 May"), item(bot.Warning, "imap.corp.com:993", "ends on 12 January"),
			item(bot.Neutral, "", "and a sentence that needs two rows of it"), item(bot.Good, "", "fine"),
		},
		Actions: []bot.Action{button("Again"), button("Describe"), button("Name it"), button("Another one"), button("Send it somewhere"), button(strings.Repeat("long", 10)), button("Last")},
	}, Style{Width: 40})
	const want = `Two servers:

  - imap.corp.com:993  ends on 12 August
  x imap.corp.com:993  ended on 12 May
  ! imap.corp.com:993
    ends on 12 January
  - and a sentence that needs two rows
    of it
  + fine

  [1] Again   [2] Describe   [3] Name it
  [4] Another one
  [5] Send it somewhere
  [6] longlonglonglonglonglonglonglonglonglong
  [7] Last
`
	if got != want {
		t.Errorf("%s", got)
	}
}

// A diagnosis says what to do before it says what was seen, and what helps comes
// before the other steps.
func TestDiagnosis(t *testing.T) {
	act, cure := say.Literal("Your provider has to act."), &bot.Step{Number: 10, Title: say.Literal("Send them this report")}
	for _, c := range []struct {
		act  say.Text
		cure *bot.Step
		want string
	}{
		{act, cure, "  Your provider has to act.\n  10. Send them this report\n"},
		{act, nil, "  Your provider has to act.\n"},
		{nil, cure, "  10. Send them this report\n"},
	} {
		got := show(t, bot.Reply{
			Tone: bot.Bad, Headline: say.Literal("It has expired."), Act: c.act, Cure: c.cure, StepsTitle: say.Literal("Before that:"),
			Steps: []bot.Step{{Number: 2, Title: say.Literal("Check the name")}},
			Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.example")}},
		}, Style{})
		if want := "x It has expired.\n" + c.want + "\n  Before that:\n   2. Check the name\n\n  Issued to  mail.example\n"; got != want {
			t.Errorf("%s", got)
		}
	}
}

func TestNeutralReplyIsItsSentence(t *testing.T) {
	if got := show(t, bot.Reply{Headline: say.Literal("Write it like imap.corp.com:993.")}, Style{Unicode: true}); got != "Write it like imap.corp.com:993.\n" {
		t.Errorf("%q", got)
	}
}

type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorIsTold(t *testing.T) {
	if err := Show(full{}, wrongName, Style{}); !errors.Is(err, errFull) {
		t.Errorf("Show: %v", err)
	}
	if err := Line(full{}, "h", wrongName, Style{}); !errors.Is(err, errFull) {
		t.Errorf("Line: %v", err)
	}
}

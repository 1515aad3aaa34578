package say_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/checks/say"
)

var at = time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)

func Example() {
	text := say.S("It ends on {date}, in {span}.", say.Date("date", at), say.Span("span", 23*24*time.Hour))
	fmt.Println(text)
	// Output: It ends on 3 March 2027, in 23 days.
}

// german stands for a catalogue.
type german map[string]string

func (g german) Template(context, key, plural string, n int) (string, bool) {
	if plural != "" && n != 1 {
		key = plural
	}
	out, ok := g[context+"|"+key]
	return out, ok
}

func (german) Joins(words, _ string) string { return words }

var de = german{
	"|It ends on {date}, in {span}.":  "Es läuft am {date} ab, also in {span:dative}.",
	"date|{n} March {year}":           "{n}. März {year}",
	"span|{n} days":                   "{n} Tage",
	"span dative|{n} days":            "{n} Tagen",
	"list|{names} and {last}":         "{names} und {last}",
	"date|{date} at {clock} UTC":      "{date} um {clock} Uhr UTC",
	"between date and time|at":        "um",
	"|{What} is not in order.":        "{What} ist nicht in Ordnung.",
	"what|the certificate of {host}":  "das Zertifikat von {host}",
	"|Looked at on {moment}.":         "Geprüft am {moment}.",
	"|{n} server":                     "{n} Server",
	"|The other names are {names}.":   "Die anderen Namen sind {names}.",
	"|The authority is called {name}": "Die Stelle heißt {name}",
}

func TestWord(t *testing.T) {
	for _, tt := range []struct {
		text        say.Text
		english, de string
	}{
		{nil, "", ""},
		{say.Literal("993"), "993", "993"},
		{
			say.S("It ends on {date}, in {span}.", say.Date("date", at), say.Span("span", 72*time.Hour)),
			"It ends on 3 March 2027, in 3 days.", "Es läuft am 3. März 2027 ab, also in 3 Tagen.",
		},
		{
			say.S("{What} is not in order.", say.Sub("what", say.P("what", "the certificate of {host}", say.Host("host", "imap.corp.com")))),
			"The certificate of imap.corp.com is not in order.", "Das Zertifikat von imap.corp.com ist nicht in Ordnung.",
		},
		{
			say.S("{What} is not in order.", say.Host("what", "imap.corp.com")),
			"imap.corp.com is not in order.", "imap.corp.com ist nicht in Ordnung.",
		},
		{say.S("Looked at on {moment}.", say.Moment("moment", at)), "Looked at on 3 March 2027 at 10:00 UTC.", "Geprüft am 3. März 2027 um 10:00 Uhr UTC."},
		{say.N("{n} server", "{n} servers", 1), "1 server", "1 Server"},
		{say.N("{n} server", "{n} servers", 0), "0 servers", "0 servers"},
		{say.S("The other names are {names}.", say.Foreigns("names", 3, []string{"a"})), "The other names are a.", "Die anderen Namen sind a."},
		{say.S("The other names are {names}.", say.Foreigns("names", 3, []string{"a", "b", "c"})), "The other names are a, b and c.", "Die anderen Namen sind a, b und c."},
		{say.S("The other names are {names}.", say.Foreigns("names", 2, []string{"a", "b", "c"})), "The other names are a, b and 1 more.", "Die anderen Namen sind a, b and 1 more."},
		{say.Join(say.S("Nobody{names}", say.Hosts("names", 3, nil)), say.S("{names}", say.Hosts("names", 3, nil)), say.S("{n} server", say.Count("n", 2))), "Nobody 2 server", "Nobody 2 Server"},
		{say.S("{All} or {Zone}", say.Sub("all", say.P("what", "each")), say.Sub("zone", say.P("what", "none"))), "Each or None", "Each or None"},
		{say.S("Up to {names}", say.Hosts("names", 3, []string{"a"})), "Up to a", "Up to a"},
		{say.Only(say.Span("span", 24*time.Hour)), "1 day", "1 day"},
		{say.S("The other names are {names}.", say.Foreigns("names", 3, []string{"a", "a", "a"})), "The other names are a.", "Die anderen Namen sind a."},
		{say.S("The other names are {names}.", say.Foreigns("names", 2, []string{"a", "b", "a", "c", "b", "c"})), "The other names are a, b and 1 more.", "Die anderen Namen sind a, b and 1 more."},
		{say.S("The other names are {names}.", say.Hosts("names", 2, []string{"a", " a", "b"})), "The other names are a and b.", "Die anderen Namen sind a und b."},
		{say.S("The other names are {names}.", say.Subs("names", 2, []say.Text{say.P("what", "each"), say.P("what", "each")})), "The other names are each.", "Die anderen Namen sind each."},
		{say.Only(say.Span("span", 48*time.Hour-time.Second)), "1 day", "1 day"},
		{say.Only(say.Span("span", -23*time.Hour-59*time.Minute)), "1 day", "1 day"},
		{say.Only(say.Span("span", 23*time.Hour+29*time.Minute)), "23 hours", "23 hours"},
		{say.Only(say.Span("span", 4*time.Hour+59*time.Minute)), "5 hours", "5 hours"},
		{say.Only(say.Span("span", 4*time.Hour+29*time.Minute)), "4 hours", "4 hours"},
		{say.Only(say.Span("span", time.Hour)), "1 hour", "1 hour"},
		{say.Only(say.Span("span", time.Hour-time.Second)), "less than an hour", "less than an hour"},
		{say.Only(say.Date("date", at)), "3 March 2027", "3. März 2027"},
		{say.Only(say.Note("note", strings.Repeat("x", 300))), strings.Repeat("x", 199) + "…", strings.Repeat("x", 199) + "…"},
		{say.Join(say.S("One."), say.Literal("Two."), nil, say.S("Three.")), "One. Two. Three.", "One. Two. Three."},
		{say.S("Braces {of a key} stay.", say.Count("n", 1)), "Braces {of a key} stay.", "Braces {of a key} stay."},
	} {
		if got := tt.text.String(); got != tt.english {
			t.Errorf("in English %q, want %q", got, tt.english)
		}
		if got := say.String(de, tt.text); got != tt.de {
			t.Errorf("as a string in German %q, want %q", got, tt.de)
		}
		worded := say.Word(de, tt.text)
		if got := worded.String(); got != tt.de {
			t.Errorf("in German %q, want %q", got, tt.de)
		}
		if again := say.Word(de, worded); !say.Equal(again, worded) {
			t.Errorf("%q is worded twice as %q", worded, again)
		}
	}
}

// kinds writes each run with its kind.
func kinds(text say.Text) string {
	var b strings.Builder
	for _, r := range text.Runs() {
		switch r.Kind {
		case say.RunForeign:
			b.WriteString("<" + r.Text + ">")
		case say.RunHost:
			b.WriteString("[" + r.Text + "]")
		case say.RunCode:
			b.WriteString("`" + r.Text + "`")
		case say.RunMoment:
			fmt.Fprintf(&b, "@%d(%s|%s)", r.At.Unix(), r.Text, r.Between)
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		text  say.Text
		empty bool
	}{
		"nothing": {nil, true}, "joined of nothing": {say.Join(nil, nil), true},
		"a sentence": {say.S("It is over."), false}, "words": {say.Literal("993"), false},
	} {
		if tt.text.Empty() != tt.empty {
			t.Errorf("%s: empty is %t", name, !tt.empty)
		}
	}
}

// TestHas: a value is found in any slot, in a list, and in a text within a text; another
// value, or the same words of another kind, is not.
func TestHas(t *testing.T) {
	host := say.Host("anything", "imap.corp.com")
	inner := say.P("what", "the certificate of {host}", say.Host("host", "imap.corp.com"))
	for name, tt := range map[string]struct {
		text say.Text
		has  bool
	}{
		"nothing":           {nil, false},
		"in a slot":         {say.S("{name} is away.", say.Host("name", "imap.corp.com")), true},
		"behind another":    {say.S("{a}, {b}.", say.Port("a", 993), say.Host("b", "imap.corp.com")), true},
		"in a list":         {say.S("{names}.", say.Hosts("names", 3, []string{"smtp.corp.com", "imap.corp.com"})), true},
		"in a text within":  {say.S("{What} is not in order.", say.Sub("what", inner)), true},
		"in a list of them": {say.S("{all}.", say.Subs("all", 3, []say.Text{say.P("what", "a name"), inner})), true},
		"in the second":     {say.Join(say.S("It is over."), say.S("{name} is away.", say.Host("name", "imap.corp.com"))), true},
		"another host":      {say.S("{name} is away.", say.Host("name", "smtp.corp.com")), false},
		"another kind":      {say.S("{name} is away.", say.Foreign("name", "imap.corp.com")), false},
		"as words":          {say.Literal("imap.corp.com"), false},
	} {
		if tt.text.Has(host) != tt.has {
			t.Errorf("%s: has is %t", name, !tt.has)
		}
	}
}

func TestRuns(t *testing.T) {
	text := say.S("{name} at {host} since {moment}: {command}.",
		say.Foreign("name", "Müller GmbH & Co. KG on 3 March 2027 at 10:00 UTC"), say.Host("host", "mx.corp.com"),
		say.Moment("moment", at), say.Code("command", "/certcheck"))
	for _, tt := range []struct {
		text say.Text
		want string
	}{
		{text, "<Müller GmbH & Co. KG on 3 March 2027 at 10:00 UTC> at [mx.corp.com] since @1804068000(3 March 2027 at 10:00 UTC|at): `/certcheck`."},
		{say.Word(german{"between date and time|at": "um"}, text), "<Müller GmbH & Co. KG on 3 March 2027 at 10:00 UTC> at [mx.corp.com] since @1804068000(3 March 2027 at 10:00 UTC|um): `/certcheck`."},
	} {
		if got := kinds(tt.text); got != tt.want {
			t.Errorf("written as\n%s, want\n%s", got, tt.want)
		}
	}
}

// Words of ours that stand beside each other are one run, so that no platform
// tears them apart.
func TestWordsAreOneRun(t *testing.T) {
	t.Parallel()
	text := say.Join(say.S("Up to {n} of {term}.", say.Count("n", 3), say.Term("term", "RSA")), say.Literal("As before."))
	if runs := text.Runs(); len(runs) != 1 || runs[0].Text != "Up to 3 of RSA. As before." {
		t.Errorf("%q", runs)
	}
}

// Only words alone are plain: not a sentence that is to be translated, not a
// stranger's text, not two texts.
func TestPlain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text say.Text
		want string
		ok   bool
	}{
		{say.Literal("as it was"), "as it was", true},
		{say.Quote("421 no"), "", false},
		{say.Quote(""), "", false},
		{nil, "", false},
		{say.S("A sentence."), "", false},
		{say.Join(say.Literal("a"), say.Literal("b")), "", false},
		{say.Word(nil, say.S("From {host}.", say.Host("host", "h"))), "", false},
	} {
		if got, ok := tt.text.Plain(); got != tt.want || ok != tt.ok {
			t.Errorf("%q: %q, %t", tt.text, got, ok)
		}
	}
	if got := say.Quote("421 no").String(); got != "421 no" {
		t.Errorf("a reply is quoted as %q", got)
	}
}

// Texts within texts are written up to a depth, whichever way they are nested:
// what is kept may be anything.
func TestDeepTexts(t *testing.T) {
	t.Parallel()
	nest := map[string]func(say.Text) say.Text{
		"in a slot":        func(in say.Text) say.Text { return say.S("{x}", say.Sub("x", in)) },
		"alone in a list":  func(in say.Text) say.Text { return say.S("{x}", say.Subs("x", 1, []say.Text{in})) },
		"first in a list":  func(in say.Text) say.Text { return say.S("{x}", say.Subs("x", 2, []say.Text{in, say.Literal("b")})) },
		"last in a list":   func(in say.Text) say.Text { return say.S("{x}", say.Subs("x", 2, []say.Text{say.Literal("a"), in})) },
		"in a longer list": func(in say.Text) say.Text { return say.S("{x}", say.Subs("x", 1, []say.Text{in, nil})) },
	}
	for name, in := range nest {
		maxDepth := 4 // a list is one more
		if name == "in a slot" {
			maxDepth = 8
		}
		deep := say.S("core {y}", say.Term("y", "old"))
		shallow := deep
		for range maxDepth {
			shallow = in(shallow)
		}
		for range 40 {
			deep = in(deep)
		}
		if got := deep.String(); strings.Contains(got, "core") {
			t.Errorf("%s: forty texts deep it says %q", name, got)
		}
		if got := shallow.With(say.Term("y", "new")).String(); !strings.Contains(got, "core new") {
			t.Errorf("%s: %d texts deep it says %q", name, maxDepth, got)
		}
		if data, err := json.Marshal(deep.With(say.Term("y", "new"))); err != nil || strings.Contains(string(data), "new") {
			t.Errorf("%s: forty texts deep a value is put in (%v)", name, err)
		}
	}

	// What is worded in sentences of its own is said as a whole, or not at all.
	for _, value := range []say.Arg{say.Date("x", at), say.Moment("x", at), say.Stamp("x", at), say.Span("x", time.Hour)} {
		whole := say.Only(value).String()
		said := say.S("{x}", value)
		for depth := range 40 {
			if got := said.String(); depth <= 8 && got != whole || got != whole && got != "" {
				t.Errorf("%d texts deep %q is said as %q", depth, whole, got)
			}
			said = say.S("{x}", say.Sub("x", said))
		}
	}
}

// hostile are names that strangers could choose.
var hostile = []string{
	"", " ", "Acme Inc. Issuing CA", "Ltd. {date} CA", "{name}", "{", "}", "«Autorité» ; and 3 more", "a, b and c",
	"Müller GmbH & Co. KG Root CA", "3 March 2027 at 10:00 UTC", "\u202egnp.exe", "שלום עולם", "a\x00b\r\nc", "It ends on 3 March 2027.",
	strings.Repeat("long ", 100), strings.Repeat("{name}", 50), "\xff\xfe", "100% %s %d", "<!channel> @everyone",
}

// A stranger's name changes no word of ours, and comes through as one run.
func TestHostileNames(t *testing.T) {
	for _, name := range hostile {
		text := say.S("It is issued by {name}, and ends on {date}.", say.Foreign("name", name), say.Date("date", at))
		runs := text.Runs()
		if len(runs) != 3 || runs[0].Text != "It is issued by " || runs[2].Text != ", and ends on 3 March 2027." {
			t.Errorf("%q makes %q", name, runs)
			continue
		}
		if runs[1].Kind != say.RunForeign || runs[1].Text != say.Clean(name, say.MaxName) {
			t.Errorf("%q became %q", name, runs[1])
		}
	}
}

func TestKept(t *testing.T) {
	texts := []say.Text{
		nil, say.Literal("as it was kept before. It has two sentences."), say.Quote("a note"),
		say.S("It ends on {date}, in {span}.", say.Date("date", at), say.Span("span", 72*time.Hour)),
		say.Join(say.S("One {moment}.", say.Moment("moment", at)), say.Literal("Two."), say.Word(de, say.S("Looked at on {moment}.", say.Moment("moment", at)))),
		say.S("{What} of {names}: {terms}, {n}, {port}, {reply}, {code}, {texts}, {stamp}", say.Sub("what", say.PN("what", "one", "{n}", 7)),
			say.Hosts("names", 1, []string{"a", "b"}), say.Terms("terms", 5, []string{"x", "y"}), say.Count("n", 0), say.Port("port", 993),
			say.Reply("reply", "421 no"), say.Code("code", "certdesk"), say.Subs("texts", 2, []say.Text{say.S("a"), say.S("b")}), say.Stamp("stamp", at)),
	}
	for _, name := range hostile {
		texts = append(texts, say.S("{name}", say.Foreign("name", name)))
	}
	for _, text := range texts {
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var back say.Text
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !say.Equal(back, text) || back.String() != text.String() {
			t.Errorf("%s\nis read back as %q, was %q", data, back, text)
		}
	}
	for _, bad := range []string{`{"a":1}`, `7`, `[{"key":"{x}","args":[{"slot":"x","kind":"prose"}]}]`, `[` + strings.Repeat(`{},`, 64) + `{}]`,
		`[{"key":"a","args":[` + strings.Repeat(`{"slot":"x","kind":"count"},`, 32) + `{"slot":"x","kind":"count"}]}]`} {
		var text say.Text
		if err := json.Unmarshal([]byte(bad), &text); err == nil {
			t.Errorf("%s is read as %q", bad, text)
		}
	}
}

// What is kept is read up to its bounds, and worded whatever is missing.
func TestKeptAtTheBounds(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`[` + strings.Repeat(`{"key":"a"},`, 63) + `{"key":"a"}]`:                                                              strings.TrimSpace(strings.Repeat("a ", 64)),
		`[{"key":"{x}","args":[` + strings.Repeat(`{"slot":"x","kind":"count","n":7},`, 31) + `{"slot":"x","kind":"count"}]}]`: "7",
		`[{"key":"{n} server","plural":"{n} servers"}]`:                                                                        "{n} server",
	} {
		var text say.Text
		if err := json.Unmarshal([]byte(data), &text); err != nil || text.String() != want {
			t.Errorf("%.60s is read as %q, %v", data, text, err)
		}
	}
}

func FuzzKept(f *testing.F) {
	f.Add([]byte(`"words"`))
	f.Add([]byte(`[{"key":"{x}","args":[{"slot":"x","kind":"text","sub":[{"key":"{x}"}]}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var text say.Text
		if json.Unmarshal(data, &text) != nil {
			return
		}
		_ = text.String()
		again, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var back say.Text
		if err := json.Unmarshal(again, &back); err != nil {
			t.Fatalf("%s: %v", again, err)
		}
	})
}

// What is known last is put in last: into every slot of its name, those of texts
// within texts and of lists included. The text itself is shared, and stays.
func TestWith(t *testing.T) {
	t.Parallel()
	inner := say.P("effect", "so {program} warns", say.Term("program", "A"))
	text := say.Join(
		say.S("{Program} and {effect}, {all} and {host}.", say.Term("program", "A"), say.Sub("effect", inner),
			say.Subs("all", 2, []say.Text{inner}), say.Host("host", "h")),
		say.Literal("program"),
	)
	named := say.Sub("program", say.P("program", "the browser"))
	if got, want := text.With(named).String(), "The browser and so the browser warns, so the browser warns and h. program"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if got, want := text.String(), "A and so A warns, so A warns and h. program"; got != want {
		t.Errorf("the text itself became %q, want %q", got, want)
	}
	if say.Text(nil).With(named) != nil {
		t.Error("nothing becomes something")
	}
}

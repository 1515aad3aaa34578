package keys_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"certdesk/checks/phrasebook/keys"
)

const source = `package p

import "certdesk/checks/say"

const kind = "problem"

const (
	first = iota
	second
)

func S(string) {}

func f(args ...say.Arg) {
	_ = say.S("One " + "sentence of {name}.", say.Foreign("name", "x"))
	_ = say.P(kind, "has expired")
	_ = say.N("{n} server", "{n} servers", 2, say.Host("host", "x"))
	_ = say.PN("span", "1 day", "{n} days", 2)
	_ = say.S("Passed on {a}.", args...)
	_ = say.S("One " + "sentence of {name}.", say.Foreign("name", "again"))
	S("Somebody else's.")
}
`

func TestFind(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("p/p.go", source)
	write("p/p_test.go", `package p; var _ = say.S("In a test.")`)
	write("say/own.go", "package say\n\nvar own = S(\"Its own.\")\n")
	write("p/testdata/q.go", `package p; var _ = say.S("In test data.")`)
	found, wrong := keys.Find(root)
	want := []keys.Key{
		{Context: "span", English: "1 day", Plural: "{n} days", Where: "p/p.go:18", Given: []string{"n"}},
		{English: "Passed on {a}.", Where: "p/p.go:19"},
		{English: "One sentence of {name}.", Where: "p/p.go:15", Given: []string{"name"}},
		{English: "Its own.", Where: "say/own.go:3", Given: []string{}},
		{Context: "problem", English: "has expired", Where: "p/p.go:16", Given: []string{}},
		{English: "{n} server", Plural: "{n} servers", Where: "p/p.go:17", Given: []string{"n", "host"}},
	}
	for _, k := range want {
		if !slices.ContainsFunc(found, func(f keys.Key) bool { return reflect.DeepEqual(f, k) }) {
			t.Errorf("%+v is not in %+v", k, found)
		}
	}
	if len(found) != len(want) || wrong != nil {
		t.Errorf("%d keys, and %v", len(found), wrong)
	}

	write("p/p.go", strings.Replace(source, `"has expired"`, "made()", 1))
	if _, wrong := keys.Find(root); len(wrong) != 1 {
		t.Errorf("a key that is made up: %v", wrong)
	}
}

func TestSlots(t *testing.T) {
	const template = "{What} ends on {date:genitive}, {what} {not a slot} {n}"
	if got, want := keys.Slots(template), []string{"date", "n", "what"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := keys.Forms(template); !slices.Equal(got, []string{"genitive"}) {
		t.Errorf("forms %q", got)
	}
}

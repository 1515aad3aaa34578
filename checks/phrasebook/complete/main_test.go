package main

import (
	"os"
	"path/filepath"
	"testing"
)

// What is missing is written once, and what is there stays.
func TestComplete(t *testing.T) {
	root, catalogues := t.TempDir(), t.TempDir()
	source := `package p

var _ = []any{say.S("Known."), say.S("It says \"{name}\".", say.Foreign("name", "x")), say.PN("span", "1 day", "{n} days", 1)}
`
	if err := os.WriteFile(filepath.Join(root, "p.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(catalogues, "xx.po")
	before := "msgid \"\"\nmsgstr \"Language: xx\\n\"\n\nmsgid \"Known.\"\nmsgstr \"Bekannt.\"\n"
	if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := complete(root, catalogues); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := before + `
#: p.go:3
msgid "It says \"{name}\"."
msgstr ""

#: p.go:3
msgctxt "span"
msgid "1 day"
msgid_plural "{n} days"
msgstr[0] ""
msgstr[1] ""
`
	if string(got) != want {
		t.Errorf("it became\n%s\nwant\n%s", got, want)
	}
}

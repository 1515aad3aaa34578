package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
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
	var log strings.Builder
	for range 2 {
		if err := complete(root, catalogues, &log); err != nil {
			t.Fatal(err)
		}
	}
	if want := file + ": 2 entries want a translation\n"; log.String() != want {
		t.Errorf("it tells %q, want %q", log.String(), want)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := before + `
msgid "It says \"{name}\"."
msgstr ""

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

// A sentence that cannot be a key is told before any catalogue is written.
func TestCompleteRefusesAWrongKey(t *testing.T) {
	root, catalogues := t.TempDir(), t.TempDir()
	source := `package p

var _ = []any{say.S("Known."), say.S(name)}
`
	if err := os.WriteFile(filepath.Join(root, "p.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(catalogues, "xx.po")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := complete(root, catalogues, io.Discard); err == nil || !strings.Contains(err.Error(), "p.go:3") {
		t.Errorf("the error is %v, want the place of the sentence", err)
	}
	if got, err := os.ReadFile(file); err != nil || len(got) > 0 {
		t.Errorf("it wrote %q (%v)", got, err)
	}
}

package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// throwAway is a mail program in one file, as contributing.md says.
const throwAway = `package programs

import "certdesk/checks/say"

func throwAway() Program {
	return Program{
		ID: "throw-away", Name: say.Literal("Throw-away Mail"), Named: say.Literal("Throw-away Mail"),
		rows: []row{{
			step: names, path: []line{do(say.Literal("Throw-away menu > Servers."))},
			source: source{page: "https://vendor.example/help", read: "2026-11-29"},
		}},
	}
}
`

// lookouts are tests that look for it where people find a program.
var lookouts = map[string]string{
	"bot/command": `package command

import (
	"strings"
	"testing"
)

func TestThrowAway(t *testing.T) {
	if c, err := parsed(t, "certcheck", "imap.corp.com client throw-away", nil); err != nil || c.(Check).Client != "throw-away" {
		t.Errorf("typed: %+v, %v", c, err)
	}
	options := 0
	for _, s := range Table() {
		for _, o := range s.Options {
			for _, c := range o.Choices {
				if c.Value == "throw-away" {
					options++
				}
			}
		}
	}
	if options != 2 {
		t.Errorf("%d commands have it as an option", options)
	}
	var help strings.Builder
	for _, l := range Lines("certcheck", func(string) bool { return true }) {
		help.WriteString(l.Text.String())
	}
	if !strings.Contains(help.String(), "throw-away") {
		t.Errorf("the help: %s", help.String())
	}
}
`,
	"bot/desk": `package desk_test

import "testing"

func TestThrowAway(t *testing.T) {
	b := withPrograms(t)
	r := b.press(t, b.say(t, "certcheck", server), "I use: Throw-away Mail")
	wantProgram(t, "the menu", r, "throw-away")
	wantProgram(t, "asked again", b.say(t, "certcheck", server), "throw-away")
	found := false
	for _, f := range b.say(t, "certdesk", "settings").Form.Fields {
		for _, c := range f.Choices {
			found = found || c.Value == "throw-away"
		}
	}
	if !found {
		t.Error("the settings of a channel do not offer it")
	}
}
`,
	"checks/programs": `package programs

import (
	"testing"

	"certdesk/checks"
)

func TestThrowAway(t *testing.T) {
	p, ok := Lookup("throw-away")
	if !ok || len(problems(p)) != 0 {
		t.Fatal("it is not there, or its rows are not right")
	}
	if s, has, _ := p.Step(2, &checks.Case{}); !has || s.Actions[0].String() != "Throw-away menu > Servers." {
		t.Errorf("%+v", s)
	}
}
`,
}

// TestAddAProgram adds a mail program as contributing.md says, in one file and one
// row, and looks for it: in commands, options, help, menus and settings.
func TestAddAProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program anew")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	overlay := make(map[string]string)
	put := func(name, text string) {
		t.Helper()
		file := filepath.Join(folder, strings.ReplaceAll(name, "/", "-"))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, filepath.FromSlash(name))] = file
	}
	table, err := os.ReadFile(filepath.Join(root, "checks", "programs", "programs.go"))
	if err != nil {
		t.Fatal(err)
	}
	const last = "\t\tother(),\n"
	if strings.Count(string(table), last) != 1 {
		t.Fatal("the table of programs does not end as it did")
	}
	put("checks/programs/programs.go", strings.Replace(string(table), last, last+"\t\tthrowAway(),\n", 1))
	put("checks/programs/throw_away.go", throwAway)
	tests := []string{"test", "-vet=off", "-run", "^TestThrowAway$"}
	var packages []string
	for name, text := range lookouts {
		put(name+"/throw_away_test.go", text)
		packages = append(packages, "./"+name)
	}
	replaced, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(file, replaced, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = root
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	out := run(append(append(tests, "-overlay", file, "-v"), packages...)...)
	if n := strings.Count(out, "--- PASS: TestThrowAway"); n != len(lookouts) {
		t.Errorf("%d of %d lookouts found it:\n%s", n, len(lookouts), out)
	}
	program := filepath.Join(folder, "certdesk.exe")
	run("build", "-overlay", file, "-o", program, "./bot/certdesk")
	for _, command := range []string{"check", "fix"} {
		help, err := exec.CommandContext(t.Context(), program, command, "--help").CombinedOutput()
		if err != nil || !strings.Contains(string(help), "throw-away") {
			t.Errorf("certdesk %s --help: %v\n%s", command, err, help)
		}
	}
}

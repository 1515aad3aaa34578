//go:build !race

package main_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestOneNewThing adds a throw-away thing of each kind that CONTRIBUTING.md promises
// one place for, and looks for it where people find such a thing: in commands,
// options, menus, help, settings and answers. testdata/newthing has an archive for
// each kind:
//
//	-- FILE after TEXT --   rows that go behind the one line with this text
//	-- FILE --              a new file; the tests among them do the looking
//
// and before them the program's commands whose output must have a text:
// "certdesk check --help => throwaway". All kinds are added at once, to an overlay:
// the tree stays as it is.
func TestOneNewThing(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program anew")
	}
	t.Parallel()
	archives, err := filepath.Glob("testdata/newthing/*.txtar")
	if err != nil || len(archives) < 14 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	tree := newOverlay(t)
	kinds := make(map[string]*newThing)
	packages := make(map[string]bool)
	for _, archive := range archives {
		kind := readNewThing(t, archive, tree)
		kinds[strings.TrimSuffix(filepath.Base(archive), ".txtar")] = kind
		for _, folder := range kind.folders {
			packages["./"+folder] = true
		}
	}
	overlay := tree.write()
	args := append([]string{"test", "-vet=off", "-ldflags=-s -w", "-v", "-run", "^TestThrowAway", "-overlay", overlay}, slices.Sorted(maps.Keys(packages))...)
	told, failed := tree.run("go", args...)
	program := filepath.Join(t.TempDir(), "certdesk.exe")
	if out, err := tree.run("go", "build", "-ldflags=-s -w", "-overlay", overlay, "-o", program, "./bot/certdesk"); err != nil {
		t.Fatalf("the program cannot be built with the new things: %v\n%s", err, out)
	}
	if failed != nil {
		t.Errorf("%v\n%s", failed, told)
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			for _, test := range kind.tests {
				if !strings.Contains(told, "--- PASS: "+test+" ") {
					t.Errorf("%s has not passed", test)
				}
			}
			for _, c := range kind.commands {
				out, _ := tree.run(program, c.args...) // the status tells what was found
				if !strings.Contains(out, c.shows) {
					t.Errorf("certdesk %s does not show %q:\n%s", strings.Join(c.args, " "), c.shows, out)
				}
			}
		})
	}
}

// newThing is what an archive asks for.
type newThing struct {
	tests, folders []string
	commands       []shown
}

type shown struct {
	args  []string
	shows string
}

var testName = regexp.MustCompile(`(?m)^func (TestThrowAway\w+)`)

func readNewThing(t *testing.T, archive string, tree *overlay) *newThing {
	t.Helper()
	read, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	kind := new(newThing)
	for line := range strings.Lines(string(read.Comment)) {
		if command, shows, ok := strings.Cut(strings.TrimSpace(line), " => "); ok {
			kind.commands = append(kind.commands, shown{strings.Fields(command)[1:], shows})
		}
	}
	for _, f := range read.Files {
		file, behind, isRow := strings.Cut(f.Name, " after ")
		if isRow {
			tree.insert(file, behind, string(f.Data))
			continue
		}
		tree.files[file] = string(f.Data)
		if strings.HasSuffix(file, "_test.go") {
			kind.folders = append(kind.folders, filepath.ToSlash(filepath.Dir(file)))
			for _, found := range testName.FindAllStringSubmatch(string(f.Data), -1) {
				kind.tests = append(kind.tests, found[1])
			}
		}
	}
	if len(kind.tests) == 0 {
		t.Fatalf("%s looks nowhere", archive)
	}
	return kind
}

// overlay is the tree with other files in it.
type overlay struct {
	t     *testing.T
	root  string
	files map[string]string // by path from the root
}

func newOverlay(t *testing.T) *overlay {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return &overlay{t, root, make(map[string]string)}
}

// insert puts rows behind the one line of a file that has a text.
func (o *overlay) insert(file, behind, rows string) {
	o.t.Helper()
	text, changed := o.files[file]
	if !changed {
		data, err := os.ReadFile(filepath.Join(o.root, filepath.FromSlash(file)))
		if err != nil {
			o.t.Fatal(err)
		}
		text = string(data)
	}
	if n := strings.Count(text, behind); n != 1 {
		o.t.Fatalf("%s has %q %d times", file, behind, n)
	}
	at := strings.Index(text, behind)
	end := at + strings.IndexByte(text[at:], '\n') + 1
	o.files[file] = text[:end] + rows + text[end:]
}

// write returns the name of a file for -overlay.
func (o *overlay) write() string {
	o.t.Helper()
	folder := o.t.TempDir()
	replace := make(map[string]string)
	put := func(name, text string) string {
		file := filepath.Join(folder, strings.ReplaceAll(name, "/", "-"))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			o.t.Fatal(err)
		}
		return file
	}
	for name, text := range o.files {
		replace[filepath.Join(o.root, filepath.FromSlash(name))] = put(name, text)
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		o.t.Fatal(err)
	}
	return put("overlay.json", string(list))
}

func (o *overlay) run(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(o.t.Context(), name, args...)
	cmd.Dir, cmd.Env = o.root, append(os.Environ(), "CGO_ENABLED=0") // as most of it was compiled before
	out, err := cmd.CombinedOutput()
	return string(out), err
}

//go:build !race

package main_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The files of every package name each other one way, from entry to ground, so that
// whoever reads one never comes back to it; `go test ./bot/certdesk -run
// TestHouseFloors -v` prints the floors.
//
// The rule: a file names another where it uses a function, method, type, constant
// or variable that the other declares, in signatures and bodies alike. No file may
// be reached from itself. A method is declared where its body stands: the methods
// of one type may stand on several floors, each above what it calls and all above
// the type. Fields do not count, for whoever has a value may look at it; nor do
// names that are declared within a function, and test files.
func TestHouseFloors(t *testing.T) {
	root := filepath.Join("..", "..")
	exports, err := exportsFor(root, "./...")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, file := range sourceFiles(t) {
		if file.test || seen[file.pkg] {
			continue
		}
		seen[file.pkg] = true
		t.Run(file.pkg, func(t *testing.T) {
			t.Parallel()
			graph, err := namesOf(filepath.Join(root, filepath.FromSlash(file.pkg)), exports)
			if err != nil {
				t.Fatal(err)
			}
			floors, circle := graph.floors()
			for i, floor := range floors {
				t.Logf("floor %d: %s", len(floors)-i, strings.Join(floor, " "))
			}
			if len(circle) > 0 {
				t.Errorf("files name each other in a circle: %s\n%s", strings.Join(circle, " "), graph.within(circle))
			}
		})
	}
}

// nameGraph has for each file the files that it names, with the names.
type nameGraph map[string]map[string][]string

// namesOf reads a package from its folder. What it imports is read from exports.
func namesOf(folder string, exports map[string]string) (nameGraph, error) {
	fset := token.NewFileSet()
	here, err := build.ImportDir(folder, 0) // the files of this system, without tests
	if err != nil {
		return nil, fmt.Errorf("looking for files: %w", err)
	}
	var files []*ast.File
	for _, name := range here.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(folder, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		files = append(files, file)
	}
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	pkg, err := conf.Check(folder, fset, files, info)
	if err != nil {
		return nil, fmt.Errorf("checking types: %w", err)
	}
	graph := make(nameGraph)
	fileOf := func(pos token.Pos) string { return filepath.Base(fset.Position(pos).Filename) }
	for _, f := range files {
		graph[fileOf(f.Pos())] = make(map[string][]string)
	}
	for ident, object := range info.Uses {
		if object.Pkg() != pkg || !counts(object) {
			continue
		}
		from, to := fileOf(ident.Pos()), fileOf(object.Pos())
		if from != to && !slices.Contains(graph[from][to], object.Name()) {
			graph[from][to] = append(graph[from][to], object.Name())
		}
	}
	return graph, nil
}

// counts tells whether using an object is naming a file.
func counts(object types.Object) bool {
	switch o := object.(type) {
	case *types.Func:
		// A method of an interface is called through whoever has it.
		receiver := o.Signature().Recv()
		return receiver == nil || !types.IsInterface(receiver.Type())
	case *types.Var, *types.Const, *types.TypeName:
		return o.Parent() == o.Pkg().Scope()
	}
	return false
}

// exportsFor are the compiler's export files, which the build cache has, for what
// packages import.
func exportsFor(folder string, packages ...string) (map[string]string, error) {
	var failure bytes.Buffer
	list := exec.Command("go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, packages...)...)
	list.Dir, list.Stderr = folder, &failure
	list.Env = append(os.Environ(), "CGO_ENABLED=0") // as most of it was compiled before
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what %s import: %w: %s", packages, err, &failure)
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		if path, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			exports[path] = file
		}
	}
	return exports, nil
}

// floors are the files by how far they stand above the ground, the entry first. A
// file that cannot be placed, since it is in a circle or names one that is, is in
// none; circle is one of the circles among those.
func (g nameGraph) floors() (floors [][]string, circle []string) {
	placed := make(map[string]bool)
	for {
		var floor []string
		for _, file := range slices.Sorted(maps.Keys(g)) {
			if !placed[file] && !slices.ContainsFunc(slices.Collect(maps.Keys(g[file])), func(f string) bool { return !placed[f] }) {
				floor = append(floor, file)
			}
		}
		if len(floor) == 0 {
			break
		}
		for _, file := range floor {
			placed[file] = true
		}
		floors = append(floors, floor)
	}
	slices.Reverse(floors)
	for _, file := range slices.Sorted(maps.Keys(g)) {
		if !placed[file] && g.reaches(file, file) {
			for _, other := range slices.Sorted(maps.Keys(g)) {
				if g.reaches(file, other) && g.reaches(other, file) {
					circle = append(circle, other)
				}
			}
			break
		}
	}
	return floors, circle
}

// reaches tells whether one file names another, itself or by way of others.
func (g nameGraph) reaches(from, to string) bool {
	seen := make(map[string]bool)
	var look func(file string) bool
	look = func(file string) bool {
		for next := range g[file] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if look(next) {
					return true
				}
			}
		}
		return false
	}
	return look(from)
}

// within tells what the files of a circle name of each other.
func (g nameGraph) within(circle []string) string {
	var b strings.Builder
	for _, from := range circle {
		for _, to := range circle {
			if names := g[from][to]; len(names) > 0 {
				slices.Sort(names)
				fmt.Fprintf(&b, "  %s names of %s: %s\n", from, to, strings.Join(names, " "))
			}
		}
	}
	return b.String()
}

// The measure itself is tried: one that finds no circle is none.
func TestHouseFloorsCanFail(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module floors\n\ngo 1.24\n")
	write("entry.go", "package floors\n\nimport \"strings\"\n\nfunc Enter() string { var t thing; return strings.ToUpper(t.word()) }\n")
	write("middle.go", "package floors\n\nfunc (t thing) word() string { local := ground; return local + t.field }\n")
	write("ground.go", "package floors\n\nconst ground = \"x\"\n\ntype thing struct{ field string }\n")
	write("ground_test.go", "package floors\n\nvar _ = Enter\n")
	exports, err := exportsFor(folder, ".")
	if err != nil {
		t.Fatal(err)
	}
	look := func() (floors, circle string) {
		graph, err := namesOf(folder, exports)
		if err != nil {
			t.Fatal(err)
		}
		rows, files := graph.floors()
		var all []string
		for _, row := range rows {
			all = append(all, strings.Join(row, " "))
		}
		return strings.Join(all, ", "), strings.Join(files, " ")
	}
	if floors, circle := look(); floors != "entry.go, middle.go, ground.go" || circle != "" {
		t.Errorf("floors %q, circle %q", floors, circle)
	}
	// The ground calls the method again: a circle of two, which the entry is above.
	write("ground.go", "package floors\n\nconst ground = \"x\"\n\ntype thing struct{ field string }\n\nfunc (t thing) again() string { return t.word() }\n")
	if floors, circle := look(); floors != "" || circle != "ground.go middle.go" {
		t.Errorf("floors %q, circle %q", floors, circle)
	}
}

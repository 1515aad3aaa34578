// Package keys finds the sentences that the source says: the keys in its calls
// of say.S, say.P, say.N and say.PN. The tests of phrasebook hold the catalogues
// against them, and complete writes what is missing into the catalogues.
package keys

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Key is a sentence or phrase, and where the source says it first.
type Key struct {
	Context, English, Plural string
	// Where is the file, relative to the root, and the line.
	Where string
	// Given are the slots for which values are given; nil where the call does
	// not show them one by one.
	Given []string
}

// makers are the functions of package say that take keys, and which of their
// arguments is what: the context, the key, the plural, the first value. -1 is
// none.
var makers = map[string][4]int{
	"S": {-1, 0, -1, 1}, "P": {0, 1, -1, 2}, "N": {-1, 0, 1, 3}, "PN": {0, 1, 2, 4},
}

// Find walks the Go files below root, those of tests aside. It returns each key
// once, in the order of the files, and an error for each call whose key is no
// constant.
func Find(root string) ([]Key, []error) {
	var found []Key
	var wrong []error
	seen := make(map[[2]string]bool)
	for dir, files := range packages(root) {
		fset := token.NewFileSet()
		var parsed []*ast.File
		for _, name := range files {
			file, err := parser.ParseFile(fset, filepath.Join(root, dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}
			parsed = append(parsed, file)
		}
		in := source{fset: fset, dir: dir, constants: constantsOf(parsed)}
		for _, file := range parsed {
			for call := range calls(file) {
				k, made, err := in.keyOf(call, file.Name.Name)
				if err != nil {
					wrong = append(wrong, err)
				}
				if id := [2]string{k.Context, k.English}; made && !seen[id] {
					seen[id] = true
					found = append(found, k)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.Context, b.Context), cmp.Compare(a.English, b.English))
	})
	return found, wrong
}

// source is a package's source.
type source struct {
	fset      *token.FileSet
	dir       string // relative to the root
	constants map[string]ast.Expr
}

// calls are all calls of a file, in the order in which they stand there.
func calls(file *ast.File) iter.Seq[*ast.CallExpr] {
	return func(yield func(*ast.CallExpr) bool) {
		for n := range ast.Preorder(file) {
			if call, ok := n.(*ast.CallExpr); ok && !yield(call) {
				return
			}
		}
	}
}

// keyOf is the key that a call in a file of the package called name says; made is false
// where it says none. Package say passes on what it is given.
func (s *source) keyOf(call *ast.CallExpr, name string) (k Key, made bool, err error) {
	at, ok := makers[maker(call, name)]
	if !ok || len(call.Args) <= at[1] {
		return Key{}, false, nil
	}
	place := s.fset.Position(call.Pos())
	k.Where = fmt.Sprintf("%s:%d", filepath.ToSlash(filepath.Join(s.dir, filepath.Base(place.Filename))), place.Line)
	for i, to := range []*string{&k.Context, &k.English, &k.Plural} {
		if at[i] < 0 {
			continue
		}
		value, constant := evaluate(call.Args[at[i]], s.constants)
		switch {
		case !constant && name == "say":
			return Key{}, false, nil
		case !constant:
			return Key{}, false, fmt.Errorf("%s: what is said is no constant", k.Where)
		}
		*to = value
	}
	k.Given = given(call, at[3], k.Plural != "")
	return k, true, nil
}

// packages are the Go files that are no tests, by their folder.
func packages(root string) map[string][]string {
	out := make(map[string][]string)
	// What cannot be read has no keys; the build tells of it.
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case d.IsDir() && path != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err == nil {
			out[dir] = append(out[dir], d.Name())
		}
		return nil
	})
	return out
}

// maker is the function of package say that is called, if one is.
func maker(call *ast.CallExpr, in string) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "say" {
			return f.Sel.Name
		}
	case *ast.Ident:
		if in == "say" {
			return f.Name
		}
	}
	return ""
}

// constantsOf are the strings that have a name in a package.
func constantsOf(files []*ast.File) map[string]ast.Expr {
	out := make(map[string]ast.Expr)
	for _, file := range files {
		for n := range ast.Preorder(file) {
			decl, ok := n.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				continue
			}
			for _, spec := range decl.Specs {
				named := spec.(*ast.ValueSpec) // all that a const declares
				for i, value := range named.Values {
					out[named.Names[i].Name] = value
				}
			}
		}
	}
	return out
}

// evaluate is the string that an expression of literals and constants is; false where
// it is anything else.
func evaluate(e ast.Expr, constants map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return evaluate(e.X, constants)
	case *ast.BinaryExpr:
		a, ok := evaluate(e.X, constants)
		b, ok2 := evaluate(e.Y, constants)
		return a + b, ok && ok2 && e.Op == token.ADD
	case *ast.Ident:
		if value := constants[e.Name]; value != nil {
			return evaluate(value, nil)
		}
	}
	return "", false
}

// given are the slots of the values in a call: nil where it passes on a list.
func given(call *ast.CallExpr, from int, counted bool) []string {
	if call.Ellipsis.IsValid() {
		return nil
	}
	out := []string{}
	if counted {
		out = append(out, "n")
	}
	for _, arg := range call.Args[min(from, len(call.Args)):] {
		value, ok := arg.(*ast.CallExpr)
		if !ok || len(value.Args) == 0 {
			return nil
		}
		slot, ok := evaluate(value.Args[0], nil)
		if !ok {
			return nil
		}
		out = append(out, slot)
	}
	return out
}

var slot = regexp.MustCompile(`\{(\w+)(?::(\w+))?\}`)

// Slots are those of a template, each once, in small letters at the beginning,
// sorted.
func Slots(template string) []string {
	var out []string
	for _, m := range slot.FindAllStringSubmatch(template, -1) {
		out = append(out, strings.ToLower(m[1][:1])+m[1][1:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Forms are the forms of values that a template asks for: "dative".
func Forms(template string) []string {
	var out []string
	for _, m := range slot.FindAllStringSubmatch(template, -1) {
		if m[2] != "" {
			out = append(out, m[2])
		}
	}
	return out
}

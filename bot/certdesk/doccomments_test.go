//go:build !race

package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Whoever imports a package reads what it exports in go doc. Error and Unwrap are
// those of the language: what they say stands at the type. Kits for tests, which have
// no go doc of anybody's, are held to it as well.
func TestExportedNamesHaveComments(t *testing.T) {
	for _, file := range sourceFiles(t) {
		if file.test {
			continue
		}
		for _, name := range uncommented(file.syntax) {
			t.Errorf("%s: %s has no comment that begins with its name", file.name, name)
		}
	}
}

func TestExportedNamesHaveCommentsCanFail(t *testing.T) {
	const source = `package p

// Said is.
func Said() {}
func Bare() {}

// It returns.
func Other() {}

type t struct{}
func (t) Hidden() {}

// T is.
type T struct{}
func (*T) Method() {}
func (*T) Error() string { return "" }
func (*T) Unwrap() error { return nil }

// The numbers.
const (
	One = 1
	two = 2
)
const Three = 3 // of them
const (
	Four = 4

	Five = 5
)
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if got := uncommented(file); !slices.Equal(got, []string{"Bare", "Other", "T.Method", "Four", "Five"}) {
		t.Errorf("without a comment: %q", got)
	}
}

// uncommented are the names that a file exports without a comment: one for a group
// will do, and at functions and types it begins with the name.
func uncommented(file *ast.File) []string {
	var out []string
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name, of := d.Name.Name, receiver(d)
			switch {
			case !d.Name.IsExported(), of != "" && !ast.IsExported(of), of != "" && (name == "Error" || name == "Unwrap"):
			case d.Doc == nil, of == "" && !strings.HasPrefix(d.Doc.Text(), name):
				out = append(out, strings.TrimPrefix(of+"."+name, "."))
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
						out = append(out, s.Name.Name)
					}
				case *ast.ValueSpec:
					if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						out = append(out, s.Names[0].Name)
					}
				}
			}
		}
	}
	return out
}

// receiver is the name of the type that a method is of, "" for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr:
			of = t.X
		case *ast.IndexListExpr:
			of = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

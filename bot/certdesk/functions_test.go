//go:build !race

package main_test

import (
	"go/ast"
	"go/token"
	"slices"
	"testing"
)

// TestFunctionsAreShort: what a function does is read at one glance. Lines of tables
// within it (composite literals, and cases that return a value each) do not count, for
// nothing happens there.
func TestFunctionsAreShort(t *testing.T) {
	const most = 75 // 60 are wanted
	for _, file := range sourceFiles(t) {
		if file.test {
			continue
		}
		lines := func(n ast.Node) int { return file.line(n.End()) - file.line(n.Pos()) }
		for _, decl := range file.syntax.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := lines(f) + 1
			ast.Inspect(f, func(at ast.Node) bool {
				switch at := at.(type) {
				case *ast.CompositeLit:
					n -= lines(at)
					return false
				case *ast.CaseClause:
					if len(at.Body) == 1 && lines(at) == 1 {
						n -= 2
					}
				}
				return true
			})
			if n > most {
				t.Errorf("%s: %s has %d lines", file.name, f.Name.Name, n)
			}
		}
	}
}

// line is the line of a place in the file.
func (f *sourceFile) line(at token.Pos) int { return f.fset.Position(at).Line }

// TestLongFunctionsSayWhatTheyDo: in the rooms of the conversation and of the platforms a
// function that is not seen at once has a comment, exported or not.
func TestLongFunctionsSayWhatTheyDo(t *testing.T) {
	const long = 20 // lines
	rooms := []string{"bot/cli", "bot/serve", "bot/desk", "bot/watch", "adapters/slack", "adapters/discord"}
	for _, file := range sourceFiles(t) {
		if file.test || !slices.Contains(rooms, file.pkg) {
			continue
		}
		for _, decl := range file.syntax.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Doc == nil && file.line(f.End())-file.line(f.Pos())+1 >= long {
				t.Errorf("%s: %s has no comment", file.name, f.Name.Name)
			}
		}
	}
}

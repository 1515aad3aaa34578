//go:build !race

package main_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocumentsNameEveryCode: scripts go by the verdicts and codes, so that each of
// them, and each cause, stands in checking.md.
func TestDocumentsNameEveryCode(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", "docs", "checking.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range sourceFiles(t) {
		if file.pkg != "checks" || file.test {
			continue
		}
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			kind, _ := spec.Type.(*ast.Ident)
			value, _ := spec.Values[0].(*ast.BasicLit)
			if kind == nil || value == nil || kind.Name != "Code" && kind.Name != "Verdict" && kind.Name != "Cause" {
				return true
			}
			found++
			if value.Value == `""` {
				return true
			}
			if !strings.Contains(string(text), "`"+strings.Trim(value.Value, `"`)+"`") {
				t.Errorf("checking.md does not name the %s %s", kind.Name, value.Value)
			}
			return true
		})
	}
	if found < 60 {
		t.Errorf("only %d were found", found)
	}
}

package findings

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// contract reads the codes where they are declared.
func contract(t *testing.T) []checks.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../finding.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []checks.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Code" {
			for _, v := range spec.Values {
				text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, checks.Code(text))
			}
		}
		return true
	})
	if len(codes) < 38 {
		t.Fatalf("only %d codes found", len(codes))
	}
	return codes
}

func TestEveryCodeHasARule(t *testing.T) {
	t.Parallel()
	var ruled []checks.Code
	for _, family := range families {
		for _, r := range family {
			if slices.Contains(ruled, r.code) {
				t.Errorf("%s has two rules", r.code)
			}
			ruled = append(ruled, r.code)
			if r.title.Empty() || r.severity == "" {
				t.Errorf("%s: the row is not complete", r.code)
			}
			// What is our own trouble has no step for a user.
			if (len(r.steps) == 0) != slices.Contains(ours, r.code) {
				t.Errorf("%s: steps %v", r.code, r.steps)
			}
			if r.address == nil && r.certificate == nil && r.target == nil || r.address != nil && r.certificate != nil {
				t.Errorf("%s must look at addresses, or at certificates, or at the target", r.code)
			}
			for _, n := range r.steps {
				if n < 1 || n > 10 {
					t.Errorf("%s: there is no step %d", r.code, n)
				}
			}
		}
	}
	codes := contract(t)
	for _, code := range codes {
		if !slices.Contains(ruled, code) {
			t.Errorf("%s has no rule", code)
		}
	}
	for _, code := range ruled {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is not in the contract", code)
		}
	}
}

// An alert about a certificate does not tell whose: only one says that the server
// wants a client's (RFC 8446 §6.2).
func TestAlertsAboutCertificates(t *testing.T) {
	for number, a := range alertTexts {
		if says := strings.Contains(say.Word(nil, a.meaning).String(), "client certificate"); says != (number == 116) {
			t.Errorf("alert %d, %s: the server %s", number, a.name, a.meaning.String())
		}
	}
}

package fixes

import (
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go/ast"

	"certdesk/checks"
)

// titles are fixed by the outer contract.
var titles = [Count]string{
	"Verify the certificate details",
	"Check incoming and outgoing server names",
	"Ensure SSL/TLS encryption settings are correct",
	"Update Windows 11 root certificates",
	"Update Outlook and Office",
	"Check system date and time",
	"Remove and re-add the email account",
	"Temporarily disable antivirus email scanning",
	"Accept the certificate only if you trust the server",
	"Contact your email provider or administrator",
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// TestEnglishIsComplete: every step has its title, path and sentences, and no
// placeholder is left without a word for the case that its value is not known.
func TestEnglishIsComplete(t *testing.T) {
	t.Parallel()
	l := English
	empty := &Situation{}
	for i, text := range l.Steps {
		n := i + 1
		if text.Title != titles[i] {
			t.Errorf("step %d is called %q", n, text.Title)
		}
		paths := append(slices.Clone(text.Actions), text.Generic...)
		paths = append(paths, text.Short)
		if len(text.Actions) < 2 || len(text.Actions) > 5 || text.Short == "" {
			t.Errorf("step %d has %d actions and the short path %q", n, len(text.Actions), text.Short)
		}
		for _, p := range append(paths, text.NewOutlook, text.Caution) {
			for _, name := range placeholder.FindAllStringSubmatch(p, -1) {
				if name[1] != "side" && l.Fallback[name[1]] == "" {
					t.Errorf("step %d: {%s} has no fallback", n, name[1])
				}
			}
			if got := empty.replacer(l).Replace(p); strings.ContainsAny(got, "{}") || strings.Contains(got, "  ") {
				t.Errorf("step %d: %q", n, got)
			}
		}
		if risky := slices.Contains([]int{7, 8, 9}, n); risky != (text.Caution != "") {
			t.Errorf("step %d: caution %q", n, text.Caution)
		}
		if n != contact && len(l.Why[n]) == 0 {
			t.Errorf("step %d has no sentences", n)
		}
	}
	for _, n := range clientSide {
		if l.Fine[n] == nil || l.Fine[n](empty) == "" {
			t.Errorf("step %d has no sentence for a server without fault", n)
		}
	}
	for _, code := range contract(t) {
		if l.Ask[code] == nil && !slices.Contains(later, code) {
			t.Errorf("nothing is asked of the administrator for %s", code)
		}
	}
}

// Sentences must hold when nothing is known.
func TestSentencesWithoutValues(t *testing.T) {
	t.Parallel()
	empty := &Situation{}
	check := func(where, text string) {
		for _, bad := range []string{"%!", "  ", " ,", " .", "{", "0001", "<nil>"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q", where, text)
			}
		}
	}
	for n, codes := range English.Why {
		for code, sentence := range codes {
			full := sentence(&Situation{Host: "h", Name: "h", Port: 1, Issuer: "i", Root: "r", IssuedTo: "t", Thumbprint: "f"})
			check(strconv.Itoa(n)+" "+string(code), full)
			_ = sentence(empty)
		}
	}
	for code, ask := range English.Ask {
		if ask(empty) == "" {
			t.Errorf("%s asks for nothing", code)
		}
	}
	if got := English.Contact(empty, nil); got != "Ask whoever runs the server and send this report along." {
		t.Errorf("contact: %q", got)
	}
}

// later are the codes of the contract whose rules are still to come.
var later = []checks.Code{
	checks.LookupFailed,
	checks.NotAllowed,
	checks.NotTested,
}

// contract reads the codes where they are declared.
func contract(t *testing.T) []checks.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../finding.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []checks.Code
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Code" {
				text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				codes = append(codes, checks.Code(text))
			}
		}
		return true
	})
	return codes
}

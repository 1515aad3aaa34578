package fixes

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

var time0 = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// maxWords is how long a sentence may be: what is longer is not read.
const maxWords = 25

// check holds a text to what all must hold to.
func check(t *testing.T, where string, text say.Text) {
	t.Helper()
	words := text.String()
	for _, bad := range []string{"%!", "  ", " ,", " .", " :", "{", "}", "0001", "<nil>", "“”", "()", "port 0", "Port 0", " 0 ", " 0,", " 0."} {
		if strings.Contains(words, bad) {
			t.Errorf("%s: %q has %q", where, words, bad)
		}
	}
	for _, sentence := range strings.FieldsFunc(words+" ", func(r rune) bool { return r == '?' }) {
		for s := range strings.SplitSeq(sentence, ". ") {
			if n := len(strings.Fields(s)); n > maxWords {
				t.Errorf("%s: %d words: %q", where, n, s)
			}
		}
	}
}

// situations are one in which everything is known, and those that lack something.
func situations() map[string]*Situation {
	full := func() *Situation {
		return &Situation{
			Host: "h.example", Name: "h.example", Port: 993, SetPort: 993, Encryption: "SSL/TLS", Use: "u.example", Version: "TLS 1.2",
			Presented: []string{"n.example"}, Issuer: "I", Root: "R", IssuedTo: "T", Thumbprint: "f0",
			NotBefore: time0, NotAfter: time0.AddDate(1, 0, 0), User: &userView{Issuer: "UI", Holder: "UH", Product: "P", Address: "192.0.2.9", Proxy: "p:1", Begins: time0, Ends: time0},
		}
	}
	out := map[string]*Situation{"full": full(), "empty": {User: &userView{}}}
	for name, change := range map[string]func(*Situation){
		"no host":       func(s *Situation) { s.Host, s.Name = "", "" },
		"no names":      func(s *Situation) { s.Presented = nil },
		"many names":    func(s *Situation) { s.Presented = []string{"a", "b", "c", "d", "e"} },
		"no authority":  func(s *Situation) { s.Issuer, s.Root, s.User.Issuer = "", "", "" },
		"no holder":     func(s *Situation) { s.IssuedTo, s.User.Holder = "", "" },
		"no thumbprint": func(s *Situation) { s.Thumbprint = "" },
		"no dates":      func(s *Situation) { *s = Situation{Host: "h", User: &userView{ClockOff: 1}} },
		"no settings":   func(s *Situation) { s.SetPort, s.Encryption = 0, "" },
		"no port":       func(s *Situation) { s.Port = 0 },
		"no use":        func(s *Situation) { s.Use = "" },
		"an address":    func(s *Situation) { s.Name = "192.0.2.1" },
		"leave":         func(s *Situation) { s.Leave = true },
		"slow clock":    func(s *Situation) { s.User.ClockOff, s.User.ClockAtLeast = -1, true },
		"fast clock":    func(s *Situation) { s.User.ClockOff = 1 },
		"other issuer":  func(s *Situation) { s.User.OtherIssuer = true },
		"other dates":   func(s *Situation) { s.User.OtherDates, s.User.FromDates = true, true },
		"leaked":        func(s *Situation) { s.User.Kind = "leaked-ca" },
		"portal":        func(s *Situation) { s.User.Kind = "captive-portal" },
		"developer":     func(s *Situation) { s.User.Kind = "development-ca" },
		"nothing told":  func(s *Situation) { *s.User = userView{NoName: true, ClockFree: true} },
		"no proxy":      func(s *Situation) { *s.User = userView{NoProxy: true} },
	} {
		s := full()
		change(s)
		out[name] = s
	}
	return out
}

// Every step has its sentences, and in the program of most readers its path.
func TestStepsAreComplete(t *testing.T) {
	t.Parallel()
	for n := 1; n <= checks.StepCount; n++ {
		if n != checks.StepContact && len(whys[n]) == 0 {
			t.Errorf("step %d has no sentences", n)
		}
		for name, s := range situations() {
			for _, show := range []checks.PathLength{checks.WholePath, checks.ShortPath} {
				made, _ := s.words([]int{n}, show, func(int) say.Text { return nil })
				if len(made) != 1 {
					t.Fatalf("step %d, %s: %d steps", n, name, len(made))
				}
				for _, a := range made[0].Actions {
					check(t, "step "+strconv.Itoa(n)+", "+name, a)
				}
			}
		}
	}
	for _, code := range contract(t) {
		if requests[code] == nil && !slices.Contains(later, code) {
			t.Errorf("nothing is asked of the administrator for %s", code)
		}
	}
}

// Sentences hold when nothing is known, or one thing is not.
func TestSentencesWithoutValues(t *testing.T) {
	t.Parallel()
	for name, s := range situations() {
		for n, codes := range whys {
			for code, of := range codes {
				text := of(s)
				if text.Empty() {
					t.Errorf("step %d, %s, %s: nothing is said", n, code, name)
				}
				check(t, strconv.Itoa(n)+" "+string(code)+", "+name, text)
			}
		}
		for _, n := range clientSide {
			text := whyFine[n](s)
			if text.Empty() {
				t.Errorf("step %d, %s: nothing is said of a server without fault", n, name)
			}
			check(t, strconv.Itoa(n)+" fine, "+name, text)
		}
		for outcome, of := range whysSeen {
			for n, why := range of {
				check(t, strconv.Itoa(n)+" "+string(outcome)+", "+name, why(s))
			}
		}
		for code, of := range requests {
			asks := of(s)
			if len(asks) == 0 && code != checks.Unreachable {
				t.Errorf("%s asks for nothing", code)
			}
			check(t, string(code)+" asked, "+name, toContact(s, asks))
		}
		check(t, "nothing asked, "+name, toContact(s, nil))
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

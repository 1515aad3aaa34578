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

// mayEmbed are the structs that embed an interface, a pointer, or a type of somebody
// else's: "package.Type Embedded". All else names its parts: what a type can do then
// stands in its own file, and nobody outside reaches what it was made with. A Config
// is embedded by nobody.
var mayEmbed = map[string]string{
	// One thing about a connection, a listener or a body is done otherwise; whatever
	// else the standard library's interface asks for is that of the one behind.
	"adapters/mail.timed net.Conn":                    "each read and write has its time",
	"bot/admission.recorder net.Conn":                 "keeps what is written; the rest is never called",
	"bot/serve/webserver.heads net.Listener":          "looks at what it accepts",
	"bot/serve/webserver.headConn net.Conn":           "bounds the head of a request",
	"bot/serve.callBody io.ReadCloser":                "tells when it is closed",
	"bot/telemetry.requestLog slog.Handler":           "adds the request to a line",
	"bot/telemetry.tracedConn net.Conn":               "ends its span when it is closed",
	"checks/checktest.cutter net.Conn":                "breaks off",
	"checks/checktest.dribble net.Conn":               "writes in small pieces",
	"checks/checktest.replay net.Conn":                "reads again what was read",
	"checks/probe.tap net.Conn":                       "keeps what is read",
	"checks/proxy.listener net.Conn":                  "keeps what the proxy says",
	"checks/starttls/starttlstest.deadlines net.Conn": "notes the deadlines that are set",
	"checks/checktest.screamer Behaviour":             "says one more thing than the behaviour behind",

	// The same for interfaces of ours with many methods, of which few are changed.
	"bot/telemetry.tracedResolver resolve.Resolver": "traces lookups of addresses; other records are asked for as before",
	"store.observed Backend":                        "watches the writes; reads pass",
	"bot/serve.onDiscord *discord.Adapter":          "is the adapter, and has what serve asks of any platform besides",
	"bot/serve.onSlack *slack.Adapter":              "is the adapter, and has what serve asks of any platform besides",

	// A value is of a kind, and is written out beside what the kind adds.
	"bot/cli.timeFlag time.Time":                          "is a time that can be typed",
	"checks.NotTLSEvidence *ProtocolEvidence":             "evidence that several findings share, flat in JSON",
	"checks.NotTLSEvidence *SiblingEvidence":              "evidence that several findings share, flat in JSON",
	"checks.STARTTLSNotOfferedEvidence *ProtocolEvidence": "evidence that several findings share, flat in JSON",
	"checks.STARTTLSNotOfferedEvidence *SiblingEvidence":  "evidence that several findings share, flat in JSON",
	"checks.ServerRefusedEvidence *SiblingEvidence":       "evidence that several findings share, flat in JSON",
	"checks.UnreachableEvidence *SiblingEvidence":         "evidence that several findings share, flat in JSON",
}

func TestNobodyEmbedsToBorrow(t *testing.T) {
	files := sourceFiles(t)
	interfaces := interfacesOf(files)
	used := make(map[string]bool)
	for _, file := range files {
		if file.test {
			continue
		}
		for _, e := range embedded(file.pkg, file.syntax, interfaces) {
			if used[e.what] = true; e.config || mayEmbed[e.what] == "" {
				t.Errorf("%s: %s is embedded; a field with a name and the methods that are meant say what is borrowed", file.name, e.what)
			}
		}
	}
	for what := range mayEmbed {
		if !used[what] {
			t.Errorf("mayEmbed allows what nobody does: %s", what)
		}
	}
}

// embedding is a field without a name.
type embedding struct {
	what   string
	config bool
}

// interfacesOf are the interfaces that the module declares, as "package.Name".
func interfacesOf(files []sourceFile) map[string]bool {
	out := make(map[string]bool)
	for _, file := range files {
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if _, ok := spec.Type.(*ast.InterfaceType); ok {
					out[file.pkg+"."+spec.Name.Name] = true
				}
			}
			return true
		})
	}
	return out
}

// embedded are the embedded fields of a file that may borrow: those of a pointer, of
// an interface, of another package's type, and of a Config. Plain values of the
// package's own are parts like any other.
func embedded(pkg string, file *ast.File, interfaces map[string]bool) []embedding {
	var out []embedding
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		made, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range made.Fields.List {
			if len(field.Names) > 0 {
				continue
			}
			star, name, foreign := "", "", false
			typ := field.Type
			if p, ok := typ.(*ast.StarExpr); ok {
				star, typ = "*", p.X
			}
			if g, ok := typ.(*ast.IndexExpr); ok {
				typ = g.X
			}
			switch typ := typ.(type) {
			case *ast.Ident:
				name = typ.Name
			case *ast.SelectorExpr:
				name = typ.X.(*ast.Ident).Name + "." + typ.Sel.Name
				// Data of the vocabularies has no methods that anybody could borrow.
				foreign = !slices.Contains([]string{"bot", "checks"}, typ.X.(*ast.Ident).Name)
			}
			config := strings.HasSuffix(name, "Config")
			if star != "" || foreign || config || interfaces[pkg+"."+name] {
				out = append(out, embedding{pkg + "." + spec.Name.Name + " " + star + name, config})
			}
		}
		return true
	})
	return out
}

// The test itself is tried: one that finds nothing is none.
func TestEmbeddingCanFail(t *testing.T) {
	const text = `package room
type Config struct{}
type Doer interface{ Do() }
type plain struct{}
type a struct{ Config }
type b struct{ *plain }
type c struct{ Doer }
type d struct{ net.Conn }
type e struct{ plain }
type f struct{ doer Doer }
type g struct{ checks.Target }
`
	syntax, err := parser.ParseFile(token.NewFileSet(), "room.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range embedded("room", syntax, interfacesOf([]sourceFile{{pkg: "room", syntax: syntax}})) {
		found = append(found, e.what)
	}
	if want := []string{"room.a Config", "room.b *plain", "room.c Doer", "room.d net.Conn"}; !slices.Equal(found, want) {
		t.Errorf("found %q, not %q", found, want)
	}
}

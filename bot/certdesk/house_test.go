//go:build !race

package main_test

import (
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// whoMayCallWhat keeps the ways to the outside world in few hands, so that
// policy (which addresses may be dialled, how long, how often) has one place
// each. Calls that stand in no row are free; tests are free too.
const whoMayCallWhat = `
	# Connections are opened by a dialer that is passed in; the program makes it.
	# Servers and suites for tests reach their own listeners. The policy's dialer
	# judges at the socket, for each call what that call may reach.
	net.Dial               : checks/starttls/starttlstest, checks/probe/openssltest
	net.DialTimeout        : store/redis/redistest
	net.Dialer             : bot/cli, bot/serve, bot/dialpolicy, checks/checktest
	tls.Dial               : nobody
	tls.DialWithDialer     : nobody
	tls.Dialer             : nobody
	net.DefaultResolver    : checks/resolve
	net.LookupHost         : nobody
	net.LookupIP           : nobody
	http.DefaultClient     : nobody
	http.DefaultTransport  : nobody
	http.DefaultServeMux   : nobody
	http.Get               : nobody
	http.Head              : nobody
	http.Post              : nobody
	http.PostForm          : nobody
	http.Handle            : nobody
	http.HandleFunc        : nobody

	# Only the program ends the process, owns the standard streams and reads
	# settings (chain reads SSL_CERT_FILE, which belongs to the system's roots).
	os.Exit                : bot/certdesk, checks/phrasebook/complete, store/storetest
	os.Stdin               : bot/certdesk
	os.Stdout              : bot/certdesk
	os.Stderr              : bot/certdesk, checks/phrasebook/complete, store/storetest
	os.Getenv              : bot/certdesk, bot/cli, bot/serve, adapters/adaptertest, checks/chain, store/storetest, store/redis/redistest, checks/probe/openssltest
	os.LookupEnv           : nobody
	fmt.Print              : nobody
	fmt.Printf             : nobody
	fmt.Println            : store/storetest
	log.Fatal              : nobody
	log.Fatalf             : nobody
	log.Print              : nobody
	log.Printf             : nobody
	log.Println            : nobody

	# What is one for the whole process, the program sets before anything else runs.
	# (bot/serve reads the memory limit, which is done by the same function.)
	log.SetOutput          : bot/certdesk
	log.SetFlags           : nobody
	slog.SetDefault        : nobody
	slog.Default           : nobody
	debug.SetGCPercent     : bot/certdesk
	debug.SetMemoryLimit   : bot/serve
	memlimit.Set           : bot/certdesk
	redis.SetLogger        : store/redis
	redis.DiscardLog       : bot/certdesk
	otel.SetTracerProvider : nobody
	otel.SetErrorHandler   : nobody
	signal.Notify          : nobody
	signal.NotifyContext   : bot/certdesk
	os.Setenv              : nobody
	os.Chdir               : nobody
`

// Names that say nothing about what is inside.
var emptyNames = []string{"util", "utils", "common", "helper", "helpers", "types", "misc", "base", "shared", "lib", "internal"}

func TestWhoMayCallWhat(t *testing.T) {
	rules := parseRules(t, whoMayCallWhat)
	for _, file := range sourceFiles(t) {
		if file.test {
			continue
		}
		for _, use := range file.uses {
			i := slices.IndexFunc(rules, func(r rule) bool { return r.subject == use.what })
			if i >= 0 && !rules[i].allows(file.pkg, false) {
				t.Errorf("%s:%d: %s may not use %s; the rule is\n\t%s", file.name, use.line, file.pkg, use.what, rules[i].text)
			}
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	documented := make(map[string]bool)
	for _, file := range sourceFiles(t) {
		if slices.Contains(emptyNames, path.Base(file.pkg)) || slices.Contains(emptyNames, file.syntax.Name.Name) {
			t.Errorf("%s: the package name says nothing about what is inside", file.name)
		}
		if !file.test {
			documented[file.pkg] = documented[file.pkg] || file.syntax.Doc != nil
		}
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment", pkg)
		}
	}
}

func TestNoInit(t *testing.T) {
	for _, file := range sourceFiles(t) {
		for _, decl := range file.syntax.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: has a func init; what it sets up is passed in instead", file.name)
			}
		}
	}
}

// A variable that a package exports can be changed by every other one. Errors to
// compare with are the exception that the whole language makes; kits for tests are
// free.
func TestExportedVariablesAreErrors(t *testing.T) {
	for _, file := range sourceFiles(t) {
		if file.test || strings.HasSuffix(file.pkg, "test") {
			continue
		}
		for _, decl := range file.syntax.Decls {
			vars, ok := decl.(*ast.GenDecl)
			if !ok || vars.Tok != token.VAR {
				continue
			}
			for _, spec := range vars.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if name.IsExported() && !strings.HasPrefix(name.Name, "Err") {
						t.Errorf("%s: exports the variable %s; a function gives what nobody else can change", file.name, name.Name)
					}
				}
			}
		}
	}
}

// What a file leans on is read in one order: the standard library, others, ours.
func TestImportsStandInOrder(t *testing.T) {
	whose := func(imported string) int {
		first, _, _ := strings.Cut(imported, "/")
		switch {
		case first == "certdesk":
			return 2
		case strings.Contains(first, "."):
			return 1
		}
		return 0
	}
	for _, file := range sourceFiles(t) {
		byWhose := func(a, b string) int { return whose(a) - whose(b) }
		if !slices.IsSortedFunc(file.imports, byWhose) {
			t.Errorf("%s: imports the standard library, others and certdesk in another order", file.name)
		}
	}
}

// go test -fuzz names what failed by a hash. Who keeps it says what is in it.
func TestFuzzInputsAreNamed(t *testing.T) {
	inputs, err := fs.Glob(os.DirFS("../.."), "*/*/testdata/fuzz/*/*")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("%d inputs, %v", len(inputs), err)
	}
	deeper, err := fs.Glob(os.DirFS("../.."), "*/*/*/testdata/fuzz/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range append(inputs, deeper...) {
		if hash, err := hex.DecodeString(path.Base(input)); err == nil && len(hash) == 8 {
			t.Errorf("%s: is named by its hash", input)
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	const most = 600
	for _, file := range sourceFiles(t) {
		if file.lines > most {
			t.Errorf("%s: %d lines; a file of more than %d holds more than one concept", file.name, file.lines, most)
		}
	}
}

// A sourceFile is one Go file of this module.
type sourceFile struct {
	name    string // relative to the module's root
	pkg     string // the folder, which is the import path without "certdesk/"
	test    bool
	imports []string
	uses    []use // package-level names of other packages: "net.Dial"
	syntax  *ast.File
	fset    *token.FileSet
	lines   int
}

type use struct {
	what string
	line int
}

var readSources = sync.OnceValues(func() ([]sourceFile, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	var files []sourceFile
	fset := token.NewFileSet()
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file := sourceFile{
			name: filepath.ToSlash(rel), pkg: path.Dir(filepath.ToSlash(rel)),
			test: strings.HasSuffix(name, "_test.go"), syntax: syntax, fset: fset, lines: strings.Count(string(src), "\n"),
		}
		file.collect(fset)
		files = append(files, file)
		return nil
	})
	return files, err
})

func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	files, err := readSources()
	if err != nil {
		t.Fatalf("reading the module's source: %v", err)
	}
	return files
}

// collect notes what the file imports and what it uses of it. A package's
// name is taken to be its path's last part, which holds for all in the rules.
func (f *sourceFile) collect(fset *token.FileSet) {
	names := make(map[string]string)
	for _, spec := range f.syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has seen to it
		}
		f.imports = append(f.imports, imported)
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		names[local] = path.Base(imported)
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Obj == nil && names[x.Name] != "" {
			f.uses = append(f.uses, use{names[x.Name] + "." + sel.Sel.Name, fset.Position(sel.Pos()).Line})
		}
		return true
	})
}

//go:build !race

package main_test

import (
	"go/ast"
	"go/types"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"certdesk/adapters/connection"
	"certdesk/adapters/discord"
	"certdesk/adapters/discord/rest"
	"certdesk/adapters/mail"
	"certdesk/adapters/slack"
	"certdesk/adapters/webhook"
	"certdesk/bot/admission"
	"certdesk/bot/cli"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/telemetry/otlphttp"
	"certdesk/bot/watch"
	"certdesk/checks/aia"
	"certdesk/checks/chain"
	"certdesk/checks/discover"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/probe"
	"certdesk/checks/revocation"
	"certdesk/store/redis/queue"
)

// made has a row for each function that makes something from a Config, given an empty
// one.
var made = map[string]func() (any, error){
	"adapters/connection.NewHealth": func() (any, error) { return connection.NewHealth(connection.Config{}) },
	"adapters/discord.New":          func() (any, error) { return discord.New(discord.Config{}) },
	"adapters/discord/rest.New":     func() (any, error) { return rest.New(rest.Config{}) },
	"adapters/mail.New":             func() (any, error) { return mail.New(mail.Config{}) },
	"adapters/slack.New":            func() (any, error) { return slack.New(slack.Config{}) },
	"adapters/webhook.New":          func() (any, error) { return webhook.New(webhook.Config{}) },
	"bot/admission.New":             func() (any, error) { return admission.New(admission.Config{}) },
	"bot/cli.NewFront":              func() (any, error) { return cli.NewFront(cli.FrontConfig{}) },
	"bot/desk.New":                  func() (any, error) { return desk.New(desk.Config{}) },
	"bot/incident.NewKeeper":        func() (any, error) { return incident.NewKeeper(incident.Config{}) },
	"bot/keeping.New":               func() (any, error) { return keeping.New(keeping.Config{}) },
	"bot/telemetry/otlphttp.New":    func() (any, error) { return otlphttp.New(otlphttp.Config{}) },
	"bot/watch.New":                 func() (any, error) { return watch.New(watch.Config{}) },
	"checks/aia.New":                func() (any, error) { return aia.New(aia.Config{}) },
	"checks/discover.New":           func() (any, error) { return discover.New(discover.Config{}) },
	"checks/engine.New":             func() (any, error) { return engine.New(engine.Config{}) },
	"checks/fetch.New":              func() (any, error) { return fetch.New(fetch.Config{}) },
	"checks/mailpolicy.New":         func() (any, error) { return mailpolicy.New(mailpolicy.Config{}) },
	"checks/revocation.New":         func() (any, error) { return revocation.New(revocation.Config{}) },
	"store/redis/queue.NewWorker":   func() (any, error) { return queue.NewWorker(queue.WorkerConfig{}) },
}

// TestConstructorsNameWhatIsMissing: who wires a part wrongly reads which one.
func TestConstructorsNameWhatIsMissing(t *testing.T) {
	names := regexp.MustCompile(`^(an?|the) .+ lacks its [A-Z]\w+(, [A-Z]\w+)*$`)
	for what, build := range made {
		if _, err := build(); err == nil || !names.MatchString(err.Error()) {
			t.Errorf("%s without parts: %v", what, err)
		}
	}
}

// What takes a Config is complete or an error: no constructor leaves a part to a nil
// pointer later. Functions of plain arguments check nothing, for what is missing there
// is seen where they are called.
func TestConstructorsCheckTheirConfig(t *testing.T) {
	found := make(map[string]bool)
	for _, file := range sourceFiles(t) {
		if file.test {
			continue
		}
		for _, decl := range file.syntax.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || !takesConfig(f.Type) {
				continue
			}
			what := file.pkg + "." + f.Name.Name
			found[what] = true
			results := f.Type.Results
			if results == nil || len(results.List) != 2 || types.ExprString(results.List[1].Type) != "error" {
				t.Errorf("%s takes a Config and returns no error", what)
			}
			if made[what] == nil {
				t.Errorf("%s has no row in made, which tries it with nothing", what)
			}
		}
	}
	for what := range made {
		if !found[what] {
			t.Errorf("made has a row for %s, which is not there", what)
		}
	}
}

func takesConfig(f *ast.FuncType) bool {
	return slices.ContainsFunc(f.Params.List, func(p *ast.Field) bool {
		name, ok := p.Type.(*ast.Ident)
		return ok && strings.HasSuffix(name.Name, "Config")
	})
}

// mayHaveTheClock are the rooms that give the machine's clock to others, and fakes of
// the world outside. Everybody else is given one, and without one there is an error.
var mayHaveTheClock = []string{
	"adapters/adaptertest/fakediscord", "adapters/adaptertest/fakeslack",
	"bot/cli", "bot/demo", "bot/diagnosis", "bot/serve", "bot/serve/openstore", "bot/telemetry", "checks/resolve",
}

func TestTheClockIsPassedIn(t *testing.T) {
	for _, file := range sourceFiles(t) {
		if file.test || slices.Contains(mayHaveTheClock, file.pkg) {
			continue
		}
		called := make(map[ast.Expr]bool)
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called[n.Fun] = true
			case *ast.SelectorExpr:
				if types.ExprString(n) == "time.Now" && !called[n] {
					t.Errorf("%s: takes the machine's clock by itself; nil stands for no clock", file.name)
				}
			}
			return true
		})
	}
}

// TestSettingsStayInside: what a part was made with is nobody else's to read or
// change: neither an adapter's keys nor the clock of a desk.
func TestSettingsStayInside(t *testing.T) {
	kept := []reflect.Type{reflect.TypeFor[diagnosis.Checker](), reflect.TypeFor[chain.Judge](), reflect.TypeFor[probe.Prober]()}
	for _, build := range made {
		of, _ := build()
		kept = append(kept, reflect.TypeOf(of).Elem())
	}
	for _, made := range kept {
		for f := range made.Fields() {
			if f.IsExported() || f.Anonymous {
				t.Errorf("%s has the field %s for everybody", made, f.Name)
			}
		}
	}
}

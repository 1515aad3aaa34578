//go:build !race

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/serve"
)

// settingName is what a setting is called, and nothing else in these files is.
var settingName = regexp.MustCompile(`\b(?:SLACK|DISCORD|CERTDESK|LOG|OTEL)_[A-Z]+(?:_[A-Z]+)*\b|\bREDIS_URL(?:_FILE)?\b`)

// knownSettings are the names that the program asks the environment for.
func knownSettings(t *testing.T) map[string]bool {
	t.Helper()
	var files []string
	for _, rooms := range []string{"../*/*.go", "../*/*/*.go"} {
		found, err := filepath.Glob(rooms)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	known := make(map[string]bool)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil && settingName.FindString(text) == text && text != "" {
					known[text] = true
				}
			}
			return true
		})
	}
	for name := range known {
		if known[strings.TrimSuffix(name, "_FILE")] && strings.HasSuffix(name, "_FILE") {
			delete(known, name) // the form that every setting has
		}
	}
	if !known["SLACK_BOT_TOKEN"] || !known["CERTDESK_DATA"] || !known["REDIS_URL"] || len(known) < 25 {
		t.Fatalf("these cannot be all settings: %v", known)
	}
	return known
}

// TestEverySettingIsKnown: whoever looks for slips of the pen knows all that the
// program asks for.
func TestEverySettingIsKnown(t *testing.T) {
	for name := range knownSettings(t) {
		if !slices.Contains(serve.SettingNames(), name) {
			t.Errorf("%s is read, and called unknown", name)
		}
	}
}

// deployFiles reads all files of deploy/, the README and how to contribute.
func deployFiles(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	read := func(name string) error {
		data, err := os.ReadFile(name)
		files[filepath.ToSlash(name)] = string(data)
		return err
	}
	err := filepath.WalkDir(deployFolder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return read(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../../README.md", "../../.github/CONTRIBUTING.md"} {
		if err := read(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestDeployNamesSettingsThatExist(t *testing.T) {
	known := knownSettings(t)
	// What stands in these files and is set by others.
	foreign := []string{"CERTDESK_VERSION", "CERTDESK_REQUIRE_SERVERS", "CERTDESK_BINARY", soakVariable, floodVariable}
	for name, text := range deployFiles(t) {
		for _, word := range settingName.FindAllString(text, -1) {
			if !known[word] && !known[strings.TrimSuffix(word, "_FILE")] && !slices.Contains(foreign, word) {
				t.Errorf("%s names %s, which is no setting", name, word)
			}
		}
	}
}

// TestSettingsAreDocumented wants a row for each in the table of operations.md.
func TestSettingsAreDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deployFolder, "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range knownSettings(t) {
		if n := strings.Count(string(text), "\n| `"+name+"` |"); n != 1 {
			t.Errorf("operations.md has %d rows for %s", n, name)
		}
	}
}

// TestDocumentsNameFilesThatExist reads every path between backquotes.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	quoted := regexp.MustCompile("`((?:checks|bot|adapters|store|deploy|\\.ci)/[^` ]*)`")
	found := 0
	for name, text := range deployFiles(t) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		for _, match := range quoted.FindAllStringSubmatch(text, -1) {
			found++
			if files, err := filepath.Glob(filepath.Join("../..", match[1])); err != nil || len(files) == 0 {
				t.Errorf("%s names %s, which is not there", name, match[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("%d paths found", found)
	}
}

// TestDocumentsLinkToWhatExists follows every link from one document to another, and
// to a heading in it.
func TestDocumentsLinkToWhatExists(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]+))?\)`)
	heading := regexp.MustCompile(`(?m)^#+ (.+)$`)
	found := 0
	for name, text := range deployFiles(t) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			found++
			to := name
			if match[1] != "" {
				to = filepath.Join(filepath.Dir(name), match[1])
			}
			data, err := os.ReadFile(to)
			if info, statErr := os.Stat(to); statErr == nil && info.IsDir() {
				continue
			}
			if err != nil {
				t.Errorf("%s links to %s, which is not there", name, match[1])
				continue
			}
			headed := match[2] == ""
			for _, h := range heading.FindAllStringSubmatch(string(data), -1) {
				headed = headed || match[2] == strings.ReplaceAll(strings.ToLower(h[1]), " ", "-")
			}
			if !headed {
				t.Errorf("%s links to #%s of %s, which has no such heading", name, match[2], to)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d links found", found)
	}
}

// TestTheReadmeIsShort: more stands in the documents that it leads to.
func TestTheReadmeIsShort(t *testing.T) {
	const most = 150
	if n := strings.Count(deployFiles(t)["../../README.md"], "\n"); n > most {
		t.Errorf("README.md has %d lines, and %d are enough", n, most)
	}
}

// TestSlackManifestHasTheGrammarsCommands: what Slack offers is what the bot
// knows.
func TestSlackManifestHasTheGrammarsCommands(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(deployFolder, "slack-manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^ +- command: (/\S+)$`).FindAllStringSubmatch(string(text), -1)
	if len(commands) != len(command.Names()) {
		t.Errorf("the manifest has %d commands, the grammar %v", len(commands), command.Names())
	}
	for _, match := range commands {
		if _, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: match[1], Text: "help"}); err != nil {
			t.Errorf("%s help: %v", match[1], err)
		}
	}
}

//go:build !race

package main_test

import (
	"path"
	"regexp"
	"strings"
	"testing"
)

// TestReadingOrderNamesEveryFile: whoever reads a room goes by its comment, file by
// file. Where that lists files ("//	check.go  …"), it has all of them.
func TestReadingOrderNamesEveryFile(t *testing.T) {
	rooms := []string{"bot/", "adapters/"}
	lists := regexp.MustCompile(`(?m)^\t[a-z]+\.go\b`)
	comments, files := make(map[string]string), make(map[string][]string)
	for _, file := range sourceFiles(t) {
		if file.test || !strings.HasPrefix(file.pkg, rooms[0]) && !strings.HasPrefix(file.pkg, rooms[1]) {
			continue
		}
		files[file.pkg] = append(files[file.pkg], path.Base(file.name))
		if file.syntax.Doc != nil {
			comments[file.pkg] += path.Base(file.name) + "\n" + file.syntax.Doc.Text()
		}
	}
	for room, names := range files {
		if !lists.MatchString(comments[room]) {
			continue
		}
		for _, name := range names {
			if !strings.Contains(comments[room], name) {
				t.Errorf("the comment of %s does not name %s", room, name)
			}
		}
	}
}

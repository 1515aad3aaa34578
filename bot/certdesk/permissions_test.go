//go:build !race

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/bot/access"
)

// TestPermissionsAreDocumented compares who may do what with what security.md
// says of it, row by row.
func TestPermissionsAreDocumented(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(deployFolder, "docs/security.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "## Who may do what\n")
	section, _, _ = strings.Cut(section, "\n## ")
	_, table, _ := strings.Cut(section, "| --- | --- |\n")
	table, after, _ := strings.Cut(table, "\n\n")
	var want []string
	for _, p := range access.Permissions() {
		want = append(want, "| "+p.Does.String()+" | "+p.Who.String()+" |")
	}
	if got := strings.TrimSpace(table); got != strings.Join(want, "\n") {
		t.Errorf("security.md says\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if !strings.Contains(strings.Join(strings.Fields(after), " "), access.WithoutAdmins().String()) {
		t.Error("security.md does not say what holds without admins")
	}
}

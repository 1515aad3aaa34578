//go:build !race

package errortext_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maxUnread is how many phrases nobody has read at their source. It may only
// fall: a new phrase is read where its program keeps it, or on a page that shows
// it, before it gets into the tables.
const maxUnread = 255

func TestUnread(t *testing.T) {
	t.Parallel()
	tables, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, table := range tables {
		if strings.HasSuffix(table, "_test.go") {
			continue
		}
		text, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		n += strings.Count(string(text), `"? `) - strings.Count(string(text), `unread = "? "`)
	}
	if n > maxUnread {
		t.Errorf("%d phrases were not read at their source, at most %d may be", n, maxUnread)
	}
	t.Logf("%d phrases were not read at their source", n)
}

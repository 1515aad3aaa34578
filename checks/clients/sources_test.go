package clients

import (
	"strings"
	"testing"
)

// TestSources: every row names the document, or the program's own source, that
// says so.
func TestSources(t *testing.T) {
	t.Parallel()
	for _, table := range tables {
		for i := range table {
			r := &table[i]
			for _, o := range r.opinions {
				switch {
				case o.source == sourceSeen: // the check itself
				case strings.HasPrefix(o.source, "https://") && len(o.source) > len("https://x.y/z"):
				case strings.HasPrefix(o.source, "RFC "):
				default:
					t.Errorf("%s, %v: %q is no source", r.name, o.clients, o.source)
				}
			}
		}
	}
}

package software

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A row that nobody can look up is hearsay.
func TestRowsHaveSources(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, r := range rows() {
		if problem := sourceProblem(r.source, r.written); problem != "" {
			t.Errorf("%s: %s", r.key, problem)
		}
		if seen[r.key] || r.key == "" || r.name == "" {
			t.Errorf("%q (%s) has no key of its own", r.key, r.name)
		}
		seen[r.key] = true
		if len(r.certificate) == 0 || len(r.reload) == 0 {
			t.Errorf("%s: nothing sets its certificate, or reloads it", r.key)
		}
	}
	for _, h := range hooks {
		if problem := sourceProblem(h.source, h.written); problem != "" {
			t.Errorf("%s: %s", h.name, problem)
		}
	}
	if problem := sourceProblem("", "2026-11-29"); problem == "" {
		t.Error("a row without a source passes")
	}
}

func sourceProblem(source, written string) string {
	if u, err := url.Parse(source); err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") {
		return "its source is no page: " + source
	}
	if _, err := time.Parse(time.DateOnly, written); err != nil {
		return "it has no date: " + written
	}
	return ""
}

// Each program can be told, by what it says or as a usual one of its service.
func TestRowsAreReached(t *testing.T) {
	t.Parallel()
	reached := make(map[string]bool)
	for _, keys := range usual {
		for _, key := range keys {
			if byKey(key) == nil {
				t.Errorf("no program is called %q", key)
			}
			reached[key] = true
		}
	}
	for _, r := range rows() {
		if !reached[r.key] && len(r.signs) == 0 {
			t.Errorf("nothing tells %s", r.key)
		}
	}
}

var slot = regexp.MustCompile(`\{[a-z]+\}`)

func TestLinesAreFilledIn(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"{chain}": true, "{key}": true, "{leaf}": true, "{rest}": true, "{name}": true}
	for _, r := range rows() {
		for _, list := range [][]lines{r.certificate, r.chain, r.byName, r.versions} {
			for _, l := range list {
				for _, text := range l.text {
					for _, s := range slot.FindAllString(text, -1) {
						if !known[s] {
							t.Errorf("%s: nothing is put into %s of %q", r.key, s, text)
						}
					}
				}
			}
		}
	}
}

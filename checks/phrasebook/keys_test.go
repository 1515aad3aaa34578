package phrasebook

import (
	"slices"
	"strings"
	"testing"

	"certdesk/checks/phrasebook/keys"
)

// said is what the source says.
func said(t *testing.T) []keys.Key {
	t.Helper()
	found, wrong := keys.Find("../..")
	for _, err := range wrong {
		t.Error(err)
	}
	if len(found) < 20 {
		t.Fatalf("only %d sentences were found", len(found))
	}
	return found
}

// A slot and a value always pair up.
func TestSlotsHaveValues(t *testing.T) {
	t.Parallel()
	for _, k := range said(t) {
		slots := keys.Slots(k.English)
		if k.Plural != "" && !slices.Equal(union(slots, []string{"n"}), union(keys.Slots(k.Plural), []string{"n"})) {
			t.Errorf("%s: %q and %q have different slots", k.Where, k.English, k.Plural)
		}
		if k.Given == nil || strings.HasPrefix(k.Where, "checks/say/") {
			continue
		}
		if k.Plural != "" {
			slots = union(slots, []string{"n"})
		}
		var given []string
		for _, slot := range k.Given {
			given = append(given, strings.ToLower(slot[:1])+slot[1:])
		}
		if given = union(given, nil); !slices.Equal(given, slots) {
			t.Errorf("%s: %q has the slots %q and the values %q", k.Where, k.English, slots, given)
		}
	}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// Everything that is said is in every catalogue, with the same slots.
func TestEverySentenceIsTranslated(t *testing.T) {
	t.Parallel()
	all := said(t)
	for _, lang := range Languages()[1:] {
		b := book(t, lang)
		missing := 0
		for _, k := range all {
			counts := []int{1}
			if k.Plural != "" {
				counts = []int{0, 1, 2, 5, 21}
			}
			for _, n := range counts {
				foreign, ok := b.Template(k.Context, k.English, k.Plural, n)
				if !ok {
					t.Errorf("%s.po lacks (%s) %q %q; go generate ./checks/phrasebook adds it", lang, k.Where, k.Context, k.English)
					missing++
					break
				}
				want, got := keys.Slots(k.English), keys.Slots(foreign)
				if k.Plural != "" {
					want, got = union(want, []string{"n"}), union(got, []string{"n"})
				}
				if !slices.Equal(want, got) {
					t.Errorf("%s.po: %q has the slots %q, %q has %q", lang, k.English, want, foreign, got)
				}
			}
		}
		t.Logf("%s: %d of %d are missing", lang, missing, len(all))
	}
}

//go:build !race

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

// An entry that nobody says is an error, or an old one.
func TestNoEntryIsUnused(t *testing.T) {
	t.Parallel()
	type id struct{ context, key string }
	known := make(map[id]bool)
	contexts := make(map[string]map[string]bool) // the keys of a context
	for _, k := range said(t) {
		known[id{k.Context, k.English}] = true
		if contexts[k.Context] == nil {
			contexts[k.Context] = make(map[string]bool)
		}
		contexts[k.Context][k.English] = true
	}
	for _, lang := range Languages()[1:] {
		b := book(t, lang)
		forms := map[string]bool{} // "dative", asked for by some template
		each(b, func(_, _ string, said []string) {
			for _, foreign := range said {
				for _, form := range keys.Forms(foreign) {
					forms[form] = true
				}
			}
		})
		each(b, func(context, key string, _ []string) {
			if key == "" || known[id{context, key}] {
				return
			}
			if plain, form, ok := cutLast(context); ok && forms[form] && contexts[plain][key] {
				return
			}
			t.Errorf("%s.po: nobody says (%s) %q", lang, context, key)
		})
	}
}

// cutLast parts a context and the form behind it: "span" and "dative".
func cutLast(context string) (plain, form string, ok bool) {
	at := strings.LastIndex(context, " ")
	if at < 0 {
		return "", context, context != ""
	}
	return context[:at], context[at+1:], true
}

// each visits all entries of a book, with what is said in each form.
func each(b *Book, visit func(context, key string, said []string)) {
	for context, all := range b.said {
		for key, one := range all {
			said := []string{one}
			if forms := b.counted[context][key]; forms != nil {
				said = forms
			}
			visit(context, key, said)
		}
	}
}

// What is written by hand is not typed wrongly, and is read as it stands: the
// library passes over what it does not understand.
func TestFilesAreReadWhole(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages()[1:] {
		data, err := files.ReadFile("po/" + lang + ".po")
		if err != nil {
			t.Fatal(err)
		}
		written := strings.Count("\n"+string(data), "\nmsgid \"") - 1 // without the header
		read := 0
		each(book(t, lang), func(_, key string, said []string) {
			if key != "" {
				read++
			}
			for _, foreign := range said {
				for _, typo := range []string{"  ", " .", " ,", "{ ", " }"} {
					if strings.Contains(foreign, typo) {
						t.Errorf("%s.po: %q", lang, foreign)
					}
				}
			}
		})
		if read != written {
			t.Errorf("%s.po: %d entries are written, and %d different ones read", lang, written, read)
		}
	}
}

package intercept

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"strings"
	"sync"
)

// index leads from a name to the rows of makers, without trying each pattern
// of each: a sweep asks for thousands of chains that nobody here has made.
type index struct {
	whole map[string][]int
	// begins are the wildcards that end in "*" alone, by their first letter, and wild
	// all others.
	begins map[string][]wildcard
	wild   []wildcard
}

// wildcard is a name with "*" at its beginning, its end or both, or with "?" and
// "#" in the places of letters and digits.
type wildcard struct {
	core        string
	front, back bool
	row         int
}

// byName is the index of makers, made when it is first wanted.
var byName = sync.OnceValue(func() index {
	x := index{whole: map[string][]int{}, begins: map[string][]wildcard{}}
	for row := range makers {
		for _, name := range makers[row].names {
			core, front := strings.CutPrefix(name, "*")
			core, back := strings.CutSuffix(core, "*")
			switch w := (wildcard{core, front, back, row}); {
			case back && !front:
				x.begins[core[:1]] = append(x.begins[core[:1]], w)
			case front || strings.ContainsAny(name, "?#"):
				x.wild = append(x.wild, w)
			default:
				x.whole[name] = append(x.whole[name], row)
			}
		}
	}
	return x
})

// rows are those of makers that bear a name, given in lower case; in no order,
// and one perhaps twice.
func (x index) rows(name string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, row := range x.whole[name] {
			if !yield(row) {
				return
			}
		}
		for _, some := range [][]wildcard{x.begins[name[:min(1, len(name))]], x.wild} {
			for i := range some {
				if w := &some[i]; w.matches(name) && !yield(w.row) {
					return
				}
			}
		}
	}
}

func (w *wildcard) matches(name string) bool {
	switch {
	case w.front && w.back:
		return strings.Contains(name, w.core)
	case w.front:
		return strings.HasSuffix(name, w.core)
	case w.back:
		return strings.HasPrefix(name, w.core)
	}
	return isNumber(name, w.core)
}

// isNumber tells whether a name, in lower case, is a machine's number of the form.
func isNumber(name, form string) bool {
	if len(name) != len(form) {
		return false
	}
	for i := range len(form) {
		digit := '0' <= name[i] && name[i] <= '9'
		switch form[i] {
		case '#':
			if !digit {
				return false
			}
		case '?':
			if !digit && (name[i] < 'a' || name[i] > 'z') {
				return false
			}
		default:
			if name[i] != form[i] {
				return false
			}
		}
	}
	return true
}

// keys leads from what a certificate tells of a key to who had it.
type keys struct {
	keyID map[string]*knownKey
	spki  map[[sha256.Size]byte]*knownKey
}

// authorities are knownKeys by what they are known by, made when first wanted.
var authorities = sync.OnceValue(func() keys {
	x := keys{keyID: map[string]*knownKey{}, spki: map[[sha256.Size]byte]*knownKey{}}
	for i := range knownKeys {
		k := &knownKeys[i]
		x.spki[[sha256.Size]byte(unhex(k.spki))] = k
		if k.keyID != "" {
			x.keyID[string(unhex(k.keyID))] = k
		}
	}
	return x
})

// unhex reads a table's own hex; what is no hex there is a mistake in the table.
func unhex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		panic("a key in the table: " + err.Error())
	}
	return b
}

package clients

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// hostile are names and addresses that a stranger could put on a certificate.
var hostile = []string{
	" ", "Acme Inc. Issuing CA", "{root}", "{authority}", "{", "}", "a, b and c", "שלום עולם", "\u202egnp.exe", "a\x00b\r\nc",
	"It is signed by itself.", strings.Repeat("{url}", 50), "\xff\xfe", "100% %s %d", "<!channel> @everyone",
}

// Whatever a stranger calls his authority, key or address, the words of ours stay
// the same, and what he chose comes as one run.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	named := func(name string) func(*checks.Facts, *ep, *judge) {
		return func(f *checks.Facts, e *ep, j *judge) {
			if j.MissingURL != "" { // whether there is an address is a fact
				j.MissingURL = name
			}
			for _, c := range append([]*checks.Certificate{j.Leaf}, j.Path...) {
				c.IssuedTo, c.IssuedBy = name, name
			}
			if names := j.Leaf.X509.DNSNames; len(names) > 0 && !isDNSName(name) {
				names[0] = name
			}
			if j.UnsupportedKey != nil {
				j.UnsupportedKey.Key = name
			}
		}
	}
	ours := func(text say.Text) (words []string, foreign []string) {
		for _, r := range text.Runs() {
			if r.Kind == say.RunForeign {
				foreign = append(foreign, r.Text)
				words = append(words, "…")
				continue
			}
			words = append(words, r.Text)
		}
		return words, foreign
	}
	met := 0
	for _, tc := range cases {
		if tc.change == nil {
			continue
		}
		plain := Verdicts(build(all(tc.change, named("R11"))))
		for _, name := range hostile {
			for i, v := range Verdicts(build(all(tc.change, named(name)))) {
				want, strangers := ours(plain[i].Reason)
				got, foreign := ours(v.Reason)
				if !slices.Equal(got, want) || len(foreign) != len(strangers) {
					t.Errorf("%s, %s: %q makes %q, not %q", tc.name, v.Client, name, got, want)
				}
				for _, f := range foreign {
					met++
					if f != say.Clean(name, say.MaxName) && f != say.Clean(name, say.MaxReply) {
						t.Errorf("%s, %s: %q became %q", tc.name, v.Client, name, f)
					}
				}
			}
		}
	}
	if met < 10*len(hostile) {
		t.Errorf("only %d names were met", met)
	}
}

// A rule has a value for each place in its reasons, and one case leaves nothing
// of its own in the row for the next.
func TestPlacesAreFilled(t *testing.T) {
	t.Parallel()
	for _, tc := range cases {
		for range 2 {
			for _, v := range Verdicts(build(tc.change)) {
				if s := v.Reason.String(); strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") {
					t.Errorf("%s, %s: %q", tc.name, v.Client, s)
				}
				for _, sentence := range v.Reason {
					for _, a := range sentence.Args {
						if say.Only(a).String() == "" {
							t.Errorf("%s, %s: nothing stands for %s in %q", tc.name, v.Client, a.Slot, sentence.Key)
						}
					}
				}
			}
		}
	}
	for _, table := range tables {
		for i := range table {
			for _, o := range table[i].opinions {
				for _, sentence := range o.reason {
					for _, a := range sentence.Args {
						if say.Only(a).String() != "" {
							t.Errorf("%s: the row holds %q of a case", table[i].name, say.Only(a))
						}
					}
				}
			}
		}
	}
}

// Notes come back from a store as they were put there, and so do those that were
// kept as words.
func TestNotesAreKept(t *testing.T) {
	t.Parallel()
	for _, tc := range cases {
		_, notes := Report(Verdicts(build(tc.change)))
		data, err := json.Marshal(notes)
		if err != nil {
			t.Fatal(err)
		}
		var back map[string]say.Text
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		for client, note := range notes {
			if !say.Equal(back[client], note) {
				t.Errorf("%s, %s: %q came back as %q", tc.name, client, note, back[client])
			}
		}
	}
	var old map[string]say.Text
	const kept = "R11 is not in Microsoft's list of trusted roots."
	if err := json.Unmarshal([]byte(`{"outlook-windows": "`+kept+`"}`), &old); err != nil || old[OutlookWindows].String() != kept {
		t.Errorf("%v, %v", old, err)
	}
}

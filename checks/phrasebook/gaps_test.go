package phrasebook

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The English that the rules and steps produce is written down by their own
// tests. Every sentence of it should be in every book.
const (
	findingsWording = "../findings/testdata/wording.txt"
	stepsWording    = "../fixes/testdata/steps.txt"
	seenWording     = "../fixes/testdata/seen.txt"
)

var (
	titleLine  = regexp.MustCompile(`^  ([\w-]+) \[\w+\] \[[\d ]*\] (.*)`)
	summary    = regexp.MustCompile(`^(?:trusted|warning|untrusted|unreachable|no-tls|unknown): (.*)`)
	stepLine   = regexp.MustCompile(`^(?:\d+ |  why: |  caution: |  - )(.*)`)
	seenLine   = regexp.MustCompile(`^(?:intercepted|distrusted-ca): (.*)`)
	technical  = regexp.MustCompile(`^    (?:\{|null)`)
	untestable = regexp.MustCompile(`^#|^map\[|^  @`)
)

// sentence is what is said, and what it is about: a finding's code, or a file.
type sentence struct {
	about, text string
	// fixed: a title or a step, which has no business to change with the case.
	fixed bool
}

func corpus(t *testing.T) []sentence {
	t.Helper()
	var out []sentence
	seen := make(map[string]bool)
	add := func(about, text string, fixed bool) {
		if text != "" && !seen[text] {
			seen[text] = true
			out = append(out, sentence{about, text, fixed})
		}
	}
	for _, file := range []string{findingsWording, stepsWording, seenWording} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		about := file
		for line := range strings.Lines(string(data)) {
			line = strings.TrimRight(line, "\n")
			switch {
			case untestable.MatchString(line) || technical.MatchString(line):
			case titleLine.MatchString(line):
				m := titleLine.FindStringSubmatch(line)
				about = m[1]
				add(about, m[2], true)
			case summary.MatchString(line):
				about = file
				add(file, summary.FindStringSubmatch(line)[1], false)
			case seenLine.MatchString(line):
				// A title without its full stop, then the detail.
				add(file, seenLine.FindStringSubmatch(line)[1], false)
			case stepLine.MatchString(line):
				add(file, stepLine.FindStringSubmatch(line)[1], file == stepsWording && !strings.HasPrefix(line, "  why"))
			default:
				add(about, strings.TrimSpace(line), false)
			}
		}
	}
	return out
}

// The titles of these findings, and the steps, every book must have. What else
// is missing is listed; a book that lacks more than the odd sentence fails.
var needed = []string{
	"hostname-mismatch", "no-san", "expired", "not-yet-valid", "expiring-soon", "long-validity", "self-signed", "untrusted-root",
	"incomplete-chain", "wrong-usage", "distrusted-ca", "intercepted", "store-disagreement", "client-disagreement", "chain-order", "extra-certificates",
	"staple-missing", "weak-signature", "weak-key", "weak-cipher", "legacy-tls", "unsupported-key", "malformed-certificate",
	"dns-failure", "unreachable", "server-refused", "not-tls", "starttls-not-offered", "wrong-encryption-mode",
	"tls-handshake-failed", "client-certificate-required", "sni-required", "certificate-varies", "inconsistent-servers", "dane-mismatch", "mta-sts-mismatch",
	stepsWording,
}

// TestGaps lists what the books lack. Run it with -v to see all.
func TestGaps(t *testing.T) {
	t.Parallel()
	all := corpus(t)
	if len(all) < 400 {
		t.Fatalf("only %d sentences were found", len(all))
	}
	for _, lang := range Languages()[1:] {
		b := book(t, lang)
		gaps := 0
		for _, s := range all {
			text := s.text
			if title, detail, ok := strings.Cut(text, ". "); s.about == seenWording && ok && b.Says(title) {
				text = detail
			}
			switch {
			case b.Says(text):
			case s.fixed && slices.Contains(needed, s.about):
				gaps++
				t.Errorf("%s lacks (%s): %s", lang, s.about, text)
			default:
				gaps++
				t.Logf("%s lacks (%s): %s", lang, s.about, text)
			}
		}
		t.Logf("%s: %d of %d are missing", lang, gaps, len(all))
		if gaps*20 > len(all) {
			t.Errorf("%s lacks %d of %d sentences; this test lists them with -v", lang, gaps, len(all))
		}
	}
}

// A translation uses the values of the English sentence: all of them, and no
// others. The same English is in every book, once.
func TestBooksAgree(t *testing.T) {
	t.Parallel()
	placeholder := regexp.MustCompile(`\{(\w+)(?::\w+)?\}`)
	names := func(text string) []string {
		var out []string
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	have := make(map[phrase][]string)
	for _, lang := range Languages()[1:] {
		data, err := files.ReadFile("po/" + lang + ".po")
		if err != nil {
			t.Fatal(err)
		}
		messages, err := parse(string(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			if english, foreign := names(m.english), names(m.foreign); !slices.Equal(english, foreign) {
				t.Errorf("%s.po:%d: the English has %v, the translation %v", lang, m.line, english, foreign)
			}
			for _, typo := range []string{"  ", " .", " ,", "{ ", " }"} {
				if strings.Contains(m.foreign, typo) {
					t.Errorf("%s.po:%d: %q", lang, m.line, m.foreign)
				}
			}
			key := phrase{m.context, m.english}
			if slices.Contains(have[key], lang) {
				t.Errorf("%s.po:%d: twice: %q", lang, m.line, m.english)
			}
			have[key] = append(have[key], lang)
		}
	}
	for key, langs := range have {
		for _, lang := range Languages()[1:] {
			if !slices.Contains(langs, lang) {
				t.Errorf("%s lacks %q (context %q)", lang, key.text, key.section)
			}
		}
	}
}

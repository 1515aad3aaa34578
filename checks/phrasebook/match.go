package phrasebook

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxEffort bounds the attempts at one text: names that strangers made up of
	// commas and brackets must not cost more than names.
	maxEffort = 20_000
	// maxSentences is how many are tried as one: entries have two or three, and
	// what a server replied may look like some more.
	maxSentences = 12
	// maxValue is how long an untranslated value may be, in bytes: names are cut
	// at 80 characters, answers of servers at 160.
	maxValue = 640
)

// reader translates one text.
type reader struct {
	book   *Book
	effort int
	known  map[phrase]reading
	missed bool
}

// phrase is a part of a text to be translated by a section.
type phrase struct{ section, text string }

// reading is what became of a phrase.
type reading struct {
	foreign string
	ok      bool
}

// text translates sentence by sentence: as many as one entry has, the most
// first.
func (r *reader) text(text string) string {
	if foreign, ok := r.phrase("", text); ok {
		return foreign
	}
	ends := sentenceEnds(text)
	for i := min(len(ends), maxSentences) - 1; i >= 0; i-- {
		if foreign, ok := r.phrase("", text[:ends[i]]); ok {
			return foreign + " " + r.text(text[ends[i]+1:])
		}
	}
	r.missed = true
	if len(ends) == 0 {
		return text
	}
	return text[:ends[0]+1] + r.text(text[ends[0]+1:])
}

// sentenceEnds are the places of the spaces between sentences.
func sentenceEnds(text string) []int {
	var out []int
	for i := 1; i < len(text)-1; i++ {
		if text[i] == ' ' && startsSentence(text[i+1:]) && endsSentence(text[:i]) {
			out = append(out, i)
		}
	}
	return out
}

func endsSentence(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "”)"))
	return strings.ContainsRune(".?!…", last)
}

// startsSentence: names of servers begin sentences too.
func startsSentence(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(first) || unicode.IsDigit(first) || first == '“' || strings.Contains(firstWord(text), ".")
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// phrase translates by one section; the most exact entry that fits decides.
func (r *reader) phrase(section, text string) (string, bool) {
	key := phrase{section, text}
	if done, ok := r.known[key]; ok {
		return done.foreign, done.ok
	}
	out := reading{}
	r.known[key] = out // no phrase is part of itself
	for i := range r.book.sections[section] {
		e := &r.book.sections[section][i]
		if !hasWords(e.english, text) {
			continue
		}
		values := make(map[string]string, 4)
		if !r.match(e.english, text, values) {
			continue
		}
		foreign, ok := r.fill(e.foreign, values)
		if !ok {
			continue
		}
		if !out.ok || foreign != text {
			out = reading{foreign, true}
		}
		if foreign != text {
			break // "{subject}: {reason}" fits anything with a colon, and turns nothing
		}
	}
	r.known[key] = out
	return out.foreign, out.ok
}

// hasWords rules most entries out at little cost: the words between the
// placeholders have to come in their order, the first and last ones at the ends.
func hasWords(template []part, text string) bool {
	if last := template[len(template)-1]; last.slot == nil && !strings.HasSuffix(text, last.words) {
		return false
	}
	for i, p := range template {
		if p.slot != nil {
			continue
		}
		at := 0
		if i > 0 {
			at = strings.Index(text, p.words)
		} else if !strings.HasPrefix(text, p.words) {
			at = -1
		}
		if at < 0 {
			return false
		}
		text = text[at+len(p.words):]
	}
	return true
}

// match takes the values out of a text; false if the words differ.
func (r *reader) match(template []part, text string, values map[string]string) bool {
	if r.effort--; r.effort < 0 {
		return false
	}
	if len(template) == 0 {
		return text == ""
	}
	p := template[0]
	if p.slot == nil {
		rest, ok := strings.CutPrefix(text, p.words)
		return ok && r.match(template[1:], rest, values)
	}
	if len(template) == 1 {
		return r.take(p.slot, text, values)
	}
	after := template[1].words
	for from := 1; from < len(text); {
		at := strings.Index(text[from:], after)
		if at < 0 {
			return false
		}
		at += from
		if r.match(template[2:], text[at+len(after):], values) && r.take(p.slot, text[:at], values) {
			return true
		}
		from = at + 1
	}
	return false
}

// take puts a value into its slot if it may stand there.
func (r *reader) take(s *slot, value string, values map[string]string) bool {
	if earlier, twice := values[s.name]; twice && earlier != value {
		return false
	}
	if !r.mayStand(s, value) {
		return false
	}
	values[s.name] = value
	return true
}

// mayStand keeps sentences out of slots: a value that looks like one means that
// the text is another than that of the entry.
func (r *reader) mayStand(s *slot, value string) bool {
	switch s.kind {
	case "n":
		return value != "" && strings.Trim(value, "0123456789,") == ""
	case "host", "port", "url":
		if strings.ContainsAny(value, " ;,") {
			// Words of ours may stand for it: "the one your provider gives".
			_, ok := r.translated(s, value)
			return ok && r.book.sections[s.kind] != nil
		}
		return value != ""
	case "address":
		return value != "" && strings.Trim(value, "0123456789abcdef.:[]%") == ""
	case "reply":
		return value != "" && len(value) <= maxValue
	}
	if _, ok := r.translated(s, value); ok {
		return true
	}
	if r.mustBeOurs(s) {
		return isName(value)
	}
	return value != "" && len(value) <= maxValue && !strings.Contains(value, "; ") && len(sentenceEnds(value)) == 0
}

// mustBeOurs: only words of ours, or a name in their place, make sense there.
// What is wrong with a certificate, and the names of stores, may be others'.
func (r *reader) mustBeOurs(s *slot) bool {
	return s.kind != "problem" && s.kind != "stores" && r.book.sections[s.kind] != nil
}

// translated is a value that is itself made of our words.
func (r *reader) translated(s *slot, value string) (string, bool) {
	section := s.kind
	if s.form != "" {
		section = s.form
	}
	if r.book.sections[section] == nil {
		section = "value"
	}
	foreign, ok := r.phrase(section, value)
	if !ok && s.upper {
		if foreign, ok = r.phrase(section, lowerFirst(value)); ok {
			foreign = upperFirst(foreign)
		}
	}
	if !ok && s.kind == "brief" {
		// A title may stand where its short form would.
		if foreign, ok = r.phrase("", upperFirst(value)); ok {
			foreign = lowerFirst(foreign)
		}
	}
	return foreign, ok
}

// fill puts the values into the foreign sentence.
func (r *reader) fill(template []part, values map[string]string) (string, bool) {
	var b strings.Builder
	for _, p := range template {
		if p.slot == nil {
			b.WriteString(p.words)
			continue
		}
		value := values[p.slot.name]
		switch foreign, ok := r.translated(p.slot, value); {
		case ok:
			value = foreign
		case p.slot.kind == "names":
			value = r.list(value)
		case r.mustBeOurs(p.slot) && !isName(value):
			return "", false
		}
		b.WriteString(value)
	}
	return b.String(), true
}

// list puts the language's own word before the last of several names; names
// with spaces of their own are left alone, for they may contain that word.
func (r *reader) list(names string) string {
	before, last, ok := strings.Cut(names, " and ")
	if !ok || strings.Contains(strings.ReplaceAll(before, ", ", ""), " ") {
		return names
	}
	entry := before + " and " + last
	if foreign, ok := r.phrase("list", entry); ok {
		return foreign
	}
	return names
}

// isName tells a name, a number or an abbreviation, which may stand where words
// of ours may, from a word: "STARTTLS", "993", "mail.corp.com".
func isName(value string) bool {
	plain := !strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) })
	return value != "" && !strings.Contains(value, " ") && (!plain || strings.ToUpper(value) == value)
}

func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// lowerFirst leaves abbreviations alone.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

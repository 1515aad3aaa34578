package phrasebook

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// entry is a sentence, or a part of one, in both languages.
type entry struct {
	english, foreign []part
	// weight is how many bytes of the English are words of its own.
	weight int
}

// part of a template: words, or a placeholder.
type part struct {
	words string
	slot  *slot
}

// slot is a placeholder: {date}, {name1}, {What}, in the foreign sentence also
// {span:dative}.
type slot struct {
	name string
	// kind is the name without number, in small letters. If the book has a
	// section of that name, what stands in the slot is translated by it.
	kind string
	// upper: it begins a sentence.
	upper bool
	// form names the section to translate by where another one than that of the
	// kind is needed: "span dative".
	form string
}

func newBook(lang string, messages []message) (*Book, error) {
	b := &Book{lang: lang, sections: make(map[string][]entry)}
	for _, m := range messages {
		if m.context == "date" && strings.Contains(m.english, "{day}") {
			continue // for dates that are values; the others are matched by their numbers
		}
		e, err := newEntry(m)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", m.line, err)
		}
		b.sections[m.context] = append(b.sections[m.context], e)
	}
	// The one with the most words of its own is the most exact.
	for _, section := range b.sections {
		slices.SortStableFunc(section, func(x, y entry) int { return cmp.Compare(y.weight, x.weight) })
	}
	return b, nil
}

func newEntry(m message) (entry, error) {
	english, err := parts(m.english)
	if err != nil {
		return entry{}, err
	}
	foreign, err := parts(m.foreign)
	if err != nil {
		return entry{}, err
	}
	for _, f := range foreign {
		if f.slot != nil && !slices.ContainsFunc(english, func(e part) bool { return e.slot != nil && e.slot.name == f.slot.name }) {
			return entry{}, fmt.Errorf("{%s} is not in the English", f.slot.name)
		}
	}
	e := entry{english: english, foreign: foreign}
	for i, p := range english {
		e.weight += len(p.words)
		if i > 0 && p.slot != nil && english[i-1].slot != nil {
			return entry{}, fmt.Errorf("nothing stands between {%s} and {%s}", english[i-1].slot.name, p.slot.name)
		}
	}
	return e, nil
}

// parts takes a template apart.
func parts(template string) ([]part, error) {
	var out []part
	for rest := template; rest != ""; {
		before, after, open := strings.Cut(rest, "{")
		if before != "" {
			out = append(out, part{words: before})
		}
		if !open {
			break
		}
		inside, behind, closed := strings.Cut(after, "}")
		if !closed || inside == "" {
			return nil, errors.New("a brace is not closed, or nothing is in it")
		}
		name, form, _ := strings.Cut(inside, ":")
		s := &slot{name: name, kind: strings.ToLower(strings.TrimRight(name, "0123456789"))}
		s.upper = name[0] >= 'A' && name[0] <= 'Z'
		if form != "" {
			s.form = s.kind + " " + form
		}
		out = append(out, part{slot: s})
		rest = behind
	}
	return out, nil
}

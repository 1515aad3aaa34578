package phrasebook

import (
	"strings"

	"certdesk/checks/say"
)

// Text words a text in the language. What is words already is recognised, as
// long as there are rules that write prose.
func (b *Book) Text(t say.Text) say.Text {
	if b == nil {
		return say.Word(nil, t)
	}
	out := make(say.Text, 0, len(t))
	for i := 0; i < len(t); {
		var plain []string
		for ; i < len(t); i++ {
			words, ok := t[i : i+1].Plain()
			if !ok {
				break
			}
			plain = append(plain, words)
		}
		if plain != nil {
			out = append(out, say.Literal(b.Say(strings.Join(plain, " ")))...)
			continue
		}
		out = append(out, say.Word(b, t[i:i+1])...)
		i++
	}
	return out
}

// Template implements say.Catalogue.
func (b *Book) Template(context, key, plural string, n int) (string, bool) {
	if plural != "" {
		switch {
		case context == "" && b.po.IsTranslatedN(key, n):
			return b.po.GetN(key, plural, n), true
		case context != "" && b.po.IsTranslatedNC(key, n, context):
			return b.po.GetNC(key, plural, n, context), true
		}
		if n != 1 {
			key = plural
		}
	}
	entry := b.plain[key]
	if context != "" {
		entry = b.phrases[context][key]
	}
	if entry == nil || entry.Trs[0] == "" {
		return "", false
	}
	return entry.Trs[0], true
}

package phrasebook

import "certdesk/checks/say"

// Text words a text in the language.
func (b *Book) Text(t say.Text) say.Text {
	if b == nil {
		return say.Word(nil, t)
	}
	return say.Word(b, t)
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
		return "", false
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

// Name is what the language is called in itself: "Deutsch".
func (b *Book) Name() string { return b.Text(say.P("name of this language", "English")).String() }

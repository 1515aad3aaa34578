package phrasebook

import "certdesk/checks/say"

// Text words a text in the language.
func (b *Book) Text(t say.Text) say.Text {
	if b == nil {
		return say.Word(nil, t)
	}
	return say.Word(b, t)
}

// String words a text in the language, for whoever needs no runs.
func (b *Book) String(t say.Text) string {
	if b == nil {
		return say.String(nil, t)
	}
	return say.String(b, t)
}

// Template implements say.Catalogue.
func (b *Book) Template(context, key, plural string, n int) (template string, ok bool) {
	if plural == "" {
		template = b.said[context][key]
	} else if forms, form := b.counted[context][key], b.form.Eval(uint32(n)); form >= 0 && form < len(forms) {
		template = forms[form]
	}
	return template, template != ""
}

// Name is what the language is called in itself: "Deutsch".
func (b *Book) Name() string { return b.String(say.P("name of this language", "English")) }

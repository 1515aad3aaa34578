package diagnosis

import (
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/desk"
	"certdesk/bot/picture"
	"certdesk/bot/watch"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// Translate says a reply in the reader's language, English where it is not
// known, with names that people can read.
func Translate(language string, r bot.Reply) bot.Reply {
	book, err := phrasebook.In(language)
	if err != nil || book == nil {
		return answer.Readable(r)
	}
	return answer.In(book, r)
}

// Word words a text in a language, in English where it is not known.
func Word(language string, t say.Text) say.Text {
	book, err := phrasebook.In(language)
	if err != nil {
		return t
	}
	return book.Text(t)
}

// Languages are those of the catalogues.
func Languages() []desk.Language {
	var out []desk.Language
	for _, tag := range phrasebook.Languages() {
		out = append(out, desk.Language{Tag: tag, Name: func() string {
			book, err := phrasebook.In(tag)
			if err != nil {
				return tag
			}
			return book.Name()
		}})
	}
	return out
}

// DrawExpiries draws the picture of an overview, in English where the language is
// not known.
func DrawExpiries(rows []watch.Row, language string, now time.Time) ([]byte, error) {
	book, err := phrasebook.In(language)
	if err != nil {
		book = nil
	}
	return picture.Overview(rows, now, book)
}

// Package errortext knows the error messages that mail programs, Windows and
// tools show where a certificate or its encryption is the matter: by code, by
// name, or by their words, in English, German, French and Spanish.
//
// Whole messages are pasted, with quotes, line breaks and what people write
// around them, and some were typed off a screenshot. So text and phrases are
// folded alike (fold.go: case, accents, quotes, letters that a scan confuses),
// and a long phrase is found in spite of a word too many, too few or misread
// (phrase.go). What is no error message must not be taken for one: the bot
// reads along in support channels, so phrases of everyday words need a second
// sign (signs.go). The language of a text is that of an answer where nothing else
// tells it (language.go).
//
// What no row knows is read by its concepts (lexicon.go): a thing and its state in one
// sentence, with or without a denial, in the words of each language (english.go,
// german.go, french.go, spanish.go). A rule says what they mean together, and what
// must stand near them as a second sign (rules.go); a certificate of paper is none (papers.go).
//
// A meaning is a row in meanings; an entry is a row in the file of its client
// (outlook.go, windows.go, schannel.go, apple.go, mozilla.go, nss.go,
// mozillawords.go, browsers.go, chromium.go, mailers.go, gnutls.go, desktop.go,
// tools.go), and the names that libraries give their errors in libraries.go. A phrase with a question mark in front was written from memory and not
// yet read at its source: whoever reads it there takes the mark away.
//
// Sources: Microsoft Learn "COM error codes (Security and Setup)" and "WinInet
// error messages"; Security/SecBase.h and CFNetworkErrors.h of Apple; NSS
// nspr/err and PSM; x509_vfy(3), verify(1ssl) of OpenSSL; curl's libcurl-errors(3).
package errortext

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Entry is an error message that is known.
type Entry struct {
	// ID is short and unique.
	ID string
	// Client shows it: "Outlook", "Windows", "Thunderbird"; "" where others say the
	// same, or where a person
	// has said it in his own words.
	Client string
	// Kind is the row of its meaning.
	Kind Kind
	// Codes are as they are written: 0x800CCC1A, CERT_E_EXPIRED, -9814.
	Codes []string
	// Phrases are its words, without names and numbers that vary; a star marks a
	// word without which the others mean something else.
	Phrases []string
	// Headline: these words stand above others that say more; an entry found
	// below outweighs it.
	Headline bool
}

// Meaning is what a message says, in plain words, the findings it points to
// and the steps that usually help, in order.
type Meaning struct {
	Text     say.Text
	Findings []checks.Code
	Steps    []int
}

// Kind names a meaning.
type Kind string

// Meaning is the entry's.
func (e *Entry) Meaning() Meaning { return meanings()[e.Kind] }

// Entries are all that are known.
func Entries() []Entry {
	var out []Entry
	for _, family := range [][]Entry{outlook, windows, schannel(), apple, mozilla, nss, mozillaWords, browsers, chromium, mailers, gnutls, desktop, tools, libraries} {
		out = append(out, family...)
	}
	return out
}

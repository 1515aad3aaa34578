package cli

import (
	"os"

	"certdesk/bot/oserr"
	"certdesk/checks"
	"certdesk/checks/seen"
)

// readSeen reads the fields of --seen: what the user's own dialog shows. nil
// where none was given.
func readSeen(fields []string, lang string) (*checks.Seen, error) {
	if len(fields) == 0 {
		return nil, nil
	}
	s, err := seen.Parser{Open: readExported, Locale: lang}.Parse(fields)
	if err != nil {
		return nil, ofFlag("seen", err)
	}
	return &s, nil
}

// readExported reads a certificate that the user exported.
func readExported(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, refuse(oserr.Plain(err))
	}
	defer file.Close()
	data, err := readWhole(file)
	if err != nil {
		return nil, refuse(whyUnreadable(err))
	}
	return data, nil
}

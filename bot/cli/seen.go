package cli

import (
	"context"
	"io"
	"os"
	"slices"

	"certdesk/bot/oserr"
	"certdesk/checks"
	"certdesk/checks/say"
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

// pastedSeen reads for "--seen -" what somebody copied out of a program.
func (f *checkFlags) pastedSeen(ctx context.Context, s Streams) error {
	if !slices.Equal(f.seenFields, []string{"-"}) {
		return nil
	}
	text, err := pastedText(ctx, s, []string{"-"})
	if err != nil {
		return ofFlag("seen", err)
	}
	shown, err := seen.Parser{Locale: f.Lang}.Pasted(text)
	if err != nil {
		return ofFlag("seen", err)
	}
	if shown == nil {
		return ofFlag("seen", refuse(say.S("standard input shows no certificate; copy the text of the certificate window, of Format-List, certutil -dump or openssl x509, or the PEM")))
	}
	f.seen = shown
	return nil
}

// readExported reads a certificate that the user exported.
func readExported(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, refuse(oserr.Plain(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return nil, refuse(oserr.Plain(err))
	}
	return data, nil
}

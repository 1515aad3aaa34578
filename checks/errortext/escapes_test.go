//go:build !race

package errortext_test

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"

	"certdesk/checks/errortext"
)

// TestEscapes: a message is the same in a log in JSON, in the source of a page and with the
// colours of a terminal.
func TestEscapes(t *testing.T) {
	t.Parallel()
	inJSON := func(text string) string {
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var plain strings.Builder
		for _, r := range string(data) {
			if r < 128 {
				plain.WriteRune(r)
			} else {
				fmt.Fprintf(&plain, `\u%04x`, r)
			}
		}
		return plain.String()
	}
	for _, d := range dialogs {
		want, _ := errortext.Recognise(d.text, today)
		for form, text := range map[string]string{
			"JSON":             inJSON(d.text),
			"JSON in JSON":     inJSON(inJSON(d.text)),
			"HTML":             html.EscapeString(d.text),
			"HTML twice":       html.EscapeString(html.EscapeString(d.text)),
			"lines in HTML":    "<p>" + strings.ReplaceAll(html.EscapeString(d.text), "\n", "<br/>") + "</p>",
			"colours":          strings.ReplaceAll(d.text, "e", "\x1b[31me\x1b[0m"),
			"colours, spelled": `\u001b[1;33m` + d.text + `\u001b[0m`,
		} {
			if m, _ := errortext.Recognise(text, today); m.Entry.Kind != want.Entry.Kind {
				t.Errorf("%s: %s\n is %q, want %q", form, text, m.Entry.ID, want.Entry.ID)
			}
		}
	}
}

// TestCutShort: a message that ends in its midst is known where nothing else begins so.
func TestCutShort(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"The client and server cannot communicate, because they do not po":         "no-common-encryption",
		"The SMTP server requires a secure connection or the cli":                  "login",
		"Le client et le serveur ne peuvent pas communiquer, car ils ne poss":      "no-common-encryption",
		"SMTP: Cannot determine the frame size or a corr":                          "not-tls",
		"we know that the client and server do not talk to each other when they":   "",
		"there is a problem with the server, could somebody please have a look at": "",
		"The client and server cannot":                                             "",
		"the certificate of the course is not valid without the":                   "",
	} {
		if m, _ := errortext.Recognise(text, today); m.Entry.Kind != want {
			t.Errorf("%q is %q (%s), want %q", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
}

// TestReplies: the numbers of a reply say what its words, a provider's own, do not.
func TestReplies(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"535 5.7.8 nope":                      "login",
		"530 5.7.0 sign in please":            "login",
		"538 5.7.11 in the clear never":       "no-encryption",
		"432 4.3.2 slow down":                 "server-refused",
		"421 4.7.0 come back later":           "server-refused",
		"421 4.4.2 bye":                       "broken-off",
		"550 5.7.60 not your name":            "relay",
		"250 2.1.0 Ok":                        "",
		"552 5.2.2 the mailbox is full":       "",
		"version 5.7.8 of the tool is out":    "",
		"we measured 535 units in room 5.7.8": "",
	} {
		if m, _ := errortext.Recognise(text, today); m.Entry.Kind != want {
			t.Errorf("%q is %q (%s), want %q", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
}

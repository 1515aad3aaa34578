package inbox_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// What is pasted and too long for a message comes as a file, and is read as if it stood
// in the message; pictures and recordings are named, and fetched by nobody.
func TestEnclose(t *testing.T) {
	t.Parallel()
	said := map[string]string{
		"/long": "\ufeffOutlook: 0x800CCC1A\r\n", "/windows": "\xff\xfeF\x00e\x00h\x00l\x00e\x00r\x00", "/other": "\xfe\xff\x00F\x00e", "/odd": "a\xffb", "/cer": "DER",
		"/huge": strings.Repeat("ä", 20<<10),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if said[r.URL.Path] == "" {
			t.Errorf("%s was fetched", r.URL.Path)
			w.WriteHeader(http.StatusGone)
			return
		}
		fmt.Fprint(w, said[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	file := func(name, kind, path string) inbox.File {
		return inbox.File{Name: name, Type: kind, Address: server.URL + path}
	}
	long := file("message.txt", "text/plain; charset=utf-8", "/long")
	for _, c := range []struct {
		name   string
		kind   bot.Kind
		typed  string
		files  []inbox.File
		text   string
		count  int
		unread bot.Medium
	}{
		{"a long paste", bot.Message, "", []inbox.File{long}, "Outlook: 0x800CCC1A", 0, ""},
		{"below words", bot.Message, "what is this?", []inbox.File{long}, "what is this?\nOutlook: 0x800CCC1A", 0, ""},
		{"marked", bot.MessageAction, "see there", []inbox.File{long}, "see there\nOutlook: 0x800CCC1A", 0, ""},
		{"said to others", bot.ChannelMessage, "see there", []inbox.File{long}, "see there", 0, ""},
		{"nothing else, said to others", bot.ChannelMessage, "", []inbox.File{long}, "Outlook: 0x800CCC1A", 0, ""},
		{"in a form", bot.FormSubmission, "", []inbox.File{long}, "", 0, ""},
		{"a snippet without an ending", bot.Message, "", []inbox.File{file("Untitled", "text/plain", "/long")}, "Outlook: 0x800CCC1A", 0, ""},
		{"of Notepad", bot.Message, "", []inbox.File{file("a.log", "", "/windows"), file("b.TXT", "", "/other")}, "Fehler\nFe", 0, ""},
		{"more than are read", bot.Message, "", []inbox.File{long, long, long, long, long, long}, strings.Repeat("\nOutlook: 0x800CCC1A", inbox.MaxFiles)[1:], 0, ""},
		{"not of UTF-8", bot.Message, "", []inbox.File{file("a.txt", "", "/odd")}, "ab", 0, ""},
		{"huge", bot.Message, "", []inbox.File{file("a.txt", "", "/huge")}, strings.Repeat("ä", 8<<10), 0, ""},
		{"with a certificate", bot.Message, "", []inbox.File{file("c.cer", "text/plain", "/cer"), long}, "Outlook: 0x800CCC1A", 1, ""},
		{"a screenshot", bot.Message, "why?", []inbox.File{file("image.png", "image/png", "/x")}, "why?", 0, bot.Picture},
		{"a photograph of no type", bot.Message, "", []inbox.File{file("IMG_1.HEIC", "", "/x")}, "", 0, bot.Picture},
		{"a voice message", bot.Message, "", []inbox.File{file("voice-message.ogg", "audio/ogg", "/x")}, "", 0, bot.Recording},
		{"a clip", bot.Message, "", []inbox.File{file("clip", "video/quicktime", "/x")}, "", 0, bot.Recording},
		{"something else", bot.Message, "", []inbox.File{file("a.zip", "application/zip", "/x"), file("a.html", "text/html", "/x"), file("a.csv", "text/csv", "/x")}, "", 0, ""},
	} {
		q := &bot.Request{Kind: c.kind, Text: c.typed}
		f := &inbox.Fetcher{HTTP: server.Client(), Log: slog.New(slog.DiscardHandler)}
		f.Enclose(t.Context(), q, c.files)
		if q.Text != c.text || len(q.Files) != c.count || q.Unread != c.unread {
			t.Errorf("%s: %.60q, %d files, %q", c.name, q.Text, len(q.Files), q.Unread)
		}
	}
	// What cannot be fetched is said.
	q := &bot.Request{Kind: bot.Message}
	(&inbox.Fetcher{HTTP: server.Client(), Log: slog.New(slog.DiscardHandler)}).Enclose(t.Context(), q, []inbox.File{{Name: "message.txt", Size: 1 << 20, Address: server.URL + "/long"}})
	if len(q.Files) != 1 || len(q.Files[0].Data) != 0 || q.Text != "" {
		t.Errorf("too large: %+v", q)
	}
}

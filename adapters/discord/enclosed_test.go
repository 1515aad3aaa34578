package discord_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
)

// Discord makes a file of what is pasted and too long for a message: it is read as if it
// stood there. A picture and a voice message are named, also where they are forwarded.
func TestLongPastesAndPictures(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted()
	a := newAdapter(t, fake, s, false)
	deliver := byGateway(t, fake, a)
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "Outlook: 0x800CCC1A") }))
	t.Cleanup(files.Close)
	long := map[string]any{"id": "1", "filename": "message.txt", "content_type": "text/plain; charset=utf-8", "size": 19, "url": files.URL, "proxy_url": files.URL}
	picture := map[string]any{"id": "1", "filename": "image.png", "content_type": "image/png", "size": 19, "url": files.URL, "proxy_url": files.URL}
	voice := map[string]any{"id": "1", "filename": "voice-message.ogg", "content_type": "audio/ogg", "size": 19, "url": files.URL, "proxy_url": files.URL, "duration_secs": 2.5, "waveform": ""}
	for i, c := range []struct {
		text   string
		fields map[string]any
		want   string
		unread bot.Medium
	}{
		{"", map[string]any{"attachments": []any{long}}, "Outlook: 0x800CCC1A", ""},
		{"what is this?", map[string]any{"attachments": []any{picture}}, "what is this?", bot.Picture},
		{"", map[string]any{"attachments": []any{voice}, "flags": 1 << 13}, "", bot.Recording},
		{"", map[string]any{"message_snapshots": []any{map[string]any{"message": map[string]any{"content": "see", "attachments": []any{picture}}}}}, "see", bot.Picture},
	} {
		_, said := fake.Say(fakediscord.Direct, c.text, c.fields)
		deliver(said, false)
		adaptertest.Eventually(t, func() string {
			if len(s.Asked()) <= i {
				return "it was not heard"
			}
			return ""
		})
		if q := s.Asked()[i]; q.Text != c.want || q.Unread != c.unread || len(q.Files) > 0 {
			t.Errorf("%+v: %+v", c.fields, q)
		}
	}
}

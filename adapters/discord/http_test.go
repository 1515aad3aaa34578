package discord_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/checks/say"
)

func TestForgedStaleAndReplayed(t *testing.T) {
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s, true)
	h := a.Handler()
	send := func(d fakediscord.Delivery, at time.Time, change func(*http.Request)) (int, string) {
		r, err := fake.Request(t.Context(), "http://certdesk.example", d, at)
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(r)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	now := time.Now()
	d := fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "imap.example"))
	for name, c := range map[string]struct {
		at     time.Time
		change func(*http.Request)
	}{
		"stale":        {now.Add(-6 * time.Minute), nil},
		"future":       {now.Add(6 * time.Minute), nil},
		"no signature": {now, func(r *http.Request) { r.Header.Del("X-Signature-Ed25519") }},
		"no time":      {now, func(r *http.Request) { r.Header.Del("X-Signature-Timestamp") }},
		"other time":   {now, func(r *http.Request) { r.Header.Set("X-Signature-Timestamp", "1") }},
		"forged":       {now, func(r *http.Request) { r.Header.Set("X-Signature-Ed25519", strings.Repeat("0f", 64)) }},
		"no hexadecimals": {now, func(r *http.Request) {
			r.Header.Set("X-Signature-Ed25519", strings.Repeat("zz", 64))
		}},
		"two signatures": {now, func(r *http.Request) { r.Header.Add("X-Signature-Ed25519", strings.Repeat("0f", 64)) }},
		"two times":      {now, func(r *http.Request) { r.Header.Add("X-Signature-Timestamp", "1") }},
		"changed": {now, func(r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			r.Body = io.NopCloser(bytes.NewReader(append(body, ' ')))
		}},
	} {
		if status, _ := send(d, c.at, c.change); status != http.StatusUnauthorized {
			t.Errorf("%s: status %d", name, status)
		}
	}
	large := d
	large.Payload = append(append([]byte(nil), d.Payload...), bytes.Repeat([]byte(" "), 1<<20)...)
	if status, _ := send(large, now, nil); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: status %d", status)
	}
	if n := len(s.Asked()); n != 0 {
		t.Errorf("the desk was asked %d times by forgers", n)
	}
	if status, said := send(fake.Ping(), now, nil); status != http.StatusOK || strings.TrimSpace(said) != `{"type":1}` {
		t.Errorf("ping: status %d, %s", status, said)
	}
	if status, said := send(d, now, nil); status != http.StatusOK || !strings.Contains(said, "An answer.") {
		t.Errorf("status %d, %s", status, said)
	}
	for range 5 { // one signed request, replayed
		if status, _ := send(d, now, nil); status != http.StatusConflict {
			t.Errorf("replayed: status %d", status)
		}
	}
	if n := len(s.Asked()); n != 1 {
		t.Errorf("asked %d times", n)
	}
	for _, body := range []string{"", "null", "[]", "7", "{", `{"type":2}`, `{"type":2,"id":"9","token":"t","data":7}`, `{"type":99,"id":"8","token":"t"}`, `{"type":"2"}`} {
		if status, said := send(fakediscord.Delivery{Payload: []byte(body)}, now, nil); status != http.StatusBadRequest && status != http.StatusConflict {
			t.Errorf("%q: status %d, %s", body, status, said)
		}
	}
}

func TestSettings(t *testing.T) {
	good := discord.Config{
		Desk: adaptertest.Scripted(), Token: "t", ApplicationID: "1", PublicKey: strings.Repeat("0a", 32),
		HTTP: http.DefaultClient, Now: time.Now,
	}
	for want, change := range map[string]func(*discord.Config){
		"DISCORD_TOKEN":          func(c *discord.Config) { c.Token = "" },
		"DISCORD_APPLICATION_ID": func(c *discord.Config) { c.ApplicationID = "certdesk" },
		"DISCORD_GUILD_ID":       func(c *discord.Config) { c.GuildID = "helpdesk" },
		"DISCORD_PUBLIC_KEY":     func(c *discord.Config) { c.PublicKey = "0a" },
	} {
		c := good
		c.Log = quiet
		change(&c)
		if _, err := discord.New(c); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

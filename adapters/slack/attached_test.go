package slack_test

import (
	"bytes"
	"net/http"
	"slices"
	"sync"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

func certificateForm() *bot.Form {
	return &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal("Form"), Fields: []bot.Field{
		{Name: "server", Label: say.Literal("Server")}, {Name: "certificate", Label: say.Literal("Certificate"), File: true},
		{Name: "security", Label: say.Literal("Encryption"), Choices: []bot.Choice{{Value: "tls", Label: say.Literal("SSL/TLS")}, {Value: "auto", Label: say.Literal("Auto")}}},
	}}
}

// Whatever way a certificate comes, the desk has it.
func TestAttachments(t *testing.T) {
	t.Parallel()
	der := []byte("0\x82 a certificate")
	deliver := map[string]func(*person, fakeslack.Attachment){
		"mention": func(p *person, f fakeslack.Attachment) {
			p.event(p.fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+">", map[string]any{"files": []any{f}}))
		},
		"direct message": func(p *person, f fakeslack.Attachment) {
			p.event(p.fake.Event("message", direct, "", map[string]any{"subtype": "file_share", "files": []any{f}}))
		},
		"marked message": func(p *person, f fakeslack.Attachment) {
			p.do(p.fake.Mark(channel, "1700000000.000100", "see this", f))
		},
	}
	for name, send := range deliver {
		t.Run(name, func(t *testing.T) {
			fake, s := fakeslack.New(t), adaptertest.Scripted()
			a := newAdapter(t, fake, s)
			send(&person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}, fake.Attach("Seen On PC.CER", der))
			settled(t, fake, a)
			if asked := s.Asked(); len(asked) != 1 || len(asked[0].Files) != 1 || asked[0].Files[0].Name != "Seen On PC.CER" || !bytes.Equal(asked[0].Files[0].Data, der) {
				t.Errorf("the desk was asked %+v", asked)
			}
		})
	}
}

func TestFormWithFile(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]string{"taken": "", "not permitted": "missing_scope"} {
		t.Run(name, func(t *testing.T) {
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("x"), Form: certificateForm()})
			a := newAdapter(t, fake, s)
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			fake.DenyFileInput(refusal)
			p.do(fake.Shortcut("fix:server"))
			adaptertest.Eventually(t, func() string {
				if p.Forms() == 0 {
					return "no form was opened"
				}
				return ""
			})
			s.Answers(func(*bot.Request) []bot.Reply { return nil })
			fields := map[string]string{"server": "imap.example", "security": "tls"}
			if refusal == "" {
				p.do(fake.Submit(fields, fake.Attach("seen.pem", []byte("-----BEGIN"))))
			} else {
				p.do(fake.Submit(fields))
			}
			settled(t, fake, a)
			asked := s.Asked()
			if len(asked) != 1 || asked[0].Options["server"] != "imap.example" || asked[0].Options["security"] != "tls" {
				t.Fatalf("the desk was asked %+v", asked)
			}
			if got := asked[0].Files; refusal == "" && (len(got) != 1 || string(got[0].Data) != "-----BEGIN") || refusal != "" && got != nil {
				t.Errorf("files: %+v", got)
			}
		})
	}
}

// What is no certificate is left alone; what cannot be fetched comes without
// data; the token goes nowhere but to Slack.
func TestAttachmentsAreBounded(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted()
	all := &watched{RoundTripper: fake.Client().Transport}
	a := newAdapter(t, fake, s, func(cfg *slack.Config) { cfg.HTTP = &http.Client{Transport: all} })
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	foreign := func(address string) fakeslack.Attachment {
		f := fake.Attach("foreign.cer", []byte("x"))
		f["url_private"], f["url_private_download"] = address, address
		return f
	}
	lied := fake.Attach("lied.cer", make([]byte, 300<<10))
	lied["size"] = 10
	ask := func(files ...any) []bot.File {
		t.Helper()
		before := len(s.Asked())
		p.event(fake.Event("message", direct, "", map[string]any{"files": files}))
		var asked []bot.Request
		adaptertest.Eventually(t, func() string {
			if asked = s.Asked(); len(asked) == before {
				return "the desk was not asked"
			}
			return ""
		})
		return asked[before].Files
	}
	if got := ask(fake.Attach("cat.png", []byte("x")), fake.Attach("noname", []byte("x"))); got != nil {
		t.Errorf("fetched %+v", got)
	}
	for what, f := range map[string]fakeslack.Attachment{
		"large": fake.Attach("large.cer", make([]byte, 300<<10)), "larger than it said": lied,
		"elsewhere": foreign("https://evil.example/x.cer"), "in clear": foreign("http://files.slack.com/x.cer"),
		"a name like Slack's": foreign("https://files.slack.com.evil.example/x.cer"), "a user": foreign("https://files.slack.com@evil.example/x.cer"),
	} {
		if got := ask(f); len(got) != 1 || got[0].Data != nil {
			t.Errorf("%s: %d files", what, len(got))
		}
	}
	var many []any
	for range 10 {
		many = append(many, fake.Attach("one.cer", []byte("x")))
	}
	if got := ask(many...); len(got) != 4 {
		t.Errorf("%d files of ten", len(got))
	}
	fake.Deny("file", "missing_scope")
	if got := ask(fake.Attach("one.cer", []byte("x"))); len(got) != 1 || got[0].Data != nil {
		t.Errorf("without files:read: %+v", got)
	}
	settled(t, fake, a)
	if hosts := all.hosts(); len(hosts) != 1 {
		t.Errorf("requests went to %v", hosts)
	}
}

// watched notes where requests go.
type watched struct {
	http.RoundTripper
	mu   sync.Mutex
	seen []string
}

func (w *watched) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.seen = append(w.seen, r.URL.Host)
	w.mu.Unlock()
	return w.RoundTripper.RoundTrip(r)
}

func (w *watched) hosts() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	slices.Sort(w.seen)
	return slices.Compact(w.seen)
}

// What is pasted and too long for a message comes as a snippet and is read; a picture is
// named.
func TestSnippetsAndPictures(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted()
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.event(p.fake.Event("message", direct, "", map[string]any{"subtype": "file_share", "files": []any{fake.Attach("Untitled.txt", []byte("Outlook: 0x800CCC1A"))}}))
	p.event(p.fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> what is this?", map[string]any{"files": []any{map[string]any{"id": "F1", "name": "image.png", "mimetype": "image/png", "size": 9}}}))
	settled(t, fake, a)
	for _, q := range s.Asked() {
		if q.Direct && (q.Text != "Outlook: 0x800CCC1A" || q.Unread != "") || !q.Direct && (q.Text != "what is this?" || q.Unread != bot.Picture) || len(q.Files) > 0 {
			t.Errorf("the desk was asked %+v", q)
		}
	}
	if len(s.Asked()) != 2 {
		t.Errorf("the desk was asked %d times", len(s.Asked()))
	}
}

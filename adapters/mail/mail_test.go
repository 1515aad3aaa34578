package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"certdesk/adapters/adaptertest/fakesmtp"
	"certdesk/adapters/mail"
	"certdesk/bot"
	"certdesk/checks/say"
)

func plain(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

func mailer(t testing.TB, s *fakesmtp.Server, change func(*mail.Config)) *mail.Mailer {
	t.Helper()
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	cfg := mail.Config{
		Server:   mail.Server{Host: host, User: fakesmtp.User, Password: fakesmtp.Password},
		From:     "certdesk@corp.com",
		Hostname: "desk.corp.com",
		Roots:    s.Roots,
		Dial:     plain,
	}
	if _, err := fmt.Sscan(port, &cfg.Server.Port); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&cfg)
	}
	m, err := mail.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func letter() *mail.Letter {
	return &mail.Letter{
		ID: "abc123", To: "helpdesk@corp.com", At: time.Date(2026, 11, 23, 8, 4, 0, 0, time.UTC),
		Subject: say.S("Incident at {host}, since {since}.", say.Host("host", "imap.corp.com"), say.Moment("since", time.Date(2026, 11, 23, 8, 4, 0, 0, time.UTC))),
		Reply: bot.Reply{
			Tone: bot.Bad, Headline: say.Literal("Das Zertifikat von imap.corp.com ist abgelaufen."), Act: say.Literal("Who has to act: you."),
			Cure:  &bot.Step{Number: 10, Title: say.Literal("Contact <your> provider"), Why: say.Literal("It ended."), Actions: []say.Text{say.Literal("Renew it.")}},
			Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Only(say.Foreign("name", "<b>mail</b> & co"))}},
			Files: []bot.File{{Name: "report.json", Data: []byte(`{"schema":1}`)}, {Name: "chain.pem", Data: []byte("-----BEGIN CERTIFICATE-----\n")}},
		},
	}
}

// part is one of a message.
type part struct{ kind, name, body string }

// parts are those of a letter, those of its alternative apart.
func parts(t testing.TB, header netmail.Header, body io.Reader) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(kind, "multipart/") {
		raw, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return []part{{kind, params["name"], string(raw)}}
	}
	var out []part
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		var in io.Reader = p
		if p.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			in = quotedprintable.NewReader(p)
		}
		for _, one := range parts(t, netmail.Header(p.Header), in) {
			if name := p.FileName(); name != "" {
				one.name = name
			}
			out = append(out, one)
		}
	}
}

func TestALetterHasWhatPeopleAndTicketsRead(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		s := fakesmtp.New(t, implicit)
		m := mailer(t, s, func(c *mail.Config) { c.Server.TLS = implicit })
		first, second := letter(), letter()
		first.Thread = first.ID // it begins the thread
		second.ID, second.Thread = "def456", "abc123"
		for _, l := range []*mail.Letter{first, second} {
			if err := m.Send(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		got := s.Letters()
		if len(got) != 2 || got[0].From != "certdesk@corp.com" || got[0].To != "helpdesk@corp.com" {
			t.Fatalf("implicit %v: %+v", implicit, got)
		}
		h := got[0].Message.Header
		for name, want := range map[string]string{
			"Message-Id": "<abc123@corp.com>", "Subject": "Incident at imap.corp.com, since 23 November 2026 at 08:04 UTC.", "Date": "Mon, 23 Nov 2026 08:04:00 +0000",
			"Auto-Submitted": "auto-generated", "In-Reply-To": "", "To": "<helpdesk@corp.com>", "From": `"certdesk" <certdesk@corp.com>`,
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %q, want %q", name, h.Get(name), want)
			}
		}
		h = got[1].Message.Header
		if h.Get("In-Reply-To") != "<abc123@corp.com>" || h.Get("References") != "<abc123@corp.com>" || h.Get("Message-Id") != "<def456@corp.com>" || !strings.HasPrefix(h.Get("Subject"), "Re: Incident") {
			t.Errorf("the second letter stands in no thread: %v", h)
		}
		var kinds []string
		for _, p := range parts(t, got[0].Message.Header, got[0].Message.Body) {
			kinds = append(kinds, p.kind+" "+p.name)
			switch p.kind {
			case "text/plain":
				if !strings.Contains(p.body, "10. Contact <your> provider") || !strings.Contains(p.body, "Issued to: <b>mail</b> & co") {
					t.Errorf("the text: %s", p.body)
				}
			case "text/html":
				if strings.Contains(p.body, "<b>mail") || !strings.Contains(p.body, "&lt;b&gt;mail&lt;/b&gt; &amp; co") || !strings.Contains(p.body, "<strong>10. Contact &lt;your&gt; provider</strong>") || !strings.Contains(p.body, "#d0433f") {
					t.Errorf("the page: %s", p.body)
				}
			}
		}
		if want := []string{"text/plain ", "text/html ", "application/json report.json", "application/x-pem-file chain.pem"}; !slices.Equal(kinds, want) {
			t.Errorf("parts %q, want %q", kinds, want)
		}
	}
}

// TestEachFaultIsToldApart lets each step of the dialogue go wrong in each way, and
// finds that nothing is lost: but for a letter that is refused for good, the next
// try is taken.
func TestEachFaultIsToldApart(t *testing.T) {
	faults := []struct {
		name string
		fault
	}{
		{"closes", fault{}},
		{"421", fault{Say: "421 4.3.2 closing"}},
		{"451", fault{Say: "451 4.7.1 Greylisted, please try again"}},
		{"554", fault{Say: "554 5.7.1 Service unavailable"}},
		{"garbage", fault{Say: "\x00\xff garbage"}},
		{"hangs", fault{Hang: true}},
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for _, at := range fakesmtp.Steps() {
				s := fakesmtp.New(t, false)
				m := mailer(t, s, nil)
				f.At, f.Times = at, 1
				s.Break(fakesmtp.Fault(f.fault))
				err := sendInto(t, m, s, f.Hang)
				var refused *bot.RefusedError
				final := f.Say != "" && f.Say[0] == '5' && (at == fakesmtp.RCPT || at == fakesmtp.Text)
				switch {
				case at == fakesmtp.RSET: // it was taken by then
					if err != nil || len(s.Letters()) != 1 {
						t.Errorf("%s: %v, %d letters", at, err, len(s.Letters()))
					}
					continue
				case err == nil:
					t.Errorf("%s: no error", at)
					continue
				case errors.As(err, &refused) != final:
					t.Errorf("%s: %v, for good: %v", at, err, !final)
				case errors.Is(err, context.DeadlineExceeded) != f.Hang:
					t.Errorf("%s: %v, and the time was up: %v", at, err, f.Hang)
				case strings.Contains(err.Error(), fakesmtp.Password):
					t.Errorf("%s: the error has the password: %v", at, err)
				}
				if len(s.Letters()) != 0 {
					t.Errorf("%s: a letter was taken", at)
				}
				if err := m.Send(t.Context(), letter()); err != nil || len(s.Letters()) != 1 {
					t.Errorf("%s: the second try: %v, %d letters", at, err, len(s.Letters()))
				}
			}
		})
	}
}

type fault fakesmtp.Fault

// sendInto sends a letter to a server that is broken. Where that hangs, the time of a
// letter that did not get there, as on a busy machine, is given again, twice as long.
func sendInto(t *testing.T, m *mail.Mailer, s *fakesmtp.Server, hangs bool) error {
	t.Helper()
	if !hangs {
		return m.Send(t.Context(), letter())
	}
	for within := time.Second; ; within *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		err := m.Send(ctx, letter())
		cancel()
		if err == nil || s.Unbroken() || t.Context().Err() != nil {
			return err
		}
	}
}

// TestALetterInDoubtIsTheSame: the server took it, and did not get to say so.
func TestALetterInDoubtIsTheSame(t *testing.T) {
	for _, f := range []fakesmtp.Fault{{At: fakesmtp.Text, Taken: true, Times: 1}, {At: fakesmtp.Text, Taken: true, Hang: true, Times: 1}} {
		s := fakesmtp.New(t, false)
		m := mailer(t, s, nil)
		s.Break(f)
		err := sendInto(t, m, s, f.Hang)
		var refused *bot.RefusedError
		if err == nil || errors.As(err, &refused) {
			t.Fatalf("%+v: %v", f, err)
		}
		if err := m.Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		got := s.Letters()
		if len(got) != 2 {
			t.Fatalf("%d letters", len(got))
		}
		for _, name := range []string{"Message-Id", "Date", "Subject", "From", "To"} {
			if a, b := got[0].Message.Header.Get(name), got[1].Message.Header.Get(name); a != b || a == "" {
				t.Errorf("%s is %q, and then %q", name, a, b)
			}
		}
	}
}

// TestNothingIsToldToStrangers: where the server is not the one it is to be, or
// speaks no TLS, it hears neither the password nor the letter.
func TestNothingIsToldToStrangers(t *testing.T) {
	cases := []struct {
		name   string
		server func(*fakesmtp.Server)
		config func(*mail.Config)
	}{
		{"no STARTTLS", (*fakesmtp.Server).OfferNoTLS, nil},
		{"an authority that nobody knows", nil, func(c *mail.Config) { c.Roots = nil }},
		{"another name", nil, func(c *mail.Config) { c.Server.Host = "mail.corp.com" }},
	}
	for _, c := range cases {
		for _, implicit := range []bool{false, true} {
			if implicit && c.server != nil {
				continue
			}
			s := fakesmtp.New(t, implicit) // a command in clear, or a letter, fails it
			if c.server != nil {
				c.server(s)
			}
			m := mailer(t, s, func(cfg *mail.Config) {
				cfg.Server.TLS = implicit
				if c.config != nil {
					c.config(cfg)
				}
				cfg.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) { return plain(ctx, network, s.Addr) }
			})
			err := m.Send(t.Context(), letter())
			var refused *bot.RefusedError
			if err == nil || errors.As(err, &refused) || len(s.Letters()) != 0 || s.Sessions() != 1 {
				t.Errorf("%s, implicit %v: %v, %d letters in %d sessions", c.name, implicit, err, len(s.Letters()), s.Sessions())
			}
		}
	}
	s := fakesmtp.New(t, false)
	err := mailer(t, s, func(c *mail.Config) { c.Server.Password = "wrong" }).Send(t.Context(), letter())
	var refused *bot.RefusedError
	if err == nil || errors.As(err, &refused) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestAServerThatIsNotReachedIsAskedAgain(t *testing.T) {
	unreachable := errors.New("no route to host")
	m, err := mail.New(mail.Config{
		Server: mail.Server{Host: "mail.corp.com", Port: 587}, From: "certdesk@corp.com",
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, unreachable },
	})
	if err != nil {
		t.Fatal(err)
	}
	var refused *bot.RefusedError
	ended, end := context.WithCancel(t.Context())
	defer end()
	for _, ctx := range []context.Context{t.Context(), ended} {
		if err := m.Send(ctx, letter()); !errors.Is(err, unreachable) || errors.As(err, &refused) || errors.Is(err, context.Canceled) != (ctx == ended) {
			t.Errorf("%v", err)
		}
		end()
	}
}

// A name of a file is kept as far as every mail program can keep it, and an ID of a
// letter is a word, or the letter is not written.
func TestNamesAndIDs(t *testing.T) {
	m, err := mail.New(mail.Config{Server: mail.Server{Host: "mail.corp.com", Port: 587}, From: "certdesk@corp.com", Dial: plain})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"AZ-az_09.txt": "AZ-az_09.txt", "a/b:c@d[e`f{g h.pem": "a-b-c-d-e-f-g-h.pem", "müller.json": "m-ller.json",
	} {
		l := letter()
		l.Reply.Files = []bot.File{{Name: name}}
		raw, err := mail.Compose(m, l)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), `filename="`+want+`"`) {
			t.Errorf("%q is not called %q in\n%s", name, want, raw)
		}
	}
	for id, ok := range map[string]bool{
		"AZ-az-09": true, "": false, "a.b": false, "a_b": false, "a b": false, "a/b": false, "a:b": false, "a@b": false, "a[b": false, "a`b": false, "a{b": false, "ä": false,
	} {
		for _, thread := range []bool{false, true} {
			l := letter()
			if l.ID = id; thread {
				l.ID, l.Thread = "abc123", id
			}
			if _, err := mail.Compose(m, l); (err == nil) != (ok || thread && id == "") {
				t.Errorf("%q, as the ID of a thread %v: %v", id, thread, err)
			}
		}
	}
}

// FuzzNoNameMakesAHeader: whatever a stranger called his server, a letter has the
// headers that it has, and what he wrote stands in the subject alone.
func FuzzNoNameMakesAHeader(f *testing.F) {
	for _, name := range []string{
		"imap.corp.com", "a\r\nBcc: all@corp.com", "a\nBcc: all@corp.com\n\n<h1>", "a\r\n\r\nHello", "\u2028Bcc: x@y.de", "=?utf-8?q?=0D=0ABcc:_x=40y.de?=",
		"\x00\x85\xff", "müller & söhne", strings.Repeat("x", 3000), "a\rBcc: x", "\u202emoc.proc", "x\t\v\f\r\n .\r\n.\r\n", "<!--", "</style><script>",
	} {
		f.Add(name, name, name)
	}
	m, err := mail.New(mail.Config{Server: mail.Server{Host: "mail.corp.com", Port: 587}, From: "certdesk@corp.com", Dial: plain})
	if err != nil {
		f.Fatal(err)
	}
	want := headerNames(f, m, "imap.corp.com", "report.json", "helpdesk@corp.com")
	f.Fuzz(func(t *testing.T, name, file, to string) {
		if got := headerNames(t, m, name, file, "helpdesk@corp.com"); !slices.Equal(got, want) {
			t.Errorf("headers %q, want %q", got, want)
		}
		l := letter()
		if l.To = to; to != "helpdesk@corp.com" {
			// An address is taken as it is, or not at all.
			raw, err := mail.Compose(m, l)
			if err != nil {
				return
			}
			read, err := netmail.ReadMessage(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			if list, err := read.Header.AddressList("To"); err != nil || len(list) != 1 || list[0].Address != to || list[0].Name != "" {
				t.Errorf("%q became %v, %v", to, list, err)
			}
		}
	})
}

// headerNames are those of a letter about a server of that name, which also has to
// stand in its subject as far as it can.
func headerNames(t testing.TB, m *mail.Mailer, name, file, to string) []string {
	t.Helper()
	l := letter()
	l.To, l.Thread = to, "first"
	l.Subject = say.S("Incident at {host}, since {since}.", say.Host("host", name), say.Moment("since", l.At))
	l.Reply.Headline = say.Literal(name)
	l.Reply.Facts = []bot.Fact{{Label: say.Literal(name), Value: say.Only(say.Foreign("name", name))}}
	l.Reply.Files[0].Name = file
	raw, err := mail.Compose(m, l)
	if err != nil {
		t.Fatal(err)
	}
	read, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for n, values := range read.Header {
		names = append(names, fmt.Sprint(n, len(values)))
		for _, v := range values {
			if plain, err := new(mime.WordDecoder).DecodeHeader(v); err != nil || !utf8.ValidString(plain) || strings.ContainsAny(plain, "\r\n\x00") {
				t.Errorf("%s: %q, %v", n, v, err)
			}
		}
	}
	slices.Sort(names)
	for n, p := range parts(t, read.Header, read.Body) {
		if n > 3 {
			t.Errorf("a part too many: %+v", p)
		}
		if p.kind == "text/html" && (strings.Contains(p.body, "<script") || strings.Contains(p.body, "<h1>")) {
			t.Errorf("the page has what a stranger wrote as mark-up: %s", p.body)
		}
		if strings.ContainsAny(p.name, "\r\n\"/\\") {
			t.Errorf("a file called %q", p.name)
		}
	}
	return names
}

func TestParseServer(t *testing.T) {
	good := map[string]mail.Server{
		"smtp://mail.corp.com":                          {Host: "mail.corp.com", Port: 587},
		"smtps://mail.corp.com/":                        {Host: "mail.corp.com", Port: 465, TLS: true},
		"smtp://bot%40corp.com:p%40ss@mail.corp.com:25": {Host: "mail.corp.com", Port: 25, User: "bot@corp.com", Password: "p@ss"},
		"smtp://mail.corp.com:1":                        {Host: "mail.corp.com", Port: 1},
		"smtp://mail.corp.com:65535":                    {Host: "mail.corp.com", Port: 65535},
		"smtps://[2001:db8::1]:4650":                    {Host: "2001:db8::1", Port: 4650, TLS: true},
	}
	for text, want := range good {
		if got, err := mail.ParseServer(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "mail.corp.com", "mail.corp.com:587", "http://mail.corp.com", "smtp://", "smtp://secret@mail.corp.com", "smtp://u:secret@", "smtp://mail.corp.com:0", "smtp://mail.corp.com:65536", "smtp://mail.corp.com?x=1", "smtp://a b.com", "smtp://u:se%zzcret@mail.corp.com"} {
		if got, err := mail.ParseServer(text); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for text, ok := range map[string]bool{
		"helpdesk@corp.com": true, "a.b+c@x.co.uk": true, "Help <a@b.de>": false, "a@b": false, "a b@c.de": false, "a@b.de, c@d.de": false,
		"a@b.de\r\nBcc: x@y.de": false, "@b.de": false, "a@": false, `"a b"@c.de`: false, "a@b@c.de": false, "ä@b.de": false, "a@bücher.de": false, "": false, "a@b.de\x7f": false, "a~!#b@c.de": true, "root@localhost": true,
		"a@[192.0.2.1]": false, "a@[IPv6:2001:db8::1.2]": false, `"a"@b.de`: false, "a@b.de (Help)": false, " a@b.de": false, "<a@b.de>": false, "a@b.de;": false,
		strings.Repeat("a", 254-len("@corp.com")) + "@corp.com": true, strings.Repeat("a", 255-len("@corp.com")) + "@corp.com": false,
	} {
		if _, err := mail.ParseAddress(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

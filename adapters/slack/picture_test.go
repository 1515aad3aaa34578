package slack_test

import (
	"slices"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A picture stands where its message does, and says in words what it shows. A
// call that fails on the way is made again, and the picture stands there once.
func TestPictures(t *testing.T) {
	t.Parallel()
	said := bot.Reply{Tone: bot.Warning, Headline: say.Literal("1 certificate ends soon."), Image: &bot.Image{Name: "ends.png", Alt: say.Literal("mail.corp.com ends in 7 days."), PNG: []byte("\x89PNG")}}
	for name, fault := range map[string]struct {
		method string
		fault  fakeslack.Fault
	}{
		"well":            {},
		"no address":      {"files.getUploadURLExternal", fakeslack.Fault{Status: 500}},
		"bytes lost":      {"upload", fakeslack.Fault{Drop: true}},
		"limited":         {"files.completeUploadExternal", fakeslack.Fault{Status: 429, RetryAfter: 1}},
		"not yet showing": {"files.completeUploadExternal", fakeslack.Fault{Status: 503}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted())
			if fault.method != "" {
				fake.Fail(fault.method, fault.fault)
			}
			if _, err := a.Post(t.Context(), bot.Place{Platform: bot.Slack, Channel: channel, Thread: "1700000000.000100"}, said, "n1"); err != nil {
				t.Fatal(err)
			}
			want := []fakeslack.File{{Channel: channel, Thread: "1700000000.000100", Name: "ends.png", Alt: "mail.corp.com ends in 7 days."}}
			got := fake.Files()
			for i := range got {
				if string(got[i].Data) != "\x89PNG" {
					t.Errorf("the picture is %q", got[i].Data)
				}
				got[i].Data = nil
			}
			if !slices.EqualFunc(got, want, func(a, b fakeslack.File) bool {
				return a.Channel == b.Channel && a.Thread == b.Thread && a.Name == b.Name && a.Alt == b.Alt
			}) {
				t.Errorf("there are %+v, want %+v", got, want)
			}
		})
	}
}

// Where files may not be shown the alert is there all the same, and an answer
// says why it has none.
func TestFilesRefused(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	fake.Deny("files.getUploadURLExternal", "missing_scope")
	a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("The chain."), Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}}))
	if _, err := a.Post(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C7"}, bot.Reply{Headline: say.Literal("An alert."), Image: &bot.Image{Name: "a.png", PNG: []byte("x")}}, "n1"); err != nil {
		t.Error(err)
	}
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.Command("certcheck", "imap.example")
	settled(t, fake, a)
	stands(t, fake, []string{"all: An alert.", "all: The chain.",
		"one: The file could not be attached: certdesk lacks the permission files:write in Slack: add it under OAuth &amp; Permissions, and install the app again."})
}

// A command may be typed where certdesk is not: its file goes to whoever asked.
func TestFileWhereNobodyLetsCertdeskIn(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"not_in_channel", "channel_not_found"} {
		for _, where := range []string{channel, "D77"} { // a channel, and two people's own messages
			fake := fakeslack.New(t)
			fake.Close(where, word)
			a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("The chain."), Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}}))
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			p.do(fake.Command(where, "certcheck", "imap.example"))
			settled(t, fake, a)
			stands(t, fake, []string{"all: The chain.", "one: The file is in your direct messages with certdesk."})
			if files := fake.Files(); len(files) != 1 || files[0].Channel != direct || string(files[0].Data) != "x" {
				t.Errorf("%s in %s: %+v", word, where, files)
			}
		}
	}
}

package slack_test

import (
	"slices"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Where Slack did not hear in time that a form has come it leaves it open, and people
// submit it again: that is answered once. What they have changed is answered anew, and
// so is another form with the same words.
func TestFormsSubmittedAgain(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	s := adaptertest.Scripted()
	s.Answers(func(q *bot.Request) []bot.Reply {
		if q.Kind == bot.FormSubmission {
			return []bot.Reply{{Headline: say.Literal("An answer.")}}
		}
		return []bot.Reply{{Headline: say.Literal("x"), Form: certificateForm()}}
	})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	open := func() {
		before := len(fake.Modals())
		p.do(fake.Shortcut("fix:server"))
		adaptertest.Eventually(t, func() string {
			if len(fake.Modals()) == before {
				return "no form was opened"
			}
			return ""
		})
	}
	same := map[string]string{"server": "imap.example"}
	open()
	p.do(fake.Submit(same))
	p.do(fake.Submit(same))
	p.do(fake.Submit(map[string]string{"server": "smtp.example"}))
	p.do(fake.Submit(same, fake.Attach("seen.pem", []byte("-----BEGIN"))))
	open()
	p.do(fake.Submit(same))
	settled(t, fake, a)
	var forms []string
	for _, q := range s.Asked() {
		if q.Kind == bot.FormSubmission {
			forms = append(forms, q.Options["server"])
		}
	}
	slices.Sort(forms)
	if want := []string{"imap.example", "imap.example", "imap.example", "smtp.example"}; !slices.Equal(forms, want) {
		t.Errorf("asked with %q, want %q", forms, want)
	}
}

package desk_test

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// curable is an answer about something that is cured on the server.
func curable(q bot.Question) (*bot.Answer, error) {
	a := expired(q)
	a.Reports[0].Admin = &checks.Administration{
		Software: "Dovecot", Said: "* OK Dovecot ready.", ChainPEM: "pem",
		Tasks: []checks.AdminTask{{Code: checks.Expired, Do: say.Literal("Install the renewed one."), Settings: []checks.AdminSettings{
			{For: "Dovecot 2.3", Lines: []string{"ssl_cert = </a"}, Reload: []string{"doveadm reload"}},
		}}},
	}
	return a, nil
}

// The administrator's half and the letter are a press away, and can be asked for
// at once; what was kept says the same.
func TestForTheAdministrator(t *testing.T) {
	b := newBench(t)
	b.checker.answer = curable
	pressed := b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "For the administrator")
	typed := b.say(t, "certcheck", "imap.corp.com:993 for admin")
	for name, r := range map[string]bot.Reply{"pressed": pressed, "typed": typed} {
		if len(r.Code) != 2 || r.Code[0].Text != "ssl_cert = </a" || r.Code[1].Text != "doveadm reload" || len(r.Files) != 1 {
			t.Errorf("%s: %+v", name, r)
		}
		letter := b.press(t, r, "Write to the provider")
		if len(letter.Code) != 1 || !strings.Contains(letter.Code[0].Text, "imap.corp.com:993") || !strings.Contains(letter.Code[0].Text, "Install the renewed one.") {
			t.Errorf("%s: the letter is %+v", name, letter)
		}
	}
	if pressed.Audience != bot.Asker {
		t.Error("a press shows it to everybody")
	}
}

// Where nothing is to be done on the server there is no button for it.
func TestNothingForTheAdministrator(t *testing.T) {
	b := newBench(t)
	r := b.say(t, "certcheck", "imap.corp.com:993")
	for _, a := range r.Actions {
		if a.Label.String() == "For the administrator" {
			t.Errorf("there is %+v", a)
		}
	}
	if r := b.say(t, "certcheck", "imap.corp.com:993 for admin"); len(r.Code) > 0 || len(r.Files) > 0 {
		t.Errorf("told %+v", r)
	}
}

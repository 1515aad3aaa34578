package bot_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/checks"
)

// TestQuestionKey: a question is the same however its server was typed, and another
// where another server, name, zone or screen is meant.
func TestQuestionKey(t *testing.T) {
	target := checks.Target{Host: "mail.corp.com", Port: 993, Input: "mail.corp.com:993"}
	typed := target
	typed.Input = "MAIL.corp.com, port 993"
	if a, b := (bot.Question{Target: target}).Key(), (bot.Question{Target: typed}).Key(); a != b || len(a) != 24 {
		t.Errorf("%q and %q", a, b)
	}
	named := target
	named.Name = "imap.corp.com"
	seen := make(map[string]bot.Question)
	for _, q := range []bot.Question{{}, {Target: target}, {Target: named}, {Target: target, Zone: "dmz"}, {Target: target, Seen: &checks.Seen{}}} {
		if other, twice := seen[q.Key()]; twice {
			t.Errorf("%+v and %+v have one key", q, other)
		}
		seen[q.Key()] = q
	}
}

// TestCauseKey: two causes are the same only where all of them is, wherever one word
// ends and the next begins; whatever is at fault, the server is the same.
func TestCauseKey(t *testing.T) {
	causes := []bot.Cause{
		{Host: "corp.com"}, {Host: "corp.co", Name: "m"}, {Host: "corp.com", SHA256: "ab"}, {Host: "corp.com", Name: "ab"}, {Host: "corp.com", Connect: "ab"},
		{Host: "corp.com", Port: 25, Code: checks.Unreachable}, {Host: "corp.com", Port: 587, Code: checks.Unreachable}, {Host: "corp.com", Port: 25, Code: checks.Expired},
	}
	seen := make(map[string]bot.Cause)
	for _, c := range causes {
		if other, twice := seen[c.Key()]; twice {
			t.Errorf("%+v and %+v have one key", c, other)
		}
		seen[c.Key()] = c
		sameServer := c.Host == "corp.com" && c.Name == "" && c.Connect == ""
		if (c.ServerKey() == causes[0].ServerKey()) != sameServer {
			t.Errorf("%+v: its server's key is %q", c, c.ServerKey())
		}
	}
	if got := causes[5].Server(); got != "corp.com:25" {
		t.Errorf("its server is called %q", got)
	}
}

// TestTargetName: a server is called as people write it, and as it is read again.
func TestTargetName(t *testing.T) {
	for want, target := range map[string]checks.Target{
		"mail.corp.com":     {Host: "mail.corp.com"},
		"mail.corp.com:993": {Host: "mail.corp.com", Port: 993},
		"anna@corp.com":     {Host: "corp.com", Mailbox: "anna"},
		"192.0.2.7":         {Host: "192.0.2.7"},
		"[2001:db8::7]":     {Host: "2001:db8::7"},
		"[2001:db8::7]:443": {Host: "2001:db8::7", Port: 443},
	} {
		if got := bot.TargetName(target); got != want {
			t.Errorf("%+v is called %q, want %q", target, got, want)
		}
	}
}

// TestWorstReport: of several reports the first of the worst ones is told first.
func TestWorstReport(t *testing.T) {
	for _, c := range []struct {
		verdicts []checks.Verdict
		want     int
	}{
		{nil, -1},
		{[]checks.Verdict{checks.VerdictTrusted}, 0},
		{[]checks.Verdict{checks.VerdictTrusted, checks.VerdictUntrusted, checks.VerdictTrusted}, 1},
		{[]checks.Verdict{checks.VerdictUntrusted, checks.VerdictTrusted, checks.VerdictUntrusted}, 0},
	} {
		var a bot.Answer
		for _, v := range c.verdicts {
			a.Reports = append(a.Reports, checks.Report{Verdict: v})
		}
		if got := a.Worst(); got != c.want {
			t.Errorf("the worst of %v is %d, want %d", c.verdicts, got, c.want)
		}
	}
}

// TestLanguage: the asker's language is known however a platform writes it.
func TestLanguage(t *testing.T) {
	for locale, want := range map[string]string{"": "en", "de": "de", "de-AT": "de", "pt_BR": "pt", "EN-GB": "en"} {
		r := bot.Request{Asker: bot.Person{Locale: locale}}
		if got := r.Language(); got != want {
			t.Errorf("%q is %q, want %q", locale, got, want)
		}
	}
}

package answer_test

import (
	"encoding/json"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

func ungreeted(why checks.Cause) checks.Report {
	r := checks.Report{
		Verdict: trusted, Act: checks.ActUnknown, Summary: say.Literal("No greeting came."), Target: checks.ReportTarget{Host: "imap.corp.com", Port: 993},
		Steps:     []checks.Step{{Number: 6, Title: say.Literal("Check the clock")}},
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.1:993", Verdict: trusted, NoGreeting: why}},
	}
	if why == checks.CauseReset {
		r.Act, r.Cure, r.Steps = checks.ActServer, 10, []checks.Step{{Number: 10, Title: say.Literal("Write to the administrator")}}
	}
	return r
}

// TestNoGreeting: the certificate is in order and no greeting came, so nothing is marked
// as good beside the sentence that says so.
func TestNoGreeting(t *testing.T) {
	t.Parallel()
	for why, says := range map[checks.Cause]string{
		checks.CauseReset:    "IMAP servers greet their clients first. Often a proxy sets up encryption, and the server behind it is down.",
		checks.CauseSilent:   "IMAP servers greet their clients first. It may be slow, or a proxy sets up encryption and the server behind it hangs.",
		checks.CauseCutShort: "IMAP servers greet their clients first.",
	} {
		r := ungreeted(why)
		first, details := answer.First(&r), answer.Details(&r)
		if first.Tone != bot.Unknown || details.Tone != bot.Unknown || answer.Report(&r).Tone != bot.Unknown {
			t.Errorf("%s: the tones are %s, %s", why, first.Tone, details.Tone)
		}
		if asks := first.Cure != nil && first.Act.String() == "Who acts: the administrator."; asks != (why == checks.CauseReset) {
			t.Errorf("%s: %s", why, first.Act.String())
		}
		if len(first.Steps) > 0 {
			t.Errorf("%s: %d steps on the first screen", why, len(first.Steps))
		}
		if len(details.Findings) != 1 || details.Findings[0].Detail.String() != says {
			t.Errorf("%s: the details are %v", why, details.Findings)
		}
		if item := details.Items[0]; item.Tone != bot.Unknown || item.Text.String() != "trusted, but no greeting" {
			t.Errorf("%s: the address is %s %q", why, item.Tone, item.Text.String())
		}
		if asJSON, err := json.Marshal(&r); err != nil || !strings.Contains(string(asJSON), `"no_greeting":"`+string(why)+`"`) {
			t.Errorf("%s: %v %s", why, err, asJSON)
		}
	}
}

// What greets is called what it is.
func TestNoGreetingOfWhat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		port     int
		protocol string
		says     string
	}{
		{465, "smtp", "SMTP servers greet their clients first."}, {990, "ftp", "FTP servers greet their clients first."}, {563, "nntp", "NNTP servers greet their clients first."},
		{21, "", "FTP servers greet their clients first."}, {990, "imap", "IMAP servers greet their clients first."}, {4711, "", "A server of this kind greets its clients first."},
	} {
		r := ungreeted(checks.CauseCutShort)
		r.Target.Port, r.Case = c.port, &checks.Case{Protocol: c.protocol}
		details := answer.Details(&r)
		if got := details.Findings[0].Detail.String(); got != c.says {
			t.Errorf("port %d, %s: %q", c.port, c.protocol, got)
		}
	}
}

// TestNoGreetingAmongSeveral: "All are fine" is not said of servers one of which sent no
// greeting, and zones that differ in it do not see the same.
func TestNoGreetingAmongSeveral(t *testing.T) {
	t.Parallel()
	fine := ungreeted("")
	fine.Summary, fine.Act = say.Literal("All well."), checks.ActNobody
	mute := ungreeted(checks.CauseReset)
	for want, reports := range map[string][]checks.Report{
		"Both servers are fine.": {fine, fine},
		"No greeting came.":      {fine, mute},
		"2 of 3 servers sent no greeting. The first: No greeting came.": {mute, fine, mute},
	} {
		r := answer.Several(&bot.Answer{Reports: reports})
		if r.Headline.String() != want || (r.Tone == bot.Good) != strings.Contains(want, "fine") || (r.Cure == nil) != (r.Tone == bot.Good) {
			t.Errorf("%s %q, want %q", r.Tone, r.Headline.String(), want)
		}
	}
	fine.Zone, mute.Zone = "office", "branch"
	r := answer.Zones(&bot.Answer{Reports: []checks.Report{fine, mute}})
	if said := r.Headline.String(); r.Tone != bot.Unknown || !strings.Contains(said, "No greeting came.") {
		t.Errorf("%s %q", r.Tone, said)
	}
}

package answer_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

var day = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// asked is a report with one finding; steps are those that help.
func asked(verdict checks.Verdict, act checks.Actor, code checks.Code, ends time.Time, steps ...int) *checks.Report {
	leaf := &checks.Certificate{IssuedTo: "imap.corp.com", IssuedBy: "CA 1", NotAfter: ends, Role: "leaf", Sent: true}
	r := &checks.Report{Target: checks.ReportTarget{Host: "imap.corp.com", Port: 993}, Verdict: verdict, Act: act, Summary: say.Literal("The summary."), CheckedAt: day,
		Certificate: leaf, Chain: []*checks.Certificate{leaf}, Case: &checks.Case{}}
	if code != "" {
		severity := checks.Critical
		if verdict == checks.VerdictWarning {
			severity = checks.Warning
		}
		r.Findings = []checks.Finding{{Code: code, Severity: severity, Title: say.Literal("Fault"), Detail: say.Literal("The fault."), Told: true}}
	}
	for _, n := range steps {
		r.Steps = append(r.Steps, checks.Step{Number: n, Title: say.Literal("Title"), Why: say.Literal("Why."), Actions: []say.Text{say.Literal("Click.")}})
	}
	if len(steps) > 0 {
		r.Cure = steps[0]
	}
	return r
}

func whole(r bot.Reply) string {
	var b strings.Builder
	b.WriteString(r.Headline.String() + " | " + r.Act.String())
	for _, i := range r.Items {
		b.WriteString(" | " + i.Text.String())
	}
	if r.Cure != nil {
		b.WriteString(" | step " + string(rune('0'+r.Cure.Number%10)))
	}
	return b.String()
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	later, before := day.AddDate(0, 0, 60), day.AddDate(0, 0, -2)
	chained := asked(checks.VerdictTrusted, checks.ActNobody, "", later)
	chained.Chain = append(chained.Chain, &checks.Certificate{IssuedTo: "CA 1", NotAfter: day.AddDate(0, 0, 5), Role: "intermediate", Sent: true})
	silent := asked(checks.VerdictUnreachable, checks.ActServer, checks.Unreachable, later)
	silent.Certificate = nil
	for want, r := range map[string]*checks.Report{
		"The certificate for imap.corp.com:993 expires in 60 days, on 22 January 2027. | ":                                                                      asked(checks.VerdictTrusted, checks.ActNobody, "", later),
		"The certificate for imap.corp.com:993 expires in 60 days, on 22 January 2027. |  | The summary.":                                                       asked(checks.VerdictUntrusted, checks.ActServer, checks.SelfSigned, later),
		"The certificate for imap.corp.com:993 expired on 21 November 2026. | ":                                                                                 asked(checks.VerdictUntrusted, checks.ActServer, checks.Expired, before),
		"The certificate for imap.corp.com:993 expires in 60 days, on 22 January 2027. |  | CA 1, a certificate above it, expires sooner: on 28 November 2026.": chained,
		"No certificate came from imap.corp.com:993. The summary. | Who acts: the administrator.":                                                               silent,
	} {
		if got := whole(answer.Expiry(r)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Whether a warning may be ignored depends on what was found: it is never said that an
// untrusted certificate is fine, nor that one of a healthy server is at fault.
func TestRisk(t *testing.T) {
	t.Parallel()
	later := day.AddDate(0, 0, 60)
	for _, c := range []struct {
		name string
		r    *checks.Report
		want string
		tone bot.Tone
	}{
		{"healthy", asked(checks.VerdictTrusted, checks.ActNobody, "", later, 6), "certdesk found nothing to ignore. The summary. If you still see a warning, do not accept it before you know where it comes from. | ", bot.Good},
		{"self-signed", asked(checks.VerdictUntrusted, checks.ActServer, checks.SelfSigned, later, 4, 9, 10), "Not without a check: do it only as step 9 says. The summary. | Who acts: the administrator. | step 9", bot.Bad},
		{"revoked", asked(checks.VerdictUntrusted, checks.ActServer, checks.Revoked, later, 10), "No, do not accept the certificate. The summary. | Who acts: the administrator. | step 0", bot.Bad},
		{"ends soon", asked(checks.VerdictWarning, checks.ActServer, checks.ExpiringSoon, later, 10), "Only for a while: it still works, but somebody has to act. The summary. | Who acts: the administrator. | step 0", bot.Warning},
		{"silent", asked(checks.VerdictUnreachable, checks.ActServer, checks.Unreachable, later, 10), "No, ignoring it does not help. The summary. | Who acts: the administrator. | step 0", bot.Bad},
		{"unseen", asked(checks.VerdictUnknown, checks.ActUnknown, checks.LookupFailed, later), "certdesk could not look at it, so it cannot tell. The summary. | Who acts: not known yet.", bot.Unknown},
	} {
		if got := answer.Risk(c.r); whole(got) != c.want || got.Tone != c.tone {
			t.Errorf("%s: %q %s, want %q", c.name, whole(got), got.Tone, c.want)
		}
	}
}

func TestOneStep(t *testing.T) {
	t.Parallel()
	r := asked(checks.VerdictUntrusted, checks.ActServer, checks.Expired, day, 6, 10)
	r.LeftOut = []checks.LeftOutStep{{Number: 4, Why: say.Literal("Thunderbird has its own roots")}}
	for n, want := range map[int]string{
		6:  "The summary. |  | step 6",
		4:  "Step 4 is left out: Thunderbird has its own roots. | ",
		3:  "Step 3 is “Ensure SSL/TLS encryption settings are correct”. It does not help with what certdesk found on imap.corp.com:993. | ",
		11: "There are 10 steps, numbered from 1. | ",
	} {
		if got := whole(answer.OneStep(r, n)); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if s := answer.OneStep(r, 6).Cure; len(s.Actions) != 1 || s.Why.Empty() {
		t.Errorf("it is not told in full: %+v", s)
	}
}

// In everyday words the summary stays, which says what was seen of this server.
func TestPlainly(t *testing.T) {
	t.Parallel()
	for code, want := range map[checks.Code]string{
		checks.Expired:     "A certificate is a server's identity card. This one is out of date. The summary. | Who acts: the administrator. | step 0",
		checks.Unreachable: "It is like a phone that nobody picks up. The summary. | Who acts: the administrator. | step 0",
		checks.WeakKey:     "The summary. | Who acts: the administrator. | step 0", "": "The summary. | Who acts: the administrator. | step 0",
	} {
		got := answer.Plainly(asked(checks.VerdictUntrusted, checks.ActServer, code, day, 10))
		if whole(got) != want || len(got.Facts) > 0 || len(got.Steps) > 0 {
			t.Errorf("%s: %q", code, whole(got))
		}
	}
}

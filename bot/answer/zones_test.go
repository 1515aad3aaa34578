package answer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

// seenFrom is what a zone sees of imap.corp.example:993. An issuer of "" is no
// certificate.
func seenFrom(zone string, v checks.Verdict, issuer, address string) checks.Report {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	r := checks.Report{
		Verdict: v, Zone: zone, Summary: say.Literal("It is " + string(v) + "."), CheckedAt: at, TimingMS: map[string]int64{"total": 80},
		Target: checks.ReportTarget{Host: "imap.corp.example", Port: 993},
	}
	if issuer != "" {
		r.Certificate = &checks.Certificate{IssuedTo: "imap.corp.example", IssuedBy: issuer, SHA256: issuer, NotAfter: at.AddDate(0, 0, 60)}
	}
	if address != "" {
		r.Endpoints = []checks.ReportEndpoint{{Address: address + ":993"}}
	}
	return r
}

const (
	trusted     = checks.VerdictTrusted
	untrusted   = checks.VerdictUntrusted
	unreachable = checks.VerdictUnreachable
	noTLS       = checks.VerdictNoTLS
)

func TestZonesNameTheDifference(t *testing.T) {
	here := seenFrom("", trusted, "R11", "192.0.2.1")
	renewed := seenFrom("dmz", trusted, "R11", "192.0.2.1")
	renewed.Certificate.SHA256, renewed.Certificate.NotAfter = "new", renewed.Certificate.NotAfter.AddDate(0, 0, 90)
	twin := seenFrom("dmz", trusted, "R11", "192.0.2.1")
	twin.Certificate.SHA256 = "other"
	for _, c := range []struct {
		name string
		// views are the reports, here's first.
		views []checks.Report
		want  []string // headline and findings
	}{
		{"the same everywhere", []checks.Report{here, seenFrom("dmz", trusted, "R11", "192.0.2.1"), seenFrom("lab", trusted, "R11", "192.0.2.1")},
			[]string{"It is trusted.", "It looks the same from here, dmz and lab."}},
		{"here alone", []checks.Report{here},
			[]string{"It is trusted.", "This result is from here only. No other zone answered."}},
		{"an interceptor", []checks.Report{here, seenFrom("dmz", untrusted, "Zscaler Root CA", "192.0.2.1")},
			[]string{"From dmz, the certificate from imap.corp.example:993 is issued by Zscaler Root CA; from here, by R11."}},
		{"a renewal on one side", []checks.Report{here, renewed},
			[]string{"From dmz, the certificate from imap.corp.example:993 is valid until 22 April 2027; from here, until 22 January 2027."}},
		{"two of a kind", []checks.Report{here, twin},
			[]string{"From dmz, imap.corp.example:993 sends a different certificate than from here, with the same issuer and the same dates."}},
		{"another machine", []checks.Report{here, seenFrom("dmz", untrusted, "Old CA", "10.0.0.5")},
			[]string{"From dmz, the certificate from imap.corp.example:993 is issued by Old CA; from here, by R11. From dmz, the name points to 10.0.0.5; from here, to 192.0.2.1."}},
		{"another machine that shows the same", []checks.Report{here, seenFrom("dmz", trusted, "R11", "10.0.0.5")},
			[]string{"From dmz, the name points to 10.0.0.5; from here, to 192.0.2.1. The certificate is the same."}},
		{"another verdict", []checks.Report{here, seenFrom("dmz", untrusted, "R11", "192.0.2.1")},
			[]string{"From dmz, the same certificate gets a different result. It is untrusted."}},
		{"closed there", []checks.Report{here, seenFrom("dmz", unreachable, "", "192.0.2.1")},
			[]string{"imap.corp.example:993 answers from here, but not from dmz."}},
		{"open there alone", []checks.Report{seenFrom("", unreachable, "", "192.0.2.1"), seenFrom("branch", unreachable, "", "192.0.2.1"), seenFrom("dmz", trusted, "R11", "192.0.2.1")},
			[]string{"imap.corp.example:993 answers only from dmz, not from here and branch."}},
		{"no TLS there", []checks.Report{here, seenFrom("dmz", noTLS, "", "192.0.2.1")},
			[]string{"imap.corp.example:993 sends a certificate from here, but none from dmz."}},
		{"TLS there alone", []checks.Report{seenFrom("", noTLS, "", ""), seenFrom("dmz", trusted, "R11", "")},
			[]string{"imap.corp.example:993 sends a certificate from dmz, but none from here."}},
		{"here is the odd one out", []checks.Report{seenFrom("", untrusted, "Zscaler", "192.0.2.1"), seenFrom("dmz", trusted, "R11", "192.0.2.1"), seenFrom("lab", trusted, "R11", "192.0.2.1")},
			[]string{"From here, the certificate from imap.corp.example:993 is issued by Zscaler; from dmz and lab, by R11."}},
		{"three ways, the worst first", []checks.Report{here, seenFrom("branch", trusted, "R12", "192.0.2.1"), seenFrom("dmz", untrusted, "Zscaler", "192.0.2.1")},
			[]string{
				"From dmz, the certificate from imap.corp.example:993 is issued by Zscaler; from here, by R11.",
				"From branch, the certificate from imap.corp.example:993 is issued by R12; from here, by R11.",
			}},
	} {
		r := answer.Zones(&bot.Answer{Reports: c.views})
		got := []string{r.Headline.String()}
		for _, f := range r.Findings {
			got = append(got, f.Detail.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// worded compares texts as they read.
var worded = cmp.Comparer(func(a, b say.Text) bool { return a.String() == b.String() })

func TestZonesSideBySide(t *testing.T) {
	bad := seenFrom("dmz", untrusted, "Zscaler Root CA\u202e", "192.0.2.1")
	bad.Steps = []checks.Step{{Number: 8, Title: say.Literal("Temporarily disable antivirus email scanning")}}
	a := &bot.Answer{
		Reports: []checks.Report{seenFrom("", trusted, "R11", "192.0.2.1"), bad},
		Unheard: []bot.Unheard{{Zone: "lab", Why: say.S("Its workers did not answer in time.")}},
	}
	got := answer.Zones(a)
	want := bot.Reply{
		Tone:     bot.Bad,
		Headline: say.Literal("From dmz, the certificate from imap.corp.example:993 is issued by Zscaler Root CA\ufffd; from here, by R11."),
		Findings: []bot.Finding{},
		Facts: []bot.Fact{
			{Label: say.Literal("here"), Value: say.Literal("issued by R11, valid until 22 January 2027, at 192.0.2.1")},
			{Label: say.Literal("dmz"), Value: say.Literal("issued by Zscaler Root CA\ufffd, valid until 22 January 2027, at 192.0.2.1"), Tone: bot.Bad},
		},
		Items: []bot.Item{
			{Tone: bot.Good, Text: say.Literal("From here: It is trusted.")},
			{Tone: bot.Bad, Text: say.Literal("From dmz: It is untrusted.")},
			{Tone: bot.Warning, Text: say.Literal("No answer from lab. Its workers did not answer in time.")},
		},
		Cure:     &bot.Step{Number: 8, Title: say.Literal("Temporarily disable antivirus email scanning")},
		Footnote: say.Literal("Checked from here and dmz on 23 November 2026 at 12:00 UTC."),
	}
	if diff := cmp.Diff(want, got, worded); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestZonesOfSeveralServers: a line for each server, or for each party where
// they differ, and the difference names the port.
func TestZonesOfSeveralServers(t *testing.T) {
	on := func(r checks.Report, port int) checks.Report { r.Target.Port = port; return r }
	here993, here587 := on(seenFrom("", trusted, "R11", ""), 993), on(seenFrom("", trusted, "R11", ""), 587)
	for _, c := range []struct {
		name    string
		reports []checks.Report
		want    []string // headline and findings
		lines   string
	}{
		{"closed there", []checks.Report{here993, here587, on(seenFrom("dmz", trusted, "R11", ""), 993), on(seenFrom("dmz", unreachable, "", ""), 587)},
			[]string{"imap.corp.example:587 answers from here, but not from dmz."},
			"imap.corp.example:993 from here and dmz, imap.corp.example:587 from here, imap.corp.example:587 from dmz"},
		{"not found there", []checks.Report{here993, here587, on(seenFrom("dmz", trusted, "R11", ""), 993), on(seenFrom("lab", trusted, "R11", ""), 993)},
			[]string{"imap.corp.example:587 is found only from here, not from dmz and lab."},
			"imap.corp.example:993 from here, dmz and lab, imap.corp.example:587 from here"},
		{"nothing there at all", []checks.Report{here993, here587, on(seenFrom("dmz", unreachable, "", ""), 0)},
			[]string{"From dmz, nothing answers for imap.corp.example; from here, a server answers."},
			"imap.corp.example:993 from here, imap.corp.example:587 from here, imap.corp.example from dmz"},
		{"nothing anywhere", []checks.Report{on(seenFrom("", unreachable, "", ""), 0), on(seenFrom("dmz", unreachable, "", ""), 0)},
			[]string{"It is unreachable.", "It looks the same from here and dmz."}, ""},
		{"the worst first", []checks.Report{here993, here587, on(seenFrom("dmz", untrusted, "Zscaler", ""), 587)},
			[]string{
				"From dmz, the certificate from imap.corp.example:587 is issued by Zscaler; from here, by R11.",
				"imap.corp.example:993 is found only from here, not from dmz.",
			},
			"imap.corp.example:993 from here, imap.corp.example:587 from here, imap.corp.example:587 from dmz"},
	} {
		r := answer.Zones(&bot.Answer{Reports: c.reports})
		got := []string{r.Headline.String()}
		for _, f := range r.Findings {
			got = append(got, f.Detail.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
		var lines []string
		for _, i := range r.Items {
			from, _, _ := strings.Cut(i.Text.String(), ":")
			lines = append(lines, strings.TrimSpace(i.Code+" "+strings.ToLower(from)))
		}
		if got := strings.Join(lines, ", "); got != c.lines {
			t.Errorf("%s: the lines are about %s", c.name, got)
		}
	}
	// Where all agree, it is the answer of one place.
	r := answer.Zones(&bot.Answer{Reports: []checks.Report{here993, seenFrom("dmz", trusted, "R11", "")}})
	if one := answer.First(&here993); len(one.Facts) == 0 || cmp.Diff(one.Facts, r.Facts, worded) != "" || r.Tone != bot.Good || len(r.Items) != 0 {
		t.Errorf("alike: %+v", r)
	}
	r = answer.Zones(&bot.Answer{Reports: []checks.Report{here993, here587, here993, here587}})
	if r.Headline.String() != "Both servers are fine." || len(r.Items) != 2 {
		t.Errorf("two alike: %+v", r)
	}
	if r := answer.Zones(&bot.Answer{}); r.Headline.String() != "certdesk found no server to check." {
		t.Errorf("of nothing: %+v", r)
	}
}

package answer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// wrongName is a report with the one fault that everybody meets.
func wrongName() *checks.Report {
	return &checks.Report{
		Target:   checks.ReportTarget{Input: "imap.corp.example:993", Host: "imap.corp.example", Port: 993, Service: "imaps", Mode: checks.ModeTLS},
		Verdict:  checks.VerdictUntrusted,
		Summary:  say.Literal("imap.corp.example presents a certificate for mail.hoster.example, so Outlook warns."),
		Findings: []checks.Finding{{Code: checks.HostnameMismatch, Severity: checks.Critical, Title: say.Literal("The certificate is for another name"), Detail: say.Literal("Asked for one, it shows another.")}},
		Steps: []checks.Step{
			{Number: 2, Title: say.Literal("Check incoming and outgoing server names"), Why: say.Literal("Use mail.hoster.example."), Actions: []say.Text{say.Literal("File > Account Settings.")}},
			{Number: 10, Title: say.Literal("Contact your email provider or administrator"), Why: say.Literal("Ask."), Caution: say.Literal("Politely."), Actions: []say.Text{say.Literal("Write.")}},
		},
		Names: checks.Names{Requested: "imap.corp.example", Presented: []string{"mail.hoster.example"}, Suggested: "mail.hoster.example"},
		Certificate: &checks.Certificate{
			IssuedTo: "mail.hoster.example", IssuedBy: "Example TLS CA 1", SANs: []string{"mail.hoster.example", "smtp.hoster.example"},
			NotBefore: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2027, 1, 22, 9, 0, 0, 0, time.UTC), DaysLeft: 60,
		},
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.14:993", Verdict: checks.VerdictUntrusted}},
		TLS:       &checks.ReportTLS{Version: "1.3"},
		Settings:  &checks.Settings{Protocol: "IMAP", Port: 993, Encryption: "SSL/TLS"},
		CheckedAt: time.Date(2026, 11, 23, 17, 42, 5, 0, time.UTC),
		TimingMS:  map[string]int64{"total": 312},
	}
}

// worded compares texts as they read.
var worded = cmp.Comparer(func(a, b say.Text) bool { return a.String() == b.String() })

func TestReport(t *testing.T) {
	want := bot.Reply{
		Tone:     bot.Bad,
		Headline: say.Literal("imap.corp.example presents a certificate for mail.hoster.example, so Outlook warns."),
		Facts: []bot.Fact{
			{Label: say.Literal("Issued to"), Value: say.Literal("mail.hoster.example (and 1 other name)"), Tone: bot.Bad},
			{Label: say.Literal("Issued by"), Value: say.Literal("Example TLS CA 1")},
			{Label: say.Literal("Valid until"), Value: say.Literal("22 January 2027 (60 days left)")},
			{Label: say.Literal("Server"), Value: say.Literal("imap.corp.example, port 993, SSL/TLS (IMAP)")},
			{Label: say.Literal("Address"), Value: say.Literal("192.0.2.14")},
			{Label: say.Literal("Server name to use"), Value: say.Literal("mail.hoster.example"), Tone: bot.Good},
		},
		Findings:   []bot.Finding{{Tone: bot.Bad, Detail: say.Literal("Asked for one, it shows another.")}},
		StepsTitle: say.Literal("What to do:"),
		Steps: []bot.Step{
			{Number: 2, Title: say.Literal("Check incoming and outgoing server names"), Why: say.Literal("Use mail.hoster.example."), Actions: []say.Text{say.Literal("File > Account Settings.")}},
			{Number: 10, Title: say.Literal("Contact your email provider or administrator"), Why: say.Literal("Ask."), Caution: say.Literal("Politely."), Actions: []say.Text{say.Literal("Write.")}},
		},
		Code: []bot.Code{{
			Title: say.Literal("Reproduce with OpenSSL:"),
			Text:  "openssl s_client -showcerts -connect imap.corp.example:993 -servername imap.corp.example",
		}},
		Footnote: say.Literal("Checked on 23 November 2026 at 17:42 UTC."),
	}
	if diff := cmp.Diff(want, Report(wrongName()), worded); diff != "" {
		t.Error(diff)
	}
}

func TestFindingTitles(t *testing.T) {
	r := wrongName()
	r.Findings = append(r.Findings, checks.Finding{Severity: checks.Info, Title: say.Literal("An aside"), Detail: say.Literal("No harm.")})
	if got := Report(r).Findings; !got[0].Title.Empty() || got[1].Title.String() != "An aside" || got[1].Tone != bot.Neutral {
		t.Errorf("one fault and an aside: %+v", got)
	}
	r.Findings = append(r.Findings, checks.Finding{Severity: checks.Warning, Title: say.Literal("Another fault"), Detail: say.Literal("Harm.")})
	if got := Report(r).Findings; got[0].Title.Empty() || got[2].Title.Empty() || got[2].Tone != bot.Warning {
		t.Errorf("two faults: the headline cannot have said both: %+v", got)
	}
}

func TestHealthy(t *testing.T) {
	r := wrongName()
	r.Verdict, r.Findings, r.Names.Suggested = checks.VerdictTrusted, nil, ""
	got := Report(r)
	if got.Tone != bot.Good || got.StepsTitle.String() != "If someone still sees the warning, try these steps in order:" || got.Code != nil {
		t.Errorf("%+v", got)
	}
	for _, f := range got.Facts {
		if f.Tone != bot.Neutral || f.Label.String() == "Server name to use" {
			t.Errorf("a healthy server has the fact %+v", f)
		}
	}
	r.Steps = nil
	if got := Report(r); !got.StepsTitle.Empty() {
		t.Errorf("a title without steps: %q", got.StepsTitle.String())
	}
}

func TestTone(t *testing.T) {
	for verdict, want := range map[checks.Verdict]bot.Tone{
		checks.VerdictTrusted: bot.Good, checks.VerdictWarning: bot.Warning, checks.VerdictUntrusted: bot.Bad,
		checks.VerdictUnreachable: bot.Bad, checks.VerdictNoTLS: bot.Bad,
	} {
		if got := Report(&checks.Report{Verdict: verdict}).Tone; got != want {
			t.Errorf("%s is %q, want %q", verdict, got, want)
		}
	}
}

// A time is rounded before it is put into words: never "60.0 s", never "0 minutes".
func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                   "0 ms",
		999 * time.Millisecond:              "999 ms",
		time.Second:                         "1.0 s",
		1949 * time.Millisecond:             "1.9 s",
		1950 * time.Millisecond:             "2.0 s",
		59_949 * time.Millisecond:           "59.9 s",
		59_950 * time.Millisecond:           "1 minute",
		time.Minute:                         "1 minute",
		time.Hour - time.Second:             "59 minutes",
		time.Hour:                           "1 hour",
		time.Hour - time.Millisecond:        "1 hour",
		25*time.Hour + 59*time.Minute:       "1 day",
		2*time.Minute - 51*time.Millisecond: "1 minute",
	} {
		if got := duration(d).String(); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestFootnote(t *testing.T) {
	for _, tt := range []struct {
		change func(*checks.Report)
		want   string
	}{
		{func(*checks.Report) {}, "Checked on 23 November 2026 at 17:42 UTC."},
		{func(r *checks.Report) { r.TimingMS["total"] = 9960 }, "Checked on 23 November 2026 at 17:42 UTC."},
		{func(r *checks.Report) { r.Zone = "dmz" }, "Checked from dmz on 23 November 2026 at 17:42 UTC."},
		{func(r *checks.Report) { r.Cached, r.AgeS = true, 0 }, "Checked on 23 November 2026 at 17:42 UTC, 1 second ago."},
		{func(r *checks.Report) { r.Cached, r.AgeS = true, 59 }, "Checked on 23 November 2026 at 17:42 UTC, 59 seconds ago."},
		{func(r *checks.Report) { r.Cached, r.AgeS = true, 60 }, "Checked on 23 November 2026 at 17:42 UTC, 1 minute ago."},
		{func(r *checks.Report) { r.Cached, r.AgeS = true, 185 }, "Checked on 23 November 2026 at 17:42 UTC, 3 minutes ago."},
		{func(r *checks.Report) { r.Cached, r.AgeS = true, 2*3600 }, "Checked on 23 November 2026 at 17:42 UTC, 2 hours ago."},
		{func(r *checks.Report) { r.Quick = true }, "Checked on 23 November 2026 at 17:42 UTC. This was a quick look: other types of key, other TLS versions, revocation and mail policy were not checked."},
		{proxied, "Checked on 23 November 2026 at 17:42 UTC. Seen through the proxy http://proxy.corp.example:3128: the server's addresses and DNS records were not checked."},
		{func(r *checks.Report) { r.TimingMS = nil }, "This result is based on the certificate file only. No server was checked."},
	} {
		r := wrongName()
		tt.change(r)
		if got := footnote(r).String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// proxied makes a report one that was seen through a proxy, which alone knows where
// the name leads.
func proxied(r *checks.Report) {
	r.Proxy = "http://proxy.corp.example:3128"
	r.Endpoints[0].Address = "imap.corp.example:993"
}

// TestProxied: a name is never told as an address, and who reproduces the answer
// goes the same way.
func TestProxied(t *testing.T) {
	r := wrongName()
	proxied(r)
	reply := Report(r)
	for _, f := range reply.Facts {
		if f.Label.String() == "Address" || f.Label.String() == "Addresses" {
			t.Errorf("%s: %s", f.Label, f.Value)
		}
	}
	const want = "openssl s_client -showcerts -connect imap.corp.example:993 -proxy proxy.corp.example:3128 -servername imap.corp.example"
	if len(reply.Code) != 1 || reply.Code[0].Text != want {
		t.Errorf("%v", reply.Code)
	}
	for _, line := range letter(r) {
		if strings.HasPrefix(line.text.String(), "Addresses") {
			t.Error(line)
		}
	}
	r.Proxy = "socks5://proxy.corp.example:1080" // of which OpenSSL knows nothing
	if reply := Report(r); len(reply.Code) != 0 {
		t.Errorf("%v", reply.Code)
	}
	if strangers(r, wrongName()) {
		t.Error("a name behind a proxy was taken for another address")
	}
	here := *wrongName()
	r.Zone = "dmz"
	note := Zones(&bot.Answer{Reports: []checks.Report{here, *r}}).Footnote.String()
	if want := "Checked from dmz through the proxy socks5://proxy.corp.example:1080."; !strings.Contains(note, want) {
		t.Errorf("%q lacks %q", note, want)
	}
}

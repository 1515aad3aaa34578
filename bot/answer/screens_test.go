package answer

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write testdata/screens anew")

// dump writes all of a reply that a reader sees, in the order of Reply.
func dump(r bot.Reply) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
	}
	mark := func(t bot.Tone) string {
		if t == bot.Neutral {
			return ""
		}
		return "[" + string(t) + "] "
	}
	line("%s%s", mark(r.Tone), r.Headline.String())
	if !r.Act.Empty() {
		line("act: %s", r.Act.String())
	}
	if s := r.Cure; s != nil {
		line("cure %d %s | %s | %s | %s", s.Number, s.Title.String(), s.Why.String(), s.Caution.String(), strings.Join(say.Strings(s.Actions), " / "))
	}
	for _, f := range r.Facts {
		line("fact: %s%s: %s", mark(f.Tone), f.Label.String(), f.Value.String())
	}
	for _, f := range r.Findings {
		line("finding: %s%s | %s", mark(f.Tone), f.Title.String(), f.Detail.String())
	}
	if !r.StepsTitle.Empty() {
		line("%s", r.StepsTitle.String())
	}
	for _, s := range r.Steps {
		line("step %d %s | %s | %s | %s", s.Number, s.Title.String(), s.Why.String(), s.Caution.String(), strings.Join(say.Strings(s.Actions), " / "))
	}
	for _, i := range r.Items {
		line("item: %s%s | %s", mark(i.Tone), i.Code, i.Text.String())
	}
	for _, c := range r.Code {
		line("code: %s\n%s", c.Title.String(), c.Text)
	}
	for _, f := range r.Files {
		line("file: %s\n%s", f.Name, f.Data)
	}
	if !r.Footnote.Empty() {
		line("foot: %s", r.Footnote.String())
	}
	return b.String()
}

// manyFaults is a report with something in each of its parts.
func manyFaults() *checks.Report {
	r := wrongName()
	leaf := r.Certificate
	leaf.Role, leaf.Sent, leaf.Serial, leaf.SHA1, leaf.SHA256 = "leaf", true, "0a:1b", "aabb", "ccdd"
	leaf.Key, leaf.Signature = "RSA 2048", "SHA256-RSA"
	r.Chain = []*checks.Certificate{leaf, {IssuedTo: "Example TLS CA 1", IssuedBy: "Example Root", Role: "intermediate", NotAfter: leaf.NotAfter}, {NotAfter: leaf.NotAfter, Sent: true}}
	r.Findings = append(r.Findings,
		checks.Finding{Code: checks.LegacyTLS, Severity: checks.Warning, Title: say.Literal("It still speaks TLS 1.0"), Detail: say.Literal("Switch it off.")},
		checks.Finding{Code: checks.ChainOrder, Severity: checks.Info, Title: say.Literal("The chain is out of order"), Detail: say.Literal("Nobody minds.")},
	)
	for i := 3; i < 8; i++ {
		r.Steps = append(r.Steps, checks.Step{Number: i, Title: say.Literal("Another step"), Why: say.Literal("Because."), Actions: []say.Text{say.Literal("One."), say.Literal("Two."), say.Literal("Three."), say.Literal("Four.")}})
	}
	r.TLS = &checks.ReportTLS{Version: "1.3", Cipher: "TLS_AES_128_GCM_SHA256", Versions: map[checks.TLSVersion]bool{"1.2": true, "1.3": true, "1.1": false, "1.0": true}}
	r.Revocation = checks.Revocation{Status: "good", Source: "ocsp"}
	r.Stores = map[string]string{"mozilla": "trusted", "ca-file": "untrusted"}
	r.Clients = map[string]string{"outlook-windows": "untrusted", "thunderbird": "trusted", "android": "unknown"}
	r.ClientNotes = map[string]say.Text{"outlook-windows": say.Literal("It compares the name.")}
	r.Endpoints = []checks.ReportEndpoint{
		{Address: "192.0.2.14:993", Verdict: checks.VerdictUntrusted, TimingMS: map[string]int64{"total": 120}},
		{Address: "[2001:db8::1]:993", Verdict: checks.VerdictUnreachable, Error: say.Literal("connection refused")},
	}
	return r
}

// forAdmin is a report with an administrator's half: a missing authority at a
// known program, and another port that has the renewed certificate.
func forAdmin() *checks.Report {
	r := wrongName()
	newer := &checks.Certificate{NotBefore: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)}
	r.Admin = &checks.Administration{
		Software: "Dovecot", Said: "* OK Dovecot ready.",
		Tasks: []checks.AdminTask{{Code: checks.IncompleteChain, Do: say.Literal("Put the chain into the file."), Settings: []checks.AdminSettings{
			{For: "Dovecot 2.3", File: "/etc/dovecot/conf.d/10-ssl.conf", Lines: []string{"ssl_cert = </etc/ssl/a.pem", "ssl_key = </etc/ssl/a.key"}, Reload: []string{"doveadm reload"}},
			{For: "Dovecot 2.4", File: "/etc/dovecot/conf.d/10-ssl.conf", Lines: []string{"ssl_server_cert_file = /etc/ssl/a.pem"}, Reload: []string{"doveadm reload"}},
		}}},
		Elsewhere: []checks.Elsewhere{{Port: 443, Leaf: newer, Renewed: true}, {Port: 465, Leaf: newer}},
		Renewal:   []checks.AdminSettings{{For: "certbot", Lines: []string{`certbot reconfigure --deploy-hook "doveadm reload"`}}},
		Prove:     []string{"openssl s_client -connect imap.corp.example:993"},
		ChainPEM:  "-----BEGIN CERTIFICATE-----\n",
	}
	return r
}

// unknownProgram is one whose program nothing tells.
func unknownProgram() *checks.Report {
	r := forAdmin()
	r.Admin.Software, r.Admin.Said, r.Admin.Elsewhere, r.Admin.ChainPEM = "", "", nil, ""
	r.Admin.Tasks[0].Settings = nil
	return r
}

func silent() *checks.Report {
	return &checks.Report{
		Target: checks.ReportTarget{Host: "imap.corp.example", Port: 143}, Verdict: checks.VerdictUnreachable,
		Summary:   say.Literal("Nothing answers at port 143 of imap.corp.example."),
		Findings:  []checks.Finding{{Code: checks.Unreachable, Severity: checks.Critical, Title: say.Literal("Nothing answers"), Detail: say.Literal("Refused.")}},
		Steps:     []checks.Step{{Number: 10, Title: say.Literal("Contact your email provider or administrator"), Why: say.Literal("Ask whether it is down.")}},
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.14:143", Verdict: checks.VerdictUnreachable, Error: say.Literal("connection refused")}},
		CheckedAt: time.Date(2026, 11, 23, 17, 42, 5, 0, time.UTC), TimingMS: map[string]int64{"total": 3},
		Revocation: checks.Revocation{Status: string(checks.StatusNotChecked)},
	}
}

// faultOfTheServer is one for which no lines are known.
func faultOfTheServer() *checks.Report {
	r := silent()
	r.Act = checks.ActServer
	r.Findings = append(r.Findings, checks.Finding{Code: checks.NotTested, Severity: checks.Info, Detail: say.Literal("Not tested.")})
	return r
}

func healthy() *checks.Report {
	r := wrongName()
	r.Verdict, r.Summary, r.Findings, r.Steps = checks.VerdictTrusted, say.Literal("imap.corp.example is fine."), nil, nil
	r.Certificate.IssuedTo, r.Certificate.SANs, r.Names = "imap.corp.example", []string{"imap.corp.example"}, checks.Names{Requested: "imap.corp.example", Presented: []string{"imap.corp.example"}}
	r.Endpoints[0].Verdict = checks.VerdictTrusted
	return r
}

// TestScreens compares what each screen of an answer shows with what stands in
// testdata/screens; -update writes that anew.
func TestScreens(t *testing.T) {
	now := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)
	question := bot.Question{Target: checks.Target{Host: "imap.corp.example"}}
	several := func(reports ...*checks.Report) *bot.Answer {
		a := &bot.Answer{Question: question, At: now}
		for _, r := range reports {
			a.Reports = append(a.Reports, *r)
		}
		return a
	}
	escalated := several(silent(), manyFaults())
	escalated.Chains = [][][]byte{nil, {[]byte("leaf"), []byte("intermediate")}}
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.UTC) }
	for name, got := range map[string]bot.Reply{
		"brief":                  Several(several(manyFaults())),
		"brief-one-fault":        Several(several(wrongName())),
		"several":                Several(several(healthy(), silent(), manyFaults())),
		"several-one-bad":        Several(several(healthy(), silent())),
		"several-fine":           Several(several(healthy(), healthy())),
		"several-none":           Several(several()),
		"steps":                  AllSteps(manyFaults()),
		"details":                Details(manyFaults()),
		"details-silent":         Details(silent()),
		"chain":                  Chain(manyFaults(), [][]byte{[]byte("leaf")}),
		"chain-not-kept":         Chain(manyFaults(), nil),
		"chain-none":             Chain(silent(), nil),
		"escalation":             Escalation(escalated, "Anna", "#support", []say.Text{say.Literal("Tried: step 2, which did not help.")}, now),
		"escalation-nothing":     Escalation(several(), "Anna", "#support", nil, now),
		"admin":                  Admin(forAdmin()),
		"admin-unknown":          Admin(unknownProgram()),
		"admin-nothing":          Admin(healthy()),
		"admin-no-task":          Admin(faultOfTheServer()),
		"letter":                 Letter(forAdmin()),
		"letter-general":         Letter(wrongName()),
		"certificate":            Certificate(&checks.Seen{IssuedTo: "a.example", IssuedBy: "CA", ValidFrom: day(1), ValidTo: day(30)}, nil, now),
		"certificate-ended":      Certificate(&checks.Seen{IssuedTo: "a.example", ValidFrom: day(1), ValidTo: day(20)}, nil, now),
		"certificate-to-come":    Certificate(&checks.Seen{IssuedTo: "a.example", ValidFrom: day(25), ValidTo: day(30)}, nil, now),
		"certificate-two-ways":   Certificate(&checks.Seen{IssuedTo: "a.example", ValidFrom: day(3), ValidFromOr: day(11), ValidTo: day(20)}, nil, now),
		"certificate-undated":    Certificate(&checks.Seen{IssuedTo: "a.example"}, nil, now),
		"certificate-of-a-proxy": Certificate(&checks.Seen{IssuedTo: "a.example", IssuedBy: "Proxy CA", ValidFrom: day(1), ValidTo: day(30)}, &checks.ReportSeen{Outcome: checks.SeenIntercepted, Product: "Zscaler"}, now),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "screens", name+".txt")
			text := dump(got)
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), text); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

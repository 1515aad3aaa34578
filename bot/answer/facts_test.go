package answer

import (
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

func TestFacts(t *testing.T) {
	untrusted, trusted := checks.VerdictUntrusted, checks.VerdictTrusted
	at := func(address string, v checks.Verdict) checks.ReportEndpoint {
		return checks.ReportEndpoint{Address: address, Verdict: v}
	}
	untested := checks.ReportEndpoint{Address: "[2001:db8::1]:993", Verdict: checks.VerdictUnknown, Untested: checks.CauseUnroutable, Error: say.Literal("not tested: no route from here")}
	four := []checks.ReportEndpoint{at("192.0.2.1:993", trusted), at("192.0.2.2:993", untrusted), at("192.0.2.3:993", trusted), at("[2001:db8::4]:993", checks.VerdictUnreachable)}

	ended := func(ago time.Duration) func(*checks.Report) {
		return func(r *checks.Report) {
			r.CheckedAt = r.Certificate.NotAfter.Add(ago)
			r.Certificate.DaysLeft = -int(ago / (24 * time.Hour))
		}
	}

	for _, tt := range []struct {
		name   string
		change func(*checks.Report)
		label  string
		want   bot.Fact // without its label; no value: the row is left out
	}{
		{"a name of its own only", func(r *checks.Report) { r.Certificate.SANs = []string{"MAIL.hoster.example"} },
			"Issued to", bot.Fact{Value: say.Literal("mail.hoster.example"), Tone: bot.Bad}},
		{"foreign text", func(r *checks.Report) { r.Certificate.IssuedTo, r.Certificate.SANs = "a\x1b\u202eb\r\nc", nil },
			"Issued to", bot.Fact{Value: say.Literal("a\ufffdb c"), Tone: bot.Bad}},
		{"no common name", func(r *checks.Report) { r.Certificate.IssuedTo, r.Certificate.Subject = "", "O=Corp" },
			"Issued to", bot.Fact{Value: say.Literal("O=Corp (and 2 other names)"), Tone: bot.Bad}},
		{"unknown authority", func(r *checks.Report) { r.Findings[0].Code = checks.UntrustedRoot },
			"Issued by", bot.Fact{Value: say.Literal("Example TLS CA 1"), Tone: bot.Bad}},

		{"expired", ended(12*24*time.Hour + 5*time.Hour), "Valid until", bot.Fact{Value: say.Literal("22 January 2027 (expired 12 days ago)"), Tone: bot.Bad}},
		{"expired yesterday", ended(47 * time.Hour), "Valid until", bot.Fact{Value: say.Literal("22 January 2027 (expired 1 day ago)"), Tone: bot.Bad}},
		{"expired today", ended(3 * time.Hour), "Valid until", bot.Fact{Value: say.Literal("22 January 2027 (expired less than a day ago)"), Tone: bot.Bad}},
		{"ends today", func(r *checks.Report) { r.Certificate.DaysLeft = 0 }, "Valid until", bot.Fact{Value: say.Literal("22 January 2027 (less than a day left)")}},
		{"ends tomorrow", func(r *checks.Report) { r.Certificate.DaysLeft, r.Findings[0].Code = 1, checks.ExpiringSoon },
			"Valid until", bot.Fact{Value: say.Literal("22 January 2027 (1 day left)"), Tone: bot.Warning}},
		{"not yet", func(r *checks.Report) { r.Findings[0].Code = checks.NotYetValid }, "Valid", bot.Fact{Value: say.Literal("1 October 2026 to 22 January 2027"), Tone: bot.Bad}},
		{"dates cannot be read", func(r *checks.Report) { r.Certificate.NotAfter = time.Time{} }, "Valid until", bot.Fact{}},

		{"STARTTLS", func(r *checks.Report) { r.Settings.Encryption = "STARTTLS" }, "Server", bot.Fact{Value: say.Literal("imap.corp.example, port 993, STARTTLS (IMAP)")}},
		{"no encryption", func(r *checks.Report) { r.Settings.Encryption, r.Findings[0].Code = "None", checks.STARTTLSNotOffered },
			"Server", bot.Fact{Value: say.Literal("imap.corp.example, port 993, no encryption (IMAP)"), Tone: bot.Bad}},
		{"unknown settings", func(r *checks.Report) { r.Settings = nil }, "Server", bot.Fact{Value: say.Literal("imap.corp.example, port 993")}},
		{"no port answers", func(r *checks.Report) { r.Target.Port = 0 }, "Server", bot.Fact{Value: say.Literal("imap.corp.example")}},
		{"a file", func(r *checks.Report) { r.TimingMS = nil }, "Server", bot.Fact{}},

		{"other port dialled", func(r *checks.Report) { r.Endpoints[0].Address = "127.0.0.1:10993" }, "Address", bot.Fact{Value: say.Literal("127.0.0.1:10993")}},
		{"asked by address", func(r *checks.Report) { r.Target.Host = "192.0.2.14" }, "Address", bot.Fact{}},
		{"some bad", func(r *checks.Report) { r.Endpoints = four }, "Addresses", bot.Fact{Value: say.Literal("2 of 4 with problems: 192.0.2.2 and 2001:db8::4"), Tone: bot.Bad}},
		{"all bad", func(r *checks.Report) {
			r.Endpoints = []checks.ReportEndpoint{at("192.0.2.1:993", untrusted), at("192.0.2.2:993", untrusted)}
		}, "Addresses", bot.Fact{Value: say.Literal("both with problems: 192.0.2.1 and 192.0.2.2"), Tone: bot.Bad}},
		{"none bad", func(r *checks.Report) {
			r.Endpoints = []checks.ReportEndpoint{at("192.0.2.1:993", trusted), at("192.0.2.2:993", checks.VerdictWarning)}
		}, "Addresses", bot.Fact{Value: say.Literal("192.0.2.1 and 192.0.2.2")}},
		{"one not tested", func(r *checks.Report) { r.Endpoints = append(r.Endpoints, untested) },
			"Address", bot.Fact{Value: say.Literal("192.0.2.14 (1 not tested: no route from here)")}},
		{"no such name", func(r *checks.Report) { r.Endpoints = nil }, "Addresses", bot.Fact{}},

		{"no name to use", func(r *checks.Report) { r.Names.Suggested = "" }, "Server name to use", bot.Fact{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := wrongName()
			tt.change(r)
			var got bot.Fact
			for _, f := range facts(r) {
				if f.Label.String() == tt.label {
					got = f
				}
			}
			if got.Value.String() != tt.want.Value.String() || got.Tone != tt.want.Tone {
				t.Errorf("%s: %+v, want %+v", tt.label, got, tt.want)
			}
		})
	}
}

func TestFactsWithoutCertificate(t *testing.T) {
	r := wrongName()
	r.Certificate, r.Endpoints, r.Names.Suggested = nil, nil, ""
	if got := facts(r); len(got) != 1 || got[0].Label.String() != "Server" {
		t.Errorf("%+v", got)
	}
}

func TestReproduce(t *testing.T) {
	const openssl = "openssl s_client -showcerts -connect "
	seen := func(this, other []string) func(*checks.Report) {
		return func(r *checks.Report) {
			r.Certificate = &checks.Certificate{SHA256: "a"}
			r.CertificatesSeen = []checks.SeenCertificate{{SHA256: "b", ShownTo: other}, {SHA256: "a", ShownTo: this}}
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*checks.Report)
		want   string
	}{
		{"STARTTLS", func(r *checks.Report) { r.Target.Mode, r.Target.Service = checks.ModeSTARTTLS, "submission" },
			"imap.corp.example:993 -servername imap.corp.example -starttls smtp"},
		{"STARTTLS of what?", func(r *checks.Report) { r.Target.Mode, r.Target.Service = checks.ModeSTARTTLS, "" }, ""},
		{"by address", func(r *checks.Report) { r.Target.Host, r.Names.Requested = "2001:db8::1", "2001:db8::1" }, "[2001:db8::1]:993 -noservername"},
		{"other name", func(r *checks.Report) { r.Names.Requested = "mail.corp.example" }, "imap.corp.example:993 -servername mail.corp.example"},
		{"other port dialled", func(r *checks.Report) { r.Endpoints[0].Address = "127.0.0.1:10993" }, "127.0.0.1:10993 -servername imap.corp.example"},
		{"one of two bad", func(r *checks.Report) {
			r.Endpoints = append(r.Endpoints, checks.ReportEndpoint{Address: "192.0.2.15:993", Verdict: checks.VerdictTrusted})
		}, "192.0.2.14:993 -servername imap.corp.example"},
		{"the RSA one of two", seen([]string{"TLS 1.3 with RSA", "TLS 1.2 with RSA"}, []string{"TLS 1.3 with ECDSA"}),
			"imap.corp.example:993 -servername imap.corp.example -tls1_2 -cipher aRSA"},
		{"the ECDSA one of two", seen([]string{"TLS 1.3 with ECDSA"}, []string{"TLS 1.2 with RSA"}),
			"imap.corp.example:993 -servername imap.corp.example -tls1_3 -sigalgs ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512"},
		{"the one of TLS 1.2", seen([]string{"TLS 1.2 with ECDSA"}, []string{"TLS 1.3 with ECDSA"}),
			"imap.corp.example:993 -servername imap.corp.example -tls1_2 -cipher aECDSA"},
		{"the RSA one for TLS 1.3", seen([]string{"TLS 1.3 with RSA"}, []string{"TLS 1.2 with RSA", "TLS 1.3 with ECDSA"}),
			"imap.corp.example:993 -servername imap.corp.example -tls1_3 -sigalgs RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512"},
		{"asked alike, answered in two", seen([]string{"TLS 1.3 with ECDSA"}, []string{"TLS 1.3 with ECDSA"}),
			"imap.corp.example:993 -servername imap.corp.example"},
		{"no TLS", func(r *checks.Report) { r.TLS = nil }, ""},
		{"nobody to ask", func(r *checks.Report) { r.Steps = r.Steps[:1] }, ""},
		{"healthy", func(r *checks.Report) { r.Verdict = checks.VerdictTrusted }, ""},
		{"not for a shell", func(r *checks.Report) { r.Names.Requested = "a;reboot" }, ""},
		{"not for a shell either", func(r *checks.Report) { r.Target.Host = "-x" }, ""},
	} {
		r := wrongName()
		tt.change(r)
		got := ""
		if code := reproduce(r); len(code) > 0 {
			got = code[0].Text
		}
		if want := map[bool]string{true: "", false: openssl + tt.want}[tt.want == ""]; got != want {
			t.Errorf("%s: %q, want %q", tt.name, got, want)
		}
	}
}

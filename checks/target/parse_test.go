package target_test

import (
	"errors"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/target"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in      string
		host    string
		port    int
		service string
		mode    checks.Mode
		mailbox string
	}{
		{in: "imap.corp.com", host: "imap.corp.com"},
		{in: "imap.corp.com:993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "IMAP.Corp.COM.:993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com.", host: "imap.corp.com"},
		{in: " imap.corp.com : 993 ", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com port 993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com, Port: 993.", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com 993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "\"imap.corp.com:993\"", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "`imap.corp.com:993`", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "“imap.corp.com:993”,", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "“imap.corp.com”, port 993.", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "`imap.corp.com`:993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "(imap.corp.com:993)", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com:993)", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp\u200b.com\u00a0:\u00a0993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "\ufeffimap.corp.com:993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "mail\u201101.corp.com", host: "mail-01.corp.com"},
		{in: "imap.corp.com：９９３", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "<http://imap.corp.com:993|imap.corp.com:993>", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "<http://imap.corp.com|imap.corp.com>:993", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "<http://imap.corp.com|imap.corp.com>", host: "imap.corp.com"},
		{in: "<http://imap.corp.com>", host: "imap.corp.com"},
		{in: "<http://evil.example|imap.corp.com>", host: "imap.corp.com"},
		{in: "<https://webmail.corp.com/owa|Open the mail>", host: "webmail.corp.com", port: 443, service: "https", mode: checks.ModeTLS},
		{in: "<mailto:jo@corp.com|jo@corp.com>", host: "corp.com", mailbox: "jo"},
		{in: "mailto:jo@corp.com", host: "corp.com", mailbox: "jo"},
		{in: "jo.doe+x@corp.com", host: "corp.com", mailbox: "jo.doe+x"},
		{in: "imaps://imap.corp.com", host: "imap.corp.com", port: 993, service: "imaps", mode: checks.ModeTLS},
		{in: "imap://jo@imap.corp.com/INBOX", host: "imap.corp.com", port: 143, service: "imap", mode: checks.ModeSTARTTLS},
		{in: "smtp://h.corp.com:587", host: "h.corp.com", port: 587, service: "smtp", mode: checks.ModeSTARTTLS},
		{in: "SMTPS://h.corp.com", host: "h.corp.com", port: 465, service: "submissions", mode: checks.ModeTLS},
		{in: "https://h.corp.com/owa/?x=1#y", host: "h.corp.com", port: 443, service: "https", mode: checks.ModeTLS},
		{in: "https://[2001:db8::1]:8443/x", host: "2001:db8::1", port: 8443, service: "https", mode: checks.ModeTLS},
		{in: "postgresql://db.corp.com/x", host: "db.corp.com", port: 5432, service: "postgres", mode: checks.ModeSTARTTLS},
		{in: "h.corp.com/owa", host: "h.corp.com"},
		{in: "192.0.2.1", host: "192.0.2.1"},
		{in: "192.0.2.1:465", host: "192.0.2.1", port: 465, service: "submissions"},
		{in: "2001:db8::1", host: "2001:db8::1"},
		{in: "2001:DB8:0::1", host: "2001:db8::1"},
		{in: "[2001:db8::1]", host: "2001:db8::1"},
		{in: "[2001:db8::1]:993", host: "2001:db8::1", port: 993, service: "imaps"},
		{in: "[2001:db8::1] : 993", host: "2001:db8::1", port: 993, service: "imaps"},
		{in: "bücher.example:993", host: "xn--bcher-kva.example", port: 993, service: "imaps"},
		{in: "BÜCHER.example", host: "xn--bcher-kva.example"},
		{in: "xn--bcher-kva.example", host: "xn--bcher-kva.example"},
		{in: "mail。corp。com", host: "mail.corp.com"},
		{in: "mx--1.corp.com:993", host: "mx--1.corp.com", port: 993, service: "imaps"},
		{in: "R3---SN.corp.com", host: "r3---sn.corp.com"},
		{in: "r3---sn.bücher.example", host: "r3---sn.xn--bcher-kva.example"},
		{in: "xn--999999999.corp.com", host: "xn--999999999.corp.com"},
		{in: "xn--a.corp.com", host: "xn--a.corp.com"},
		{in: "ssl://imap.corp.com:993", host: "imap.corp.com", port: 993, service: "imaps", mode: checks.ModeTLS},
		{in: "ssl://imap.corp.com", host: "imap.corp.com"},
		{in: "tls://smtp.corp.com:587", host: "smtp.corp.com", port: 587, service: "submission"},
		{in: "imap.corp.com:imaps", host: "imap.corp.com", port: 993, service: "imaps"},
		{in: "imap.corp.com : IMAP", host: "imap.corp.com", port: 143, service: "imap"},
		{in: "smtp.corp.com:smtps", host: "smtp.corp.com", port: 465, service: "submissions"},
		{in: "_dmarc.corp.com", host: "_dmarc.corp.com"},
		{in: "exchange01", host: "exchange01"},
		{in: "localhost:10993", host: "localhost", port: 10993},
		{in: "zz9-a0.corp.com", host: "zz9-a0.corp.com"},
		{in: strings.Repeat("a.", 126) + "z", host: strings.Repeat("a.", 126) + "z"},
		{in: strings.Repeat("a", 63) + ".example", host: strings.Repeat("a", 63) + ".example"},
		{in: "http://h.corp.com/" + strings.Repeat("x", 4078), host: "h.corp.com"},
		{in: "*imap.corp.com*", host: "imap.corp.com"},
		{in: "imap.corp.com:1", host: "imap.corp.com", port: 1},
		{in: "imap.corp.com:65535", host: "imap.corp.com", port: 65535},
		{in: "imaps://@imap.corp.com", host: "imap.corp.com", port: 993, service: "imaps", mode: checks.ModeTLS},
		{in: "imap.corp.com！", host: "imap.corp.com"},
		{in: "mail\u201001.corp.com", host: "mail-01.corp.com"},
		{in: "mail\u201501.corp.com", host: "mail-01.corp.com"},
	}
	for _, tt := range tests {
		got, err := target.Parse(tt.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		if got.Host != tt.host || got.Port != tt.port || got.Service != tt.service || got.Mode != tt.mode || got.Mailbox != tt.mailbox {
			t.Errorf("Parse(%q) = host %q port %d service %q mode %q mailbox %q, want %+v",
				tt.in, got.Host, got.Port, got.Service, got.Mode, got.Mailbox, tt)
		}
		if got.Input != strings.TrimSpace(tt.in) {
			t.Errorf("Parse(%q).Input = %q", tt.in, got.Input)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // input: what the sentence must say
		"":                                   "no server was given",
		"  “” ":                              "no server was given",
		":993":                               "no server was given",
		"\"\":993":                           "no server was given",
		"imap.corp.com:0":                    "a number from 1 to 65535",
		"imap.corp.com:99999":                "a number from 1 to 65535",
		"imap.corp.com:99999999999999999999": "a number from 1 to 65535",
		"imap.corp.com:outlook":              `“outlook” is not a port number`,
		"<@U024BE7LH>":                       "a person or a channel",
		"<#C024BE7LH|general>":               "a person or a channel",
		"<!channel>":                         "a person or a channel",
		"gopher://h.corp.com":                `does not know “gopher://”`,
		"*.corp.com":                         "wildcard",
		"my mail server":                     "no spaces",
		"-x.corp.com":                        "not a server name",
		"x-.corp.com":                        "not a server name",
		"ü-.corp.com":                        "not a server name",
		"-ü.corp.com":                        "not a server name",
		"a..b":                               "1 to 63 characters",
		strings.Repeat("a", 64):              "1 to 63 characters",
		strings.Repeat("a.", 150):            "253 characters",
		"127.1":                              "not an IP address",
		"2130706433":                         "not an IP address",
		"0x7f000001":                         "not an IP address",
		"0177.0.0.1":                         "not an IP address",
		"[2001:db8::1":                       "not an IPv6 address",
		"[::1]993":                           "not a port",
		"@corp.com":                          "nothing before the @",
		strings.Repeat("a.", 126) + "ab":     "253 characters",
		"http://h.corp.com/" + strings.Repeat("x", 4079): "too long",
		"a;b|c":                          "not a server name",
		"https:///owa":                   "no server was given",
		"/owa":                           "not a server name",
		"imap.corp.com:65536":            "a number from 1 to 65535",
		strings.Repeat("ä ", 39) + "bc":  strings.Repeat("ä ", 39) + "bc\" cannot be checked",
		strings.Repeat("ä ", 39) + "bcd": strings.Repeat("ä ", 39) + "bc…\" cannot be checked",
	}
	for in, want := range tests {
		_, err := target.Parse(in)
		if _, ok := errors.AsType[*target.Error](err); !ok {
			t.Errorf("Parse(%.40q) = %v, want a *target.Error", in, err)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "imap.corp.com:993") {
			t.Errorf("Parse(%.40q): %q does not say %q", in, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"imap.corp.com:993", "<http://a|b>", "[::1]:1", "a@b", "imaps://ü.example/", "“x : 9”"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		parsed, err := target.Parse(in)
		if err != nil {
			return
		}
		if parsed.Host == "" || parsed.Port < 0 || parsed.Port > 65535 || strings.ContainsAny(parsed.Host, " <>|/@\n\x00") {
			t.Fatalf("Parse(%q) = %+v", in, parsed)
		}
		again, err := target.Parse(parsed.Host)
		if err != nil || again.Host != parsed.Host {
			t.Fatalf("the host %q of %q is not understood again: %v", parsed.Host, in, err)
		}
	})
}

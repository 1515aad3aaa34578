package software

import (
	"testing"

	"certdesk/checks"
)

func TestRecognise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ greeting, want string }{
		{"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot (Debian) ready.", "dovecot"},
		{"+OK Dovecot ready.", "dovecot"},
		{`"IMPLEMENTATION" "Dovecot Pigeonhole"`, "dovecot"},
		{"220 mx.corp.example ESMTP Postfix (Debian/GNU)", "postfix"},
		{"220 mail.corp.example ESMTP Postcow", "mailcow"},
		{"220 mail.corp.example ESMTP Exim 4.96 Sun, 29 Nov 2026 10:00:00 +0000", "exim"},
		{"220 ex1.corp.example Microsoft ESMTP MAIL Service ready at Sun, 29 Nov 2026 10:00:00 +0000", "exchange"},
		{"* OK The Microsoft Exchange IMAP4 service is ready.", "exchange"},
		{"220 AM0PR.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun, 29 Nov 2026 10:00:00 +0000", ""},
		{"* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE] imap.corp.example Cyrus IMAP 3.6.1-Debian server ready", "cyrus"},
		{"* OK [CAPABILITY IMAP4rev1 UIDPLUS] Courier-IMAP ready. Copyright 1998-2018 Double Precision, Inc.", "courier"},
		{"* OK IMAPrev1", "hmailserver"},
		{"* OK IMAP4 ready", "nginx"},
		{"+OK POP3 ready", "nginx"},
		{"220 corp.example ESMTP MailEnable Service, Version: 10.44", "mailenable"},
		{"220 mail.corp.example ESMTP MDaemon 24.0.1; Sun, 29 Nov 2026 10:00:00 +0000", "mdaemon"},
		{"* OK Kerio Connect 10.0.2 IMAP4rev1 server ready", "kerio"},
		{"220 mail.corp.example Zimbra LMTP server ready", "zimbra"},
		{"* OK [CAPABILITY IMAP4rev2] Stalwart IMAP4rev2 at your service.", "stalwart"},
		{"220 ProFTPD Server (files) [192.0.2.1]", "proftpd"},
		// Nobody's, and words of a program in another's greeting.
		{"", ""},
		{"* OK IMAP4rev1 ready", ""},
		{"220 mail.corp.example ESMTP", ""},
		{"220 dovecote.example ESMTP", ""},
		{"220 mx.corp.example ESMTP We like Postfix here", ""},
		{"* OK IMAP4 ready to serve", ""},
	} {
		ep := &checks.Endpoint{Observation: checks.Observation{Greeting: tt.greeting}}
		got := ""
		r, said := recognise(ep)
		if r != nil {
			got = r.key
		}
		if got != tt.want || (said == "") != (got == "") {
			t.Errorf("%q is %q (%q), want %q", tt.greeting, got, said, tt.want)
		}
	}
	for _, tt := range []struct{ issuer, subject, want string }{
		{"CN=cPanel, LLC Certification Authority,O=cPanel, LLC,C=US", "CN=mail.corp.example", "cpanel"},
		{"CN=Plesk,O=Plesk,C=CH", "CN=Plesk,O=Plesk,C=CH", "plesk"},
		{"CN=R11,O=Let's Encrypt,C=US", "CN=plesk.corp.example", ""},
	} {
		ep := &checks.Endpoint{Judgement: &checks.Judgement{Leaf: &checks.Certificate{Issuer: tt.issuer, Subject: tt.subject}}}
		got := ""
		if r, _ := recognise(ep); r != nil {
			got = r.key
		}
		if got != tt.want {
			t.Errorf("issued by %q is %q, want %q", tt.issuer, got, tt.want)
		}
	}
}

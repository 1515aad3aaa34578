//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestBlamed: of several servers the one comes first of which the trouble is told, wherever it is
// named.
func TestBlamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Sending through smtp.corp.example is fine, but imap.corp.example says that its certificate has expired":                                                                                                                    "imap.corp.example",
		"imap.corp.example says that its certificate has expired, but sending through smtp.corp.example is fine":                                                                                                                    "imap.corp.example",
		"mx1.corp.example is fine. mx2.corp.example: connection refused":                                                                                                                                                            "mx2.corp.example",
		"Our monitoring on watch.corp.example reports db.corp.example as connection refused since 02:14":                                                                                                                            "db.corp.example",
		"The gateway gw.corp.example enforces TLS, and mail.partner.example offers no STARTTLS at all":                                                                                                                              "mail.partner.example",
		"www.corp.example has a proper certificate while shop.corp.example is self-signed and the browser warns":                                                                                                                    "shop.corp.example",
		"Über smtp.corp.example geht alles raus, nur bei imap.corp.example kommt, das Zertifikat sei abgelaufen":                                                                                                                    "imap.corp.example",
		"imap.corp.example läuft, smtp.corp.example dagegen nimmt keine Verbindung an, connection refused":                                                                                                                          "smtp.corp.example",
		"Nagios auf mon.corp.example meldet, das Zertifikat von www.corp.example ist abgelaufen":                                                                                                                                    "www.corp.example",
		"Mit imap.corp.example keine Probleme, pop.corp.example hat ein selbstsigniertes Zertifikat und wird abgelehnt":                                                                                                             "pop.corp.example",
		"L'envoi par smtp.corp.example marche, mais imap.corp.example a un certificat expiré":                                                                                                                                       "imap.corp.example",
		"webmail.corp.example s'ouvre bien ; imap.corp.example refuse la connexion, connection refused":                                                                                                                             "imap.corp.example",
		"La supervision sur mon.corp.example signale que le certificat de ldap.corp.example a expiré":                                                                                                                               "ldap.corp.example",
		"smtp.corp.example va bien, pero el certificado de imap.corp.example ha caducado":                                                                                                                                           "imap.corp.example",
		"Con pop.corp.example no hay problema. imap.corp.example rechaza la conexión, connection refused":                                                                                                                           "imap.corp.example",
		"El monitor mon.corp.example avisa de que el certificado de www.corp.example ha caducado":                                                                                                                                   "www.corp.example",
		"$ curl -sI https://corp.example.com | head -1\nHTTP/2 200\n$ curl -sI https://www.corp.example\ncurl: (60) SSL certificate problem: certificate has expired":                                                               "www.corp.example",
		"{\"level\":\"info\",\"msg\":\"active\",\"peer\":\"https://node-1.corp.example:2380\"}\n{\"level\":\"warn\",\"peer\":\"https://node-2.corp.example:2380\",\"error\":\"x509: certificate has expired or is not yet valid\"}": "node-2.corp.example",

		"{\"policy\":{\"policy-type\":\"sts\",\"mx-host\":[\"mx1.corp.example\",\"mx2.corp.example\"]},\"failure-details\":[{\"result-type\":\"validation-failure\",\"receiving-mx-hostname\":\"mx3.corp.example\",\"failure-reason-code\":\"mx-mismatch\"}]}": "mx3.corp.example",

		// A name that only the certificate has, an address, and a name by which somebody greets are none.
		"Mein iPhone sagt, das Zertifikat passt nicht zu imap.corp.example, sondern ist auf srv12.hoster.example ausgestellt":                                                               "imap.corp.example",
		"On a mis smtp.corp.example mais le nom sur le certificat c'est mail.hoster.example, du coup alerte":                                                                                "smtp.corp.example",
		"SSL error connecting imap.corp.example (192.0.2.1:993): self signed certificate":                                                                                                   "imap.corp.example",
		"=== Connected to smtp.corp.example.\n<-  220 srv4.hoster.example ESMTP\n -> EHLO pc.corp.example\n<-  250-srv4.hoster.example\n*** TLS startup failed (certificate verify failed)": "smtp.corp.example",
		// What works is asked last, whatever else is told of the others.
		"The certificate of imap.corp.example is fine, that of smtp.corp.example isn't trusted": "smtp.corp.example",
		"smtp.corp.example takes my mail fine and yet imap.corp.example times out":              "imap.corp.example",
		// The trouble of two is told of both, in their order.
		"Both pop.corp.example and imap.corp.example show an expired certificate":                 "pop.corp.example",
		"Ni pop.corp.example ni imap.corp.example responden, da tiempo de espera":                 "pop.corp.example",
		"pop.corp.example refuses connections, connection refused, and so does imap.corp.example": "pop.corp.example",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || len(m.Servers) == 0 || m.Servers[0].Host != want {
			t.Errorf("%q: %v (%v), want %s first", text, m.Servers, ok, want)
		}
	}
}

// TestCurlIsNoNumber: the letters of a flag look like digits.
func TestCurlIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"curl -sI https://www.corp.example", "$ curl -sI https://www.corp.example | head -1\nHTTP/2 200"} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is %q", text, m.Entry.ID)
		}
	}
}

// TestLinesInOrder: what a monitor or a log says of servers that are in order is nobody's trouble.
func TestLinesInOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"[OK] www.corp.example certificate valid for 71 days\n[WARNING] shop.corp.example certificate expires in 6 days\n[OK] mail.corp.example certificate valid for 70 days": "expires-soon shop.corp.example",
		"✅ smtp.corp.example\n❌ imap.corp.example certificate expired":                                                      "expired imap.corp.example",
		"SSL OK - a.corp.example valid for 40 days\nSSL CRITICAL - Certificate 'b.corp.example' expired on Sun 06 Sep 2026": "expired b.corp.example",
		"postfix/smtp[20117]: Trusted TLS connection established to mx.farthing.example[198.51.100.8]:25: TLSv1.3\n" +
			"postfix/smtp[20121]: mx1.pebble.example[203.0.113.40]:25: certificate verification failed: certificate has expired\n" +
			"postfix/smtp[20121]: relay=mx1.pebble.example[203.0.113.40]:25, dsn=4.7.5, status=deferred (Server certificate not trusted)": "expired mx1.pebble.example",
		"mx-n.corp.example: Verified TLS connection established\nmx-s.corp.example: Server certificate not verified, TLSA mismatch": "dane mx-s.corp.example",
		"status=deferred (Server certificate not trusted)":                                                                          "untrusted ",
		"SSL OK - Certificate 'www.corp.example' will expire on Tue 12 May 2027":                                                    "",
		"[OK] www.corp.example is not expired\n[OK] mail.corp.example was expired, is renewed":                                      "",
	} {
		m, ok := errortext.Recognise(text, today)
		got := ""
		if ok {
			got = string(m.Entry.Kind) + " "
			if len(m.Servers) > 0 {
				got += m.Servers[0].Host
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

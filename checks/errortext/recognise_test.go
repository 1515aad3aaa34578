//go:build !race

// A text is read by one goroutine, and thousands are: the race detector finds nothing
// and takes twenty times as long. .ci/run has all tests of this package run without it.

package errortext_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/errortext"
)

// today is when the texts of the tests are read.
var today = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// dialogs are whole messages as people paste them.
var dialogs = []struct{ id, text, server string }{
	{"target-principal-name", "Internet Security Warning\n\nThe server you are connected to is using a security certificate that cannot be verified.\n\nThe target principal name is incorrect.\n\n[View Certificate...]\n\nDo you want to continue using this server?\n[Yes] [No]", ""},
	{"chain-terminated", "hi, since this morning outlook shows:\n> The server you are connected to is using a security certificate that cannot be verified.\n> A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.\nwhat do I do??", ""},
	{"validity-period", "The server you are connected to is using a security certificate that cannot be verified. A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.", ""},
	{"outlook-cannot-verify", "“The server you are connected to is using a security certificate that cannot be verified.”", ""},
	{"outlook-cannot-verify", "THE SERVER YOU ARE CONNECTED TO IS USING A SECURITY CERTIFICATE THAT CANNOT BE VERIFIED", ""},
	{"outlook-cannot-verify", "The server you are connected to is us1ng a secur1ty certlficate that cannot be verifled", ""},
	{"outlook-cannot-verify", "The serveryou are connected to is using a security certificate that cannot be verified", ""},
	{"target-principal-name", "Der Server, mit dem Sie verbunden sind, verwendet ein Sicherheitszertifikat, das nicht überprüft werden kann.\n\nDer Zielprinzipalname ist falsch.\n\nMöchten Sie diesen Server weiterhin verwenden?", ""},
	{"outlook-cannot-verify", "Der Server mit dem Sie verbunden sind verwendet ein Sicherheitszertifikat das nicht ueberprueft werden kann", ""},
	{"chain-terminated", "Eine Zertifikatkette wurde zwar verarbeitet, endete jedoch mit einem Stammzertifikat, das beim Vertrauensanbieter nicht als vertrauenswürdig gilt.", ""},
	{"validity-period", "Ein erforderliches Zertifikat befindet sich nicht im Gültigkeitszeitraum gemessen an der aktuellen Systemzeit oder dem Zeitstempel in der signierten Datei.", ""},
	{"target-principal-name", "Le serveur auquel vous êtes connecté utilise un certificat de sécurité qui ne peut pas être vérifié.\nLe nom principal de la cible est incorrect.", ""},
	{"target-principal-name", "El servidor al que está conectado usa un certificado de seguridad que no se puede comprobar. El nombre principal de destino es incorrecto.", ""},
	{"name-does-not-match-site", "Security Alert\nautodiscover.corp.com\nInformation you exchange with this site cannot be viewed or changed by others. However, there is a problem with the site's security certificate.\nThe security certificate is from a trusted certifying authority.\nThe name on the security certificate is invalid or does not match the name of the site.\nDo you want to proceed?", "autodiscover.corp.com"},
	{"company-not-chosen", "Security Alert - there is a problem with the site's security certificate. The security certificate was issued by a company you have not chosen to trust.", ""},
	{"0x800CCC1A", "Task 'anna@corp.com - Sending' reported error (0x800CCC1A) : 'Your server does not support the connection encryption type you have specified. Try changing the encryption method. Server: imap.corp.com, Port: 993'", "imap.corp.com:993"},
	{"0x800CCC1A", "Senden: Fehler 800ccc1a am Server smtp.firma.de Port 587", "smtp.firma.de:587"},
	{"0x800CCC0E", "Task 'anna@corp.com' reported error (Ox800CCC0E)", "corp.com"},
	{"0x8004210A", "Task 'x - Receiving' reported error (0x8004210A): 'The operation timed out waiting for a response from the receiving (POP) server.'", ""},
	{"SEC_E_WRONG_PRINCIPAL", "schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322)", ""},
	{"CERT_E_EXPIRED", "HRESULT -2146762495", ""},
	{"SSL_ERROR_BAD_CERT_DOMAIN", "Add Security Exception\nYou are about to override how Thunderbird identifies this site.\nServer Location: mail.corp.com:993\nWrong Site\nThe certificate belongs to a different site, which could mean that someone is trying to impersonate this site.", "mail.corp.com:993"},
	{"SEC_ERROR_UNKNOWN_ISSUER", "Error code: SEC_ERROR_UNKNOWN_ISSUER", ""},
	{"MOZILLA_PKIX_ERROR_MITM_DETECTED", "Fehlercode: MOZILLA_PKIX_ERROR_MITM_DETECTED", ""},
	{"ios-identity", "Cannot Verify Server Identity. The identity of “imap.corp.com” cannot be verified by Mail. Review the certificate details to continue.", "imap.corp.com"},
	{"ios-identity", "Cannot Verify Server Identity. The identity of “mail.corp.com” cannot be verified by Mail. Review the certificate details to continue", "mail.corp.com"},
	{"peer-unverified", "java.io.IOException: Hostname 'mail.corp.com' was not verified", "mail.corp.com"},
	{"apple-expired", "CFNetwork SSLHandshake failed (-9814)  error", ""},
	{"trust-anchor", "Cannot connect to server. (java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.)", ""},
	{"openssl-20", "Verify return code: 20 (unable to get local issuer certificate)", ""},
	{"openssl-21", "depth=0 CN = mail.corp.com\nverify error:num=21:unable to verify the first certificate", "mail.corp.com"},
	{"openssl-wrong-version", "140735:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:332:", ""},
	{"openssl-10", "curl: (60) SSL certificate problem: certificate has expired", ""},
	{"curl-60-name", "curl: (60) SSL: no alternative certificate subject name matches target host name 'imap.corp.com'", "imap.corp.com"},
	{"go-authority", "Get \"https://mail.corp.com/\": x509: certificate signed by unknown authority", "mail.corp.com:443"},
	{"go-expired", "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-23T10:00:00Z is after 2026-11-01T00:00:00Z", ""},
	{"java-path", "javax.mail.MessagingException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target", ""},
	{"dotnet-name", "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", ""},
	{"mac-name", "Unable to establish a secure connection to mail.corp.com because the server name or IP address does not match the certificate's name or IP address.", "mail.corp.com"},
	{"no-encrypted-connection", "An encrypted connection to your mail server is not available. Click Next to attempt using an unencrypted connection.", ""},
	{"NET_ERR_CERT_COMMON_NAME_INVALID", "NET::ERR_CERT_COMMON_NAME_INVALID on webmail.corp.com", "webmail.corp.com"},
}

func TestDialogs(t *testing.T) {
	for _, d := range dialogs {
		id := strings.Replace(strings.Replace(d.id, "SEC_E_WRONG_PRINCIPAL", "target-principal-name", 1), "CERT_E_EXPIRED", "validity-period", 1)
		m, ok := errortext.Recognise(d.text, today)
		if !ok || m.Entry.ID != id && m.Entry.Kind != kindOf(id) {
			t.Errorf("%q\n is %q, want %q", d.text, m.Entry.ID, id)
		}
		server := ""
		if s := errortext.Servers(d.text); len(s) > 0 {
			server = s[0].Host
			if s[0].Port != 0 {
				server += fmt.Sprintf(":%d", s[0].Port)
			}
		}
		if server != d.server {
			t.Errorf("%q\n names %q, want %q", d.text, server, d.server)
		}
	}
}

// kindOf is the kind of an entry: several say the same.
func kindOf(id string) errortext.Kind {
	for _, e := range errortext.Entries() {
		if e.ID == id {
			return e.Kind
		}
	}
	return ""
}

// wraps are what people do to a message when they paste it.
var wraps = []func(string) string{
	func(s string) string { return s },
	func(s string) string {
		return "Hi team, since today I get this all the time:\n\n\"" + s + "\"\n\nAny idea? Thanks, Anna"
	},
	func(s string) string { return "> > " + strings.ReplaceAll(s, " ", "\n> > ") },
	strings.ToUpper,
}

// TestEveryWording wraps every phrase and every code that is known in what
// people write around it, and demands the entry, or one of the same kind.
func TestEveryWording(t *testing.T) {
	n := 0
	ids := map[string]bool{}
	for _, e := range errortext.Entries() {
		if e.ID == "" || e.Client == "" || ids[e.ID] || len(e.Codes)+len(e.Phrases)+len(e.Numbers) == 0 {
			t.Errorf("%+v is not complete, or there twice", e)
		}
		ids[e.ID] = true
		m := e.Meaning()
		if m.Text.Empty() || len(m.Steps) == 0 {
			t.Errorf("%s has no meaning", e.ID)
		}
		for _, step := range m.Steps {
			if step < 1 || step > 10 {
				t.Errorf("%s: step %d", e.ID, step)
			}
		}
		for _, wording := range slices.Concat(e.Phrases, e.Codes, e.Numbers) {
			if slices.Contains(e.Numbers, wording) || e.AnyConnection {
				wording = "IMAP " + wording // some count only where mail is named
			}
			wording = strings.TrimPrefix(wording, "? ")
			for _, wrap := range wraps {
				text := wrap(wording)
				if strings.HasPrefix(wording, "-") {
					text = wrap("SSL error " + wording) // a bare number may be anything
				}
				if n++; testing.Short() && n%(2*sampled) != 0 {
					continue
				}
				got, ok := errortext.Recognise(text, today)
				if !ok || got.Entry.ID != e.ID && got.Entry.Kind != e.Kind {
					t.Errorf("%q is %q, want %s", text, got.Entry.ID, e.ID)
				}
			}
		}
	}
	if len(ids) < 150 || n < 300 {
		t.Errorf("%d entries, %d texts", len(ids), n)
	}
	t.Logf("%d entries, %d texts", len(ids), n)
}

// TestOrdinaryTalk: what people write in a support channel is no error message,
// alone and together: sentences of ours (ordinary.txt, asides.txt), and those of public issue
// threads about other systems and other troubles of mail (foreign.txt). That a sign-in
// was refused is known, and told to whoever asks, but has no finding of ours.
func TestOrdinaryTalk(t *testing.T) {
	t.Parallel()
	// Stories, plans and lessons are none beside what somebody else complains of or another program
	// fails with, and two servers that are each as they should be may seem to be at odds.
	apart := []string{"innocent16.txt", "innocent19.txt", "innocent20.txt", "innocent21.txt", "innocent22.txt", "innocent23.txt", "innocent24.txt", "innocent25.txt", "innocent26.txt", "innocent27.txt", "innocent28.txt", "innocent29.txt", "innocent30.txt", "innocent31.txt", "innocent32.txt"}
	for file, least := range map[string]int{"ordinary.txt": 300, "foreign.txt": 100, "asides.txt": 200, "innocent4.txt": 85, "innocent5.txt": 66, "innocent6.txt": 66, "innocent7.txt": 219, "innocent8.txt": 100, "innocent9.txt": 90, "innocent10.txt": 100, "innocent11.txt": 100, "innocent12.txt": 53, "innocent13.txt": 76, "innocent14.txt": 60, "innocent15.txt": 60, "innocent16.txt": 100, "innocent17.txt": 60, "innocent18.txt": 80, "innocent19.txt": 130, "innocent20.txt": 61, "innocent21.txt": 160, "innocent22.txt": 120, "innocent23.txt": 60, "innocent24.txt": 104, "innocent25.txt": 60, "innocent26.txt": 193, "innocent27.txt": 77, "innocent28.txt": 220, "innocent29.txt": 39, "innocent30.txt": 200, "innocent31.txt": 200, "innocent32.txt": 50} {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Split(strings.TrimSpace(string(data)), "\n")
		for i, line := range all {
			texts := []string{line, line + " " + all[(i+1)%len(all)] + "\n" + all[(i+7)%len(all)]}
			if testing.Short() || slices.Contains(apart, file) {
				texts = texts[:1]
			}
			for _, text := range texts {
				if m, ok := errortext.Recognise(text, today); ok && len(m.Entry.Meaning().Findings) > 0 {
					t.Errorf("%s: %q is taken for %s", file, text, m.Entry.ID)
				}
			}
		}
		if m, ok := errortext.Recognise(strings.Join(all, "\n"), today); ok && !slices.Contains(apart, file) && len(m.Entry.Meaning().Findings) > 0 {
			t.Errorf("%s: all of it together is taken for %s", file, m.Entry.ID)
		}
		if len(all) < least {
			t.Errorf("%s: %d sentences", file, len(all))
		}
	}
}

// TestTitlesOfChanges: what somebody changes in a program is no complaint.
func TestTitlesOfChanges(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"Add cert warning page", "Remove the certificate error page of the web site", "Ajouter un message d'erreur de certificat au site"} {
		if m, ok := errortext.Recognise(title, today); ok {
			t.Errorf("%q is taken for %s", title, m.Entry.ID)
		}
	}
	if _, ok := errortext.Recognise("The web site has a certificate error", today); !ok {
		t.Error("a complaint is not known")
	}
}

func TestServers(t *testing.T) {
	for text, want := range map[string]string{
		"{Serverauthentifizierung (1.3.6.1.5.5.7.3.1)} DnsNameList : {imap.corp.com}": "imap.corp.com",
		"Server: imap.corp.com, Port: 993, Secure(SSL): Yes":                          "imap.corp.com:993",
		"mail.corp.com:465 does not work":                                             "mail.corp.com:465",
		"Ihr Server \"mail.firma.de\" antwortet nicht":                                "mail.firma.de",
		"imaps://imap.corp.com":                                                       "imap.corp.com:993",
		"https://webmail.corp.com/owa":                                                "webmail.corp.com:443",
		"exchange01.corp.local (port 443)":                                            "exchange01.corp.local:443",
		"server 192.0.2.7 port 993":                                                   "192.0.2.7:993",
		"report.pdf and setup.exe":                                                    "",
		"see support.microsoft.com/outlook":                                           "",
		"it works.It really does":                                                     "",
		"version 10.0.19041.1":                                                        "",
		"java.net.SocketException":                                                    "",
		"my address is anna@corp.com":                                                 "corp.com",
		"anna@corp.com on imap.corp.com":                                              "imap.corp.com",
		"Connection to storage server failed: ssl://imap.corp.com:993":                "imap.corp.com:993",
		"tls://smtp.corp.com:465 timed out":                                           "smtp.corp.com:465",
		"cannot reach imap.corp.com:imaps":                                            "imap.corp.com:993",
		"the certificate is for *.aa.net.uk":                                          "",
		"Server:  fritz.box\nAddress:  192.168.178.1\n\nName:    imap.corp.com\nAddress:  192.0.2.7":                                                                                   "imap.corp.com",
		"DNS-Server:  dc01.corp.local\nAddress:  10.0.0.1\n\nNicht autorisierende Antwort:\nName:    mail.firma.de\nAddresses:  192.0.2.8\nAliases:  www.firma.de":                     "mail.firma.de",
		"Serveur :   dns.corp.fr\nAddress:  192.168.1.1\n\nNom :    imap.corp.fr\nAddress:  192.0.2.9":                                                                                 "imap.corp.fr",
		"Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  proxy.corp.com:8080\n    Bypass List     :  *.corp.com;intranet.corp.com":                                           "",
		"Aktuelle WinHTTP-Proxyeinstellungen:\n    Proxyserver:  proxy.firma.de:8080":                                                                                                  "",
		"Tracking time.windows.com [40.119.6.228:123].\n16:03:01, +12.3456789s":                                                                                                        "",
		"w32tm /stripchart /computer:ntp.corp.com\n16:03:01 d:+00.01 o:+312.5":                                                                                                         "",
		"Source: dc01.corp.com,0x8\nPoll Interval: 10":                                                                                                                                 "",
		"Tracing route to imap.corp.com [192.0.2.7]\n  1    <1 ms    <1 ms    <1 ms  router.corp.com [192.168.1.1]\n  2     8 ms     9 ms     8 ms  core1.isp.example.net [192.0.2.1]": "imap.corp.com",
		"Received: from mail.sender.com (mail.sender.com [192.0.2.3])\n by mx1.corp.com with ESMTPS id abc\nour server is imap.corp.com":                                               "imap.corp.com",
		"ssh root@host does not work, dc01.corp.com:22 times out":                                                                                                                      "",
		"sqlprod.corp.com:1433 is down":      "",
		"C:\\Users\\anna\\mail.corp.com.log": "",
	} {
		got := ""
		if s := errortext.Servers(text); len(s) > 0 {
			got = s[0].Host
			if s[0].Port != 0 {
				got += fmt.Sprintf(":%d", s[0].Port)
			}
		}
		if got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestFindingsAreKnown(t *testing.T) {
	for _, e := range errortext.Entries() {
		for _, code := range e.Meaning().Findings {
			if !strings.Contains(string(code), "-") && code != checks.Expired && code != checks.Revoked && code != checks.Intercepted && code != checks.Unreachable {
				t.Errorf("%s points to %q", e.ID, code)
			}
		}
	}
}

func FuzzRecognise(f *testing.F) {
	for _, d := range dialogs {
		f.Add(d.text)
	}
	for _, text := range checktest.Busy("imap.a.example:993", "x@a.example", "the certificate of the server is not", "-9813 0x800CCC0E") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer checktest.Patient(t)()
		m, ok := errortext.Recognise(text, today)
		if ok != (m.Entry.ID != "") {
			t.Errorf("%q: %v, %+v", text, ok, m)
		}
		for _, s := range errortext.Servers(text) {
			if s.Host == "" {
				t.Errorf("%q names a server without a name", text)
			}
		}
	})
}

func BenchmarkRecognise(b *testing.B) {
	text := strings.Repeat("Hello everybody, the printer is broken again and nobody knows why. ", 10) + dialogs[0].text
	b.ReportAllocs()
	for b.Loop() {
		errortext.Recognise(text, today)
	}
}

// BenchmarkRecogniseLong reads what keeps readers busy, at 10 and 40 kB: the time of
// each should grow no more than four times.
func BenchmarkRecogniseLong(b *testing.B) {
	data, err := os.ReadFile("testdata/fresh1.txt")
	if err != nil {
		b.Fatal(err)
	}
	for name, part := range map[string]string{
		"log":          string(data),
		"talk":         "Good morning, the printer on the third floor is out of toner again and nobody knows why.\n",
		"certificates": "the certificate of the server is not ",
		"names":        "imap.a.example ",
		"oneName":      "imap.a.",
		"words":        "certifikat ",
		"codes":        "-9813 0x800CCC0E ",
		"unlisted":     "SSL_ERROR_RX_X ",
		"expired":      "es abgelaufen Outlook meldet ",
	} {
		for _, size := range []int{10 << 10, 40 << 10} {
			text := strings.Repeat(part, size/len(part)+1)[:size]
			b.Run(fmt.Sprintf("%s/%dkB", name, size>>10), func(b *testing.B) {
				for b.Loop() {
					errortext.Recognise(text, today)
				}
			})
		}
	}
}

// TestAutoConfigurationLog: each line of Outlook's Test E-mail AutoConfiguration
// leads to what it proves, and a certificate's fault before a server that was
// reached elsewhere.
func TestAutoConfigurationLog(t *testing.T) {
	t.Parallel()
	attempt := func(url, result string) string {
		return "Autodiscover to " + url + " starting\n" + result + "\nAutodiscover to " + url + " FAILED (0x800C8203)\n"
	}
	const domain, name = "https://corp.com/autodiscover/autodiscover.xml", "https://autodiscover.corp.com/autodiscover/autodiscover.xml"
	nothing := "Local autodiscover for corp.com starting\nLocal autodiscover for corp.com FAILED (0x8004010F)\nSrv Record lookup for corp.com starting\nSrv Record lookup for corp.com FAILED (0x8004010F)\n"
	for text, want := range map[string]errortext.Kind{
		attempt(name, "GetLastError=12175; httpStatus=0."):                                                                "cannot-verify",
		attempt(name, "GetLastError=12038; httpStatus=0."):                                                                "wrong-name",
		attempt(name, "GetLastError=12045; httpStatus=0."):                                                                "untrusted",
		attempt(name, "GetLastError=12037; httpStatus=0."):                                                                "expired",
		attempt(name, "GetLastError=12007; httpStatus=0."):                                                                "no-name",
		attempt(name, "GetLastError=12002; httpStatus=0."):                                                                "timeout",
		attempt(name, "GetLastError=12029; httpStatus=0."):                                                                "no-server",
		attempt(name, "GetLastError=12030; httpStatus=0."):                                                                "broken-off",
		attempt(name, "GetLastError=0; httpStatus=401."):                                                                  "reached-sign-in",
		attempt(domain, "GetLastError=0; httpStatus=404."):                                                                "reached-nothing",
		attempt(domain, "GetLastError=0; httpStatus=503."):                                                                "reached-fault",
		attempt(domain, "GetLastError=0; httpStatus=404.") + attempt(name, "GetLastError=12175; httpStatus=0."):           "cannot-verify",
		attempt(name, "GetLastError=12175; httpStatus=0.") + nothing + attempt(domain, "GetLastError=0; httpStatus=404."): "cannot-verify",
		nothing: "settings-not-found",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%s\n is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
}

// TestNameOfServer: what a message says does not hang on how the server is
// called, though "imap" in its name is a sign of mail.
func TestNameOfServer(t *testing.T) {
	t.Parallel()
	for _, d := range dialogs {
		text := strings.NewReplacer("imap.", "mail.", "smtp.", "mx1.").Replace(d.text)
		want, _ := errortext.Recognise(d.text, today)
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.ID != want.Entry.ID {
			t.Errorf("%s is %q", text, m.Entry.ID)
		}
	}
}

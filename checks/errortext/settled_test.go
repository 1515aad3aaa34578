//go:build !race

package errortext_test

import (
	"slices"
	"strconv"
	"testing"

	"certdesk/checks/errortext"
)

// TestNoFacts: what is settled, supposed or taken back is told as no fact, in any of our
// languages, and the same words without that are.
func TestNoFacts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"The certificate for imap.corp.example has not so far expired",
		"the certificate of mail.corp.example has not yet really expired",
		"Das Zertifikat von mail.firma.example ist bisher nicht abgelaufen",
		"Das Zertifikat von mail.firma.example ist nicht wirklich abgelaufen",
		"le certificat de mail.societe.example n'a pas encore vraiment expiré",
		"el certificado de mail.empresa.example no ha caducado todavía",
		"Solved: the certificate of mail.corp.example has expired",
		"[SOLVED] the certificate of mail.corp.example has expired",
		"Gelöst: Das Zertifikat von mail.firma.example ist abgelaufen",
		"[Résolu] le certificat de mail.societe.example a expiré",
		"(Resuelto) el certificado de mail.empresa.example ha caducado",
		"If the certificate of mail.corp.example has expired, renew it",
		"Wenn das Zertifikat von mail.firma.example abgelaufen ist, bitte melden",
		"Si le certificat de mail.societe.example a expiré, prévenez-nous",
		"Si el certificado de mail.empresa.example ha caducado, avise",
		"El certificado de mail.empresa.example ha cambiado como estaba previsto.",
		"Server imap.corp.example responded with an error",
		"Der Server imap.firma.example antwortete mit einem Fehler",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
	for text, want := range map[string]errortext.Kind{
		"The certificate of mail.corp.example has expired":              "expired",
		"Solved? No: the certificate of mail.corp.example has expired":  "expired",
		"Das Zertifikat von mail.firma.example ist wirklich abgelaufen": "expired",
		"Server imap.corp.example does not respond":                     "timeout",
		"The mail server of imap.corp.example responded: Login failed.": "login",
		"[SOLVED] imap.corp.example: error 0x800CCC1A":                  "wrong-mode",
		"192.0.2.7:993 has a self-signed certificate":                   "self-signed",
		"10.1.2.3:465 presents a self-signed certificate":               "self-signed",
		"certificate verification failed for mail.corp.example[192.0.2.2]:25: certificate has expired\nstatus=deferred (Server certificate not verified)": "expired",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%q is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
	if m, ok := errortext.Recognise("1.2.3.4 has a self-signed certificate", today); ok {
		t.Errorf("a row of numbers is taken for a server: %s", m.Entry.ID)
	}
}

// TestOfConnections: what every connection says that fails counts beside a server or mail, and of
// no other service.
func TestOfConnections(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]errortext.Kind{
		"Connection refused": "no-server", "Verbindungsaufbau abgelehnt": "no-server", "Connexion refusée": "no-server", "Conexión rehusada": "no-server", "ECONNREFUSED": "no-server",
		"Connection reset by peer": "broken-off", "Tubería rota": "broken-off", "Relais brisé (pipe)": "broken-off", "ECONNRESET": "broken-off",
		"Die Wartezeit für die Verbindung ist abgelaufen": "timeout", "Expiró el tiempo de conexión": "timeout", "ETIMEDOUT": "timeout",
		"Nom ou service inconnu": "no-name", "Der Name oder der Dienst ist nicht bekannt": "no-name", "ENOTFOUND": "no-name",
		"Keine Route zum Zielrechner": "no-server", "La red es inaccesible": "no-server",
	} {
		for _, text := range []string{"mail.corp.example:993: " + message, "IMAP: " + message, message + "\nhost: mail.corp.example"} {
			if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
				t.Errorf("%q is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
			}
		}
		for _, text := range []string{message, "redis db.corp.example: " + message} {
			if m, ok := errortext.Recognise(text, today); ok {
				t.Errorf("%q is taken for %s", text, m.Entry.ID)
			}
		}
	}
	for text, known := range map[string]bool{
		"Authentication failed": true,
		"AUTH command failed: Authentication mechanism is too weak":        true,
		"I get \"Incorrect username or password\" in the time tracking":    false,
		"The door system says authentication failed for two guests, again": false,
	} {
		if m, ok := errortext.Recognise(text, today); ok != known {
			t.Errorf("%q is %q", text, m.Entry.ID)
		}
	}
}

// TestPassives: German says with "kann" also what is done to a thing, which knows no less for that.
func TestPassives(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"mail.firma.example: TLS-Bibliothek kann nicht geladen werden",
		"mail.firma.example: Die Prioritäten der TLS-Verbindung können nicht gesetzt werden",
	} {
		if m, _ := errortext.Recognise(text, today); m.Entry.Kind == "no-starttls" {
			t.Errorf("%q is %s", text, m.Entry.ID)
		}
	}
	if m, _ := errortext.Recognise("mail.firma.example kann kein STARTTLS, das muss eingerichtet werden", today); m.Entry.Kind != "no-starttls" {
		t.Errorf("it is %q", m.Entry.ID)
	}
	if m, _ := errortext.Recognise("mail.corp.example: cannot read from TLS connection", today); m.Entry.Kind != "handshake" {
		t.Errorf("it is %q", m.Entry.ID)
	}
}

// TestReleases: a message about TLS is none about a release of it, and a phrase without its TLS
// is none.
func TestReleases(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"The server mail.corp.example does not support TLS.":                                               "no-starttls",
		"The server mail.corp.example does not support TLS 1.2.":                                           "old-tls",
		"Anmeldung fehlgeschlagen, die Authentifizierungsmethode LOGIN wird vom Server nicht unterstützt.": "login",
		"STLS wird vom Server nicht unterstützt":                                                           "no-starttls",
	} {
		if m, _ := errortext.Recognise(text, today); m.Entry.Kind != want {
			t.Errorf("%q is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
}

// TestServersOfTools: servers and their ports as tools write them.
func TestServersOfTools(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"* Connected to imap.corp.example (192.0.2.3) port 993 (#0)":                            {"imap.corp.example:993", "192.0.2.3:993"},
		"connect to address smtp.corp.example and port 587: Connection refused":                 {"smtp.corp.example:587"},
		"SimpleIMAPSSLRetriever:anna@imap.corp.example:993: operation error":                    {"imap.corp.example:993"},
		"  . Connecting to tcp/imap.corp.example/993... ok":                                     {"imap.corp.example:993"},
		"/dev/tcp/smtp.corp.example/25: Connection refused":                                     {"smtp.corp.example:25"},
		"see /usr/share/doc/imap.corp.example/993":                                              nil,
		"   at Mono.Net.Security.AsyncHandshakeRequest.Run (System.Boolean handshake)":          nil,
		"RCPT TO:<bob@corp.example> failed: 550 5.7.1 Unable to relay for bob@corp.example":     nil,
		"Sender address rejected: « anna@corp.example » (5.7.1 <anna@corp.example>: not yours)": nil,
		"Mail from hr@partner.example was classified as spam":                                   {"partner.example"},
	} {
		var got []string
		for _, s := range errortext.Servers(text) {
			if s.Port == 0 {
				got = append(got, s.Host)
				continue
			}
			got = append(got, s.Host+":"+strconv.Itoa(s.Port))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

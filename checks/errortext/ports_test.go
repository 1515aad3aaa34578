//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestOtherServices: a database, a queue or a desktop that refuses a connection is told apart by its
// port, in whosever words, and what is wrong with its certificate is told all the same.
func TestOtherServices(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"dial tcp 10.0.0.5:5432: connect: connection refused",
		"dial tcp [2001:db8::5]:5432: connect: connection refused",
		"dial tcp 10.1.2.3:9092: i/o timeout",
		"dial tcp 10.0.0.5:3389: i/o timeout",
		`Get "http://10.0.0.5:9200/_cluster/health": dial tcp 10.0.0.5:9200: connect: connection refused`,
		"read tcp 10.0.0.9:51234->10.0.0.5:5432: read: connection reset by peer",
		"Error: connect ECONNREFUSED 127.0.0.1:6379",
		"connect ETIMEDOUT 10.2.3.4:3306",
		"getaddrinfo ENOTFOUND db.corp.example:5432",
		"redis.exceptions.ConnectionError: Error 111 connecting to 10.0.0.7:6379. Connection refused.",
		"pika.exceptions.AMQPConnectionError: ConnectionRefusedError: [Errno 111] Connection refused 10.0.0.5:5672",
		"java.net.ConnectException: Connection refused: /10.0.0.5:9092",
		"could not connect to server: Connection refused\n\tIs the server running on host \"db.corp.example\" (10.0.0.5) and accepting\n\tTCP/IP connections on port 5432?",
		"dovecot: Fatal: dict: connect to 10.0.0.5:6379 failed: Connection refused",
		"Dovecot: pgsql(10.0.0.5): Connect failed to database mail: could not connect to server: Connection refused, port 5432",
		"ssh: connect to host mail.corp.example port 22: Connection refused",
		"nc: connect to mail.corp.example port 22 (tcp) failed: Connection refused",
		"Verbindungsaufbau abgelehnt: db.firma.example:5432",
		"Zeitüberschreitung bei der Verbindung zu 10.0.0.5:5432",
		"Connexion refusée : base.societe.example:3306",
		"Conexión rehusada: bd.empresa.example:5432",
		"Tiempo de espera agotado al conectar a 10.0.0.5:9092",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
	for text, want := range map[string]errortext.Kind{
		"dial tcp 10.0.0.5:993: connect: connection refused":                    "no-server",
		"dial tcp 10.0.0.5:636: connect: connection refused":                    "no-server",
		"dial tcp 10.0.0.5:10993: connect: connection refused":                  "no-server",
		"dial tcp ldap.corp.example:389: connect: connection refused":           "no-server",
		"dial tcp: lookup imap.corp.example on 10.0.0.53:53: no such host":      "no-name",
		"read tcp 10.0.0.9:51234->10.0.0.5:993: read: connection reset by peer": "broken-off",
		"imap.corp.example:993: connection refused, while ssh on port 22 works": "no-server",
		"Failed to connect to mail.corp.example port 587: Connection refused":   "no-server",
		"Outlook gets no answer, connection timed out. Telnet to port 22 works": "timeout",
		"dial tcp 10.0.0.5:5432: x509: certificate signed by unknown authority": "untrusted",
		"elastic.corp.example:9200: x509: certificate has expired":              "expired",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%q is %q (%s), want %q", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
	if s := errortext.Servers("read tcp 10.0.0.9:51234->10.0.0.5:993: i/o timeout"); len(s) != 1 || s[0].Host != "10.0.0.5" {
		t.Errorf("the near end of a connection is a server: %v", s)
	}
}

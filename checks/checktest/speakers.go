package checktest

// speaker is one protocol, as far as a client that only wants TLS hears it:
// greeting, capabilities, the switch, goodbye.
type speaker struct {
	name string
	// talk speaks until the client leaves or asks for TLS; it returns true when
	// the next byte on the wire is TLS.
	talk func(w *wire, s dialogue) bool
}

var speakers = []speaker{
	{"imap", talkIMAP},
	{"pop3", talkPOP3},
	{"smtp", talkSMTP},
	{"lmtp", talkLMTP},
	{"sieve", talkSieve},
	{"ftp", talkFTP},
	{"nntp", talkNNTP},
	{"xmpp", talkXMPP},
	{"xmpp-server", talkXMPP},
	{"ldap", talkLDAP},
	{"postgres", talkPostgres},
	{"mysql", talkMySQL},
	{"http", talkHTTP},
}

// speakerOf finds a protocol by its name in the starttls registry, or "http".
func speakerOf(protocol string) speaker {
	for _, s := range speakers {
		if s.name == protocol {
			return s
		}
	}
	panic("checktest: unknown protocol " + protocol)
}

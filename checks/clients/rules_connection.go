package clients

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What happens before any certificate is looked at.
var connectionRules = []rule{
	{
		name: "nothing newer than SSL 3.0",
		seen: func(s *situation) bool { return s.endpoint.TLS != nil && s.best() == checks.SSL3 },
		opinions: []opinion{
			{everyone, Untrusted, say.S("It speaks nothing newer than SSL 3.0, which no client uses any more."), sourceSSL3},
		},
	},
	{
		name: "nothing newer than TLS 1.1",
		seen: func(s *situation) bool {
			return s.endpoint.TLS != nil && (s.best() == checks.TLS10 || s.best() == checks.TLS11)
		},
		opinions: []opinion{
			{windows, Untrusted, say.S("It speaks nothing newer than {version}, which current Windows 11 has switched off; an older Windows may still connect.", its("version")), sourceWindowsTLS},
			{apple, NotKnown, say.S("It speaks nothing newer than {version}, which Apple has given up; whether it still works depends on the version of the system.", its("version")), sourceAppleTLS},
			{mozilla, Untrusted, say.S("It speaks nothing newer than {version}; Thunderbird wants TLS 1.2 since version 78.", its("version")), sourceMozillaTLS},
			{android, Untrusted, say.S("It speaks nothing newer than {version}, which apps for Android 15 may not use; an older phone may still connect.", its("version")), sourceAndroidTLS},
		},
	},
	{
		name: "client certificate demanded",
		seen: func(s *situation) bool { return s.endpoint.TLS != nil && s.endpoint.TLS.ClientCertRequired },
		opinions: []opinion{
			{everyone, NotKnown, say.S("The server wants a certificate of the client; whether this one has it cannot be seen from here."), sourceSeen},
		},
	},
	{
		name: "key of a type that clients cannot use",
		seen: func(s *situation) bool { return s.judgement.UnsupportedKey != nil },
		opinions: []opinion{
			{windows, Untrusted, say.S("Windows does not work with a key of the type {key} unless it is told to.", its("key")), sourceWindowsCurves},
			{apple, Untrusted, say.S("Apple's systems do not work with a key of the type {key}.", its("key")), sourceAppleTrust},
			{mozilla, Untrusted, say.S("Thunderbird works with RSA and the curves P-256, P-384 and P-521, not with {key}.", its("key")), sourceMozillaPKIX},
			{android, NotKnown, say.S("Whether Android works with a key of the type {key} depends on its version and the app.", its("key")), sourceAndroidKeys},
		},
	},
	{
		name: "handshake signed with SHA-1",
		seen: func(s *situation) bool { return s.signedBySHA1() },
		opinions: []opinion{
			{mozilla, Trusted, say.S("The server signs the handshake with SHA-1 alone, which Thunderbird still accepts."), sourceMozillaSchemes},
			{[]string{OutlookWindows, OutlookMac, AppleMail, Android}, NotKnown, say.S("The server signs the handshake with SHA-1 alone; whether that is accepted depends on the version of the system."), sourceRFC9155},
		},
	},
	{
		name: "what Windows does not offer", alone: true,
		seen: func(s *situation) bool { return s.endpoint.RefusesWindows },
		opinions: []opinion{
			{windows, Untrusted, say.S("The server insists on {method}, which Windows offers only when it is told to.", its("method")), sourceWindowsSuites},
		},
	},
	{
		name: "what Windows does not offer, and perhaps nothing else",
		seen: func(s *situation) bool { return s.endpoint.WindowsUnknown },
		opinions: []opinion{
			{windows, NotKnown, say.S("The server chose {method} each time, which Windows offers only when it is told to; whether it takes something else was not found out.", its("method")), sourceWindowsSuites},
		},
	},
	{
		name: "a suite that only Windows offers",
		seen: func(s *situation) bool {
			t := s.endpoint.TLS
			return t != nil && t.Completed && strings.HasPrefix(t.CipherName, "TLS_DHE_")
		},
		opinions: []opinion{
			{apple, NotKnown, say.S("The server insists on the key exchange DHE; whether it is still offered depends on the version of the system."), sourceAppleTLS},
			{mozilla, Untrusted, say.S("The server insists on the key exchange DHE, which Thunderbird does not offer any more."), sourceMozillaDHE},
			{android, Untrusted, say.S("The server insists on the key exchange DHE, which Android does not offer any more."), sourceAndroidDHE},
		},
	},
	{
		// Keys that end the handshake have rules of their own, which say why.
		name: "handshake fails",
		seen: func(s *situation) bool {
			t := s.endpoint.TLS
			return t != nil && !t.Completed && !s.signedBySHA1() && !t.ClientCertRequired && s.judgement.UnsupportedKey == nil &&
				len(s.judgement.Malformed) == 0 && !s.keyBelow(1024)
		},
		opinions: []opinion{
			{everyone, Untrusted, say.S("The server and a current client do not come to an agreement about encryption."), sourceSeen},
		},
	},
}

var versionWords = map[checks.TLSVersion]string{
	checks.SSL3: "SSL 3.0", checks.TLS10: "TLS 1.0", checks.TLS11: "TLS 1.1", checks.TLS12: "TLS 1.2", checks.TLS13: "TLS 1.3",
}

// best is the newest version the server was seen to speak.
func (s *situation) best() checks.TLSVersion {
	for _, v := range []checks.TLSVersion{checks.TLS13, checks.TLS12, checks.TLS11, checks.TLS10, checks.SSL3} {
		if s.endpoint.TLS.Version == v || s.endpoint.Versions[v] {
			return v
		}
	}
	return ""
}

// signedBySHA1: the handshake fails with current libraries for want of a newer
// signature.
func (s *situation) signedBySHA1() bool {
	t := s.endpoint.TLS
	return t != nil && !t.Completed && t.Reason == checks.ReasonSHA1
}

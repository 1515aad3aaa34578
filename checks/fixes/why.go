package fixes

import (
	"cmp"

	"certdesk/checks"
	"certdesk/checks/say"
)

// whys are the sentences of the steps, by step and finding.
var whys = map[int]map[checks.Code]sentence{
	checks.StepVerify: {
		checks.HostnameMismatch: func(s *Situation) say.Text {
			switch len(s.Presented) {
			case 0:
				return say.S("{Program} connects to {host}, but the certificate names no server.", checks.MailProgram(), s.name("host"))
			case 1:
				return say.Join(issuedToOther(s), say.S("The two names must match."))
			}
			return say.Join(issuedToOther(s), say.S("The names must match."))
		},
		checks.NoSAN: func(s *Situation) say.Text {
			if s.IssuedTo == "" {
				return say.S("The Details tab has no Subject Alternative Name, and that is where mail apps look.")
			}
			return say.Join(
				say.S("“Issued to” shows {name}.", say.Foreign("name", s.IssuedTo)),
				say.S("But the Details tab has no Subject Alternative Name, and that is where mail apps look."),
			)
		},
		checks.SelfSigned: func(s *Situation) say.Text {
			var both, must say.Text
			if s.IssuedTo != "" {
				both = say.S("“Issued to” and “Issued by” both show {name}.", say.Foreign("name", s.IssuedTo))
			}
			if s.Thumbprint != "" {
				must = say.S("The thumbprint must be {thumbprint}.", say.Code("thumbprint", s.Thumbprint))
			}
			return say.Join(both, must, say.S("A different thumbprint means that something intercepts the connection."))
		},
		checks.UntrustedRoot: func(s *Situation) say.Text {
			other := say.S("If this {device} shows a different issuer, something replaces the certificate on the way.", checks.Device())
			if s.Issuer == "" {
				return say.Join(say.S("From here, the server sends a certificate whose issuer has no name."), other)
			}
			return say.Join(say.S("From here, the server sends a certificate issued by {issuer}.", say.Foreign("issuer", s.Issuer)), other)
		},
		checks.Intercepted: func(s *Situation) say.Text {
			if s.Issuer == "" {
				return say.S("If this {device} shows the same certificate, the same product intercepts its connection.", checks.Device())
			}
			return say.S("If this {device} also shows “Issued by” {issuer}, the same product intercepts its connection.", checks.Device(), say.Foreign("issuer", s.Issuer))
		},
	},
	checks.StepNames: {
		checks.HostnameMismatch: func(s *Situation) say.Text {
			if s.Use != "" {
				return say.S("Change {host} to {use} (tested).", s.name("host"), say.Host("use", s.Use))
			}
			if evidence[checks.HostnameMismatchEvidence](s).Reason == checks.NameIPInDNS {
				return say.S("{Host} is an IP address. Use the server name from your email provider.", s.name("host"))
			}
			if len(s.Presented) == 0 {
				return say.S("{Host} is not on the certificate. Use the server name from your email provider.", s.name("host"))
			}
			return say.S("{Host} is not on the certificate, which lists {names}. If your provider's server name is one of these, use it.", s.name("host"), s.names("names"))
		},
		checks.DNSFailure: func(s *Situation) say.Text {
			of := evidence[checks.DNSFailureEvidence](s)
			switch {
			case of.Guessed:
				return readServers
			case of.Kind == checks.DNSNotFound:
				return say.S("{Host} does not exist. Compare its spelling with the name from your email provider.", s.host("host"))
			}
			return say.S("{Host} has no address. Compare its spelling with the name from your email provider.", s.host("host"))
		},
		checks.Unreachable: func(s *Situation) say.Text {
			switch {
			case evidence[checks.UnreachableEvidence](s).Guessed:
				return readServers
			case s.Port == 0:
				return say.S("{Host} does not answer. Check that the server name is still correct.", s.host("host"))
			}
			return say.S("{Host} does not answer on port {port}. Check that the server name is still correct.", s.host("host"), say.Port("port", s.Port))
		},
		checks.TLSHandshakeFailed: func(s *Situation) say.Text {
			if s.byAddress() {
				return say.S("{Host} is an IP address, but the server requires a name. Use the server name from your email provider.", s.host("host"))
			}
			return say.S("The server has no certificate for {host}. Compare the spelling with the name from your email provider.", s.name("host"))
		},
		checks.ServerRefused: func(s *Situation) say.Text {
			return say.S("{Host} answers but turns the connection away. Old servers often do that after a move. Check that the server name is still correct.", s.host("host"))
		},
		checks.WrongEncryptionMode: ifNameIsRight,
		checks.WrongProtocol:       ifNameIsRight,
		checks.NotTLS:              ifNameIsRight,
		checks.STARTTLSNotOffered:  ifNameIsRight,
	},
	checks.StepSettings: {
		checks.WrongEncryptionMode: func(s *Situation) say.Text {
			if s.SetPort == 0 {
				return checkWithProvider
			}
			return say.S("{Host} uses {encryption} on port {port}.", s.host("host"), say.Term("encryption", s.Encryption), say.Port("port", s.SetPort))
		},
		checks.WrongProtocol: func(s *Situation) say.Text {
			if s.Protocol == "" || s.Port == 0 {
				return checkWithProvider
			}
			spoken := s.Protocol
			if evidence[checks.WrongProtocolEvidence](s).Protocol == "http" {
				spoken = "HTTP" // which is none of an account
			}
			return say.Join(say.S("{Host} speaks {protocol} on port {port}.", s.host("host"), say.Term("protocol", spoken), say.Port("port", s.Port)), checkWithProvider)
		},
		checks.STARTTLSNotOffered: func(s *Situation) say.Text {
			switch {
			case s.sibling() != nil:
				return otherPortWorks(s)
			case s.Port == 0:
				return checkWithProvider
			}
			return say.Join(say.S("Port {port} offers no encryption.", say.Port("port", s.Port)), checkWithProvider)
		},
		checks.NotTLS: func(s *Situation) say.Text {
			switch {
			case s.sibling() != nil:
				return otherPortWorks(s)
			case s.Port == 0:
				return checkWithProvider
			}
			return say.Join(say.S("Port {port} is not for encrypted mail on this server.", say.Port("port", s.Port)), checkWithProvider)
		},
		checks.Unreachable: func(s *Situation) say.Text {
			switch {
			case s.Port == 0:
				return say.S("None of the usual mail ports answers. Check the port with your email provider.")
			case s.sibling() != nil:
				return otherPortWorks(s)
			case s.answers():
				return checkWithProvider
			}
			return say.Join(say.S("Nothing answers on port {port}.", say.Port("port", s.Port)), checkWithProvider)
		},
		checks.ServerRefused: func(s *Situation) say.Text {
			switch {
			case s.sibling() != nil:
				return otherPortWorks(s)
			case s.betweenServers():
				return notForPrograms
			case s.Port == 0:
				return checkWithProvider
			}
			return say.S("Check that {port} is still the port from your email provider.", say.Port("port", s.Port))
		},
		checks.LegacyTLS: func(s *Situation) say.Text {
			var other say.Text
			if s.Port != 0 {
				other = say.S("If your provider gives a port other than {port}, use it.", say.Port("port", s.Port))
			}
			if version := s.oldVersion(); version != "" {
				return say.Join(other, say.S("This port supports {version} at most, whatever you set in {program}.", say.Term("version", version), checks.MailProgram()))
			}
			return say.Join(other, say.S("This port supports only outdated encryption, whatever you set in {program}.", checks.MailProgram()))
		},
	},
	checks.StepRoots: {
		checks.UntrustedRoot: func(s *Situation) say.Text {
			own := say.S("If it is your company's own CA, IT must install its root certificate. Updates do not include it.")
			if s.Root == "" {
				return say.Join(say.S("If a public CA issued the certificate, an up-to-date {device} trusts it.", checks.Device()), own)
			}
			return say.Join(say.S("If {root} is a public CA, an up-to-date {device} trusts it.", checks.Device(), say.Foreign("root", s.Root)), own)
		},
		checks.Intercepted: func(s *Situation) say.Text {
			if s.product() == "" {
				return say.S("If your company intercepts connections on purpose, IT must install its root certificate on the {device}.", checks.Device())
			}
			return say.S("If your company uses {product} on purpose, IT must install its root certificate on the {device}.", checks.Device(), checks.Product("product", s.product()))
		},
		checks.StoreDisagreement: func(s *Situation) say.Text {
			maybe := say.S("A {device} that is not up to date may not trust it.", checks.Device())
			root := cmp.Or(shown(evidence[checks.StoreDisagreementEvidence](s).Root), s.Root)
			if root == "" {
				return say.Join(say.S("Not every root store includes the root certificate."), maybe)
			}
			return say.Join(say.S("Not every root store includes {root}.", say.Foreign("root", root)), maybe)
		},
	},
	checks.StepUpdate: {
		checks.LegacyTLS: func(s *Situation) say.Text {
			then := say.S("The server must be fixed. Updating shows whether the {device} is a cause as well.", checks.Device())
			if s.Version == "" {
				return say.Join(say.S("{Program} needs TLS 1.2, but {host} supports only older versions.", checks.MailProgram(), s.host("host")), then)
			}
			return say.Join(say.S("{Program} needs TLS 1.2, but {host} supports {version} at most.", checks.MailProgram(), s.host("host"), say.Term("version", s.Version)), then)
		},
		checks.TLSHandshakeFailed: func(s *Situation) say.Text {
			return say.S("certdesk used the same encryption as current mail apps. If {program} still fails after the update, contact the administrator of {host}.", checks.MailProgram(), s.host("host"))
		},
		checks.UnsupportedKey: func(s *Situation) say.Text {
			later := say.S("A later update may add it.")
			if key := shown(evidence[checks.UnsupportedKeyEvidence](s).Key); key != "" {
				return say.Join(say.S("{Program} cannot use a key of the type {key} today.", checks.MailProgram(), say.Foreign("key", key)), later)
			}
			return say.Join(say.S("{Program} cannot use a key of this type today.", checks.MailProgram()), later)
		},
		checks.WeakCipher: func(s *Situation) say.Text {
			cipher := evidence[checks.WeakCipherEvidence](s).Cipher
			if cipher == "" {
				return say.S("The server uses weak encryption. A future update may turn it off.")
			}
			return say.S("The server uses {cipher}. A future update may turn it off.", say.Term("cipher", cipher))
		},
		checks.SNIRequired: always(say.S("Old mail apps do not tell the server which name they connect to. Current ones do.")),
	},
	checks.StepClock: {
		checks.Expired: func(s *Situation) say.Text {
			then := say.S("If the clock of this {device} is right, it is not the cause. See step 10.", checks.Device())
			of := evidence[checks.ExpiredEvidence](s)
			if of.NotAfter.IsZero() {
				return say.Join(say.S("The certificate really has expired, so check the clock only briefly."), then)
			}
			return say.Join(say.S("The certificate really expired on {date}, so check the clock only briefly.", say.Date("date", of.NotAfter)), then)
		},
		checks.NotYetValid: func(s *Situation) say.Text {
			then := say.S("Until then, every device with the right time rejects it. After that, only one with a slow clock does.")
			of := evidence[checks.NotYetValidEvidence](s)
			if of.NotBefore.IsZero() {
				return say.S("The certificate is not valid yet. Every device with the right time rejects it.")
			}
			return say.Join(say.S("The certificate is valid from {date}.", say.Date("date", of.NotBefore)), then)
		},
	},
	checks.StepReadd: {
		checks.HostnameMismatch: func(s *Situation) say.Text {
			return say.S("Do this only if {program} still connects to {host} after step 2. A new account does not keep the old name.", checks.MailProgram(), s.name("host"))
		},
	},
	checks.StepAntivirus: {
		checks.UntrustedRoot: func(s *Situation) say.Text {
			if s.Issuer == "" {
				return say.S("From here, the issuer has no name. If the warning on this {device} shows one, an antivirus program or a proxy makes its own certificates.", checks.Device())
			}
			return say.S("If the warning on this {device} shows an issuer other than {issuer}, an antivirus program or a proxy makes its own certificates.", checks.Device(), say.Foreign("issuer", s.Issuer))
		},
		checks.Intercepted: func(s *Situation) say.Text {
			then := say.S("If it is not on this PC but in the network, only IT can make an exception.")
			if evidence[checks.InterceptedEvidence](s).Kind == antivirus {
				then = say.S("With its email scanning off, the real one appears.")
			}
			if s.product() == "" {
				return say.Join(say.S("Something replaces the certificate from {host}.", s.host("host")), then)
			}
			return say.Join(say.S("{product} replaces the certificate from {host}.", checks.Product("product", s.product()), s.host("host")), then)
		},
		checks.LargeHelloBlocked: func(s *Situation) say.Text {
			if s.Port == 0 {
				return say.S("A firewall or antivirus program may block the first message of new mail apps to {host}.", s.host("host"))
			}
			return say.S("A firewall or antivirus program may block the first message of new mail apps to {host}, port {port}.", s.host("host"), say.Port("port", s.Port))
		},
	},
	checks.StepAccept: {
		checks.SelfSigned: func(s *Situation) say.Text {
			if s.Thumbprint == "" {
				return say.S("No certificate authority confirms this certificate. It is genuine only if the server's administrator confirms its thumbprint.")
			}
			return say.S("No certificate authority confirms this certificate. It is genuine only if the server's administrator confirms the thumbprint {thumbprint}.", say.Code("thumbprint", s.Thumbprint))
		},
		checks.UntrustedRoot: func(s *Situation) say.Text {
			better := say.S("For a company CA, it is better to install its root certificate on every {device}.", checks.Device())
			if s.Issuer == "" {
				return say.Join(say.S("Its issuer has no name and is in no root store that certdesk uses."), better)
			}
			if s.Root == "" || s.Root == s.Issuer {
				return say.Join(say.S("{issuer} issued it, which is in no root store that certdesk uses.", say.Foreign("issuer", s.Issuer)), better)
			}
			return say.Join(say.S("{issuer} issued it, and {root} is in no root store that certdesk uses.", say.Foreign("issuer", s.Issuer), say.Foreign("root", s.Root)), better)
		},
	},
}

var notForPrograms = say.S("Port 25 is for mail between servers. Mail apps send through the port from your email provider.")

// whyFine: how to tell within a minute whether the step is the one, where nothing
// is wrong with the server.
var whyFine = map[int]sentence{
	checks.StepSettings: always(notForPrograms), // of a port between servers alone
	checks.StepNames: func(s *Situation) say.Text {
		if len(s.Presented) == 0 {
			return say.S("If the account uses a different server name from the one that was checked, that is the cause.")
		}
		return say.S("The certificate is for {names}. If the account uses a different server name, that is the cause.", s.names("names"))
	},
	checks.StepRoots: func(s *Situation) say.Text {
		if s.PrivateRoot {
			return say.Join(lacksRoot(s), fromIT)
		}
		return lacksRoot(s)
	},
	checks.StepUpdate: func(s *Situation) say.Text {
		other := say.S("If another mail app on this {device} works and {program} does not, {program} is the cause.", checks.Device(), checks.MailProgram())
		if s.Version == "" {
			return other
		}
		return say.Join(say.S("The server uses {version}.", say.Term("version", s.Version)), other)
	},
	checks.StepClock: func(s *Situation) say.Text {
		clock := say.S("If the time on this {device} differs from another device's, the clock is the cause.", checks.Device())
		if s.undated() {
			return clock
		}
		return say.Join(validFromTo(s), say.S("A {device} with a clock outside these dates rejects it.", checks.Device()), clock)
	},
	checks.StepReadd: always(say.S("If a new account works, the old account's settings were the cause.")),
	checks.StepAntivirus: func(s *Situation) say.Text {
		if s.Issuer == "" {
			return say.Join(
				say.S("The issuer of the server's certificate has no name."),
				say.S("If {program} shows one, an antivirus program or a proxy is the cause.", checks.MailProgram()),
			)
		}
		return say.Join(
			say.S("The server's certificate is issued by {issuer}.", say.Foreign("issuer", s.Issuer)),
			say.S("If {program} shows a different issuer, an antivirus program or a proxy is the cause.", checks.MailProgram()),
		)
	},
}

// What several of them say.
var (
	readServers       = say.S("Read the names of the incoming and the outgoing server in the account. Do not change anything. Then check those names.")
	checkWithProvider = say.S("Check the port and encryption method with your email provider.")
)

// fromIT is who has a private root, which Windows Update alone does not know.
var fromIT = say.S("It is not from a public CA: if updates do not bring it, ask your IT team to install it.")

// lacksRoot says what a PC without the root shows.
func lacksRoot(s *Situation) say.Text {
	switch {
	case s.Thumbprint == "":
		return say.S("If {program} shows this certificate and “not trusted”, this {device} does not have its root certificate.", checks.MailProgram(), checks.Device())
	case s.Root == "":
		return say.S("If {program} shows this thumbprint ({thumbprint}) and “not trusted”, this {device} does not have its root certificate.", checks.MailProgram(), checks.Device(), say.Code("thumbprint", s.Thumbprint))
	}
	return say.S("If {program} shows this thumbprint ({thumbprint}) and “not trusted”, this {device} does not have the root certificate {root}.", checks.MailProgram(), checks.Device(),
		say.Code("thumbprint", s.Thumbprint), say.Foreign("root", s.Root))
}

func issuedToOther(s *Situation) say.Text {
	return say.S("{Program} connects to {host}, but the certificate is issued to {names}.", checks.MailProgram(), s.name("host"), s.names("names"))
}

func ifNameIsRight(s *Situation) say.Text {
	return say.S("If the port and its encryption method are as your provider says, {host} may be the wrong server.", s.host("host"))
}

// otherPortWorks tells the other port of the server that was seen to work.
func otherPortWorks(s *Situation) say.Text {
	return say.S("Use port {other} with {encryption}. That works, and port {port} does not.",
		say.Port("other", s.SetPort), say.Term("encryption", s.Encryption), say.Port("port", s.Port))
}

// oldVersion is the newest version of TLS that the server has, "" if it is not
// known.
func (s *Situation) oldVersion() string {
	if name := evidence[checks.LegacyTLSEvidence](s).Name; name != "" {
		return name
	}
	return s.Version
}

func validFromTo(s *Situation) say.Text {
	return say.S("The certificate is valid from {from} to {to}.", say.Date("from", s.NotBefore), say.Date("to", s.NotAfter))
}

// undated: the dates of the certificate are not known.
func (s *Situation) undated() bool { return s.NotBefore.IsZero() || s.NotAfter.IsZero() }

package fixes

import (
	"cmp"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// maxRequests is of how many findings an answer asks.
const maxRequests = 3

// requestsFor are those of the findings that name step 10, each once.
func requestsFor(s *Situation, found []checks.Finding) []request {
	var out []request
	findings := 0
	for i := range found {
		of := requests[found[i].Code]
		if of == nil || findings == maxRequests || !slices.Contains(found[i].Steps, checks.StepContact) {
			continue
		}
		if found[i].Code == checks.CertificateVaries && findings > 0 {
			continue // the summary tells which of the certificates what is asked is about
		}
		before := len(out)
		for _, r := range of(s) {
			if !slices.ContainsFunc(out, func(o request) bool { return say.Equal(o.text, r.text) }) {
				out = append(out, r)
			}
		}
		if len(out) > before {
			findings++
		}
	}
	if s.HangsUp {
		out = append(out, question(say.P("question", "why the server sets up encryption and then ends the connection without a greeting"))...)
	}
	return out
}

// toContact says whom to ask, and for what.
func toContact(s *Situation, asks []request) say.Text {
	who := say.Sub("asked", s.asked())
	var out say.Text
	for i, r := range asks {
		switch {
		case i == 0 && r.question:
			out = say.S("Ask {asked} {question}.", who, say.Sub("question", r.text))
		case i == 0:
			out = say.S("Ask {asked} {ask}.", who, say.Sub("ask", r.text))
		case r.question:
			out = say.Join(out, say.S("Also ask {question}.", say.Sub("question", r.text)))
		default:
			out = say.Join(out, say.S("Also ask {ask}.", say.Sub("ask", r.text)))
		}
		out = say.Join(out, r.more)
	}
	if len(asks) == 0 {
		out = say.S("Ask {asked} and send this report along.", who)
	}
	if s.Leave {
		out = say.Join(out, say.S("Leave port and encryption in the account as they are."))
	}
	return out
}

// asked is who can help.
func (s *Situation) asked() say.Text {
	kind := evidence[checks.DNSFailureEvidence](s).Kind
	switch {
	case s.has(checks.Intercepted):
		return say.P("asked", "the IT team")
	case s.has(checks.DNSFailure) && !kind.NameInDoubt():
		return say.P("asked", "the administrator of the domain")
	case s.has(checks.DNSFailure), s.guessed():
		return say.P("asked", "your email provider")
	case s.masked():
		return say.P("asked", "the IT team for this network and the one for the server's network")
	}
	return say.P("asked", "the administrator of the server")
}

// fullChain asks for what is missing between the certificate and its root: the
// authority, or where it has no name whoever issued the certificate.
func fullChain(authority, issuer string) []request {
	authority = cmp.Or(authority, issuer)
	if authority == "" {
		return ask(say.P("ask", "to install the full certificate chain"))
	}
	return ask(say.P("ask", "to install the full certificate chain, with {authority}", say.Foreign("authority", authority)))
}

// readableKey asks for what a server lacks as a rule that agrees to encrypt and cannot.
func (s *Situation) readableKey() []request {
	if s.Port == 0 {
		return ask(say.P("ask", "to check that the service can read its certificate and key"))
	}
	return ask(say.P("ask", "to check that the service on port {port} can read its certificate and key", say.Port("port", s.Port)))
}

// answers tells whether a server that was not reached said anything, was slow to, or
// took the connection: then something is on the port.
func (s *Situation) answers() bool {
	of := evidence[checks.UnreachableEvidence](s)
	switch of.Cause {
	case checks.CauseReset, checks.CauseGaveUp, checks.CauseSilent:
		return true
	}
	return of.Stage != "" && (of.Cause == checks.CauseTimeout || of.Cause == checks.CauseInterrupted)
}

// hungUp tells whether a server let a connection in and then ended it.
func (s *Situation) hungUp() bool {
	cause := evidence[checks.UnreachableEvidence](s).Cause
	return cause == checks.CauseReset || cause == checks.CauseInterrupted
}

// silent tells whether a server let a connection in and said nothing, or not enough.
func (s *Situation) silent() bool {
	of := evidence[checks.UnreachableEvidence](s)
	return of.Cause == checks.CauseSilent || of.Cause == checks.CauseGaveUp || of.Cause == checks.CauseTimeout && of.Stage != ""
}

// whyRouter asks after what brings a connection to a router.
func whyRouter(product string) []request {
	return []request{{
		text: say.P("ask", "to find out why a {product} answers instead of the server", checks.Product("product", product)),
		more: say.S("The name may lead to the wrong address, or the router does not pass the port on."),
	}}
}

// askedIf are questions without values.
func askedIf(t say.Text) func(*Situation) []request {
	return func(*Situation) []request { return question(t) }
}

// handshakeFailure is the alert of a server that found nothing in common, often
// for a certificate or key that it cannot load.
const handshakeFailure = 40

// unrecognizedName is the alert of a server that does not know the name it was
// asked for (RFC 6066 §3).
const unrecognizedName = 112

var (
	alike       = say.P("ask", "to set up all servers behind the address in the same way, because only some connections fail")
	whichServer = say.P("question", "which servers are for incoming and for outgoing mail, with port and encryption method")
)

// requests are what to ask because of a finding.
var requests = map[checks.Code]func(*Situation) []request{
	checks.HostnameMismatch: func(s *Situation) []request {
		switch {
		case s.has(checks.AutodiscoverMismatch), s.has(checks.SelfSigned), s.has(checks.Expired):
			return nil // that asks for the same, in its own words
		case evidence[checks.HostnameMismatchEvidence](s).Router:
			return whyRouter(evidence[checks.HostnameMismatchEvidence](s).DefaultOf)
		case s.byAddress():
			return ask(say.P("ask", "for the server name to use instead of the IP address"))
		}
		return ask(say.P("ask", "for a certificate that lists {host}, or for the name to use", s.name("host")))
	},
	checks.NoSAN: func(s *Situation) []request {
		return ask(say.P("ask", "for a certificate that lists {host} as Subject Alternative Name", s.name("host")))
	},
	checks.Expired:      (*Situation).renewal,
	checks.NotYetValid:  (*Situation).validNow,
	checks.ExpiringSoon: (*Situation).renewalInTime,
	checks.LongValidity: func(s *Situation) []request {
		limit := evidence[checks.LongValidityEvidence](s).LimitDays
		if limit == 0 {
			return ask(say.P("ask", "to renew with a certificate that is valid for a shorter time"))
		}
		return ask(say.P("ask", "to renew with a certificate that is valid for at most {span}", say.Span("span", time.Duration(limit)*24*time.Hour)))
	},
	checks.SelfSigned: func(s *Situation) []request {
		if of := evidence[checks.SelfSignedEvidence](s); of.Router {
			return whyRouter(of.DefaultOf)
		}
		if s.has(checks.Expired) || s.has(checks.HostnameMismatch) { // this one serves nobody
			return ask(say.P("ask", "for a certificate from a public CA that lists {host}", s.name("host")))
		}
		return ask(say.P("ask", "for a certificate from a public CA, or to install this one on company devices by policy"))
	},
	checks.UntrustedRoot: func(s *Situation) []request {
		switch {
		case s.has(checks.Intercepted), s.has(checks.DistrustedCA): // whose root nobody should install
			return nil
		case evidence[checks.UntrustedRootEvidence](s).WrongIntermediate:
			return fullChain(shown(evidence[checks.UntrustedRootEvidence](s).Needed), s.Issuer)
		case s.Root == "":
			return ask(say.P("ask", "for a certificate from a public CA, or to install its root certificate on all devices by policy"))
		}
		return ask(say.P("ask", "for a certificate from a public CA, or to install {root} on all devices by policy", say.Foreign("root", s.Root)))
	},
	checks.IncompleteChain: func(s *Situation) []request {
		return fullChain(shown(evidence[checks.IncompleteChainEvidence](s).Authority), s.Issuer)
	},
	checks.InvalidChain: func(s *Situation) []request {
		reason := evidence[checks.InvalidChainEvidence](s).Reason
		if reason == checks.StrictProfile {
			return ask(say.P("ask", "for a certificate that follows the rules of RFC 5280 and the CA/Browser Forum"))
		}
		out := request{text: say.P("ask", "for a certificate with a valid chain")}
		if rule := brokenRules[reason]; !rule.Empty() {
			out.more = say.S("This one breaks a rule: {rule}.", say.Sub("rule", rule))
		}
		return []request{out}
	},
	checks.WrongUsage:         asking(say.P("ask", "for a certificate that is made for servers (serverAuth)")),
	checks.ClientDisagreement: forClients,
	checks.DistrustedCA: func(s *Situation) []request {
		authority := shown(evidence[checks.DistrustedCAEvidence](s).Authority)
		if authority == "" {
			return ask(say.P("ask", "for a certificate from a different CA"))
		}
		return ask(say.P("ask", "for a certificate from a different CA, not {authority}", say.Foreign("authority", authority)))
	},
	checks.Intercepted: func(s *Situation) []request {
		product := shown(evidence[checks.InterceptedEvidence](s).Product)
		if product == "" {
			return question(say.P("question", "if something should scan connections to {host}, and for an exception or its root certificate", s.host("host")))
		}
		return question(say.P("question", "if {product} should scan connections to {host}, and for an exception or its root certificate", checks.Product("product", product), s.host("host")))
	},
	checks.Revoked: func(s *Situation) []request {
		of := evidence[checks.RevokedEvidence](s)
		key := s.forgotten(of.SHA256)
		switch {
		case of.OnHold && key != "":
			return ask(say.P("ask", "to have the CA remove the hold on the {key} certificate, or to replace it", say.Term("key", key)))
		case of.OnHold:
			return ask(say.P("ask", "to have the CA remove the hold on the certificate, or to replace it"))
		case of.Role == "intermediate" && shown(of.Certificate) != "":
			return ask(say.P("ask", "for a certificate from a different CA immediately, because {name} was revoked", say.Foreign("name", shown(of.Certificate))))
		case key != "":
			return ask(say.P("ask", "to replace the revoked {key} certificate immediately", say.Term("key", key)))
		}
		return ask(say.P("ask", "to replace the revoked certificate immediately"))
	},
	checks.RevocationUnavailable: askedIf(say.P("question", "if the revocation server of the CA can be reached")),
	checks.StapleMissing: func(s *Situation) []request {
		if len(evidence[checks.StapleMissingEvidence](s).Staple) > 0 { // it is on, and what it sends is not valid
			return ask(say.P("ask", "to repair OCSP stapling on the server, or for a certificate that does not require it"))
		}
		return ask(say.P("ask", "to turn on OCSP stapling, or for a certificate that does not require it"))
	},
	checks.AutodiscoverMismatch: func(s *Situation) []request {
		return ask(say.P("ask", "for a certificate that lists {host}, or for an Autodiscover redirect", s.host("host")))
	},
	checks.DANEMismatch: func(s *Situation) []request {
		if s.has(checks.Expired) || s.has(checks.HostnameMismatch) { // the next one decides
			return ask(say.P("ask", "to check that the TLSA records match the new certificate"))
		}
		return ask(say.P("ask", "to change the TLSA records so that they match the certificate"))
	},
	checks.MTASTSMismatch: func(s *Situation) []request {
		of := evidence[checks.MTASTSMismatchEvidence](s)
		switch {
		case of.Domain == "":
			return ask(say.P("ask", "to make the server and the MTA-STS policy of the domain match"))
		case !say.Text(of.Problem).Empty() && of.Address == "": // of the policy, and not of the server
			return ask(say.P("ask", "to repair the MTA-STS policy of {domain} ({problem})", say.Host("domain", of.Domain), say.Sub("problem", say.Text(of.Problem))))
		case !say.Text(of.Problem).Empty():
			return ask(say.P("ask", "to fix the server, because senders that follow the MTA-STS policy of {domain} do not deliver to it", say.Host("domain", of.Domain)))
		}
		return ask(say.P("ask", "to list {host} in the MTA-STS policy of {domain}, or to remove it from the MX records", s.host("host"), say.Host("domain", of.Domain)))
	},
	checks.StoreDisagreement:    asking(say.P("ask", "for a certificate from a CA that all root stores trust")),
	checks.ChainOrder:           asking(say.P("ask", "to put the certificates in order: the server's own first, then each one's issuer")),
	checks.ExtraCertificates:    asking(say.P("ask", "to remove the certificates that are not needed")),
	checks.WeakSignature:        asking(say.P("ask", "for a certificate that is signed with SHA-256")),
	checks.WeakKey:              asking(say.P("ask", "for a certificate with an RSA key of 2048 bits or more, or on the curve P-256")),
	checks.UnsupportedKey:       asking(say.P("ask", "for a certificate with an RSA key or one on the curve P-256")),
	checks.MalformedCertificate: asking(say.P("ask", "for a new certificate, made with an up-to-date tool, because this one has an invalid format")),
	checks.WeakCipher: func(s *Situation) []request {
		cipher := evidence[checks.WeakCipherEvidence](s).Cipher
		if cipher == "" {
			return ask(say.P("ask", "to turn off weak ciphers and offer ECDHE with AES-GCM"))
		}
		return ask(say.P("ask", "to turn off {cipher} and offer ECDHE with AES-GCM", say.Term("cipher", cipher)))
	},
	checks.LegacyTLS: asking(say.P("ask", "to turn on TLS 1.2 and 1.3")),
	checks.LargeHelloBlocked: func(*Situation) []request {
		return []request{{
			text: say.P("ask", "to update the firewall or load balancer in front of the server"),
			more: say.S("It blocks a first message above 1400 bytes."),
		}}
	},
	checks.TLSHandshakeFailed: func(s *Situation) []request {
		of := evidence[checks.TLSHandshakeFailedEvidence](s)
		alert := 0
		if of.Alert != nil {
			alert = *of.Alert
		}
		switch {
		case of.Intermittent:
			return ask(alike)
		case s.has(checks.LegacyTLS), s.has(checks.WeakCipher):
			return nil // that is why, and it is asked for by itself
		case of.Reason == checks.ReasonGroup:
			return ask(say.P("ask", "to allow the key exchange groups X25519 and P-256 as well"))
		case of.Reason == checks.ReasonOffer:
			return ask(say.P("ask", "to update the server or the firewall in front of it, so that programs that offer TLS 1.3 get an answer"))
		case of.Reason == checks.ReasonClearText:
			return ask(say.P("ask", "to find out what sends text behind the answer to STARTTLS: the server, or a proxy or firewall in front of it"))
		case alert == unrecognizedName && s.byAddress():
			return ask(say.P("ask", "for the name of the server"))
		case alert == unrecognizedName:
			return question(say.P("question", "if {host} is still a name of this server", s.name("host")))
		case alert == handshakeFailure && s.Thumbprint == "" && s.Port == 0:
			return ask(say.P("ask", "to check that the server can read its certificate and key, and which ciphers it allows"))
		case alert == handshakeFailure && s.Thumbprint == "":
			return ask(say.P("ask", "to check that the server can read its certificate and key on port {port}, and which ciphers it allows", say.Port("port", s.Port)))
		case s.Port == 0:
			return ask(say.P("ask", "to check the server's log, because no TLS handshake succeeds"))
		}
		return ask(say.P("ask", "to check the server's log, because no TLS handshake succeeds on port {port}", say.Port("port", s.Port)))
	},
	checks.DNSFailure: func(s *Situation) []request {
		of := evidence[checks.DNSFailureEvidence](s)
		switch {
		case of.Guessed:
			return question(whichServer)
		case of.Kind == checks.DNSNotFound, of.Kind == checks.DNSNoAddress:
			return ask(say.P("ask", "for the correct server name"))
		case of.Kind == checks.DNSBogus:
			return ask(say.P("ask", "to fix the DNSSEC signatures of the domain, because {host} cannot be looked up with them", s.host("host")))
		case of.Kind == checks.DNSLoop:
			return ask(say.P("ask", "to fix the aliases (CNAME) of {host}, because they lead in a circle", s.host("host")))
		}
		return ask(say.P("ask", "to check the DNS servers of the domain, because they do not answer for {host}", s.host("host")))
	},
	checks.Unreachable: func(s *Situation) []request {
		switch {
		case len(evidence[checks.InconsistentServersEvidence](s).Failing) > 0:
			return nil // another address answers: see there
		case evidence[checks.UnreachableEvidence](s).Guessed:
			return question(whichServer)
		case evidence[checks.UnreachableEvidence](s).Cause == checks.CauseInterrupted && evidence[checks.UnreachableEvidence](s).Stage == checks.StageSTARTTLS:
			return s.readableKey()
		case s.Port == 0:
			return question(say.P("question", "if the server is down or a firewall blocks it"))
		case s.hungUp():
			return question(say.P("question", "why port {port} accepts connections and then closes them", say.Port("port", s.Port)))
		case s.silent():
			return question(say.P("question", "why port {port} accepts connections but does not answer in time", say.Port("port", s.Port)))
		}
		return question(say.P("question", "if the server is down or a firewall blocks port {port}", say.Port("port", s.Port)))
	},
	checks.ServerRefused: func(s *Situation) []request {
		of := evidence[checks.ServerRefusedEvidence](s)
		switch reply := shown(of.Reply); {
		case of.Stage == checks.StageSTARTTLS && (of.Cause == checks.CauseTLSUnavailable || reply == "" && of.Cause != checks.CauseServerBusy):
			return s.readableKey()
		case of.Cause == checks.CauseProtocol:
			return question(say.P("question", "why the server answers “{reply}” when it is asked to start encryption", say.Reply("reply", of.Reply)))
		case of.Stage == checks.StageSTARTTLS && of.Cause != checks.CauseServerBusy:
			return question(say.P("question", "why the server refuses to start encryption with “{reply}”", say.Reply("reply", of.Reply)))
		case reply != "":
			return question(say.P("question", "why the server turns the connection away with “{reply}”", say.Reply("reply", of.Reply)))
		}
		return question(say.P("question", "why the server turns the connection away"))
	},
	checks.NotTLS: func(s *Situation) []request {
		switch {
		case evidence[checks.NotTLSEvidence](s).Intermittent:
			return ask(alike)
		case s.Port == 0:
			return question(say.P("question", "why no mail service with encryption answers there"))
		}
		return question(say.P("question", "why no mail service with encryption answers on port {port}", say.Port("port", s.Port)))
	},
	checks.STARTTLSNotOffered: func(s *Situation) []request {
		switch {
		case evidence[checks.STARTTLSNotOfferedEvidence](s).Intermittent:
			return ask(alike)
		case s.Port == 0:
			return ask(say.P("ask", "to turn on STARTTLS, or for the port with SSL/TLS"))
		case s.masked():
			return ask(say.P("ask", "to let STARTTLS on port {port} through the firewall that inspects mail (on Cisco: allow-tls, or no inspect esmtp)", say.Port("port", s.Port)))
		}
		service, _ := services.ByPort(s.Port)
		if spoken, ok := services.ByName(s.Wire); ok && service.Protocol != "" && spoken.Label != service.Label {
			return question(say.P("question", "if port {port} should speak {protocol}", say.Port("port", s.Port), say.Term("protocol", s.Protocol)))
		}
		if service.Mode == checks.ModeTLS {
			return ask(say.P("ask", "to turn on SSL/TLS on port {port}", say.Port("port", s.Port)))
		}
		return ask(say.P("ask", "to turn on STARTTLS on port {port}, or for the port with SSL/TLS", say.Port("port", s.Port)))
	},
	checks.WrongEncryptionMode: func(s *Situation) []request {
		encryption := evidence[checks.WrongEncryptionModeEvidence](s).Encryption
		if len(evidence[checks.InconsistentServersEvidence](s).Failing) > 0 {
			return nil // others use the usual one: see there
		}
		if encryption == "" || s.Port == 0 {
			return question(say.P("question", "which encryption method the port should use"))
		}
		return question(say.P("question", "if port {port} should use {encryption}", say.Port("port", s.Port), say.Term("encryption", encryption)))
	},
	checks.WrongProtocol: func(s *Situation) []request {
		switch {
		case s.Port == 0:
			return question(say.P("question", "which protocol the port should speak"))
		case evidence[checks.WrongProtocolEvidence](s).Protocol == "http":
			return question(say.P("question", "why a web server answers on port {port}", say.Port("port", s.Port)))
		case s.Protocol == "":
			return question(say.P("question", "which protocol the port should speak"))
		}
		return question(say.P("question", "if port {port} should speak {protocol}", say.Port("port", s.Port), say.Term("protocol", s.Protocol)))
	},
	checks.ClientCertRequired: askedIf(say.P("question", "if the server should ask mail apps for a certificate")),
	checks.SNIRequired:        asking(say.P("ask", "to set this certificate as the default one, if old devices have to connect")),
	checks.CertificateVaries: func(s *Situation) []request {
		of := evidence[checks.CertificateVariesEvidence](s)
		if len(of.NotInOrder) > 0 {
			return []request{{
				text: say.P("ask", "to check all certificates of the server"),
				more: say.S("This one has a problem: {which}.", say.Sub("which", say.Text(of.NotInOrder[0]))),
			}}
		}
		if of.By != "" && of.By != "connection" {
			return nil // as it should be, or what is wrong with all is asked for by itself
		}
		return question(say.P("question", "if the servers behind the address should send different certificates"))
	},
	checks.InconsistentServers: func(s *Situation) []request {
		failing := evidence[checks.InconsistentServersEvidence](s).Failing
		if len(failing) == 0 {
			return question(say.P("question", "if the addresses should send different certificates"))
		}
		return []request{{
			text: say.P("ask", "to give all addresses the same setup"),
			more: say.N("This address does not work: {names}.", "These addresses do not work: {names}.", len(failing), say.Hosts("names", 4, failing)),
		}}
	},
}

// brokenRules are the rules of RFC 5280 in the words of administrators.
var brokenRules = map[checks.InvalidReason]say.Text{
	checks.InvalidNameConstraints: say.P("broken rule", "name constraints"),
	checks.InvalidPathLength:      say.P("broken rule", "path length"),
	checks.InvalidNotCA:           say.P("broken rule", "an issuer that is no CA"),
	checks.InvalidKeyUsage:        say.P("broken rule", "key usage"),
	checks.InvalidCritical:        say.P("broken rule", "an unknown critical extension"),
	checks.InvalidAlgorithm:       say.P("broken rule", "a signature that no mail app supports"),
	checks.InvalidSignature:       say.P("broken rule", "an invalid signature"),
	checks.InvalidExtension:       say.P("broken rule", "a malformed extension"),
	checks.InvalidEmptyName:       say.P("broken rule", "a CA without a name"),
	checks.InvalidPolicy:          say.P("broken rule", "a certificate policy"),
	checks.InvalidTooComplex:      say.P("broken rule", "a chain that is too complex"),
}

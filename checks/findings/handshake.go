package findings

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// What a handshake shows beside the certificate. The rows stand in connection.go.

// handshakeFailed is told where the handshake is the fault. A certificate that
// clients cannot read or use is the cause by itself and is told alone.
func handshakeFailed(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.Outcome != checks.OutcomeTLS || f.Offline {
		return nil
	}
	if s := sometimes(e, checks.OutcomeTLS, othersEnded); s != nil {
		s.evidence = &checks.TLSHandshakeFailedEvidence{IntermittentEvidence: intermittent(e), Address: e.Place(), Reply: say.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = say.S("Sometimes certdesk cannot set up an encrypted connection to {place}.", place(f))
		s.brief = say.P("brief", "TLS fails sometimes")
		return s
	}
	t := e.TLS
	if t == nil {
		t = &checks.TLS{}
	}
	if t.Completed || t.ClientCertRequired || brokenByCertificate(t, e.Judgement) {
		return nil
	}
	evidence := &checks.TLSHandshakeFailedEvidence{
		Address: e.Place(), Version: t.Version, Reason: t.Reason,
		Problem: say.Clean(strings.TrimPrefix(strings.TrimPrefix(t.Problem, "remote error: "), "tls: "), maxReply),
	}
	s := &sight{
		evidence: evidence,
		detail:   say.S("The server starts the TLS handshake, but the two sides find no common settings."),
		whole:    say.S("certdesk cannot set up an encrypted connection to {place}.", place(f)),
		brief:    say.P("brief", "TLS handshake failed"),
		steps:    handshakeSteps(f, e, t),
	}
	// The first that applies is told: what was seen of the server itself before what
	// it answered, and that before how the connection ended.
	switch {
	case t.AlertSeen && t.Alert == alertUnrecognizedName && e.Judgement == nil:
		return unknownName(f, s, evidence)
	case t.Reason == checks.ReasonGroup:
		return unusualGroup(f, s, evidence, t.KeyExchange)
	case t.CipherName != "" && (refusedSuite(t.CipherName) || unknownSuite(t.CipherName)):
		return rejectedCipher(f, s, evidence, t.CipherName)
	case t.Version == checks.SSL3:
		return onlySSL3(f, s)
	case t.Reason == checks.ReasonSHA1:
		return signedWithSHA1(f, s)
	case t.AlertSeen:
		return endedByAlert(f, e, s, evidence, t.Alert)
	}
	return endedWithoutAlert(f, s, t.Reason)
}

// handshakeSteps are those that the alert calls for; nil leaves the rule's own.
func handshakeSteps(f *checks.Facts, e *checks.Endpoint, t *checks.TLS) []int {
	fitting, ok := alertSteps[t.Alert]
	switch {
	case partial(f, e):
		return []int{checks.StepContact}
	case ok && t.AlertSeen && !(t.Alert == alertHandshakeFailure && e.Judgement != nil):
		return fitting
	}
	return nil
}

// rejectedCipher: the server has chosen a cipher that certdesk, as a mail app,
// does not take.
func rejectedCipher(f *checks.Facts, s *sight, evidence *checks.TLSHandshakeFailedEvidence, name string) *sight {
	evidence.Cipher = say.Clean(name, maxName)
	cipher := say.Term("cipher", evidence.Cipher)
	s.detail = say.S("The server offers only encryption that current mail apps reject: {cipher}.", cipher)
	s.whole = say.S("{host} offers only encryption that current mail apps reject ({cipher}).", hostIn(f), cipher)
	s.brief = say.P("brief", "only {cipher}", cipher)
	return s
}

func onlySSL3(f *checks.Facts, s *sight) *sight {
	version := say.Term("version", versionNames[checks.SSL3])
	s.detail = say.S("The server supports nothing newer than {version}, which all current mail apps reject.", version)
	s.whole = say.S("{host} supports nothing newer than {version}, which all current mail apps reject.", hostIn(f), version)
	return s
}

func signedWithSHA1(f *checks.Facts, s *sight) *sight {
	s.detail, s.severity = sha1Detail, checks.Warning
	s.title = say.S("The handshake is signed in a way that many programs reject")
	s.whole = say.S("{host} works with some mail apps only: it signs the handshake with SHA-1.", hostIn(f))
	s.brief = say.P("brief", "handshake signed with SHA-1")
	return s
}

func endedByAlert(f *checks.Facts, e *checks.Endpoint, s *sight, evidence *checks.TLSHandshakeFailedEvidence, number uint8) *sight {
	evidence.Alert = new(int(number))
	n := say.Count("n", int(number))
	alert, known := alertTexts[number]
	if !known {
		s.detail = say.S("The server ended the handshake with alert {n}.", n)
		return s
	}
	if number == alertHandshakeFailure && e.Judgement != nil {
		alert.meaning, alert.often = nothingInCommon, nil // its certificate was seen, so it has one
	}
	evidence.AlertName = alert.name
	means := say.Sub("alert", alert.meaning)
	s.detail = say.Join(say.S("The server ended the handshake: it {alert} (alert {n}, {name}).", means, n, say.Term("name", alert.name)), alert.often)
	s.whole = say.S("certdesk cannot set up an encrypted connection to {place}: the server {alert}.", place(f), means)
	return s
}

func endedWithoutAlert(f *checks.Facts, s *sight, reason checks.HandshakeReason) *sight {
	r, known := handshakeReasons[reason]
	if !known {
		return s
	}
	s.detail = r.detail
	if reason == checks.ReasonClearText || reason == checks.ReasonOffer {
		s.steps = []int{checks.StepContact} // no setting and no update on a PC changes what is said first
	}
	s.whole = say.S("certdesk cannot set up an encrypted connection to {place}: {reason}.", place(f), say.Sub("reason", r.clause))
	return s
}

// groupsOfThunderbird are the groups of TLS 1.3 that Thunderbird offers beyond those
// that all mail clients have: finite fields of RFC 7919 (searchfox.org/mozilla-central,
// security/manager/ssl/nsNSSIOLayer.cpp, namedGroups).
var groupsOfThunderbird = []string{"ffdhe2048", "ffdhe3072"}

// unusualGroup: neither version nor cipher is the fault, so nothing can be changed on a
// PC.
func unusualGroup(f *checks.Facts, s *sight, evidence *checks.TLSHandshakeFailedEvidence, name string) *sight {
	evidence.Group = say.Clean(name, maxName)
	group := say.Term("group", evidence.Group)
	s.steps = []int{checks.StepContact}
	s.brief = say.P("brief", "only key exchange {group}", group)
	if slices.Contains(groupsOfThunderbird, evidence.Group) {
		s.detail = say.S("The server insists on the key exchange {group}, which only Thunderbird among current mail apps has.", group)
		s.whole = say.S("{host} insists on the key exchange {group}, which only Thunderbird among current mail apps has.", hostIn(f), group)
		return s
	}
	s.detail = say.S("The server insists on the key exchange {group}, which current mail apps do not have.", group)
	s.whole = say.S("{host} insists on the key exchange {group}, which current mail apps do not have.", hostIn(f), group)
	return s
}

// unknownName: the server says that it does not know the name. If an address was asked
// for, no name was sent.
func unknownName(f *checks.Facts, s *sight, evidence *checks.TLSHandshakeFailedEvidence) *sight {
	evidence.Alert, evidence.AlertName = new(int(alertUnrecognizedName)), alertTexts[alertUnrecognizedName].name
	s.brief = say.P("brief", "does not know the name")
	if _, err := netip.ParseAddr(f.Name); err == nil {
		s.title = say.S("The server requires a server name")
		s.detail = say.S("certdesk used an IP address, but the server requires its name (alert 112, unrecognized_name).")
		s.whole = say.S("{host} must be checked by its name, not by its address.", hostIn(f))
		evidence.AskedBy = "address"
		return s
	}
	name := say.Host("name", f.Name)
	s.title = say.S("The server does not know this name")
	s.detail = say.S("The server ended the handshake: it has no certificate for {name} (alert 112, unrecognized_name).", name)
	s.whole = say.S("The server on {place} does not know the name {name}.", place(f), name)
	evidence.AskedBy, evidence.Name = "name", shownName(f.Name)
	return s
}

var sha1Detail = say.Join(
	say.S("The server signs its part of the handshake only with SHA-1, which is outdated (RFC 9155)."),
	say.S("Thunderbird accepts that. Programs with a current OpenSSL or Go do not."))

// handshakeReasons say why a handshake fails, where no alert says it.
var handshakeReasons = map[checks.HandshakeReason]struct{ detail, clause say.Text }{
	checks.ReasonHungUp: {
		say.Join(
			say.S("The server closes the connection as soon as encryption starts, without a reason."),
			say.S("Often it has no version or cipher that current programs use, or cannot read its certificate.")),
		say.P("handshake", "the server closes the connection as soon as encryption starts"),
	},
	checks.ReasonOffer: {
		say.Join(
			say.S("The server refuses programs that offer TLS 1.3, as all current mail apps do. It answers those that offer TLS 1.2 at most."),
			say.S("Usually the server, or a firewall in front of it, is outdated.")),
		say.P("handshake", "the server refuses programs that offer TLS 1.3"),
	},
	checks.ReasonBrokeOff: {
		say.Join(
			say.S("The connection breaks off in the middle of the server's answer."),
			say.S("The server fails there, or something on the way cuts the connection.")),
		say.P("handshake", "the connection breaks off in the middle"),
	},
	checks.ReasonTime: {
		say.Join(
			say.S("The server stops answering in the middle of the handshake."),
			say.S("It is overloaded, or something on the way drops a part of it.")),
		say.P("handshake", "the server stops answering in the middle"),
	},
	checks.ReasonClearText: {
		say.Join(
			say.S("The server agrees to start encryption (STARTTLS) and then sends more text without encryption."),
			say.S("Anyone on the way could have inserted that text, so certdesk ended the connection there (CVE-2011-0411).")),
		say.P("handshake", "after STARTTLS the server sends more text without encryption"),
	},
	checks.ReasonKeySize: {
		say.S("A certificate that it sends has an RSA key above 16384 bits, which is more than any mail app supports."),
		say.P("handshake", "its RSA key is larger than any mail app supports"),
	},
}

func brokenByCertificate(t *checks.TLS, j *checks.Judgement) bool {
	if j == nil || j.Leaf == nil || t.Version == checks.SSL3 || refusedSuite(t.CipherName) {
		return false
	}
	for _, c := range j.WeakKeys {
		if c.KeyBits <= criticalBits {
			return true
		}
	}
	// A server whose certificate is signed with MD5 finds no client that takes it.
	return j.UnsupportedKey != nil || len(j.Malformed) > 0 || len(j.WeakSignatures) > 0 || len(j.UnsupportedSignatures) > 0 ||
		slices.ContainsFunc(j.Invalid, func(b checks.Invalid) bool { return b.Reason == checks.InvalidAlgorithm })
}

func clientCertRequired(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.TLS == nil || !e.TLS.ClientCertRequired {
		return nil
	}
	intended := say.S("Outlook does not support this for mail servers. Ask the administrator if it is intended.")
	if service, ok := services.ByPort(f.Target.Port); ok && !mailProtocols[cmp.Or(e.Protocol, service.Protocol)] {
		intended = say.S("Ask the administrator if it is intended.")
	}
	return &sight{
		detail: say.Join(
			say.S("It accepts only clients that send a certificate."),
			intended),
		evidence: &checks.ClientCertRequiredEvidence{Address: e.Place()},
	}
}

// mailProtocols are those by which mail programs fetch and send mail.
var mailProtocols = map[string]bool{"imap": true, "pop3": true, "smtp": true}

func sniRequired(_ *checks.Facts, e *checks.Endpoint) *sight {
	if e.NoSNI == nil || e.Judgement == nil || len(e.Judgement.Sent) == 0 {
		return nil
	}
	if !e.NoSNI.Failed && !e.NoSNI.OtherName {
		return nil
	}
	evidence := &checks.SNIRequiredEvidence{WithoutName: "failed"}
	detail := say.S("A client that does not send the server name (SNI) gets no certificate.")
	switch {
	case e.NoSNI.Failed:
		evidence.Alert = int(e.NoSNI.Alert)
	default:
		evidence.WithoutName, evidence.Leaf = "another certificate", e.NoSNI.LeafSHA256
		detail = say.S("A client that does not send the server name (SNI) gets a different certificate.")
	}
	return &sight{
		detail:   say.Join(detail, say.S("All current mail apps send it. Some devices and old programs do not.")),
		evidence: evidence,
	}
}

// helloFates say what happens to a large ClientHello.
var helloFates = map[checks.HelloFate]say.Text{
	checks.HelloDropped: say.P("fate", "is not answered"),
	checks.HelloReset:   say.P("fate", "ends the connection"),
	checks.HelloAlert:   say.P("fate", "is answered with an alert"),
}

// largeHelloBlocked: the hello of clients that offer ML-KEM fills two packets.
// Apple's systems send one since version 26 (support.apple.com/122756), Firefox
// since 132, whose TLS Thunderbird uses.
func largeHelloBlocked(f *checks.Facts, e *checks.Endpoint) *sight {
	what, known := helloFates[e.LargeHello]
	if !known {
		return nil
	}
	fate := say.Sub("fate", what)
	return &sight{
		detail: say.Join(
			say.S("A first message above 1400 bytes, as with post-quantum encryption, {fate}. A smaller one works.", fate),
			say.S("Mail apps on Apple's systems since version 26 and current Thunderbird send a large one."),
			say.S("The usual cause is an old firewall or load balancer.")),
		evidence: &checks.LargeHelloBlockedEvidence{
			Address: e.Place(), LargeHello: e.LargeHello,
			Sources: []string{"https://support.apple.com/122756", "https://www.mozilla.org/firefox/132.0/releasenotes/"},
		},
		whole: say.S("{host} works, but the first message of new mail apps {fate}.", hostIn(f), fate),
		brief: say.P("brief", "blocks new mail apps"),
	}
}

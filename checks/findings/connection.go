package findings

import (
	"net/netip"
	"strconv"
	"strings"

	"certdesk/checks"
)

// Connection: is there a server, does it speak TLS, and in which mode?
var connectionRules = []rule{
	{
		code: checks.DNSFailure, severity: checks.Critical,
		title:  "The name of the server cannot be resolved",
		steps:  []int{2, 10},
		target: dnsFailure,
	},
	{
		code: checks.NotTLS, severity: checks.Critical,
		title:   "The port does not speak TLS",
		steps:   []int{2, 10},
		address: notTLS,
	},
	{
		code: checks.STARTTLSNotOffered, severity: checks.Critical,
		title:   "The server does not offer encryption on this port",
		steps:   []int{2, 10},
		address: startTLSNotOffered,
	},
	{
		code: checks.Unreachable, severity: checks.Critical,
		title:   "The server does not answer",
		steps:   []int{2, 10},
		address: unreachable,
	},
	{
		code: checks.ServerRefused, severity: checks.Critical,
		title:   "The server refuses the conversation",
		steps:   []int{2, 10},
		address: serverRefused,
	},
	{
		code: checks.TLSHandshakeFailed, severity: checks.Critical,
		title:   "No encrypted connection comes about",
		steps:   []int{5, 10},
		address: handshakeFailed,
	},
	{
		code: checks.LargeHelloBlocked, severity: checks.Warning,
		title:   "The first message of new mail programs is blocked",
		steps:   []int{8, 10},
		address: largeHelloBlocked,
	},
	{
		code: checks.WrongEncryptionMode, severity: checks.Warning,
		title:   "The port speaks the other encryption mode",
		steps:   []int{3, 2, 10},
		address: wrongMode,
	},
	{
		code: checks.ClientCertRequired, severity: checks.Info,
		title:   "The server asks clients for a certificate of their own",
		steps:   []int{10},
		address: clientCertRequired,
	},
	{
		code: checks.SNIRequired, severity: checks.Info,
		title:   "The server needs to be told the name",
		steps:   []int{5, 10},
		address: sniRequired,
	},
}

// place is the port that was tried: "port 993 of imap.corp.com".
func place(f *checks.Facts) string {
	if f.Target.Port == 0 {
		return "any mail port of " + host(f)
	}
	return "port " + strconv.Itoa(f.Target.Port) + " of " + host(f)
}

var dnsTexts = map[checks.DNSKind]struct{ whole, detail string }{
	checks.DNSNotFound:  {"There is no server named %s", "The name system says that the name does not exist. Look for a typing error, or an old name."},
	checks.DNSNoAddress: {"%s has no address", "The name exists and has no address (neither A nor AAAA), so no server stands behind it."},
	checks.DNSServFail:  {"The name %s cannot be resolved", "The name servers of the domain gave no usable answer: they are down, or not set up for this name. Other names can be looked up from here."},
	checks.DNSBogus:     {"The name %s cannot be resolved", "The signatures of the domain (DNSSEC) do not hold, so name servers that check them withhold the answer."},
	checks.DNSTimeout:   {"The name %s cannot be resolved", "The name servers of the domain did not answer in time. Other names can be looked up from here."},
	checks.DNSLoop:      {"The name %s points at itself", "Its aliases (CNAME) run in a circle and lead to no address."},
}

// dnsFailure: only a name system that answers says that the name may be wrong;
// what else fails is for the people who run the domain.
func dnsFailure(s *survey) *sight {
	f := s.facts
	if f.DNS == nil || f.DNS.Failure == "" || f.DNS.Failure.Ours() {
		return nil
	}
	text, known := dnsTexts[f.DNS.Failure]
	if !known {
		text = dnsTexts[checks.DNSServFail]
	}
	evidence := &checks.DNSFailureEvidence{Name: host(f), Kind: f.DNS.Failure}
	out := &sight{
		detail:   text.detail,
		evidence: evidence,
		whole:    strings.Replace(text.whole, "%s", host(f), 1),
	}
	if !f.DNS.Failure.NameInDoubt() {
		out.steps = []int{10}
		return out
	}
	if unknown := unguessed(f); unknown != nil {
		evidence.Guessed, unknown.evidence = true, evidence
		return unknown
	}
	return out
}

// silence says why nothing came of a connection, and whether the name of the
// server is worth a look: where not even a machine or a service is seen, it may
// be an old one; where a service takes the connection, it is not the name.
type silence struct {
	brief, detail string
	name          bool
}

var causes = map[checks.Cause]silence{
	checks.CauseRefused:     {"connection refused", "The connection is refused: nothing listens there, or a firewall turns it away.", true},
	checks.CauseTimeout:     {"no answer in time", "No connection comes about in the time allowed: the server is off, or a firewall swallows the attempt.", true},
	checks.CauseUnroutable:  {"no route to it", "The network knows no way to it.", true},
	checks.CauseReset:       {"connection closed at once", "The connection is made and closed at once, without a word: often a firewall, a limit on connections, or a service that is down.", false},
	checks.CauseGaveUp:      {"connected, silent, then closed", "The connection is made, nothing comes, and after a while the other side closes it: the service behind the port hangs, or a firewall only takes the connection.", false},
	checks.CauseSilent:      {"connected, but silent", "The connection is made, and then nothing comes: often a firewall in between, or a server that is overloaded.", false},
	checks.CauseInterrupted: {"connection closed in between", "The server closed the connection in the middle of the conversation.", false},
	checks.CauseProtocol:    {"answers break the protocol", "What the server answers breaks the rules of its protocol.", false},
}

// slowTalk: it connects and speaks, and does not come to the point.
var slowTalk = silence{"connected, but no answer in time", "The connection is made, and the server does not come to the point in the time allowed: it is overloaded, or slow on purpose.", false}

// diesOnRequest: it speaks, until it is asked for TLS.
var diesOnRequest = silence{"connection closed when asked for STARTTLS", "The server speaks, and closes the connection when it is asked to encrypt (STARTTLS). Often it cannot read its certificate or key.", false}

func silenceOf(e *checks.Endpoint) silence {
	switch {
	case e.Cause == checks.CauseTimeout && e.Timing.Dial > 0:
		return slowTalk
	case e.Cause == checks.CauseInterrupted && e.Stage == checks.StageSTARTTLS:
		return diesOnRequest
	}
	if c, known := causes[e.Cause]; known {
		return c
	}
	return causes[checks.CauseTimeout]
}

func unreachable(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.Outcome != checks.OutcomeUnreachable {
		return nil
	}
	c := silenceOf(e)
	evidence := &checks.UnreachableEvidence{Address: e.Address.String(), Cause: e.Cause}
	if unknown := unguessed(f); unknown != nil {
		evidence.Guessed, unknown.evidence = true, evidence
		return unknown
	}
	s := &sight{
		detail:   c.detail,
		evidence: evidence,
		whole:    "Nothing answers at " + place(f) + " (" + c.brief + ")",
		brief:    c.brief,
		steps:    stepsFor(f, e, 10),
	}
	if c.name {
		s.steps = stepsFor(f, e, 2, 10)
	}
	evidence.Stage = e.Stage
	state := "does not answer"
	switch e.Cause {
	case checks.CauseRefused:
		state = "is closed"
	case checks.CauseInterrupted:
		s.whole = upperFirst(place(f)) + " breaks off the conversation (" + c.brief + ")"
		state = "breaks off the conversation"
	}
	return s.besides(f, &evidence.SiblingEvidence, state)
}

// serverRefused tells a server that would rather not talk from one that talks
// and cannot begin TLS: the first is a matter of load or of rules, the second of
// its certificate, its key or its set-up (RFC 3207 §4, RFC 9051 §6.2.1, RFC 4511
// §4.14.2, RFC 4642 §2.2.2, RFC 4217 §10.1, RFC 6120 §5.4.2.2).
func serverRefused(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.Outcome != checks.OutcomeRefused {
		return nil
	}
	reply := checks.Clean(e.Reply, maxReply)
	evidence := &checks.ServerRefusedEvidence{Address: e.Address.String(), Reply: reply, Cause: e.Cause, Stage: e.Stage}
	said := ""
	if reply != "" {
		said = "It answers “" + reply + "”. "
	}
	if e.Stage == checks.StageSTARTTLS && e.Cause != checks.CauseServerBusy {
		s := &sight{
			title:    "The server cannot begin encryption",
			detail:   said + "It was asked to encrypt (STARTTLS), and says that it cannot: as a rule its certificate or its key is missing or cannot be read.",
			evidence: evidence,
			whole:    host(f) + " cannot begin encryption (STARTTLS) on port " + strconv.Itoa(f.Target.Port),
			brief:    "cannot begin STARTTLS",
			steps:    stepsFor(f, e, 10),
		}
		if e.Cause != checks.CauseTLSUnavailable {
			s.title = "The server refuses to begin encryption"
			s.detail = said + "It was asked to encrypt (STARTTLS), and refuses. Often its certificate or its key cannot be read; it may also be a rule."
			s.whole = host(f) + " refuses to begin encryption (STARTTLS) on port " + strconv.Itoa(f.Target.Port)
			s.brief = "refused STARTTLS"
		}
		return s.besides(f, &evidence.SiblingEvidence, "cannot begin STARTTLS")
	}
	s := &sight{
		detail:   said + "It refuses for now, because it is busy; that mostly passes within minutes.",
		evidence: evidence,
		whole:    upperFirst(place(f)) + " answers, but refuses the conversation",
		brief:    "refused the conversation",
		steps:    stepsFor(f, e, 10),
	}
	if e.Cause != checks.CauseServerBusy {
		s.detail = said + "It does not want to talk to certdesk; that may be a rule against this network alone, or the server is no longer in use."
		s.steps = stepsFor(f, e, 2, 10)
	}
	return s.besides(f, &evidence.SiblingEvidence, "refuses the conversation")
}

// sometimes is the beginning of a sight of what some connections met and others
// did not; nil where that was not so. The detail is its end.
func sometimes(_ *checks.Facts, e *checks.Endpoint, ended checks.Outcome) *sight {
	o := e.Otherwise
	if o == nil || o.Outcome != ended {
		return nil
	}
	s := &sight{title: "Some connections get through to TLS and others do not", steps: []int{10}}
	s.detail = " Several servers seem to stand behind the address, and they are not set up alike."
	return s
}

// intermittent are the values of such a fact.
func intermittent(e *checks.Endpoint) checks.IntermittentEvidence {
	return checks.IntermittentEvidence{Intermittent: true, Failed: e.Otherwise.Failed, Connections: e.Otherwise.Of}
}

// through counts the connections that got through.
func through(e *checks.Endpoint) string {
	o := e.Otherwise
	return strconv.Itoa(o.Of-o.Failed) + " of " + plural(o.Of, "connection") + " got through to TLS."
}

func notTLS(f *checks.Facts, e *checks.Endpoint) *sight {
	if s := sometimes(f, e, checks.OutcomeNotTLS); s != nil {
		s.detail = through(e) + " The others were answered in clear, so a mail client gets through at times only." + s.detail
		s.evidence = &checks.NotTLSEvidence{IntermittentEvidence: intermittent(e), Address: e.Address.String(), Reply: checks.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = "Now and then " + place(f) + " answers without TLS"
		s.brief = "no TLS now and then"
		return s
	}
	if e.Outcome != checks.OutcomeNotTLS {
		return nil
	}
	greeting := checks.Clean(e.Greeting, maxReply)
	evidence := &checks.NotTLSEvidence{Address: e.Address.String(), ProtocolEvidence: &checks.ProtocolEvidence{Protocol: e.Protocol}, Greeting: greeting}
	what := "something that is neither TLS nor a protocol that can switch to it"
	switch e.Protocol {
	case "http":
		what = "a web server without encryption"
	case "ssh":
		what = "an SSH server"
	case "":
	default:
		what = article(label(e.Protocol)) + " server without TLS"
	}
	detail := upperFirst(what) + " answers there, so a mail client cannot use this port with encryption."
	if greeting != "" && e.Protocol == "" {
		detail += " It said “" + greeting + "”."
	}
	s := &sight{
		detail:   detail,
		evidence: evidence,
		whole:    upperFirst(what) + " answers at " + place(f),
		brief:    "no TLS",
		steps:    stepsFor(f, e, 2, 10),
	}
	return s.besides(f, &evidence.SiblingEvidence, "speaks no TLS")
}

func startTLSNotOffered(f *checks.Facts, e *checks.Endpoint) *sight {
	if s := sometimes(f, e, checks.OutcomeNoSTARTTLS); s != nil {
		s.detail = through(e) + " The others offered no STARTTLS, so a mail client gets through at times only." + s.detail
		s.evidence = &checks.STARTTLSNotOfferedEvidence{IntermittentEvidence: intermittent(e), Address: e.Address.String(), Reply: checks.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = "Now and then " + place(f) + " offers no STARTTLS"
		s.brief = "STARTTLS not offered now and then"
		return s
	}
	if e.Outcome != checks.OutcomeNoSTARTTLS {
		return nil
	}
	reply := checks.Clean(e.Reply, maxReply)
	evidence := &checks.STARTTLSNotOfferedEvidence{Address: e.Address.String(), ProtocolEvidence: &checks.ProtocolEvidence{Protocol: e.Protocol}, Reply: reply}
	detail := "It speaks " + label(e.Protocol) + " and offers no STARTTLS, so passwords and mail would cross the network in clear."
	if e.Cause == checks.CauseServerReply && e.Reply != "" {
		detail = "It speaks " + label(e.Protocol) + " and declines to encrypt: “" + checks.Clean(e.Reply, maxReply) + "”."
	}
	s := &sight{
		detail:   detail,
		evidence: evidence,
		whole:    upperFirst(place(f)) + " speaks " + label(e.Protocol) + " without encryption and offers no STARTTLS",
		brief:    "STARTTLS not offered",
		steps:    stepsFor(f, e, 2, 10),
	}
	if e.Cause == checks.CauseMasked {
		evidence.Masked = true
		s.title = "A firewall on the way hides the encryption"
		s.detail = "Something on the way writes over what the server says: “" + checks.Clean(e.Reply, maxReply) + "”. " +
			"Firewalls that inspect mail do so (Cisco ASA and PIX among them), and hide STARTTLS. What the server itself offers cannot be seen from here."
		s.whole = "A firewall on the way to " + host(f) + " hides STARTTLS on port " + strconv.Itoa(f.Target.Port)
		s.brief = "STARTTLS hidden by a firewall"
		s.steps = stepsFor(f, e, 10)
		return s.besides(f, &evidence.SiblingEvidence, "shows no STARTTLS through that firewall")
	}
	return s.besides(f, &evidence.SiblingEvidence, "offers no STARTTLS")
}

// label is a protocol as people write it.
func label(protocol string) string {
	if s, ok := checks.ServiceByName(protocol); ok {
		return s.Label
	}
	if protocol == "" {
		return "its protocol"
	}
	return strings.ToUpper(checks.Clean(protocol, 20))
}

var modeNames = map[checks.Mode]string{checks.ModeTLS: "SSL/TLS", checks.ModeSTARTTLS: "STARTTLS"}

// wrongMode is critical where a mode was asked for and the port speaks the
// other one. Where nothing was asked for, a port that contradicts its own
// convention is worth a warning; a port without one contradicts nothing.
func wrongMode(f *checks.Facts, e *checks.Endpoint) *sight {
	spoken := modeNames[e.Mode]
	if e.Outcome != checks.OutcomeTLS || spoken == "" || f.Offline {
		return nil
	}
	s := &sight{}
	expected, asked := f.Target.Mode, true
	if modeNames[expected] == "" {
		service, ok := checks.ServiceByPort(f.Target.Port)
		if !ok {
			return nil
		}
		expected, asked = service.Mode, false
	}
	if expected == e.Mode {
		return nil
	}
	if e.TLS == nil || !e.TLS.Completed {
		s.steps = []int{10} // it is not seen that the other mode helps
	}
	at := "port " + strconv.Itoa(f.Target.Port)
	s.evidence = &checks.WrongEncryptionModeEvidence{
		Port: f.Target.Port, Expected: expected, Found: e.Mode, Asked: asked, Encryption: spoken,
	}
	if asked {
		s.severity = checks.Critical
		s.detail = modeNames[expected] + " was asked for, and " + at + " speaks " + spoken + ". Choose " + spoken + " for this port; its certificate was judged that way."
		s.whole = upperFirst(at) + " of " + host(f) + " speaks " + spoken + ", not " + modeNames[expected]
		s.brief = "speaks " + spoken + ", not " + modeNames[expected]
		return s
	}
	s.detail = upperFirst(at) + " is for " + modeNames[expected] + " by convention, and this server speaks " + spoken +
		" there. A mail client that sets itself up by the convention does not get through; choose " + spoken + "."
	s.whole = host(f) + " works, but " + at + " speaks " + spoken + " where clients expect " + modeNames[expected]
	return s
}

// handshakeFailed is told where the handshake is the fault. A certificate that
// clients cannot read or use is the cause by itself and is told alone.
func handshakeFailed(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.Outcome != checks.OutcomeTLS || f.Offline {
		return nil
	}
	if s := sometimes(f, e, checks.OutcomeTLS); s != nil {
		s.detail = through(e) + " With the others the server ended the handshake, so a mail client gets through at times only." + s.detail
		s.evidence = &checks.TLSHandshakeFailedEvidence{IntermittentEvidence: intermittent(e), Address: e.Address.String(), Reply: checks.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = "Now and then no encrypted connection comes about with " + place(f)
		s.brief = "TLS fails now and then"
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
		Address: e.Address.String(), Version: t.Version, Reason: t.Reason,
		Problem: checks.Clean(strings.TrimPrefix(strings.TrimPrefix(t.Problem, "remote error: "), "tls: "), maxReply),
	}
	s := &sight{
		evidence: evidence,
		detail:   "The server begins to encrypt and the two sides do not come to terms.",
		whole:    "No encrypted connection comes about with " + place(f),
		brief:    "TLS handshake failed",
	}
	switch fitting, ok := alertSteps[t.Alert]; {
	case partial(f, e):
		s.steps = []int{10}
	case ok && t.AlertSeen && !(t.Alert == alertHandshakeFailure && e.Judgement != nil):
		s.steps = fitting
	}
	switch {
	case t.AlertSeen && t.Alert == alertUnrecognizedName && e.Judgement == nil:
		return unknownName(f, s, evidence)
	case t.CipherName != "" && refusedSuite(t.CipherName):
		suite := checks.Clean(t.CipherName, maxName)
		evidence.Cipher = suite
		s.detail = "The server offers only encryption that current mail clients refuse: " + suite + "."
		s.whole = host(f) + " offers only encryption that current mail clients refuse (" + suite + ")"
		s.brief = "only " + suite
	case t.Version == checks.SSL3:
		s.detail = "The server offers nothing newer than SSL 3.0, which every current client refuses."
		s.whole = host(f) + " offers nothing newer than SSL 3.0, which every current client refuses"
	case t.Reason == checks.ReasonSHA1:
		r := handshakeReasons[t.Reason]
		s.detail, s.severity, s.title = r.detail, r.severity, r.title
		s.whole = strings.Replace(r.whole, "%s", host(f), 1)
		s.brief = "handshake signed with SHA-1"
	case t.AlertSeen:
		alert, known := alertTexts[t.Alert]
		evidence.Alert = number(int(t.Alert))
		if t.Alert == alertHandshakeFailure && e.Judgement != nil {
			alert.meaning = nothingInCommon // its certificate was seen, so it has one
		}
		if known {
			evidence.AlertName = alert.name
			s.detail = "The server ended the handshake: it " + alert.meaning + " (alert " + strconv.Itoa(int(t.Alert)) + ", " + alert.name + ")."
			s.whole += ": the server " + alert.meaning
		} else {
			s.detail = "The server ended the handshake with alert " + strconv.Itoa(int(t.Alert)) + "."
		}
	default:
		if r, known := handshakeReasons[t.Reason]; known {
			s.detail = r.detail
			s.whole += ": " + r.clause
		}
	}
	return s
}

// unknownName: the name is the suspect. Where an address was asked for, none was
// sent.
func unknownName(f *checks.Facts, s *sight, evidence *checks.TLSHandshakeFailedEvidence) *sight {
	evidence.Alert, evidence.AlertName = number(alertUnrecognizedName), alertTexts[alertUnrecognizedName].name
	s.brief = "does not know the name"
	if _, err := netip.ParseAddr(f.Name); err == nil {
		s.title = "The server wants to be asked by name"
		s.detail = "The server wants to be asked by its name, and was asked by an address (alert 112, unrecognized_name)."
		s.whole = host(f) + " wants to be asked by name, not by address"
		evidence.AskedBy = "address"
		return s
	}
	s.title = "The server does not know this name"
	s.detail = "The server ended the handshake: it has no certificate for " + shownName(f.Name) + " (alert 112, unrecognized_name)."
	s.whole = "The server at " + place(f) + " does not know the name " + shownName(f.Name)
	evidence.AskedBy, evidence.Name = "name", shownName(f.Name)
	return s
}

func number(n int) *int { return &n }

// handshakeReasons say why a handshake fails, where no alert says it. whole and
// title replace the usual ones.
var handshakeReasons = map[checks.HandshakeReason]struct {
	detail, clause, whole, title string
	severity                     checks.Severity
}{
	checks.ReasonHungUp: {
		detail: "The server hangs up as soon as encryption begins, and does not say why. It often has no version or cipher that current programs use, or cannot read its certificate.",
		clause: "the server hangs up as soon as encryption begins",
	},
	checks.ReasonTime: {
		detail: "The server falls silent in the middle of the handshake: it is overloaded, or something in between swallows a part of it.",
		clause: "the server falls silent in the middle",
	},
	checks.ReasonKeySize: {
		detail: "A certificate that it sends has an RSA key above 16384 bits, which is more than any client works with.",
		clause: "its RSA key is larger than any client works with",
	},
	checks.ReasonSHA1: {
		detail: "The server signs its part of the handshake with SHA-1 alone, which is out of date (RFC 9155). " +
			"Thunderbird puts up with that; programs on a current OpenSSL or Go do not.",
		whole:    "%s works with some mail programs only: it signs the handshake with SHA-1",
		title:    "The handshake is signed in a way that many programs refuse",
		severity: checks.Warning,
	},
}

func brokenByCertificate(t *checks.TLS, j *checks.Judgement) bool {
	if j == nil || j.Leaf == nil || t.Version == checks.SSL3 || refusedSuite(t.CipherName) {
		return false
	}
	for _, c := range j.WeakKeys {
		if c.KeyBits > 0 && c.KeyBits <= criticalBits {
			return true
		}
	}
	// A server whose certificate is signed with MD5 finds no client that takes it.
	return j.UnsupportedKey != nil || len(j.Malformed) > 0 || len(j.WeakSignatures) > 0
}

func clientCertRequired(f *checks.Facts, e *checks.Endpoint) *sight {
	if e.TLS == nil || !e.TLS.ClientCertRequired {
		return nil
	}
	return &sight{
		detail: "It lets in only clients that show a certificate of their own. Outlook cannot do that for mail servers; " +
			"whether that is wanted is for the administrator to say.",
		evidence: &checks.ClientCertRequiredEvidence{Address: e.Address.String()},
	}
}

func sniRequired(_ *checks.Facts, e *checks.Endpoint) *sight {
	if e.NoSNI == nil || e.Judgement == nil || len(e.Judgement.Sent) == 0 {
		return nil
	}
	if !e.NoSNI.Failed && !e.NoSNI.OtherName {
		return nil
	}
	evidence := &checks.SNIRequiredEvidence{WithoutName: "failed"}
	detail := "A client that does not say which name it wants (SNI) gets no certificate. All current mail clients say it; some devices and old programs do not."
	switch {
	case e.NoSNI.Failed && e.NoSNI.Alert != 0:
		evidence.Alert = int(e.NoSNI.Alert)
	case !e.NoSNI.Failed:
		evidence.WithoutName, evidence.Leaf = "another certificate", e.NoSNI.LeafSHA256
		detail = "A client that does not say which name it wants (SNI) gets another certificate. All current mail clients say it; some devices and old programs do not."
	}
	return &sight{detail: detail, evidence: evidence}
}

// helloFates say what happens to the large hello.
var helloFates = map[checks.HelloFate]string{
	checks.HelloDropped: "is not answered",
	checks.HelloReset:   "ends the connection",
	checks.HelloAlert:   "is answered by an alert",
}

// largeHelloBlocked: the hello of clients that offer ML-KEM fills two packets.
// Apple's systems send one since version 26 (support.apple.com/122756), Firefox
// since 132, whose TLS Thunderbird uses.
func largeHelloBlocked(f *checks.Facts, e *checks.Endpoint) *sight {
	what, known := helloFates[e.LargeHello]
	if !known {
		return nil
	}
	return &sight{
		detail: "A first message above 1400 bytes, as with post-quantum encryption, " + what + "; a smaller one gets through. " +
			"Mail programs of Apple's systems since version 26 and current Thunderbird send a large one. The usual cause is an old firewall or load balancer.",
		evidence: &checks.LargeHelloBlockedEvidence{
			Address: e.Address.String(), LargeHello: e.LargeHello,
			Sources: []string{"https://support.apple.com/122756", "https://www.mozilla.org/firefox/132.0/releasenotes/"},
		},
		whole: host(f) + " works, but the first message of new mail programs " + what,
		brief: "blocks new mail programs",
	}
}

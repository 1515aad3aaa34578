package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// Connection: is there a server, does it speak TLS, and in which mode?
var connectionRules = []rule{
	{
		code: checks.DNSFailure, severity: checks.Critical,
		title:  say.S("The server name cannot be found in DNS"),
		steps:  []int{checks.StepNames, checks.StepContact},
		target: dnsFailure,
	},
	{
		code: checks.NotTLS, severity: checks.Critical,
		title:   say.S("The port does not support encryption (TLS)"),
		steps:   []int{checks.StepNames, checks.StepContact},
		address: notTLS,
	},
	{
		code: checks.STARTTLSNotOffered, severity: checks.Critical,
		title:   say.S("The server does not offer encryption on this port"),
		steps:   []int{checks.StepNames, checks.StepContact},
		address: startTLSNotOffered,
	},
	{
		code: checks.Unreachable, severity: checks.Critical,
		title:   say.S("The server does not answer"),
		steps:   []int{checks.StepNames, checks.StepContact},
		address: unreachable,
	},
	{
		code: checks.ServerRefused, severity: checks.Critical,
		title:   say.S("The server turns the connection away"),
		steps:   []int{checks.StepNames, checks.StepContact},
		address: serverRefused,
	},
	{
		code: checks.TLSHandshakeFailed, severity: checks.Critical,
		title:   say.S("An encrypted connection cannot be set up"),
		steps:   []int{checks.StepUpdate, checks.StepContact},
		address: handshakeFailed,
	},
	{
		code: checks.LargeHelloBlocked, severity: checks.Warning,
		title:   say.S("The first message of new mail apps is blocked"),
		steps:   []int{checks.StepAntivirus, checks.StepContact},
		address: largeHelloBlocked,
	},
	{
		code: checks.WrongEncryptionMode, severity: checks.Warning,
		title:   say.S("The port uses the other encryption method"),
		steps:   []int{checks.StepSettings, checks.StepNames, checks.StepContact},
		address: wrongMode,
	},
	{
		code: checks.WrongProtocol, severity: checks.Warning,
		title:   say.S("The port speaks another protocol"),
		steps:   []int{checks.StepSettings, checks.StepNames, checks.StepContact},
		address: wrongProtocol,
	},
	{
		code: checks.ClientCertRequired, severity: checks.Info,
		title:   say.S("The server requires a client certificate"),
		steps:   []int{checks.StepContact},
		address: clientCertRequired,
	},
	{
		code: checks.SNIRequired, severity: checks.Info,
		title:   say.S("The server sends its certificate only to clients that use SNI"),
		steps:   []int{checks.StepUpdate, checks.StepContact},
		address: sniRequired,
	},
}

// dnsText says what is wrong with a name: whole is one sentence for the summary, detail
// explains it.
func dnsText(f *checks.Facts) (whole, detail say.Text) {
	name := hostIn(f)
	switch f.DNS.Failure {
	case checks.DNSNotFound:
		return say.S("There is no server named {host}.", name),
			say.Join(say.S("DNS says that this name does not exist."), say.S("Check for a typing mistake or an old name."))
	case checks.DNSNoAddress:
		return say.S("{host} exists in DNS but has no address.", name),
			say.S("The name exists in DNS but has no address (no A or AAAA record), so there is no server to connect to.")
	case checks.DNSBogus:
		return say.S("DNS gives no answer for {host}.", name),
			say.S("The DNSSEC signatures of the domain are not valid, so DNS servers that check them give no answer.")
	case checks.DNSTimeout:
		return say.S("DNS gives no answer for {host}.", name),
			say.Join(say.S("The domain's DNS servers did not answer in time."), say.S("certdesk can look up other names."))
	case checks.DNSLoop:
		return say.S("The DNS entry for {host} points to itself.", name), say.S("Its aliases (CNAME records) form a loop.")
	}
	return say.S("DNS gives no answer for {host}.", name),
		say.Join(say.S("The domain's DNS servers gave no usable answer: they are down, or not set up for this name."), say.S("certdesk can look up other names."))
}

// dnsFailure suggests that the name may be wrong only if a name server answered that it
// does not exist. Other failures are for the people who run the domain.
func dnsFailure(s *survey) *sight {
	f := s.facts
	if f.DNS == nil || f.DNS.Failure == "" || f.DNS.Failure.Ours() {
		return nil
	}
	evidence := &checks.DNSFailureEvidence{Name: host(f), Kind: f.DNS.Failure}
	out := &sight{evidence: evidence}
	out.whole, out.detail = dnsText(f)
	if !f.DNS.Failure.NameInDoubt() {
		out.steps = []int{checks.StepContact}
		return out
	}
	if unknown := unguessed(f); unknown != nil {
		evidence.Guessed, unknown.evidence = true, evidence
		return unknown
	}
	return out
}

// silence says why a connection came to nothing, and whether the name of the server may
// be the reason: where no machine or service answers, it may be an old name; where a
// service takes the connection, the name is right.
type silence struct {
	brief, detail say.Text
	name          bool
}

var causes = map[checks.Cause]silence{
	checks.CauseRefused: {say.P("brief", "connection refused"), say.Join(
		say.S("The connection was refused."), say.S("No service is running on this port, or a firewall blocks it.")), true},
	checks.CauseTimeout: {say.P("brief", "no answer in time"), say.Join(
		say.S("The connection timed out."), say.S("The server may be off, or a firewall drops the traffic.")), true},
	checks.CauseUnroutable: {say.P("brief", "no network route"), say.S("There is no network route to it."), true},
	checks.CauseReset: {say.P("brief", "connection closed immediately"), say.Join(
		say.S("The connection was opened and closed immediately."), say.S("Common causes: a firewall, a connection limit, a stopped service, or a certificate that the server cannot load.")), false},
	checks.CauseGaveUp: {say.P("brief", "connected, no data, then closed"), say.Join(
		say.S("The connection was opened, no data came, and after a while the other side closed it."),
		say.S("The service on the port hangs, or a firewall only accepts the connection.")), false},
	checks.CauseSilent: {say.P("brief", "connected, but no data"), say.Join(
		say.S("The connection was opened, but no data came."), say.S("Common causes: a firewall or an overloaded server.")), false},
	checks.CauseInterrupted: {say.P("brief", "connection dropped"), say.S("The server closed the connection in the middle of the exchange."), false},
	checks.CauseProtocol:    {say.P("brief", "invalid answer"), say.S("The server's answers break the rules of its protocol."), false},
}

// connected says what a port did that took the connection, so that it is not called a
// port that does not answer.
var connected = map[checks.Cause]func(place say.Arg) say.Text{
	checks.CauseReset: func(place say.Arg) say.Text {
		return say.S("{Place} accepts the connection, but closes it immediately.", place)
	},
	checks.CauseGaveUp: func(place say.Arg) say.Text {
		return say.S("{Place} accepts the connection, sends nothing, and closes it.", place)
	},
	checks.CauseSilent: func(place say.Arg) say.Text {
		return say.S("{Place} accepts the connection, but sends nothing.", place)
	},
	checks.CauseTimeout: func(place say.Arg) say.Text {
		return say.S("{Place} answers too slowly.", place)
	},
}

// slowTalk: the server speaks, but does not get as far as TLS in time.
var slowTalk = silence{say.P("brief", "connected, but no answer in time"), say.Join(
	say.S("The server answered too slowly."), say.S("It may be overloaded, or slow on purpose.")), false}

// diesOnRequest: the server speaks, and ends the connection when it is asked for
// STARTTLS.
var diesOnRequest = silence{say.P("brief", "connection closed when asked for STARTTLS"), say.Join(
	say.S("The server answers, but closes the connection when it should start encryption (STARTTLS)."),
	say.S("Often it cannot read its certificate or key.")), false}

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
	evidence := &checks.UnreachableEvidence{Address: e.Place(), Cause: e.Cause}
	if unknown := unguessed(f); unknown != nil {
		evidence.Guessed, unknown.evidence = true, evidence
		return unknown
	}
	evidence.Stage = e.Stage
	why := say.Sub("brief", c.brief)
	s := &sight{
		detail:   c.detail,
		evidence: evidence,
		whole:    say.S("There is no answer on {place} ({brief}).", place(f), why),
		brief:    c.brief,
		steps:    stepsFor(f, e, 10),
	}
	letIn := e.Timing.Dial > 0 || e.Cause == checks.CauseGaveUp || e.Cause == checks.CauseSilent
	if of := connected[e.Cause]; of != nil && letIn {
		s.whole, s.title = of(place(f)), say.S("The server accepts the connection, but does not answer")
		if e.Cause == checks.CauseTimeout {
			s.title = say.S("The server answers too slowly")
		}
	}
	if f.Target.Port == 0 {
		s.whole = say.S("{host} does not answer on any mail port ({brief}).", hostIn(f), why)
	}
	if c.name {
		s.steps = stepsFor(f, e, 2, 10)
	}
	state := say.P("state", "does not answer")
	switch e.Cause {
	case checks.CauseRefused:
		state = say.P("state", "is closed")
	case checks.CauseInterrupted:
		s.whole = say.S("{Place} drops the connection ({brief}).", place(f), why)
		state = say.P("state", "drops the connection")
	}
	return s.besides(f, &evidence.SiblingEvidence, state)
}

// answered quotes what a server said, if it said anything.
func answered(reply string) say.Text {
	if reply == "" {
		return nil
	}
	return say.S("It answers “{reply}”.", say.Reply("reply", reply))
}

// turningAway says why a server turns a connection away, where its reply has a
// documented meaning.
var turningAway = map[checks.Cause]say.Text{
	checks.CauseServerBusy: say.S("It turns connections away for now because it is busy or restarting. This usually ends within minutes."),
	checks.CauseDeferred: say.Join(
		say.S("A rule of the server turns certdesk away for now."),
		say.S("Servers do this to senders that they do not know yet (greylisting), that connect often, or that are on a blocklist."),
		say.S("It may accept others.")),
	checks.CauseServerFault: say.Join(
		say.S("It reports a fault of its own and turns connections away for now."),
		say.S("If it lasts, the reason is in the server's log.")),
	checks.CauseBlocked: say.Join(
		say.S("A rule of the server keeps certdesk out, such as a blocklist."),
		say.S("It may block only this network.")),
	checks.CauseNoMail: say.Join(
		say.S("It says that it does not accept mail."),
		say.S("The name may be wrong, or the server is no longer in use.")),
}

// serverRefused tells a server that would rather not talk from one that talks
// and cannot begin TLS: the first is a matter of load or of rules, the second of
// its certificate, its key or its set-up (RFC 3207 §4, RFC 9051 §6.2.1, RFC 4511
// §4.14.2, RFC 4642 §2.2.2, RFC 4217 §10.1, RFC 6120 §5.4.2.2).
func serverRefused(f *checks.Facts, e *checks.Endpoint) *sight {
	said, cause, stage := e.Reply, e.Cause, e.Stage
	behind := e.Outcome == checks.OutcomeTLS && e.Behind.TurnsAway
	switch {
	case behind:
		said, cause, stage = e.Greeting, e.Behind.Cause, checks.StageGreeting
	case e.Outcome != checks.OutcomeRefused:
		return nil
	}
	reply := say.Clean(said, maxReply)
	evidence := &checks.ServerRefusedEvidence{Address: e.Place(), Reply: reply, Cause: cause, Stage: stage}
	if stage == checks.StageSTARTTLS && cause != checks.CauseServerBusy {
		return startTLSRefused(f, e, evidence)
	}
	s := &sight{
		evidence: evidence,
		whole:    say.S("{Place} answers, but turns the connection away.", place(f)),
		brief:    say.P("brief", "turned away"),
		steps:    stepsFor(f, e, 10),
	}
	if behind { // the certificate was seen, and decides the verdict
		s.severity = checks.Warning
		s.whole = say.S("{Place} sets up encryption, but then turns the connection away.", place(f))
		if slices.ContainsFunc(f.Endpoints, letsIn) {
			s.whole = say.S("Some of the addresses for {host} set up encryption, but then turn the connection away.", hostIn(f))
		}
	}
	why, known := turningAway[cause]
	if !known {
		why = say.Join(say.S("It turns certdesk away."), say.S("It may block only this network, or the server is no longer in use."))
	}
	if behind && e.TLS.ClientCertRequested && cause != checks.CauseServerBusy {
		why = say.Join(
			say.S("It also asked for a client certificate, and certdesk has none."),
			say.S("It may turn away every program without one."))
	}
	s.detail = say.Join(answered(reply), why)
	if !known || cause == checks.CauseNoMail { // the name may be an old one
		s.steps = stepsFor(f, e, 2, 10)
	}
	return s.besides(f, &evidence.SiblingEvidence, say.P("state", "turns the connection away"))
}

// letsIn tells of an address that it sets up TLS and turns nobody away behind it.
func letsIn(e checks.Endpoint) bool {
	return e.Outcome == checks.OutcomeTLS && e.TLS != nil && e.TLS.Completed && !e.Behind.TurnsAway
}

// startTLSRefused tells of a server that talks, and refuses to begin TLS: where it says
// that TLS is not available it cannot, else there may be a rule.
func startTLSRefused(f *checks.Facts, e *checks.Endpoint, evidence *checks.ServerRefusedEvidence) *sight {
	port := say.Port("port", f.Target.Port)
	s := &sight{
		title: say.S("The server cannot start encryption"),
		detail: say.Join(answered(evidence.Reply),
			say.S("It was asked to start encryption (STARTTLS) and says that it cannot."),
			say.S("Usually its certificate or key is missing or cannot be read.")),
		evidence: evidence,
		whole:    say.S("{host} cannot start encryption (STARTTLS) on port {port}.", hostIn(f), port),
		brief:    say.P("brief", "cannot start STARTTLS"),
		steps:    stepsFor(f, e, 10),
	}
	switch evidence.Cause {
	case checks.CauseTLSUnavailable:
	case checks.CauseProtocol:
		s.title = say.S("The server answers wrongly when encryption is to start")
		s.detail = say.Join(answered(evidence.Reply),
			say.S("It was asked to start encryption (STARTTLS), and a mail app does not take that for an answer: the line has another tag, or none."),
			say.S("Mail apps wait for the right line until they give up."))
		s.whole = say.S("{host} answers wrongly when encryption is to start (STARTTLS) on port {port}.", hostIn(f), port)
		s.brief = say.P("brief", "wrong answer to STARTTLS")
	default:
		s.title = say.S("The server refuses to start encryption")
		s.detail = say.Join(answered(evidence.Reply),
			say.S("It was asked to start encryption (STARTTLS) and refuses."),
			say.S("Often its certificate or key cannot be read. It may also be a rule."))
		s.whole = say.S("{host} refuses to start encryption (STARTTLS) on port {port}.", hostIn(f), port)
		s.brief = say.P("brief", "refused STARTTLS")
	}
	return s.besides(f, &evidence.SiblingEvidence, say.P("state", "cannot start STARTTLS"))
}

func notTLS(f *checks.Facts, e *checks.Endpoint) *sight {
	if s := sometimes(e, checks.OutcomeNotTLS, othersInClear); s != nil {
		s.evidence = &checks.NotTLSEvidence{IntermittentEvidence: intermittent(e), Address: e.Place(), Reply: say.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = say.S("{Place} sometimes answers without TLS.", place(f))
		s.brief = say.P("brief", "sometimes no TLS")
		return s
	}
	if e.Outcome != checks.OutcomeNotTLS {
		return nil
	}
	greeting := say.Clean(e.Greeting, maxReply)
	evidence := &checks.NotTLSEvidence{Address: e.Place(), ProtocolEvidence: &checks.ProtocolEvidence{Protocol: e.Protocol}, Greeting: greeting}
	var what say.Text
	switch e.Protocol {
	case "http":
		what = say.P("what", "a web server without encryption")
	case "ssh":
		what = say.P("what", "an SSH server")
	case "":
		what = say.P("what", "something that supports neither TLS nor a protocol that can switch to TLS")
	default:
		what = say.P("what", "a server for {protocol} without TLS", label(e.Protocol))
	}
	in := say.Sub("what", what)
	s := &sight{
		detail:   say.S("{What} answers on this port, so a mail app cannot use it with encryption.", in),
		evidence: evidence,
		whole:    say.S("{What} answers on {place}.", in, place(f)),
		brief:    say.P("brief", "no encryption (TLS) on this port"),
		steps:    stepsFor(f, e, 2, 10),
	}
	if greeting != "" && e.Protocol == "" {
		s.detail = say.Join(s.detail, say.S("It said “{reply}”.", say.Reply("reply", greeting)))
	}
	return s.besides(f, &evidence.SiblingEvidence, say.P("state", "does not support TLS"))
}

func startTLSNotOffered(f *checks.Facts, e *checks.Endpoint) *sight {
	if s := sometimes(e, checks.OutcomeNoSTARTTLS, othersUnoffered); s != nil {
		s.evidence = &checks.STARTTLSNotOfferedEvidence{IntermittentEvidence: intermittent(e), Address: e.Place(), Reply: say.Clean(e.Otherwise.Reply, maxReply)}
		s.whole = say.S("{Place} sometimes offers no STARTTLS.", place(f))
		s.brief = say.P("brief", "sometimes no STARTTLS")
		return s
	}
	if e.Outcome != checks.OutcomeNoSTARTTLS {
		return nil
	}
	reply, protocol := say.Clean(e.Reply, maxReply), label(e.Protocol)
	evidence := &checks.STARTTLSNotOfferedEvidence{Address: e.Place(), ProtocolEvidence: &checks.ProtocolEvidence{Protocol: e.Protocol}, Reply: reply}
	s := &sight{
		detail:   say.S("It offers {protocol} without STARTTLS, so passwords and mail would be sent unencrypted.", protocol),
		evidence: evidence,
		whole:    say.S("{Place} offers {protocol} only without encryption (no STARTTLS).", place(f), protocol),
		brief:    say.P("brief", "STARTTLS not offered"),
		steps:    stepsFor(f, e, 2, 10),
	}
	if e.Cause == checks.CauseServerReply && reply != "" {
		s.detail = say.S("It offers {protocol} and refuses to encrypt: “{reply}”.", protocol, say.Reply("reply", reply))
	}
	if e.Cause == checks.CauseMasked {
		evidence.Masked = true
		s.title = say.S("A firewall on the way hides the encryption")
		s.detail = say.Join(
			say.S("Something on the way overwrites the server's answer: “{reply}”.", say.Reply("reply", reply)),
			say.S("Firewalls that inspect mail, such as Cisco ASA and PIX, do this to hide STARTTLS."),
			say.S("certdesk cannot see what the server itself offers."))
		s.whole = say.S("A firewall on the way to {host} hides STARTTLS on port {port}.", hostIn(f), say.Port("port", f.Target.Port))
		s.brief = say.P("brief", "STARTTLS hidden by a firewall")
		s.steps = stepsFor(f, e, 10)
		return s.besides(f, &evidence.SiblingEvidence, say.P("state", "shows no STARTTLS behind that firewall"))
	}
	return s.besides(f, &evidence.SiblingEvidence, say.P("state", "offers no STARTTLS"))
}

// usualMode is the mode of most addresses where they differ in it, TLS at once where
// as many want the one as the other; "" where they do not differ.
func usualMode(f *checks.Facts) checks.Mode {
	count := map[checks.Mode]int{}
	for i := range f.Endpoints {
		if e := &f.Endpoints[i]; e.Outcome == checks.OutcomeTLS && modeNames[e.Mode] != "" {
			count[e.Mode]++
		}
	}
	atOnce, later := count[checks.ModeTLS], count[checks.ModeSTARTTLS]
	switch {
	case atOnce == 0 || later == 0:
		return ""
	case later > atOnce:
		return checks.ModeSTARTTLS
	}
	return checks.ModeTLS
}

// wrongMode is critical where addresses differ in their mode, or a mode was asked for and the port speaks the
// other one. Where nothing was asked for, a port that contradicts its own
// convention is worth a warning; a port without one contradicts nothing.
func wrongMode(f *checks.Facts, e *checks.Endpoint) *sight {
	spoken := modeNames[e.Mode]
	if e.Outcome != checks.OutcomeTLS || spoken == "" || f.Offline {
		return nil
	}
	s := &sight{}
	usual := usualMode(f)
	expected, asked := f.Target.Mode, true
	if modeNames[expected] == "" {
		service, ok := services.ByPort(f.Target.Port)
		if expected, asked = service.Mode, false; !ok {
			expected = usual
		}
		if expected == "" {
			return nil
		}
	}
	if expected == e.Mode || !asked && e.Behind.OfWeb() {
		return nil
	}
	if e.TLS == nil || !e.TLS.Completed {
		s.steps = []int{checks.StepContact} // it was not seen that the other mode works
	}
	s.evidence = &checks.WrongEncryptionModeEvidence{
		Port: f.Target.Port, Expected: expected, Found: e.Mode, Asked: asked, Encryption: spoken,
	}
	port, uses, wanted := say.Port("port", f.Target.Port), say.Term("found", spoken), say.Term("expected", modeNames[expected])
	if usual != "" {
		s.severity, s.steps = checks.Critical, []int{checks.StepContact} // no setting fits all addresses
		s.detail = say.Join(
			say.S("Port {port} uses {found} at one address and {expected} at another.", port, uses, wanted),
			say.S("No setting of a mail app fits both."))
		s.whole = say.S("Port {port} on {host} uses {found}, not {expected}.", port, hostIn(f), uses, wanted)
		s.brief = say.P("brief", "uses {found}, not {expected}", uses, wanted)
		return s
	}
	if asked {
		s.severity = checks.Critical
		s.detail = say.Join(
			say.S("{expected} was asked for, but port {port} uses {found}.", wanted, port, uses),
			say.S("Choose {found} for this port. Its certificate was checked that way.", uses))
		s.whole = say.S("Port {port} on {host} uses {found}, not {expected}.", port, hostIn(f), uses, wanted)
		s.brief = say.P("brief", "uses {found}, not {expected}", uses, wanted)
		return s
	}
	s.detail = say.S("Port {port} is usually for {expected}, but this server uses {found} there.", port, wanted, uses)
	if e.TLS != nil && e.TLS.Completed {
		s.detail = say.Join(s.detail, say.S("A mail app that uses the usual settings cannot connect. Choose {found}.", uses))
	}
	s.whole = say.S("{host} works, but port {port} uses {found} instead of the usual {expected}.", hostIn(f), port, uses, wanted)
	return s
}

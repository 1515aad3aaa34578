package checks

import (
	"crypto/x509"
	"net"
	"net/netip"
	"time"

	"certdesk/checks/say"
)

// Outcome says how far a conversation with one address came.
type Outcome string

// The outcomes, from nothing to all.
const (
	// OutcomeNotTested: nothing is known about the server at this address, for a
	// reason on our side: see Observation.Cause.
	OutcomeNotTested Outcome = "not-tested"
	// OutcomeUnreachable: refused, timed out, reset, or connected and silent.
	OutcomeUnreachable Outcome = "unreachable"
	// OutcomeRefused: the server answered with a temporary or policy refusal
	// (421, 454, 554 …) in place of a conversation.
	OutcomeRefused Outcome = "refused"
	// OutcomeNotTLS: something answered that is neither TLS nor a protocol that
	// can switch to TLS (HTTP in clear, SSH, noise).
	OutcomeNotTLS Outcome = "not-tls"
	// OutcomeNoSTARTTLS: the protocol is known and the server does not offer to
	// switch to TLS, or refuses for good when asked.
	OutcomeNoSTARTTLS Outcome = "no-starttls"
	// OutcomeTLS: TLS is spoken; see Observation.TLS for how far it came.
	OutcomeTLS Outcome = "tls"
)

// Observation is what one address showed. Package probe makes it; it is not
// changed afterwards.
type Observation struct {
	// Address is the address and port that was dialled; the port alone where a
	// proxy looked up the name, since the address is known to that alone.
	Address netip.AddrPort
	// Dialled is what that proxy was asked for, "name:port"; "" where the address is
	// known.
	Dialled string
	Outcome Outcome
	// Protocol is the application protocol the server was seen or agreed to
	// speak, in the names of the starttls registry (imap, smtp, …) or "http",
	// "ssh". Empty when the server said nothing that tells.
	Protocol string
	// Mode is the mode in which TLS was reached (ModeTLS or ModeSTARTTLS), or
	// ModeNone where it was not.
	Mode Mode
	// Greeting is the first thing the server said, in clear or, where that was
	// asked for, behind TLS: at most 512 bytes, foreign text, not cleaned.
	Greeting string
	// Behind is what that greeting says, where it came behind TLS at once.
	Behind FirstWords
	// Hello is the text of the first line of the server's answer to EHLO or LHLO,
	// in which it gives its own name (RFC 5321 §4.1.1.1); "" where it was not
	// asked. At most 512 bytes, foreign text, not cleaned.
	Hello string
	// Reply is the line with which the server refused or declined. Foreign text.
	Reply string
	// Cause is the error behind an Outcome that is not OutcomeTLS, for evidence
	// and logs: "connection refused", "timeout", "reset", "no greeting", …
	// One of the Cause constants.
	Cause Cause
	// ProxyReply is what a proxy answered that made no connection. Foreign text.
	ProxyReply string
	// Stage is how far a conversation in clear came; empty where there was none.
	Stage Stage
	// TLS is set where Outcome is OutcomeTLS.
	TLS *TLS
	// Versions tells which protocol versions the server agreed to, as far as it
	// was asked: a version that was not asked is absent.
	Versions map[TLSVersion]bool
	// NoSNI is what the server does when no server name is sent; nil when it was
	// not asked.
	NoSNI *NoSNI
	// Others are further handshakes with the address that brought certificates.
	// They offered less than the main one: one type of key, older versions, no name.
	Others []Handshake
	// Unanswered are the handshakes about certificates that were begun and got
	// neither an answer nor a refusal in time: what a client that asks so is shown
	// is not known.
	Unanswered []Hello
	// Unasked are those that were not put, for want of a connection, though what mail
	// clients are shown may depend on them: a server that hangs up on some of the few
	// that are made uses them up.
	Unasked []Hello
	// Refused are handshakes that were refused although another one shows that the
	// server does what they ask: another server answered at the same address.
	Refused []Hello
	// RefusesWindows: every handshake came to a suite with ChaCha20 or the curve P-521,
	// and one that offers neither, as Windows does not by default, was refused.
	RefusesWindows bool
	// WindowsUnknown: every handshake came to that, and whether one that offers neither
	// is refused was not found out.
	WindowsUnknown bool
	// LargeHello tells what became of a ClientHello with a post-quantum key share
	// (above 1400 bytes, more than one packet) where a smaller one got through; ""
	// where it got through as well, or was not told apart.
	LargeHello HelloFate
	// Otherwise tells how other connections ended that were made in the same way
	// as the main one, which reached TLS; nil where none did.
	Otherwise *Otherwise
	// Connections is how many TCP connections were opened to this address.
	Connections int
	// Timing of the main conversation; zero where a phase was not reached.
	Timing Timing
}

// FirstWords are what the first words of a server behind TLS mean; the zero value where
// they were not asked for, or none came.
type FirstWords struct {
	// Protocol is the one that they are of, in the names of the starttls registry or
	// "http", also where ALPN told it; "" where neither does.
	Protocol string
	// TurnsAway: the server sends its client away by them, for Cause.
	TurnsAway bool
	// Cause is also why none came where they were waited for, for as long as Waited.
	Cause  Cause
	Waited time.Duration
	// Twice: none came on a second connection either, and the server ended both.
	Twice bool
}

// OfWeb tells that a web server answers: no mode and no setting makes it serve a mail
// program.
func (w FirstWords) OfWeb() bool { return w.Protocol == "http" }

// HungUp tells that the server ended the connection behind TLS without a word.
func (w FirstWords) HungUp() bool {
	return !w.TurnsAway && (w.Cause == CauseReset || w.Cause == CauseGaveUp)
}

// NoGreeting is why no word came behind TLS, where the server's first words were waited
// for: CauseReset and CauseGaveUp where the server ended the connection, CauseSilent,
// CauseProxySilent or CauseCutShort; "" else.
func (o *Observation) NoGreeting() Cause {
	if o.Outcome != OutcomeTLS || o.Behind.TurnsAway {
		return CauseNotSpecified
	}
	return o.Behind.Cause
}

// HangsUp tells that the server set up TLS and then ended the connection without a
// greeting, twice: nobody gets any further there.
func (o *Observation) HangsUp() bool {
	return o.NoGreeting() != CauseNotSpecified && o.Behind.HungUp() && o.Behind.Twice
}

// Place is where the conversation led, "address:port", or "name:port" where only
// a proxy knows the address.
func (o *Observation) Place() string {
	if o.Dialled != "" {
		return o.Dialled
	}
	return o.Address.String()
}

// PlaceHost is Place without its port.
func (o *Observation) PlaceHost() string {
	if host, _, err := net.SplitHostPort(o.Dialled); err == nil {
		return host
	}
	return o.Address.Addr().String()
}

// Cause tells why a conversation ended before TLS.
type Cause string

// The causes.
const (
	CauseRefused      Cause = "connection-refused" // TCP RST on connect
	CauseTimeout      Cause = "timeout"            // no TCP connection in time
	CauseUnroutable   Cause = "no-route"           // network or host unreachable
	CauseReset        Cause = "reset"              // connected, then reset or closed without a word
	CauseSilent       Cause = "silent"             // connected, and nothing came in time
	CauseInterrupted  Cause = "interrupted"        // closed in the middle of the conversation
	CauseProtocol     Cause = "protocol"           // the reply breaks the protocol's rules
	CauseServerReply  Cause = "server-reply"       // the server said why: see Observation.Reply, or Greeting where TLS was due
	CauseNotSpecified Cause = ""

	// CauseGaveUp: connected, silent, and closed by the other side after a while,
	// as a server does whose own patience has ended.
	CauseGaveUp Cause = "silent-then-closed"
	// CauseServerBusy: it refuses for want of time or room (SMTP 421): it passes.
	CauseServerBusy Cause = "server-busy"
	// CauseDeferred: it turns this client away until later, by a rule (SMTP 450, 4.7.x).
	CauseDeferred Cause = "deferred"
	// CauseServerFault: it reports a fault of its own (SMTP 451, 4.3.x).
	CauseServerFault Cause = "server-fault"
	// CauseBlocked: a rule keeps this client out (SMTP 5.7.x).
	CauseBlocked Cause = "blocked"
	// CauseNoMail: it takes no mail at all (SMTP 521, 556).
	CauseNoMail Cause = "no-mail"
	// CauseTLSUnavailable: asked for TLS, it says that it cannot begin it, for a
	// fault of its own (SMTP 454).
	CauseTLSUnavailable Cause = "tls-unavailable"
	// CauseMasked: a firewall in between overwrote what the server offers.
	CauseMasked Cause = "masked"

	// Of our own side; with CauseUnroutable they come with OutcomeNotTested.
	CauseNotAllowed   Cause = "not-allowed"   // the dialer's policy forbids the address
	CauseLocalFault   Cause = "local-fault"   // this machine lacks sockets, ports or memory
	CauseCutShort     Cause = "cut-short"     // the check ended before the server had its time
	CauseNetworkDown  Cause = "network-down"  // nothing came back, not even an answer from our own name server
	CauseWayClosed    Cause = "way-closed"    // no connection at a port that many networks close
	CauseLoopbackTwin Cause = "loopback-twin" // refused, and the same machine answers at its other loopback address

	// Of the proxy through which certdesk looks, and so of our own side as well:
	// whether the server or the proxy's network is at fault, nobody can tell from here.
	CauseProxyAway    Cause = "proxy-unreachable" // no connection to the proxy
	CauseProxyLogin   Cause = "proxy-login"       // it wants another user name and password
	CauseProxyForbids Cause = "proxy-forbids"     // its rules forbid the connection
	CauseProxyFailed  Cause = "proxy-failed"      // it made no connection to the server
	CauseProxyReply   Cause = "proxy-reply"       // it does not answer as a proxy does
	CauseProxySilent  Cause = "proxy-silent"      // a connection, and not a word from the server
)

// Stage is where a conversation in clear stood when it ended before TLS.
type Stage string

// The stages, in their order; empty where it ended before or without one.
const (
	StageGreeting Stage = "greeting" // the server's first words were waited for
	StageHello    Stage = "hello"    // the client had introduced itself (EHLO)
	StageSTARTTLS Stage = "starttls" // TLS had been asked for
)

// TLSVersion names a protocol version as the report prints it.
type TLSVersion string

// The versions, oldest first.
const (
	SSL3  TLSVersion = "ssl3"
	TLS10 TLSVersion = "1.0"
	TLS11 TLSVersion = "1.1"
	TLS12 TLSVersion = "1.2"
	TLS13 TLSVersion = "1.3"
)

// TLS is what a server sent while shaking hands. Nothing of it is verified.
type TLS struct {
	// Completed: a handshake that a current mail client could do ran to its end
	// (for TLS 1.3 with a client certificate demanded: up to that demand).
	Completed bool
	// Version is the negotiated version ("" where the server named none).
	Version TLSVersion
	// CipherSuite is the IANA number of the negotiated suite, 0 if unknown;
	// CipherName its IANA name ("TLS_RSA_WITH_RC4_128_SHA").
	CipherSuite uint16
	CipherName  string
	// KeyExchange names the group or method: "X25519MLKEM768", "P-256", "RSA", "DHE".
	KeyExchange string
	// DHBits is the size of a finite-field Diffie-Hellman group, 0 if none was seen.
	DHBits int
	// Certificates are the DER certificates in the order in which they were sent.
	Certificates [][]byte
	// Parsed are the same certificates where the handshake has parsed them
	// already; nil, or as long as Certificates.
	Parsed []*x509.Certificate
	// OCSPStaple is the stapled response, nil if none came.
	OCSPStaple []byte
	// ALPN is what the server chose of the protocols that were offered; "" for none.
	ALPN string
	// ClientCertRequested: the server asked for a client certificate;
	// ClientCertRequired: it ended the connection for want of one.
	ClientCertRequested bool
	ClientCertRequired  bool
	// Alert is the number of the fatal alert the server sent (RFC 8446 §6), 0 if none
	// (close_notify, the real 0, is no failure). AlertSeen tells the two apart.
	Alert     uint8
	AlertSeen bool
	// Problem is why the handshake did not complete, for evidence; empty when it did.
	Problem string
	// Reason is why, where it is known; "" else.
	Reason HandshakeReason
	// Cut: the list of certificates broke off: more may have been to come.
	Cut bool
	// RawRead: the certificates were read by the plain ClientHello reader
	// because an ordinary handshake failed.
	RawRead bool
}

// HelloFate is what becomes of a ClientHello on its way.
type HelloFate string

// The fates.
const (
	HelloDropped HelloFate = "dropped" // no answer came
	HelloReset   HelloFate = "closed"  // the connection was reset or closed
	HelloAlert   HelloFate = "alert"   // an alert came
)

// Otherwise are connections that ended before TLS, or in a failed handshake,
// where others made in the same way did not: several servers stand behind the
// address, as a rule.
type Otherwise struct {
	// Outcome is how they ended; OutcomeTLS is a failed handshake.
	Outcome Outcome
	// Reply or Greeting of the last of them. Foreign text.
	Reply string
	// Failed of Of connections.
	Failed, Of int
}

// Handshake is one more handshake with an address.
type Handshake struct {
	// Key is the only type of key that was offered ("RSA", "ECDSA"); "" for any.
	Key string
	// Unnamed: no server name was sent, and no handshake with it brought the leaf.
	Unnamed bool
	TLS     *TLS
}

// Hello is what a handshake offers: no version above Version, and one type of
// key ("RSA", "ECDSA"), "" for any.
type Hello struct {
	Version TLSVersion
	Key     string
}

// NoSNI is how a server answers when the client names no server (RFC 6066 §3).
type NoSNI struct {
	// Failed: no certificate came, and one came to the same hello with the name.
	Failed bool
	// Alert is the alert that came instead, 0 if none.
	Alert uint8
	// LeafSHA256 is the hex digest of the first certificate sent.
	LeafSHA256 string
	// OtherName: that certificate does not carry the name of the main
	// conversation, and the same hello with the name brought another one, so a
	// client that sends no name meets another server.
	OtherName bool
}

// Timing is how long the phases of a conversation took.
type Timing struct {
	Dial     time.Duration
	Greeting time.Duration
	STARTTLS time.Duration
	TLS      time.Duration
	Total    time.Duration
}

// Resolution is what the name system said of a host.
type Resolution struct {
	Addresses []netip.Addr
	// Beyond is how many addresses more the name has, which are not looked at.
	Beyond int
	// Canonical is the name at the end of the CNAMEs, "" if the same or unknown.
	Canonical string
	// Failure is empty when there is an address.
	Failure DNSKind
	// Took is the time until the answer.
	Took time.Duration
}

// Facts is all that is known of one target before anything is judged: the
// input of every rule.
type Facts struct {
	Target Target
	// Name is the name (A-label) or IP address that the certificate must carry.
	Name string
	// At is the moment for which the certificates are judged.
	At time.Time
	// DNS is nil where no name was resolved (an address, or an offline check).
	DNS *Resolution
	// Endpoints are the addresses in the order in which they were resolved, each
	// with what it showed and what that means.
	Endpoints []Endpoint
	// Suggested is a name of the certificate that resolves to the same server
	// and passes there; "" if none was found.
	Suggested string
	// Offline: certificates from a file, no server was asked.
	Offline bool
	// Proxy is the proxy through which all was seen, without its password; "" where
	// there is none.
	Proxy string
	// Quick: one handshake an address, and nothing beside it was asked.
	Quick bool
	// Strict: each departure from RFC 5280 and the CA/Browser Forum's rules is a
	// warning, also where mail clients do not mind.
	Strict bool
	// Siblings are other ports of the same host that were tried because TLS was
	// reached at no address of this one.
	Siblings []Sibling
	// Elsewhere are other ports of the same host whose certificate is in order,
	// where this one's is not.
	Elsewhere []Elsewhere
	// Policy is what the domain publishes about mail to this server; nil where it
	// was not asked.
	Policy *MailPolicy
	// Seen is what the user is shown beside what we are shown; nil if not told.
	Seen *SeenComparison
	// Clients tells for each mail client what it will do; nil if not judged.
	Clients []ClientVerdict
}

// Judged tells whether the certificates of at least one address were judged:
// nothing less can be called fine.
func (f *Facts) Judged() bool {
	for i := range f.Endpoints {
		if f.Endpoints[i].Judged() {
			return true
		}
	}
	return false
}

// Sibling is another port for the same purpose, with the other mode (143 and
// 993), and what was seen there. Only one that passes may be told as a setting.
type Sibling struct {
	// Service is the port's, with the mode in which it answered.
	Service Service
	// Answered: TLS was reached. Passes: and every certificate that was shown is
	// in order for the name that was asked for.
	Answered, Passes bool
}

// ClientVerdict is what one mail client makes of a server.
type ClientVerdict struct {
	// Client is the key in the report: outlook-windows, outlook-mac, apple-mail,
	// thunderbird, android.
	Client string
	// Verdict is "trusted", "untrusted" or "not known".
	Verdict string
	// Reason is why, empty where it is trusted without ado. Source is the
	// document that says so, Rule the short name of what the client looks at.
	Reason       say.Text
	Source, Rule string
	// OfConnection: it is not the certificate that the client refuses.
	OfConnection bool
}

// Endpoint is one address of a target.
type Endpoint struct {
	Observation
	// Judgement of the certificates; nil where none was sent. Endpoints that
	// sent the same chain share one.
	Judgement *Judgement
	// Revocation of that chain; nil where it was not asked for.
	Revocation *RevocationFacts
	// Refusals are what single mail clients refuse here and others take, one for a
	// client and rule; nil if there is none, or it was not judged.
	Refusals []ClientVerdict
	// ShownTo names the handshakes that got that chain ("TLS 1.3 with RSA").
	ShownTo []string
	// Shown are further chains that the address showed, each judged as if it
	// were the only one.
	Shown []Shown
}

// Shown is a chain that an address showed to some handshakes.
type Shown struct {
	// TLS is the first handshake that got it, To names all of them.
	TLS *TLS
	To  []string
	// Unnamed: only those got it that sent no server name, as no current mail client does.
	Unnamed    bool
	Judgement  *Judgement
	Revocation *RevocationFacts
	Refusals   []ClientVerdict
}

// View is the endpoint as if it showed that chain alone.
func (e *Endpoint) View(s *Shown) *Endpoint {
	v := *e
	v.TLS, v.Judgement, v.Revocation, v.Refusals = s.TLS, s.Judgement, s.Revocation, s.Refusals
	v.ShownTo, v.Shown = s.To, nil
	return &v
}

// Judged tells whether a certificate came, and every one that came was judged.
func (e *Endpoint) Judged() bool {
	for i := range e.Shown {
		if j := e.Shown[i].Judgement; j == nil || j.Leaf == nil || j.Rootless() {
			return false
		}
	}
	return e.Outcome == OutcomeTLS && e.Judgement != nil && e.Judgement.Leaf != nil && !e.Judgement.Rootless()
}

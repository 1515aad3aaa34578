package probe

import (
	"cmp"
	"crypto/tls"
	"errors"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/probe/rawtls"
	"certdesk/checks/starttls"
)

// attempt is how one plan went.
type attempt struct {
	checks.Observation
	// plain is how the server spoke where it did not speak what was planned.
	plain []byte
	// best is the highest version that was offered in the handshake behind TLS.
	best uint16
	// alone tells that it was tried again with nothing beside it, in vain.
	alone bool
	// unread: crypto/tls refused what came, and our own reader had no time to read it.
	unread bool
	// listened is how long the first words behind TLS were waited for.
	listened time.Duration
	// slept is for how much of the time of its last stage this process did not run.
	slept time.Duration
	// quiet is for how long, at its end, nothing came or went while this process ran.
	quiet time.Duration
	// guessed: the client spoke first, in a protocol that it did not know to be right.
	guessed bool
}

// took is how long the server took for what every conversation with it needs.
func (a *attempt) took() time.Duration { return a.Timing.Total - a.listened }

// shown tells whether the handshake brought something to judge.
func (a *attempt) shown() bool {
	return a != nil && a.TLS != nil && (a.TLS.Completed || len(a.TLS.Certificates) > 0)
}

// atOnce is how long after it was connected a server that hangs up still does
// so at once, rather than because its own patience has ended.
const atOnce = 2 * time.Second

// hungUp is the cause where a server closed without a word, after a time.
func hungUp(after time.Duration) checks.Cause {
	if after > atOnce {
		return checks.CauseGaveUp
	}
	return checks.CauseReset
}

// nothing notes that no answer came at all.
func (a *attempt) nothing(cause checks.Cause) {
	a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeUnreachable, cause, nil, checks.ModeNone
}

// speaksPlainly notes that clear text came where TLS was due.
func (a *attempt) speaksPlainly(conn *tap) {
	a.TLS, a.Mode = nil, checks.ModeNone
	readOn(conn)
	a.said(conn.first)
}

// said notes words in clear that are not what was planned.
func (a *attempt) said(words []byte) {
	a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
	if starttls.TurnsAway(words) {
		a.Cause = checks.CauseServerReply
	}
	a.plain = append([]byte{}, words...) // never nil
	a.Greeting = cmp.Or(a.Greeting, firstLine(words))
}

// turnedAway tells whether those words are of a server that has too many clients:
// some say so even where TLS is due.
func (a *attempt) turnedAway() bool {
	return a.Outcome == checks.OutcomeNotTLS && a.Cause == checks.CauseServerReply
}

// takesBack notes that the server had agreed to begin TLS, found that it cannot, and
// said so in clear: for want of a certificate or a key that it can use.
func (a *attempt) takesBack(conn *tap, protocol string) bool {
	readOn(conn)
	if !starttls.TakesBack(conn.first) {
		return false
	}
	a.Outcome, a.Cause, a.Stage, a.TLS, a.Mode = checks.OutcomeRefused, checks.CauseTLSUnavailable, checks.StageSTARTTLS, nil, checks.ModeNone
	a.Reply, a.Protocol = firstLine(conn.first), cmp.Or(a.Protocol, protocol)
	return true
}

// readOn waits a moment for the rest of words in clear that do not tell yet what they are.
func readOn(conn *tap) {
	end := time.Now().Add(plainWait)
	more := make([]byte, tapText)
	for len(conn.first) < tapText && starttls.Recognise(conn.first) == "" {
		if _, err := conn.soon(more, end); err != nil {
			break
		}
	}
}

func firstLine(b []byte) string {
	for i, c := range b {
		if c == '\r' || c == '\n' {
			return string(b[:i])
		}
	}
	return string(b)
}

// stages and refusals are the words of package starttls in those of an
// observation.
var (
	stages = map[starttls.Stage]checks.Stage{
		starttls.Greeting: checks.StageGreeting, starttls.Hello: checks.StageHello, starttls.Request: checks.StageSTARTTLS,
	}
	refusals = map[starttls.Reason]checks.Cause{
		"": checks.CauseServerReply, starttls.Busy: checks.CauseServerBusy, starttls.TLSUnavailable: checks.CauseTLSUnavailable,
		starttls.Deferred: checks.CauseDeferred, starttls.Faulty: checks.CauseServerFault,
		starttls.Blocked: checks.CauseBlocked, starttls.NoMail: checks.CauseNoMail,
	}
)

// ended turns the end of a dialogue in clear into an outcome.
func (a *attempt) ended(err error, protocol string) {
	var (
		refused    *starttls.RefusedError
		notOffered *starttls.NotOfferedError
		unexpected *starttls.UnexpectedError
		misanswer  *starttls.MisansweredError
	)
	switch {
	case errors.As(err, &misanswer):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeRefused, checks.CauseProtocol, misanswer.Reply, protocol
	case errors.As(err, &refused):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeRefused, refusals[refused.Reason], refused.Reply, protocol
	case errors.As(err, &notOffered):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeNoSTARTTLS, checks.CauseServerReply, notOffered.Reply, protocol
		if notOffered.Masked {
			a.Cause = checks.CauseMasked
		}
	case errors.As(err, &unexpected):
		a.said(unexpected.Got)
	case errors.Is(err, starttls.ErrClearText):
		a.Outcome, a.Cause, a.Mode, a.Protocol = checks.OutcomeTLS, checks.CauseNotSpecified, checks.ModeSTARTTLS, protocol
		a.TLS = &checks.TLS{Problem: starttls.ErrClearText.Error(), Reason: checks.ReasonClearText}
	case neterr.IsTimeout(err), neterr.IsClosed(err):
		a.Outcome, a.Cause = checks.OutcomeUnreachable, readCause(err, a.Greeting != "")
		if a.Cause == checks.CauseReset {
			a.Cause = hungUp(a.Timing.STARTTLS - a.slept)
		}
		if a.Greeting != "" {
			a.Protocol = protocol
		}
	default:
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
	}
}

// wordless tells whether the server hung up without a word.
func (a *attempt) wordless() bool {
	return a.Outcome == checks.OutcomeUnreachable && a.Greeting == "" &&
		(a.Cause == checks.CauseReset || a.Cause == checks.CauseGaveUp || a.Cause == checks.CauseInterrupted)
}

// brokenOff tells whether the server ended the conversation before TLS.
func (a *attempt) brokenOff() bool {
	switch a.Cause {
	case checks.CauseReset, checks.CauseGaveUp, checks.CauseInterrupted:
		return a.Outcome == checks.OutcomeUnreachable
	}
	return false
}

// conclusive tells whether the port has shown what it is.
func (a *attempt) conclusive() bool {
	switch a.Outcome {
	case checks.OutcomeTLS, checks.OutcomeNoSTARTTLS, checks.OutcomeRefused:
		return true
	case checks.OutcomeNotTLS:
		return a.Protocol == "http" || a.Protocol == "ssh"
	}
	return false
}

// hungUp notes that TLS failed on our hello: nothing else makes the server hang
// up.
func (a *attempt) hungUp() {
	a.Outcome, a.Cause, a.Mode = checks.OutcomeTLS, checks.CauseNotSpecified, checks.ModeTLS
	a.TLS = &checks.TLS{Problem: "the connection was closed on the ClientHello", Reason: checks.ReasonHungUp}
}

// speaksSMTP is false where the server does not know EHLO. Its greeting, "220"
// and some words, then may be that of FTP just as well, or names it in a later line.
func (a *attempt) speaksSMTP() bool {
	if a.Outcome == checks.OutcomeNotTLS && starttls.Recognise(a.plain) == "ftp" {
		return false
	}
	unknown := strings.HasPrefix(a.Reply, "500") || strings.HasPrefix(a.Reply, "502") || strings.HasPrefix(a.Reply, "530")
	return !unknown || a.Outcome == checks.OutcomeTLS
}

// versionsOf is what the main conversation tells of versions: the one that was
// agreed on, and that the server has none above it among those offered.
func (a *attempt) versionsOf() map[checks.TLSVersion]bool {
	versions := map[checks.TLSVersion]bool{}
	if a.TLS == nil || a.TLS.Version == "" {
		return versions
	}
	best := a.best
	if best == 0 {
		best = tls.VersionTLS13
	}
	for _, v := range rawtls.Versions() {
		if rawtls.VersionName(v) == a.TLS.Version {
			versions[a.TLS.Version] = true
			break
		}
		if v <= best {
			versions[rawtls.VersionName(v)] = false
		}
	}
	return versions
}

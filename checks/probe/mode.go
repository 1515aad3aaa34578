package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

const (
	// greetingPatience is how long a server that should greet may be silent
	// before TLS is tried on a second connection, while the first goes on
	// waiting: some mail servers make strangers wait on purpose.
	greetingPatience = 1200 * time.Millisecond
	// refusalPause is the wait before a refused conversation is tried once more.
	refusalPause = 400 * time.Millisecond
	// plainWait bounds the wait for the rest of a greeting after its first bytes.
	plainWait = 300 * time.Millisecond
)

// defaultGuess is the dialogue to begin with where STARTTLS was asked for on a
// port without a convention: the greeting then tells the protocol.
const defaultGuess = "smtp"

// clientFirst are the protocols whose servers wait in silence and hang up on a
// ClientHello. They are tried, in this order, where nothing else told.
var clientFirst = []string{"postgres", "ldap", "xmpp"}

// firstPlan is what was asked for, else what the port's convention says, else
// TLS at once: a server that speaks first then says what it is.
func (s *session) firstPlan() plan {
	service, known := checks.ServiceByPort(s.request.Port)
	protocol := s.request.Protocol
	switch {
	case s.request.Mode == checks.ModeTLS:
		return plan{mode: checks.ModeTLS}
	case s.request.Mode == checks.ModeSTARTTLS, protocol != "":
		if protocol == "" && known {
			protocol = service.Protocol
		}
		if protocol == "" {
			protocol = defaultGuess
		}
		return plan{checks.ModeSTARTTLS, protocol}
	case known && service.Mode == checks.ModeSTARTTLS:
		return plan{checks.ModeSTARTTLS, service.Protocol}
	}
	return plan{mode: checks.ModeTLS}
}

// attempt is how one plan went.
type attempt struct {
	checks.Observation
	// plain is how the server spoke where it did not speak what was planned.
	plain []byte
}

func (s *session) run(ctx context.Context, first plan) {
	var a attempt
	if first.mode == checks.ModeTLS {
		a = s.tlsFirst(ctx)
	} else {
		a = s.dialogueFirst(ctx, first)
	}
	s.obs = a.Observation
}

func (s *session) tlsFirst(ctx context.Context) attempt {
	a := s.try(ctx, plan{mode: checks.ModeTLS})
	if a.plain != nil {
		return s.follow(ctx, a)
	}
	if a.Outcome == checks.OutcomeUnreachable && (a.Cause == checks.CauseReset || a.Cause == checks.CauseInterrupted) {
		for _, protocol := range s.hangUps() {
			b := s.try(ctx, plan{checks.ModeSTARTTLS, protocol})
			if b.Outcome == checks.OutcomeTLS || b.Outcome == checks.OutcomeNoSTARTTLS || b.Outcome == checks.OutcomeRefused {
				return b
			}
		}
	}
	return a
}

// hangUps are the dialogues worth trying with a server that closes the
// connection on a ClientHello.
func (s *session) hangUps() []string {
	service, known := checks.ServiceByPort(s.request.Port)
	switch {
	case known && service.Protocol != "":
		return []string{service.Protocol}
	case known:
		return nil
	}
	return clientFirst
}

// dialogueFirst talks in clear, and tries TLS beside it where no greeting comes.
func (s *session) dialogueFirst(ctx context.Context, first plan) attempt {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	inClear := make(chan attempt, 1)
	go func() { inClear <- s.try(ctx, first) }()

	patience := time.NewTimer(greetingPatience)
	defer patience.Stop()
	var a attempt
	select {
	case a = <-inClear:
	case <-patience.C:
		atOnce := make(chan attempt, 1)
		go func() { atOnce <- s.try(ctx, plan{mode: checks.ModeTLS}) }()
		select {
		case a = <-inClear:
			if a.Outcome == checks.OutcomeTLS || a.Greeting != "" {
				cancel()
				<-atOnce
				break
			}
			if b := <-atOnce; b.Outcome == checks.OutcomeTLS || b.speaksHTTP() {
				return b
			}
		case b := <-atOnce:
			if b.Outcome == checks.OutcomeTLS || b.speaksHTTP() {
				cancel()
				<-inClear
				return b
			}
			a = <-inClear
		}
	}

	switch {
	case a.plain != nil:
		return s.follow(ctx, a)
	case a.Outcome == checks.OutcomeUnreachable && a.Greeting == "" && (a.Cause == checks.CauseReset || a.Cause == checks.CauseInterrupted):
		if b := s.try(ctx, plan{mode: checks.ModeTLS}); b.Outcome == checks.OutcomeTLS {
			return b
		}
	}
	return a
}

// speaksHTTP tells a web server, which waits in silence for a request and so
// never greets. It notes that in the observation.
func (a *attempt) speaksHTTP() bool {
	if a.plain == nil || starttls.Recognise(a.plain) != "http" {
		return false
	}
	a.Protocol = "http"
	return true
}

// follow goes where the server's own words lead.
func (s *session) follow(ctx context.Context, a attempt) attempt {
	said := starttls.Recognise(a.plain)
	a.Protocol = said
	if said == "tls" {
		a.Protocol = ""
		if b := s.try(ctx, plan{mode: checks.ModeTLS}); b.Outcome == checks.OutcomeTLS {
			return b
		}
		return a
	}
	if _, ok := starttls.Lookup(said); ok {
		return s.try(ctx, plan{checks.ModeSTARTTLS, said})
	}
	return a
}

// try carries out one plan, a second time if the server refused the first.
func (s *session) try(ctx context.Context, p plan) attempt {
	a := s.tryOnce(ctx, p)
	if a.Outcome != checks.OutcomeRefused {
		return a
	}
	pause := time.NewTimer(refusalPause)
	defer pause.Stop()
	select {
	case <-ctx.Done():
		return a
	case <-pause.C:
	}
	if b := s.tryOnce(ctx, p); b.Outcome != checks.OutcomeUnreachable {
		return b
	}
	return a
}

func (s *session) tryOnce(ctx context.Context, p plan) (a attempt) {
	conn := s.reach(ctx, p, &a)
	if conn == nil {
		return a
	}
	defer conn.Close()
	start := time.Now()
	seen, err := handshake(ctx, conn, s.request.ServerName)
	a.Timing.TLS = time.Since(start)
	a.Mode, a.Outcome, a.TLS = p.mode, checks.OutcomeTLS, seen
	if err == nil {
		return a
	}

	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &plain) && len(conn.first) > 0 && !seen.AlertSeen && len(seen.Certificates) == 0:
		a.speaksPlainly(conn)
	case conn.got == 0 && isTimeout(err) && p.mode == checks.ModeTLS:
		a.nothing(checks.CauseSilent)
	case conn.got > 0 && !recordType(conn.first[0]):
		// Clear text so slow that not even a record's header came in time.
		if a.speaksPlainly(conn); isTimeout(err) {
			a.nothing(checks.CauseTimeout)
		}
	case len(seen.Certificates) > 0 || isTimeout(err):
	default:
		s.readRaw(ctx, p, &a)
		if p.mode == checks.ModeTLS && conn.got == 0 && len(a.TLS.Certificates) == 0 && !a.TLS.AlertSeen {
			a.nothing(checks.CauseReset)
		}
	}
	return a
}

// recordType tells whether a byte can begin a TLS record.
func recordType(b byte) bool { return b >= recordChangeCipherSpec && b <= recordApplicationData }

func (a *attempt) nothing(cause checks.Cause) {
	a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeUnreachable, cause, nil, checks.ModeNone
}

// speaksPlainly notes that clear text came where TLS was due.
func (a *attempt) speaksPlainly(conn *tap) {
	a.Outcome, a.Cause, a.TLS, a.Mode = checks.OutcomeNotTLS, checks.CauseProtocol, nil, checks.ModeNone
	conn.SetReadDeadline(time.Now().Add(plainWait))
	more := make([]byte, 448)
	said := append([]byte(nil), conn.first...)
	for len(said) < tapSize+len(more) && starttls.Recognise(said) == "" {
		n, err := conn.Read(more)
		said = append(said, more[:n]...)
		if err != nil {
			break
		}
	}
	a.plain, a.Greeting = said, firstLine(said)
}

func firstLine(b []byte) string {
	for i, c := range b {
		if c == '\r' || c == '\n' {
			return string(b[:i])
		}
	}
	return string(b)
}

// reach dials and, for STARTTLS, leads the dialogue. nil means that it did not
// get as far as TLS; a then says why.
func (s *session) reach(ctx context.Context, p plan, a *attempt) *tap {
	start := time.Now()
	conn, err := s.dial(ctx)
	a.Timing.Dial = time.Since(start)
	a.Mode = checks.ModeNone
	if err != nil {
		a.Outcome, a.Cause = checks.OutcomeUnreachable, dialCause(err)
		if a.Cause == checks.CauseUnroutable && s.request.Address.Addr().Is6() {
			a.Outcome = checks.OutcomeNotTested
		}
		return nil
	}
	if p.mode == checks.ModeTLS {
		return conn
	}

	protocol, ok := starttls.Lookup(p.protocol)
	if !ok {
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
		conn.Close()
		return nil
	}
	start = time.Now()
	talk := starttls.NewConversation(conn, s.request.Host)
	err = protocol.Upgrade(ctx, talk)
	a.Timing.STARTTLS = time.Since(start)
	a.Greeting = talk.Greeting()
	if err == nil {
		a.Protocol = p.protocol
		if deadline, ok := ctx.Deadline(); ok {
			conn.SetDeadline(deadline)
		}
		conn.forget()
		return conn
	}
	conn.Close()
	a.refused(err, p.protocol)
	return nil
}

// refused turns the end of a dialogue in clear into an outcome.
func (a *attempt) refused(err error, protocol string) {
	var (
		refused    *starttls.RefusedError
		notOffered *starttls.NotOfferedError
		unexpected *starttls.UnexpectedError
	)
	switch {
	case errors.As(err, &refused):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeRefused, checks.CauseServerReply, refused.Reply, protocol
	case errors.As(err, &notOffered):
		a.Outcome, a.Cause, a.Reply, a.Protocol = checks.OutcomeNoSTARTTLS, checks.CauseServerReply, notOffered.Reply, protocol
	case errors.As(err, &unexpected):
		a.Outcome, a.Cause, a.plain = checks.OutcomeNotTLS, checks.CauseProtocol, unexpected.Got
		if a.plain == nil {
			a.plain = []byte{}
		}
	case isTimeout(err), isClosed(err):
		a.Outcome, a.Cause = checks.OutcomeUnreachable, readCause(err, a.Greeting != "")
		if a.Greeting != "" {
			a.Protocol = protocol
		}
	default:
		a.Outcome, a.Cause = checks.OutcomeNotTLS, checks.CauseProtocol
	}
}

// readRaw reads with our own ClientHello what an ordinary handshake could not.
func (s *session) readRaw(ctx context.Context, p plan, a *attempt) {
	problem := a.TLS.Problem
	best := a.TLS
	read := func(reader func(*tap) (*flight, error)) {
		var b attempt
		conn := s.reach(ctx, p, &b)
		if conn == nil {
			return
		}
		defer conn.Close()
		f, err := reader(conn)
		if seen := f.observed(err); len(seen.Certificates) > 0 || seen.Version != "" || seen.AlertSeen && !best.AlertSeen {
			best = seen
		}
	}
	read(func(conn *tap) (*flight, error) {
		return readClear(conn, helloOffer{version: 0x0303, serverName: s.request.ServerName}, false)
	})
	if len(best.Certificates) == 0 && best.Version == "" {
		read(func(conn *tap) (*flight, error) { return read13(conn, s.request.ServerName) })
	}
	if len(best.Certificates) == 0 && best.Version == "" {
		// Servers that know SSL 3.0 alone may not answer a newer hello at all.
		read(func(conn *tap) (*flight, error) { return readClear(conn, helloOffer{version: 0x0300}, false) })
	}
	best.Problem = problem
	a.TLS = best
}

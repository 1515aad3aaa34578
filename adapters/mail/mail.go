// Package mail sends what a chat would be told as letters, over SMTP: a text and
// an HTML part, files, and a place in a thread of letters.
//
//	server.go  the settings: a server, an address
//	mail.go    one letter handed to the server, over TLS that is verified
//	letter.go  what stands in it; letter.html how it looks
//
// The library is github.com/wneessen/go-mail: net/smtp is frozen, and neither
// knows a context nor builds messages.
//
// SMTP has one window in which nobody knows whether a letter arrived: between the
// end of its text and the server's answer (RFC 5321 §4.5.4.1, RFC 1047). A letter
// that met it is sent again. It has the same Message-ID and Date then, so that
// whoever knows a letter by its ID (Exchange, Cyrus, most ticket systems) shows it
// once; others show it twice. The alternative would be to lose it.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"certdesk/bot"
	"certdesk/checks/wiring"
)

// sendTimeout bounds all of one letter, whatever the caller's context says: a
// server that takes a byte a second is given up.
const sendTimeout = time.Minute

// Config is what a Mailer needs.
type Config struct {
	Server Server
	// From is the address that letters are from.
	From string
	// Hostname is what this machine is called, for EHLO; where it has no domain, the
	// domain of From is said.
	Hostname string
	// Roots are the authorities that the server's certificate may be from; nil: the
	// system's.
	Roots *x509.CertPool
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
}

// Mailer sends letters. It is safe for concurrent use.
type Mailer struct {
	server Server
	from   string
	helo   string
	roots  *x509.CertPool
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
}

// New makes a mailer. It opens no connection. The error names what is missing, or is
// about From.
func New(cfg Config) (*Mailer, error) {
	if err := wiring.Complete("a mailer", wiring.Parts{
		"Server": cfg.Server.Host != "" && cfg.Server.Port != 0, "From": cfg.From != "", "Dial": cfg.Dial != nil,
	}); err != nil {
		return nil, err
	}
	from, err := ParseAddress(cfg.From)
	if err != nil {
		return nil, fmt.Errorf("the From of a mailer: %w", err)
	}
	_, domain, _ := strings.Cut(from, "@")
	m := &Mailer{server: cfg.Server, from: from, helo: cfg.Hostname, roots: cfg.Roots, dial: cfg.Dial}
	if !strings.Contains(m.helo, ".") {
		m.helo = domain
	}
	return m, nil
}

// Send hands a letter to the server. Where the error is a *bot.RefusedError, the
// letter is refused for good. After any other it may be sent again, and is the same
// letter then: it did not arrive, or the server did not say.
func (m *Mailer) Send(ctx context.Context, l *Letter) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	letter, err := compose(m.from, l)
	if err != nil {
		return fmt.Errorf("writing a letter: %w", err)
	}
	client, err := m.client()
	if err != nil {
		return fmt.Errorf("preparing to send a letter: %w", err)
	}
	// The library leaves the connection open where a step after dialling fails.
	link := &link{dial: m.dial, server: m.server, config: m.tls()}
	defer link.close()
	if err := gomail.WithDialContextFunc(link.open)(client); err != nil {
		return fmt.Errorf("preparing to send a letter: %w", err)
	}
	smtp, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("asking %s to take a letter: %w", m.server.Host, because(ctx, err))
	}
	err = client.SendWithSMTPClient(smtp, letter)
	if err == nil || letter.IsDelivered() { // what comes behind that changes nothing
		_ = smtp.Quit() // a courtesy
		return nil
	}
	if refused(letter) {
		return &bot.RefusedError{By: m.server.Host, Err: err}
	}
	return fmt.Errorf("handing a letter to %s: %w", m.server.Host, because(ctx, err))
}

// because is err together with the end of ctx, where that is why: the library keeps
// the words of an error of the connection alone. The connection's time can be up an
// instant before ctx says that it has ended.
func because(ctx context.Context, err error) error {
	if end, _ := ctx.Deadline(); time.Until(end) <= 0 {
		return errors.Join(context.DeadlineExceeded, err)
	}
	return errors.Join(ctx.Err(), err)
}

// refused tells whether the server has refused this very letter: its recipient, or
// its text. That nobody may send at all is a matter of the settings, and passes.
func refused(letter *gomail.Msg) bool {
	var failed *gomail.SendError
	if !errors.As(letter.SendError(), &failed) {
		return false
	}
	return failed.ErrorCode()/100 == 5 && (failed.Reason == gomail.ErrSMTPRcptTo || failed.Reason == gomail.ErrSMTPDataClose)
}

func (m *Mailer) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(m.server.Port), gomail.WithHELO(m.helo), gomail.WithTimeout(sendTimeout),
		gomail.WithTLSConfig(m.tls()), gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithoutNoop(),
	}
	if m.server.TLS {
		// The connection is one of TLS already, and there is nothing to start.
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if m.server.User != "" {
		options = append(options, gomail.WithUsername(m.server.User), gomail.WithPassword(m.server.Password),
			gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	return gomail.NewClient(m.server.Host, options...)
}

func (m *Mailer) tls() *tls.Config {
	return &tls.Config{ServerName: m.server.Host, RootCAs: m.roots, MinVersion: tls.VersionTLS12}
}

// link is the connection of one letter.
type link struct {
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	server Server
	config *tls.Config
	conn   net.Conn
}

// open dials the server, over TLS where it speaks that from the first byte. ctx
// ends with the call, so that the time of the whole is the connection's. The address is
// made here, since go-mail writes one of IPv6 without its brackets.
func (l *link) open(ctx context.Context, network, _ string) (net.Conn, error) {
	conn, err := l.dial(ctx, network, net.JoinHostPort(l.server.Host, strconv.Itoa(l.server.Port)))
	if err != nil {
		return nil, err
	}
	l.conn = conn
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
		conn = timed{conn}
	}
	if !l.server.TLS {
		return conn, nil
	}
	secure := tls.Client(conn, l.config)
	return secure, secure.HandshakeContext(ctx)
}

func (l *link) close() {
	if l.conn != nil {
		_ = l.conn.Close() // whatever became of it is known
	}
}

// timed is a connection whose time is set: the library would give each letter more.
type timed struct{ net.Conn }

func (timed) SetDeadline(time.Time) error      { return nil }
func (timed) SetReadDeadline(time.Time) error  { return nil }
func (timed) SetWriteDeadline(time.Time) error { return nil }

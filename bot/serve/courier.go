package serve

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"certdesk/adapters/mail"
	"certdesk/adapters/webhook"
	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/letter"
	"certdesk/bot/serve/settings"
	"certdesk/checks"
	"certdesk/checks/phrasebook"
)

// webhookPlace is where events are told: there is one.
func webhookPlace() bot.Place { return bot.Place{Platform: bot.Webhook, Channel: string(bot.Webhook)} }

// engage has letters and events carried, where the settings say to where.
func (s *server) engage() error {
	roots, err := rootsOf(s.settings)
	if err != nil {
		return err
	}
	if s.settings.Outside.SMTP.Host != "" {
		p, err := s.newPostman(roots)
		if err != nil {
			return fmt.Errorf("CERTDESK_SMTP_URL: %w", err)
		}
		s.watcher.Engage(bot.Mail, p)
	}
	if s.settings.Outside.Webhook != "" {
		m, err := s.newMessenger(roots)
		if err != nil {
			return fmt.Errorf("CERTDESK_WEBHOOK_URL: %w", err)
		}
		s.watcher.Engage(bot.Webhook, m)
	}
	return nil
}

// outsideDialer leads to the servers by which is told what happens. They are the
// operator's own choice: the policy of what chat may reach is not asked, but for what
// it denies.
func outsideDialer(s *settings.Settings) *net.Dialer {
	reach := dialpolicy.Everywhere()
	reach.Deny, reach.NAT64 = s.DialPolicy.Deny, s.DialPolicy.NAT64
	return &net.Dialer{Timeout: dialTimeout, Control: reach.Control}
}

// rootsOf returns the authorities of this system, and those of CERTDESK_CA_FILE.
func rootsOf(s *settings.Settings) (*x509.CertPool, error) {
	if s.CAFile == "" {
		return nil, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	pem, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("CERTDESK_CA_FILE: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("CERTDESK_CA_FILE has no certificate")
	}
	return roots, nil
}

// postman carries letters.
type postman struct {
	server *server
	mailer *mail.Mailer
}

func (s *server) newPostman(roots *x509.CertPool) (*postman, error) {
	host, err := os.Hostname()
	if err != nil {
		s.log.Warn("this machine has no name; the domain of CERTDESK_MAIL_FROM is told to the mail server", "error", err)
	}
	mailer, err := mail.New(mail.Config{
		Server: s.settings.Outside.SMTP, From: s.settings.Outside.From, Hostname: host, Roots: roots, Dial: outsideDialer(s.settings).DialContext,
	})
	if err != nil {
		return nil, err
	}
	return &postman{s, mailer}, nil
}

// Carry sends the letter of a notice, in the language of the admins' channel.
func (p *postman) Carry(ctx context.Context, n *bot.Notice) (err error) {
	defer func() { p.server.metrics.Unposted(bot.Mail, err) }()
	d := n.Dispatch
	if d == nil {
		return &bot.RefusedError{By: "certdesk", Err: errors.New("the letter says nothing")}
	}
	language := "en"
	if admin := p.server.settings.AdminChannel; admin != nil {
		c, err := p.server.kept.Channel(ctx, *admin)
		if err != nil {
			return fmt.Errorf("looking up the language of letters: %w", err)
		}
		language = cmp.Or(c.Language, language)
	}
	var a *bot.Answer
	if d.Answer != "" && d.Event == bot.IncidentOpened {
		if a, err = p.server.kept.Answer(ctx, d.Answer); err != nil {
			return fmt.Errorf("looking up what a letter shows: %w", err)
		}
	}
	book, err := phrasebook.In(language)
	if err != nil {
		return fmt.Errorf("looking up the language of letters: %w", err)
	}
	reply, err := letter.Of(d, a, func(r checks.Report) checks.Report { return book.Report(r) })
	if err != nil {
		return err
	}
	l := &mail.Letter{
		ID: n.ID, Thread: n.After, To: n.Place.Channel, Subject: diagnosis.Word(language, letter.Subject(d)),
		Reply: diagnosis.Translate(language, reply), At: d.At,
	}
	return p.mailer.Send(ctx, l)
}

// messenger carries events.
type messenger struct {
	server *server
	sender *webhook.Sender
}

func (s *server) newMessenger(roots *x509.CertPool) (*messenger, error) {
	sender, err := webhook.New(webhook.Config{
		URL: s.settings.Outside.Webhook, Secret: s.settings.Outside.Secret, Roots: roots, Dial: outsideDialer(s.settings).DialContext, Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	return &messenger{s, sender}, nil
}

// Carry posts the event of a notice.
func (m *messenger) Carry(ctx context.Context, n *bot.Notice) (err error) {
	defer func() { m.server.metrics.Unposted(bot.Webhook, err) }()
	if n.Dispatch == nil {
		return &bot.RefusedError{By: "certdesk", Err: errors.New("the event says nothing")}
	}
	return m.sender.Send(ctx, n.ID, n.Dispatch)
}

package probe

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// ahead is a prober whose main conversation hears the server before the side probes
// begin, as near servers are heard by a machine that has nothing else to do.
func ahead() *Prober {
	prober := New(&net.Dialer{})
	prober.headStart = time.Hour
	return prober
}

// greetsLast has the first client of a server wait for its greeting until so many
// others are connected, as who is far away waits.
func greetsLast(others int32, b checktest.Behaviour) checktest.Behaviour {
	var n atomic.Int32
	all := make(chan struct{})
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		switch n.Add(1) {
		case others + 1:
			close(all)
		case 1:
			select {
			case <-all:
			case <-ctx.Done():
			}
		}
		b.Serve(ctx, conn)
	})
}

// TestHeardFirst: of a server that turns out to speak otherwise than was tried first all
// is known where that was heard before the side probes began. Where they had begun, and
// their connections are lost, no more is told than the others brought; and that the
// certificate that mail clients ask for was not asked for, where nothing else is wrong
// with the port.
func TestHeardFirst(t *testing.T) {
	t.Parallel()
	ca := checktest.NewPKI(time.Now()).Root("Root").Intermediate("CA")
	ecdsa := checktest.TLS(ca.Issue("mail.alone.example", checktest.Key(checktest.P256)))
	rsa := checktest.TLS(ca.Issue("mail.alone.example", checktest.Key(checktest.RSA2048)))
	const all = ` +1.3 +1.2 -1.1 -1.0 -ssl3 `
	for _, tt := range []struct {
		name        string
		server      checktest.Behaviour
		request     Request
		beside      int32 // side probes that begin before the server is heard
		first, late string
	}{
		{"IMAP at the port of TLS", checktest.STARTTLS("imap", ecdsa), Request{Port: 993}, roomBeside,
			`tls imap by starttls at starttls 1.3 completed 2 ECDSA` + all + `also ECDSA 1.3`,
			`tls imap by starttls at starttls 1.3 completed 2 ECDSA +1.3`},
		{"IMAP at the port of TLS, in pieces", checktest.Wrapped(checktest.STARTTLS("imap", ecdsa), stuttering), Request{Port: 993}, roomBeside,
			`tls imap by starttls at starttls 1.3 completed 2 ECDSA` + all + `also ECDSA 1.3`,
			`tls imap by starttls at starttls 1.3 completed 2 ECDSA +1.3`},
		{"SMTP at a port of its own", checktest.STARTTLS("smtp", ecdsa), Request{}, roomBesideGuess,
			`tls smtp by starttls at starttls 1.3 completed 2 ECDSA` + all + `also ECDSA 1.3`,
			`tls smtp by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 also ECDSA 1.3`},
		{"POP3 at a port of its own, in pieces", checktest.Wrapped(checktest.STARTTLS("pop3", ecdsa), stuttering), Request{}, roomBesideGuess,
			`tls pop3 by starttls at starttls 1.3 completed 2 ECDSA` + all + `also ECDSA 1.3`,
			`tls pop3 by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 also ECDSA 1.3`},
		{"SMTP with a key of RSA at a port of its own", checktest.STARTTLS("smtp", rsa), Request{}, roomBesideGuess,
			`tls smtp by starttls at starttls 1.3 completed 2 RSA` + all + `also RSA 1.2`,
			`tls smtp by starttls at starttls 1.3 completed 2 RSA +1.3 +1.2`},
	} {
		for _, look := range []struct {
			name, want string
			prober     *Prober
			server     checktest.Behaviour
		}{
			{tt.name, tt.first, ahead(), tt.server},
			{tt.name + ", late", tt.late, New(&net.Dialer{}), nil},
		} {
			t.Run(look.name, func(t *testing.T) {
				t.Parallel()
				asSeen(t, look.want, func() checks.Observation {
					if look.server != nil {
						return serveWith(t, look.prober, look.server, tt.request)
					}
					return serveWith(t, look.prober, greetsLast(tt.beside, tt.server), tt.request)
				})
			})
		}
	}
}

// TestUnaskedOtherwise: where a port that nothing is known of speaks otherwise than was
// tried first, it is told as well that the server heard no question about the certificate
// that mail clients ask for.
func TestUnaskedOtherwise(t *testing.T) {
	t.Parallel()
	rsa := checktest.TLS(checktest.NewPKI(time.Now()).Root("Root").Issue("mail.alone.example", checktest.Key(checktest.RSA2048)))
	for _, tt := range []struct {
		name    string
		server  checktest.Behaviour
		request Request
		want    string
	}{
		{"STARTTLS", checktest.STARTTLS("imap", rsa), Request{}, `tls imap by starttls at starttls 1.3 completed 1 RSA +1.3 unasked [{1.3 ECDSA}]`},
		{"STARTTLS at the port of TLS", checktest.STARTTLS("imap", rsa), Request{Port: 993}, `tls imap by starttls at starttls 1.3 completed 1 RSA +1.3`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := picture(serveWith(t, ahead(), numbered(func(n int) checktest.Behaviour {
				if n < 3 { // the greeting that tells, and the main conversation
					return tt.server
				}
				return checktest.HangUp()
			}), tt.request)); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

package probe

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// late is a server that is silent for a time before it begins.
func late(d time.Duration, b checktest.Behaviour) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			b.Serve(ctx, conn)
		case <-ctx.Done():
		}
	})
}

// TestSilence: a server that takes its time is waited for, in whatever it was asked; one
// that never says anything is silent only where it had its time, and behind a proxy it is
// not known whose silence it is.
func TestSilence(t *testing.T) {
	t.Parallel()
	ca := checktest.NewPKI(time.Now()).Root("Root")
	id, large := ca.Issue("mail.alone.example", checktest.Key(checktest.P256)), ca.Issue("mail.alone.example", checktest.Key(checktest.RSA8200))
	good := checktest.TLS(id)
	takesLarge := checktest.Implicit("imap", &checktest.Scripted{Version: 0x0303, Suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA, Identity: large})
	const patient, hurried = time.Minute, 1500 * time.Millisecond
	for _, tt := range []struct {
		name    string
		server  checktest.Behaviour
		request Request
		within  time.Duration
		want    string
	}{
		{"IMAP greets late at the port of TLS", late(1500*time.Millisecond, checktest.STARTTLS("imap", good)), Request{Port: 993, Full: true}, patient,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA +1.3 …`},
		{"IMAP greets late at its own port", late(1500*time.Millisecond, checktest.STARTTLS("imap", good)), Request{Port: 143, Full: true}, patient,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"TLS is late", late(1500*time.Millisecond, checktest.Implicit("imap", good)), Request{Port: 993, Full: true}, patient,
			`tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"a middlebox swallows large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.DropHello, good)), Request{Port: 993, Full: true}, patient,
			`tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3 large hello dropped`},
		{"silent, where TLS is due", checktest.Silent(), Request{Port: 993}, hurried, `unreachable silent`},
		{"silent, where a greeting is due", checktest.Silent(), Request{Port: 143}, hurried, `unreachable silent at greeting`},
		{"silent, for less than is fair", checktest.Silent(), Request{Port: 993, Fair: time.Minute}, hurried, `not-tested cut-short`},
		{"hangs up on the hello, and there is no time to see whether on everybody", checktest.Implicit("imap", checktest.HangUpOnHello()), Request{Port: 443}, atOnce - 100*time.Millisecond, `unreachable reset`},
		{"silent behind a key that crypto/tls does not take", numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return takesLarge
			}
			return checktest.Silent()
		}), Request{Port: 993}, 5 * time.Second, `not-tested cut-short`},
		{"silent to the first hello of our own", numbered(func(n int) checktest.Behaviour {
			if n == 2 {
				return checktest.Silent()
			}
			return takesLarge
		}), Request{Port: 993}, 5 * time.Second, `tls by tls 1.2 completed 1 RSA`},
		{"LDAP, where some protocol with STARTTLS was asked for", checktest.STARTTLS("ldap", good), Request{Mode: checks.ModeSTARTTLS, Full: true}, patient,
			`tls ldap by starttls at starttls 1.3 completed 1 ECDSA +1.3 …`},
		{"silent to the hello behind STARTTLS", checktest.STARTTLS("imap", checktest.Middlebox(checktest.DropHello, good)), Request{Port: 143}, 2 * time.Second,
			`tls imap by starttls at starttls time`},
		{"silent for its time, and then hangs up", late(atOnce+200*time.Millisecond, checktest.HangUp()), Request{Port: 993}, patient,
			`unreachable silent-then-closed`},
		{"silent on the first connection alone", numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return checktest.Silent()
			}
			return checktest.Implicit("imap", good)
		}), Request{Port: 993, Full: true}, patient,
			`tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"silent behind a proxy", checktest.Silent(), Request{Port: 993, Proxied: true}, hurried, `not-tested proxy-silent`},
		{"hangs up behind a proxy", checktest.HangUp(), Request{Port: 993, Proxied: true}, patient, `not-tested proxy-silent`},
		{"TLS behind a proxy", checktest.Implicit("imap", good), Request{Port: 993, Proxied: true, Full: true}, patient,
			`tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"no STARTTLS behind a proxy", checktest.Clear("imap"), Request{Port: 143, Proxied: true}, patient,
			`no-starttls server-reply imap at starttls "a1 BAD Unknown command."`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := checktest.NewServer(tt.server)
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			tt.request.Address, tt.request.ServerName = server.AddrPort(), "mail.alone.example"
			look := func() checks.Observation {
				ctx, cancel := context.WithTimeout(t.Context(), tt.within)
				defer cancel()
				return New(&net.Dialer{}).Probe(ctx, tt.request)
			}
			// Where both modes were tried, what is left of the connections decides how
			// much else is known.
			if main, more := strings.CutSuffix(tt.want, "…"); more {
				if got := picture(look()); !strings.HasPrefix(got, main[:len(main)-1]) {
					t.Errorf("\n got %s\nwant %s", got, tt.want)
				}
				return
			}
			asSeen(t, tt.want, look)
		})
	}
}

package serve

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/bot/dialpolicy"
)

// listens counts the connections that come to an address of this machine, and closes
// them.
func listens(t *testing.T, host string) (port string, came *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Skipf("%s is no address of this machine: %v", host, err)
	}
	t.Cleanup(func() { listener.Close() })
	came = new(atomic.Int64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			came.Add(1)
			conn.Close()
		}
	}()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port), came
}

// TestDeniedNetworksAreToldNothing: CERTDESK_DENY_CIDRS holds for where certdesk itself
// posts and writes to, in each spelling of an address and behind each name; what is
// not denied is reached though chat may not ask about it.
func TestDeniedNetworksAreToldNothing(t *testing.T) {
	for name, c := range map[string]struct {
		deny, listen, host string
		reached            bool
	}{
		"not denied":       {"10.0.0.0/8", "127.0.0.1", "127.0.0.1", true},
		"the network":      {"127.0.0.0/8", "127.0.0.1", "127.0.0.1", false},
		"by a name":        {"127.0.0.0/8,::1/128", "127.0.0.1", "localhost", false},
		"mapped into IPv6": {"127.0.0.0/8", "127.0.0.1", "::ffff:127.0.0.1", false},
		"denied as mapped": {"::ffff:127.0.0.0/104", "127.0.0.1", "127.0.0.1", false},
		"IPv6":             {"::1/128", "::1", "::1", false},
		"IPv6, not denied": {"127.0.0.0/8", "::1", "::1", true},
	} {
		t.Run(name, func(t *testing.T) {
			port, came := listens(t, c.listen)
			at := net.JoinHostPort(c.host, port)
			env := fromMap(join(fakeslack.New(t).Env(), map[string]string{
				"CERTDESK_DATA": t.TempDir(), "CERTDESK_TRUST": "none", "CERTDESK_DENY_CIDRS": c.deny, "CERTDESK_ADMIN_CHANNEL": "slack:C1",
				"CERTDESK_WEBHOOK_URL": "http://" + at + "/hook", "CERTDESK_WEBHOOK_SECRET": hookSecret,
				"CERTDESK_SMTP_URL": "smtp://" + at, "CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATE_MAIL": "a@corp.com",
			}))
			s := putTogether(t, env)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			messenger, err := s.newMessenger(nil)
			if err != nil {
				t.Fatal(err)
			}
			postman, err := s.newPostman(nil)
			if err != nil {
				t.Fatal(err)
			}
			d := &bot.Dispatch{Event: bot.IncidentOpened, At: time.Now()}
			for what, err := range map[string]error{
				"the event":  messenger.Carry(ctx, &bot.Notice{ID: "n1", Place: webhookPlace(), Dispatch: d}),
				"the letter": postman.Carry(ctx, &bot.Notice{ID: "n2", Place: bot.Place{Platform: bot.Mail, Channel: "a@corp.com"}, Dispatch: d}),
			} {
				if denied := (*dialpolicy.Denied)(nil); err == nil || errors.As(err, &denied) == c.reached {
					t.Errorf("%s: %v", what, err)
				}
			}
			if n := came.Load(); c.reached && n < 2 || !c.reached && n > 0 {
				t.Errorf("%d connections", n)
			}
		})
	}
}

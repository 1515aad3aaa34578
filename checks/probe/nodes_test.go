package probe

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// numbered has a server decide by the number of a connection, from 1, who serves it.
func numbered(who func(n int) checktest.Behaviour) checktest.Behaviour {
	var n atomic.Int32
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) { who(int(n.Add(1))).Serve(ctx, conn) })
}

// TestSeveralServers: where some connections meet a server without STARTTLS, it is told
// how many did, and none of them is the verdict.
func TestSeveralServers(t *testing.T) {
	t.Parallel()
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.alone.example", checktest.Key(checktest.P256))
	good, clear := checktest.STARTTLS("imap", checktest.TLS(id)), checktest.Clear("imap")
	for _, tt := range []struct {
		name    string
		other   []int // the connections that meet the other one, without STARTTLS
		request Request
		want    string // one that ends with "of" leaves out of how many
	}{
		{"the main conversation", []int{1}, Request{Port: 143}, "no-starttls 1 of 6"},
		{"the main conversation and the next look", []int{1, 4}, Request{Protocol: "imap"}, "no-starttls 2 of 5"},
		{"the main conversation and the next two looks", []int{1, 4, 5}, Request{Protocol: "imap"}, "no-starttls 3 of 6"},
		{"the main conversation and one beside it", []int{1, 3}, Request{Port: 143}, "no-starttls 2 of 6"},
		{"one beside it", []int{3}, Request{Port: 143}, "no-starttls 1 of"},
		{"none", nil, Request{Port: 143}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			said := ""
			for range 3 { // a machine that is busy may cut a side probe short
				got := serve(t, numbered(func(n int) checktest.Behaviour {
					if slices.Contains(tt.other, n) {
						return clear
					}
					return good
				}), tt.request)
				if got.Outcome != checks.OutcomeTLS || got.TLS == nil || len(got.TLS.Certificates) == 0 {
					t.Fatalf("%s %s", got.Outcome, got.Cause)
				}
				said = ""
				if o := got.Otherwise; o != nil {
					said = fmt.Sprintf("%s %d of %d", o.Outcome, o.Failed, o.Of)
				}
				if said == tt.want || strings.HasSuffix(tt.want, "of") && strings.HasPrefix(said, tt.want) {
					return
				}
			}
			t.Errorf("%q, want %q", said, tt.want)
		})
	}
}

// TestGreetingIsLost: a server that greets where TLS is due has its say by a connection
// beside the main one, where that was lost with its greeting.
func TestGreetingIsLost(t *testing.T) {
	t.Parallel()
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.alone.example", checktest.Key(checktest.P256))
	imap := checktest.STARTTLS("imap", checktest.TLS(id))
	for name, first := range map[string]checktest.Behaviour{
		"before the others began": checktest.Implicit("imap", checktest.HangUpOnHello()),
		"beside the others":       late(100*time.Millisecond, checktest.HangUp()),
	} {
		got := serve(t, numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return first
			}
			return imap
		}), Request{Port: 993})
		if said := picture(got); !strings.HasPrefix(said, "tls imap by starttls at starttls 1.3 completed 1 ECDSA") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestKeysAskedAlone: of a server that drops what stands beside the main conversation,
// the other key is asked for with nothing beside it.
func TestKeysAskedAlone(t *testing.T) {
	t.Parallel()
	ca := checktest.NewPKI(time.Now()).Root("Root")
	id, rsa := ca.Issue("mail.alone.example", checktest.Key(checktest.P256)), ca.Issue("mail.alone.example", checktest.Key(checktest.RSA2048))
	server := checktest.Implicit("imap", checktest.TLS(id, checktest.Also(rsa)))
	const want = `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 also RSA 1.2`
	var got string
	for range 5 { // on a busy machine another question may be the last
		got = picture(serve(t, numbered(func(n int) checktest.Behaviour {
			if n == 1 || n == MaxConnections {
				return server
			}
			return checktest.Implicit("imap", checktest.HangUpOnHello())
		}), Request{Mode: checks.ModeTLS}))
		if got == want {
			return
		}
	}
	t.Errorf("\n got %s\nwant %s", got, want)
}

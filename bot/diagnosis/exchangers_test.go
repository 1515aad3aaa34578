package diagnosis

import (
	"context"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// places leads addresses to where they are served, and refuses all others.
type places map[string]string

func (p places) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	if strings.HasPrefix(address, "127.") {
		return d.DialContext(ctx, network, address)
	}
	if to := p[address]; to != "" {
		return d.DialContext(ctx, network, to)
	}
	return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// TestWhichExchanger: of several servers for a domain's mail the one is blamed that is
// out of reach, if another one shows that port 25 is not closed to us.
func TestWhichExchanger(t *testing.T) {
	t.Parallel()
	root := checktest.NewPKI(time.Now()).Root("Exchangers Root")
	ca := root.Intermediate("Exchangers CA")
	good := checktest.STARTTLS("smtp", checktest.TLS(ca.Issue("mx2.corp.example")))
	for name, tt := range map[string]struct {
		second checktest.Behaviour // of mx2; mx1 is out of reach
		lost   bool                // the name of mx2 leads nowhere
		want   string              // the verdicts of imap, mx1 and mx2
	}{
		"nobody answers":                  {nil, false, "trusted unknown unknown"},
		"the other one is fine":           {good, false, "trusted unreachable trusted"},
		"the other one refuses":           {checktest.Refuse("554 5.7.1 go away\r\n"), false, "trusted unreachable unreachable"},
		"the other one is busy":           {checktest.Refuse("421 4.3.2 later\r\n"), false, "trusted unreachable unreachable"},
		"the other one leaves":            {checktest.HangUp(), false, "trusted unreachable unreachable"},
		"the other one has no encryption": {checktest.Clear("smtp"), false, "trusted unreachable no-tls"},
		"the other one has no address":    {nil, true, "trusted unknown unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names := checktest.Must(checktest.NewNameServer(`
corp.example. IN MX 10 mx1.corp.example.
corp.example. IN MX 20 mx2.corp.example.
mx1.corp.example. IN A 192.0.2.1
imap.corp.example. IN A 192.0.2.3
_imaps._tcp.corp.example. IN SRV 0 0 993 imap.corp.example.
`))
			t.Cleanup(names.Close)
			at := places{}
			serve := func(address string, b checktest.Behaviour) {
				s := checktest.Must(checktest.NewServer(b))
				t.Cleanup(s.Close)
				at[address] = s.Addr()
			}
			serve("192.0.2.3:993", checktest.Implicit("imap", checktest.TLS(ca.Issue("imap.corp.example"))))
			if tt.second != nil {
				serve("192.0.2.2:25", tt.second)
			}
			if !tt.lost {
				if err := names.Add("mx2.corp.example. IN A 192.0.2.2"); err != nil {
					t.Fatal(err)
				}
			}
			d, err := New(Same(at), checktest.Must(resolve.Server(names.Addr(), at)), []chain.Store{checktest.Must(chain.FromPEM("test", root.PEM()))}, "")
			if err != nil {
				t.Fatal(err)
			}
			said := make(map[string]string)
			d.Each(t.Context(), checks.Target{Host: "corp.example", Mailbox: "anna"}, engine.Options{Timeout: 30 * time.Second}, func(r checks.Report) {
				said[r.Target.Host] = string(r.Verdict)
				if r.Verdict == checks.VerdictUnknown && (len(r.Steps) > 0 || r.Act != checks.ActUnknown) {
					t.Errorf("%s: %s has to act, by %+v", r.Target.Host, r.Act, r.Steps)
				}
			})
			var got []string
			for _, host := range []string{"imap.corp.example", "mx1.corp.example", "mx2.corp.example"} {
				got = append(got, said[host])
			}
			if want := strings.Fields(tt.want); !slices.Equal(got, want) {
				t.Errorf("%v, want %v: %v", got, want, said)
			}
		})
	}
}

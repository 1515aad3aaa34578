package engine_test

import (
	"cmp"
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/target"
)

func TestSiblings(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	tests := []struct {
		target, summary, encryption string
		port                        int
		depth                       engine.Depth
		slow                        bool
	}{
		{target: "imap.sibling.example:143", summary: "Port 143 on imap.sibling.example is closed, but port 993 answers with SSL/TLS.", port: 993, encryption: "SSL/TLS"},
		{target: "smtp.sibling.example:465", summary: "Port 465 on smtp.sibling.example does not answer, but port 587 answers with STARTTLS.", port: 587, encryption: "STARTTLS", slow: true},
		{target: "smtp.sibling.example:25", summary: "Port 25 on smtp.sibling.example is closed, but port 587 answers with STARTTLS.", port: 587, encryption: "STARTTLS"},
		{target: "imap.sibling.example:143", depth: engine.Quick, summary: "There is no answer on port 143 on imap.sibling.example (connection refused)."},
		{target: "imap.closed.example:993", summary: "There is no answer on port 993 on imap.closed.example (connection refused)."},
	}
	for _, tt := range tests {
		t.Run(tt.target+string(tt.depth), func(t *testing.T) {
			t.Parallel()
			target, err := target.Parse(tt.target)
			if err != nil {
				t.Fatal(err)
			}
			opts := engine.Options{Depth: tt.depth}
			if tt.slow {
				opts.Timeout = 2 * time.Second
			}
			r := e.Check(t.Context(), target, opts)
			// A machine that is busy may have no time left for the other port: then, more is given.
			for tries := 1; tt.port != 0 && tries < 5 && (len(r.Findings) == 0 || r.Findings[0].Evidence.Sibling() == nil); tries++ {
				opts.Timeout = cmp.Or(2*opts.Timeout, engine.DefaultTimeout)
				r = e.Check(t.Context(), target, opts)
			}
			if r.Summary.String() != tt.summary || r.Verdict != checks.VerdictUnreachable {
				t.Errorf("%s: %s", r.Verdict, r.Summary.String())
			}
			if r.Settings != nil { // of the port that was asked for, and it has none
				t.Errorf("settings %+v", r.Settings)
			}
			if tt.port == 0 {
				return
			}
			if len(r.Findings) == 0 || len(r.Steps) == 0 {
				t.Fatal("nothing is said of it")
			}
			if e := r.Findings[0].Evidence.Sibling(); e == nil || e.SiblingPort != tt.port || e.SiblingEncryption != tt.encryption {
				t.Errorf("evidence %v", e)
			}
			if r.Steps[0].Number != 3 || !strings.Contains(r.Steps[0].Why.String(), tt.encryption) {
				t.Errorf("the first step is %d: %s", r.Steps[0].Number, r.Steps[0].Why.String())
			}
		})
	}
}

// TestNoSiblings: a port that answers, and a sweep over all ports, cost no
// connection to another port.
func TestNoSiblings(t *testing.T) {
	t.Parallel()
	var dialled sync.Map
	e := zooEngineThrough(t, func(zoo *checktest.Zoo) engine.Dialer { return noting{zoo, &dialled} })
	check := func(text string) checks.Target {
		target, err := target.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return target
	}
	e.Check(t.Context(), check("imap.corp.example:143"), engine.Options{Timeout: time.Minute})
	dialled.Range(func(address, _ any) bool {
		if !strings.HasSuffix(address.(string), ":143") {
			t.Errorf("dialled %s", address)
		}
		return true
	})
	on993 := func() (n int) {
		dialled.Range(func(address, times any) bool {
			if strings.HasSuffix(address.(string), ":993") {
				n += times.(int)
			}
			return true
		})
		dialled.Clear()
		return n
	}
	dialled.Clear()
	e.Check(t.Context(), check("imap.sibling.example:993"), engine.Options{})
	alone := on993()
	e.Each(t.Context(), check("imap.sibling.example"), engine.Options{}, func(checks.Report) {})
	// A fast answer leaves time for one more, as a slow one does not.
	if got := on993(); got < alone-1 || got > alone+1 || got == 0 {
		t.Errorf("port 993 was dialled %d times in a sweep, and %d times alone", got, alone)
	}
}

// noting counts what is dialled.
type noting struct {
	zoo     *checktest.Zoo
	dialled *sync.Map
}

func (n noting) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	for {
		old, _ := n.dialled.LoadOrStore(address, 0)
		if n.dialled.CompareAndSwap(address, old, old.(int)+1) {
			return n.zoo.DialContext(ctx, network, address)
		}
	}
}

// A connection that never came about is not told as one that did.
func TestFirewallIsNoConnection(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	target, err := target.Parse("imap.firewall.example:993")
	if err != nil {
		t.Fatal(err)
	}
	r := e.Check(t.Context(), target, engine.Options{Timeout: 5 * time.Second})
	if !strings.HasSuffix(r.Summary.String(), "(no answer in time).") || strings.Contains(r.Findings[0].Detail.String(), "connection is made") {
		t.Errorf("%s %s", r.Summary.String(), r.Findings[0].Detail.String())
	}
}

// What one family of addresses alone does is told as that.
func TestIPv6Alone(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	target, err := target.Parse("imap.six.example:993")
	if err != nil {
		t.Fatal(err)
	}
	r := e.Check(t.Context(), target, engine.Options{})
	for _, f := range r.Findings {
		if f.Code == checks.InconsistentServers && checks.EvidenceOf[checks.InconsistentServersEvidence](f.Evidence).Family != "ipv6" {
			t.Errorf("evidence %v", f.Evidence)
		}
	}
	if !strings.HasSuffix(r.Summary.String(), "Only IPv6 does not work.") {
		t.Error(r.Summary.String())
	}
}

package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/resolve"
	"certdesk/checks/revocation"
	"certdesk/checks/target"
)

func TestMain(m *testing.M) {
	// These tests wait for servers more than they work, so more of them run side
	// by side than there are processors. -parallel on the command line still wins.
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// zooEngine is an engine in the world of the zoo.
func zooEngine(t testing.TB) (*engine.Engine, *checktest.Zoo) {
	t.Helper()
	zoo := openZoo(t)
	return engineFor(t, zoo, zoo), zoo
}

// zooEngineThrough reaches the servers of a zoo through another dialer.
func zooEngineThrough(t testing.TB, through func(*checktest.Zoo) engine.Dialer) *engine.Engine {
	t.Helper()
	zoo := openZoo(t)
	return engineFor(t, zoo, through(zoo))
}

func openZoo(t testing.TB) *checktest.Zoo {
	t.Helper()
	zoo, err := checktest.Open(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(zoo.Close)
	return zoo
}

func engineFor(t testing.TB, zoo *checktest.Zoo, dialer engine.Dialer) *engine.Engine {
	t.Helper()
	resolver, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		t.Fatal(err)
	}
	var stores []chain.Store
	for _, s := range zoo.Stores {
		store, err := chain.FromPEM(s.Name, s.PEM)
		if err != nil {
			t.Fatal(err)
		}
		stores = append(stores, store)
	}
	policy := checktest.Must(mailpolicy.New(mailpolicy.Config{
		Records: resolver,
		Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: dialer, Resolver: resolver, Roots: zoo.Roots(), Now: time.Now})),
		Now:     time.Now,
	}))
	e, err := engine.New(engine.Config{
		Dialer: dialer, Resolver: resolver, Stores: stores, Now: time.Now, Policy: policy,
		Fetcher: checktest.Must(fetch.New(fetch.Config{Dialer: dialer, Resolver: resolver, Now: time.Now})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func codes(r checks.Report) []checks.Code {
	var out []checks.Code
	for _, f := range r.Findings {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return out
}

// TestZoo checks every server of the zoo and demands exactly what is wrong with it.
func TestZoo(t *testing.T) {
	e, zoo := zooEngine(t)
	for _, c := range zoo.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			target, err := target.Parse(c.Target)
			if err != nil {
				t.Fatal(err)
			}
			if target.Mailbox != "" { // as package discover finds it
				target = checks.Target{Input: c.Target, Host: "autodiscover." + target.Host, Port: 443, Mode: checks.ModeTLS, Autodiscover: true}
			}
			opts := engine.Options{Timeout: 10 * time.Second}
			if c.Slow {
				opts.Timeout = 3 * time.Second
			}
			r := e.Check(t.Context(), target, opts)
			if got := codes(r); !slices.Equal(got, c.Want) {
				t.Errorf("codes %v, want %v\n%s", got, c.Want, r.Summary.String())
			}
			if r.Verdict != c.Verdict {
				t.Errorf("verdict %s, want %s", r.Verdict, c.Verdict)
			}
			if r.Names.Suggested != c.Suggested {
				t.Errorf("suggested %q, want %q", r.Names.Suggested, c.Suggested)
			}
			if r.Summary.Empty() || len(r.Steps) == 0 && r.Verdict != checks.VerdictTrusted && r.Verdict != checks.VerdictUnknown {
				t.Errorf("summary %q, %d steps", r.Summary.String(), len(r.Steps))
			}
		})
	}
}

// TestQuickIsOneConnection: a sweep must not cost a server more than one
// connection, and finds the same faults of certificates.
func TestQuickIsOneConnection(t *testing.T) {
	t.Parallel()
	e, zoo := zooEngine(t)
	for _, text := range []string{"imap.corp.example:993", "imap.corp.example:143", "smtp.corp.example:587", "imap.expired.example:993"} {
		target, err := target.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		before := zoo.Connections()
		e.Check(t.Context(), target, engine.Options{Depth: engine.Quick})
		if n := zoo.Connections() - before; n != 1 {
			t.Errorf("%s: %d connections, want 1", text, n)
		}
	}
}

func TestEachTriesTheMailPorts(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	target, err := target.Parse("imap.corp.example")
	if err != nil {
		t.Fatal(err)
	}
	var ports []int
	e.Each(t.Context(), target, engine.Options{}, func(r checks.Report) {
		ports = append(ports, r.Target.Port)
		if r.Verdict != checks.VerdictTrusted {
			t.Errorf("port %d: %s", r.Target.Port, r.Summary.String())
		}
	})
	slices.Sort(ports)
	if !slices.Equal(ports, []int{143, 993}) {
		t.Errorf("ports %v, want 143 and 993", ports)
	}
}

func TestEachWithoutAnyAnswer(t *testing.T) {
	t.Parallel()
	e, _ := zooEngine(t)
	for _, host := range []string{"imap.closed.example", "no-such-name.example"} {
		target, err := target.Parse(host)
		if err != nil {
			t.Fatal(err)
		}
		var reports []checks.Report
		e.Each(t.Context(), target, engine.Options{}, func(r checks.Report) { reports = append(reports, r) })
		if len(reports) != 1 || reports[0].Verdict != checks.VerdictUnreachable || reports[0].Target.Port != 0 {
			t.Errorf("%s: %d reports, want one unreachable: %+v", host, len(reports), reports)
		}
	}
}

// blackHole is a network in which nothing answers.
type blackHole struct{}

func (blackHole) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestCheckEndsWithItsTimeout(t *testing.T) {
	t.Parallel()
	e, err := engine.New(engine.Config{Dialer: blackHole{}, Resolver: resolve.System(blackHole{}), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	r := e.Check(t.Context(), checks.Target{Host: "192.0.2.1", Port: 993}, engine.Options{Timeout: 2 * time.Second})
	if got := codes(r); !slices.Equal(got, []checks.Code{checks.Unreachable}) {
		t.Errorf("codes %v", got)
	}
}

// The public cases of C2SP/x509-limbo: no valid chain is refused, and who asks to
// be strict is warned of every invalid one.
func TestInspectPathValidation(t *testing.T) {
	const path = "../../../shared/data/path-validation.jsonl"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the public path-validation cases are not there: %v", err)
	}
	e, _ := zooEngine(t)
	refused, warned := 0, 0
	for line := range bytes.Lines(data) {
		var c struct {
			ID, Name, At, Expect string
			Trust, Chain, CRLs   []string
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		store, err := chain.FromPEM("trust", []byte(strings.Join(c.Trust, "\n")))
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		in := engine.InspectInput{ID: c.ID, Name: c.Name, Stores: []chain.Store{store}}
		if c.At != "" {
			if in.At, err = time.Parse(time.RFC3339, c.At); err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
		}
		for _, text := range c.Chain {
			block, _ := pem.Decode([]byte(text))
			in.Chain = append(in.Chain, block.Bytes)
		}
		for _, text := range c.CRLs {
			lists, err := revocation.ParseCRLs([]byte(text))
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			in.CRLs = append(in.CRLs, lists...)
		}
		r := e.Inspect(in)
		if r.ID != c.ID {
			t.Errorf("%s: id %q", c.ID, r.ID)
		}
		if r.Verdict == checks.VerdictUntrusted {
			refused++
			if c.Expect == "SUCCESS" {
				t.Errorf("%s is valid and was refused: %v", c.ID, codes(r))
			}
		}
		in.Strict = true
		strict := e.Inspect(in)
		switch {
		case r.Verdict == checks.VerdictUntrusted && strict.Verdict != r.Verdict:
			t.Errorf("%s: %s, and strictly %s", c.ID, r.Verdict, strict.Verdict)
		case c.Expect == "SUCCESS" && strict.Verdict == checks.VerdictUntrusted:
			t.Errorf("%s is valid and was strictly refused: %v", c.ID, codes(strict))
		case c.Expect == "FAILURE" && strict.Verdict == checks.VerdictTrusted && !validatorsOwn[c.ID]:
			t.Errorf("%s is invalid, and nobody who is strict was warned; notes %v", c.ID, codes(strict))
		case strict.Verdict == checks.VerdictWarning:
			warned++
		}
	}
	if refused < 50 || warned < 20 {
		t.Errorf("%d cases were refused and %d more warned of; the invalid ones are 70 and some", refused, warned)
	}
}

// validatorsOwn are cases whose fault is a setting of the validator that the
// case does not hold.
var validatorsOwn = map[string]bool{"pathlen::max-chain-depth-0-exhausted": true}

func TestNewNeedsItsParts(t *testing.T) {
	if _, err := engine.New(engine.Config{Dialer: blackHole{}}); err == nil || errors.Unwrap(err) != nil {
		t.Errorf("err = %v", err)
	}
}

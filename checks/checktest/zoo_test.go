package checktest_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/target"
)

func openZoo(t *testing.T) *checktest.Zoo {
	t.Helper()
	z, err := checktest.Open(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(z.Close)
	return z
}

func TestCasesAreWellFormed(t *testing.T) {
	names, targets := map[string]bool{}, map[string]bool{}
	faulty, healthy := 0, 0
	covered := map[checks.Code]bool{}
	for _, c := range checktest.Cases() {
		if c.Name == "" || c.Title.Empty() || names[c.Name] || targets[c.Target] {
			t.Errorf("%q, %q: a name, title or target is missing or there twice", c.Name, c.Target)
		}
		names[c.Name], targets[c.Target] = true, true
		if target, err := target.Parse(c.Target); err != nil || target.Port == 0 && target.Mailbox == "" {
			t.Errorf("%s: target %q: port %d, %v", c.Name, c.Target, target.Port, err)
		}
		if !slices.IsSorted(c.Want) {
			t.Errorf("%s: Want is not sorted", c.Name)
		}
		for _, code := range c.Want {
			covered[code] = true
		}
		switch {
		case strings.HasPrefix(c.Name, "healthy"):
			healthy++
			if c.Verdict != checks.VerdictTrusted {
				t.Errorf("%s: verdict %s", c.Name, c.Verdict)
			}
		default:
			faulty++
			if len(c.Want) == 0 {
				t.Errorf("%s: no fault", c.Name)
			}
		}
	}
	if faulty < 24 || healthy < 5 {
		t.Errorf("%d faulty and %d healthy servers", faulty, healthy)
	}
	for _, code := range []checks.Code{
		checks.HostnameMismatch, checks.NoSAN, checks.Expired, checks.NotYetValid, checks.ExpiringSoon,
		checks.SelfSigned, checks.UntrustedRoot, checks.IncompleteChain, checks.InvalidChain, checks.WrongUsage,
		checks.DistrustedCA, checks.Intercepted, checks.StoreDisagreement, checks.ChainOrder,
		checks.ExtraCertificates, checks.StapleMissing, checks.WeakSignature, checks.WeakKey, checks.WeakCipher,
		checks.LegacyTLS, checks.UnsupportedKey, checks.MalformedCertificate, checks.DNSFailure,
		checks.Unreachable, checks.ServerRefused, checks.NotTLS, checks.STARTTLSNotOffered,
		checks.WrongEncryptionMode, checks.TLSHandshakeFailed, checks.ClientCertRequired, checks.SNIRequired,
		checks.InconsistentServers, checks.DANEMismatch, checks.MTASTSMismatch,
		checks.Revoked, checks.RevocationUnavailable, checks.AutodiscoverMismatch,
		checks.LookupFailed, checks.NotAllowed, checks.NotTested,
		checks.CertificateVaries, checks.LargeHelloBlocked,
	} {
		if !covered[code] {
			t.Errorf("no case for %s", code)
		}
	}
}

// goSees are cases in which Go's own strict client sees something else than a
// mail client.
var goSees = map[string]string{
	"ed25519":           "Go uses the key",
	"two-keys-expired":  "Go is shown the other certificate",
	"revoked":           "Go does not ask",
	"revoked-responder": "Go does not ask",
}

// An ordinary strict client, which knows nothing of certdesk, gets through to
// the servers that are called trusted, and not to those that are not.
func TestStrictClient(t *testing.T) {
	z := openZoo(t)
	roots := x509.NewCertPool()
	for _, store := range z.Stores {
		if !roots.AppendCertsFromPEM(store.PEM) {
			t.Fatalf("store %s is empty", store.Name)
		}
	}
	for _, c := range z.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			err := visit(t, z, roots, c)
			switch c.Verdict {
			case checks.VerdictTrusted:
				if err != nil && !slices.Contains(c.Want, checks.ClientCertRequired) && !slices.Contains(c.Want, checks.NotTested) {
					t.Error(err)
				}
			case checks.VerdictWarning:
			default:
				if err == nil && goSees[c.Name] == "" {
					t.Error("nothing is wrong")
				}
			}
		})
	}
}

// visit connects to every address of the case as a mail client would and
// returns the first failure.
func visit(t *testing.T, z *checktest.Zoo, roots *x509.CertPool, c checktest.Case) error {
	t.Helper()
	timeout := 10 * time.Second
	if c.Slow || slices.Contains(c.Want, checks.WrongEncryptionMode) { // both sides wait
		timeout = 100 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	target, err := target.Parse(c.Target)
	if err != nil {
		t.Fatal(err)
	}
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return z.DialContext(ctx, network, z.NameServer())
	}}
	addrs, err := resolver.LookupHost(ctx, target.Host)
	if err != nil {
		return err
	}
	for _, addr := range addrs {
		conn, err := z.DialContext(ctx, "tcp", net.JoinHostPort(addr, strconv.Itoa(target.Port)))
		if err != nil {
			return err
		}
		defer conn.Close()
		deadline, _ := ctx.Deadline()
		conn.SetDeadline(deadline)
		if err := upgrade(conn, target.Port); err != nil {
			return err
		}
		client := tls.Client(conn, &tls.Config{ServerName: target.Host, RootCAs: roots})
		if err := client.HandshakeContext(ctx); err != nil {
			return err
		}
	}
	return nil
}

// upgrade asks for TLS in the way of the port's protocol.
func upgrade(conn net.Conn, port int) error {
	var turns []string
	switch port {
	case 143:
		turns = []string{"* OK", "a STARTTLS", "a OK"}
	case 110:
		turns = []string{"+OK", "STLS", "+OK"}
	case 25, 587:
		turns = []string{"220", "EHLO me", "250 ", "STARTTLS", "220"}
	case 4190:
		turns = []string{"OK", "STARTTLS", "OK"}
	}
	r := bufio.NewReader(conn)
	for i, turn := range turns {
		if i%2 == 1 {
			io.WriteString(conn, turn+"\r\n")
			continue
		}
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return err
			}
			if strings.HasPrefix(line, turn) {
				break
			}
			if strings.HasPrefix(line, "5") || strings.HasPrefix(line, "4") || strings.Contains(line, " BAD ") || strings.HasPrefix(line, "SSH") {
				return fmt.Errorf("the server says %q", line)
			}
		}
	}
	return nil
}

func TestZooDialsNothingElseInItsNetwork(t *testing.T) {
	z := openZoo(t)
	before := z.Connections()
	if conn, err := z.DialContext(t.Context(), "tcp", "127.0.20.1:1"); err == nil {
		conn.Close()
		t.Error("connected to a port that nobody serves")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := checktest.Open(ctx, time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v, want %v", err, context.Canceled)
	}
	if got := z.Connections(); got != before {
		t.Errorf("%d connections were made", got-before)
	}
}

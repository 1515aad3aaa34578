package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/probe/rawtls"
)

// picture is an observation in words, without what chance decides: which of the side
// probes came first, and how many connections it took.
func picture(o checks.Observation) string {
	words := []string{string(o.Outcome)}
	add := func(is bool, format string, args ...any) {
		if is {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	add(o.Cause != "", "%s", o.Cause)
	add(o.Protocol != "", "%s", o.Protocol)
	add(o.Mode != checks.ModeAuto && o.Mode != checks.ModeNone, "by %s", o.Mode)
	add(o.Stage != "", "at %s", o.Stage)
	add(o.Reply != "", "%q", o.Reply)
	if seen := o.TLS; seen != nil {
		add(seen.Version != "", "%s", seen.Version)
		add(seen.Completed, "completed")
		add(seen.AlertSeen, "alert %d", seen.Alert)
		add(seen.Reason != "", "%s", seen.Reason)
		add(len(seen.Certificates) > 0, "%d %s", len(seen.Certificates), rawtls.KeyTypeOf(seen.Certificates))
		add(seen.Cut, "cut")
		add(len(seen.OCSPStaple) > 0, "stapled")
		add(seen.ClientCertRequired, "client certificate required")
		add(seen.ClientCertRequested && !seen.ClientCertRequired, "client certificate requested")
	}
	for _, v := range rawtls.Versions() {
		if spoken, known := o.Versions[rawtls.VersionName(v)]; known {
			sign := "-"
			if spoken {
				sign = "+"
			}
			words = append(words, sign+string(rawtls.VersionName(v)))
		}
	}
	if no := o.NoSNI; no != nil {
		add(no.Failed, "fails %d without a name", no.Alert)
		add(no.OtherName, "another name without a name")
	}
	var others []string
	for _, h := range o.Others {
		kind := h.Key + " " + string(h.TLS.Version)
		if h.Unnamed {
			kind += " unnamed"
		}
		others = append(others, kind)
	}
	slices.Sort(others)
	add(len(others) > 0, "also %s", strings.Join(others, ", "))
	add(len(o.Unanswered) > 0, "unanswered %v", o.Unanswered)
	add(len(o.Unasked) > 0, "unasked %v", o.Unasked)
	add(len(o.Refused) > 0, "refused %v", o.Refused)
	add(o.RefusesWindows, "refuses Windows")
	add(o.WindowsUnknown, "Windows unknown")
	add(o.LargeHello != "", "large hello %s", o.LargeHello)
	if o.Otherwise != nil {
		add(true, "otherwise %s", o.Otherwise.Outcome)
	}
	return strings.Join(words, " ")
}

// stuttering has a server say the first letters of its greeting by themselves.
func stuttering(conn net.Conn) net.Conn { return &stutterer{Conn: conn} }

// byLine has a server say the first line of its greeting by itself.
func byLine(conn net.Conn) net.Conn { return checktest.Dribble(14, 20*time.Millisecond)(conn) }

type stutterer struct {
	net.Conn
	begun bool
}

func (s *stutterer) Write(b []byte) (int, error) {
	if s.begun || len(b) < 3 {
		return s.Conn.Write(b)
	}
	s.begun = true
	if n, err := s.Conn.Write(b[:2]); err != nil {
		return n, err
	}
	time.Sleep(20 * time.Millisecond) // so that they arrive by themselves
	n, err := s.Conn.Write(b[2:])
	return 2 + n, err
}

// asSeen compares what a probe observes with what there is to see. A machine that is busy
// may cut a question short, so that something is not known: only then it is asked again.
func asSeen(t *testing.T, want string, look func() checks.Observation) {
	t.Helper()
	for tries := 1; ; tries++ {
		got := picture(look())
		if got == want {
			return
		}
		all := strings.Fields(want)
		if tries == 6 || slices.ContainsFunc(strings.Fields(got), func(word string) bool { return !slices.Contains(all, word) }) {
			t.Errorf("\n got %s\nwant %s", got, want)
			return
		}
	}
}

// TestServers: what a full probe observes of servers that answer at once, in the mode that
// is tried first (headstart_test.go has the others).
func TestServers(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	ca := pki.Root("Root").Intermediate("CA")
	id := ca.Issue("mail.alone.example", checktest.Key(checktest.P256))
	rsa := ca.Issue("mail.alone.example", checktest.Key(checktest.RSA2048))
	other := ca.Issue("www.alone.example", checktest.Key(checktest.P256))
	good := checktest.TLS(id)
	chacha := func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256}
	}
	only := func(groups ...tls.CurveID) checktest.TLSOption {
		return func(c *tls.Config) { c.CurvePreferences = groups }
	}
	atOnce := Request{Mode: checks.ModeTLS}
	for _, tt := range []struct {
		name    string
		server  checktest.Behaviour
		request Request
		want    string
	}{
		{"TLS at once", checktest.Implicit("imap", good), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"TLS at once, where nothing was asked for", checktest.Implicit("imap", good), Request{},
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"TLS at the port of STARTTLS", checktest.Implicit("imap", good), Request{Port: 143},
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"IMAP", checktest.STARTTLS("imap", good), Request{Port: 143},
			`tls imap by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"POP3", checktest.STARTTLS("pop3", good), Request{Port: 110},
			`tls pop3 by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"SMTP", checktest.STARTTLS("smtp", good), Request{Port: 587},
			`tls smtp by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"FTP", checktest.STARTTLS("ftp", good), Request{Port: 21},
			`tls ftp by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"LDAP", checktest.STARTTLS("ldap", good), Request{Port: 389},
			`tls ldap by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"XMPP", checktest.STARTTLS("xmpp", good), Request{Port: 5222, Host: "alone.example"},
			`tls xmpp by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"PostgreSQL", checktest.STARTTLS("postgres", good), Request{Port: 5432},
			`tls postgres by starttls at hello 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"STARTTLS, in which protocol it tells itself", checktest.STARTTLS("pop3", good), Request{Mode: checks.ModeSTARTTLS},
			`tls pop3 by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"another protocol than was asked for", checktest.STARTTLS("pop3", good), Request{Protocol: "imap"},
			`tls pop3 by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 also ECDSA 1.3`},
		{"no STARTTLS", checktest.Clear("imap"), Request{Port: 143},
			`no-starttls server-reply imap at starttls "a1 BAD Unknown command."`},
		{"no STARTTLS at the port of TLS", checktest.Clear("pop3"), Request{Port: 995},
			`no-starttls server-reply pop3 at starttls "-ERR Unknown command."`},
		{"STARTTLS that is declined", checktest.Declining("smtp", "454 4.7.0 TLS not available"), Request{Port: 25},
			`refused tls-unavailable smtp at starttls "454 4.7.0 TLS not available"`},
		{"too many clients", checktest.Refuse("421 4.7.0 Too many connections\r\n"), Request{Port: 25},
			`refused deferred smtp at greeting "421 4.7.0 Too many connections"`},
		{"SSH", checktest.Banner("SSH-2.0-OpenSSH_9.2\r\n"), Request{},
			`not-tls protocol ssh`},
		{"hangs up", checktest.HangUp(), atOnce,
			`unreachable reset`},
		{"hangs up on the hello", checktest.Implicit("imap", checktest.HangUpOnHello()), atOnce,
			`tls by tls hung-up`},
		{"hangs up on the hello behind STARTTLS", checktest.STARTTLS("imap", checktest.HangUpOnHello()), Request{Port: 143},
			`tls imap by starttls at starttls hung-up`},
		{"no suite in common", checktest.Implicit("imap", checktest.FailingHandshake(40)), atOnce,
			`tls by tls alert 40 -1.1`},
		{"a fault of its own", checktest.STARTTLS("imap", checktest.FailingHandshake(80)), Request{Port: 143},
			`tls imap by starttls at starttls alert 80 -1.1`},
		{"TLS 1.3 alone", checktest.Implicit("imap", checktest.TLS(id, checktest.Versions(tls.VersionTLS13, tls.VersionTLS13))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 -1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"TLS 1.2 alone", checktest.Implicit("imap", checktest.TLS(id, checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))), atOnce,
			`tls by tls 1.2 completed 2 ECDSA -1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.2`},
		{"all that crypto/tls speaks", checktest.Implicit("imap", checktest.TLS(id, checktest.Versions(tls.VersionTLS10, tls.VersionTLS13))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 +1.1 +1.0 also ECDSA 1.3`},
		{"TLS 1.1 at most", checktest.Implicit("imap", checktest.TLS(rsa, checktest.Versions(tls.VersionTLS10, tls.VersionTLS11))), atOnce,
			`tls by tls 1.1 completed 2 RSA -1.3 -1.2 +1.1 +1.0 also RSA 1.1`},
		{"SSL 3.0 alone", checktest.Implicit("imap", &checktest.Scripted{Version: 0x0300, Suite: checktest.SuiteNullSHA, Identity: rsa}), atOnce,
			`tls by tls ssl3 2 RSA -1.3 -1.2 -1.1 -1.0 +ssl3`},
		{"no certificate", checktest.Implicit("imap", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteAnonAES128, DHBits: 1024}), atOnce,
			`tls by tls 1.2 -1.3 +1.2 -1.1 -1.0 -ssl3`},
		{"two keys", checktest.Implicit("imap", checktest.TLS(id, checktest.Also(rsa))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3, RSA 1.2, RSA 1.3`},
		{"two keys behind STARTTLS", checktest.STARTTLS("smtp", checktest.TLS(id, checktest.Also(rsa))), Request{Port: 587},
			`tls smtp by starttls at starttls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3, RSA 1.2, RSA 1.3`},
		{"another certificate without a name", checktest.Implicit("imap", checktest.TLS(other, checktest.ByName("mail.alone.example", id))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 another name without a name also  1.2,  1.2 unnamed, ECDSA 1.3`},
		{"knows one name", checktest.Implicit("imap", checktest.TLS(id, checktest.OnlyByName("mail.alone.example"))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 fails 112 without a name also  1.2, ECDSA 1.3`},
		{"knows another name", checktest.Implicit("imap", checktest.TLS(id, checktest.OnlyByName("www.alone.example"))), atOnce,
			`tls by tls alert 112 -1.1 -1.0 -ssl3`},
		{"another certificate below TLS 1.3", checktest.Implicit("imap", checktest.TLS(id, checktest.BelowTLS13(rsa))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3, RSA 1.2`},
		{"asks for a client's certificate", checktest.Implicit("imap", checktest.TLS(id, checktest.ClientCertificate(tls.RequestClientCert))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA client certificate requested +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"requires a client's certificate", checktest.Implicit("imap", checktest.TLS(id, checktest.ClientCertificate(tls.RequireAnyClientCert))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA client certificate required +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"requires a client's certificate in TLS 1.2", checktest.Implicit("imap", checktest.TLS(id, checktest.ClientCertificate(tls.RequireAnyClientCert), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))), atOnce,
			`tls by tls 1.2 completed alert 40 2 ECDSA client certificate required -1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.2`},
		{"staples", checktest.Implicit("imap", checktest.TLS(id, checktest.Staple([]byte{0x30, 3, 0x0a, 1, 3}))), atOnce,
			`tls by tls 1.3 completed 2 ECDSA stapled +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`},
		{"ChaCha20 alone", checktest.Implicit("imap", checktest.TLS(rsa, chacha)), atOnce,
			`tls by tls 1.2 completed 2 RSA -1.3 +1.2 -1.1 -1.0 -ssl3 also RSA 1.2 refuses Windows`},
		{"P-521 alone", checktest.Implicit("imap", checktest.TLS(rsa, only(tls.CurveP521))), atOnce,
			`tls by tls 1.3 completed 2 RSA +1.3 +1.2 -1.1 -1.0 -ssl3 also RSA 1.2 refuses Windows`},
		{"a key of 8200 bits", checktest.Implicit("imap", &checktest.Scripted{Version: 0x0303, Suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA, Identity: ca.Issue("mail.alone.example", checktest.Key(checktest.RSA8200))}), atOnce,
			`tls by tls 1.2 completed 2 RSA -1.3 +1.2 -1.1 -1.0 -ssl3 also RSA 1.2`},
		{"a middlebox that closes large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.CloseHello, good)), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3 large hello closed`},
		{"a middlebox that resets large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.ResetHello, good)), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3 large hello closed`},
		{"a middlebox that refuses large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.AlertHello, good)), atOnce,
			`tls by tls 1.3 completed 2 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3 large hello alert`},
		{"ends within its certificates", checktest.Wrapped(checktest.Implicit("imap", checktest.TLS(id, checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))), checktest.CloseAfter(700)), atOnce,
			`tls by tls 1.2 broke-off 1 ECDSA cut -1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asSeen(t, tt.want, func() checks.Observation { return serve(t, tt.server, tt.request) })
		})
	}
}

// refuseTLS13 makes a server refuse clients that offer TLS 1.3, as some did that did not
// know it.
func refuseTLS13(c *tls.Config) {
	c.MaxVersion = tls.VersionTLS12
	c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if slices.Contains(hello.SupportedVersions, tls.VersionTLS13) {
			return nil, errors.New("a version that is not known")
		}
		return nil, nil
	}
}

// waitsForSilence hangs up on clients that speak before they are greeted.
func waitsForSilence(b checktest.Behaviour) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		if n, _ := conn.Read(make([]byte, 1)); n > 0 {
			return
		}
		conn.SetReadDeadline(time.Time{})
		b.Serve(ctx, conn)
	})
}

// TestQuickProbe: a quick probe tells the main things, and of a server that does what
// was expected by one connection.
func TestQuickProbe(t *testing.T) {
	t.Parallel()
	root := checktest.NewPKI(time.Now()).Root("Root")
	id := root.Issue("mail.alone.example", checktest.Key(checktest.P256))
	long := root.Intermediate("CA").Issue("mail.alone.example", checktest.Key(checktest.P256))
	good := checktest.TLS(id)
	for _, tt := range []struct {
		name        string
		server      checktest.Behaviour
		request     Request
		connections int // at most
		want        string
	}{
		{"TLS at once", checktest.Implicit("imap", good), Request{Port: 993, Greeting: true}, 1,
			`tls by tls 1.3 completed 1 ECDSA`},
		{"STARTTLS", checktest.STARTTLS("smtp", good), Request{Port: 587}, 1,
			`tls smtp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"IMAP at the port of TLS", checktest.STARTTLS("imap", good), Request{Port: 993}, 2,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA`},
		{"SMTP at the port of TLS, in pieces", checktest.Wrapped(checktest.STARTTLS("smtp", good), stuttering), Request{Port: 465}, 2,
			`tls smtp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"FTP at a port of its own", checktest.STARTTLS("ftp", good), Request{}, 2,
			`tls ftp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"FTP at a port of its own, whose greeting comes in lines", checktest.Wrapped(checktest.STARTTLS("ftp", good), byLine), Request{Mode: checks.ModeSTARTTLS}, 1,
			`tls ftp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"FTP where IMAP was asked for", checktest.Wrapped(checktest.STARTTLS("ftp", good), byLine), Request{Protocol: "imap"}, 2,
			`tls ftp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"no STARTTLS", checktest.Clear("imap"), Request{Port: 143}, 2,
			`no-starttls server-reply imap at starttls "a1 BAD Unknown command."`},
		{"STARTTLS that is declined", checktest.Declining("smtp", "454 4.7.0 TLS not available"), Request{Port: 25}, 2,
			`refused tls-unavailable smtp at starttls "454 4.7.0 TLS not available"`},
		{"SSH", checktest.Banner("SSH-2.0-OpenSSH_9.2\r\n"), Request{Port: 22}, 1,
			`not-tls protocol ssh`},
		{"hangs up", checktest.HangUp(), Request{Port: 993}, 6,
			`unreachable reset`},
		{"hangs up on the hello", checktest.Implicit("imap", checktest.HangUpOnHello()), Request{Port: 993}, 5,
			`tls by tls hung-up`},
		{"hangs up on the hello behind STARTTLS", checktest.STARTTLS("imap", checktest.HangUpOnHello()), Request{Port: 143}, 5,
			`tls imap by starttls at starttls hung-up`},
		{"no suite in common", checktest.Implicit("imap", checktest.FailingHandshake(40)), Request{Port: 993}, 4,
			`tls by tls alert 40`},
		{"SSL 3.0 alone", checktest.Implicit("imap", &checktest.Scripted{Version: 0x0300, Suite: checktest.SuiteNullSHA, Identity: id}), Request{Port: 993}, 2,
			`tls by tls ssl3 1 ECDSA`},
		{"a middlebox that closes large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.CloseHello, good)), Request{Port: 993}, 4,
			`tls by tls 1.3 completed 1 ECDSA large hello closed`},
		{"a middlebox that refuses large hellos", checktest.Implicit("imap", checktest.Middlebox(checktest.AlertHello, good)), Request{Port: 993}, 4,
			`tls by tls 1.3 completed 1 ECDSA large hello alert`},
		{"ends within its certificates", checktest.Wrapped(checktest.Implicit("imap", checktest.TLS(long, checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))), checktest.CloseAfter(700)), Request{Port: 993}, 3,
			`tls by tls 1.2 broke-off 1 ECDSA cut`},
		{"refuses who offers TLS 1.3", checktest.Implicit("imap", checktest.TLS(id, refuseTLS13)), Request{Port: 993}, 4,
			`tls by tls 1.2 offers-tls-1.3 1 ECDSA`},
		{"hangs up on the hello at the port of HTTPS", checktest.Implicit("imap", checktest.HangUpOnHello()), Request{Port: 443}, 5,
			`tls by tls hung-up`},
		{"hangs up on everybody at the port of HTTPS", checktest.HangUp(), Request{Port: 443}, 5,
			`unreachable reset`},
		{"greets who waits, at the port of another protocol", waitsForSilence(checktest.STARTTLS("pop3", good)), Request{Port: 993}, 6,
			`tls pop3 by starttls at starttls 1.3 completed 1 ECDSA`},
		{"greets, and lets nobody in again", checktest.STARTTLS("imap", good), Request{Port: 993, MaxConnections: 1}, 1,
			`not-tls protocol imap`},
		{"turns away in clear, and lets nobody in again", checktest.Refuse("421 4.7.0 Too many connections\r\n"), Request{Port: 465, MaxConnections: 1}, 1,
			`refused server-reply smtp "421 4.7.0 Too many connections"`},
		{"hangs up once", checktest.Turns(checktest.HangUp(), checktest.Implicit("imap", good)), Request{Port: 993}, 4,
			`tls by tls 1.3 completed 1 ECDSA`},
		{"hangs up once before STARTTLS", checktest.Turns(checktest.HangUp(), checktest.STARTTLS("imap", good)), Request{Port: 143}, 2,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA`},
		{"refuses once", checktest.Turns(checktest.Implicit("imap", checktest.FailingHandshake(80)), checktest.Implicit("imap", good)), Request{Port: 993}, 4,
			`tls by tls 1.3 completed 1 ECDSA otherwise tls`},
		{"breaks off once", checktest.Turns(checktest.Wrapped(checktest.Implicit("imap", good), checktest.CloseAfter(100)), checktest.Implicit("imap", good)), Request{Port: 993}, 2,
			`tls by tls 1.3 completed 1 ECDSA`},
		{"greets the second client first", numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return late(quickPatience+time.Second, checktest.STARTTLS("imap", good))
			}
			return checktest.STARTTLS("imap", good)
		}), Request{Port: 143}, 2,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA`},
		{"is silent to the first client, and greets the others in another protocol", numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return checktest.Silent()
			}
			return checktest.STARTTLS("pop3", good)
		}), Request{Port: 993}, 4,
			`tls pop3 by starttls at starttls 1.3 completed 1 ECDSA`},
		{"hangs up until it is spoken to in its protocol, by the last connection", numbered(func(n int) checktest.Behaviour {
			if n < 4 {
				return checktest.HangUp()
			}
			return checktest.STARTTLS("postgres", good)
		}), Request{MaxConnections: 4}, 4,
			`tls postgres by starttls at hello 1.3 completed 1 ECDSA`},
		{"turns away once", checktest.Turns(checktest.Refuse("421 later\r\n"), checktest.STARTTLS("smtp", good)), Request{Port: 587}, 2,
			`tls smtp by starttls at starttls 1.3 completed 1 ECDSA`},
		{"turns away, and then hangs up", checktest.Turns(checktest.Refuse("421 later\r\n"), checktest.HangUp()), Request{Port: 587}, 2,
			`refused server-busy smtp at greeting "421 later"`},
		{"has STARTTLS at the second look", checktest.Turns(checktest.Clear("imap"), checktest.STARTTLS("imap", good)), Request{Port: 143}, 2,
			`tls imap by starttls at starttls 1.3 completed 1 ECDSA otherwise no-starttls`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := checktest.NewServer(tt.server)
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			tt.request.Address, tt.request.ServerName = server.AddrPort(), "mail.alone.example"
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			got := New(&net.Dialer{}).Probe(ctx, tt.request)
			if said := picture(got); said != tt.want || got.Connections > tt.connections || tt.request.Greeting != (got.Greeting != "" && got.Mode == checks.ModeTLS) {
				t.Errorf("\n got %d connections, greeting %q, %s\nwant %d at most, %s", got.Connections, got.Greeting, said, tt.connections, tt.want)
			}
		})
	}
}

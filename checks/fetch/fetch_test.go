package fetch_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// network knows some names and dials the way a test wants it to.
type network struct {
	patience time.Duration // for the whole request; 0 is a second
	names    map[string][]netip.Addr
	// failure is that of names that are not known; "" is DNSNotFound.
	failure checks.DNSKind
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

func (n *network) Resolve(_ context.Context, host string) checks.Resolution {
	return checks.Resolution{Addresses: n.names[host], Failure: cmp.Or(n.failure, checks.DNSNotFound)}
}

func (n *network) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if n.dial != nil {
		return n.dial(ctx, network, address)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

// get asks, and tells the kind of the failure.
func get(t *testing.T, n *network, r fetch.Request, roots ...*x509.CertPool) (*fetch.Response, fetch.Kind) {
	t.Helper()
	cfg := fetch.Config{Dialer: n, Resolver: n, Now: time.Now}
	if len(roots) > 0 {
		cfg.Roots = roots[0]
	}
	ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(n.patience, time.Second))
	defer cancel()
	resp, err := checktest.Must(fetch.New(cfg)).Get(ctx, r)
	if err == nil {
		return resp, ""
	}
	var f *fetch.Error
	if !errors.As(err, &f) || f.Problem().Empty() {
		t.Fatalf("not an Error with words: %v", err)
	}
	return nil, f.Kind
}

func serve(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// speak answers every connection with these bytes, and then does what after
// does.
func speak(t *testing.T, answer string, after func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 4096))
			io.WriteString(conn, answer)
			if after != nil {
				after(conn)
			}
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-ended })
	return "http://" + l.Addr().String()
}

func hang(conn net.Conn) { io.Copy(io.Discard, conn) }

func drip(what string) func(net.Conn) {
	return func(conn net.Conn) {
		for {
			if _, err := io.WriteString(conn, what); err != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

func flood(what string) func(net.Conn) {
	return func(conn net.Conn) {
		block := strings.Repeat(what, 1000)
		for {
			if _, err := io.WriteString(conn, block); err != nil {
				return
			}
		}
	}
}

func TestHostileServers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer string
		after  func(net.Conn)
		want   fetch.Kind
	}{
		{"silence", "", hang, fetch.Timeout},
		{"a hang-up", "", nil, fetch.Closed},
		{"half a head", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", nil, fetch.Closed},
		{"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", nil, fetch.Closed},
		{"a head byte by byte", "HTTP/1.1 200 OK\r\nX: ", drip("a"), fetch.Timeout},
		{"a body byte by byte", "HTTP/1.1 200 OK\r\n\r\n", drip("a"), fetch.Timeout},
		{"endless headers", "HTTP/1.1 200 OK\r\n", flood("X-Y: z\r\n"), fetch.TooLarge},
		{"one endless header", "HTTP/1.1 200 OK\r\nX: ", flood("a"), fetch.TooLarge},
		{"endless early hints", "", flood("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), fetch.TooLarge},
		{"an endless body", "HTTP/1.1 200 OK\r\n\r\n", flood("a"), fetch.TooLarge},
		{"endless chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", flood("400\r\n" + strings.Repeat("a", 1024) + "\r\n"), fetch.TooLarge},
		{"bad chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", nil, fetch.NotHTTP},
		{"another protocol", "220 mail.example ESMTP\r\n", nil, fetch.NotHTTP},
		{"noise", "\x15\x03\x03\x00\x02\x02\x28", nil, fetch.NotHTTP},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			patient := &network{patience: time.Minute} // a slow machine needs long for a megabyte
			if tt.want == fetch.Timeout {
				patient = &network{}
			}
			if _, got := get(t, patient, fetch.Request{URL: speak(t, tt.answer, tt.after), MaxBytes: 1 << 20}); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestSize(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 1000)) })
	for limit, want := range map[int64]fetch.Kind{999: fetch.TooLarge, 1000: "", 1001: ""} {
		resp, kind := get(t, &network{}, fetch.Request{URL: url, MaxBytes: limit})
		if kind != want || kind == "" && len(resp.Body) != 1000 {
			t.Errorf("limit %d: %q", limit, kind)
		}
	}
	url = serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 64<<10+1)) })
	if _, kind := get(t, &network{}, fetch.Request{URL: url}); kind != fetch.TooLarge {
		t.Errorf("without a limit: %q", kind)
	}
}

// What is compressed stays so, and is not asked for: a bomb is only as large as
// it is on the wire.
func TestNothingIsDecompressed(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, 10<<20))
	z.Close()
	var accepted atomic.Value
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		accepted.Store(r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb.Bytes())
	})
	resp, kind := get(t, &network{}, fetch.Request{URL: url})
	if kind != "" || !bytes.Equal(resp.Body, bomb.Bytes()) {
		t.Errorf("%q", kind)
	}
	if got := accepted.Load(); got != "" {
		t.Errorf("Accept-Encoding: %v", got)
	}
}

func TestRedirects(t *testing.T) {
	const document = "document"
	mux := http.NewServeMux()
	mux.HandleFunc("/hops/{n}", func(w http.ResponseWriter, r *http.Request) {
		if n := r.PathValue("n"); n != "0" {
			http.Redirect(w, r, fmt.Sprintf("/hops/%c", n[0]-1), http.StatusFound)
			return
		}
		io.WriteString(w, document)
	})
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("u"))
		w.WriteHeader(http.StatusMovedPermanently)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/303", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/method", http.StatusSeeOther) })
	mux.HandleFunc("/307", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/method", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/method", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		io.WriteString(w, r.Method+" "+string(body))
	})
	plain := httptest.NewServer(mux)
	defer plain.Close()
	secure := httptest.NewUnstartedServer(mux)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	for _, tt := range []struct {
		name string
		r    fetch.Request
		body string
		want fetch.Kind
	}{
		{"as many as allowed", fetch.Request{URL: plain.URL + "/hops/2", MaxRedirects: 2}, document, ""},
		{"one too many", fetch.Request{URL: plain.URL + "/hops/3", MaxRedirects: 2}, "", fetch.TooManyRedirects},
		{"a loop", fetch.Request{URL: plain.URL + "/loop", MaxRedirects: 5}, "", fetch.TooManyRedirects},
		{"up to https", fetch.Request{URL: plain.URL + "/to?u=" + secure.URL + "/hops/0", MaxRedirects: 1}, document, ""},
		{"down to http", fetch.Request{URL: secure.URL + "/to?u=" + plain.URL + "/hops/0", MaxRedirects: 1}, "", fetch.BadScheme},
		{"http where https is due", fetch.Request{URL: plain.URL + "/hops/0", HTTPSOnly: true}, "", fetch.BadScheme},
		{"to a file", fetch.Request{URL: plain.URL + "/to?u=file:///etc/passwd", MaxRedirects: 1}, "", fetch.BadURL},
		{"to another scheme", fetch.Request{URL: plain.URL + "/to?u=gopher://a.example/", MaxRedirects: 1}, "", fetch.BadScheme},
		{"to nonsense", fetch.Request{URL: plain.URL + "/to?u=http://[::", MaxRedirects: 1}, "", fetch.BadURL},
		{"303 asks by GET", fetch.Request{URL: plain.URL + "/303", Body: []byte("b"), MaxRedirects: 1}, "GET ", ""},
		{"307 asks the same", fetch.Request{URL: plain.URL + "/307", Body: []byte("b"), MaxRedirects: 1}, "POST b", ""},
	} {
		resp, kind := get(t, &network{}, tt.r, roots)
		if kind != tt.want || kind == "" && string(resp.Body) != tt.body {
			t.Errorf("%s: %q, %+v", tt.name, kind, resp)
		}
	}
	if resp, _ := get(t, &network{}, fetch.Request{URL: plain.URL + "/hops/1"}); resp == nil || resp.Status != http.StatusFound {
		t.Errorf("no redirects: %+v", resp)
	}
	if _, kind := get(t, &network{}, fetch.Request{URL: secure.URL + "/hops/0"}); kind != fetch.Certificate {
		t.Errorf("an unknown root: %q", kind)
	}
}

// TestHeaders: what a request says of itself is sent, and nothing else is.
func TestHeaders(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%q %q", r.Header["Content-Type"], r.Header["Accept"])
	})
	for want, r := range map[string]fetch.Request{
		`[] []`:                     {URL: url},
		`["text/xml"] ["text/css"]`: {URL: url, Body: []byte("b"), ContentType: "text/xml", Accept: "text/css"},
	} {
		if resp, kind := get(t, &network{}, r); kind != "" || string(resp.Body) != want {
			t.Errorf("%q, want %q: %q", kind, want, resp.Body)
		}
	}
}

// TestCertificateProblems: what is wrong with a certificate is told where it is
// known.
func TestCertificateProblems(t *testing.T) {
	for want, err := range map[string]error{
		"its own certificate is for another name":           x509.HostnameError{},
		"its own certificate is out of its validity period": x509.CertificateInvalidError{Reason: x509.Expired},
		"its own certificate is not trusted":                x509.CertificateInvalidError{Reason: x509.TooManyIntermediates},
	} {
		e := &fetch.Error{Kind: fetch.Certificate, Err: err}
		if got := e.Problem().String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]fetch.Kind{
		"":                          fetch.BadURL,
		"http://":                   fetch.BadURL,
		"http://user:pw@127.0.0.1/": fetch.BadURL,
		"http://a\r\nb/":            fetch.BadURL,
		"ldap://a.example/":         fetch.BadScheme,
		"http://a.example/" + strings.Repeat("a", 5000): fetch.BadURL,
		"http://nowhere.example/":                       fetch.NoAddress,
	} {
		if _, kind := get(t, &network{}, fetch.Request{URL: url}); kind != want {
			t.Errorf("%.40q: %q, want %q", url, kind, want)
		}
	}
}

// Only the name system's word that there is no address is told as such: our own
// name server's trouble is ours, and the domain's is the domain's.
func TestNames(t *testing.T) {
	for failure, want := range map[checks.DNSKind]fetch.Kind{
		checks.DNSNotFound:       fetch.NoAddress,
		checks.DNSNoAddress:      fetch.NoAddress,
		checks.DNSServFail:       fetch.NameFails,
		checks.DNSBogus:          fetch.NameFails,
		checks.DNSLoop:           fetch.NameFails,
		checks.DNSTimeout:        fetch.Timeout,
		checks.DNSCutShort:       fetch.Timeout,
		checks.DNSRefused:        fetch.LookupFailed,
		checks.DNSResolverSilent: fetch.LookupFailed,
		checks.DNSResolverFails:  fetch.LookupFailed,
	} {
		_, kind := get(t, &network{failure: failure}, fetch.Request{URL: "http://ocsp.example/"})
		if kind != want {
			t.Errorf("%s: %q, want %q", failure, kind, want)
		}
		if told := (&fetch.Error{Kind: kind}).Problem().String(); told == "" || want != fetch.NoAddress && strings.Contains(told, "no address") {
			t.Errorf("%s is told as %q", failure, told)
		}
	}
}

func TestDialling(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") })
	server := netip.MustParseAddrPort(strings.TrimPrefix(url, "http://"))
	dead := netip.MustParseAddr("192.0.2.1")
	asked := fmt.Sprintf("http://two.example:%d/", server.Port())
	names := map[string][]netip.Addr{"two.example": {dead, server.Addr()}}
	fails := func(err error) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return nil, err }
	}
	for _, tt := range []struct {
		name string
		dial func(ctx context.Context, network, address string) (net.Conn, error)
		want fetch.Kind
	}{
		{"the first address swallows everything", func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, dead.String()) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		}, ""},
		{"the first address is refused", func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, dead.String()) {
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		}, ""},
		{"all swallow everything", func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, fetch.Timeout},
		{"refused", fails(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), fetch.Refused},
		{"no route", fails(&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}), fetch.Unreachable},
		{"policy", fails(errors.New("policy forbids it")), fetch.NotAllowed},
		{"policy, from a socket's control", fails(&net.OpError{Op: "dial", Err: errors.New("policy forbids it")}), fetch.NotAllowed},
	} {
		resp, kind := get(t, &network{names: names, dial: tt.dial}, fetch.Request{URL: asked})
		if kind != tt.want || kind == "" && string(resp.Body) != "ok" {
			t.Errorf("%s: %q, want %q", tt.name, kind, tt.want)
		}
	}
}

// The dialer is asked about every address anew, where a redirect leads too.
func TestPolicySeesRedirects(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.7:80/latest/meta-data", http.StatusFound)
	})
	n := &network{dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "127.0.0.7:") {
			return nil, errors.New("policy forbids it")
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	if _, kind := get(t, n, fetch.Request{URL: url, MaxRedirects: 3}); kind != fetch.NotAllowed {
		t.Errorf("%q", kind)
	}
}

// A server that never answers the handshake, or a caller who leaves, keeps no
// goroutine (see TestMain).
func TestNothingIsLeftBehind(t *testing.T) {
	url := speak(t, "", hang)
	if _, kind := get(t, &network{}, fetch.Request{URL: strings.Replace(url, "http:", "https:", 1)}); kind != fetch.Timeout {
		t.Errorf("a silent handshake: %q", kind)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := &network{dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	if _, err := checktest.Must(fetch.New(fetch.Config{Dialer: n, Resolver: n, Now: time.Now})).Get(ctx, fetch.Request{URL: "http://127.0.0.1:1/"}); !errors.Is(err, context.Canceled) {
		t.Errorf("after leaving: %v", err)
	}
}

package engine_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// world is names, addresses and authorities for one case each, where the zoo has its
// servers for all: what combines several of them is put together in a line or two.
type world struct {
	t           *testing.T
	pki         *checktest.PKI
	root, other *checktest.Authority // both trusted
	ca          *checktest.Authority // below root
	names       *checktest.NameServer
	opts        engine.Options
	more        []byte // further roots
	last        netip.Addr
	mu          sync.Mutex
	routes      map[netip.AddrPort]string
	unreachable map[netip.AddrPort]syscall.Errno
}

func newWorld(t *testing.T) *world {
	t.Helper()
	names := checktest.Must(checktest.NewNameServer(""))
	t.Cleanup(names.Close)
	pki := checktest.NewPKI(time.Now())
	w := &world{
		t: t, pki: pki, root: pki.Root("World Root 1"), other: pki.Root("World Root 2"), names: names,
		last: netip.MustParseAddr("192.0.2.0"), opts: engine.Options{Timeout: 20 * time.Second},
		routes: make(map[netip.AddrPort]string), unreachable: make(map[netip.AddrPort]syscall.Errno),
	}
	w.ca = w.root.Intermediate("World CA 1")
	return w
}

// DialContext leads to the servers of this world, and to what listens on loopback.
func (w *world) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	addr, err := netip.ParseAddrPort(address)
	if err != nil || addr.Addr().IsLoopback() {
		return d.DialContext(ctx, network, address)
	}
	w.mu.Lock()
	to, why := w.routes[addr], w.unreachable[addr]
	w.mu.Unlock()
	if to != "" {
		return d.DialContext(ctx, network, to)
	}
	if why == 0 {
		why = syscall.ECONNREFUSED
	}
	return nil, &net.OpError{Op: "dial", Net: network, Addr: net.TCPAddrFromAddrPort(addr), Err: os.NewSyscallError("connect", why)}
}

// serve puts a behaviour at a port of a name, at an address of its own each time.
func (w *world) serve(name string, port uint16, b checktest.Behaviour) {
	w.last = w.last.Next()
	w.record("%s. IN A %s", name, w.last)
	w.serveAt(netip.AddrPortFrom(w.last, port), b)
}

// serve6 puts one at an IPv6 address; nil is a closed port.
func (w *world) serve6(name string, port uint16, b checktest.Behaviour) netip.AddrPort {
	at := netip.AddrPortFrom(netip.MustParseAddr("2001:db8::1"), port)
	w.record("%s. IN AAAA %s", name, at.Addr())
	if b != nil {
		w.serveAt(at, b)
	}
	return at
}

func (w *world) serveAt(at netip.AddrPort, b checktest.Behaviour) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.routes[at] = w.listen(b).Addr()
}

func (w *world) listen(b checktest.Behaviour) *checktest.Server {
	server, err := checktest.NewServer(b)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(server.Close)
	return server
}

// web is where documents are to be had by HTTP, in whatever way.
func (w *world) web(h http.Handler) string { return "http://" + w.listen(checktest.Web(h)).Addr() }

// files is a web server with these files, which may be added to later.
func (w *world) files(files map[string][]byte) string {
	return w.web(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if file, there := files[r.URL.Path]; there {
			_, _ = rw.Write(file) // whoever asked may have left
			return
		}
		http.NotFound(rw, r)
	}))
}

func (w *world) record(format string, args ...any) {
	if err := w.names.Add(fmt.Sprintf(format, args...)); err != nil {
		w.t.Fatal(err)
	}
}

// exchanger takes the mail of the domain above it on port 25.
func (w *world) exchanger(name string, id *checktest.Identity) {
	_, domain, _ := strings.Cut(name, ".")
	w.record("%s. IN MX 10 %s.", domain, name)
	w.serve(name, 25, checktest.STARTTLS("smtp", checktest.TLS(id)))
}

// tlsa announces a certificate in a signed zone: by the digest of its key, or of all of it.
func (w *world) tlsa(name, usageAndSelector string, der []byte) {
	what := der
	if strings.HasSuffix(usageAndSelector, "1") {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			w.t.Fatal(err)
		}
		what = cert.RawSubjectPublicKeyInfo
	}
	sum := sha256.Sum256(what)
	w.record("_25._tcp.%s. IN TLSA %s 1 %s", name, usageAndSelector, hex.EncodeToString(sum[:]))
	w.names.Validate(name)
}

// mtaSTS publishes a policy of a domain.
func (w *world) mtaSTS(domain, policy string) {
	w.record("_mta-sts.%s. IN TXT \"v=STSv1; id=1\"", domain)
	host := "mta-sts." + domain
	w.serve(host, 443, checktest.Page(checktest.TLS(w.ca.Issue(host)), "/.well-known/mta-sts.txt",
		checktest.Document{Type: "text/plain", Body: []byte(policy)}))
}

// check asks about a target of this world.
func (w *world) check(text string) checks.Report {
	w.t.Helper()
	target, err := target.Parse(text)
	if err != nil {
		w.t.Fatal(err)
	}
	resolver := checktest.Must(resolve.Server(w.names.Addr(), w))
	roots := slices.Concat(w.root.PEM(), w.other.PEM(), w.more)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	fetcher := func(roots *x509.CertPool) *fetch.Client {
		return checktest.Must(fetch.New(fetch.Config{Dialer: w, Resolver: resolver, Roots: roots, Now: time.Now}))
	}
	e := checktest.Must(engine.New(engine.Config{
		Dialer: w, Resolver: resolver, Stores: []chain.Store{checktest.Must(chain.FromPEM("world", roots))}, Now: time.Now, Fetcher: fetcher(nil),
		Policy: checktest.Must(mailpolicy.New(mailpolicy.Config{Records: resolver, Fetcher: fetcher(pool), Now: time.Now})),
	}))
	return e.Check(w.t.Context(), target, w.opts)
}

// worldCase is a server of a world and what a check must say of it: the verdict, then the
// codes in any order.
type worldCase struct {
	name, target, want string
	build              func(w *world)
}

func checkWorlds(t *testing.T, cases []worldCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.build(w)
			r := w.check(c.target)
			want := strings.Fields(c.want)
			slices.Sort(want[1:])
			got := []string{string(r.Verdict)}
			for _, code := range codes(r) {
				got = append(got, string(code))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, want %s: %s", strings.Join(got, " "), strings.Join(want, " "), r.Summary)
			}
		})
	}
}

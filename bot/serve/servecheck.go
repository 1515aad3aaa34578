package serve

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"syscall"
	"time"

	"certdesk/bot/dialpolicy"
	"certdesk/bot/oserr"
	"certdesk/bot/serve/settings"
	"certdesk/checks"
	"certdesk/checks/say"
)

// check asks everything that serve will need, and says a sentence of each. The
// settings were read and the store is open. Wrong is what serve cannot work
// with; what does not answer may do so when serve needs it, and is only told.
func (s *server) check(ctx context.Context, out, errs io.Writer) error {
	wrong := 0
	say := func(what string, err error, refused bool) {
		switch {
		case err == nil:
			fmt.Fprintln(out, what)
		case refused:
			wrong++
			fmt.Fprintf(errs, "Wrong: %s.\n", err)
		default:
			fmt.Fprintf(errs, "Not known: %s. serve would start, and try again.\n", err)
		}
	}
	err := bounded(ctx, s.kept.Writable)
	if err != nil {
		err = errors.New(s.storeTrouble(ctx, err))
	}
	say("The store answers, and can be written.", err, false)
	for _, warning := range s.kept.Warnings() {
		fmt.Fprintln(errs, "Take care: "+warning)
	}
	for _, a := range s.adapters {
		err := bounded(ctx, a.Check)
		say(fmt.Sprintf("%s lets certdesk in.", a.Platform().Traits().Name), err, a.Refused(err))
		if err == nil {
			s.warn(ctx, a, errs)
		}
	}
	if s.settings.Proxy == nil {
		say("The name server answers.", bounded(ctx, s.askResolver), false)
	} else {
		say("The proxy takes connections.", bounded(ctx, func(ctx context.Context) error { return askProxy(ctx, s.settings) }), false)
		if len(s.settings.DialPolicy.Hosts) == 0 {
			fmt.Fprintln(errs, "Take care: "+namesUnguarded)
		}
	}
	for _, o := range outsideServers(s.settings) {
		err := bounded(ctx, o.reach)
		say(o.what+" can be reached.", err, errors.As(err, new(*dialpolicy.Denied)))
	}
	if folder := s.settings.ExportFolder; folder != "" {
		say("The folder for exports can be written.", writable(folder), true)
	}
	s.checkListen(say, errs)
	for _, remark := range slices.Concat(s.remarks(), authorities(s.settings, time.Now())) {
		fmt.Fprintln(errs, "Take care: "+remark)
	}
	if wrong > 0 {
		return errors.New("certdesk would not work like this")
	}
	fmt.Fprintln(out, "The settings are in order.")
	return nil
}

// warn says what does not keep certdesk from working, and should be known.
func (s *server) warn(ctx context.Context, a *platform, errs io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	for _, warning := range a.Warnings(ctx) {
		fmt.Fprintf(errs, "Take care: %s\n", warning)
	}
}

// askResolver tells whether the name server answers, in a sentence where not.
func (s *server) askResolver(ctx context.Context) error {
	failure, err := lookUp(ctx, s.settings)
	if err != nil {
		return err
	}
	if failure.Ours() || failure == checks.DNSTimeout || failure == checks.DNSServFail {
		return errors.New("the name server does not answer (CERTDESK_RESOLVER, or the machine's own)")
	}
	return nil
}

// namesUnguarded is what an operator should know who looks through a proxy.
const namesUnguarded = "the proxy looks up names itself, so CERTDESK_ALLOW_CIDRS and CERTDESK_DENY_CIDRS do not hold for them. " +
	"Set CERTDESK_ALLOW_HOSTS, or have the proxy's own rules keep inner networks closed."

// writable tries to write where the daily export will stand.
func writable(folder string) error {
	err := os.MkdirAll(folder, 0o700)
	var file *os.File
	if err == nil {
		file, err = os.CreateTemp(folder, ".check-*")
	}
	if err != nil {
		return fmt.Errorf("exports cannot be written to %s (CERTDESK_EXPORT_DIR): %s", folder, oserr.Plain(err))
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// outsideServer is one by which is told what happens, besides chat.
type outsideServer struct {
	what, setting, address string
	dial                   func(ctx context.Context, network, address string) (net.Conn, error)
}

// reach tells whether it takes connections, in a sentence where not. The error is a
// *dialpolicy.Denied where certdesk's own settings keep it from there.
func (o outsideServer) reach(ctx context.Context) error {
	conn, err := o.dial(ctx, "tcp", o.address)
	if denied := (*dialpolicy.Denied)(nil); errors.As(err, &denied) {
		return fmt.Errorf("CERTDESK_DENY_CIDRS keeps certdesk from %s (%s): %w", o.address, o.setting, denied)
	}
	if err != nil {
		return fmt.Errorf("%s takes no connection (%s)", o.address, o.setting)
	}
	return conn.Close()
}

// outsideServers are the servers beside the platforms that the settings name.
func outsideServers(s *settings.Settings) (out []outsideServer) {
	dial := outsideDialer(s).DialContext
	if at := s.Outside.SMTP; at.Host != "" {
		out = append(out, outsideServer{what: "The mail server", setting: "CERTDESK_SMTP_URL", address: net.JoinHostPort(at.Host, strconv.Itoa(at.Port)), dial: dial})
	}
	if u, err := url.Parse(s.Outside.Webhook); err == nil && u.Host != "" {
		out = append(out, outsideServer{what: "The receiver of the webhook", setting: "CERTDESK_WEBHOOK_URL", address: hostAndPort(u), dial: dial})
	}
	// Where spans go by a proxy, that one is connected to.
	if u, err := url.Parse(s.Traces.Endpoint); err == nil && u.Host != "" {
		if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u}); err == nil && proxy == nil {
			out = append(out, outsideServer{what: "The collector of traces", setting: "OTEL_EXPORTER_OTLP_ENDPOINT", address: hostAndPort(u), dial: (&net.Dialer{}).DialContext})
		}
	}
	return out
}

// hostAndPort is what is dialled for an address of the web.
func hostAndPort(u *url.URL) string {
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme]))
}

// checkListen tries whether serve could listen where it is told to. Where somebody
// listens already that may be certdesk itself.
func (s *server) checkListen(say func(what string, err error, refused bool), errs io.Writer) {
	at := s.settings.Listen
	l, err := net.Listen("tcp", at)
	if errors.Is(err, syscall.EADDRINUSE) {
		fmt.Fprintf(errs, "Take care: somebody listens at %s already (CERTDESK_LISTEN). Unless that is certdesk, it could not start.\n", at)
		return
	}
	if err == nil {
		err = l.Close()
	} else {
		err = fmt.Errorf("certdesk cannot listen at %s (CERTDESK_LISTEN): %s", at, oserr.Plain(err))
	}
	say("The address for HTTP can be listened on.", err, true)
}

// remarks are what cannot be wrong for certain.
func (s *server) remarks() (remarks []string) {
	for _, inside := range []struct{ address, what string }{{"127.0.0.1", "certdesk's own machine"}, {"169.254.169.254", "where clouds hand out their keys"}} {
		if s.settings.DialPolicy.Address(netip.MustParseAddr(inside.address)) {
			remarks = append(remarks, fmt.Sprintf("CERTDESK_ALLOW_CIDRS opens %s, %s, to whoever may ask", inside.address, inside.what))
		}
	}
	if remark := littleMemory(memoryLimit()); remark != "" {
		remarks = append(remarks, remark)
	}
	for _, c := range s.connections {
		remarks = append(remarks, c.remarks()...)
	}
	return remarks
}

// authorities are remarks about those of CERTDESK_CA_FILE: by one that has ended no
// server is trusted, and by what is no authority neither.
func authorities(s *settings.Settings, now time.Time) (remarks []string) {
	rest, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil // there is none, or it has stopped the start
	}
	for len(rest) > 0 {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if block.Type != "CERTIFICATE" || err != nil {
			continue
		}
		name := say.Clean(cmp.Or(c.Subject.CommonName, c.Subject.String()), maxAuthority)
		switch {
		case now.After(c.NotAfter):
			remarks = append(remarks, fmt.Sprintf("CERTDESK_CA_FILE has %q, which ended on %s: no server is trusted by it", name, c.NotAfter.UTC().Format(time.DateOnly)))
		case now.Before(c.NotBefore):
			remarks = append(remarks, fmt.Sprintf("CERTDESK_CA_FILE has %q, which begins on %s: no server is trusted by it before", name, c.NotBefore.UTC().Format(time.DateOnly)))
		case c.BasicConstraintsValid && !c.IsCA:
			remarks = append(remarks, fmt.Sprintf("CERTDESK_CA_FILE has %q, which is the certificate of a server and no authority", name))
		}
	}
	return remarks
}

// maxAuthority bounds the name of an authority, in characters.
const maxAuthority = 100

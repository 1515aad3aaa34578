package serve

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"time"

	"certdesk/bot/serve/settings"
)

// healthTimeout bounds the question: a probe that waits longer says no anyway.
const healthTimeout = 5 * time.Second

// maxHealth bounds what is read of the answer.
const maxHealth = 16 << 10

// Health asks the serve or worker of this machine whether it is ready, at the
// address that both read from CERTDESK_LISTEN. It reads no other setting: a probe
// need not know the keys.
func Health(ctx context.Context, out, errs io.Writer) (ready bool, err error) {
	e := settings.NewEnvironment(os.Getenv)
	address, err := localAddress(e.Text("CERTDESK_LISTEN", ":8080"))
	if err := cmp.Or(err, e.Err()); err != nil {
		return false, err
	}
	client := &http.Client{
		Timeout:   healthTimeout,
		Transport: &http.Transport{DialContext: (&net.Dialer{}).DialContext}, // and no proxy
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return false, fmt.Errorf("asking %s: %w", address, err)
	}
	resp, err := client.Do(r)
	if err != nil {
		fmt.Fprintf(errs, "certdesk does not answer at %s.\n", address)
		return false, nil
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, maxHealth)) // the status tells
	fmt.Fprintln(out, strings.TrimSpace(string(said)))
	if resp.StatusCode != http.StatusOK {
		return false, nil
	}
	return true, nil
}

// localAddress is where a listener on address is reached from this machine.
func localAddress(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("CERTDESK_LISTEN is not an address such as :8080 or 127.0.0.1:8080")
	}
	switch at, err := netip.ParseAddr(host); {
	case host == "", err == nil && at.IsUnspecified() && at.Is4():
		host = "127.0.0.1"
	case err == nil && at.IsUnspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}

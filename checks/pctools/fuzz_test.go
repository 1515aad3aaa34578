//go:build !race

package pctools_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"certdesk/checks/checktest"
	"certdesk/checks/pctools"
)

// Long texts are read by one goroutine: the race detector finds nothing and takes
// minutes. .ci/run has this run without it.

func FuzzRead(f *testing.F) {
	for _, o := range outputs {
		f.Add(o.text)
	}
	for _, text := range checktest.Busy("Name: a.b\nAddress: 1.2.3.4", "ping a.b (1.2.3.4)", "curl: (7) failed to connect to ", "*** a kann b nicht finden", "16:03:01 d:+00.0 o:+1s", "getaddrinfo a.b.c", "https_proxy=http://a:b@c.d:1", "Proxy Server(s) : a.b:1") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		defer checktest.Patient(t)()
		got := pctools.Read(text)
		if len(got.Addresses) > 8 || slices.Contains(got.Addresses, netip.Addr{}) || len(got.Proxy) > 120 || got.Port < 0 || got.Port > 65535 {
			t.Errorf("%q tells %+v", text, got)
		}
		if strings.Contains(got.Proxy, "@") {
			t.Errorf("%q tells a login: %q", text, got.Proxy)
		}
	})
}

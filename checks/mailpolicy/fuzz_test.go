package mailpolicy

import (
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

func FuzzPolicy(f *testing.F) {
	f.Add("version: STSv1\r\nmode: enforce\r\nmx: *.example.com\r\nmax_age: 86400\r\n", "mx.example.com")
	f.Add("version", "x")
	f.Fuzz(func(t *testing.T, text, host string) {
		p, problem := parsePolicy(text)
		if !problem.Empty() && (p.mode != "" || p.mx != nil) {
			t.Errorf("%q: a policy beside the problem %q", text, problem)
		}
		if len(p.mx) > maxPatterns {
			t.Errorf("%d servers", len(p.mx))
		}
		if p.lists(host) && !strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSuffix(host[strings.IndexByte(host, '.')+1:], "."))) {
			t.Errorf("%q lists %q", text, host)
		}
		if r := parseRecords([]string{text}); !r.problem.Empty() && !r.there {
			t.Errorf("%q: %+v", text, r)
		}
	})
}

func FuzzFits(f *testing.F) {
	leaf := checktest.NewPKI(time.Unix(1800000000, 0)).Root("Root").Issue("mx.example").Leaf()
	f.Add(leaf, uint8(3), uint8(1), uint8(1), []byte("0123456789abcdef0123456789abcdef"))
	f.Add([]byte{0x30, 0x03, 0x30, 0x01, 0x02}, uint8(2), uint8(1), uint8(0), leaf)
	f.Fuzz(func(t *testing.T, der []byte, usage, selector, matching uint8, data []byte) {
		r := checks.TLSA{Usage: usage, Selector: selector, MatchingType: matching, Data: data}
		if fits(r, der) && len(data) == 0 {
			t.Error("nothing fits nothing")
		}
		found{records: []checks.TLSA{r}}.fit(Input{Endpoints: []checks.Endpoint{{Observation: checks.Observation{TLS: &checks.TLS{Certificates: [][]byte{der, der}}}}}}, time.Unix(1800000000, 0))
	})
}

package clients

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// TestNamesBesideTheRightOne: what mozpkix calls no DNS name ends its reading of a
// certificate, unless the right name stands before it; where names are limited, always.
func TestNamesBesideTheRightOne(t *testing.T) {
	t.Parallel()
	const right = "imap.corp.example"
	limited := func(j *judge) { j.Path[2].X509.PermittedDNSDomains = []string{"corp.example"} }
	excluded := func(j *judge) { j.Path[1].X509.ExcludedDNSDomains = []string{"other.example"} }
	for _, tt := range []struct {
		names   string // between spaces
		host    string // right where it is empty
		refused string // the name for which Thunderbird refuses, "" if it does not
		change  func(*judge)
	}{
		{names: right},
		{names: "192.0.2.1 " + right, refused: "192.0.2.1"},
		{names: right + " 192.0.2.1"},
		{names: right + " 192.0.2.1", change: limited, refused: "192.0.2.1"},
		{names: right + " 192.0.2.1", change: excluded, refused: "192.0.2.1"},
		{names: right + " mail.corp.example", change: limited},
		{names: "192.0.2.1 IMAP.Corp.Example", refused: "192.0.2.1"},
		{names: "*.corp.example 192.0.2.1"},
		{names: "*.Corp.example 192.0.2.1"},
		{names: "*.com.example 192.0.2.1 " + right, refused: "192.0.2.1"},
		{names: "192.0.2.1 " + right, host: right + ".", refused: "192.0.2.1"},
		{names: "192.0.2.1 " + right, host: "192.0.2.2"}, // by an address among the addresses
		{names: "imap.corp.example:993 " + right, refused: "imap.corp.example:993"},
		{names: "https://imap.corp.example/ " + right, refused: "https://imap.corp.example/"},
		{names: "postmaster@corp.example " + right, refused: "postmaster@corp.example"},
		{names: "imap.corp.example. " + right, refused: "imap.corp.example."},
		{names: "im*.corp.example " + right, refused: "im*.corp.example"},
		{names: "*.*.example " + right, refused: "*.*.example"},
		{names: "*.local " + right, refused: "*.local"},
		{names: "* " + right, refused: "*"},
		{names: "imap..example " + right, refused: "imap..example"},
		{names: "-a.example " + right, refused: "-a.example"},
		{names: "a-.example " + right, refused: "a-.example"},
		{names: "bücher.example " + right, refused: "bücher.example"},
		{names: strings.Repeat("a", 64) + ".example " + right, refused: strings.Repeat("a", 64) + ".example"},
		{names: strings.Repeat("a.", 126) + "aa " + right, refused: strings.Repeat("a.", 126) + "aa"},
		{names: strings.Repeat("a", 63) + ".example " + right},
		{names: "_dmarc.corp.example imap xn--bcher-kva.example 1.example 3com a-b.1a " + right},
	} {
		f, e, j := situated()
		f.Name, j.Leaf.X509.DNSNames = tt.host, strings.Split(tt.names, " ")
		if tt.host == "" {
			f.Name = right
		}
		if tt.change != nil {
			tt.change(j)
		}
		want, got := tt.refused, ""
		for _, r := range Refusals(f, e) {
			if r.Client != Thunderbird || r.Rule != "odd name beside the right one" {
				t.Errorf("%s: %s refuses for %s", tt.names, r.Client, r.Rule)
			}
			got = r.Reason.String()
		}
		if (got != "") != (want != "") || !strings.Contains(got, "“"+say.Clean(want, say.MaxName)+"”") && want != "" {
			t.Errorf("%s, asked for %s: refused for %q, want %q", tt.names, f.Name, got, want)
		}
	}
	f, e, j := situated()
	j.Leaf.X509.DNSNames, j.NameReason = []string{"192.0.2.1", "other.example"}, checks.NameOther
	if r := Refusals(f, e); r != nil {
		t.Errorf("a certificate of another name: %+v", r)
	}
}

// TestOneLimitOfApple: of two limits that a certificate of a public authority breaks, the
// narrower one is told alone.
func TestOneLimitOfApple(t *testing.T) {
	t.Parallel()
	f, e, j := situated()
	issued(2021, 1, 1, 3650)(f, e, j)
	rules := map[string]bool{}
	for _, r := range Refusals(f, e) {
		rules[r.Rule] = true
	}
	if len(rules) != 1 || !rules["longer than 398 days, public root"] {
		t.Errorf("refused for %v", rules)
	}
}

func situated() (*checks.Facts, *ep, *judge) {
	f := healthy()
	return f, &f.Endpoints[0], f.Endpoints[0].Judgement
}

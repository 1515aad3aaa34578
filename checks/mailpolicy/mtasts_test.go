package mailpolicy_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/mailpolicy"
)

const policyURL = "https://mta-sts.corp.example/.well-known/mta-sts.txt"

func document(status int, kind, body string) func() (*fetch.Response, error) {
	return func() (*fetch.Response, error) {
		return &fetch.Response{Status: status, Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}, nil
	}
}

func fails(kind fetch.Kind) func() (*fetch.Response, error) {
	return func() (*fetch.Response, error) { return nil, &fetch.Error{URL: policyURL, Kind: kind} }
}

func TestMTASTS(t *testing.T) {
	const good = "version: STSv1\r\nmode: enforce\r\nmx: mx.corp.example\r\nmx: *.hoster.example\r\nmax_age: 604800\r\n"
	txt := []string{"v=STSv1; id=20261123T000000;"}
	text := func(body string) func() (*fetch.Response, error) { return document(200, "text/plain", body) }
	tests := []struct {
		name    string
		txt     []string
		get     func() (*fetch.Response, error)
		mode    string
		problem string // part of it
		ours    bool
		listed  bool
		none    bool
	}{
		{name: "enforce", txt: txt, get: text(good), mode: "enforce", listed: true},
		{name: "with a charset", txt: txt, get: document(200, "text/plain; charset=utf-8", good), mode: "enforce", listed: true},
		{name: "bare line feeds, further fields, spaces", txt: txt, get: text("version: STSv1 \nmode:testing\nfuture: x: y\nmx: MX.Corp.Example.\nmax_age: 0"), mode: "testing", listed: true},
		{name: "none", txt: txt, get: text("version: STSv1\nmode: none\nmax_age: 86400\n"), mode: "none"},
		{name: "wildcard", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: *.corp.example\nmax_age: 1\n"), mode: "enforce", listed: true},
		{name: "wildcard is one label", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: *.example\nmax_age: 1\n"), mode: "enforce"},
		{name: "not listed", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: old.corp.example\nmx: .corp.example\nmx: *\nmax_age: 1\n"), mode: "enforce"},
		{name: "first of doubles", txt: txt, get: text("version: STSv1\nmode: testing\nmode: enforce\nmx: mx.corp.example\nmax_age: 1\n"), mode: "testing", listed: true},
		{name: "other texts at the name", txt: []string{"v=spf1 -all", txt[0], "v=STSv10; id=1"}, get: text(good), mode: "enforce", listed: true},
		{name: "no record", none: true, get: text(good)},
		{name: "another version", txt: []string{"v=STSv2; id=1"}, none: true, get: text(good)},
		{name: "two records", txt: []string{txt[0], "v=STSv1; id=2"}, get: text(good), problem: "more than once"},
		{name: "no id", txt: []string{"v=STSv1; foo=bar"}, get: text(good), problem: "no valid id"},
		{name: "bad id", txt: []string{"v=STSv1; id=2026-11-23"}, get: text(good), problem: "no valid id"},
		{name: "an id of all letters and digits there are, to their ends", txt: []string{"v=STSv1; id=" + "az09AZ" + strings.Repeat("x", 26)}, get: text(good), mode: "enforce", listed: true},
		{name: "an id of too many signs", txt: []string{"v=STSv1; id=" + strings.Repeat("x", 33)}, get: text(good), problem: "no valid id"},
		{name: "an id with signs beside the letters", txt: []string{"v=STSv1; id=a`"}, get: text(good), problem: "no valid id"},
		{name: "the longest age", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: mx.corp.example\nmax_age: 31557600"), mode: "enforce", listed: true},
		{name: "HTML", txt: txt, get: document(200, "text/html", good), problem: "plain text"},
		{name: "redirect", txt: txt, get: document(301, "text/plain", ""), problem: "sends on"},
		{name: "sends on, with other numbers", txt: txt, get: document(399, "text/plain", good), problem: "sends on"},
		{name: "several to choose from", txt: txt, get: document(300, "text/plain", good), problem: "sends on"},
		{name: "a bad request", txt: txt, get: document(400, "text/plain", good), problem: "status 400"},
		{name: "not found", txt: txt, get: document(404, "text/plain", good), problem: "status 404"},
		{name: "no server", txt: txt, get: fails(fetch.NoAddress), problem: "no address"},
		{name: "bad certificate", txt: txt, get: fails(fetch.Certificate), problem: "not trusted"},
		{name: "no answer in time", txt: txt, get: fails(fetch.Timeout), problem: "in time", ours: true},
		{name: "our name server fails", txt: txt, get: fails(fetch.LookupFailed), problem: "our own name server", ours: true},
		{name: "not to be reached from here", txt: txt, get: fails(fetch.NotAllowed), problem: "may not be reached", ours: true},
		{name: "too large", txt: txt, get: fails(fetch.TooLarge), problem: "too large"},
		{name: "empty", txt: txt, get: text(""), problem: "version"},
		{name: "noise", txt: txt, get: text("<html>\x00"), problem: "lines"},
		{name: "no mode", txt: txt, get: text("version: STSv1\nmx: a.example\nmax_age: 1"), problem: "no mode"},
		{name: "unknown mode", txt: txt, get: text("version: STSv1\nmode: report\nmx: a.example\nmax_age: 1"), problem: "no mode"},
		{name: "no age", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: a.example"), problem: "max_age"},
		{name: "age beyond all", txt: txt, get: text("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557601"), problem: "max_age"},
		{name: "no servers", txt: txt, get: text("version: STSv1\nmode: enforce\nmax_age: 1"), problem: "no server"},
		{name: "endless servers", txt: txt, get: text("version: STSv1\n" + strings.Repeat("mx: a.example\n", 1000)), problem: "more servers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{
				txt: map[string][]string{"_mta-sts.corp.example": tt.txt},
				web: map[string]func() (*fetch.Response, error){policyURL: tt.get},
			}
			got := w.checker().Check(t.Context(), mailpolicy.Input{Host: host, Port: 25, MailDomain: "corp.example"}).MTASTS
			if got == nil || tt.none {
				if !tt.none || got != nil {
					t.Errorf("got %+v", got)
				}
				return
			}
			if got.Mode != tt.mode || got.Ours != tt.ours || got.Listed != tt.listed || (!got.Problem.Empty()) != (tt.problem != "") || !strings.Contains(got.Problem.String(), tt.problem) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A policy belongs to a domain, and a host's name does not tell whose mail it
// takes: only a domain that sends its mail there counts.
func TestWhoseMail(t *testing.T) {
	const text = "version: STSv1\nmode: enforce\nmx: nowhere.example\nmax_age: 1\n"
	sts := []string{"v=STSv1; id=1"}
	to := func(hosts ...string) (out []checks.MX) {
		for _, h := range hosts {
			out = append(out, checks.MX{Host: h, Preference: 10})
		}
		return out
	}
	tests := []struct {
		name, host string
		mx         map[string][]checks.MX
		txt        []string // domains that announce a policy
		want       string
	}{
		{"the domain above", host, map[string][]checks.MX{"corp.example": to("other.example", host)}, []string{"corp.example"}, "corp.example"},
		{"its mail goes elsewhere", host, map[string][]checks.MX{"corp.example": to("mx.hoster.example")}, []string{"corp.example"}, ""},
		{"null MX", host, map[string][]checks.MX{"corp.example": to("")}, []string{"corp.example"}, ""},
		{"no MX", host, nil, []string{"corp.example", host}, ""},
		{"the host itself", host, map[string][]checks.MX{host: to(host)}, []string{host}, host},
		{"two above", "a.mx.corp.example", map[string][]checks.MX{"corp.example": to("a.mx.corp.example")}, []string{"corp.example"}, "corp.example"},
		{"never a public suffix", "mx.co.uk", map[string][]checks.MX{"co.uk": to("mx.co.uk"), "uk": to("mx.co.uk")}, []string{"co.uk", "uk"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{mx: tt.mx, txt: map[string][]string{}, web: map[string]func() (*fetch.Response, error){}}
			for _, d := range tt.txt {
				w.txt["_mta-sts."+d] = sts
				w.web["https://mta-sts."+d+"/.well-known/mta-sts.txt"] = document(200, "text/plain", text)
			}
			got := w.checker().Check(t.Context(), mailpolicy.Input{Host: tt.host, Port: 25}).MTASTS
			switch {
			case tt.want == "" && got != nil:
				t.Errorf("got %+v", got)
			case tt.want != "" && (got == nil || got.Domain != tt.want || got.Listed || !got.Problem.Empty()):
				t.Errorf("got %+v, want that of %s", got, tt.want)
			}
			if slices.Contains(w.asked, "_mta-sts.uk") {
				t.Error("a public suffix was asked for its policy")
			}
		})
	}
}

func TestCAA(t *testing.T) {
	issue := func(ca string) []checks.CAA { return []checks.CAA{{Tag: "issue", Value: ca}} }
	w := &world{caa: map[string][]checks.CAA{"corp.example": issue("letsencrypt.org"), "example": issue("far.example")}}
	got := w.checker().Check(t.Context(), mailpolicy.Input{Host: host, Port: 25}).CAA
	if !slices.Equal(got, issue("letsencrypt.org")) {
		t.Errorf("got %+v", got)
	}
}

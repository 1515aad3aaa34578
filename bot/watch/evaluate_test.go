package watch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

var began = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// shows is a report with a certificate, and what other addresses send.
func shows(verdict checks.Verdict, sha string, others ...string) *checks.Report {
	r := &checks.Report{Verdict: verdict, Summary: say.Literal("So it is."), CheckedAt: began}
	if sha != "" {
		r.Certificate = &checks.Certificate{SHA256: sha, NotBefore: began.AddDate(-1, 0, 0), NotAfter: began.AddDate(1, 0, 0)}
		r.Endpoints = []checks.ReportEndpoint{{Address: "192.0.2.1", LeafSHA256: sha}}
	}
	for n, other := range others {
		r.Endpoints = append(r.Endpoints, checks.ReportEndpoint{Address: fmt.Sprintf("192.0.2.%d", n+2), LeafSHA256: other})
	}
	if verdict == checks.VerdictUntrusted {
		r.Findings = []checks.Finding{{Code: checks.HostnameMismatch, Severity: checks.Critical}}
	}
	return r
}

// checked is what a channel is told in the course of some checks, an hour apart: the
// kinds of each check's notices, "-" for none.
func checked(apart time.Duration, reports ...*checks.Report) (told string, last bot.WatchedEndpoint) {
	e := bot.WatchedEndpoint{Name: "a.example:993"}
	var out []string
	for n, r := range reports {
		v := evaluate(e, portSight{report: r, full: true, now: began.Add(time.Duration(n) * apart)})
		var kinds []string
		for _, what := range v.events {
			kinds = append(kinds, string(what.kind))
		}
		if len(kinds) == 0 {
			kinds = []string{"-"}
		}
		out = append(out, strings.Join(kinds, "+"))
		e = v.WatchedEndpoint
	}
	return strings.Join(out, " "), e
}

// TestHowOftenItMustShow: what a check shows is told once it has shown often enough to
// be no chance.
func TestHowOftenItMustShow(t *testing.T) {
	fine, wrong, away := shows(checks.VerdictTrusted, "a"), shows(checks.VerdictUntrusted, "a"), shows(checks.VerdictUnreachable, "")
	other, two := shows(checks.VerdictTrusted, "b"), shows(checks.VerdictTrusted, "a", "b")
	blind := shows(checks.VerdictUnknown, "")
	for name, c := range map[string]struct {
		reports []*checks.Report
		want    string
	}{
		"well":                           {[]*checks.Report{fine, fine, fine}, "- - -"},
		"untrusted":                      {[]*checks.Report{fine, wrong, wrong, wrong}, "- - untrusted -"},
		"untrusted once":                 {[]*checks.Report{fine, wrong, fine, wrong, fine}, "- - - - -"},
		"unreachable":                    {[]*checks.Report{fine, away, away, away, away}, "- - - unreachable -"},
		"the port is gone":               {[]*checks.Report{fine, nil, nil, nil, nil}, "- - - unreachable -"},
		"well again":                     {[]*checks.Report{fine, wrong, wrong, fine, fine, fine}, "- - untrusted - recovered -"},
		"it answers again":               {[]*checks.Report{fine, away, away, away, fine, fine}, "- - - unreachable - recovered"},
		"untrusted from the beginning":   {[]*checks.Report{wrong, wrong}, "- untrusted"},
		"another certificate":            {[]*checks.Report{fine, other, other, other}, "- - changed -"},
		"another one once":               {[]*checks.Report{fine, other, fine}, "- - mixed"},
		"some addresses differ":          {[]*checks.Report{fine, two, two, two, two}, "- - - mixed -"},
		"some differ twice":              {[]*checks.Report{fine, two, two, fine, two, two}, "- - - - - -"},
		"none differs any more":          {[]*checks.Report{fine, two, two, two, fine, fine, fine}, "- - - mixed - changed -"},
		"nobody could look meanwhile":    {[]*checks.Report{fine, wrong, blind, wrong, wrong}, "- - - untrusted -"},
		"nobody could look at first":     {[]*checks.Report{blind, fine, fine}, "- - -"},
		"another certificate, untrusted": {[]*checks.Report{fine, shows(checks.VerdictUntrusted, "b"), shows(checks.VerdictUntrusted, "b"), shows(checks.VerdictUntrusted, "b")}, "- - untrusted -"},
		"unreachable, then with another": {[]*checks.Report{fine, away, away, away, other, other, other}, "- - - unreachable - recovered -"},
	} {
		if got, _ := checked(time.Hour, c.reports...); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestCertificateThatComesBack: one that an endpoint had within the last week shows that
// there are two, which it takes many checks to believe is over; later it is a renewal.
func TestCertificateThatComesBack(t *testing.T) {
	a, b := shows(checks.VerdictTrusted, "a"), shows(checks.VerdictTrusted, "b")
	for apart, want := range map[time.Duration]string{7*day - time.Hour: "- - mixed -", 7 * day: "- - - -"} {
		if got, _ := checked(apart, a, b, a, a); got != want {
			t.Errorf("after %s: %s, want %s", apart, got, want)
		}
	}
	reports := []*checks.Report{a, b, a}
	for range 25 {
		reports = append(reports, a)
	}
	got, last := checked(time.Hour, reports...)
	if at := slices.Index(strings.Fields(got), "changed"); at != 21 || last.Notified.Inconsistency != bot.Consistent {
		t.Errorf("after %d checks it is told that it is one again: %s", at, got)
	}
}

// TestWhichTwo: where one certificate came and went, both are told.
func TestWhichTwo(t *testing.T) {
	a, b := shows(checks.VerdictTrusted, "a"), shows(checks.VerdictTrusted, "b")
	two := shows(checks.VerdictTrusted, "a", "b")
	for name, tt := range map[string]struct {
		reports  []*checks.Report
		old, new string
	}{
		"from check to check":                 {[]*checks.Report{a, b, a}, "b", "a"},
		"by address":                          {[]*checks.Report{a, two, two, two}, "a", "a"},
		"by address, with one it had before":  {[]*checks.Report{b, a, a, two, two, two}, "b", "a"},
		"by address, and another than it had": {[]*checks.Report{b, two, two, two}, "b", "a"},
	} {
		e := bot.WatchedEndpoint{Name: "a.example:993"}
		var told event
		for _, r := range tt.reports {
			v := evaluate(e, portSight{report: r, full: true, now: began})
			for _, what := range v.events {
				told = what
			}
			e = v.WatchedEndpoint
		}
		if told.kind != bot.NoticeMixed || told.old.SHA256 != tt.old || told.new.SHA256 != tt.new {
			t.Errorf("%s: %s of %q and %q", name, told.kind, told.old.SHA256, told.new.SHA256)
		}
	}
}

// TestClockWentBack: a certificate that has ended and is valid again is none, and nothing
// that anybody should hear of; another one is.
func TestClockWentBack(t *testing.T) {
	for sha, want := range map[string]string{"a": "- - - ", "b": "- - recovered "} {
		ended := shows(checks.VerdictUntrusted, "a")
		ended.Certificate.NotAfter = began
		ended.Findings = []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}}
		fine := shows(checks.VerdictTrusted, sha)
		got := ""
		e := evaluate(bot.WatchedEndpoint{}, portSight{report: ended, full: true, days: []int{7}, now: began}).WatchedEndpoint
		for _, r := range []*checks.Report{ended, fine, fine} {
			at := began
			if r == fine {
				at = began.Add(-time.Minute)
				fine.CheckedAt = at
				if sha == "a" {
					fine.Certificate.NotAfter = began
				}
			}
			v := evaluate(e, portSight{report: r, full: true, now: at})
			if e = v.WatchedEndpoint; len(v.events) == 0 {
				got += "- "
			}
			for _, what := range v.events {
				got += string(what.kind) + " "
			}
		}
		if got != want {
			t.Errorf("then %s: %s, want %s", sha, got, want)
		}
	}
}

// TestManyWarnings: a warning that is known is seen wherever it stands among others.
func TestManyWarnings(t *testing.T) {
	warned := func(n int) *checks.Report {
		r := shows(checks.VerdictWarning, "a")
		for i := range n {
			r.Findings = append(r.Findings, checks.Finding{Code: checks.Code(fmt.Sprint("code", 12-i)), Severity: checks.Warning})
		}
		return r
	}
	last := warned(12)
	last.Findings = last.Findings[11:]
	got, e := checked(time.Hour, shows(checks.VerdictTrusted, "a"), last, last, warned(12), warned(12))
	at := slices.IndexFunc(e.Warnings, func(w bot.WatchedWarning) bool { return w.Code == "code1" })
	if !strings.HasPrefix(got, "- - warning") || len(e.Warnings) != 8 || at != 0 || e.Warnings[0].Missed != 0 || e.Warnings[0].Times != 4 {
		t.Errorf("%s, %+v", got, e.Warnings)
	}
}

// TestRememberedOfAnEndpoint: a few former certificates, the latest first and each
// once, and a few addresses that differ.
func TestRememberedOfAnEndpoint(t *testing.T) {
	var reports []*checks.Report
	for _, sha := range []string{"a", "b", "c", "d", "c", "e"} {
		reports = append(reports, shows(checks.VerdictTrusted, sha))
	}
	_, last := checked(time.Hour, reports...)
	var past []string
	for _, p := range last.Past {
		past = append(past, p.SHA256)
	}
	if !slices.Equal(past, []string{"c", "d", "b"}) {
		t.Errorf("%q are remembered", past)
	}
	_, last = checked(time.Hour, shows(checks.VerdictTrusted, "a", "1", "a", "2", "3", "4", "5", "6", "7", "8", "9", ""))
	if len(last.Others) != 8 || last.Others[1].SHA256 != "2" || last.Others[1].Address != "192.0.2.4" {
		t.Errorf("%+v differ", last.Others)
	}
}

// TestDoubts: a look is repeated soon until what it shows is believed.
func TestDoubts(t *testing.T) {
	fine, wrong, away := shows(checks.VerdictTrusted, "a"), shows(checks.VerdictUntrusted, "a"), shows(checks.VerdictUnreachable, "")
	two := shows(checks.VerdictTrusted, "a", "b")
	for name, c := range map[string]struct {
		reports []*checks.Report
		want    int
	}{
		"well": {[]*checks.Report{fine}, 0}, "untrusted": {[]*checks.Report{fine, wrong}, 1}, "untrusted twice": {[]*checks.Report{fine, wrong, wrong}, 0},
		"unreachable": {[]*checks.Report{fine, away, away}, 2}, "unreachable for long": {[]*checks.Report{fine, away, away, away}, 0},
		"two certificates": {[]*checks.Report{fine, two, two}, 2}, "two for long": {[]*checks.Report{fine, two, two, two}, 0},
		"another": {[]*checks.Report{fine, shows(checks.VerdictTrusted, "b")}, 1}, "another twice": {[]*checks.Report{fine, shows(checks.VerdictTrusted, "b"), shows(checks.VerdictTrusted, "b")}, 0},
	} {
		if _, last := checked(time.Hour, c.reports...); last.Retries != c.want {
			t.Errorf("%s: %d doubts, want %d", name, last.Retries, c.want)
		}
	}
}

// TestDoubtsInSilence: while a channel is silent nothing is told, and yet there is no
// haste to look again once a look has shown the same often enough.
func TestDoubtsInSilence(t *testing.T) {
	wrong, away, two, other := shows(checks.VerdictUntrusted, "a"), shows(checks.VerdictUnreachable, ""), shows(checks.VerdictTrusted, "a", "b"), shows(checks.VerdictTrusted, "b")
	weak := shows(checks.VerdictWarning, "a")
	weak.Findings = []checks.Finding{{Code: checks.WeakKey, Severity: checks.Warning}}
	for name, c := range map[string]struct {
		report *checks.Report
		want   []int // doubts after each look
	}{
		"untrusted": {wrong, []int{1, 0, 0}}, "unreachable": {away, []int{1, 2, 0, 0}}, "two certificates": {two, []int{1, 2, 0, 0}}, "another": {other, []int{1, 0, 0}},
		"a warning": {weak, []int{1, 0, 0}},
	} {
		e := evaluate(bot.WatchedEndpoint{}, portSight{report: shows(checks.VerdictTrusted, "a"), full: true, now: began}).WatchedEndpoint
		var got []int
		for range c.want {
			v := evaluate(e, portSight{report: c.report, full: true, silent: true, now: began})
			if len(v.events) > 0 {
				t.Errorf("%s: told while silent: %+v", name, v.events)
			}
			e = v.WatchedEndpoint
			got = append(got, e.Retries)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: doubts %v, want %v", name, got, c.want)
		}
	}
}

// TestEndsAreTold: the end of a certificate at its stages, once each, and of those
// beside the leaf that they are gone.
func TestEndsAreTold(t *testing.T) {
	end := began.AddDate(0, 0, 40)
	look := func(after time.Duration) *checks.Report {
		r := shows(checks.VerdictTrusted, "a")
		r.Certificate.NotAfter, r.CheckedAt = end, began.Add(after)
		if !r.CheckedAt.Before(end) {
			r.Verdict, r.Findings = checks.VerdictUntrusted, []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}}
		}
		return r
	}
	var e bot.WatchedEndpoint
	var told []string
	for after := time.Duration(0); after < 44*day; after += 6 * time.Hour {
		v := evaluate(e, portSight{report: look(after), full: true, days: []int{30, 7, 1}, now: began.Add(after)})
		for _, what := range v.events {
			told = append(told, fmt.Sprintf("%s %v at %v", what.kind, what.before.Hours()/24, after.Hours()/24))
		}
		e = v.WatchedEndpoint
	}
	want := []string{"ending 30 at 10", "ending 7 at 33", "ending 1 at 39", "ending 0 at 40"}
	if !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}

// TestFailureOfAReport: what has ended is an end, and nothing else is taken for one.
func TestFailureOfAReport(t *testing.T) {
	leaf := func(left time.Duration) *checks.Certificate {
		return &checks.Certificate{SHA256: "a", NotAfter: began.Add(left)}
	}
	critical := func(codes ...checks.Code) (out []checks.Finding) {
		for _, c := range codes {
			out = append(out, checks.Finding{Code: c, Severity: checks.Critical})
		}
		return out
	}
	authority := checks.Finding{Code: checks.Expired, Severity: checks.Critical, Evidence: checks.Evidence{Of: &checks.ExpiredEvidence{
		CertificateEvidence: checks.CertificateEvidence{SHA256: "ca"}, NotAfter: began}}}
	soon := authority
	soon.Evidence.Of = &checks.ExpiredEvidence{CertificateEvidence: checks.CertificateEvidence{SHA256: "ca"}, NotAfter: began.Add(1)}
	for name, c := range map[string]struct {
		report *checks.Report
		want   bot.Failure
	}{
		"no report":                  {nil, bot.Unreachable},
		"trusted":                    {&checks.Report{Verdict: checks.VerdictTrusted}, bot.Fine},
		"a warning":                  {&checks.Report{Verdict: checks.VerdictWarning}, bot.Fine},
		"unreachable":                {&checks.Report{Verdict: checks.VerdictUnreachable}, bot.Unreachable},
		"no TLS":                     {&checks.Report{Verdict: checks.VerdictNoTLS}, bot.Untrusted},
		"ended at this moment":       {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(0), Findings: critical(checks.Expired)}, bot.Expired},
		"ended, and addresses vary":  {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(-day), Findings: critical(checks.InconsistentServers, checks.Expired, checks.CertificateVaries)}, bot.Expired},
		"ended, and another name":    {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(-day), Findings: critical(checks.Expired, checks.HostnameMismatch)}, bot.Untrusted},
		"another name, as a warning": {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(-day), Findings: append(critical(checks.Expired), checks.Finding{Code: checks.HostnameMismatch, Severity: checks.Warning})}, bot.Expired},
		"not ended yet":              {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(1), Findings: critical(checks.Expired)}, bot.Untrusted},
		"an authority has ended":     {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(day), Findings: []checks.Finding{authority}}, bot.Expired},
		"it ends in a moment":        {&checks.Report{Verdict: checks.VerdictUntrusted, CheckedAt: began, Certificate: leaf(day), Findings: []checks.Finding{soon}}, bot.Untrusted},
	} {
		if got := failureOf(c.report); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestWarningsAreTold: a new warning once it was seen twice, and that none is left once
// the last was missed twice; what came with the watch is known.
func TestWarningsAreTold(t *testing.T) {
	warned := func(codes ...checks.Code) *checks.Report {
		r := shows(checks.VerdictTrusted, "a")
		for _, c := range codes {
			r.Verdict = checks.VerdictWarning
			r.Findings = append(r.Findings, checks.Finding{Code: c, Severity: checks.Warning, Title: say.Literal(string(c))})
		}
		return r
	}
	fine, weak, both := warned(), warned(checks.WeakKey), warned(checks.WeakKey, checks.WeakSignature)
	for name, c := range map[string]struct {
		reports []*checks.Report
		want    string
	}{
		"from the beginning":   {[]*checks.Report{weak, weak, weak, fine, fine}, "- - - - -"},
		"a new one":            {[]*checks.Report{fine, weak, weak, weak}, "- - warning -"},
		"once":                 {[]*checks.Report{fine, weak, fine, weak, fine}, "- - - - -"},
		"gone":                 {[]*checks.Report{fine, weak, weak, fine, fine, fine}, "- - warning - recovered -"},
		"missed once":          {[]*checks.Report{fine, weak, weak, fine, weak, weak}, "- - warning - - -"},
		"another one":          {[]*checks.Report{fine, weak, weak, both, both}, "- - warning - warning"},
		"one of two is gone":   {[]*checks.Report{fine, both, both, weak, weak, fine, fine}, "- - warning - - - recovered"},
		"told in another way":  {[]*checks.Report{fine, warned(checks.ExpiringSoon), warned(checks.ExpiringSoon), warned(checks.CertificateVaries)}, "- - - -"},
		"known, gone, and new": {[]*checks.Report{weak, fine, fine, weak, weak}, "- - - - warning"},
		"below a failure":      {[]*checks.Report{fine, shows(checks.VerdictUntrusted, "a"), shows(checks.VerdictUntrusted, "a"), weak, weak}, "- - untrusted - recovered"},
	} {
		if got, _ := checked(time.Hour, c.reports...); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	var many []checks.Code
	for n := range 12 {
		many = append(many, checks.Code(fmt.Sprint("code", n)), checks.Code(fmt.Sprint("code", n)))
	}
	if _, last := checked(time.Hour, fine, warned(many...)); len(last.Warnings) != 8 {
		t.Errorf("%d warnings are remembered", len(last.Warnings))
	}
}

// TestWhatOnlyAFullLookShows stays until the next one, and a quick look neither ends it
// nor calls the server well.
func TestWhatOnlyAFullLookShows(t *testing.T) {
	ends := func(shas ...string) *checks.Report {
		r := shows(checks.VerdictWarning, "a")
		for _, sha := range shas {
			r.Findings = append(r.Findings, checks.Finding{Code: checks.ExpiringSoon, Severity: checks.Warning, Evidence: checks.Evidence{
				Of: &checks.ExpiringSoonEvidence{CertificateEvidence: checks.CertificateEvidence{SHA256: sha, Role: "leaf"}, NotAfter: began.AddDate(0, 1, 0)}}})
		}
		return r
	}
	var e bot.WatchedEndpoint
	look := func(r *checks.Report, full bool) string {
		e = evaluate(e, portSight{report: r, full: full, now: began}).WatchedEndpoint
		var out []string
		for _, f := range e.Further {
			out = append(out, f.SHA256)
		}
		return string(e.Verdict) + " " + strings.Join(out, " ")
	}
	for n, c := range []struct {
		report *checks.Report
		full   bool
		want   string
	}{
		{ends("x", "y"), true, "warning x y"}, {ends("y"), false, "warning y x"}, {shows(checks.VerdictTrusted, "a"), false, "warning x"},
		{shows(checks.VerdictTrusted, "b"), false, "trusted "}, {ends("x"), true, "warning x"}, {shows(checks.VerdictTrusted, "a"), true, "trusted "},
	} {
		if got := look(c.report, c.full); got != c.want {
			t.Errorf("look %d: %q, want %q", n+1, got, c.want)
		}
	}
}

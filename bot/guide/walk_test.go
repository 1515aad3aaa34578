package guide_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/guide"
	"certdesk/checks"
	"certdesk/checks/say"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func answerWith(verdict checks.Verdict, findings []checks.Finding, numbers ...int) *bot.Answer {
	r := checks.Report{
		Verdict: verdict, Summary: say.Literal("Something is wrong."), Findings: findings,
		Certificate: &checks.Certificate{}, Names: checks.Names{Requested: "mail.corp.com"},
		Settings: &checks.Settings{Protocol: "IMAP", Port: 993, Encryption: "SSL/TLS"},
		Stores:   map[string]string{"mozilla": "trusted"},
	}
	for _, n := range numbers {
		r.Steps = append(r.Steps, checks.Step{Number: n, Title: say.Literal("Title"), Why: say.Literal("Why.")})
	}
	return &bot.Answer{ID: "a", Reports: []checks.Report{r}, Question: bot.Question{Target: checks.Target{Host: "mail.corp.com", Port: 993}}}
}

func numbers(w *guide.Walk) (out []int) {
	for _, s := range w.Steps {
		out = append(out, s.Number)
	}
	return out
}

func labels(r bot.Reply) string {
	var out []string
	for _, a := range r.Actions {
		out = append(out, a.Label.String())
	}
	return strings.Join(out, " | ")
}

func TestWalk(t *testing.T) {
	expired := []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}, {Code: checks.ChainOrder, Severity: checks.Info}}
	w := guide.FromAnswer("w1", answerWith(checks.VerdictUntrusted, expired, 6, 10), nil, now)
	first := w.Say()
	if first.Headline.String() != "Something is wrong. Step 1 of 2:" || first.Steps[0].Number != 6 || labels(first) != "It works now | Still not working | It shows something else | Ask an admin" {
		t.Errorf("first stop: %+v", first)
	}
	var left []string
	for _, item := range first.Items {
		left = append(left, item.Text.String())
	}
	want := "Skipped step 2 (“Check incoming and outgoing server names”). mail.corp.com is on the certificate.\n" +
		"Skipped step 3 (“Ensure SSL/TLS encryption settings are correct”). Port 993 uses SSL/TLS, as it should.\n" +
		"Skipped step 4 (“Update Windows 11 root certificates”). The certificate comes from a root certificate that PCs trust.\n" +
		"Skipped step 9 (“Accept the certificate only if you trust the server”). Accepting an expired certificate also hides the next problem."
	if got := strings.Join(left, "\n"); got != want {
		t.Errorf("left out:\n%s\nwant\n%s", got, want)
	}
	if o := w.Press(guide.Next, 0, now.Add(time.Minute)); o != guide.DidNot || w.At != 1 || !w.Changed.Equal(now.Add(time.Minute)) {
		t.Errorf("next: %v, %+v", o, w)
	}
	if o := w.Press(guide.Next, 0, now); o != guide.Nothing || w.At != 1 {
		t.Errorf("a press on the old message moved the walk: %v, at %d", o, w.At)
	}
	if second := w.Say(); second.Headline.String() != "Step 2 of 2" || len(second.Items) != 0 || second.Footnote.String() != "mail.corp.com:993" ||
		labels(second) != "It works now | Still not working | It shows something else | Back | Ask an admin" {
		t.Errorf("second stop: %+v", second)
	}
	w.Press(guide.Back, 1, now)
	if w.At != 0 {
		t.Errorf("back to %d", w.At)
	}
	w.Press(guide.Next, 0, now)
	w.Press(guide.Next, 1, now)
	end := w.Say()
	if w.Step() != nil || !strings.Contains(end.Headline.String(), "all the steps") || len(end.Items) != 2 || labels(end) != "Ask an admin | It works now | Back" {
		t.Errorf("the end: %+v", end)
	}
	if o := w.Press(guide.Next, 2, now); o != guide.Nothing || w.At != 2 || w.Ended != "" {
		t.Errorf("next at the end: %v, %+v", o, w)
	}
	if o := w.Press(guide.Ask, 2, now); o != guide.Nothing || w.Ended != guide.Human {
		t.Errorf("ask: %v, %+v", o, w)
	}
	var tried []string
	for _, item := range w.Say().Items {
		tried = append(tried, item.Text.String())
	}
	if got := strings.Join(tried, "\n"); got != "Tried step 6: “Title”\nTried step 10: “Title”" || len(w.Say().Actions) != 0 {
		t.Errorf("the administrator reads %s", got)
	}
	if o := w.Press(guide.Done, 2, now); o != guide.Nothing || w.Ended != guide.Human {
		t.Errorf("a press after the end: %v, %+v", o, w)
	}
}

// TestWhatIsLeftOut: a step is left out only where the diagnosis rules it out,
// and never where it is one of those that are offered.
func TestWhatIsLeftOut(t *testing.T) {
	critical := func(codes ...checks.Code) (out []checks.Finding) {
		for _, code := range codes {
			out = append(out, checks.Finding{Code: code, Severity: checks.Critical})
		}
		return out
	}
	for name, tt := range map[string]struct {
		findings []checks.Finding
		change   func(r *checks.Report)
		offered  []int
		want     []int
	}{
		"nothing is wrong":            {want: []int{2, 3}},
		"expired":                     {findings: critical(checks.Expired), want: []int{2, 3, 4, 9}},
		"expired, its steps offered":  {findings: critical(checks.Expired), offered: []int{2, 4, 9}, want: []int{3}},
		"not yet valid":               {findings: critical(checks.NotYetValid), want: []int{2, 3, 4}},
		"another name":                {findings: critical(checks.HostnameMismatch), want: []int{3, 4, 6}},
		"no names":                    {findings: critical(checks.NoSAN), want: []int{3, 4, 6}},
		"another name for mailboxes":  {findings: critical(checks.AutodiscoverMismatch), want: []int{3, 4, 6}},
		"revoked":                     {findings: critical(checks.Revoked), want: []int{2, 3, 4, 6, 9}},
		"intercepted":                 {findings: critical(checks.Intercepted), want: []int{2, 3, 4, 6, 9}},
		"an authority of bad repute":  {findings: critical(checks.DistrustedCA), want: []int{2, 3, 4, 6, 9}},
		"no fault of the server":      {findings: []checks.Finding{{Code: checks.ExpiringSoon, Severity: checks.Warning}}, want: []int{2, 3}},
		"the wrong encryption":        {findings: critical(checks.WrongEncryptionMode), want: []int{2, 4, 6}},
		"the clock is right":          {findings: critical(checks.Expired), change: func(r *checks.Report) { r.Seen = &checks.ReportSeen{ClockRight: true} }, want: []int{2, 3, 4, 6, 9}},
		"no encryption":               {findings: critical(checks.STARTTLSNotOffered), change: func(r *checks.Report) { r.Certificate, r.Settings.Encryption = nil, "None" }},
		"no answer":                   {findings: critical(checks.Unreachable), change: func(r *checks.Report) { r.Certificate, r.Settings = nil, nil }},
		"a root of the company alone": {findings: critical(checks.Revoked), change: func(r *checks.Report) { r.Stores = map[string]string{"mozilla": "untrusted", "system": "trusted"} }, want: []int{2, 3, 6, 9}},
	} {
		a := answerWith(checks.VerdictUntrusted, tt.findings, tt.offered...)
		if tt.change != nil {
			tt.change(&a.Reports[0])
		}
		var left []int
		for _, s := range guide.FromAnswer("w", a, nil, now).Skipped {
			left = append(left, s.Number)
		}
		if !slices.Equal(left, tt.want) {
			t.Errorf("%s: left out are %v, want %v", name, left, tt.want)
		}
	}
}

// TestWhatCounts: a step helps against what was wrong, not against what was
// merely noted, and of two who tried nothing is concluded.
func TestWhatCounts(t *testing.T) {
	findings := []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}, {Code: checks.ExpiringSoon, Severity: checks.Warning}, {Code: checks.ChainOrder, Severity: checks.Info}}
	counts := guide.Counts{checks.Expired: {5: {Helped: 2}}, checks.ChainOrder: {5: {Helped: 90}}}
	w := guide.FromAnswer("w", answerWith(checks.VerdictUntrusted, findings, 6, 5), counts, now)
	if got := w.CountCodes(); !slices.Equal(got, []checks.Code{checks.Expired, checks.ExpiringSoon}) {
		t.Errorf("it counts under %v", got)
	}
	if got := numbers(w); !slices.Equal(got, []int{6, 5}) {
		t.Errorf("order %v", got)
	}
	counts[checks.ExpiringSoon] = map[int]guide.Count{5: {Helped: 1}} // three now
	if got := numbers(guide.FromAnswer("w", answerWith(checks.VerdictUntrusted, findings, 6, 5), counts, now)); !slices.Equal(got, []int{5, 6}) {
		t.Errorf("order %v", got)
	}
}

func TestDone(t *testing.T) {
	w := guide.FromAnswer("w1", answerWith(checks.VerdictTrusted, nil, 6, 8), nil, now)
	if o := w.Press(guide.Done, 0, now); o != guide.Helped || w.Ended != guide.Works {
		t.Errorf("%v, %+v", o, w)
	}
	if got := w.Say(); got.Tone != bot.Good || got.Headline.String() != "Good. Step 6 fixed it: “Title”." || len(got.Actions) != 0 {
		t.Errorf("%+v", got)
	}
	if codes := w.CountCodes(); len(codes) != 1 || codes[0] != "" {
		t.Errorf("counts under %q", codes)
	}
}

// TestWithoutSteps: where no step helps on the PC, that is said, and what works again
// after all counts for none.
func TestWithoutSteps(t *testing.T) {
	w := guide.FromAnswer("w1", answerWith(checks.VerdictUntrusted, nil), nil, now)
	if got := w.Say(); got.Headline.String() != "No step on the PC can fix this. The server's administrator needs to look at it." || labels(got) != "Ask an admin | It works now" {
		t.Errorf("%+v", got)
	}
	if o := w.Press(guide.Done, 0, now); o != guide.Nothing || w.Ended != guide.Works {
		t.Errorf("%v, %+v", o, w)
	}
	if got := w.Say(); got.Headline.String() != "Good. It works again." {
		t.Errorf("%+v", got)
	}
	// A pasted error has no server whose name could be told, and an answer without a
	// report no problem.
	if got := guide.FromSteps("w2", nil, nil, []bot.Step{{Number: 6}}, nil, now).Say(); got.Headline.String() != "Step 1 of 1" || !got.Footnote.Empty() {
		t.Errorf("%+v", got)
	}
	if got := guide.FromAnswer("w3", &bot.Answer{ID: "a", Question: bot.Question{Target: checks.Target{Host: "mail.corp.com"}}}, nil, now).Say(); got.Footnote.String() != "mail.corp.com" || !strings.HasPrefix(got.Headline.String(), "No step") {
		t.Errorf("%+v", got)
	}
}

// TestLikeliestFirst: what helped others with this finding comes first, whichever
// step it is, and until that is known what the diagnosis calls the cure.
func TestLikeliestFirst(t *testing.T) {
	mismatch := []checks.Finding{{Code: checks.HostnameMismatch, Severity: checks.Critical}}
	for name, test := range map[string]struct {
		counts   guide.Counts
		cure     int
		cautions []int
		offered  []int
		want     []int
	}{
		"nothing known":                {nil, 0, nil, []int{1, 2, 7, 10}, []int{1, 2, 7, 10}},
		"the diagnosis' cure":          {nil, 7, nil, []int{1, 2, 7, 10}, []int{7, 1, 2, 10}},
		"all steps":                    {guide.Counts{checks.HostnameMismatch: {10: {Helped: 50}, 2: {Helped: 1, Not: 9}}}, 1, nil, []int{1, 2, 7, 10}, []int{10, 1, 7, 2}},
		"another finding's":            {guide.Counts{checks.Expired: {10: {Helped: 50}}}, 0, nil, []int{1, 2, 7, 10}, []int{1, 2, 7, 10}},
		"the cure does not help":       {guide.Counts{checks.HostnameMismatch: {7: {Not: 40}}}, 7, nil, []int{1, 2, 7, 10}, []int{1, 2, 10, 7}},
		"all against half":             {guide.Counts{checks.HostnameMismatch: {10: {Helped: 5, Not: 5}, 2: {Helped: 3}}}, 0, nil, []int{1, 2, 7, 10}, []int{2, 1, 7, 10}},
		"never against a caution":      {guide.Counts{checks.HostnameMismatch: {9: {Helped: 99}}}, 0, []int{9}, []int{1, 2, 9, 10}, []int{1, 2, 9, 10}},
		"past a caution":               {guide.Counts{checks.HostnameMismatch: {10: {Helped: 99}}}, 0, []int{9}, []int{1, 2, 9, 10}, []int{10, 1, 2, 9}},
		"a caution behind what is bad": {guide.Counts{checks.HostnameMismatch: {1: {Not: 50}, 9: {Helped: 99}}}, 0, []int{9}, []int{1, 9, 2, 10}, []int{2, 10, 1, 9}},
	} {
		a := answerWith(checks.VerdictUntrusted, mismatch, test.offered...)
		a.Reports[0].Cure = test.cure
		for i := range a.Reports[0].Steps {
			if s := &a.Reports[0].Steps[i]; slices.Contains(test.cautions, s.Number) {
				s.Caution = say.Literal("Only after that.")
			}
		}
		if got := numbers(guide.FromAnswer("w", a, test.counts, now)); !slices.Equal(got, test.want) {
			t.Errorf("%s: order %v, want %v", name, got, test.want)
		}
	}
	// A pasted error alone has no finding of its own: it counts under none.
	steps := []bot.Step{{Number: 6}, {Number: 8}, {Number: 4}, {Number: 5}}
	w := guide.FromSteps("w", nil, nil, steps, guide.Counts{"": {5: {Helped: 8, Not: 2}, 6: {Helped: 1, Not: 9}, 8: {Helped: 1, Not: 1}}}, now)
	if got := numbers(w); !slices.Equal(got, []int{5, 8, 4, 6}) {
		t.Errorf("order %v", got)
	}
}

func TestParseValue(t *testing.T) {
	for value, want := range map[string]bool{"w1/0": true, "w1/12": true, "w1": false, "/1": false, "w1/-1": false, "w1/x": false} {
		if _, _, ok := guide.ParseValue(value); ok != want {
			t.Errorf("%q: %v", value, ok)
		}
	}
}

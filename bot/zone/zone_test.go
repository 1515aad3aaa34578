package zone_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/say"
)

// checker answers with a verdict, or fails.
type checker struct {
	verdict checks.Verdict
	err     error
	asked   []bot.Question
	under   context.Context // of the last check
}

func (c *checker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	c.under = ctx
	c.asked = append(c.asked, q)
	if c.err != nil {
		return nil, c.err
	}
	r := checks.Report{Schema: checks.Schema, Verdict: c.verdict, Summary: say.Literal("So it is."), Zone: "what the worker says"}
	r.Target.Host = q.Target.Host
	return &bot.Answer{Reports: []checks.Report{r}, Chains: [][][]byte{{{1, 2}}}}, nil
}

// posts are workers in this process; a nil one never answers.
type posts struct {
	workers map[string]*zone.Worker
	err     error // of Ask
	away    error // of Living
	// gone have died since they were counted.
	gone []string
}

func (p *posts) Living(context.Context) ([]string, error) {
	var out []string
	for name := range p.workers {
		out = append(out, name)
	}
	slices.Sort(out)
	return out, p.away
}

func (p *posts) Ask(ctx context.Context, name string, question []byte) ([]byte, error) {
	switch w := p.workers[name]; {
	case p.err != nil:
		return nil, fmt.Errorf("posting: %w", p.err)
	case slices.Contains(p.gone, name):
		return nil, zone.ErrNobody
	case w == nil:
		<-ctx.Done()
		return nil, ctx.Err()
	default:
		return w.Answer(ctx, question), nil
	}
}

func worker(c *checker) *zone.Worker {
	return &zone.Worker{Checker: c, Log: slog.New(slog.DiscardHandler)}
}

func from(name string) bot.Question {
	return bot.Question{Target: checks.Target{Host: "imap.corp.example", Port: 993}, Zone: name, Seen: &checks.Seen{}}
}

func asker(here *checker, p zone.Posts) *zone.Asker {
	return &zone.Asker{Here: here, Own: "office", Posts: p, Log: slog.New(slog.DiscardHandler)}
}

// TestLabelsGoAlong: what a worker does is done under its asker's labels.
func TestLabelsGoAlong(t *testing.T) {
	type label struct{}
	inDMZ := &checker{verdict: checks.VerdictTrusted}
	w := worker(inDMZ)
	w.Labelled = func(ctx context.Context, labels map[string]string) context.Context {
		return context.WithValue(ctx, label{}, labels["request"])
	}
	a := asker(&checker{}, &posts{workers: map[string]*zone.Worker{"dmz": w}})
	a.Labels = func(context.Context) map[string]string { return map[string]string{"request": "r-1"} }
	if _, err := a.Check(t.Context(), from("dmz"), bot.Progress{}); err != nil {
		t.Fatal(err)
	}
	if got := inDMZ.under.Value(label{}); got != "r-1" {
		t.Errorf("the check ran under %v", got)
	}
}

func TestWhoAnswers(t *testing.T) {
	here, dmz := &checker{verdict: checks.VerdictTrusted}, &checker{verdict: checks.VerdictUntrusted}
	a := asker(here, &posts{workers: map[string]*zone.Worker{"dmz": worker(dmz), "office": worker(dmz)}})
	for name, want := range map[string]*checker{"": here, "here": here, "office": here, "dmz": dmz} {
		here.asked, dmz.asked = nil, nil
		answer, err := a.Check(t.Context(), from(name), bot.Progress{})
		if err != nil || len(answer.Reports) != 1 || answer.Reports[0].Verdict != want.verdict {
			t.Fatalf("from %q: %+v, %v", name, answer, err)
		}
		if len(want.asked) != 1 || len(here.asked)+len(dmz.asked) != 1 {
			t.Errorf("from %q: asked here %d times, there %d times", name, len(here.asked), len(dmz.asked))
		}
		if q := want.asked[0]; q.Zone != "" || q.Seen == nil || q.Target.Port != 993 {
			t.Errorf("from %q: the question became %+v", name, q)
		}
		if want == dmz && answer.Reports[0].Zone != "dmz" {
			t.Errorf("the worker passes for %q", answer.Reports[0].Zone)
		}
		if len(answer.Chains) != 1 || string(answer.Chains[0][0]) != "\x01\x02" {
			t.Errorf("from %q: the chains are %v", name, answer.Chains)
		}
	}
}

func TestRefusals(t *testing.T) {
	here := &checker{verdict: checks.VerdictTrusted}
	fine := worker(&checker{verdict: checks.VerdictTrusted})
	refusing := worker(&checker{err: &zone.Refusal{Text: say.Literal("Port 22 is not among those.")}})
	for _, c := range []struct {
		zone  string
		posts zone.Posts
		want  string
	}{
		{"dmz", nil, "REDIS_URL is not set"},
		{"all", nil, "REDIS_URL is not set"},
		{"dmz}:*", &posts{}, "“dmz}:*” cannot be the name of a zone."},
		{"dmz", &posts{}, "The zone “dmz” is not available: its worker is not running. To check from here, leave out the zone."},
		{"dmz", &posts{workers: map[string]*zone.Worker{"branch": fine, "lab": fine, "office": fine}}, "Available zones: branch and lab. To check"},
		{"dmz", &posts{workers: map[string]*zone.Worker{"dmz": fine, "lab": fine}, gone: []string{"dmz"}}, "Available zones: lab. To check"},
		{"dmz", &posts{workers: map[string]*zone.Worker{"dmz": refusing}}, "The zone “dmz” did not answer. Port 22 is not among those."},
		{"dmz", &posts{away: zone.ErrAway}, "The zone “dmz” did not answer. certdesk cannot reach Redis, which connects the zones."},
		{"dmz", &posts{workers: map[string]*zone.Worker{"dmz": fine}, err: zone.ErrDropped}, "Its workers failed several times."},
	} {
		_, err := asker(here, c.posts).Check(t.Context(), from(c.zone), bot.Progress{})
		var said *zone.Refusal
		if !errors.As(err, &said) || !strings.Contains(said.Text.String(), c.want) {
			t.Errorf("from %s: %v; want %q", c.zone, err, c.want)
		}
	}
	if len(here.asked) != 0 {
		t.Error("what could not be asked there was answered from here")
	}
	// What is no matter of the asker is an error.
	_, err := asker(here, &posts{workers: map[string]*zone.Worker{"dmz": worker(&checker{err: errors.New("broken")})}}).Check(t.Context(), from("dmz"), bot.Progress{})
	var said *zone.Refusal
	if err == nil || errors.As(err, &said) || !strings.Contains(err.Error(), "broken") {
		t.Errorf("a worker's failure became %v", err)
	}
}

// TestFailuresAreLogged: what is wrong with a zone is for whoever runs it, what its policy
// forbids for the asker alone.
func TestFailuresAreLogged(t *testing.T) {
	refusing := map[string]*zone.Worker{"dmz": worker(&checker{err: &zone.Refusal{Text: say.Literal("Port 22 is not among those.")}})}
	failing := map[string]*zone.Worker{"dmz": worker(&checker{verdict: checks.VerdictTrusted})}
	for _, c := range []struct {
		posts  *posts
		logged bool
	}{
		{&posts{workers: refusing}, false},
		{&posts{workers: failing, err: zone.ErrDropped}, true},
	} {
		var log strings.Builder
		a := asker(&checker{}, c.posts)
		a.Log = slog.New(slog.NewTextHandler(&log, nil))
		if _, err := a.Check(t.Context(), from("dmz"), bot.Progress{}); err == nil || strings.Contains(log.String(), "a zone gave no answer") != c.logged {
			t.Errorf("%v, logged %q, want %t", err, &log, c.logged)
		}
	}
}

// TestInTime: a zone that is silent costs its own answer, not that of all.
func TestInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here := &checker{verdict: checks.VerdictTrusted}
		a := asker(here, &posts{workers: map[string]*zone.Worker{"dmz": nil, "lab": worker(&checker{verdict: checks.VerdictTrusted})}})
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		if _, err := a.Check(ctx, from("dmz"), bot.Progress{}); err == nil || !strings.Contains(err.Error(), "did not answer in time") {
			t.Errorf("one silent zone: %v", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		answer, err := a.Check(ctx, from("all"), bot.Progress{})
		if err != nil || ctx.Err() != nil || len(answer.Reports) != 2 || len(answer.Unheard) != 1 || answer.Unheard[0].Zone != "dmz" {
			t.Errorf("all, one of them silent: %+v, %v", answer, err)
		}
	})
}

func TestAll(t *testing.T) {
	refusal := &zone.Refusal{Text: say.Literal("The address belongs to an inner network.")}
	for _, c := range []struct {
		name    string
		here    *checker
		posts   *posts
		zones   string // of the reports
		unheard string
	}{
		{"everybody answers", &checker{verdict: checks.VerdictTrusted},
			&posts{workers: map[string]*zone.Worker{"lab": worker(&checker{}), "dmz": worker(&checker{}), "office": worker(&checker{})}},
			"[what the worker says dmz lab]", "[]"},
		{"here it may not be asked", &checker{err: refusal}, &posts{workers: map[string]*zone.Worker{"dmz": worker(&checker{})}},
			"[dmz]", "[{office The address belongs to an inner network.}]"},
		{"a zone fails", &checker{}, &posts{workers: map[string]*zone.Worker{"dmz": worker(&checker{err: errors.New("x")})}},
			"[what the worker says]", "[{dmz Something went wrong there.}]"},
		{"Redis is away", &checker{}, &posts{away: zone.ErrAway},
			"[what the worker says]", "[{all certdesk cannot reach Redis, which connects the zones.}]"},
		{"nobody else is there", &checker{}, &posts{}, "[what the worker says]", "[]"},
	} {
		answer, err := asker(c.here, c.posts).Check(t.Context(), from("all"), bot.Progress{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var zones []string
		for _, r := range answer.Reports {
			zones = append(zones, r.Zone)
		}
		if fmt.Sprint(zones) != c.zones || fmt.Sprint(answer.Unheard) != c.unheard || len(answer.Chains) != len(zones) {
			t.Errorf("%s: reports from %v, %d chains, unheard %v", c.name, zones, len(answer.Chains), answer.Unheard)
		}
	}
	var said *zone.Refusal
	if _, err := asker(&checker{err: refusal}, &posts{}).Check(t.Context(), from("all"), bot.Progress{}); !errors.As(err, &said) {
		t.Errorf("no answer at all: %v", err)
	}
}

func TestParseName(t *testing.T) {
	for in, want := range map[string]string{
		"dmz": "dmz", "Branch-7": "branch-7", "a_b": "a_b", "z0-9": "z0-9", "all": "", "HERE": "", "": "", "dmz ": "", "{dmz}": "", "dmz:jobs": "", "*": "", "zöne": "",
		strings.Repeat("x", 32): strings.Repeat("x", 32), strings.Repeat("x", 33): "",
	} {
		if got, err := zone.ParseName(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
}

// FuzzQuestion: a worker always says something that the asker can read,
// whatever it was sent.
func FuzzQuestion(f *testing.F) {
	f.Add([]byte(`{"question":{"target":{"Host":"imap.corp.example","Port":993},"zone":"all"}}`))
	f.Add([]byte(`{"question":{}}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, sent []byte) {
		w := worker(&checker{verdict: checks.VerdictTrusted})
		a := asker(&checker{}, raw(w.Answer(t.Context(), sent)))
		answer, err := a.Check(t.Context(), from("dmz"), bot.Progress{})
		if err == nil && len(answer.Reports) != 1 {
			t.Errorf("%d reports", len(answer.Reports))
		}
	})
}

// FuzzAnswer: whatever a worker says, the asker has reports of that zone with a
// chain each, or an error.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"answer":{"reports":[{"verdict":"trusted","zone":"office"}],"chains":[[["AQI="]],[]]}}`))
	f.Add([]byte(`{"refused":"No."}`))
	f.Add([]byte(`{"answer":{"reports":[{},{}],"chains":null}}`))
	f.Fuzz(func(t *testing.T, said []byte) {
		answer, err := asker(&checker{}, raw(said)).Check(t.Context(), from("dmz"), bot.Progress{})
		if err != nil {
			return
		}
		if len(answer.Reports) == 0 || len(answer.Chains) != len(answer.Reports) {
			t.Errorf("%d reports, %d chains", len(answer.Reports), len(answer.Chains))
		}
		for _, r := range answer.Reports {
			if r.Zone != "dmz" {
				t.Errorf("a report passes for %q", r.Zone)
			}
		}
	})
}

// raw is a zone dmz whose workers always say the same.
type raw []byte

func (r raw) Living(context.Context) ([]string, error)            { return []string{"dmz"}, nil }
func (r raw) Ask(context.Context, string, []byte) ([]byte, error) { return r, nil }

package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
)

// web is Slack's Web API as a function of a method and its form. It needs no network,
// so that time can be the test's own.
type web func(method string, form url.Values) (status int, body string)

func (w web) RoundTrip(q *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
	}
	form := url.Values{"body": {string(raw)}} // of what is no form
	if kind := q.Header.Get("Content-Type"); strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
		if form, err = url.ParseQuery(string(raw)); err != nil {
			return nil, err
		}
	}
	status, body := w(strings.TrimPrefix(q.URL.Path, "/api/"), form)
	return &http.Response{StatusCode: status, Status: fmt.Sprint(status), Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: q}, nil
}

type noDesk struct{}

func (noDesk) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }

// inFrontOf is an adapter of such a Slack.
func inFrontOf(t *testing.T, w web, change ...func(*Config)) *Adapter {
	t.Helper()
	cfg := Config{
		Desk: noDesk{}, BotToken: "xoxb-t", SigningSecret: "s", APIURL: "https://slack.example/api",
		HTTP: &http.Client{Transport: w}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&cfg)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What Slack said of somebody is kept for a while; where it does not say anything
// there is silence for a while, and what was known is good all the same.
func TestPeopleAreRemembered(t *testing.T) {
	const anna = `{"ok":true,"user":{"id":"U1","name":"anna","locale":"de-DE","tz":"Europe/Berlin","enterprise_user":{"enterprise_id":"E1"}}}`
	for name, c := range map[string]struct {
		said   string
		keeps  time.Duration
		locale string
	}{
		"told":         {anna, knownFor, "de-DE"},
		"of elsewhere": {`{"ok":false,"error":"user_not_found"}`, knownFor, ""},
		"not seen":     {`{"ok":false,"error":"user_not_visible"}`, knownFor, ""},
		"refused":      {`{"ok":false,"error":"missing_scope"}`, silenceFor, ""},
		"failing":      {`{"ok":false,"error":"internal_error"}`, pauseFor, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			p := inFrontOf(t, func(string, url.Values) (int, string) { asked++; return http.StatusOK, c.said }).handler.people
			ask := func(calls int) {
				t.Helper()
				got := p.person(t.Context(), bot.Person{ID: "U1"})
				if got.Locale != c.locale || (got.Zone != nil) != (c.locale != "") || (got.Name == "anna") != (c.locale != "") || asked != calls {
					t.Errorf("%s: %+v after %d calls, want %d", name, got, asked, calls)
				}
			}
			ask(1)
			time.Sleep(c.keeps - 1)
			ask(1)
			time.Sleep(time.Nanosecond)
			ask(2)
			if got := p.person(t.Context(), bot.Person{}); got.ID != "" || asked != 2 {
				t.Errorf("nobody is %+v", got)
			}
			if got := p.person(t.Context(), bot.Person{ID: "U1", Name: "Anna (IT)"}); got.Name != "Anna (IT)" {
				t.Errorf("called %q", got.Name)
			}
		})
	}
	asked := make(map[string]int)
	p := inFrontOf(t, func(_ string, form url.Values) (int, string) {
		asked[form.Get("user")]++
		return http.StatusOK, anna
	}).handler.people
	for range 2 { // one does not make the other forgotten
		p.person(t.Context(), bot.Person{ID: "U1"})
		p.person(t.Context(), bot.Person{ID: "U2"})
	}
	if len(asked) != 2 || asked["U1"] != 1 || asked["U2"] != 1 {
		t.Errorf("asked for %v", asked)
	}
	synctest.Test(t, func(t *testing.T) { // what was known is good while there is silence
		said := anna
		p := inFrontOf(t, func(string, url.Values) (int, string) { return http.StatusOK, said }).handler.people
		p.person(t.Context(), bot.Person{ID: "U1"})
		time.Sleep(knownFor)
		said = `{"ok":false,"error":"internal_error"}`
		for range 2 {
			if got := p.person(t.Context(), bot.Person{ID: "U1"}); got.Locale != "de-DE" || p.enterprise(t.Context(), "U1") != "E1" {
				t.Errorf("%+v", got)
			}
		}
	})
}

// Who is in a group is read anew from time to time; what cannot be read stays as it
// was.
func TestGroupsAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		said := map[string]string{"S1": `{"ok":true,"users":["U1"]}`, "S2": `{"ok":true,"users":["U1","U2"]}`}
		asked := 0
		p := inFrontOf(t, func(method string, form url.Values) (int, string) {
			if method == "usergroups.users.list" {
				asked++
				return http.StatusOK, said[form.Get("usergroup")]
			}
			return http.StatusOK, `{"ok":true,"user":{}}`
		}, func(cfg *Config) { cfg.Groups = []string{"S1", "S2"} }).handler.people
		ask := func(calls int, want ...string) {
			t.Helper()
			if got := p.person(t.Context(), bot.Person{ID: "U1"}).Roles; !slices.Equal(got, want) || asked != calls {
				t.Errorf("%q after %d calls, want %q after %d", got, asked, want, calls)
			}
		}
		ask(2, "S1", "S2")
		said["S1"], said["S2"] = `{"ok":false,"error":"internal_error"}`, `{"ok":true,"users":[]}`
		time.Sleep(groupsFor - 1)
		ask(2, "S1", "S2")
		time.Sleep(time.Nanosecond)
		ask(4, "S1")
		time.Sleep(pauseFor)
		said["S1"] = `{"ok":true,"users":[]}`
		ask(6)
	})
}

// Where certdesk is at home is asked until Slack tells: after a failure not by each
// delivery, but in a while, and after as long as Slack asks where it says that it is busy.
func TestHomeIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		said, asked := `{"ok":false,"error":"internal_error"}`, 0
		p := inFrontOf(t, func(string, url.Values) (int, string) { asked++; return http.StatusOK, said }).handler.people
		told := func(want home, times int) {
			t.Helper()
			for range 3 {
				if got := p.home(t.Context()); got != want || asked != times {
					t.Errorf("%+v after %d calls, want %+v after %d", got, asked, want, times)
				}
			}
		}
		told(home{}, 1)
		time.Sleep(pauseFor - 1)
		told(home{}, 1)
		time.Sleep(time.Nanosecond)
		said = `{"ok":false,"error":"ratelimited"}`
		told(home{}, 2)
		time.Sleep(time.Second)
		said = `{"ok":true,"user_id":"U9","team_id":"T1","enterprise_id":"E1"}`
		told(home{"U9", "T1", "E1"}, 3)
		if got := p.self(t.Context()); got != "U9" {
			t.Errorf("the bot is %q", got)
		}
	})
}

// A stranger is whoever is at home neither in the workspace nor in the organisation.
func TestStrangers(t *testing.T) {
	inTeam, inOrganisation, elsewhere := home{"U9", "T1", ""}, home{"U9", "T1", "E1"}, home{}
	for name, c := range map[string]struct {
		own        home
		from       sender
		enterprise string // that users.info tells
		want       bool
	}{
		"nothing is told":              {inTeam, sender{}, "", false},
		"nothing is known of certdesk": {elsewhere, sender{team: "T2"}, "", false},
		"of the workspace":             {inTeam, sender{team: "T1"}, "", false},
		"of another one":               {inTeam, sender{team: "T2"}, "", true},
		"of an organisation":           {inTeam, sender{team: "T2", enterprise: "E1"}, "", true},
		"of the organisation":          {inOrganisation, sender{team: "T2", enterprise: "E1"}, "", false},
		"of the organisation as team":  {inOrganisation, sender{team: "E1"}, "", false},
		"of another organisation":      {inOrganisation, sender{team: "T2", enterprise: "E2"}, "E1", true},
		"of its other workspace":       {inOrganisation, sender{team: "T2"}, "E1", false},
		"of a strange workspace":       {inOrganisation, sender{team: "T2"}, "E2", true},
		"of none":                      {inOrganisation, sender{team: "T2"}, "", true},
		"by the organisation alone":    {inOrganisation, sender{enterprise: "E1"}, "", false},
	} {
		p := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			if method == "auth.test" {
				raw, err := json.Marshal(map[string]any{"ok": true, "user_id": c.own.user, "team_id": c.own.team, "enterprise_id": c.own.enterprise})
				if err != nil {
					t.Error(err)
				}
				return http.StatusOK, string(raw)
			}
			return http.StatusOK, `{"ok":true,"user":{"enterprise_user":{"enterprise_id":"` + c.enterprise + `"}}}`
		}).handler.people
		if got := p.stranger(t.Context(), bot.Person{ID: "U1"}, c.from); got != c.want {
			t.Errorf("%s: a stranger %v", name, got)
		}
	}
}

// The messages of a channel keep a second apart, or as long as Slack asks; a turn that
// comes too late is left to others.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := newPace(time.Now), time.Now()
		at := func(want time.Duration, channel string) {
			t.Helper()
			if err := p.turn(t.Context(), channel); err != nil || time.Since(began) != want {
				t.Errorf("%s: %v after %s, want %s", channel, err, time.Since(began), want)
			}
		}
		at(0, "C1")
		at(0, "C2")
		at(time.Second, "C1")
		p.rest("C1", 5*time.Second)
		p.rest("C1", 2*time.Second) // shorter than what was asked for before
		for _, deadline := range []time.Duration{5 * time.Second, time.Second} {
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			err := p.turn(ctx, "C1")
			cancel()
			if after, late := retry.Late(err); !late || after != 5*time.Second {
				t.Errorf("with %s: %v", deadline, err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second+1)
		defer cancel()
		if err := p.turn(ctx, "C1"); err != nil || time.Since(began) != 6*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		at(7*time.Second, "C1")
		for i := range maxPaced {
			at(7*time.Second, fmt.Sprint("X", i))
		}
		time.Sleep(2 * time.Second)
		at(9*time.Second, "C1")
	})
}

// What failed is tried again after waits that grow, in doubt only where that does no
// harm.
func TestTries(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		again decision
		calls int
	}{
		"well":              {nil, always, 1},
		"refused":           {refusedFor("channel_not_found"), always, 1},
		"failing":           {refusedFor("internal_error"), always, policy.MaxAttempts},
		"in doubt":          {errors.New("reset"), func(context.Context, error) bool { return false }, 1},
		"with no more time": {&api.RateLimitedError{RetryAfter: time.Hour}, always, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			var at []time.Time
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := try(ctx, func(context.Context) error { at = append(at, time.Now()); return c.err }, c.again)
			if !errors.Is(err, c.err) || len(at) != c.calls {
				t.Errorf("%s: %v after %d calls", name, err, len(at))
			}
			for i := 2; i < len(at); i++ {
				if before, wait := at[i-1].Sub(at[i-2]), at[i].Sub(at[i-1]); before < 200*time.Millisecond || wait < before/2 || wait > 10*time.Second {
					t.Errorf("%s: %s, and then %s", name, before, wait)
				}
			}
		})
	}
}

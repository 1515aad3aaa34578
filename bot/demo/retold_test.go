//go:build !race

package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/cli"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/phrasebook"
	"certdesk/checks/programs"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// asker is somebody who asks somewhere, by themselves.
type asker struct {
	front    *cli.Front
	platform bot.Platform
	id       string
	language string
}

func (a asker) ask(t *testing.T, q *bot.Request) (last bot.Reply) {
	t.Helper()
	q.Place = bot.Place{Platform: a.platform, Team: "T1", Channel: "D" + a.id}
	q.Asker, q.Direct, q.At = bot.Person{ID: a.id, Name: a.id, Locale: a.language}, true, time.Now()
	err := a.front.Desk().Handle(t.Context(), q, func(_ context.Context, r bot.Reply) error {
		last = r
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// check asks for a server, for a mail program.
func (a asker) check(t *testing.T, typed string, p programs.ID) bot.Reply {
	t.Helper()
	return a.ask(t, &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: typed + " client " + string(p)})
}

// TestRetold: what somebody is told of an answer that others were told before is what it
// would be if all of it were made anew, as it is where a mail program is chosen below an
// answer; and so are the blocks that Slack is sent.
func TestRetold(t *testing.T) {
	if testing.Short() {
		t.Skip("asks all servers of the zoo")
	}
	t.Parallel()
	zoo, err := checktest.Open(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer zoo.Close()
	e, err := zooDiagnosis(zoo)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	defer kept.Close()
	checker := e.Checker(engine.Options{Timeout: demoTimeout}, nil)
	front, err := cli.NewFront(cli.FrontConfig{Checker: checker, Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer front.Desk().Drain(context.Background())
	keepAll(t, zoo.Cases, func(n int, q bot.Question) error {
		a, err := checker.Check(t.Context(), q, bot.Progress{})
		if err != nil {
			return err
		}
		// So old that it is told in hours, which stay the same during the test.
		a.ID, a.Question, a.At = fmt.Sprintf("answer%d", n), q, time.Now().Add(-200*time.Minute)
		return kept.KeepAnswer(t.Context(), a, time.Hour)
	})
	all, wire := programs.All(), newWire(t)
	platforms := []bot.Platform{bot.Slack, bot.Discord, bot.Console}
	retold, drawn := 0, 0
	for n, c := range zoo.Cases {
		for k, language := range phrasebook.Languages() {
			as := func(id string) asker {
				return asker{front, platforms[(n/len(all)+k)%len(platforms)], id, language}
			}
			told := []programs.ID{all[(n+k)%len(all)].ID}
			if k == 0 {
				told = append(told, all[(n+k+1)%len(all)].ID)
			}
			for _, program := range told {
				name := fmt.Sprintf("%s in %s for %s on %s", c.Name, language, program, as("").platform)
				before := as("anna").check(t, c.Target, program)
				for _, id := range []string{"bert", "carl"} { // so that the matter is known
					as(id).check(t, c.Target, program)
				}
				got := as("dora").check(t, c.Target, program)
				if got.Template == nil || len(got.Actions) == 0 {
					continue // several servers, or none
				}
				retold++
				want := as("dora").ask(t, &bot.Request{Kind: bot.ButtonAction, Message: "1", Action: bot.Action{Name: "use-" + string(program), Value: got.Actions[0].Value}})
				if got.Template != before.Template || reflect.DeepEqual(got.Actions, before.Actions) {
					t.Errorf("%s: made twice, or with the buttons of somebody else", name)
				}
				drawing := got
				want.Audience, want.Replaces, got.Template = got.Audience, got.Replaces, nil
				if got, want := inWords(t, got), inWords(t, want); got != want {
					t.Errorf("%s: told\n%s\nwant\n%s", name, got, want)
				}
				if as("").platform != bot.Slack {
					continue
				}
				drawn++
				wire.send(t, before)
				raw, err := slack.Payload(want)
				if err != nil {
					t.Fatal(err)
				}
				if sent, fresh := wire.send(t, drawing), asSent(t, raw); !reflect.DeepEqual(sent, fresh) {
					t.Errorf("%s: sent\n%v\nwant\n%v", name, sent, fresh)
				}
			}
		}
	}
	t.Logf("%d were retold, %d of them on Slack", retold, drawn)
	if most := len(zoo.Cases) * len(phrasebook.Languages()); retold < most*3/4 || drawn < most/5 {
		t.Errorf("of %d answers %d were retold, %d of them on Slack", most, retold, drawn)
	}
}

// inWords is all of a reply as its reader has it: a time is the same whether it was read
// from the store or not.
func inWords(t *testing.T, r bot.Reply) string {
	t.Helper()
	out, err := json.MarshalIndent(answer.In((*phrasebook.Book)(nil), r), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// keepAll has the answers of all cases kept, some at a time.
func keepAll(t *testing.T, cases []checktest.Case, keep func(n int, q bot.Question) error) {
	t.Helper()
	var all sync.WaitGroup
	ahead := make(chan struct{}, demoAhead)
	for n, c := range cases {
		typed, err := target.Parse(c.Target)
		if err != nil {
			t.Fatal(err)
		}
		ahead <- struct{}{}
		all.Go(func() {
			defer func() { <-ahead }()
			if err := keep(n, bot.Question{Target: typed}); err != nil {
				t.Errorf("%s: %v", c.Name, err)
			}
		})
	}
	all.Wait()
}

// wire is Slack's adapter between a desk that says what it is told to, and a Slack that
// keeps what it is sent.
type wire struct {
	handler http.Handler
	adapter *slack.Adapter
	say     chan bot.Reply
	sent    chan []byte
	n       int
}

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{say: make(chan bot.Reply, 1), sent: make(chan []byte, 1)}
	adapter, err := slack.New(slack.Config{
		Desk: w, BotToken: "xoxb-1", SigningSecret: fakeslack.Secret, HTTP: &http.Client{Transport: w},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.adapter, w.handler = adapter, adapter.Handler()
	t.Cleanup(func() { adapter.Drain(context.Background()) })
	return w
}

// Handle says what is to be said.
func (w *wire) Handle(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
	return respond(ctx, <-w.say)
}

// RoundTrip keeps what goes to a response_url.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body.Close()
	said := `{"ok":true,"user_id":"UBOT","team_id":"T1","user":{"id":"U1"}}`
	if strings.HasPrefix(r.URL.Path, "/commands/") {
		w.sent <- body
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(said)), Request: r}, nil
}

// send says a reply, and returns what Slack is sent of it.
func (w *wire) send(t *testing.T, r bot.Reply) map[string]any {
	t.Helper()
	w.n++
	body := []byte(url.Values{
		"command": {"/certcheck"}, "text": {"x"}, "team_id": {"T1"}, "channel_id": {"C1"}, "user_id": {"U1"},
		"response_url": {"https://hooks.slack.example/commands/1"}, "trigger_id": {fmt.Sprint(w.n)},
	}.Encode())
	req := httptest.NewRequest(http.MethodPost, slack.PathCommands, bytes.NewReader(body))
	at, signature := fakeslack.Sign(fakeslack.Secret, time.Now(), body)
	req.Header.Set("X-Slack-Request-Timestamp", at)
	req.Header.Set("X-Slack-Signature", signature)
	w.say <- r
	recorded := httptest.NewRecorder()
	w.handler.ServeHTTP(recorded, req)
	if recorded.Code != http.StatusOK {
		t.Fatalf("the adapter says %d", recorded.Code)
	}
	return asSent(t, <-w.sent)
}

// asSent are the text and the blocks of what Slack is sent.
func asSent(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	for name := range all {
		if !slices.Contains([]string{"text", "blocks"}, name) {
			delete(all, name)
		}
	}
	return all
}

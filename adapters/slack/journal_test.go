package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slack-go/slack/socketmode"

	"certdesk/adapters/adaptertest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// away is what nobody can tell: a home tab, a channel's move.
type away struct{}

func (away) Home(context.Context, bot.Place, bot.Person) (bot.Reply, error) {
	return bot.Reply{}, errors.New("the store is away")
}

// What goes wrong beside an answer stands in the log, in one line; what goes well does
// not.
func TestWhatTheOperatorReads(t *testing.T) {
	const (
		lost, kept, noFile = "an answer did not reach Slack", "a first word could not be taken back", "a file could not be attached"
		noForm, lessForm   = "a form could not be opened", "a form is opened without its field for a file"
		noTab              = "a home tab could not be shown"
	)
	h := say.Literal("h")
	said, mine, working := bot.Reply{Headline: h}, bot.Reply{Headline: h, Audience: bot.Asker}, bot.Reply{Headline: h, Working: true}
	withFile := bot.Reply{Headline: h, Files: []bot.File{{Name: "a.pem", Data: []byte("x")}}}
	form := bot.Reply{Form: &bot.Form{Action: bot.Action{Name: "fix"}, Fields: []bot.Field{{Name: "file", File: true}}}}
	message := func(a *Adapter) {
		a.handler.takeCallback(&outer{TeamID: "T1", EventID: "E1", Event: inner{Type: "app_mention", User: "U1", TS: "1.1", Channel: []byte(`"C1"`), Text: "help"}})
	}
	command := func(a *Adapter) {
		a.handler.command(slashCommand{Command: "/certfix", ChannelID: "C1", UserID: "U1", TriggerID: "t"}, "E1")
	}
	tab := func(channel string) func(a *Adapter) {
		return func(a *Adapter) { a.handler.publishHome(context.Background(), "T1", "U1", channel) }
	}
	moves := func(a *Adapter) {
		a.handler.takeCallback(&outer{Event: inner{Type: "channel_id_changed", OldChannel: "C1", NewChannel: "C2"}})
	}
	stays := func(cfg *Config) {
		cfg.Moved = func(context.Context, bot.Place, bot.Place) error { return errors.New("the store is away") }
	}
	goes := func(cfg *Config) { cfg.Moved = func(context.Context, bot.Place, bot.Place) error { return nil } }
	nothing := func(*Config) {}
	delivered := func(attempt string) func(a *Adapter) {
		return func(a *Adapter) {
			r := httptest.NewRequest(http.MethodPost, PathEvents, strings.NewReader("{}"))
			at := strconv.FormatInt(a.now().Unix(), 10)
			sum := hmac.New(sha256.New, []byte("s"))
			sum.Write([]byte("v0:" + at + ":{}"))
			r.Header.Set("X-Slack-Request-Timestamp", at)
			r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(sum.Sum(nil)))
			if attempt != "" {
				r.Header.Set("X-Slack-Retry-Num", attempt)
			}
			a.Handler().ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	for name, c := range map[string]struct {
		do      func(a *Adapter)
		change  func(*Config)
		replies adaptertest.Answering
		refuse  map[string]string // methods, and Slack's word for each
		want    []string
	}{
		"a message":                     {do: message, change: nothing, replies: adaptertest.Answering{working, said}},
		"its answer is refused":         {do: message, change: nothing, replies: adaptertest.Answering{said}, refuse: map[string]string{"chat.postMessage": "team_access_not_granted"}, want: []string{lost}},
		"its first word is erased":      {do: message, change: nothing, replies: adaptertest.Answering{working, mine}},
		"which is gone":                 {do: message, change: nothing, replies: adaptertest.Answering{working, mine}, refuse: map[string]string{"chat.delete": "message_not_found"}},
		"which stays":                   {do: message, change: nothing, replies: adaptertest.Answering{working, mine}, refuse: map[string]string{"chat.delete": "cant_delete_message"}, want: []string{kept}},
		"a file is refused":             {do: message, change: nothing, replies: adaptertest.Answering{withFile}, refuse: map[string]string{"files.getUploadURLExternal": "missing_scope"}, want: []string{noFile}},
		"a form":                        {do: command, change: nothing, replies: adaptertest.Answering{form}},
		"a form is refused":             {do: command, change: nothing, replies: adaptertest.Answering{form}, refuse: map[string]string{"views.open": "expired_trigger_id"}, want: []string{noForm}},
		"a form without files":          {do: command, change: nothing, replies: adaptertest.Answering{form}, refuse: map[string]string{"views.open": "missing_scope"}, want: []string{lessForm, noForm}},
		"a home tab":                    {do: tab(""), change: nothing},
		"a home tab is refused":         {do: tab(""), change: nothing, refuse: map[string]string{"views.publish": "not_enabled"}, want: []string{noTab}},
		"and its blocks":                {do: tab(""), change: nothing, refuse: map[string]string{"views.publish": "invalid_arguments"}, want: []string{"Slack refused the blocks of a home tab", noTab}},
		"nobody knows what is on it":    {do: tab("C1"), change: func(cfg *Config) { cfg.Home = away{} }, want: []string{"what stands on a home tab is not known"}},
		"no channel was chosen on it":   {do: tab(""), change: func(cfg *Config) { cfg.Home = away{} }},
		"a channel has another id":      {do: moves, change: goes, want: []string{"a channel has another id"}},
		"and cannot be moved":           {do: moves, change: stays, want: []string{"a channel has another id, and what is kept of it could not be moved"}},
		"nobody wants to know":          {do: moves, change: nothing},
		"people are not told of":        {do: command, change: nothing, replies: adaptertest.Answering{said}, refuse: map[string]string{"users.info": "missing_scope"}, want: []string{"Slack does not tell languages and time zones for a while"}},
		"nor their groups":              {do: command, change: func(cfg *Config) { cfg.Groups = []string{"S1"} }, replies: adaptertest.Answering{said}, refuse: map[string]string{"usergroups.users.list": "missing_scope"}, want: []string{"a user group could not be read"}},
		"an event that cannot be read":  {do: func(a *Adapter) { a.handler.takeEvent([]byte("{"), "E1") }, change: nothing, want: []string{"an event of Slack could not be read"}},
		"a delivery":                    {do: delivered(""), change: nothing},
		"which Slack repeats":           {do: delivered("1"), change: nothing, want: []string{"Slack repeats a delivery"}},
		"an event":                      {do: func(a *Adapter) { a.handler.takeEvent([]byte("{}"), "E1") }, change: nothing},
		"a press that cannot be read":   {do: func(a *Adapter) { a.handler.takePayload([]byte("{"), "E1") }, change: nothing, want: []string{"an interaction of Slack could not be read"}},
		"a press of nothing":            {do: func(a *Adapter) { a.handler.takePayload([]byte("{}"), "E1") }, change: nothing},
		"an alert with a file":          {do: func(a *Adapter) { _, _ = a.Post(context.Background(), bot.Place{Channel: "C1"}, withFile, "k") }, change: nothing, refuse: map[string]string{"files.getUploadURLExternal": "missing_scope"}, want: []string{noFile}},
		"an alert":                      {do: func(a *Adapter) { _, _ = a.Post(context.Background(), bot.Place{Channel: "C1"}, said, "k") }, change: nothing},
		"an alert whose blocks are not": {do: func(a *Adapter) { _ = a.Edit(context.Background(), bot.Place{Channel: "C1"}, "1.1", said) }, change: nothing, refuse: map[string]string{"chat.update": "invalid_blocks"}, want: []string{"Slack refused the blocks of a notice", "Slack refused the blocks of a notice"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			journal := new(adaptertest.Journal)
			a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
				if word := c.refuse[method]; word != "" {
					return http.StatusOK, `{"ok":false,"error":"` + word + `"}`
				}
				return http.StatusOK, `{"ok":true,"ts":"1.1","channel":"C1","user_id":"U9","team_id":"T1","user":{"id":"U1"},"users":[],"view":{}}`
			}, func(cfg *Config) { cfg.Log, cfg.Desk = slog.New(journal), c.replies }, c.change)
			c.do(a)
			a.handler.underWay.Wait()
			if got := journal.Said(); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		})
	}
}

// What the connections tell stands in the log where somebody should know.
func TestWhatTheOperatorReadsOfConnections(t *testing.T) {
	delivery := func(attempt int) socketmode.Event {
		return socketmode.Event{Type: socketmode.EventTypeHello, Request: &socketmode.Request{Type: "hello", RetryAttempt: attempt}}
	}
	for name, c := range map[string]struct {
		event socketmode.Event
		want  []string
	}{
		"connecting":              {socketmode.Event{Type: socketmode.EventTypeConnecting}, nil},
		"out of reach":            {socketmode.Event{Type: socketmode.EventTypeConnectionError, Data: "no route to host"}, []string{"Slack could not be reached"}},
		"a word":                  {delivery(0), nil},
		"a word that is repeated": {delivery(1), []string{"Slack repeats a delivery"}},
		"what cannot be read":     {socketmode.Event{Data: &socketmode.ErrorBadMessage{Message: []byte("{")}}, []string{"an envelope of Slack could not be read"}},
		"a lost acknowledgement":  {socketmode.Event{Data: &socketmode.ErrorWriteFailed{}}, []string{"an acknowledgement was lost; Slack will repeat the delivery"}},
	} {
		journal := new(adaptertest.Journal)
		a := inFrontOf(t, func(string, url.Values) (int, string) { return http.StatusOK, "{}" }, func(cfg *Config) { cfg.Log = slog.New(journal) })
		a.envelope(t.Context(), nil, c.event)
		if got := journal.Said(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

package slack

import (
	"context"
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

	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/say"
)

// calls are those of an adapter, in order; some Slack refuses with a word.
func calls(t *testing.T, refuse map[string]string) (*Adapter, func() []string) {
	t.Helper()
	var all []string
	a := inFrontOf(t, func(method string, form url.Values) (int, string) {
		name := method
		for _, of := range []string{"channel", "channel_id", "users", "thread_ts"} {
			if v := form.Get(of); v != "" {
				name += " " + v
			}
		}
		all = append(all, name)
		if word := refuse[name]; word != "" {
			return http.StatusOK, `{"ok":false,"error":"` + word + `"}`
		}
		switch method {
		case "conversations.open":
			return http.StatusOK, `{"ok":true,"channel":{"id":"D1"}}`
		case "conversations.history", "conversations.replies":
			return http.StatusOK, `{"ok":true,"messages":[{"ts":"7.7"},{"ts":"8.8","metadata":{"event_type":"certdesk_message","event_payload":{"id":"k"}}}]}`
		case "/respond":
			return http.StatusOK, "ok"
		}
		return http.StatusOK, `{"ok":true,"ts":"1.1","channel":"C1","upload_url":"https://slack.example/upload","file_id":"F1"}`
	})
	return a, func() []string { return all }
}

// A post is looked for where it stands; where the history may not be read it is not
// known whether it was made, and what passes is another matter.
func TestFindingAPost(t *testing.T) {
	for name, c := range map[string]struct {
		thread, key, word string
		want              string
		found             string
		fails, doubt      bool
		barrier           bot.Barrier
	}{
		"in the channel":         {"", "k", "", "conversations.history C1", "8.8", false, false, ""},
		"in a thread":            {"1.0", "k", "", "conversations.replies C1", "8.8", false, false, ""},
		"another":                {"", "other", "", "conversations.history C1", "", false, false, ""},
		"another, in a thread":   {"1.0", "other", "", "conversations.replies C1", "", false, false, ""},
		"it may not be read":     {"", "k", "missing_scope", "conversations.history C1", "", true, true, ""},
		"nor a thread":           {"1.0", "k", "missing_scope", "conversations.replies C1", "", true, true, ""},
		"Slack has trouble":      {"", "k", "internal_error", "conversations.history C1", "", true, false, ""},
		"in a thread it has too": {"1.0", "k", "internal_error", "conversations.replies C1", "", true, false, ""},
		"certdesk is not in it":  {"", "k", "not_in_channel", "conversations.history C1", "", true, false, bot.NotMember},
		"nor sees it":            {"1.0", "k", "channel_not_found", "conversations.replies C1", "", true, false, bot.NoSuchPlace},
		"nor is permitted":       {"", "k", "no_permission", "conversations.history C1", "", true, true, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			a, all := calls(t, map[string]string{c.want: c.word})
			found, err := a.Find(t.Context(), bot.Place{Channel: "C1", Thread: c.thread}, c.key, time.Time{})
			var barred *bot.UndeliverableError
			if is := errors.As(err, &barred); is != (c.barrier != "") || is && barred.Barrier != c.barrier {
				t.Errorf("%s: %v", name, err)
			}
			if strings.Join(found, " ") != c.found || (err != nil) != c.fails || errors.Is(err, bot.ErrInDoubt) != c.doubt || all()[0] != c.want {
				t.Errorf("%s: %q, %v by %q", name, found, err, all())
			}
		})
	}
}

// An alert goes to its channel or thread, its picture and files after it; where it
// stood it is edited.
func TestPostsAndEdits(t *testing.T) {
	h := say.Literal("h")
	said, withFile := bot.Reply{Headline: h}, bot.Reply{Headline: h, Files: []bot.File{{Name: "a.pem", Data: []byte("x")}}}
	withPicture := bot.Reply{Headline: h, Image: &bot.Image{Name: "chart.png", PNG: []byte("x")}}
	const post, upload, shown = "chat.postMessage C1", "files.getUploadURLExternal /upload", "files.completeUploadExternal C1"
	for name, c := range map[string]struct {
		reply  bot.Reply
		thread string
		want   string
	}{
		"words":           {said, "", post},
		"in a thread":     {said, "1.0", post + " 1.0"},
		"a file":          {withFile, "", post + " " + upload + " " + shown},
		"a picture":       {withPicture, "", post + " " + upload + " " + shown},
		"both":            {bot.Reply{Headline: h, Image: withPicture.Image, Files: withFile.Files}, "", strings.Join([]string{post, upload, shown, upload, shown}, " ")},
		"in a thread too": {withFile, "1.0", post + " 1.0 " + upload + " " + shown + " 1.0"},
	} {
		synctest.Test(t, func(t *testing.T) {
			a, all := calls(t, nil)
			ts, err := a.Post(t.Context(), bot.Place{Channel: "C1", Thread: c.thread}, c.reply, "k")
			if got := strings.Join(all(), " "); err != nil || ts != "1.1" || got != c.want {
				t.Errorf("%s: %q, %v by %q, want %q", name, ts, err, got, c.want)
			}
		})
	}
	for word, fails := range map[string]bool{"": false, "message_not_found": true} {
		a, all := calls(t, map[string]string{"chat.update C1": word})
		if err := a.Edit(t.Context(), bot.Place{Channel: "C1"}, "1.1", said); (err != nil) != fails || !slices.Equal(all(), []string{"chat.update C1"}) {
			t.Errorf("%q: %v by %q", word, err, all())
		}
	}
}

// What a channel does not take goes to whoever asked, in their direct messages, if
// they asked by themselves; so does what is for them alone and cannot be shown so.
func TestWhereAnAnswerGoes(t *testing.T) {
	h := say.Literal("h")
	said, mine, working := bot.Reply{Headline: h}, bot.Reply{Headline: h, Audience: bot.Asker}, bot.Reply{Headline: h, Working: true}
	file := []bot.File{{Name: "a.pem", Data: []byte("x")}}
	withFile, mineWithFile := bot.Reply{Headline: h, Files: file}, bot.Reply{Headline: h, Audience: bot.Asker, Files: file}
	const post, open, direct = "chat.postMessage C1", "conversations.open U1", "chat.postMessage D1"
	const alone, upload, shown, shownDirect = "chat.postEphemeral C1", "files.getUploadURLExternal /upload", "files.completeUploadExternal C1", "files.completeUploadExternal D1"
	closed := map[string]string{post: "not_in_channel"}
	for name, c := range map[string]struct {
		kind    bot.Kind
		change  func(r *responder)
		refuse  map[string]string
		replies []bot.Reply
		want    string
		fails   bool
	}{
		"a closed channel":                   {bot.Message, nil, closed, []bot.Reply{said}, post + " " + open + " " + direct, false},
		"a first word there":                 {bot.Message, nil, closed, []bot.Reply{working}, post, false},
		"nobody asked there":                 {bot.ChannelMessage, nil, closed, []bot.Reply{said}, post, true},
		"closed for another reason":          {bot.Message, nil, map[string]string{post: "invalid_auth"}, []bot.Reply{said}, post, true},
		"closed direct messages":             {bot.Message, func(r *responder) { r.q.Direct = true }, closed, []bot.Reply{said}, post, true},
		"no direct messages":                 {bot.Message, nil, map[string]string{post: "not_in_channel", open: "user_disabled"}, []bot.Reply{said}, post + " " + open, true},
		"of a tab":                           {bot.ButtonAction, func(r *responder) { r.q.Place.Channel = "U1" }, nil, []bot.Reply{said}, open + " " + direct, false},
		"of a tab, without direct messages":  {bot.ButtonAction, func(r *responder) { r.q.Place.Channel = "U1" }, map[string]string{open: "user_disabled"}, []bot.Reply{said}, open + " chat.postMessage U1", false},
		"a press with a first word":          {bot.ButtonAction, nil, nil, []bot.Reply{working, said}, post + " chat.update C1", false},
		"a press, and then for one":          {bot.ButtonAction, nil, nil, []bot.Reply{working, mine}, post + " chat.delete C1 " + alone, false},
		"a press that one sees":              {bot.ButtonAction, func(r *responder) { r.ephemeral = true }, nil, []bot.Reply{working, said}, post, false},
		"a file":                             {bot.Message, nil, nil, []bot.Reply{withFile}, post + " " + upload + " " + shown, false},
		"a file for one":                     {bot.Message, nil, nil, []bot.Reply{mineWithFile}, alone + " " + open + " " + upload + " " + shownDirect + " " + alone, false},
		"a file for one, in direct messages": {bot.Message, func(r *responder) { r.q.Direct = true }, nil, []bot.Reply{mineWithFile}, post + " " + upload + " " + shown, false},
		"a file for one who takes none":      {bot.Message, nil, map[string]string{open: "user_disabled"}, []bot.Reply{mineWithFile}, alone + " " + open + " " + alone, false},
		"a file of a closed channel":         {bot.Message, nil, map[string]string{shown: "not_in_channel"}, []bot.Reply{withFile}, post + " " + upload + " " + shown + " " + open + " " + upload + " " + shownDirect + " " + alone, false},
		"more than a response_url takes":     {bot.Command, func(r *responder) { r.responseURL, r.since = "https://slack.example/respond", r.now() }, nil, slices.Repeat([]bot.Reply{said}, maxResponses+1), strings.Repeat("/respond ", maxResponses) + post, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			a, all := calls(t, c.refuse)
			r := &responder{
				client: a.client, now: time.Now, log: slog.New(slog.DiscardHandler), wording: func(_ string, t say.Text) say.Text { return t },
				q: &bot.Request{Kind: c.kind, ID: "q", Message: "1.1", Place: bot.Place{Channel: "C1"}, Asker: bot.Person{ID: "U1"}},
			}
			if c.change != nil {
				c.change(r)
			}
			var err error
			for _, reply := range c.replies {
				err = errors.Join(err, r.respond(t.Context(), reply))
			}
			if got := strings.Join(all(), " "); got != c.want || (err != nil) != c.fails {
				t.Errorf("%s: %v by\n%s, want\n%s", name, err, got, c.want)
			}
		})
	}
}

// A message is known by its request, or where that has no id by what it answers; each
// of several by its own.
func TestWhatMessagesAreKnownBy(t *testing.T) {
	for id, want := range map[string]string{"q": "q#1 q#2", "": "C1/1.1#1 C1/1.1#2"} {
		synctest.Test(t, func(t *testing.T) {
			var got []string
			a := inFrontOf(t, func(_ string, form url.Values) (int, string) {
				_, after, _ := strings.Cut(form.Get("metadata"), `"id":"`)
				known, _, _ := strings.Cut(after, `"`)
				got = append(got, known)
				return http.StatusOK, `{"ok":true,"ts":"1.2","channel":"C1"}`
			})
			r := &responder{
				client: a.client, now: time.Now, log: a.log, wording: func(_ string, t say.Text) say.Text { return t },
				q: &bot.Request{Kind: bot.Message, ID: id, Message: "1.1", Place: bot.Place{Channel: "C1"}, Asker: bot.Person{ID: "U1"}},
			}
			for range 2 {
				if err := r.respond(t.Context(), bot.Reply{Headline: say.Literal("h")}); err != nil {
					t.Error(err)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: known by %q, want %q", id, got, want)
			}
		})
	}
}

// Those who were limited together do not come again together, nor before they may.
func TestLimitedCallsComeApart(t *testing.T) {
	waits := make(map[time.Duration]bool)
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			began, tried := time.Now(), 0
			err := try(t.Context(), func(context.Context) error {
				if tried++; tried == 1 {
					return refusedFor("ratelimited")
				}
				return nil
			}, always)
			took := time.Since(began)
			if err != nil || took < time.Second+100*time.Millisecond || took > time.Second+200*time.Millisecond {
				t.Errorf("%v after %s", err, took)
			}
			waits[took] = true
		})
	}
	if len(waits) < 2 {
		t.Errorf("all waited %v", waits)
	}
}

// broken is a body that ends before it should.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
func (broken) Close() error             { return nil }

type brokenAnswers struct{ status, calls int }

func (b *brokenAnswers) RoundTrip(q *http.Request) (*http.Response, error) {
	b.calls++
	return &http.Response{StatusCode: b.status, Status: fmt.Sprint(b.status), Header: make(http.Header), Body: broken{}, Request: q}, nil
}

// A response_url that has taken an answer has done so, whatever was to follow.
func TestResponseURLsThatBreakOff(t *testing.T) {
	for status, c := range map[int]struct {
		calls int
		fails bool
	}{http.StatusOK: {1, false}, http.StatusInternalServerError: {policy.MaxAttempts, true}, http.StatusNotFound: {1, true}} {
		synctest.Test(t, func(t *testing.T) {
			b := &brokenAnswers{status: status}
			client := &client{http: &http.Client{Transport: b}}
			if err := client.answerTo(t.Context(), "https://slack.example/respond", response{}); (err != nil) != c.fails || b.calls != c.calls {
				t.Errorf("status %d: %v after %d calls", status, err, b.calls)
			}
		})
	}
}

// A new connection comes after a wait that grows, but for one that was only old; what
// Slack refuses ends it.
func TestWhenItConnectsAgain(t *testing.T) {
	gone := errors.New("gone")
	for name, c := range map[string]struct {
		why            error
		lasted         time.Duration
		again          bool
		atLeast, under time.Duration // of the tenth wait
	}{
		"broken off":         {gone, 2 * steady, true, maxWait / 2, maxWait + 1},
		"well for a while":   {gone, 2*steady + 1, true, firstWait / 2, firstWait + 1},
		"old":                {errRenewed, time.Hour, true, 0, 1},
		"old at once":        {errRenewed, 0, true, 0, 1},
		"the token":          {refusedFor("invalid_auth"), time.Hour, false, 0, 1},
		"ended, as it seems": {errEnded, 0, true, maxWait / 2, maxWait + 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			var ended time.Time
			var wait time.Duration
			var began time.Time
			_ = retry.Do(t.Context(), retry.Policy{First: firstWait, Max: maxWait}, func(context.Context) error {
				if attempts++; attempts > 1 {
					wait = time.Since(ended)
				}
				if attempts == 11 {
					return nil
				}
				began = time.Now()
				time.Sleep(c.lasted)
				ended = time.Now()
				return c.why
			}, func(err error) retry.Next { return connectAgain(err, time.Since(began)) })
			if (attempts == 11) != c.again || wait < c.atLeast || wait >= c.under {
				t.Errorf("%s: %d attempts, and the last after %s", name, attempts, wait)
			}
		})
	}
}

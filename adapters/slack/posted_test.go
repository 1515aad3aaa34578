package slack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"certdesk/bot"
)

// What certdesk has answered by a response_url comes back as a message of a bot; the desk
// hears what can be pressed in it and where it stands, and of no other message of a bot.
func TestWhichPostsAreRemembered(t *testing.T) {
	const (
		recheck = `{"type":"button","action_id":"recheck:imap.corp.com:993","text":{"type":"plain_text","text":"Check again"}}`
		more    = `{"type":"overflow","action_id":"` + moreActions + `","options":[{"text":{"type":"plain_text","text":"Watch it"},"value":"watch:imap.corp.com:993"}]}`
		text    = `{"type":"section","text":{"type":"mrkdwn","text":"expired"}}`
	)
	actions := func(elements string) string { return `[` + text + `,{"type":"actions","elements":[` + elements + `]}]` }
	both := []bot.Action{{Name: "recheck", Value: "imap.corp.com:993"}, {Name: "watch", Value: "imap.corp.com:993"}}
	for name, c := range map[string]struct {
		change func(*inner)
		blocks string
		above  []bot.Action // nil: it is not remembered
	}{
		"an answer":                    {nil, actions(recheck + "," + more), both},
		"one of a bot's kind":          {func(e *inner) { e.Subtype = "bot_message" }, actions(recheck), both[:1]},
		"buttons in two rows":          {nil, `[{"type":"actions","elements":[` + recheck + `]},` + text + `,{"type":"actions","elements":[` + more + `]}]`, both},
		"buttons beside a text":        {nil, `[{"type":"section","accessory":` + recheck + `}]`, nil},
		"without buttons":              {nil, `[` + text + `]`, nil},
		"words of several parts":       {nil, `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[]}]}]`, nil},
		"without blocks":               {nil, ``, nil},
		"with blocks of another kind":  {nil, `{"type":"actions"}`, nil},
		"with elements of another one": {nil, `[{"type":"actions","elements":{}}]`, nil},
		"in a thread":                  {func(e *inner) { e.ThreadTS = "1.0" }, actions(recheck), nil},
		"without its time":             {func(e *inner) { e.TS = "" }, actions(recheck), nil},
		"of nobody":                    {func(e *inner) { e.BotID = "" }, actions(recheck), nil},
		"a change of one":              {func(e *inner) { e.Subtype = "message_changed" }, actions(recheck), nil},
		"deleted":                      {func(e *inner) { e.Subtype = "message_deleted" }, actions(recheck), nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := new(asked)
			a := inFrontOf(t, func(string, url.Values) (int, string) { return http.StatusOK, `{"ok":true}` }, func(cfg *Config) { cfg.Desk = d })
			e := inner{Type: "message", BotID: "B1", TS: "1.1", Channel: []byte(`"C1"`), Blocks: json.RawMessage(c.blocks)}
			if c.change != nil {
				c.change(&e)
			}
			if !a.handler.takeCallback(&outer{TeamID: "T1", EventID: "E1", Event: e}) {
				t.Fatal("it is not taken")
			}
			a.handler.underWay.Wait()
			if c.above == nil {
				if len(d.all) > 0 {
					t.Errorf("the desk hears %+v", d.all)
				}
				return
			}
			if len(d.all) != 1 {
				t.Fatalf("the desk hears %+v", d.all)
			}
			q := d.all[0]
			place := bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C1"}
			if q.Kind != bot.Posted || q.Message != "1.1" || q.ID != "E1" || q.At.IsZero() || q.Place != place || !slices.EqualFunc(q.Above, c.above, func(a, b bot.Action) bool { return a.ID() == b.ID() }) {
				t.Errorf("the desk hears %+v", q)
			}
		})
	}
}

package slack

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"certdesk/bot"
)

// asked is a desk that keeps what it is asked.
type asked struct {
	mu  sync.Mutex
	all []bot.Request
}

func (a *asked) Handle(_ context.Context, q *bot.Request, _ bot.Respond) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, *q)
	return nil
}

// What people write to certdesk is heard, and in support channels what begins a
// conversation; the name of certdesk is taken off it, also where Slack has to be asked
// for that name.
func TestWhichMessagesAreHeard(t *testing.T) {
	mention, message := "app_mention", "message"
	for name, c := range map[string]struct {
		event inner
		told  bool // the event says who certdesk is
		text  string
		kind  bot.Kind // "" for what is not heard
	}{
		"a mention":                         {inner{Type: mention, Text: "<@U9> help"}, true, "help", bot.Message},
		"a mention, of nobody told":         {inner{Type: mention, Text: "<@U9> help"}, false, "help", bot.Message},
		"a direct message":                  {inner{Type: message, ChannelType: "im", Text: "help"}, false, "help", bot.Message},
		"a direct mention":                  {inner{Type: message, ChannelType: "im", Text: "<@U9> help"}, true, "help", bot.Message},
		"in a support channel":              {inner{Type: message, Text: "0x1"}, true, "0x1", bot.ChannelMessage},
		"of somebody else, there":           {inner{Type: message, Text: "<@U7> 0x1"}, true, "<@U7> 0x1", bot.ChannelMessage},
		"of certdesk, there":                {inner{Type: message, Text: "<@U9> 0x1"}, true, "", ""},
		"its first in a thread":             {inner{Type: message, Text: "0x1", ThreadTS: "1.1"}, true, "0x1", bot.ChannelMessage},
		"within a thread":                   {inner{Type: message, Text: "0x1", ThreadTS: "1.0"}, true, "", ""},
		"in another channel":                {inner{Type: message, Text: "0x1", Channel: []byte(`"C2"`)}, true, "", ""},
		"in no channel that can be read":    {inner{Type: message, Text: "0x1", Channel: []byte(`{}`)}, true, "", ""},
		"a thread's answer, shown to all":   {inner{Type: message, Subtype: "thread_broadcast", Text: "0x1"}, true, "0x1", bot.ChannelMessage},
		"with a file":                       {inner{Type: message, Subtype: "file_share", Text: "0x1"}, true, "0x1", bot.ChannelMessage},
		"of Slack itself":                   {inner{Type: message, Subtype: "channel_join", Text: "0x1"}, true, "", ""},
		"of a bot":                          {inner{Type: message, BotID: "B1", Text: "0x1"}, true, "", ""},
		"certdesk's own":                    {inner{Type: message, User: "U9", Text: "0x1"}, true, "", ""},
		"certdesk's own, to somebody":       {inner{Type: message, ChannelType: "im", User: "U9", Text: "<@U1> 0x1"}, false, "", ""},
		"of nobody":                         {inner{Type: message, User: "-", Text: "0x1"}, true, "", ""},
		"without a time":                    {inner{Type: message, TS: "-", Text: "0x1"}, true, "", ""},
		"an event that is no message":       {inner{Type: "reaction_added", Text: "0x1"}, true, "", ""},
		"a direct message about somebody":   {inner{Type: message, ChannelType: "im", Text: "ask <@U7>"}, true, "ask <@U7>", bot.Message},
		"a mention behind a word":           {inner{Type: mention, Text: "please <@U9> help"}, true, "please help", bot.Message},
		"two names, of nobody told":         {inner{Type: mention, Text: "<@U7> and <@U9> help"}, false, "<@U7> and help", bot.Message},
		"a mention that is about them":      {inner{Type: mention, Text: "<@U9> ask <@U7>"}, true, "ask <@U7>", bot.Message},
		"a direct one of who is not known:": {inner{Type: message, ChannelType: "im", Text: "<@U7> help"}, false, "<@U7> help", bot.Message},
	} {
		d := new(asked)
		a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			if method == "auth.test" {
				return http.StatusOK, `{"ok":true,"user_id":"U9","team_id":"T1"}`
			}
			return http.StatusOK, `{"ok":true,"user":{"id":"U1"}}`
		}, func(cfg *Config) { cfg.Desk, cfg.SupportChannels = d, []string{"slack:C1"} })
		e := c.event
		for at, to := range map[*string]string{&e.User: "U1", &e.TS: "1.1"} {
			switch *at {
			case "":
				*at = to
			case "-":
				*at = ""
			}
		}
		if e.Channel == nil {
			e.Channel = []byte(`"C1"`)
		}
		e.UserTeam = "T1"
		out := &outer{Type: "event_callback", TeamID: "T1", EventID: "E1", Event: e}
		if c.told {
			out.Authorizations = append(out.Authorizations, struct {
				UserID string `json:"user_id"`
				Bot    bool   `json:"is_bot"`
			}{"U9", true})
		}
		if !a.handler.takeCallback(out) {
			t.Errorf("%s: no room", name)
		}
		a.handler.underWay.Wait()
		var got bot.Request
		if len(d.all) > 0 {
			got = d.all[0]
		}
		if got.Kind != c.kind || got.Text != c.text {
			t.Errorf("%s: heard %q, a %q, want %q, a %q", name, got.Text, got.Kind, c.text, c.kind)
		}
	}
}

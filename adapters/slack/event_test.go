package slack

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"certdesk/bot"
	"certdesk/checks/say"
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

// Of a stranger the language is known too, so that they are told in it that certdesk
// does not work for them; what they write beside others is not heard.
func TestWhatIsHeardOfStrangers(t *testing.T) {
	for name, c := range map[string]struct {
		kind, home string
		heard      bool
		stranger   bool
	}{
		"a mention":              {"app_mention", "T1", true, false},
		"a stranger's":           {"app_mention", "T9", true, true},
		"in a support channel":   {"message", "T1", true, false},
		"a stranger's, in there": {"message", "T9", false, false},
	} {
		d := new(asked)
		a := inFrontOf(t, func(method string, _ url.Values) (int, string) {
			if method == "auth.test" {
				return http.StatusOK, `{"ok":true,"user_id":"U9","team_id":"T1"}`
			}
			return http.StatusOK, `{"ok":true,"user":{"id":"U1","locale":"de-DE"}}`
		}, func(cfg *Config) { cfg.Desk, cfg.SupportChannels = d, []string{"C1"} })
		a.handler.takeCallback(&outer{TeamID: "T1", EventID: "E1", Event: inner{Type: c.kind, User: "U1", UserTeam: c.home, TS: "1.1", Channel: []byte(`"C1"`), Text: "help"}})
		a.handler.underWay.Wait()
		if (len(d.all) == 1) != c.heard || c.heard && (d.all[0].Stranger != c.stranger || d.all[0].Asker.Locale != "de-DE") {
			t.Errorf("%s: heard %+v", name, d.all)
		}
	}
}

// Where there is no room that is said, in the language of whoever asked where that is
// known already.
func TestNoRoomForACommand(t *testing.T) {
	a := inFrontOf(t, func(string, url.Values) (int, string) {
		return http.StatusOK, `{"ok":true,"user":{"id":"U1","locale":"de-DE"}}`
	}, func(cfg *Config) {
		cfg.Word = func(language string, s say.Text) say.Text {
			return say.Literal(cmp.Or(language, "en") + ": " + s.String())
		}
	})
	command := slashCommand{Command: "/certcheck", UserID: "U1", ChannelID: "C1", TriggerID: "1"}
	if said := a.handler.command(command, "E1"); said != nil {
		t.Errorf("with room: %v", said)
	}
	a.handler.underWay.Wait()
	a.MakeRoom(0)
	for user, want := range map[string]string{"U1": "de-DE: certdesk is very busy", "U2": "en: certdesk is very busy"} {
		command.UserID, command.TriggerID = user, user
		said, ok := a.handler.command(command, "E2").(map[string]string)
		if !ok || said["response_type"] != "ephemeral" || !strings.HasPrefix(said["text"], want) {
			t.Errorf("%s is told %v", user, said)
		}
	}
}

// Where Slack does not tell who certdesk is, the first name of a mention is its own.
func TestMentionsOfWhoIsNotKnown(t *testing.T) {
	for kind, want := range map[string]string{"app_mention": "help <@U7>", "message": "<@U9> help <@U7>"} {
		d := new(asked)
		a := inFrontOf(t, func(string, url.Values) (int, string) { return http.StatusOK, `{"ok":false,"error":"missing_scope"}` }, func(cfg *Config) { cfg.Desk = d })
		a.handler.takeCallback(&outer{EventID: "E1", Event: inner{Type: kind, ChannelType: "im", User: "U1", TS: "1.1", Channel: []byte(`"D1"`), Text: "<@U9> help <@U7>"}})
		a.handler.underWay.Wait()
		if len(d.all) != 1 || d.all[0].Text != want {
			t.Errorf("%s: heard %+v", kind, d.all)
		}
	}
}

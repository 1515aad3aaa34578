package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
)

func readInteraction(t *testing.T, raw string) *interaction {
	t.Helper()
	var in interaction
	if err := json.Unmarshal([]byte(raw), &in); err != nil {
		t.Fatal(err)
	}
	return &in
}

// What an interaction asks, where it is, and how its answer goes back.
func TestWhatAnInteractionAsks(t *testing.T) {
	now := time.Unix(1000, 0)
	base := `"trigger_id":"t","response_url":"https://r","team":{"id":"T1"},"user":{"id":"U1","name":"anna","team_id":"T2"}`
	place := func(channel, thread string) bot.Place {
		return bot.Place{Platform: bot.Slack, Team: "T1", Channel: channel, Thread: thread}
	}
	for name, c := range map[string]struct {
		in   string
		want *bot.Request
	}{
		"a press": {`{"type":"block_actions","channel":{"id":"C1"},"container":{"message_ts":"1.2","thread_ts":"1.1"},"actions":[{"action_id":"walk:a"}],` + base + `}`,
			&bot.Request{Kind: bot.ButtonAction, Place: place("C1", "1.1"), Message: "1.2", Action: bot.Action{Name: "walk", Value: "a"}}},
		"a press in a direct message": {`{"type":"block_actions","container":{"channel_id":"D1"},"actions":[{"action_id":"walk:a"}],` + base + `}`,
			&bot.Request{Kind: bot.ButtonAction, Place: place("D1", ""), Direct: true, Action: bot.Action{Name: "walk", Value: "a"}}},
		"a choice in the menu": {`{"type":"block_actions","channel":{"id":"C1"},"actions":[{"action_id":"` + moreActions + `","selected_option":{"value":"walk:b"}}],` + base + `}`,
			&bot.Request{Kind: bot.ButtonAction, Place: place("C1", ""), Action: bot.Action{Name: "walk", Value: "b"}}},
		"a press on nothing": {`{"type":"block_actions","actions":[],` + base + `}`, nil},
		"a press on the home tab": {`{"type":"block_actions","container":{"type":"view"},"actions":[{"action_id":"walk:a"}],` + base + `}`,
			&bot.Request{Kind: bot.ButtonAction, Place: place("U1", ""), Direct: true, Action: bot.Action{Name: "walk", Value: "a"}}},
		"a server on the home tab": {`{"type":"block_actions","container":{"type":"view"},"actions":[{"action_id":"home-check:"}],"view":{"state":{"values":{"home-target":{"text":{"value":"imap.corp.com"}}}}},` + base + `}`,
			&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com", Place: place("U1", ""), Direct: true}},
		"a message that is marked": {`{"type":"message_action","callback_id":"` + markCallback + `","channel":{"id":"C1"},"message":{"ts":"1.2","thread_ts":"1.1","text":"expired"},` + base + `}`,
			&bot.Request{Kind: bot.MessageAction, Place: place("C1", "1.1"), Message: "1.2", Text: "expired"}},
		"somebody else's shortcut": {`{"type":"message_action","callback_id":"other",` + base + `}`, nil},
		"a shortcut": {`{"type":"shortcut","callback_id":"fix:form",` + base + `}`,
			&bot.Request{Kind: bot.ButtonAction, Place: place("U1", ""), Direct: true, Action: bot.Action{Name: "fix", Value: "form"}}},
		"a form": {`{"type":"view_submission","view":{"callback_id":"fix:form","private_metadata":"{\"channel\":\"C9\",\"thread\":\"9.1\"}","state":{"values":{"server":{"text":{"value":"a"}},"client":{"choice":{"selected_option":{"value":"outlook"}}},"error":{"text":{"value":""}}}}},` + base + `}`,
			&bot.Request{Kind: bot.FormSubmission, Place: place("C9", "9.1"), Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "a", "client": "outlook"}}},
		"a form from nowhere": {`{"type":"view_submission","view":{"callback_id":"fix:form","private_metadata":"7"},` + base + `}`,
			&bot.Request{Kind: bot.FormSubmission, Place: place("U1", ""), Direct: true, Action: bot.Action{Name: "fix", Value: "form"}}},
		"what is none of ours": {`{"type":"dialog_submission",` + base + `}`, nil},
	} {
		in := readInteraction(t, c.in)
		q, back := in.request(now)
		if (q == nil) != (c.want == nil) {
			t.Errorf("%s: %+v", name, q)
			continue
		}
		if q == nil {
			continue
		}
		c.want.ID, c.want.Asker, c.want.At = "t", bot.Person{ID: "U1", Name: "anna"}, now
		if fmt.Sprintf("%+v", *q) != fmt.Sprintf("%+v", *c.want) && !(len(q.Options) == 0 && len(c.want.Options) == 0 && q.Kind == c.want.Kind && q.Place == c.want.Place && q.Direct == c.want.Direct && q.Action.ID() == c.want.Action.ID()) {
			t.Errorf("%s:\n%+v, want\n%+v", name, *q, *c.want)
		}
		if back.trigger != "t" || (back.responseURL == "https://r") != (q.Kind != bot.FormSubmission) {
			t.Errorf("%s: it goes back by %+v", name, back)
		}
	}
	// A delivery may leave things out.
	q, _ := readInteraction(t, `{"type":"shortcut","user":{"id":"U1","username":"anna","team_id":"T2"}}`).request(now)
	if q.Place.Team != "T2" || q.Asker.Name != "anna" {
		t.Errorf("%+v", q)
	}
	q, back := readInteraction(t, `{"type":"view_submission","view":{"id":"V1","hash":"h","private_metadata":"{\"response_url\":\"https://o\",\"used\":2,\"at\":500}"},"user":{"id":"U1"}}`).request(now)
	if !strings.HasPrefix(q.ID, "V1/h/") || back.responseURL != "https://o" || back.used != 2 || !back.since.Equal(time.Unix(500, 0)) {
		t.Errorf("%s, %+v", q.ID, back)
	}
}

// Whoever is at home elsewhere than where they press is of there.
func TestWherePressersAreAtHome(t *testing.T) {
	for in, want := range map[string]sender{
		`{"team":{"id":"T1"},"enterprise":{"id":"E1"},"user":{"team_id":"T1"}}`: {"T1", "E1"},
		`{"team":{"id":"T1"},"enterprise":{"id":"E1"},"user":{}}`:               {"T1", "E1"},
		`{"team":{"id":"T1"},"enterprise":{"id":"E1"},"user":{"team_id":"T2"}}`: {"T2", ""},
	} {
		if got := readInteraction(t, in).sender(); got != want {
			t.Errorf("%s: %+v", in, got)
		}
	}
	for in, want := range map[string]string{
		`{"type":"block_actions","container":{"type":"view"},"team":{"id":"T1"},"user":{"id":"U1","team_id":"T2"},"actions":[{"action_id":"x"},{"action_id":"home-channel","selected_conversation":"C1"}]}`: "T1 U1 C1 true",
		`{"type":"block_actions","container":{"type":"view"},"user":{"id":"U1","team_id":"T2"},"actions":[{"action_id":"home-channel"}]}`:                                                                   "T2 U1  true",
		`{"type":"block_actions","container":{"type":"view"},"actions":[{"action_id":"x"}]}`:                                                                                                                "   false",
		`{"type":"block_actions","container":{"type":"message"},"actions":[{"action_id":"home-channel"}]}`:                                                                                                  "   false",
		`{"type":"shortcut","container":{"type":"view"},"actions":[{"action_id":"home-channel"}]}`:                                                                                                          "   false",
	} {
		team, user, channel, ok := readInteraction(t, in).homeChannel()
		if got := strings.Join([]string{team, user, channel, fmt.Sprint(ok)}, " "); got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}

// An edit counts that somebody has just made of their own message.
func TestWhatIsAnEdit(t *testing.T) {
	now := time.Unix(10_000, 0)
	h := &handler{now: func() time.Time { return now }}
	message := func(user, by, ts string) *inner {
		m := &inner{User: user, Subtype: "file_share"}
		if ts != "" {
			m.Edited = &edit{User: by, TS: ts}
		}
		return m
	}
	for name, c := range map[string]struct {
		now, before *inner
		want        bool
	}{
		"the first":               {message("U1", "U1", "9999.5"), message("U1", "", ""), true},
		"another":                 {message("U1", "U1", "9999.5"), message("U1", "U1", "9990.5"), true},
		"with nothing before":     {message("U1", "U1", "9999.5"), nil, true},
		"the same once more":      {message("U1", "U1", "9999.5"), message("U1", "U1", "9999.5"), false},
		"five minutes ago":        {message("U1", "U1", "9700.0"), nil, true},
		"longer ago":              {message("U1", "U1", "9699.9"), nil, false},
		"by somebody else":        {message("U1", "U2", "9999.5"), nil, false},
		"none":                    {message("U1", "", ""), nil, false},
		"at a time of no meaning": {message("U1", "U1", "now"), nil, false},
		"nothing":                 {nil, nil, false},
	} {
		got := h.edited(&inner{Type: "message", Channel: json.RawMessage(`"C1"`), ChannelType: "im", Message: c.now, Previous: c.before})
		if (got != nil) != c.want || got != nil && (got.channel() != "C1" || got.Type != "message" || got.ChannelType != "im" || got.Subtype != "") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

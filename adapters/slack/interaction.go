package slack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"certdesk/bot"
)

// markCallback is the message shortcut "Diagnose certificate error".
const markCallback = "certfix_message"

// interaction is a press, a shortcut or a form, as far as it is read.
// https://docs.slack.dev/reference/interaction-payloads
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Team        named  `json:"team"`
	Enterprise  named  `json:"enterprise"`
	Channel     named  `json:"channel"`
	User        struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Username string `json:"username"`
		TeamID   string `json:"team_id"` // where the person is at home
	} `json:"user"`
	Container struct {
		Type      string `json:"type"`
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		ChannelID string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		TS       string          `json:"ts"`
		ThreadTS string          `json:"thread_ts"`
		Text     string          `json:"text"`
		Blocks   json.RawMessage `json:"blocks"`
		Attached json.RawMessage `json:"attachments"`
		Files    []enclosed      `json:"files"`
	} `json:"message"`
	Actions []struct {
		ID string `json:"action_id"`
		TS string `json:"action_ts"`
		// Chosen is what a menu of conversations stands at.
		Chosen string `json:"selected_conversation"`
		Option struct {
			Value string `json:"value"`
		} `json:"selected_option"`
	} `json:"actions"`
	View view `json:"view"`
}

type named struct {
	ID string `json:"id"`
}

type view struct {
	ID         string `json:"id"`
	Hash       string `json:"hash"`
	CallbackID string `json:"callback_id"`
	Metadata   string `json:"private_metadata"`
	State      struct {
		Values map[string]map[string]struct {
			Value  *string `json:"value"`
			Option *struct {
				Value string `json:"value"`
			} `json:"selected_option"`
			Files []enclosed `json:"files"`
		} `json:"values"`
	} `json:"state"`
}

// request turns an interaction into a request; nil for interactions that are not
// certdesk's.
func (in *interaction) request(now time.Time) (*bot.Request, way) {
	channel, team := in.Channel.ID, in.Team.ID
	if channel == "" {
		channel = in.Container.ChannelID
	}
	if team == "" {
		team = in.User.TeamID
	}
	name := in.User.Name
	if name == "" {
		name = in.User.Username
	}
	q := &bot.Request{
		ID:     in.TriggerID,
		Place:  bot.Place{Platform: bot.Slack, Team: team, Channel: channel, Thread: in.Message.ThreadTS},
		Direct: strings.HasPrefix(channel, "D"),
		Asker:  bot.Person{ID: in.User.ID, Name: name},
		At:     now,
	}
	back := way{responseURL: in.ResponseURL, trigger: in.TriggerID, since: now, ephemeral: in.Container.Ephemeral}
	if in.Container.ThreadTS != "" {
		q.Place.Thread = in.Container.ThreadTS
	}
	switch in.Type {
	case "block_actions":
		if len(in.Actions) == 0 {
			return nil, back
		}
		pressed := in.Actions[0].ID
		if pressed == moreActions {
			pressed = in.Actions[0].Option.Value
		}
		q.Kind, q.Action = bot.ButtonAction, bot.ParseAction(pressed)
		q.Message, q.Alone = in.Container.MessageTS, in.Container.Ephemeral
		if in.Container.Type == "view" {
			return in.home(q), back
		}
	case "message_action":
		if in.CallbackID != markCallback {
			return nil, back
		}
		q.Kind, q.Text, q.Message = bot.MessageAction, in.marked().seen(), in.Message.TS
	case "shortcut":
		// A global shortcut is treated as a button without a message; its id is the
		// action's.
		q.Kind, q.Action = bot.ButtonAction, bot.ParseAction(in.CallbackID)
		q.Place.Channel, q.Direct = in.User.ID, true
	case "view_submission":
		return in.submitted(q, back)
	default:
		return nil, back
	}
	return q, back
}

// submitted is a form that was filled in. Where it was opened stands in its
// metadata; its answer goes there.
func (in *interaction) submitted(q *bot.Request, back way) (*bot.Request, way) {
	var from origin
	if json.Unmarshal([]byte(in.View.Metadata), &from) != nil {
		from = origin{}
	}
	q.Kind, q.Action = bot.FormSubmission, bot.ParseAction(in.View.CallbackID)
	if in.View.ID != "" {
		q.ID = in.View.ID + "/" + in.View.Hash + "/" + in.View.filledIn()
	}
	q.Place.Channel, q.Place.Thread = from.Channel, from.Thread
	if q.Place.Channel == "" {
		q.Place.Channel = in.User.ID
	}
	q.Direct = q.Place.Channel == in.User.ID || strings.HasPrefix(q.Place.Channel, "D")
	q.Options = in.View.fields()
	back.responseURL, back.used, back.since = from.ResponseURL, from.Used, time.Unix(from.At, 0)
	back.ephemeral = false
	return q, back
}

// sender is where whoever pressed is at home. The team is where they were, the
// enterprise that team's.
func (in *interaction) sender() sender {
	if home := in.User.TeamID; home != "" && home != in.Team.ID {
		return sender{team: home}
	}
	return sender{in.Team.ID, in.Enterprise.ID}
}

// marked is the message on which a shortcut was chosen.
func (in *interaction) marked() *content {
	return readContent(in.Message.Text, in.Message.Blocks, in.Message.Attached)
}

// files are what is attached to the message that was marked, or to the form.
func (in *interaction) files() []enclosed {
	switch in.Type {
	case "message_action":
		return append(in.Message.Files, in.marked().passedOn()...)
	case "view_submission":
		var out []enclosed
		for _, inputs := range in.View.State.Values {
			for _, input := range inputs {
				out = append(out, input.Files...)
			}
		}
		return out
	}
	return nil
}

// filledIn identifies what was filled in: it is the same when a form is submitted twice.
// Slack leaves a form open if the acknowledgement comes late, and the second submission
// has another trigger_id.
func (v *view) filledIn() string {
	plain, err := json.Marshal(v.State.Values)
	if err != nil {
		panic("what was filled in is plain data: " + err.Error())
	}
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:8])
}

// fields are what was filled in, by the names of the form's fields.
func (v *view) fields() map[string]string {
	out := make(map[string]string)
	for name, inputs := range v.State.Values {
		for _, input := range inputs {
			switch {
			case input.Value != nil && *input.Value != "":
				out[name] = readTyped(*input.Value)
			case input.Option != nil:
				out[name] = input.Option.Value
			}
		}
	}
	return out
}

// The home tab's own form, and its menu of channels.
const (
	homeCheck   = "home-check"
	homeTarget  = "home-target"
	homeChannel = "home-channel"
)

// homeChannel is the choice of a channel on the home tab.
func (in *interaction) homeChannel() (team, user, channel string, ok bool) {
	if in.Type != "block_actions" || in.Container.Type != "view" {
		return "", "", "", false
	}
	team = in.Team.ID
	if team == "" {
		team = in.User.TeamID
	}
	for _, action := range in.Actions {
		if action.ID == homeChannel {
			return team, in.User.ID, action.Chosen, true
		}
	}
	return "", "", "", false
}

// home is a press on the home tab. There is no message to answer: the answer
// goes to the direct messages.
func (in *interaction) home(q *bot.Request) *bot.Request {
	q.Place.Channel, q.Direct, q.Message = in.User.ID, true, ""
	if q.Action.Name == homeCheck {
		q.Kind, q.Verb, q.Text = bot.Command, "certcheck", in.View.fields()[homeTarget]
		q.Action = bot.Action{} // where nothing was entered, the desk says what to enter
	}
	return q
}

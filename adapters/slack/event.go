package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// outer is the envelope of an event, inner the event, as far as they are read.
// https://docs.slack.dev/apis/events-api
type outer struct {
	Type           string `json:"type"`
	Challenge      string `json:"challenge"`
	TeamID         string `json:"team_id"`
	EventID        string `json:"event_id"`
	Event          inner  `json:"event"`
	Authorizations []struct {
		UserID string `json:"user_id"`
		Bot    bool   `json:"is_bot"`
	} `json:"authorizations"`
}

type inner struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	User        string          `json:"user"`
	UserTeam    string          `json:"user_team"` // where that person is at home
	Team        string          `json:"team"`
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	Channel     json.RawMessage `json:"channel"` // a string, or in some events an object
	ChannelType string          `json:"channel_type"`
	Tab         string          `json:"tab"`
	View        view            `json:"view"` // the home tab as it was shown last
	Blocks      json.RawMessage `json:"blocks"`
	Files       []enclosed      `json:"files"`
	Tokens      struct {
		Bot []string `json:"bot"`
	} `json:"tokens"` // that were revoked: the ids of users and bots
}

// sender is where whoever wrote is at home. (The team and the enterprise of the
// envelope are the receiver's.)
func (e *inner) sender() sender { return sender{team: cmp.Or(e.UserTeam, e.Team)} }

func (e *inner) channel() string {
	var id string
	if json.Unmarshal(e.Channel, &id) != nil {
		return ""
	}
	return id
}

// takeEvent takes an event. What cannot be read is acknowledged all the same:
// Slack would send it again and again.
func (a *Adapter) takeEvent(body []byte, id string) ack {
	var out outer
	if err := json.Unmarshal(body, &out); err != nil {
		a.Log.Warn("an event of Slack could not be read", "error", err)
		return nil
	}
	switch out.Type {
	case "url_verification":
		return map[string]string{"challenge": out.Challenge}
	case "event_callback":
		out.EventID = cmp.Or(out.EventID, id)
		if !a.takeCallback(&out) {
			return later{}
		}
	}
	return nil
}

// takeCallback is false where there is no room for it.
func (a *Adapter) takeCallback(out *outer) bool {
	e := &out.Event
	switch e.Type {
	case "app_home_opened":
		if e.Tab == "" || e.Tab == "home" {
			return a.underWay.Begin(func(ctx context.Context) { a.publishHome(ctx, out.TeamID, e.User, e.View.Metadata) })
		}
	case "app_uninstalled":
		a.takenBack(out.TeamID, "app_uninstalled")
	case "tokens_revoked":
		if len(e.Tokens.Bot) > 0 { // else they were people's own
			a.takenBack(out.TeamID, "token_revoked")
		}
	case "app_mention", "message":
		return a.takeMessage(out)
	}
	return true
}

// takenBack notes that Slack has taken the token back, before a call finds out.
func (a *Adapter) takenBack(team, word string) {
	err := api.SlackErrorResponse{Err: word}
	a.health.answered(err)
	a.Log.Error("Slack does not let certdesk in", "error", a.explain(err), "team", team)
}

// takeMessage takes a message that people wrote, here and now: no edit, no
// message of a bot. It is false where there is no room for it.
func (a *Adapter) takeMessage(out *outer) bool {
	e := &out.Event
	if e.BotID != "" || e.User == "" || e.TS == "" || e.Subtype != "" && e.Subtype != "file_share" && e.Subtype != "thread_broadcast" {
		return true
	}
	channel := e.channel()
	q := &bot.Request{
		ID:      out.EventID,
		Place:   bot.Place{Platform: bot.Slack, Team: out.TeamID, Channel: channel, Thread: e.ThreadTS},
		Direct:  e.ChannelType == "im" || strings.HasPrefix(channel, "D"),
		Asker:   bot.Person{ID: e.User},
		Message: e.TS,
		At:      a.Now(),
	}
	text := readMessage(e.Text, e.Blocks)
	self := ""
	for _, who := range out.Authorizations {
		if who.Bot {
			self = who.UserID
		}
	}
	switch {
	case e.Type == "app_mention", q.Direct:
		q.Kind = bot.Message
	case a.support[channel] && (e.ThreadTS == "" || e.ThreadTS == e.TS):
		// The threads of a support channel are people's own conversations.
		q.Kind = bot.Overheard
	default:
		return true
	}
	return a.underWay.Begin(func(ctx context.Context) {
		if self == "" && strings.Contains(text, "<@") {
			self = a.people.self(ctx)
		}
		switch {
		case e.User == self && self != "":
			return
		case q.Kind == bot.Overheard && self != "" && strings.Contains(text, "<@"+self):
			return // comes as an app_mention as well
		}
		q.Text = text
		if q.Kind == bot.Message && (e.Type == "app_mention" || self != "") {
			q.Text = withoutMention(text, self)
		}
		a.handle(ctx, q, e.sender(), way{}, e.Files)
	})
}

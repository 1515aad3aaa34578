package slack

import (
	"cmp"
	"encoding/json"
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
	Attachments json.RawMessage `json:"attachments"`
	Files       []enclosed      `json:"files"`
	// Edited is there where somebody has changed the message; of a
	// message_changed, Message is how it is now and Previous how it was.
	Edited   *edit  `json:"edited"`
	Message  *inner `json:"message"`
	Previous *inner `json:"previous_message"`
	// OldChannel and NewChannel are of a channel_id_changed.
	OldChannel string `json:"old_channel_id"`
	NewChannel string `json:"new_channel_id"`
	Inviter    string `json:"inviter"`
	Tokens     struct {
		Bot []string `json:"bot"`
	} `json:"tokens"` // that were revoked: the ids of users and bots
}

// sender is the workspace that whoever wrote belongs to. (The envelope names the
// workspace that received the message, which may be another one.)
func (e *inner) sender() sender { return sender{team: cmp.Or(e.UserTeam, e.Team)} }

// edit is a change of a message.
type edit struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

func (e *inner) channel() string {
	var id string
	if json.Unmarshal(e.Channel, &id) != nil {
		return ""
	}
	return id
}

// byPerson tells whether somebody other than a bot wrote it.
func (e *inner) byPerson() bool {
	return e.BotID == "" && e.User != "" && e.TS != "" && (e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast")
}

// self is certdesk's own id, "" where the envelope does not tell.
func (out *outer) self() string {
	self := ""
	for _, who := range out.Authorizations {
		if who.Bot {
			self = who.UserID
		}
	}
	return self
}

// once identifies a message, and its edit, over all deliveries of it.
func (e *inner) once(channel string) string {
	id := channel + "/" + e.TS
	if e.Edited != nil {
		id += "/" + e.Edited.TS
	}
	return id
}

package slack

import (
	"cmp"
	"net/url"
	"strings"

	"certdesk/bot"
)

// slashCommand is a command as it is typed, as far as it is read.
// https://docs.slack.dev/interactivity/implementing-slash-commands
type slashCommand struct {
	Command     string `json:"command"`
	Text        string `json:"text"`
	TeamID      string `json:"team_id"`
	Enterprise  string `json:"enterprise_id"`
	ChannelID   string `json:"channel_id"`
	UserID      string `json:"user_id"`
	UserName    string `json:"user_name"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

// takeCommand takes a command by HTTP: a form, not JSON.
func (h *handler) takeCommand(body []byte, id string) ack {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return h.command(slashCommand{
		Command: form.Get("command"), Text: form.Get("text"),
		TeamID: form.Get("team_id"), Enterprise: form.Get("enterprise_id"), ChannelID: form.Get("channel_id"),
		UserID: form.Get("user_id"), UserName: form.Get("user_name"),
		TriggerID: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
	}, id)
}

// command takes a command; id is its delivery's.
func (h *handler) command(c slashCommand, id string) ack {
	if c.Command == "" {
		return nil // signed, but no command: the probe of a certificate (ssl_check)
	}
	q := &bot.Request{
		ID:    cmp.Or(c.TriggerID, id),
		Place: bot.Place{Platform: bot.Slack, Team: c.TeamID, Channel: c.ChannelID},
		Asker: bot.Person{ID: c.UserID, Name: c.UserName},
		Kind:  bot.Command,
		Verb:  strings.TrimPrefix(c.Command, "/"),
		Text:  readTyped(c.Text),
		At:    h.now(),
		// In a direct message, with certdesk or with somebody else, there is no
		// channel that an answer could disturb.
		Direct: strings.HasPrefix(c.ChannelID, "D"),
	}
	if !h.begin(q, sender{c.TeamID, c.Enterprise}, way{responseURL: c.ResponseURL, trigger: c.TriggerID, since: q.At}, nil) {
		return h.busy(c.UserID)
	}
	return nil
}

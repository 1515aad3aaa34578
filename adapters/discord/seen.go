package discord

import (
	"encoding/json"
	"strings"
)

// What people see in a message is more than its typed text: forwarded messages come as
// snapshots, and ticket systems write embeds or components.

// maxSeen bounds what is read of a message, in bytes.
const maxSeen = 16 << 10

// shown are the lines of a message that people see.
type shown struct{ b strings.Builder }

func (s *shown) line(text string) {
	if text = strings.TrimSpace(text); text != "" && s.b.Len() < maxSeen {
		s.b.WriteString(text[:min(len(text), maxSeen)] + "\n")
	}
}

// embeds are read as they stand: title, text, fields, small print.
// https://docs.discord.com/developers/resources/message#embed-object
func (s *shown) embeds(raw json.RawMessage) {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return
	}
	type named struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	for _, raw := range all {
		var e struct {
			Author      named  `json:"author"`
			Title       string `json:"title"`
			Description string `json:"description"`
			Fields      []struct {
				Name  string `json:"name"`
				Value string `json:"value"`
			} `json:"fields"`
			Footer named `json:"footer"`
		}
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		s.line(e.Author.Name)
		s.line(e.Title)
		s.line(e.Description)
		for _, f := range e.Fields {
			s.line(f.Name + ": " + f.Value)
		}
		s.line(e.Footer.Text)
	}
}

// components are read for their text displays, in whatever they stand.
// https://docs.discord.com/developers/components/reference#text-display
func (s *shown) components(raw json.RawMessage, depth int) {
	var all []json.RawMessage
	if depth > maxDepth || json.Unmarshal(raw, &all) != nil {
		return
	}
	for _, raw := range all {
		var c struct {
			Content    string          `json:"content"`
			Components json.RawMessage `json:"components"`
		}
		if json.Unmarshal(raw, &c) == nil {
			s.line(c.Content)
			s.components(c.Components, depth+1)
		}
	}
}

// said is all the text that people see of a message.
func (m *received) said() string {
	var s shown
	s.line(m.Content)
	s.embeds(m.Embeds)
	s.components(m.Components, 0)
	s.forwarded(m.Snapshots)
	return readTyped(s.b.String())
}

func (s *shown) forwarded(all []snapshot) {
	for i := range all {
		m := &all[i].Message
		s.line(m.Content)
		s.embeds(m.Embeds)
		s.components(m.Components, 0)
	}
}

// meant is what somebody who writes to certdesk means to say: what they typed, and what
// they forward with it. If that is nothing, it is what else is seen in the message. The
// preview of a link beside typed words does not count, for they did not write it.
func (m *received) meant(typed string) string {
	var s shown
	s.line(typed)
	s.forwarded(m.Snapshots)
	if said := readTyped(s.b.String()); said != "" || typed == "" && m.Content != "" {
		return said
	}
	return m.said()
}

// enclosed are the attachments, those of forwarded messages among them.
func (m *received) enclosed() []enclosed {
	all := m.Attachments
	for i := range m.Snapshots {
		all = append(all, m.Snapshots[i].Message.Attachments...)
	}
	return all
}

package fakediscord

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// write puts what was sent into a message. s.mu is held.
func (s *Server) write(m *Message, q *request) {
	if m.Body == nil {
		m.Body = make(map[string]json.RawMessage)
	}
	maps.Copy(m.Body, q.fields())
	if _, ok := q.fields()["attachments"]; ok {
		s.files = slices.DeleteFunc(s.files, func(f File) bool { return f.Message == m.ID })
	}
	for _, f := range q.files {
		f.Message = m.ID
		s.files = append(s.files, f)
	}
}

// shown is a message as the API tells it.
func (s *Server) shown(m *Message) object {
	out := object{
		"id": m.ID, "channel_id": m.Channel, "type": 0, "author": object{"id": BotUser, "username": "certdesk", "bot": true},
		"content": "", "embeds": []any{}, "attachments": []any{}, "components": []any{}, "nonce": nil, "flags": 0,
	}
	for _, name := range []string{"content", "embeds", "components", "flags", "nonce"} {
		if v, ok := m.Body[name]; ok && string(v) != "null" {
			out[name] = v
		}
	}
	if m.Only != "" {
		out["flags"] = number(m.Body["flags"]) | flagEphemeral
	}
	return out
}

func (s *Server) editMessage(m *Message, q *request) answer {
	if wrong := checkMessage(q.body, q.files, editedMessage); len(wrong) > 0 {
		return s.invalid(wrong)
	}
	if number(m.Body["flags"])&flagComponents != 0 && number(q.fields()["flags"])&flagComponents == 0 {
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: the flag for components cannot be taken away")
	}
	s.write(m, q)
	if m.thinking {
		m.thinking = false
	} else {
		m.Edits++
	}
	return ok(s.shown(m))
}

// DeleteAll deletes every message that stands there, as a moderator may; the ones that
// are "thinking" too.
func (s *Server) DeleteAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		m.Deleted = true
	}
}

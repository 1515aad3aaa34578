package fakediscord

import (
	"encoding/json"
	"net/http"
	"time"
)

// ackWithin and tokenLife are as Discord has them.
const (
	ackWithin = 3 * time.Second
	tokenLife = 15 * time.Minute
)

func (s *Server) callback(q *request) answer {
	in := s.interactions[q.http.PathValue("token")]
	if in == nil || in.id != q.http.PathValue("id") || in.expired || s.now().Sub(in.made) > ackWithin {
		return refuse(http.StatusNotFound, 10062, "Unknown interaction")
	}
	if in.acked {
		return refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	}
	if wrong := s.acknowledge(in, q.body); len(wrong) > 0 {
		return s.invalid(wrong)
	}
	return nothing()
}

// acknowledge does what a callback says, and returns what is wrong with it.
// s.mu is held.
func (s *Server) acknowledge(in *interaction, body []byte) (wrong []string) {
	var c struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return []string{"/: " + err.Error()}
	}
	var flags struct {
		Flags int `json:"flags"`
	}
	if len(c.Data) > 0 {
		json.Unmarshal(c.Data, &flags) // checked below
	}
	press := in.kind == 3
	m := &Message{Channel: in.channel}
	if flags.Flags&flagEphemeral != 0 {
		m.Only = User
	}
	switch {
	case in.kind == 4 && c.Type != 8:
		return []string{"/type: only suggestions answer a request for them"}
	case c.Type == 4:
		if wrong := checkMessage(c.Data, nil, newMessage); len(wrong) > 0 {
			return wrong
		}
		s.write(s.add(m), &request{body: c.Data})
		in.first = m
	case c.Type == 5:
		if flags.Flags&^flagEphemeral != 0 {
			return []string{"/data/flags: only EPHEMERAL goes with a deferred answer"}
		}
		m.thinking = true
		in.first = s.add(m)
	case c.Type == 6 && press:
		in.first = in.pressed
	case c.Type == 7 && press:
		if wrong := checkMessage(c.Data, nil, editedMessage); len(wrong) > 0 {
			return wrong
		}
		in.first = in.pressed
		s.write(in.pressed, &request{body: c.Data})
		in.pressed.Edits++
	case c.Type == 8 && in.kind == 4:
		if wrong := checkChoices(c.Data); len(wrong) > 0 {
			return wrong
		}
		s.suggestions = append(s.suggestions, c.Data)
	case c.Type == 9 && in.kind != 5 && in.kind != 4:
		if wrong := checkForm(c.Data); len(wrong) > 0 {
			return wrong
		}
		s.forms = append(s.forms, c.Data)
	default:
		return []string{"/type: a callback of this type is not for this interaction"}
	}
	in.acked = true
	close(in.waiting)
	return nil
}

// known returns the interaction of a token that is good. s.mu is held.
func (s *Server) known(q *request) (*interaction, answer) {
	in := s.interactions[q.http.PathValue("token")]
	switch {
	case in != nil && (in.expired || s.now().Sub(in.made) > tokenLife):
		return nil, refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	case in == nil || !in.acked:
		return nil, refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	}
	return in, answer{}
}

// messageOf returns the message of a path, @original among them. s.mu is held.
func (s *Server) messageOf(in *interaction, id string) *Message {
	if id == "@original" {
		if in.first == nil || in.first.Deleted {
			return nil
		}
		return in.first
	}
	return s.find(id)
}

func (s *Server) edit(q *request) answer {
	in, no := s.known(q)
	if in == nil {
		return no
	}
	m := s.messageOf(in, q.http.PathValue("message"))
	if m == nil {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	return s.editMessage(m, q)
}

func (s *Server) remove(q *request) answer {
	in, no := s.known(q)
	if in == nil {
		return no
	}
	m := s.messageOf(in, q.http.PathValue("message"))
	if m == nil {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	m.Deleted = true
	return nothing()
}

func (s *Server) followUp(q *request) answer {
	in, no := s.known(q)
	if in == nil {
		return no
	}
	if wrong := checkMessage(q.body, q.files, newMessage); len(wrong) > 0 {
		return s.invalid(wrong)
	}
	if in.first != nil && in.first.thinking && !in.first.Deleted {
		// Discord lets the first follow-up take the place of what is announced.
		s.write(in.first, q)
		in.first.thinking = false
		return ok(s.shown(in.first))
	}
	m := &Message{Channel: in.channel}
	if number(q.fields()["flags"])&flagEphemeral != 0 {
		m.Only = User
	}
	s.write(s.add(m), q)
	return ok(s.shown(m))
}

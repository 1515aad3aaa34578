package fakeslack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A Delivery is something that Slack tells an app.
type Delivery struct {
	Kind string // "slash_commands", "interactive", "events_api"
	// Payload is JSON; by HTTP a command goes as a form, an interaction as
	// payload=JSON.
	Payload []byte
}

// With is a delivery with other fields in it; those of an object are put into
// the object that stands there. A nil value takes a field out.
func (d Delivery) With(fields map[string]any) Delivery {
	var payload object
	if err := json.Unmarshal(d.Payload, &payload); err != nil {
		panic("a delivery is plain data: " + err.Error())
	}
	put(payload, fields)
	return marshal(d.Kind, payload)
}

func put(into, fields object) {
	for name, value := range fields {
		inner, isObject := value.(object)
		there, stands := into[name].(object)
		switch {
		case value == nil:
			delete(into, name)
		case isObject && stands:
			put(there, inner)
		default:
			into[name] = value
		}
	}
}

// Sign signs a body as Slack does.
func Sign(secret string, at time.Time, body []byte) (timestamp, signature string) {
	timestamp = strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return timestamp, "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Request makes the signed request of a delivery to an app at base.
func (d Delivery) Request(ctx context.Context, base string, at time.Time) (*http.Request, error) {
	path, kind, body := "/slack/events", "application/json", string(d.Payload)
	switch d.Kind {
	case "slash_commands":
		var fields map[string]string
		if err := json.Unmarshal(d.Payload, &fields); err != nil {
			return nil, fmt.Errorf("making a form of a command: %w", err)
		}
		form := make(url.Values)
		for name, value := range fields {
			form.Set(name, value)
		}
		path, kind, body = "/slack/commands", "application/x-www-form-urlencoded", form.Encode()
	case "interactive":
		path, kind = "/slack/interactivity", "application/x-www-form-urlencoded"
		body = url.Values{"payload": {string(d.Payload)}}.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making a delivery: %w", err)
	}
	timestamp, signature := Sign(Secret, at, []byte(body))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Slack-Request-Timestamp", timestamp)
	r.Header.Set("X-Slack-Signature", signature)
	return r, nil
}

// Send delivers by HTTP and returns the acknowledgement.
func (s *Server) Send(ctx context.Context, base string, d Delivery) (status int, ack string, err error) {
	r, err := d.Request(ctx, base, s.now())
	if err != nil {
		return 0, "", err
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		return 0, "", fmt.Errorf("delivering: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

// interactive makes a trigger and a response_url. s.mu is held.
func (s *Server) interactive(channel string, pressed *Message) (trigger, response string) {
	n := s.next()
	trigger = fmt.Sprintf("%d.%d.fake", s.now().Unix(), n)
	s.triggers[trigger] = s.now()
	id := strconv.Itoa(n)
	s.responses[id] = &responseURL{channel: channel, made: s.now(), message: pressed}
	return trigger, s.http.URL + "/response/" + id
}

func marshal(kind string, v any) Delivery {
	payload, err := json.Marshal(v)
	if err != nil {
		panic("a delivery is plain data: " + err.Error())
	}
	return Delivery{Kind: kind, Payload: payload}
}

// Command is what somebody types.
func (s *Server) Command(channel, verb, text string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	trigger, response := s.interactive(channel, nil)
	return marshal("slash_commands", map[string]string{
		"command": "/" + verb, "text": text, "team_id": Team, "channel_id": channel, "channel_name": "helpdesk",
		"user_id": User, "user_name": "anna", "trigger_id": trigger, "response_url": response, "is_enterprise_install": "false",
	})
}

// Press presses a button of a message.
func (s *Server) Press(ts, actionID string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var on *Message
	for _, m := range s.messages {
		if m.TS == ts {
			on = m
		}
	}
	if on == nil {
		panic("there is no message " + ts)
	}
	trigger, response := s.interactive(on.Channel, on)
	payload := object{
		"type": "block_actions", "trigger_id": trigger, "response_url": response,
		"team": object{"id": Team}, "channel": object{"id": on.Channel}, "user": object{"id": User, "username": "anna"},
		"container": object{"type": "message", "message_ts": ts, "channel_id": on.Channel, "is_ephemeral": on.Only != ""},
		"actions":   []object{{"action_id": actionID, "type": "button", "action_ts": "1.2"}},
	}
	if on.Only == "" { // Slack does not tell an ephemeral message's content
		payload["message"] = object{"ts": ts, "thread_ts": on.Thread, "text": on.Text}
	} else if on.Thread != "" {
		payload["container"].(object)["thread_ts"] = on.Thread
	}
	return marshal("interactive", payload)
}

// Mark chooses the message shortcut on somebody's message.
func (s *Server) Mark(channel, ts, text string, files ...Attachment) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	trigger, response := s.interactive(channel, nil)
	return marshal("interactive", object{
		"type": "message_action", "callback_id": "certfix_message", "trigger_id": trigger, "response_url": response,
		"team": object{"id": Team}, "channel": object{"id": channel}, "user": object{"id": User, "name": "anna"},
		"message": object{"type": "message", "ts": ts, "text": text, "user": "U9", "files": files},
	})
}

// Shortcut chooses a global shortcut.
func (s *Server) Shortcut(callback string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	trigger, _ := s.interactive("", nil)
	return marshal("interactive", object{
		"type": "shortcut", "callback_id": callback, "trigger_id": trigger,
		"team": object{"id": Team}, "user": object{"id": User, "username": "anna"},
	})
}

// Event is a message or another event; fields are added to it.
func (s *Server) Event(kind, channel, text string, fields map[string]any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	event := object{
		"type": kind, "channel": channel, "user": User, "text": text,
		"ts": fmt.Sprintf("%d.%06d", s.now().Unix(), s.next()), "channel_type": "channel",
	}
	if strings.HasPrefix(channel, "D") {
		event["channel_type"] = "im"
	}
	maps.Copy(event, fields)
	return marshal("events_api", object{
		"type": "event_callback", "team_id": Team, "event_id": fmt.Sprintf("Ev%d", s.next()), "event": event,
		"authorizations": []object{{"team_id": Team, "user_id": BotUser, "is_bot": true}},
	})
}

// Env are the settings with which certdesk serve talks to it, by HTTP.
func (s *Server) Env() map[string]string {
	return map[string]string{"SLACK_BOT_TOKEN": BotToken, "SLACK_SIGNING_SECRET": Secret, "SLACK_API_URL": s.APIURL()}
}

// Chatter has people say so much in a channel, or in a thread of it, of which no event is
// told.
func (s *Server) Chatter(channel, thread string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range messages {
		s.add(&Message{Channel: channel, Thread: thread, Text: "so it goes"})
	}
}

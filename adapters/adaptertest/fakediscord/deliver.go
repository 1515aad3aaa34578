package fakediscord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Delivery is something that Discord tells an app.
type Delivery struct {
	// Event is INTERACTION_CREATE or MESSAGE_CREATE.
	Event   string
	Payload []byte

	in *interaction
}

// With is a delivery with other fields in it, as from another server: a nil
// value takes a field out.
func (d Delivery) With(fields map[string]any) Delivery {
	var payload object
	if err := json.Unmarshal(d.Payload, &payload); err != nil {
		panic("a delivery is plain data: " + err.Error())
	}
	for name, value := range fields {
		if payload[name] = value; value == nil {
			delete(payload, name)
		}
	}
	d.Payload = plain(payload)
	return d
}

// Sign signs a body as Discord does.
func (s *Server) Sign(at time.Time, body []byte) (timestamp, signature string) {
	timestamp = strconv.FormatInt(at.Unix(), 10)
	return timestamp, hex.EncodeToString(ed25519.Sign(s.key, append([]byte(timestamp), body...)))
}

// Request makes the signed request of an interaction to an app at base.
func (s *Server) Request(ctx context.Context, base string, d Delivery, at time.Time) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/discord/interactions", bytes.NewReader(d.Payload))
	if err != nil {
		return nil, fmt.Errorf("making a delivery: %w", err)
	}
	timestamp, signature := s.Sign(at, d.Payload)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Signature-Timestamp", timestamp)
	r.Header.Set("X-Signature-Ed25519", signature)
	return r, nil
}

// Send delivers an interaction by HTTP and does what the answer says.
func (s *Server) Send(ctx context.Context, base string, d Delivery) (status int, said string, err error) {
	r, err := s.Request(ctx, base, d, s.now())
	if err != nil {
		return 0, "", err
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		return 0, "", fmt.Errorf("delivering: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || d.in == nil {
		return resp.StatusCode, string(body), err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		s.complain("an acknowledgement of type %q", resp.Header.Get("Content-Type"))
	}
	if d.in.acked {
		s.complain("an interaction was acknowledged twice")
		return resp.StatusCode, string(body), nil
	}
	wrong := s.schemas.check("POST interactions/{id}/{token}/callback", body)
	for _, w := range append(wrong, s.acknowledge(d.in, body)...) {
		s.complain("an acknowledgement by HTTP: %s", w)
	}
	return resp.StatusCode, string(body), nil
}

// interact makes an interaction. s.mu is held.
func (s *Server) interact(kind int, channel string, fields object) Delivery {
	in := &interaction{
		id: s.snowflake(), kind: kind, channel: channel, made: s.now(), waiting: make(chan struct{}),
	}
	in.token = "token-" + in.id
	s.interactions[in.token] = in
	payload := object{
		"id": in.id, "application_id": Application, "type": kind, "token": in.token, "version": 1,
		"channel_id": channel, "locale": "en-GB", "app_permissions": strconv.Itoa(s.permissions(channel)), "entitlements": []any{}, "attachment_size_limit": maxUpload,
		"authorizing_integration_owners": object{"0": s.guildOf(channel)},
	}
	user := object{"id": User, "username": "anna", "discriminator": "0", "global_name": "Anna"}
	if channel == Direct {
		payload["channel"], payload["context"], payload["user"] = object{"id": channel, "type": 1}, 1, user
	} else {
		payload["guild_id"], payload["context"] = s.guildOf(channel), 0
		payload["channel"] = object{"id": channel, "type": 0}
		if c := s.channels[channel]; c != nil {
			payload["channel"] = c
		}
		payload["member"] = object{"user": user, "roles": []string{Role}, "permissions": "0"}
	}
	maps.Copy(payload, fields)
	return Delivery{Event: "INTERACTION_CREATE", Payload: plain(payload), in: in}
}

func plain(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic("a delivery is plain data: " + err.Error())
	}
	return out
}

// Ping asks whether the app is there.
func (s *Server) Ping() Delivery {
	return Delivery{Event: "INTERACTION_CREATE", Payload: plain(object{"id": "1", "application_id": Application, "type": 1, "token": "x", "version": 1})}
}

// Option is an option of a command as it is filled in.
func Option(name string, value any) map[string]any {
	kind := 3
	if _, ok := value.(bool); ok {
		kind = 5
	}
	return object{"name": name, "type": kind, "value": value}
}

// Command is what somebody types. A subcommand is verb "certwatch add".
func (s *Server) Command(channel, verb string, options ...map[string]any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.interact(2, channel, object{"data": command(verb, options)})
}

func command(verb string, options []map[string]any) object {
	verb, sub, _ := strings.Cut(verb, " ")
	if sub != "" {
		options = []map[string]any{{"name": sub, "type": 1, "options": options}}
	}
	return object{"id": "1", "name": verb, "type": 1, "options": options}
}

// Typing asks for suggestions; the option is the one being typed.
func (s *Server) Typing(channel, verb string, option map[string]any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	option["focused"] = true
	return s.interact(4, channel, object{"data": command(verb, []map[string]any{option})})
}

// Upload attaches a file to a command: an option and what it resolves to.
func (s *Server) Upload(channel, verb, option, name string, data []byte) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.snowflake()
	s.uploads[id] = data
	d := command(verb, []map[string]any{{"name": option, "type": 11, "value": id}})
	d["resolved"] = object{"attachments": object{id: object{
		"id": id, "filename": name, "size": len(data), "url": s.http.URL + "/attachments/" + id, "proxy_url": "",
	}}}
	return s.interact(2, channel, object{"data": d})
}

// Mark chooses the command on somebody's message; fields are added to it.
func (s *Server) Mark(channel, text string, fields map[string]any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.snowflake()
	message := object{
		"id": id, "channel_id": channel, "type": 0, "content": text, "author": object{"id": "7", "username": "bob"},
		"embeds": []any{}, "attachments": []any{}, "components": []any{}, "flags": 0,
	}
	maps.Copy(message, fields)
	return s.interact(2, channel, object{"data": object{
		"id": "2", "name": "Diagnose certificate error", "type": 3, "target_id": id,
		"resolved": object{"messages": object{id: message}},
	}})
}

// Press presses a button of a message.
func (s *Server) Press(id, customID string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	on := s.find(id)
	if on == nil {
		panic("there is no message " + id)
	}
	d := s.interact(3, on.Channel, object{
		"data": object{"custom_id": customID, "component_type": 2}, "message": s.shown(on),
	})
	d.in.pressed = on
	return d
}

// Submit fills in the last form.
func (s *Server) Submit(channel string, fields map[string]string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var form struct {
		ID string `json:"custom_id"`
	}
	if len(s.forms) == 0 || json.Unmarshal(s.forms[len(s.forms)-1], &form) != nil {
		panic("there is no form to fill in")
	}
	var parts []object
	for name, value := range fields {
		parts = append(parts, object{"type": 18, "id": 1, "component": object{"type": 4, "id": 2, "custom_id": name, "value": value}})
	}
	return s.interact(5, channel, object{"data": object{"custom_id": form.ID, "components": parts}})
}

// Say is a message that somebody writes; fields are added to it.
func (s *Server) Say(channel, text string, fields map[string]any) (id string, d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := object{
		"id": s.snowflake(), "channel_id": channel, "type": 0, "content": text, "author": object{"id": User, "username": "anna"},
		"attachments": []any{}, "embeds": []any{}, "mentions": []any{}, "components": []any{}, "timestamp": s.now().Format(time.RFC3339),
	}
	if channel != Direct {
		m["guild_id"], m["member"] = s.guildOf(channel), object{"roles": []string{Role}}
	}
	maps.Copy(m, fields)
	return m["id"].(string), Delivery{Event: "MESSAGE_CREATE", Payload: plain(m)}
}

// Chatter has people say so much in a channel, of which no event is told.
func (s *Server) Chatter(channel string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range messages {
		s.add(&Message{Channel: channel, Body: map[string]json.RawMessage{"content": json.RawMessage(`"so it goes"`)}})
	}
}

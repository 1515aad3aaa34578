package fakediscord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

func (l *line) send(op int, data any, seq int64, name string) error {
	f := object{"op": op, "d": data, "s": nil, "t": nil}
	if op == 0 {
		f["s"], f["t"] = seq, name
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn.WriteJSON(f)
}

func (l *line) hangUp(code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	l.conn.Close()
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if s.gateway.moved.Load() && r.PathValue("where") != "moved" {
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("v") != "10" || r.URL.Query().Get("encoding") != "json" {
		s.mu.Lock()
		s.complain("the gateway was asked for ?%s", r.URL.RawQuery)
		s.mu.Unlock()
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	g := &s.gateway
	g.ended.Add(1)
	defer g.ended.Done()
	l := &line{conn: conn, resumes: strings.HasPrefix(r.PathValue("where"), "resume")}
	defer conn.Close()
	defer g.drop(l)
	conn.SetCloseHandler(func(code int, _ string) error {
		g.sayParting()
		l.mu.Lock()
		defer l.mu.Unlock()
		return conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	})
	g.mu.Lock()
	interval := g.interval
	g.mu.Unlock()
	l.send(10, object{"heartbeat_interval": interval.Milliseconds(), "_trace": []string{"fake"}}, 0, "")
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
				g.mu.Lock()
				g.left = append(g.left, closed.Code)
				g.mu.Unlock()
			}
			return
		}
		var f struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if json.Unmarshal(raw, &f) != nil || len(raw) > 4096 {
			l.hangUp(4002)
			return
		}
		if code := s.hear(l, f.Op, f.Data); code != 0 {
			l.hangUp(code)
			return
		}
	}
}

// hear takes what the app says; a code closes the connection.
func (s *Server) hear(l *line, op int, data json.RawMessage) (code int) {
	g := &s.gateway
	g.mu.Lock()
	defer g.mu.Unlock()
	switch op {
	case 1:
		var seq int64
		if l.session != nil && (string(data) != "null" && json.Unmarshal(data, &seq) != nil || seq > l.session.seq) {
			s.mu.Lock()
			s.complain("a heartbeat of %s after event %d", data, l.session.seq)
			s.mu.Unlock()
		}
		if !g.deaf {
			l.send(11, nil, 0, "")
		}
	case 2:
		return s.identify(l, data)
	case 6:
		return s.resume(l, data)
	case 3, 4, 8: // presence, voice and members: of no use here
	default:
		return 4001
	}
	return 0
}

// identify begins a session. g.mu is held.
func (s *Server) identify(l *line, data json.RawMessage) int {
	g := &s.gateway
	var q struct {
		Token      string         `json:"token"`
		Intents    int            `json:"intents"`
		Properties map[string]any `json:"properties"`
	}
	named := func(name string) bool { // with the $ of before version 10
		_, plain := q.Properties[name]
		_, older := q.Properties["$"+name]
		return plain || older
	}
	switch {
	case l.session != nil:
		return 4005
	case json.Unmarshal(data, &q) != nil || !named("os") || !named("browser") || !named("device"):
		return 4002
	case strings.TrimPrefix(q.Token, "Bot ") != s.goodToken():
		return 4004
	case q.Intents <= 0 || q.Intents >= 1<<27:
		return 4013
	case g.refusal != 0:
		return g.refusal
	case !g.starts.take(s.now()):
		s.mu.Lock()
		s.complain("a session above the day's limit: Discord would reset the token")
		s.mu.Unlock()
		return 4004
	}
	if l.resumes || !g.revoked.IsZero() && s.now().Sub(g.revoked) < time.Second {
		s.mu.Lock()
		s.complain("a new session at the address for resuming (%v), or %s after one was declared invalid", l.resumes, s.now().Sub(g.revoked))
		s.mu.Unlock()
	}
	g.revoked = time.Time{}
	g.identified++
	s.mu.Lock()
	id := s.snowflake()
	s.mu.Unlock()
	l.session = &session{id: id, intents: q.Intents}
	g.sessions[id] = l.session
	g.open = append(g.open, l)
	g.say(l.session, "READY", plain(object{
		"v": 10, "user": object{"id": BotUser, "username": "certdesk", "bot": true}, "guilds": []object{{"id": Guild, "unavailable": true}},
		"session_id": id, "resume_gateway_url": s.gatewayURL("resume"), "application": object{"id": Application, "flags": 0},
	}))
	if q.Intents&1 != 0 {
		g.say(l.session, "GUILD_CREATE", plain(guild()))
	}
	return 0
}

const usualStarts = 1000

// left is how many sessions may begin before the limit is reset.
func (s *starts) left(now time.Time) (int, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !now.Before(s.reset) {
		s.used, s.most, s.reset = 0, usualStarts, now.Add(24*time.Hour)
	}
	return s.most - s.used, s.reset.Sub(now)
}

func (s *starts) take(now time.Time) bool {
	left, _ := s.left(now)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used++
	return left > 0
}

// Starts lets so many sessions begin, until a while has passed.
func (s *Server) Starts(left int, reset time.Duration) {
	starts := &s.gateway.starts
	starts.mu.Lock()
	defer starts.mu.Unlock()
	starts.used, starts.most, starts.reset = 0, left, s.now().Add(reset)
}

// guild is the server as a session is told of it.
func guild() object {
	channel := func(id, name string) object {
		return object{"id": id, "type": 0, "name": name, "position": 0, "permission_overwrites": []any{}}
	}
	return object{
		"id": Guild, "name": "Helpdesk", "owner_id": User, "member_count": 2, "large": false, "unavailable": false,
		"channels": []object{channel(Channel, "helpdesk"), channel(Support, "support")},
		"roles":    []object{{"id": Guild, "name": "@everyone", "permissions": "274878024704"}, {"id": Role, "name": "helpdesk", "permissions": "0"}},
		"members":  []object{{"user": object{"id": BotUser, "username": "certdesk", "bot": true}, "roles": []string{}, "joined_at": "2026-01-01T00:00:00Z"}},
		"threads":  []any{}, "emojis": []any{}, "stickers": []any{}, "presences": []any{}, "voice_states": []any{}, "stage_instances": []any{}, "guild_scheduled_events": []any{},
	}
}

// resume takes a session up. g.mu is held.
func (s *Server) resume(l *line, data json.RawMessage) int {
	g := &s.gateway
	var q struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if json.Unmarshal(data, &q) != nil {
		return 4002
	}
	if strings.TrimPrefix(q.Token, "Bot ") != s.goodToken() {
		return 4004
	}
	if !l.resumes && !g.moved.Load() {
		s.mu.Lock()
		s.complain("a session was taken up elsewhere than at resume_gateway_url")
		s.mu.Unlock()
	}
	known := g.sessions[q.Session]
	if known == nil || known.dead {
		g.revoked = s.now()
		l.send(9, false, 0, "")
		return 0
	}
	if q.Seq > known.seq {
		return 4007
	}
	g.resumed++
	l.session = known
	for _, e := range known.events {
		if e.seq > q.Seq {
			l.send(0, e.data, e.seq, e.name)
		}
	}
	g.open = append(g.open, l)
	g.say(known, "RESUMED", plain(object{"_trace": []string{}}))
	return 0
}

// say tells a session something. g.mu is held.
func (g *gateway) say(to *session, name string, data json.RawMessage) {
	to.seq++
	to.events = append(to.events, event{to.seq, name, data})
	if len(to.events) > 1000 {
		to.events = to.events[500:]
	}
	for _, l := range g.open {
		if l.session == to {
			l.send(0, data, to.seq, name)
		}
	}
}

func (g *gateway) drop(gone *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, l := range g.open {
		if l == gone {
			g.open = append(g.open[:i:i], g.open[i+1:]...)
			return
		}
	}
}

func (g *gateway) closeAll() {
	g.each(func(l *line) { l.conn.Close() })
	g.ended.Wait()
}

func (g *gateway) each(do func(*line)) {
	g.mu.Lock()
	open := append([]*line(nil), g.open...)
	g.mu.Unlock()
	for _, l := range open {
		do(l)
	}
}

// contentIntent is the intent without which the text of messages stays empty.
const contentIntent = 1 << 15

// Tell sends an event to whoever listens, or who will resume.
func (s *Server) Tell(name string, data json.RawMessage) error {
	g := &s.gateway
	g.mu.Lock()
	defer g.mu.Unlock()
	told := 0
	for _, to := range g.sessions {
		if !to.dead {
			g.say(to, name, seenBy(to, name, data))
			told++
		}
	}
	if told == 0 {
		return errors.New("nobody listens to the gateway")
	}
	return nil
}

// seenBy takes the text out of a message that a session may not read: it may read those
// that mention it, by their text or as replies to it.
// https://docs.discord.com/developers/events/gateway#message-content-intent
func seenBy(to *session, name string, data json.RawMessage) json.RawMessage {
	var m object
	if name != "MESSAGE_CREATE" || to.intents&contentIntent != 0 || json.Unmarshal(data, &m) != nil {
		return data
	}
	text, _ := m["content"].(string)
	if m["guild_id"] == nil || strings.Contains(text, "<@"+BotUser+">") || strings.Contains(string(plain(m["mentions"])), `"`+BotUser+`"`) {
		return data
	}
	m["content"], m["attachments"], m["embeds"] = "", []any{}, []any{}
	return plain(m)
}

// Part tells something when an app ends its connection: it was on the way already.
func (s *Server) Part(d Delivery) {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	s.gateway.parting = append(s.gateway.parting, event{name: d.Event, data: d.Payload})
}

// sayParting tells what is kept for the end of a connection, once.
func (g *gateway) sayParting() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, e := range g.parting {
		for _, to := range g.sessions {
			if !to.dead {
				g.say(to, e.name, e.data)
			}
		}
	}
	g.parting = nil
}

// Push delivers by the gateway, and waits for the acknowledgement of an
// interaction.
func (s *Server) Push(d Delivery) error {
	if err := s.Tell(d.Event, d.Payload); err != nil || d.in == nil {
		return err
	}
	timer := time.NewTimer(ackWithin)
	defer timer.Stop()
	select {
	case <-d.in.waiting:
		return nil
	case <-timer.C:
		return fmt.Errorf("no acknowledgement within %s", ackWithin)
	}
}

// Listeners is how many connections have a session.
func (s *Server) Listeners() int {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	return len(s.gateway.open)
}

// Sessions is how often a session was begun, and taken up.
func (s *Server) Sessions() (identified, resumed int) {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	return s.gateway.identified, s.gateway.resumed
}

// Reconnect tells all to connect again (op 7).
func (s *Server) Reconnect() { s.gateway.each(func(l *line) { l.send(7, nil, 0, "") }) }

// Invalidate ends sessions (op 9).
func (s *Server) Invalidate(resumable bool) {
	s.gateway.each(func(l *line) {
		s.gateway.mu.Lock()
		l.session.dead = !resumable
		if !resumable {
			s.gateway.revoked = s.now()
		}
		s.gateway.mu.Unlock()
		l.send(9, resumable, 0, "")
	})
}

// HangUp closes all connections with a code.
func (s *Server) HangUp(code int) { s.gateway.each(func(l *line) { l.hangUp(code) }) }

// Cut breaks all connections off without a word.
func (s *Server) Cut() { s.gateway.each(func(l *line) { l.conn.NetConn().Close() }) }

// Move makes the gateway leave its address: connections end, those at the old
// address and the one for resuming are not taken, and GET gateway tells the new.
func (s *Server) Move() {
	s.gateway.moved.Store(true)
	s.Cut()
}

// Left are the codes with which the app has closed connections. 1000 and 1001
// end its session.
func (s *Server) Left() []int {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	return append([]int(nil), s.gateway.left...)
}

// gatewayURL is an address of the gateway.
func (s *Server) gatewayURL(where string) string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http") + "/ws/" + where
}

// Refuse closes connections that identify with a code, 0 no more.
func (s *Server) Refuse(code int) {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	s.gateway.refusal = code
}

// Heartbeats sets the time between them, and whether they are answered.
func (s *Server) Heartbeats(every time.Duration, answered bool) {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	s.gateway.interval, s.gateway.deaf = every, !answered
}

// Babble sends bytes that may be no event at all, or one with a number of its own.
func (s *Server) Babble(raw []byte) {
	s.gateway.each(func(l *line) {
		s.gateway.mu.Lock()
		l.session.seq = max(l.session.seq, 100)
		s.gateway.mu.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn.WriteMessage(websocket.TextMessage, raw)
	})
}

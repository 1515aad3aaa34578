package fakeslack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

func (s *socket) write(v any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.WriteJSON(v)
}

// openSocket makes the address of a connection, good for one.
func (s *Server) openSocket() string {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	if s.sockets.tickets == nil {
		s.sockets.tickets = make(map[string]bool)
	}
	ticket := strconv.Itoa(s.next())
	s.sockets.tickets[ticket] = true
	return strings.Replace(s.http.URL, "http:", "ws:", 1) + "/socket/" + ticket
}

// maxAck is above what Slack drops an acknowledgement silently.
const maxAck = 20 << 10

func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	k := &s.sockets
	k.mu.Lock()
	good := k.tickets[r.PathValue("id")]
	delete(k.tickets, r.PathValue("id"))
	k.mu.Unlock()
	if !good {
		http.Error(w, "this address was used", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	one := &socket{conn: conn}
	k.ended.Add(1)
	defer k.ended.Done()
	k.mu.Lock()
	k.open = append(k.open, one)
	n := len(k.open)
	if n == 2 && !k.doubled {
		k.doubled, k.fewest = true, n
	}
	k.mu.Unlock()
	defer k.remove(one)
	one.write(object{"type": "hello", "num_connections": n, "connection_info": object{"app_id": "A1"}})
	k.mu.Lock()
	dismiss := k.dismiss
	k.mu.Unlock()
	if dismiss != "" {
		one.write(object{"type": "disconnect", "reason": dismiss, "debug_info": object{"host": "fake"}})
	}
	one.mu.Lock()
	conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
	one.mu.Unlock()
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			ID string `json:"envelope_id"`
		}
		if json.Unmarshal(raw, &ack) != nil || len(raw) >= maxAck {
			continue
		}
		k.mu.Lock()
		k.acks = append(k.acks, string(raw))
		if done := k.waiting[ack.ID]; done != nil {
			close(done)
			delete(k.waiting, ack.ID)
		}
		k.mu.Unlock()
	}
}

func (k *sockets) remove(gone *socket) {
	k.mu.Lock()
	for i, c := range k.open {
		if c == gone {
			k.open = append(k.open[:i:i], k.open[i+1:]...)
			break
		}
	}
	k.fewest = min(k.fewest, len(k.open))
	k.mu.Unlock()
	gone.conn.Close()
}

func (k *sockets) closeAll() {
	k.mu.Lock()
	open := append([]*socket(nil), k.open...)
	k.mu.Unlock()
	for _, c := range open {
		c.conn.Close()
	}
	k.ended.Wait()
}

// Sockets is how many connections are open.
func (s *Server) Sockets() int {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	return len(s.sockets.open)
}

// FewestSockets is how many connections were open at the worst time since there
// were two.
func (s *Server) FewestSockets() int {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	return s.sockets.fewest
}

// Acknowledgements are what was said to each envelope, as JSON.
func (s *Server) Acknowledgements() []string {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	return slices.Clone(s.sockets.acks)
}

// Refresh tells the oldest connection to come back, and closes it. Cut closes
// it without a word.
func (s *Server) Refresh() { s.hang(true) }

// Dismiss tells whoever connects from now on to disconnect, "" no more:
// "link_disabled", where Socket Mode was switched off.
func (s *Server) Dismiss(reason string) {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	s.sockets.dismiss = reason
}

// Cut closes the oldest connection without a word.
func (s *Server) Cut() { s.hang(false) }

func (s *Server) hang(politely bool) {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	if len(s.sockets.open) == 0 {
		return
	}
	oldest := s.sockets.open[0]
	if politely {
		oldest.write(object{"type": "disconnect", "reason": "refresh_requested"})
		return
	}
	oldest.conn.Close()
}

// Push delivers by one of the connections, and once more by another until it
// is acknowledged, as Slack does.
func (s *Server) Push(d Delivery) error {
	k := &s.sockets
	s.mu.Lock()
	id := fmt.Sprintf("envelope-%d", s.next())
	s.mu.Unlock()
	done := make(chan struct{})
	k.mu.Lock()
	if k.waiting == nil {
		k.waiting = make(map[string]chan struct{})
	}
	k.waiting[id] = done
	k.mu.Unlock()
	envelope := object{
		"envelope_id": id, "type": d.Kind, "payload": json.RawMessage(d.Payload),
		"accepts_response_payload": d.Kind != "events_api",
	}
	for attempt := range 10 {
		k.mu.Lock()
		var to *socket
		if len(k.open) > 0 {
			k.turn++
			to = k.open[k.turn%len(k.open)]
		}
		k.mu.Unlock()
		if to != nil {
			envelope["retry_attempt"] = attempt
			to.write(envelope) // an error shows as a missing acknowledgement
		}
		select {
		case <-done:
			return nil
		case <-time.After(time.Second):
		}
	}
	return errors.New("the app did not acknowledge " + id)
}

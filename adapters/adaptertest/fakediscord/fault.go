package fakediscord

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Fail lets the next calls of a method fail, in order. the name is that of
// the route in routes.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Deny lets a route answer with an error from now on.
func (s *Server) Deny(route string, status, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.denied[route] = Fault{Status: status, Code: code}
}

// Allow takes a Deny back.
func (s *Server) Allow(route string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.denied, route)
}

// RefuseComponents makes the server refuse messages with components from now
// on.
func (s *Server) RefuseComponents() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plainOnly = true
}

// Limit lets a route be called so often in a time, and tells so in each answer,
// as Discord does. A call above that is refused, and complained of: whoever reads
// the headers need not make it.
func (s *Server) Limit(route string, most int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buckets[route] = &bucket{most: most, per: per}
}

// limited tells how a route's limit stands, and whether it is over. s.mu is not
// held.
func (s *Server) limited(w http.ResponseWriter, route string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[route]
	if b == nil {
		return false
	}
	now := s.now()
	if !now.Before(b.reset) {
		b.left, b.reset = b.most, now.Add(b.per)
	}
	over := b.left <= 0
	if !over {
		b.left--
	}
	after := b.reset.Sub(now).Seconds()
	for name, value := range map[string]string{
		"Limit": strconv.Itoa(b.most), "Remaining": strconv.Itoa(b.left), "Reset-After": strconv.FormatFloat(after, 'f', 3, 64), "Bucket": route,
	} {
		w.Header().Set("X-RateLimit-"+name, value)
	}
	if over {
		s.complain("%s was called above its limit", route)
		w.Header().Set("Retry-After", strconv.Itoa(int(after)+1))
		w.WriteHeader(http.StatusTooManyRequests)
		json.NewEncoder(w).Encode(object{"message": "You are being rate limited.", "retry_after": after, "global": false})
	}
	return over
}

// ForgetNonces makes the server forget what messages were known by, as it does
// after some minutes.
func (s *Server) ForgetNonces() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		m.Nonce = ""
		delete(m.Body, "nonce")
	}
}

// fault plays the next fault of a method and tells whether the call is over.
// after is to be called when the work is done, before anything is written; it
// tells whether the answer is lost.
func (s *Server) fault(w http.ResponseWriter, method string) (over bool, after func() bool) {
	s.mu.Lock()
	s.calls[method]++
	var f Fault
	if denied, ok := s.denied[method]; ok {
		f = denied
	} else if queue := s.faults[method]; len(queue) > 0 {
		f, s.faults[method] = queue[0], queue[1:]
	}
	s.mu.Unlock()
	time.Sleep(f.Delay)
	switch {
	case f.Drop:
		hangUp(w)
		return true, nil
	case f.Status != 0:
		said := object{"code": f.Code, "message": http.StatusText(f.Status)}
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
			said["retry_after"], said["global"] = float64(f.RetryAfter), f.Global
		}
		w.WriteHeader(f.Status)
		json.NewEncoder(w).Encode(said)
		return true, nil
	}
	return false, func() bool {
		if f.Lose {
			hangUp(w)
		}
		return f.Lose
	}
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
}

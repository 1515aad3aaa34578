package fakeslack

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Fail lets the next calls of a method fail, in order. "response" is any
// response_url.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// fault plays the next fault of a method and tells whether the call is over.
// after is to be called when the work is done, before anything is written; it
// tells whether the answer is lost.
func (s *Server) fault(w http.ResponseWriter, method string) (over bool, after func() bool) {
	s.mu.Lock()
	s.calls[method]++
	var f Fault
	if queue := s.faults[method]; len(queue) > 0 {
		f, s.faults[method] = queue[0], queue[1:]
	}
	s.mu.Unlock()
	time.Sleep(f.Delay)
	switch {
	case f.Drop:
		hangUp(w)
		return true, nil
	case f.Error != "" && method == "response":
		http.Error(w, f.Error, http.StatusBadRequest)
		return true, nil
	case f.Error != "":
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(object{"ok": false, "error": f.Error})
		return true, nil
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		w.WriteHeader(f.Status)
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

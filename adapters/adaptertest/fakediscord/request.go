package fakediscord

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// answer is what a route says: a status and a body, or a refusal.
type answer struct {
	status int
	body   any
}

func ok(body any) answer { return answer{http.StatusOK, body} }

func nothing() answer { return answer{http.StatusNoContent, nil} }

// refuse answers with an error in Discord's form.
func refuse(status, code int, format string, args ...any) answer {
	return answer{status, object{"code": code, "message": fmt.Sprintf(format, args...)}}
}

// invalid refuses a form, and complains: certdesk is to keep the limits by
// construction. s.mu is held.
func (s *Server) invalid(wrong []string) answer {
	for _, w := range wrong {
		s.complain("%s", w)
	}
	return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: %s", strings.Join(wrong, "; "))
}

// request is a call, with its body taken apart.
type request struct {
	http  *http.Request
	body  []byte
	files []File
}

// fields is the body as an object.
func (q *request) fields() map[string]json.RawMessage {
	var out map[string]json.RawMessage
	if json.Unmarshal(q.body, &out) != nil {
		return nil
	}
	return out
}

func number(raw json.RawMessage) int {
	n, _ := strconv.Atoi(string(raw))
	return n
}

// maxUpload is what a server without boosts takes.
const maxUpload = 10 << 20

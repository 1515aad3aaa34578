package fakeslack

import (
	"fmt"
	"net/http"
)

// Attachment is a file that somebody sends along, as Slack describes it.
type Attachment map[string]any

// Attach makes a file that the bot may fetch with its token and files:read.
func (s *Server) Attach(name string, data []byte) Attachment {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("F%d", s.next())
	s.attached[id] = data
	address := s.http.URL + "/files-pri/" + id
	return Attachment{
		"id": id, "name": name, "size": len(data), "mode": "hosted", "filetype": "binary",
		"url_private": address, "url_private_download": address + "/download",
	}
}

// DenyFileInput lets a form with a field for files be refused: "missing_scope".
func (s *Server) DenyFileInput(err string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noFiles = refusal(err)
}

// file serves an attachment. Whoever may not see it is sent to a page for
// signing in, as Slack does: no status says so.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	over, after := s.fault(w, "file")
	if over {
		return
	}
	s.mu.Lock()
	data, known := s.attached[r.PathValue("id")]
	refused := s.denied["file"] != ""
	s.mu.Unlock()
	switch {
	case !known:
		http.NotFound(w, r)
		return
	case refused, r.Header.Get("Authorization") != "Bearer "+BotToken:
		http.Redirect(w, r, s.http.URL+"/signin", http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if !after() {
		w.Write(data)
	}
}

func (s *Server) signin(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Header.Get("Authorization") != "" {
		s.complain("the token was taken along to a page for signing in")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<!DOCTYPE html><title>Sign in</title>")
}

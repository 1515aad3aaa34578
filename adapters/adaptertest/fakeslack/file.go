package fakeslack

import (
	"fmt"
	"io"
	"mime/multipart"
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

// upload takes the bytes of a file at the address that was asked for.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	over, after := s.fault(w, "upload")
	if over {
		return
	}
	data, err := uploaded(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	up := s.uploads[r.PathValue("id")]
	if up == nil || len(data) != cap(up.Data) {
		http.Error(w, "no such upload, or another length", http.StatusBadRequest)
		return
	}
	up.Data = append(up.Data[:0], data...)
	if !after() {
		io.WriteString(w, "OK")
	}
}

// uploaded are the bytes of an upload: the body itself, or the first file of a
// form, whatever its field is called. Slack's own client calls it "body",
// slack-go "file".
func uploaded(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil { // no form
		return io.ReadAll(r.Body)
	}
	var part *multipart.Part
	for {
		if part, err = parts.NextPart(); err != nil {
			return nil, fmt.Errorf("the form has no file: %w", err)
		}
		if part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

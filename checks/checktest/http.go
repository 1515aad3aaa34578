package checktest

import "strings"

// talkHTTP answers one request as a web server does (RFC 9112), and anything
// else with the 400 that real ones send.
func talkHTTP(w *wire, _ dialogue) bool {
	line, ok := w.hear()
	if !ok && line == "" {
		return false
	}
	status := "400 Bad Request"
	if strings.HasPrefix(line, "GET ") || strings.HasPrefix(line, "HEAD ") {
		for { // the header fields
			field, more := w.hear()
			if !more {
				return false
			}
			if field == "" {
				break
			}
		}
		status = "200 OK"
	}
	w.say("HTTP/1.1 "+status, "Server: example", "Content-Length: 0", "Connection: close", "")
	return false
}

package webserver

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
)

// maxBody bounds what is read of a request, in bytes; handlers have closer bounds.
const maxBody = 2 << 20

// BodyFirst reads the body of a request before its handler does, and says what
// kept it from coming: the sender was too slow (RFC 9110 §15.5.9), sent too much,
// or broke off. Each has its own status, for a front that sends again on one of
// them and gives up on another.
func BodyFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		var large *http.MaxBytesError
		var late net.Error
		switch {
		case err == nil:
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
			return
		case errors.As(err, &large):
			http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
		case errors.As(err, &late) && late.Timeout():
			w.Header().Set("Connection", "close")
			http.Error(w, "the request came too slowly", http.StatusRequestTimeout)
		default:
			http.Error(w, "the request broke off", http.StatusBadRequest)
		}
	})
}

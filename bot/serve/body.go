package serve

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
)

// maxDelivery bounds what a platform delivers; adapters have closer bounds.
const maxDelivery = 2 << 20

// bodyFirst reads the body of a request before its handler does, and says what
// kept it from coming: the sender was too slow (RFC 9110 §15.5.9), sent too much,
// or broke off. Each has its own status, for a front that sends again on one of
// them and gives up on another.
func bodyFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxDelivery))
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

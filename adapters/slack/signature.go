package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
)

// window is how old a signed request may be, and how far ahead its clock.
const window = 5 * time.Minute

// Errors of verify. They are for the log: who forges learns nothing.
var (
	errStale     = errors.New("the request is older than five minutes, or from the future")
	errSignature = errors.New("the signature does not fit")
)

// verify checks the v0 signature of a request over its raw body.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
func verify(secret, timestamp, signature string, body []byte, now time.Time) error {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return errStale
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return errStale
	}
	given, ok := strings.CutPrefix(signature, "v0=")
	if !ok || len(given) != 2*sha256.Size {
		return errSignature
	}
	var want, sum [sha256.Size]byte
	if _, err := hex.Decode(want[:], []byte(given)); err != nil {
		return errSignature
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":")) // a hash takes everything
	mac.Write(body)
	if !hmac.Equal(mac.Sum(sum[:0]), want[:]) {
		return errSignature
	}
	return nil
}

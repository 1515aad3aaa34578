package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"strconv"
	"time"
)

// window is how old a signed request may be, and how far ahead its clock.
const window = 5 * time.Minute

// Errors of verify. They are for the log: who forges learns nothing.
var (
	errStale     = errors.New("the request is older than five minutes, or from the future")
	errSignature = errors.New("the signature does not fit")
)

// verify checks the Ed25519 signature of a request over its time and raw body.
// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func verify(key ed25519.PublicKey, timestamp, signature string, body []byte, now time.Time) error {
	var given [ed25519.SignatureSize]byte
	if len(signature) != 2*len(given) {
		return errSignature
	}
	if _, err := hex.Decode(given[:], []byte(signature)); err != nil {
		return errSignature
	}
	signed := make([]byte, 0, len(timestamp)+len(body))
	signed = append(append(signed, timestamp...), body...)
	if !ed25519.Verify(key, signed, given[:]) {
		return errSignature
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return errStale
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return errStale
	}
	return nil
}

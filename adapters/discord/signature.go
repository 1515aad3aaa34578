package discord

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// window is how old a signed request may be, and how far ahead its clock.
const window = 5 * time.Minute

// Errors of verify. They are for the log: who forges learns nothing.
var (
	errStale     = errors.New("the request is older than five minutes, or from the future")
	errSignature = errors.New("the signature does not fit")
)

// verify checks the Ed25519 signature of a request over its time and raw body.
// discordgo does the sum; it would take a request of any age, and of two
// signatures the first, of which nobody knows whether it is Discord's.
// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func verify(key ed25519.PublicKey, r *http.Request, body []byte, now time.Time) error {
	times := r.Header.Values("X-Signature-Timestamp")
	r.Body = io.NopCloser(bytes.NewReader(body))
	if len(times) != 1 || len(r.Header.Values("X-Signature-Ed25519")) != 1 || !discordgo.VerifyInteraction(r, key) {
		return errSignature
	}
	seconds, err := strconv.ParseInt(times[0], 10, 64)
	if err != nil {
		return errStale
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return errStale
	}
	return nil
}

package slack

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// window is how old a signed request may be, and how far ahead its clock.
const window = 5 * time.Minute

// Errors of verify. They are for the log: who forges learns nothing.
var (
	errStale     = errors.New("the request is older than five minutes, or from the future")
	errSignature = errors.New("the signature does not fit")
)

// verify checks the v0 signature of a request over its raw body. slack-go does
// the sum, and the age by the machine's clock; here it is by certdesk's own, and
// a header that stands there twice is none.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
func verify(secret string, h http.Header, body []byte, now time.Time) error {
	seconds, err := strconv.ParseInt(only(h, "X-Slack-Request-Timestamp"), 10, 64)
	if err != nil {
		return errStale
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return errStale
	}
	if only(h, "X-Slack-Signature") == "" {
		return errSignature
	}
	verifier, err := slack.NewSecretsVerifier(h, secret)
	if errors.Is(err, slack.ErrExpiredTimestamp) {
		return errStale
	}
	if err == nil {
		verifier.Write(body) // a hash takes everything
		err = verifier.Ensure()
	}
	if err != nil {
		return errSignature
	}
	return nil
}

// only is a header that stands there once, else nothing: of two signatures one
// would not be Slack's, and which one is not for us to guess.
func only(h http.Header, name string) string {
	if all := h.Values(name); len(all) == 1 {
		return all[0]
	}
	return ""
}

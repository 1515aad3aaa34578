package slack

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// The example that Slack publishes with its description of v0 signatures.
const (
	publishedSecret    = "8f742231b10e8888abcd99yyyzzz85a5"
	publishedTime      = "1531420618"
	publishedSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	publishedBody      = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)

func TestVerify(t *testing.T) {
	at := time.Unix(1531420618, 0)
	cases := []struct {
		name                          string
		secret, when, signature, body string
		now                           time.Time
		want                          error
	}{
		{"as published", publishedSecret, publishedTime, publishedSignature, publishedBody, at, nil},
		{"at the end of the window", publishedSecret, publishedTime, publishedSignature, publishedBody, at.Add(5 * time.Minute), nil},
		{"a second later", publishedSecret, publishedTime, publishedSignature, publishedBody, at.Add(5*time.Minute + time.Second), errStale},
		{"as early as can be", publishedSecret, publishedTime, publishedSignature, publishedBody, at.Add(-5 * time.Minute), nil},
		{"from the future", publishedSecret, publishedTime, publishedSignature, publishedBody, at.Add(-5*time.Minute - time.Second), errStale},
		{"another body", publishedSecret, publishedTime, publishedSignature, publishedBody + "x", at, errSignature},
		{"another secret", publishedSecret + "x", publishedTime, publishedSignature, publishedBody, at, errSignature},
		{"another time", publishedSecret, "1531420619", publishedSignature, publishedBody, at, errSignature},
		{"a time of the same value", publishedSecret, "+1531420618", publishedSignature, publishedBody, at, errSignature},
		{"no time", publishedSecret, "", publishedSignature, publishedBody, at, errStale},
		{"no signature", publishedSecret, publishedTime, "", publishedBody, at, errSignature},
		{"no version", publishedSecret, publishedTime, publishedSignature[3:], publishedBody, at, errSignature},
		{"half a signature", publishedSecret, publishedTime, publishedSignature[:35], publishedBody, at, errSignature},
		{"no hexadecimals", publishedSecret, publishedTime, "v0=" + publishedSignature[3:66] + "z", publishedBody, at, errSignature},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(c.now)) // the machine's clock, too
			h := make(http.Header)
			h.Set("X-Slack-Request-Timestamp", c.when)
			h.Set("X-Slack-Signature", c.signature)
			if got := verify(c.secret, h, []byte(c.body), c.now); got != c.want {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
			for name := range h {
				twice := h.Clone()
				twice.Add(name, twice.Get(name))
				if got := verify(c.secret, twice, []byte(c.body), c.now); got == nil {
					t.Errorf("%s: %s twice is taken", c.name, name)
				}
			}
		})
	}
}

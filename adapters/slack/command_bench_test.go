package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkCommands takes /slack/commands with an instant desk; beside it is
// the least that any handler must do: read the body and check its signature.
func BenchmarkCommands(b *testing.B) {
	a := quiet(b)
	a.Now = func() time.Time { return time.Unix(1531420618, 0) }
	a.SigningSecret = publishedSecret
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		mac := hmac.New(sha256.New, []byte(publishedSecret))
		mac.Write([]byte("v0:" + r.Header.Get("X-Slack-Request-Timestamp") + ":"))
		mac.Write(body)
		if !hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(r.Header.Get("X-Slack-Signature"))) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
	for _, c := range []struct {
		name    string
		handler http.Handler
	}{{"certdesk", a.Handler()}, {"bare", bare}} {
		b.Run(c.name, func(b *testing.B) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			client := server.Client()
			b.ResetTimer()
			for b.Loop() {
				r, err := http.NewRequest(http.MethodPost, server.URL+PathCommands, strings.NewReader(publishedBody))
				if err != nil {
					b.Fatal(err)
				}
				r.Header.Set("X-Slack-Request-Timestamp", publishedTime)
				r.Header.Set("X-Slack-Signature", publishedSignature)
				resp, err := client.Do(r)
				if err != nil {
					b.Fatal(err)
				}
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					b.Fatal(resp.Status)
				}
			}
		})
	}
}

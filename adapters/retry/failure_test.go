package retry_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/retry"
)

// What is known of failures, told by net/http itself.
func TestFailures(t *testing.T) {
	hang := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(hang)
	rude := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			conn.Close()
		}
	}))
	defer rude.Close()
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	for name, c := range map[string]struct {
		address               string
		untouched, unanswered bool
	}{
		"nobody listens": {"http://" + nobody.Addr().String(), true, false},
		"hung up":        {rude.URL, false, false},
		"slow":           {slow.URL, false, true},
	} {
		client := &http.Client{Timeout: 200 * time.Millisecond, Transport: new(http.Transport)}
		answer, err := client.Get(c.address + "/secret")
		if err == nil {
			answer.Body.Close()
		}
		err = fmt.Errorf("calling: %w", err)
		if retry.Untouched(err) != c.untouched || retry.Unanswered(err) != c.unanswered {
			t.Errorf("%s: untouched %v, unanswered %v: %v", name, retry.Untouched(err), retry.Unanswered(err), err)
		}
		if bare := retry.WithoutAddress(err); bare == nil || strings.Contains(bare.Error(), "secret") {
			t.Errorf("%s: %v", name, bare)
		}
		client.CloseIdleConnections()
	}
	if plain := errors.New("plain"); retry.WithoutAddress(plain) != plain || retry.Untouched(plain) || retry.Unanswered(nil) {
		t.Error("another error is not left as it is")
	}
}

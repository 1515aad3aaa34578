package webhook_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/webhook"
	"certdesk/bot"
	"certdesk/checks/say"
)

const secret = "a secret of more than 24 bytes"

func plain(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// now is when tests are.
func now() time.Time { return time.Date(2026, 11, 23, 8, 4, 7, 0, time.UTC) }

func dispatch() *bot.Dispatch {
	at := time.Date(2026, 11, 23, 8, 4, 0, 0, time.UTC)
	d := &bot.Dispatch{
		Event: bot.IncidentOpened, At: at, Incident: "5h2jkq7d3s4mzx6a", Revision: 3,
		Cause: bot.Cause{Host: "imap.corp.com", SHA256: strings.Repeat("ab", 32)},
		Began: at.Add(-9 * time.Minute), Opened: at, Why: "asked",
		Summary: say.Literal("The certificate of imap.corp.com has expired."), Servers: []string{"imap.corp.com:993"}, Zones: []string{"", "dmz"},
		Asked: 3, Waiting: 1,
	}
	d.Codes = append(d.Codes, "expired")
	return d
}

func sender(t *testing.T, url string, roots *x509.CertPool) *webhook.Sender {
	t.Helper()
	s, err := webhook.New(webhook.Config{URL: url, Secret: []byte(secret), Roots: roots, Dial: plain, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// receiver takes deliveries, and answers as a test says.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   [][]byte
}

func receive(t *testing.T, answer http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		r.requests, r.bodies = append(r.requests, req), append(r.bodies, body)
		r.mu.Unlock()
		answer(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

// taken is how many deliveries have come.
func (r *receiver) taken() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.bodies)
}

// signed is what the documentation tells a receiver to do.
func signed(h http.Header, body []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(h.Get("Webhook-Id") + "." + h.Get("Webhook-Timestamp") + "."))
	mac.Write(body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(want), []byte(h.Get("Webhook-Signature")))
}

func TestADeliveryIsSignedAndTheSameTwice(t *testing.T) {
	r := receive(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	s := sender(t, r.URL, nil)
	for range 2 {
		if err := s.Send(t.Context(), "d1", dispatch()); err != nil {
			t.Fatal(err)
		}
	}
	for n, req := range r.requests {
		if !signed(req.Header, r.bodies[n]) {
			t.Errorf("%d is not signed: %v", n, req.Header)
		}
		if signed(req.Header, append(r.bodies[n], ' ')) {
			t.Errorf("%d is signed whatever it says", n)
		}
		if req.Method != http.MethodPost || req.Header.Get("Idempotency-Key") != "d1" || req.Header.Get("Content-Type") != "application/json" || req.Header.Get("Webhook-Timestamp") != strconv.FormatInt(now().Unix(), 10) {
			t.Errorf("%d: %s %v", n, req.Method, req.Header)
		}
	}
	if len(r.bodies) != 2 || !bytes.Equal(r.bodies[0], r.bodies[1]) {
		t.Errorf("bodies %q", r.bodies)
	}
	var e struct {
		Type     string
		Incident struct{ State string }
	}
	if err := json.Unmarshal(r.bodies[0], &e); err != nil || e.Type != "incident.opened" || e.Incident.State != "open" {
		t.Errorf("%s: %v", r.bodies[0], err)
	}
}

// TestVector is one of the specification's own (its libraries' tests).
func TestVector(t *testing.T) {
	key, err := webhook.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := webhook.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Error(got)
	}
}

func TestEachAnswerIsToldApart(t *testing.T) {
	status := func(n int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(n)
		}
	}
	stolen := receive(t, status(200))
	cases := []struct {
		name   string
		answer http.HandlerFunc
		// taken, refused, or put off; else it is sent again.
		taken, refused bool
		after          time.Duration
	}{
		{name: "200", answer: status(200), taken: true},
		{name: "202", answer: status(202), taken: true},
		{name: "a body without an end", taken: true, answer: func(w http.ResponseWriter, req *http.Request) {
			w.WriteHeader(200)
			for req.Context().Err() == nil {
				if _, err := io.WriteString(w, "x"); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(time.Millisecond)
			}
		}},
		{name: "400", answer: status(400)},
		{name: "401", answer: status(401)},
		{name: "500", answer: status(500)},
		{name: "503", answer: status(503)},
		{name: "410", answer: status(410), refused: true},
		{name: "429 with seconds", answer: status(429, "Retry-After", "90"), after: 90 * time.Second},
		{name: "429 with a date", answer: status(429, "Retry-After", now().Add(2*time.Minute).Format(http.TimeFormat)), after: 2 * time.Minute},
		{name: "429 for years", answer: status(429, "Retry-After", "999999999"), after: 6 * time.Hour},
		{name: "429 in the past", answer: status(429, "Retry-After", now().Add(-time.Hour).Format(http.TimeFormat)), after: time.Second},
		{name: "429 without a word", answer: status(429)},
		{name: "503 with seconds", answer: status(503, "Retry-After", "5"), after: 5 * time.Second},
		{name: "302", answer: status(302, "Location", stolen.URL)},
		{name: "308", answer: status(308, "Location", stolen.URL)},
		{name: "reset", answer: func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}},
		{name: "garbage", answer: func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			io.WriteString(conn, "220 mail.corp.com ESMTP\r\n")
			conn.Close()
		}},
		{name: "a head without an end", answer: func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
			for err == nil {
				_, err = io.WriteString(conn, "X: "+strings.Repeat("x", 1<<12)+"\r\n")
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := receive(t, c.answer)
			err := sender(t, r.URL+"/hook?token=hidden", nil).Send(t.Context(), "d1", dispatch())
			var refused *bot.RefusedError
			var later *bot.PutOffError
			switch {
			case (err == nil) != c.taken, errors.As(err, &refused) != c.refused, errors.As(err, &later) != (c.after > 0):
				t.Errorf("%v", err)
			case later != nil && later.After != c.after:
				t.Errorf("after %s, want %s", later.After, c.after)
			case err != nil && strings.Contains(err.Error(), "hidden"):
				t.Errorf("the error says the address: %v", err)
			}
			if n := r.taken(); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
	if stolen.taken() != 0 {
		t.Error("a redirect was followed")
	}
}

func TestWhoSaysNothingIsGivenUp(t *testing.T) {
	ends := make(chan struct{})
	r := receive(t, func(http.ResponseWriter, *http.Request) { <-ends })
	defer close(ends)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := sender(t, r.URL, nil).Send(ctx, "d1", dispatch()); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestReceiversAreVerified(t *testing.T) {
	heard := false
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard = true }))
	s.Config.ErrorLog = nil
	s.StartTLS()
	defer s.Close()
	if err := sender(t, s.URL, x509.NewCertPool()).Send(t.Context(), "d1", dispatch()); err == nil || heard {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	if err := sender(t, s.URL, roots).Send(t.Context(), "d1", dispatch()); err != nil || !heard {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	for text, ok := range map[string]bool{
		"https://tickets.corp.com/hooks/certdesk?x=1": true, "http://receiver:8080": true, "https://[2001:db8::1]/": true,
		"": false, "tickets.corp.com": false, "ftp://x/": false, "https://user:pw@x/": false, "https:///x": false, "https://x/#y": false, "https://x:0/": false, "https://x:65536/": false, "https://x:65535/": true, "https://x y/": false,
	} {
		if _, err := webhook.ParseURL(text); (err == nil) != ok || err != nil && strings.Contains(err.Error(), "pw") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, ok := range map[string]bool{
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw": true, secret: true, "": false, "short": false, "whsec_": false, "whsec_c2hvcnQ=": false, "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!": false,
	} {
		if _, err := webhook.ParseSecret(text); (err == nil) != ok || err != nil && strings.Contains(err.Error(), "short") && text == "short" && !strings.Contains(err.Error(), "shorter") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

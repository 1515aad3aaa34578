package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"certdesk/bot/telemetry"
)

// TestReadinessIsSaid: what stops the work makes it 503, what is to be known does not,
// and neither says a secret.
func TestReadinessIsSaid(t *testing.T) {
	hide := telemetry.NewSecrets("topsecret")
	for _, tt := range []struct {
		r      readiness
		status int
		said   string
	}{
		{readiness{}, http.StatusOK, "ready\n"},
		{readiness{remarks: []string{"late"}}, http.StatusOK, "ready\nlate\n"},
		{readiness{stops: []string{"no store for topsecret"}, remarks: []string{"late"}}, http.StatusServiceUnavailable, "late\n"},
	} {
		w := httptest.NewRecorder()
		tt.r.write(w, hide)
		if said := w.Body.String(); w.Code != tt.status || !strings.HasSuffix(said, tt.said) || strings.Contains(said, "topsecret") || strings.HasPrefix(said, "ready") != (tt.status == http.StatusOK) {
			t.Errorf("%+v: %d %q", tt.r, w.Code, said)
		}
	}
}

// TestHealth asks the process of this machine, and tells whether it is ready.
func TestHealth(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
		fmt.Fprintln(w, "  so it is ", strings.Repeat("x", 20<<10))
	}))
	t.Setenv("CERTDESK_LISTEN", server.Listener.Addr().String())
	for _, status = range []int{http.StatusOK, http.StatusServiceUnavailable} {
		var out, errs bytes.Buffer
		ready, err := Health(t.Context(), &out, &errs)
		if err != nil || ready != (status == http.StatusOK) || !strings.HasPrefix(out.String(), "so it is") || errs.Len() > 0 {
			t.Errorf("%d: ready %v, %v, said %.40q and %q", status, ready, err, out.String(), errs.String())
		}
		if out.Len() > 17<<10 {
			t.Errorf("%d bytes are told", out.Len())
		}
	}
	server.Close()
	var out, errs bytes.Buffer
	if ready, err := Health(t.Context(), &out, &errs); ready || err != nil || !strings.Contains(errs.String(), "does not answer at 127.0.0.1:") {
		t.Errorf("of nobody: ready %v, %v, said %q", ready, err, errs.String())
	}
	t.Setenv("CERTDESK_LISTEN", "8080")
	if ready, err := Health(t.Context(), &out, &errs); ready || err == nil {
		t.Errorf("at no address: ready %v, %v", ready, err)
	}
}

package serve

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"certdesk/bot/telemetry"
	"certdesk/checks/checktest"
)

// TestThatCannotBegin: a serve and a worker that lack something say what, and begin
// nothing.
func TestThatCannotBegin(t *testing.T) {
	for _, name := range SettingNames() {
		t.Setenv(name, "")
	}
	t.Setenv("CERTDESK_DATA", t.TempDir())
	full := strconv.Itoa(maxAtOnce)
	for _, tt := range []struct {
		env    map[string]string
		begin  func(ctx context.Context) error
		wanted string
	}{
		{nil, func(ctx context.Context) error { return Run(ctx, &bytes.Buffer{}, &bytes.Buffer{}, false) }, "there is no platform to serve: set SLACK_BOT_TOKEN with"},
		{map[string]string{"CERTDESK_WARN": "soon"}, func(ctx context.Context) error { return Run(ctx, &bytes.Buffer{}, &bytes.Buffer{}, false) }, "CERTDESK_WARN"},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", 0) }, "--at-once 0 is not a number from 1 to " + full},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", maxAtOnce+1) }, "is not a number from 1 to " + full},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", 1) }, "REDIS_URL is not set"},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", maxAtOnce) }, "REDIS_URL is not set"},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "", 1) }, "the zone is not named"},
		{map[string]string{"CERTDESK_ZONE": "dmz"}, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "", 1) }, "REDIS_URL is not set"},
		{nil, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "No Zone", 1) }, "--zone: "},
		{map[string]string{"LOG_LEVEL": "loud"}, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", 1) }, "LOG_LEVEL"},
		{map[string]string{"REDIS_URL": "redis://127.0.0.1:1", "CERTDESK_LISTEN": "192.0.2.1:1"}, func(ctx context.Context) error { return RunWorker(ctx, &bytes.Buffer{}, "dmz", 1) }, "CERTDESK_LISTEN: 192.0.2.1:1 cannot be listened on"},
	} {
		for name, value := range tt.env {
			t.Setenv(name, value)
		}
		if err := tt.begin(t.Context()); err == nil || !strings.Contains(err.Error(), tt.wanted) {
			t.Errorf("%v: %v, want %q", tt.env, err, tt.wanted)
		}
		for name := range tt.env {
			t.Setenv(name, "")
		}
	}
}

// TestWorkerReadiness: a worker that has not joined its zone, or finds no names, is not
// ready.
func TestWorkerReadiness(t *testing.T) {
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	inner, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inner.Close)
	inner.Fail(".", 5)
	inner.Fail("example.com.", 5) // REFUSED
	closed, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	const arriving, unnamed = "this worker has not joined its zone yet", "the name server does not answer"
	for name, tt := range map[string]struct {
		env   map[string]string
		stops []string
	}{
		"not there yet":          {map[string]string{"CERTDESK_RESOLVER": names.Addr()}, []string{arriving}},
		"no names":               {map[string]string{"CERTDESK_RESOLVER": closed.String()}, []string{arriving, unnamed}},
		"no proxy":               {map[string]string{"CERTDESK_PROXY": "http://" + closed.String()}, []string{arriving, "the proxy"}},
		"names of its own alone": {map[string]string{"CERTDESK_RESOLVER": inner.Addr()}, []string{arriving}},
		"a proxy, and no DNS":    {map[string]string{"CERTDESK_PROXY": "http://" + names.Addr()}, []string{arriving}},
	} {
		own, err := readSettings(fromMap(join(map[string]string{"REDIS_URL": "redis://127.0.0.1:1", "CERTDESK_ZONE": "dmz", "CERTDESK_TRUST": "none"}, tt.env)))
		if err != nil {
			t.Fatal(err)
		}
		w, err := newWorker(own.settings, 1, telemetry.NewSecrets(), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		r := w.readiness(t.Context())
		ok := len(r.stops) == len(tt.stops)
		for i := range min(len(r.stops), len(tt.stops)) {
			ok = ok && strings.HasPrefix(r.stops[i], tt.stops[i])
		}
		if own := len(r.remarks) > 0; !ok || own != (name == "names of its own alone") {
			t.Errorf("%s: %q, want %q, and %q", name, r.stops, tt.stops, r.remarks)
		}
		w.draining.Store(true)
		if r := w.readiness(t.Context()); !strings.HasPrefix(r.stops[0], "draining: 0 questions") {
			t.Errorf("%s, while it ends: %q", name, r.stops)
		}
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}
	own, err := readSettings(fromMap(map[string]string{"REDIS_URL": "redis://127.0.0.1:1", "CERTDESK_ZONE": "dmz", "CERTDESK_TRUST": "none"}))
	if err != nil {
		t.Fatal(err)
	}
	own.settings.RedisURL = "nowhere"
	if _, err := newWorker(own.settings, 1, telemetry.NewSecrets(), slog.New(slog.DiscardHandler)); err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL: ") {
		t.Errorf("%v", err)
	}
	own.settings.CAFile = "/nowhere"
	if _, err := newWorker(own.settings, 1, telemetry.NewSecrets(), slog.New(slog.DiscardHandler)); err == nil || !strings.HasPrefix(err.Error(), "CERTDESK_TRUST or CERTDESK_CA_FILE: ") {
		t.Errorf("%v", err)
	}
	if _, err := rootsOf(own.settings); err == nil || !strings.HasPrefix(err.Error(), "CERTDESK_CA_FILE: ") {
		t.Errorf("%v", err)
	}
}

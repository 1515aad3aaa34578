package openstore_test

import (
	"slices"
	"strings"
	"testing"

	"certdesk/bot/serve/openstore"
)

// TestWhichStoreIsOpened: Redis where its address is set, else the embedded one, which
// one process has in use and others read beside it. An error says which setting it is of.
func TestWhichStoreIsOpened(t *testing.T) {
	folder := t.TempDir()
	env := map[string]string{"CERTDESK_DATA": folder}
	getenv := func(name string) string { return env[name] }
	kept, err := openstore.Open(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openstore.Open(t.Context(), getenv); err == nil || !strings.HasPrefix(err.Error(), "CERTDESK_DATA: ") {
		t.Errorf("opened twice: %v", err)
	}
	beside, err := openstore.ToRead(t.Context(), getenv)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []interface{ Close() error }{beside, kept} {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if got, err := openstore.EmbeddedFolder(getenv); got != folder || err != nil {
		t.Errorf("the folder is %q, %v", got, err)
	}

	env["REDIS_URL"] = "redis://127.0.0.1:1" // it need not be there yet
	for what, open := range map[string]func() error{
		"to use": func() error {
			kept, err := openstore.Open(t.Context(), getenv)
			if err == nil {
				err = kept.Close()
			}
			return err
		},
		"to read": func() error {
			kept, err := openstore.ToRead(t.Context(), getenv)
			if err == nil {
				err = kept.Close()
			}
			return err
		},
	} {
		if err := open(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := openstore.EmbeddedFolder(getenv); err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL is set: ") {
		t.Errorf("the folder beside Redis: %v", err)
	}
	env["REDIS_URL"] = "redis:127.0.0.1"
	if _, err := openstore.Open(t.Context(), getenv); err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL: ") {
		t.Errorf("an address that is none: %v", err)
	}
	if _, err := openstore.ToRead(t.Context(), getenv); err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL: ") {
		t.Errorf("an address that is none: %v", err)
	}
	if got := openstore.Settings(); !slices.Equal(got, []string{"REDIS_URL", "CERTDESK_DATA"}) {
		t.Errorf("the settings are %q", got)
	}
}

package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
)

// A signature is good for five minutes by either clock, and for the very body.
func TestSignatures(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1_800_000_000, 0)
	for name, c := range map[string]struct {
		stamp  string
		signed string
		twice  string // a header that comes twice
		want   error
	}{
		"fresh":          {"1800000000", "{}", "", nil},
		"old":            {strconv.FormatInt(now.Add(-window).Unix(), 10), "{}", "", nil},
		"too old":        {strconv.FormatInt(now.Add(-window).Unix()-1, 10), "{}", "", errStale},
		"early":          {strconv.FormatInt(now.Add(window).Unix(), 10), "{}", "", nil},
		"too early":      {strconv.FormatInt(now.Add(window).Unix()+1, 10), "{}", "", errStale},
		"no time":        {"yesterday", "{}", "", errStale},
		"another body":   {"1800000000", "[]", "", errSignature},
		"two times":      {"1800000000", "{}", "X-Signature-Timestamp", errSignature},
		"two signatures": {"1800000000", "{}", "X-Signature-Ed25519", errSignature},
	} {
		r := httptest.NewRequest(http.MethodPost, PathInteractions, nil)
		r.Header.Set("X-Signature-Timestamp", c.stamp)
		r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(private, []byte(c.stamp+c.signed))))
		if c.twice != "" {
			r.Header.Add(c.twice, r.Header.Get(c.twice))
		}
		if err := verify(public, r, []byte("{}"), now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

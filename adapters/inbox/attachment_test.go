package inbox_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/iotest"

	"certdesk/adapters/inbox"
)

func TestWanted(t *testing.T) {
	for name, want := range map[string]bool{
		"Seen On PC.CER": true, "chain.p7b": true, "a.b.pem": true, ".der": true, "server.crt": true,
		"cat.png": false, "cer": false, "": false, "a.cer.exe": false, "a.": false,
	} {
		if got := inbox.Wanted(name, "please import"); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	for text, want := range map[string]bool{"import": true, "watch Import\nplease": true, "important": false, "": false} {
		for _, name := range []string{"watches.csv", "watches.YAML", "watches.yml"} {
			if got := inbox.Wanted(name, text); got != want {
				t.Errorf("%q with %q: %v", name, text, got)
			}
		}
	}
}

func TestRead(t *testing.T) {
	if data, err := inbox.Read(bytes.NewReader(make([]byte, inbox.MaxFileBytes))); err != nil || len(data) != inbox.MaxFileBytes {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if data, err := inbox.Read(bytes.NewReader(make([]byte, inbox.MaxFileBytes+1))); !errors.Is(err, inbox.ErrLarge) || data != nil {
		t.Errorf("too large: %d bytes, %v", len(data), err)
	}
	if data, err := inbox.Read(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader([]byte("abc"))))); err == nil || data != nil {
		t.Errorf("broken off: %q, %v", data, err)
	}
}

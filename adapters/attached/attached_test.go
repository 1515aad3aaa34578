package attached_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/iotest"

	"certdesk/adapters/attached"
)

func TestWanted(t *testing.T) {
	for name, want := range map[string]bool{
		"Seen On PC.CER": true, "chain.p7b": true, "a.b.pem": true, ".der": true, "server.crt": true,
		"cat.png": false, "cer": false, "": false, "a.cer.exe": false, "a.": false,
	} {
		if got := attached.Wanted(name, "please import"); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	for text, want := range map[string]bool{"import": true, "watch Import\nplease": true, "important": false, "": false} {
		for _, name := range []string{"watches.csv", "watches.YAML", "watches.yml"} {
			if got := attached.Wanted(name, text); got != want {
				t.Errorf("%q with %q: %v", name, text, got)
			}
		}
	}
}

func TestRead(t *testing.T) {
	if data, err := attached.Read(bytes.NewReader(make([]byte, attached.MostBytes))); err != nil || len(data) != attached.MostBytes {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if data, err := attached.Read(bytes.NewReader(make([]byte, attached.MostBytes+1))); !errors.Is(err, attached.ErrLarge) || data != nil {
		t.Errorf("too large: %d bytes, %v", len(data), err)
	}
	if data, err := attached.Read(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader([]byte("abc"))))); err == nil || data != nil {
		t.Errorf("broken off: %q, %v", data, err)
	}
}

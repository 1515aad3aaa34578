package telemetry

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// TestSecrets: a key is hidden in each form in which a library may repeat it; what is
// short is a word of the language, and stays.
func TestSecrets(t *testing.T) {
	hide := NewSecrets(`key "of" a/b`, "short", "sixsix")
	hide.Learn("learnt-later")
	for text, want := range map[string]string{
		`it is key "of" a/b.`:            "it is [secret].",
		"GET /v1?k=key+%22of%22+a%2Fb":   "GET /v1?k=[secret]",
		"GET /v1/key%20%22of%22%20a%2Fb": "GET /v1/[secret]",
		`"key \"of\" a/b"`:               `"[secret]"`,
		"a short word":                   "a short word",
		"sixsix and learnt-later":        "[secret] and [secret]",
	} {
		if got := hide.In(text); got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
		var out bytes.Buffer
		if n, err := fmt.Fprint(hide.Hide(&out), text); n != len(text) || err != nil || out.String() != want {
			t.Errorf("of %q %d bytes are written: %q, %v", text, n, out.String(), err)
		}
		before := errors.New(text)
		if after := hide.HideIn(before); after.Error() != want || (text == want) != (after == before) {
			t.Errorf("the error %q reads %q", before, after)
		}
	}
	if err := hide.HideIn(nil); err != nil {
		t.Errorf("no error is %v", err)
	}
	full := errors.New("disk full")
	if n, err := hide.Hide(fullDisk{full}).Write([]byte("x")); n != 0 || !errors.Is(err, full) {
		t.Errorf("%d bytes are written, %v", n, err)
	}
	got := TraceSettings{Headers: map[string]string{"Authorization": "Bearer of-the-collector", "X-Key": "plain"}}.Secrets()
	slices.Sort(got)
	if want := []string{"Bearer of-the-collector", "of-the-collector", "plain"}; !slices.Equal(got, want) {
		t.Errorf("the secrets of the headers are %q", got)
	}
}

type fullDisk struct{ err error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.err }

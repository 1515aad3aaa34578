package desk_test

import "testing"

// TestMineLooksDifferent: the form for what the user's own PC shows knows the server
// already.
func TestMineLooksDifferent(t *testing.T) {
	b := newBench(t)
	r := b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "Mine looks different")
	if r.Form == nil || r.Form.Fields[0].Name != "server" || r.Form.Fields[0].Value != "imap.corp.com:993" {
		t.Errorf("%+v", r.Form)
	}
}

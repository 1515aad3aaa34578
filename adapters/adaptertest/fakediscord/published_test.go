package fakediscord

import (
	"strings"
	"testing"
)

// The published description takes what certdesk is taught to send, and refuses
// what it must not.
func TestPublishedDescription(t *testing.T) {
	s, err := published()
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		t.Skipf("%s is not there: bodies are checked without it", openAPI)
	}
	const message = "POST channels/{channel}/messages"
	for _, c := range []struct{ route, body, wrong string }{
		{message, `{"content":"a","nonce":"1","enforce_nonce":true,"tts":false,"embeds":null,"sticker_ids":null,"allowed_mentions":{"parse":[],"replied_user":false}}`, ""},
		{message, `{"flags":32768,"components":[{"type":17,"spoiler":false,"components":[{"type":1,"components":[{"type":2,"style":2,"label":"a","custom_id":"b","disabled":false}]}]}]}`, ""},
		{message, `{"content":7}`, "/content"},
		{message, `{"flags":32768,"components":[{"type":99}]}`, "/components/0"},
		{message, `{"nonce":"` + strings.Repeat("n", 26) + `"}`, "/nonce"},
		{message, `{"embeds":[{"title":"` + strings.Repeat("t", 257) + `"}]}`, "/embeds/0"},
		{"PUT applications/{app}/commands", `[{"type":1,"name":"a","description":"b","options":[{"type":3,"name":"c","description":"d","required":true}],"contexts":[0,1,2],"integration_types":[0,1]}]`, ""},
		{"PUT applications/{app}/commands", `[{"type":1,"name":"a","description":"b","contexts":[3]}]`, "/contexts"},
		{"POST users/@me/channels", `{"recipient_id":"anna"}`, "/recipient_id"},
	} {
		got := strings.Join(s.check(c.route, []byte(c.body)), "; ")
		if (got == "") != (c.wrong == "") || !strings.Contains(got, c.wrong) {
			t.Errorf("%s %s: %q, want %q", c.route, c.body, got, c.wrong)
		}
	}
}

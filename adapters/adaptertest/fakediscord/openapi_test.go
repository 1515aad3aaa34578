package fakediscord

import (
	"strings"
	"testing"
)

// A description in the form of the published one, as small as can be.
const description = `{"openapi":"3.1.0","paths":{
	"/channels/{channel_id}/messages":{"parameters":[{"name":"channel_id"}],"post":{"requestBody":{"content":{
		"application/json":{"schema":{"$ref":"#/components/schemas/Message"}},"multipart/form-data":{"schema":{}}}}}},
	"/users/@me/channels":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}}}}},
	"components":{"schemas":{
		"Message":{"type":"object","properties":{"content":{"type":["string","null"],"maxLength":4},"nonce":{"oneOf":[{"type":"integer"},{"type":"string","maxLength":25}]}}}}}}`

func TestSchemas(t *testing.T) {
	s, err := newSchemas([]byte(description))
	if err != nil {
		t.Fatal(err)
	}
	for body, wrong := range map[string]string{
		`{"content":"four","nonce":"1"}`: "", `{"content":null}`: "", "": "",
		`{"content":"fiver"}`: "/content", `{"nonce":[]}`: "/nonce", `[]`: "want object",
	} {
		got := strings.Join(s.check("POST channels/{channel}/messages", []byte(body)), "; ")
		if (got == "") != (wrong == "") || !strings.Contains(got, wrong) {
			t.Errorf("%s: %q, want %q", body, got, wrong)
		}
	}
	if got := s.check("POST nowhere", []byte(`{}`)); len(got) != 1 {
		t.Errorf("a call that is not described: %q", got)
	}
	if got := (*schemas)(nil).check("POST nowhere", []byte(`{}`)); got != nil {
		t.Errorf("without a description: %q", got)
	}
}

package slack

import (
	"encoding/json"
	"fmt"

	"certdesk/bot"
)

// Payload is a reply as chat.postMessage takes it, in JSON, for whoever wants
// to look at it. Files and pictures are not part of it: they are uploaded.
func Payload(r bot.Reply) ([]byte, error) {
	m := render(r)
	out, err := json.Marshal(map[string]any{"text": m.Text, "blocks": m.Blocks})
	if err != nil {
		return nil, fmt.Errorf("writing a reply as blocks: %w", err)
	}
	return out, nil
}

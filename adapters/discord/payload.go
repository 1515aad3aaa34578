package discord

import (
	"encoding/json"
	"fmt"

	"certdesk/bot"
)

// Payload is a reply as a message of Discord's, in JSON, for whoever wants to
// look at it. The files it refers to are not part of it.
func Payload(r bot.Reply) ([]byte, error) {
	out, err := json.Marshal(render(r).content)
	if err != nil {
		return nil, fmt.Errorf("writing a reply as components: %w", err)
	}
	return out, nil
}

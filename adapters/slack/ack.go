package slack

// ack is what stands in an acknowledgement; nil is an empty one.
type ack any

// later is no acknowledgement: there is no room just now. Slack delivers an
// event again, up to three times within five minutes, and tells whoever has
// pressed a button that it did not work.
type later struct{}

// busy is said where a flood leaves no room.
func busy() ack {
	return map[string]string{"response_type": "ephemeral", "text": "certdesk has very much to do just now. Please ask again in a minute."}
}

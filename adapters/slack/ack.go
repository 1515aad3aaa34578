package slack

import "certdesk/checks/say"

// ack is what stands in an acknowledgement; nil is an empty one.
type ack any

// later is no acknowledgement: there is no room just now. Slack delivers an
// event again, up to three times within five minutes, and tells whoever has
// pressed a button that it did not work.
type later struct{}

// busy is said where a flood leaves no room, in the language of whoever asked where
// that is known already.
func (h *handler) busy(user string) ack {
	k, _ := h.people.known.Get(user)
	said := h.word(k.locale, say.S("certdesk is very busy at the moment. Please ask again in a minute."))
	return map[string]string{"response_type": "ephemeral", "text": fallback(said.String())}
}

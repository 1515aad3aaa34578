package slack

import "certdesk/checks/say"

// ack is the body of an acknowledgement; nil is an empty one.
type ack any

// later withholds the acknowledgement, because there is no room for the delivery. Slack
// delivers an event again, up to three times within five minutes, and shows an error to
// whoever pressed a button.
type later struct{}

// busy is what is said to people when a flood leaves no room for their request; in their
// language, if it is known already.
func (h *handler) busy(user string) ack {
	k, _ := h.people.known.Get(user)
	said := h.word(k.locale, say.S("certdesk is very busy at the moment. Please ask again in a minute."))
	return map[string]string{"response_type": "ephemeral", "text": fallback(said.String())}
}

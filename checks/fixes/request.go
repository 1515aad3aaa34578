package fixes

import "certdesk/checks/say"

// request is what to ask of an administrator. Its text is the end of a sentence
// that begins with "Ask them": "to renew the certificate".
type request struct {
	text say.Text
	// question: the text is one, and nothing is to be done yet ("if the server is
	// down"). Other languages ask in other words than they request.
	question bool
	// more are sentences that go with it.
	more say.Text
}

func ask(t say.Text) []request { return []request{{text: t}} }

func question(t say.Text) []request { return []request{{text: t, question: true}} }

// asking are requests without values.
func asking(t say.Text) func(*Situation) []request {
	return func(*Situation) []request { return ask(t) }
}

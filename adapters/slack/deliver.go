package slack

import (
	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// deliver sends a reply with send, as m at first. If Slack refuses its blocks, which may
// depend on the workspace, it is sent as plain paragraphs with buttons, and if those are
// refused too as text. refused hears of each refusal.
func deliver(r bot.Reply, m message, send func(m message) error, refused func(error)) (message, error) {
	err := send(m)
	for _, simpler := range []func(bot.Reply, message) message{paragraphs, textAlone} {
		if !ofContent(err) {
			break
		}
		refused(err)
		m = simpler(r, m)
		err = send(m)
	}
	return m, err
}

// ofContent tells whether Slack refused the content of a message, rather than the place
// to which it was sent.
func ofContent(err error) bool {
	switch code(err) {
	case "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long":
		return true
	}
	return false
}

// paragraphs are a reply as the oldest and plainest of blocks: sections of plain
// text, and buttons. What does not fit comes in a file.
func paragraphs(r bot.Reply, m message) message {
	p := &page{ids: make(map[string]bool), frame: r.Framed()}
	said := plaintext.Of(r)
	if rest := plaintext.Cut(said, maxSection); rest != said && (len(m.Files) == 0 || m.Files[0].Name != restName) {
		m.Files = append([]bot.File{{Name: restName, Data: []byte(said)}}, m.Files...)
	}
	emoji := false
	text := &api.TextBlockObject{Type: api.PlainTextType, Text: plaintext.Cut(said, maxSection), Emoji: &emoji}
	m.Blocks = append([]api.Block{api.NewSectionBlock(text, nil, nil)}, p.buttons(r.Actions)...)
	return m
}

// textAlone is a reply where Slack takes no blocks at all. It may read mark-up
// there, so that the three characters that begin it are escaped.
func textAlone(r bot.Reply, m message) message {
	m.Text, m.Blocks = escape.Replace(plaintext.Cut(plaintext.Of(r), maxFallback)), nil
	return m
}

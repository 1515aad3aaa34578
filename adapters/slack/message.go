package slack

import (
	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// message is a reply as Slack takes it.
type message struct {
	Text   string
	Blocks []api.Block
	// Files are attached: the reply's own, and what did not fit.
	Files []bot.File
	Image *bot.Image
}

// options are a message for the Web API: nothing in it is mark-up, a link or a
// mention.
func (m message) options() []api.MsgOption {
	out := []api.MsgOption{
		api.MsgOptionText(m.Text, false), // escaped already
		api.MsgOptionParse(false), api.MsgOptionLinkNames(false), api.MsgOptionDisableMarkdown(),
		api.MsgOptionDisableLinkUnfurl(), api.MsgOptionDisableMediaUnfurl(),
	}
	if len(m.Blocks) > 0 {
		out = append(out, api.MsgOptionBlocks(m.Blocks...))
	}
	return out
}

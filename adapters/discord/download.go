package discord

import (
	"context"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// download fetches what is read of the files that came with a text. Their
// addresses come from Discord itself, signed or by the gateway; the bot's token
// does not go there.
func (h *handler) download(ctx context.Context, text string, files []enclosed) []bot.File {
	var all []inbox.File
	for _, f := range files {
		all = append(all, inbox.File{Name: f.Filename, Size: f.Size, Address: f.URL})
	}
	return h.fetcher.Fetch(ctx, text, all)
}

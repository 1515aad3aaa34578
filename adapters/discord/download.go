package discord

import (
	"context"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// download gives a request what is read of the files that came with it. Their
// addresses come from Discord itself, signed or by the gateway; the bot's token
// does not go there.
func (h *handler) download(ctx context.Context, q *bot.Request, files []enclosed) {
	var all []inbox.File
	for _, f := range files {
		all = append(all, inbox.File{Name: f.Filename, Type: f.Type, Size: f.Size, Address: f.URL})
	}
	h.fetcher.Enclose(ctx, q, all)
}

package watch

import (
	"slices"

	"certdesk/bot"
)

// maxOpen bounds the notices of an endpoint that wait to be over.
const maxOpen = 12

// opened remembers a notice that concerns an endpoint.
func opened(e *bot.WatchedEndpoint, kind bot.NoticeKind, id string) {
	if alerts[kind].over != nil && !slices.Contains(e.Open, id) {
		e.Open = append(e.Open, id)
		e.Open = e.Open[max(0, len(e.Open)-maxOpen):]
	}
}

// isOver tells whether what a notice says holds no more for an endpoint.
func isOver(n *bot.Notice, e *bot.WatchedEndpoint) bool {
	over := alerts[n.Kind].over
	return over == nil || over(n, e)
}

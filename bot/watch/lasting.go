package watch

import (
	"slices"

	"certdesk/bot"
)

// maxOpen bounds the notices of an endpoint that wait to be over.
const maxOpen = 12

// lasting are the kinds that hold until something changes.
var lasting = []bot.NoticeKind{bot.NoticeEnding, bot.NoticeUntrusted, bot.NoticeWarning, bot.NoticeUnreachable, bot.NoticeMixed}

// opened remembers a notice that concerns an endpoint.
func opened(e *bot.WatchedEndpoint, kind bot.NoticeKind, id string) {
	if slices.Contains(lasting, kind) && !slices.Contains(e.Open, id) {
		e.Open = append(e.Open, id)
		e.Open = e.Open[max(0, len(e.Open)-maxOpen):]
	}
}

// isOver tells whether what a notice says holds no more for an endpoint.
func isOver(n *bot.Notice, e *bot.WatchedEndpoint) bool {
	switch n.Kind {
	case bot.NoticeEnding:
		return e.Failure == bot.Fine && e.Unseen.Empty() && !slices.ContainsFunc(endings(e), func(end ending) bool { return end.SHA256 == n.New.SHA256 })
	case bot.NoticeUntrusted:
		return e.Failure == bot.Fine && e.Notified.Failure == bot.Fine
	case bot.NoticeWarning:
		return e.Failure == bot.Fine && e.Unseen.Empty() && !warned(e, n.Codes)
	case bot.NoticeUnreachable:
		return e.Failure != bot.Unreachable && e.Notified.Failure != bot.Unreachable
	case bot.NoticeMixed:
		return e.Notified.Inconsistency == bot.Consistent
	}
	return true
}

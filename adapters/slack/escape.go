package slack

import (
	"strings"

	"certdesk/adapters/plaintext"
)

// fallback is what notifications and screen readers show. Slack may read
// mark-up in it, so the three characters that begin it are escaped.
// https://docs.slack.dev/messaging/formatting-message-text#escaping
func fallback(s string) string {
	return escape.Replace(plaintext.Short(s, maxFallback/6)) // one character becomes up to five
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

package slack

import (
	"encoding/json"
	"net/netip"
	"net/url"
	"strings"
)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// readTyped undoes what Slack makes of typed text: names become links
// (<http://h:993|h:993>), & < > become entities. Mentions stay as they are, so
// that whoever reads the text can say that they are no server.
func readTyped(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(entities.Replace(before))
		if !ok {
			return b.String()
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed || strings.ContainsRune(inside, '<') || inside == "" || strings.ContainsAny(inside[:1], "@#!") {
			b.WriteByte('<')
			s = rest
			continue
		}
		b.WriteString(entities.Replace(linkText(inside)))
		s = after
	}
}

// linkText is what a link stands for. Slack makes links of names that somebody
// types, and its label is what was typed then: the http:// before it is Slack's
// invention. A label that names no server ("our mail server") was set on
// purpose, and what is meant is where it leads.
// https://docs.slack.dev/messaging/formatting-message-text#links-in-retrieved-messages
func linkText(link string) string {
	address, label, _ := strings.Cut(link, "|")
	return readLink(address, label)
}

// readLink is what somebody typed where Slack has made a link of it: the label where it
// names a server or is a code, else the address without what Slack put before it.
func readLink(address, label string) string {
	if label = strings.TrimSpace(label); label != "" && (namesServer(label) || isCode(label)) {
		return label
	}
	if mail, ok := strings.CutPrefix(address, "mailto:"); ok {
		mail, _, _ = strings.Cut(mail, "?")
		return mail
	}
	u, err := url.Parse(address)
	if label == "" || err != nil || u.Host == "" {
		return address
	}
	if strings.EqualFold(label, u.Hostname()) || strings.EqualFold(label, u.Host) {
		return label // a name without a dot, as it was typed
	}
	if u.Scheme == "http" {
		return u.Host
	}
	return u.Scheme + "://" + u.Host
}

// isCode tells whether a label is an error's code, which articles about it make
// links of: what it leads to is the article.
func isCode(label string) bool {
	digits, ok := strings.CutPrefix(strings.ToLower(label), "0x")
	return ok && digits != "" && strings.Trim(digits, "0123456789abcdef") == ""
}

// namesServer tells whether a label is the name or address of a server by
// itself, or somebody's mail address.
func namesServer(label string) bool {
	if strings.ContainsAny(label, " \t\n") {
		return false
	}
	_, bare, ok := strings.Cut(label, "://")
	if !ok {
		bare = label
	}
	bare = bare[strings.LastIndexByte(bare, '@')+1:]
	bare, _, _ = strings.Cut(bare, "/")
	if strings.HasPrefix(bare, "[") { // [2001:db8::1]:993
		return true
	}
	if _, err := netip.ParseAddr(bare); err == nil {
		return true
	}
	host, port, hasPort := strings.Cut(bare, ":")
	if hasPort && strings.Trim(port, "0123456789") != "" {
		return false
	}
	before, after, dotted := strings.Cut(strings.TrimSuffix(host, "."), ".")
	return dotted && before != "" && after != ""
}

// A richNode is a block of a message, or a part of one, as far as it is read.
type richNode struct {
	Type     string          `json:"type"`
	Text     json.RawMessage `json:"text"` // a string, or in other blocks an object
	URL      string          `json:"url"`
	UserID   string          `json:"user_id"`
	Elements []richNode      `json:"elements"`
}

// maxDepth bounds what is read of nested blocks.
const maxDepth = 8

// write writes the text of a node and of those within it to b, as it was typed: links by
// readLink, people by their ids, which make no server of a name.
func (n *richNode) write(b *strings.Builder, depth int) {
	if depth > maxDepth {
		return
	}
	var text string
	if json.Unmarshal(n.Text, &text) != nil {
		text = ""
	}
	switch n.Type {
	case "text":
		b.WriteString(text)
	case "link":
		b.WriteString(readLink(n.URL, text))
	case "user":
		b.WriteString("<@" + n.UserID + ">")
	case "rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list", "rich_text":
		for i := range n.Elements {
			n.Elements[i].write(b, depth+1)
		}
		if n.Type != "rich_text" && n.Type != "rich_text_list" {
			b.WriteByte('\n')
		}
	}
}

// withoutMention takes the bot's own name off a text.
func withoutMention(text, self string) string {
	if self == "" {
		// Not known: the first name is the bot's, for it was called.
		if rest, ok := strings.CutPrefix(text, "<@"); ok {
			if _, after, ok := strings.Cut(rest, ">"); ok {
				return strings.TrimSpace(after)
			}
		}
		return text
	}
	for {
		before, rest, ok := strings.Cut(text, "<@"+self)
		if !ok {
			return strings.TrimSpace(text)
		}
		_, after, ok := strings.Cut(rest, ">")
		if !ok {
			return strings.TrimSpace(text)
		}
		text = strings.TrimSpace(before) + " " + strings.TrimSpace(after)
	}
}

package view

import (
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"

	"certdesk/checks/lazyregexp"
)

// What chats, mail programs and ticket systems put into a text: links, as Slack,
// Markdown and Outlook's plain text write them; entities, where a page was made
// text; soft breaks of quoted-printable (RFC 2045 §6.7); the marks of quotes and
// lists at the beginning of lines; typographic dashes and invisible letters.
var (
	softBreak  = lazyregexp.New(`(?i)=\r?\n(?:[>|] ?)*`)
	slackLink  = lazyregexp.New(`(?i)<[a-z]+:(?://)?[^|<>\s]*\|([^<>]*)>`)
	markdown   = lazyregexp.New(`(?i)\[([^\[\]\s]+)\]\((?:[a-z]+:(?://)?)[^()\s]*\)`)
	behindWord = lazyregexp.New(`(?i)([\pL\pN])\s{0,3}<(?:[a-z]+:(?://)?)[^<>\s]*>`)
	bareLink   = lazyregexp.New(`(?i)<(?:https?|mailto):(?://)?([^<>\s|]*?)/?>`)
	scheme     = lazyregexp.New(`(?i)\bhttps?://([\pL\pN.-]+)/?`)
	lineStart  = lazyregexp.New(`(?i)(?m)^[>|\s]*(?:[•·▪*+-]\s+|\d{1,2}[.)]\s+)?`)
)

var invisible = strings.NewReplacer(
	"*", "", "`", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "", "\u2060", "", "\ufeff", "", "\u00ad", "",
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2212", "-",
)

// unbent is a text in one line, as it was before it was pasted.
func unbent(text string) string {
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	text = invisible.Replace(text)
	text = softBreak().ReplaceAllString(text, "")
	text = slackLink().ReplaceAllString(text, "$1")
	text = markdown().ReplaceAllString(text, "$1")
	text = behindWord().ReplaceAllString(text, "$1")
	text = bareLink().ReplaceAllString(text, "$1")
	text = scheme().ReplaceAllString(text, "$1")
	text = lineStart().ReplaceAllString(text, "")
	return norm.NFC.String(strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "\ufffd"))
}

// lower makes the letters of the labels small, and no others, so that places in
// a text are the same in both.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

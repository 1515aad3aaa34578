package slack

import (
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// words is a text in which Slack reads no mark-up.
func words(s string, max int) *api.TextBlockObject {
	emoji := false
	return &api.TextBlockObject{Type: api.PlainTextType, Text: plaintext.Short(s, max), Emoji: &emoji}
}

// date is a time as mark-up, which shows it in the reader's own zone.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
func date(r say.Run) string {
	return fmt.Sprintf("<!date^%d^%s|%s>", r.At.Unix(), dateFormat(r), escape.Replace(r.Text))
}

func dateFormat(r say.Run) string { return "{date_long} " + r.Between + " {time}" }

// shortDate is date without the day of the week, for small print.
func shortDate(r say.Run) string {
	return fmt.Sprintf("<!date^%d^{date_short} %s {time}|%s>", r.At.Unix(), r.Between, escape.Replace(r.Text))
}

// itemText is an item as elements of rich text, and how many characters those take.
func itemText(item bot.Item) ([]api.RichTextSectionElement, int) {
	var out []api.RichTextSectionElement
	n := 0
	put := func(elements ...api.RichTextSectionElement) { out = append(out, elements...) }
	if s := plaintext.Sign(item.Tone); s != "" {
		put(text(s, nil)...)
		n += plaintext.Size(s)
	}
	code, said := plaintext.Short(item.Code, maxRich/3), plaintext.Runs(item.Text, maxRich/3)
	if code != "" {
		put(text(code, &api.RichTextSectionTextStyle{Code: true})...)
		if len(said) > 0 {
			put(text("  ", nil)...)
		}
	}
	put(elements(said, nil)...)
	for _, m := range item.Mentions()[:min(len(item.Mentions()), maxMentions)] {
		put(api.NewRichTextSectionTextElement(" ", nil), mention(m))
		n += len(m.ID) + 1
	}
	return out, n + plaintext.Size(code) + size(said) + 2
}

// maxMentions bounds those of one line.
const maxMentions = 20

// mention is an element of its own, which nothing written by strangers can be.
func mention(m bot.Mention) api.RichTextSectionElement {
	switch id := plaintext.Short(m.ID, maxHeader); m.Kind {
	case bot.MentionGroup:
		return api.NewRichTextSectionUserGroupElement(id)
	case bot.MentionLink:
		return api.NewRichTextSectionLinkElement(m.ID, m.ID, nil)
	case bot.MentionChannel:
		return api.NewRichTextSectionChannelElement(id, nil)
	default:
		return api.NewRichTextSectionUserElement(id, nil)
	}
}

func rich(elements ...api.RichTextElement) api.Block { return api.NewRichTextBlock("", elements...) }

// section puts pieces of text that look alike together.
func section(elements ...api.RichTextSectionElement) *api.RichTextSection {
	var out []api.RichTextSectionElement
	for _, e := range elements {
		said, isText := e.(*api.RichTextSectionTextElement)
		if isText && len(out) > 0 {
			last, ok := out[len(out)-1].(*api.RichTextSectionTextElement)
			if ok && sameStyle(last.Style, said.Style) {
				out[len(out)-1] = api.NewRichTextSectionTextElement(last.Text+said.Text, last.Style)
				continue
			}
		}
		out = append(out, e)
	}
	return api.NewRichTextSection(out...)
}

func sameStyle(a, b *api.RichTextSectionTextStyle) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func bullets(indent int, elements ...api.RichTextElement) *api.RichTextList {
	return api.NewRichTextList(api.RTEListBullet, indent, elements...)
}

func bold() *api.RichTextSectionTextStyle { return &api.RichTextSectionTextStyle{Bold: true} }

// text is words of ours in rich text.
func text(s string, style *api.RichTextSectionTextStyle) []api.RichTextSectionElement {
	if s == "" {
		return nil
	}
	return []api.RichTextSectionElement{api.NewRichTextSectionTextElement(s, style)}
}

// elements are a text's runs in rich text, which reads no mark-up: times become
// dates, and what can be copied is shown as such.
func elements(runs []say.Run, style *api.RichTextSectionTextStyle) []api.RichTextSectionElement {
	var out []api.RichTextSectionElement
	plain := ""
	flush := func() {
		out = append(out, text(plain, style)...)
		plain = ""
	}
	for _, r := range runs {
		switch r.Kind {
		case say.RunMoment:
			flush()
			written := r.Text
			d := api.NewRichTextSectionDateElement(r.At.Unix(), dateFormat(r), nil, &written)
			d.Style = style
			out = append(out, d)
		case say.RunCode:
			flush()
			copied := api.RichTextSectionTextStyle{}
			if style != nil {
				copied = *style
			}
			copied.Code = true
			out = append(out, text(r.Text, &copied)...)
		default:
			plain += r.Text
		}
	}
	flush()
	return out
}

// size counts runs as plaintext.Size counts text.
func size(runs []say.Run) int {
	n := 0
	for _, r := range runs {
		n += plaintext.Size(r.Text)
	}
	return n
}

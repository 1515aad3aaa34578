package slack

import (
	"encoding/json"
	"strings"
)

// What people see of a message is more than its text: ticket systems write
// sections with fields, or attachments; a message that is passed on is an
// attachment with the blocks of the other one.

// maxSeen bounds what is read of a message, in bytes.
const maxSeen = 16 << 10

// content is a message, or an attachment of one, as far as it is read.
// https://docs.slack.dev/reference/messaging/attachments
type content struct {
	Text        string       `json:"text"`
	Blocks      []block      `json:"blocks"`
	Attachments []attachment `json:"attachments"`
}

type attachment struct {
	Pretext  string `json:"pretext"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Fallback string `json:"fallback"`
	Fields   []struct {
		Title string `json:"title"`
		Value string `json:"value"`
	} `json:"fields"`
	Footer string  `json:"footer"`
	Blocks []block `json:"blocks"`
	// Of a message that somebody passes on.
	MessageBlocks []struct {
		Message content `json:"message"`
	} `json:"message_blocks"`
	Shared   bool       `json:"is_share"`
	Unfurled bool       `json:"is_msg_unfurl"`
	Files    []enclosed `json:"files"`
}

// passedOn tells a message that somebody passes on from the preview of a link.
func (a *attachment) passedOn() bool {
	return a.Shared || a.Unfurled || len(a.MessageBlocks) > 0
}

// block is one of a message, as far as it is read: what is text in it.
// https://docs.slack.dev/reference/block-kit/blocks
type block struct {
	richNode
	Fields []textObject    `json:"fields"`
	Title  json.RawMessage `json:"title"`
}

type textObject struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// lines are what people see, a line each.
type lines struct{ b strings.Builder }

func (l *lines) add(text string) {
	if text = strings.TrimSpace(text); text != "" && l.b.Len() < maxSeen {
		l.b.WriteString(text[:min(len(text), maxSeen)] + "\n")
	}
}

// object adds a text that is an object, or nothing.
func (l *lines) object(raw json.RawMessage) {
	var t textObject
	if json.Unmarshal(raw, &t) == nil {
		l.add(readTyped(t.Text))
	}
}

// blocks adds those of a message. rich tells whether there was a rich text, in
// which the message's own text is.
func (l *lines) blocks(all []block) (rich bool) {
	for i := range all {
		b := &all[i]
		switch b.Type {
		case "rich_text":
			var text strings.Builder
			b.write(&text, 0)
			l.add(text.String())
			rich = true
		case "section", "header", "markdown", "context", "image", "video":
			var plain string
			if json.Unmarshal(b.Text, &plain) == nil { // of markdown
				l.add(readTyped(plain))
			}
			l.object(b.Text)
			l.object(b.Title)
			for _, f := range b.Fields {
				l.add(readTyped(f.Text))
			}
			for j := range b.Elements { // of a context
				var text string
				if json.Unmarshal(b.Elements[j].Text, &text) == nil {
					l.add(readTyped(text))
				}
			}
		}
	}
	return rich
}

// message adds all that is seen of a message: its blocks, or its text where
// they have none of it, and its attachments.
func (l *lines) message(m *content, depth int) {
	before := l.b.Len()
	if rich := l.blocks(m.Blocks); !rich && (l.b.Len() == before || !strings.Contains(l.b.String(), strings.TrimSpace(readTyped(m.Text)))) {
		l.add(readTyped(m.Text))
	}
	l.attachments(m.Attachments, depth, func(*attachment) bool { return true })
}

// attachments reads what people see of those attachments that are wanted. Of one that
// holds nothing else the fallback is read, and one within another to maxDepth.
func (l *lines) attachments(all []attachment, depth int, wanted func(*attachment) bool) {
	if depth > maxDepth {
		return
	}
	for i := range all {
		a := &all[i]
		if !wanted(a) {
			continue
		}
		before := l.b.Len()
		l.add(readTyped(a.Pretext))
		l.add(readTyped(a.Title))
		l.blocks(a.Blocks)
		for j := range a.MessageBlocks {
			l.message(&a.MessageBlocks[j].Message, depth+1)
		}
		if len(a.MessageBlocks) == 0 { // else it is the same once more
			l.add(readTyped(a.Text))
		}
		for _, f := range a.Fields {
			l.add(readTyped(f.Title) + ": " + readTyped(f.Value))
		}
		l.add(readTyped(a.Footer))
		if l.b.Len() == before {
			l.add(readTyped(a.Fallback))
		}
	}
}

// seen is all that people see of a message.
func (m *content) seen() string {
	var l lines
	l.message(m, 0)
	return strings.TrimSpace(l.b.String())
}

// meant is what somebody who writes says: what they typed, and what they pass
// on with it. Where that is nothing, what else is seen; the preview of a link
// beside typed words is not theirs.
func (m *content) meant() string {
	var l lines
	if !l.blocks(richOnly(m.Blocks)) {
		l.add(readTyped(m.Text))
	}
	l.attachments(m.Attachments, 0, (*attachment).passedOn)
	if said := strings.TrimSpace(l.b.String()); said != "" {
		return said
	}
	return m.seen()
}

func richOnly(all []block) (out []block) {
	for i := range all {
		if all[i].Type == "rich_text" {
			out = append(out, all[i])
		}
	}
	return out
}

// passedOn are the files of messages that are passed on.
func (m *content) passedOn() (files []enclosed) {
	for i := range m.Attachments {
		files = append(files, m.Attachments[i].Files...)
	}
	return files
}

// readContent reads what of a message it can: a block that is none of Slack's
// costs that block, not the message.
func readContent(text string, blocks, attachments json.RawMessage) *content {
	m := &content{Text: text}
	m.Blocks = eachOf[block](blocks)
	m.Attachments = eachOf[attachment](attachments)
	return m
}

// eachOf reads a list as far as its entries can be read.
func eachOf[T any](raw json.RawMessage) (out []T) {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	for _, raw := range all {
		var one T
		if json.Unmarshal(raw, &one) == nil {
			out = append(out, one)
		}
	}
	return out
}

// enclosed is a file that somebody has sent, as far as it is read.
// https://docs.slack.dev/reference/objects/file-object
type enclosed struct {
	Name     string `json:"name"`
	Type     string `json:"mimetype"`
	Size     int    `json:"size"`
	Download string `json:"url_private_download"`
	Private  string `json:"url_private"`
}

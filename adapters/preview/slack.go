package preview

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"
)

// slackNode is a block, or an element in one: those that certdesk sends.
// https://docs.slack.dev/reference/block-kit
type slackNode struct {
	Type      string      `json:"type"`
	Text      slackLabel  `json:"text"`
	Fields    []slackNode `json:"fields"`
	Style     slackStyle  `json:"style"`
	Elements  []slackNode `json:"elements"`
	Accessory *slackNode  `json:"accessory"`
	Options   []slackNode `json:"options"`
	Shown     slackLabel  `json:"placeholder"`
	Indent    int         `json:"indent"`
	Offset    int         `json:"offset"`
	Timestamp int64       `json:"timestamp"`
	Format    string      `json:"format"`
}

// slackLabel is a text, which some elements wrap into an object.
type slackLabel struct{ Type, Text string }

func (l *slackLabel) UnmarshalJSON(data []byte) error {
	if strings.HasPrefix(string(data), `"`) {
		return json.Unmarshal(data, &l.Text)
	}
	var wrapped struct{ Type, Text string }
	err := json.Unmarshal(data, &wrapped)
	*l = wrapped
	return err
}

// slackStyle is a word for buttons and lists, an object for text.
type slackStyle struct {
	Name                       string
	Bold, Italic, Strike, Code bool
}

func (s *slackStyle) UnmarshalJSON(data []byte) error {
	if strings.HasPrefix(string(data), `"`) {
		return json.Unmarshal(data, &s.Name)
	}
	type plain slackStyle
	return json.Unmarshal(data, (*plain)(s))
}

// slackInside are the types of blocks and elements, and what stands in each.
var slackInside = map[string][]string{
	"":                       {"header", "section", "rich_text", "actions", "context", "divider"},
	"header":                 {},
	"section":                {"plain_text", "mrkdwn", "button"},
	"rich_text":              {"rich_text_section", "rich_text_list", "rich_text_preformatted"},
	"rich_text_section":      {"text", "date", "link"},
	"rich_text_list":         {"rich_text_section"},
	"rich_text_preformatted": {"text"},
	"actions":                {"button", "overflow", "static_select"},
	"context":                {"plain_text", "mrkdwn"},
}

func readSlack(payload []byte) ([]slackNode, error) {
	if len(payload) == 0 {
		return nil, nil
	}
	var message struct{ Blocks []slackNode }
	if err := json.Unmarshal(payload, &message); err != nil {
		return nil, fmt.Errorf("reading Slack's message: %w", err)
	}
	return message.Blocks, checkSlack("", message.Blocks)
}

// checkSlack wants every type to be known where it stands.
func checkSlack(parent string, nodes []slackNode) error {
	for _, n := range nodes {
		if !slices.Contains(slackInside[parent], n.Type) {
			return fmt.Errorf("%q in Slack's %q is not known here", n.Type, parent)
		}
		inside := slices.Concat(n.Fields, n.Elements)
		if n.Accessory != nil {
			inside = append(inside, *n.Accessory)
		}
		if err := checkSlack(n.Type, inside); err != nil {
			return err
		}
	}
	return nil
}

// Start is the number of the first entry of an ordered list.
func (n slackNode) Start() int { return n.Offset + 1 }

// slackPart is a piece of a text object.
type slackPart struct {
	Text string
	Date bool
}

// slackParts reads a text object. Of mrkdwn certdesk writes dates alone.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
func slackParts(n slackNode, c calendar) ([]slackPart, error) {
	text, kind := n.Text.Text, n.Text.Type
	if kind == "" {
		kind = n.Type
	}
	if kind != "mrkdwn" {
		return []slackPart{{Text: text}}, nil
	}
	var out []slackPart
	for text != "" {
		before, rest, found := strings.Cut(text, "<!date^")
		if before != "" {
			out = append(out, slackPart{Text: html.UnescapeString(before)})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, ">")
		stamp, format, ok := strings.Cut(inside, "^")
		format, _, _ = strings.Cut(format, "|")
		seconds, err := strconv.ParseInt(stamp, 10, 64)
		if !closed || !ok || err != nil {
			return nil, fmt.Errorf("%q is no date of Slack's", inside)
		}
		out = append(out, slackPart{Text: slackDate(seconds, format, c), Date: true})
		text = after
	}
	return out, nil
}

// slackDate writes a time as Slack does in the reader's language.
func slackDate(seconds int64, format string, c calendar) string {
	at := time.Unix(seconds, 0).In(c.zone)
	if c.day != nil {
		day := c.day(at)
		return strings.NewReplacer("{date_long}", day, "{date}", day, "{date_short}", day, "{time}", c.clock(at)).Replace(format)
	}
	day := at.Format("January 2") + ordinal(at.Day()) + at.Format(", 2006")
	return strings.NewReplacer(
		"{date_long}", at.Format("Monday, ")+day,
		"{date}", day,
		"{date_short}", at.Format("Jan 2, 2006"),
		"{time}", c.clock(at),
	).Replace(format)
}

func ordinal(day int) string {
	switch {
	case day/10 == 1:
		return "th"
	case day%10 == 1:
		return "st"
	case day%10 == 2:
		return "nd"
	case day%10 == 3:
		return "rd"
	}
	return "th"
}

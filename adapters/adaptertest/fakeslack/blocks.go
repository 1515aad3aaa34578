package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
)

// A checker notes what is wrong with blocks, each with a JSON pointer.
type checker struct {
	wrong      []string
	characters int // of all text, which Slack bounds though it does not say so
	ids        map[string]bool
}

// sumLimit is where Slack answers msg_blocks_too_long.
const sumLimit = 13_200

// object is a JSON object.
type object = map[string]any

// checkBlocks returns what Slack would refuse. view is "" for a message, else
// "modal" or "home".
func checkBlocks(raw []byte, view string) []string {
	var blocks []object
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return []string{"/blocks: " + err.Error()}
	}
	c := &checker{ids: make(map[string]bool)}
	most := 50
	if view != "" {
		most = 100
	}
	if len(blocks) > most {
		c.complain("/blocks", "%d blocks", len(blocks))
	}
	for i, b := range blocks {
		c.block(fmt.Sprintf("/blocks/%d", i), b, view)
	}
	if view == "" && c.characters > sumLimit {
		c.complain("/blocks", "msg_blocks_too_long: %d characters", c.characters)
	}
	return c.wrong
}

func (c *checker) complain(at, format string, args ...any) {
	c.wrong = append(c.wrong, at+": "+fmt.Sprintf(format, args...))
}

// only refuses fields that Slack does not know in this place.
func (c *checker) only(at string, o object, names ...string) {
	for name := range o {
		if !strings.Contains(" type block_id "+strings.Join(names, " ")+" ", " "+name+" ") {
			c.complain(at, "unknown field %s", name)
		}
	}
	if id, ok := o["block_id"].(string); ok && id != "" {
		if len(id) > 255 || c.ids["block "+id] {
			c.complain(at, "block_id %q is too long or stands twice", id)
		}
		c.ids["block "+id] = true
	}
}

func (c *checker) block(at string, b object, view string) {
	switch b["type"] {
	case "header":
		c.only(at, b, "text")
		c.text(at+"/text", b["text"], 150, "plain_text")
	case "section":
		c.only(at, b, "text", "fields", "accessory", "expand")
		fields, _ := b["fields"].([]any)
		if b["text"] == nil && len(fields) == 0 || len(fields) > 10 {
			c.complain(at, "neither text nor fields, or %d fields", len(fields))
		}
		if b["text"] != nil {
			c.text(at+"/text", b["text"], 3000, "")
		}
		for i, f := range fields {
			c.text(fmt.Sprintf("%s/fields/%d", at, i), f, 2000, "")
		}
		if o, ok := b["accessory"].(object); ok {
			c.element(at+"/accessory", o)
		}
	case "context":
		c.only(at, b, "elements")
		c.each(at, b, 10, func(at string, o object) { c.text(at, o, 3000, "") })
	case "actions":
		c.only(at, b, "elements")
		c.each(at, b, 25, c.element)
	case "divider":
		c.only(at, b)
	case "input":
		if view == "" {
			c.complain(at, "an input in a message")
		}
		c.only(at, b, "label", "element", "optional", "hint", "dispatch_action")
		c.text(at+"/label", b["label"], 2000, "plain_text")
		o, _ := b["element"].(object)
		c.element(at+"/element", o)
	case "rich_text":
		c.only(at, b, "elements")
		c.each(at, b, 1000, c.rich)
	default:
		c.complain(at, "a block of type %v", b["type"])
	}
}

// each checks the elements of an object, of which there are one to most.
func (c *checker) each(at string, b object, most int, check func(string, object)) {
	elements, _ := b["elements"].([]any)
	if len(elements) == 0 || len(elements) > most {
		c.complain(at, "%d elements", len(elements))
	}
	for i, e := range elements {
		o, ok := e.(object)
		if !ok {
			c.complain(at, "element %d is no object", i)
			continue
		}
		check(fmt.Sprintf("%s/elements/%d", at, i), o)
	}
}

// text checks a text object of one to most characters; kind "" allows both.
func (c *checker) text(at string, value any, most int, kind string) {
	o, ok := value.(object)
	if !ok {
		c.complain(at, "no text object")
		return
	}
	text, _ := o["text"].(string)
	n := len(utf16.Encode([]rune(text)))
	c.characters += n
	if n == 0 || n > most {
		c.complain(at, "%d characters", n)
	}
	switch o["type"] {
	case "plain_text":
		c.only(at, o, "text", "emoji")
	case "mrkdwn":
		c.only(at, o, "text", "verbatim")
		c.markup(at, text)
	default:
		c.complain(at, "a text of type %v", o["type"])
	}
	if kind != "" && o["type"] != kind {
		c.complain(at, "%v where Slack takes %s", o["type"], kind)
	}
}

// markup refuses mark-up that does anything but show a date: certdesk mentions
// nobody and links nowhere.
func (c *checker) markup(at, text string) {
	for rest := text; ; {
		_, inside, ok := strings.Cut(rest, "<")
		if !ok {
			return
		}
		inside, rest, _ = strings.Cut(inside, ">")
		if !strings.HasPrefix(inside, "!date^") {
			c.complain(at, "live mark-up <%s>", inside)
		}
	}
}

func (c *checker) element(at string, o object) {
	id, _ := o["action_id"].(string)
	if len(id) > 255 {
		c.complain(at, "an action_id of %d characters", len(id))
	}
	if id != "" && o["type"] == "button" {
		if c.ids["action "+id] {
			c.complain(at, "action_id %q stands twice", id)
		}
		c.ids["action "+id] = true
	}
	switch o["type"] {
	case "button":
		c.button(at, o)
	case "plain_text_input":
		c.only(at, o, "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length", "focus_on_load")
		c.placeholder(at, o)
	case "static_select":
		c.options(at, o, 100, 75)
	case "overflow": // https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
		c.only(at, o, "action_id", "options", "confirm")
		c.options(at, o, 5, 150)
	case "conversations_select":
		c.only(at, o, "action_id", "placeholder", "initial_conversation", "default_to_current_conversation", "confirm", "response_url_enabled", "filter", "focus_on_load")
		if id, given := o["initial_conversation"].(string); given && !strings.ContainsAny(id[:1], "CDG") {
			c.complain(at, "initial_conversation %q", id)
		}
		c.placeholder(at, o)
	case "file_input":
		c.only(at, o, "action_id", "filetypes", "max_files")
		if n, given := o["max_files"].(float64); given && (n < 1 || n > 10) {
			c.complain(at, "max_files %v", n)
		}
	default:
		c.complain(at, "an element of type %v", o["type"])
	}
}

func (c *checker) button(at string, o object) {
	c.only(at, o, "text", "action_id", "value", "style", "confirm", "url", "accessibility_label")
	c.text(at+"/text", o["text"], 75, "plain_text")
	if v, _ := o["value"].(string); len(v) > 2000 {
		c.complain(at, "a value of %d characters", len(v))
	}
	if s := o["style"]; s != nil && s != "primary" && s != "danger" {
		c.complain(at, "style %v", s)
	}
	if confirm, ok := o["confirm"].(object); ok {
		c.only(at+"/confirm", confirm, "title", "text", "confirm", "deny", "style")
		c.text(at+"/confirm/title", confirm["title"], 100, "plain_text")
		c.text(at+"/confirm/text", confirm["text"], 300, "")
		c.text(at+"/confirm/confirm", confirm["confirm"], 30, "plain_text")
		c.text(at+"/confirm/deny", confirm["deny"], 30, "plain_text")
	}
}

func (c *checker) placeholder(at string, o object) {
	if o["placeholder"] != nil {
		c.text(at+"/placeholder", o["placeholder"], 150, "plain_text")
	}
}

// options checks those of an element, of which there are one to most.
func (c *checker) options(at string, o object, most, mostInValue int) {
	options, _ := o["options"].([]any)
	if len(options) < 1 || len(options) > most {
		c.complain(at, "%d options", len(options))
	}
	for i, option := range options {
		option, _ := option.(object)
		c.text(fmt.Sprintf("%s/options/%d/text", at, i), option["text"], 75, "plain_text")
		if v, _ := option["value"].(string); len(v) < 1 || len(v) > mostInValue {
			c.complain(at, "an option's value of %d characters", len(v))
		}
	}
}

func (c *checker) rich(at string, o object) {
	switch o["type"] {
	case "rich_text_section", "rich_text_preformatted", "rich_text_quote":
		c.only(at, o, "elements", "border", "language")
		c.each(at, o, 1000, c.richText)
	case "rich_text_list":
		c.only(at, o, "elements", "style", "indent", "offset", "border")
		if s := o["style"]; s != "bullet" && s != "ordered" {
			c.complain(at, "a list of style %v", s)
		}
		if indent, _ := o["indent"].(float64); indent < 0 || indent > 8 {
			c.complain(at, "indent %v", indent)
		}
		c.each(at, o, 1000, func(at string, o object) {
			if o["type"] != "rich_text_section" {
				c.complain(at, "%v in a list", o["type"])
			}
			c.rich(at, o)
		})
	default:
		c.complain(at, "a rich text of type %v", o["type"])
	}
}

func (c *checker) richText(at string, o object) {
	switch o["type"] {
	case "text":
		c.only(at, o, "text", "style")
		text, _ := o["text"].(string)
		c.characters += len(utf16.Encode([]rune(text)))
		if text == "" {
			c.complain(at, "an empty text")
		}
	case "date":
		c.only(at, o, "timestamp", "format", "fallback", "style")
		if n, ok := o["timestamp"].(float64); !ok || n <= 0 {
			c.complain(at, "timestamp %v", o["timestamp"])
		}
	case "user", "usergroup", "channel": // of those who ask or administrate
		name := o["type"].(string) + "_id"
		c.only(at, o, name, "style")
		if id, _ := o[name].(string); !regexp.MustCompile(`^[UWSCG][A-Z0-9]+$`).MatchString(id) {
			c.complain(at, "%s %v", name, o[name])
		}
	case "link": // of the operator's alone, and to no one's mailbox
		c.only(at, o, "url", "text", "style", "unsafe")
		address, _ := o["url"].(string)
		switch text, _ := o["text"].(string); {
		case strings.HasPrefix(address, "mailto:"):
			if why := wrongMailto(address); why != "" || strings.TrimSpace(text) == "" {
				c.complain(at, "%s: %q, %q", why, address, text)
			}
		case address != DocsURL || text != DocsURL:
			c.complain(at, "a link to %v", address)
		}
	default: // broadcasts, emoji
		c.complain(at, "certdesk writes no %v", o["type"])
	}
}

// wrongMailto says what is wrong with an address that opens a letter (RFC 6068): it
// names nobody, has a subject and a body and nothing else, is encoded, and is short
// enough for Windows. "" where it is right.
func wrongMailto(address string) string {
	query, found := strings.CutPrefix(address, "mailto:?")
	unencoded := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}#+", r) }
	switch {
	case !found:
		return "a letter to somebody"
	case len(address) > 2083:
		return fmt.Sprintf("%d bytes", len(address))
	case strings.ContainsFunc(query, unencoded):
		return "not percent-encoded"
	}
	fields, err := url.ParseQuery(query)
	if err != nil || len(fields) != 2 || len(fields["subject"]) != 1 || len(fields["body"]) != 1 || strings.ContainsAny(fields.Get("subject"), "\r\n") {
		return "not a subject and a body"
	}
	text := fields.Get("body")
	if breaks := strings.Count(text, "\r\n"); strings.Count(text, "\n") != breaks || strings.Count(text, "\r") != breaks {
		return "line breaks that are none of RFC 6068"
	}
	return ""
}

// CheckMessage returns what a strict Slack would say against a message.
func CheckMessage(text string, blocks []byte) []string {
	c := &checker{}
	c.markup("/text", text)
	if strings.TrimSpace(text) == "" || len(text) > 40_000 {
		c.complain("/text", "%d bytes", len(text))
	}
	return append(c.wrong, checkBlocks(blocks, "")...)
}

// CheckView returns what a strict Slack would say against a form or a home tab.
func CheckView(raw []byte) []string {
	var v struct {
		Type     string          `json:"type"`
		Title    json.RawMessage `json:"title"`
		Submit   json.RawMessage `json:"submit"`
		Close    json.RawMessage `json:"close"`
		Metadata string          `json:"private_metadata"`
		Callback string          `json:"callback_id"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return []string{err.Error()}
	}
	c := &checker{ids: make(map[string]bool)}
	if v.Type != "modal" && v.Type != "home" {
		c.complain("/type", "%q", v.Type)
	}
	if len(v.Metadata) > 3000 || len(v.Callback) > 255 {
		c.complain("/private_metadata", "%d characters, callback_id %d", len(v.Metadata), len(v.Callback))
	}
	for name, text := range map[string]json.RawMessage{"title": v.Title, "submit": v.Submit, "close": v.Close} {
		var o object
		if v.Type == "modal" && name == "title" || len(text) > 0 {
			json.Unmarshal(text, &o) // what is none is complained of below
			c.text("/"+name, o, 24, "plain_text")
		}
	}
	return append(c.wrong, checkBlocks(v.Blocks, v.Type)...)
}

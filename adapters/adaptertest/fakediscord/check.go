package fakediscord

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Flags of messages.
const (
	flagEphemeral  = 1 << 6
	flagComponents = 1 << 15
)

// kind is how a message is sent.
type kind int

const (
	newMessage kind = iota
	editedMessage
)

// only refuses fields that Discord does not know in this place. What says what
// is so anyway (null, false, an empty list) says nothing: clients of Discord
// write it, and Discord takes it.
func (c *checker) only(at string, o object, names ...string) {
	for name, value := range o {
		if slices.Contains(names, name) {
			continue
		}
		if list, ok := value.([]any); value != nil && value != false && (!ok || len(list) > 0) || !slices.Contains(implied, name) {
			c.complain(at, "unknown field %s", name)
		}
	}
}

// implied are fields that certdesk has no use for, as Discord names them.
var implied = strings.Fields("tts enforce_nonce sticker_ids embeds poll disabled spoiler emoji replied_user users roles channel_types autocomplete choices options default required nsfw")

func length(s string) int { return len(utf16.Encode([]rune(s))) }

// between checks a text's length, which Discord counts without space around it.
func (c *checker) between(at string, value any, least, most int) string {
	s, ok := value.(string)
	if !ok && value != nil {
		c.complain(at, "no text")
	}
	if n := length(strings.TrimSpace(s)); n < least || n > most {
		c.complain(at, "%d characters, not %d to %d", n, least, most)
	}
	return s
}

// CheckMessage returns what a strict Discord would say against a message.
func CheckMessage(body []byte, files []File) []string { return checkMessage(body, files, newMessage) }

func checkMessage(body []byte, files []File, how kind) []string {
	c := &checker{ids: make(map[string]bool), shown: make(map[string]bool)}
	var m object
	if err := json.Unmarshal(body, &m); err != nil {
		return []string{"/: " + err.Error()}
	}
	fields := []string{"content", "embeds", "components", "attachments", "allowed_mentions", "flags"}
	if how == newMessage {
		fields = append(fields, "nonce", "enforce_nonce", "message_reference")
	}
	c.only("", m, fields...)
	mentions, ok := m["allowed_mentions"].(object)
	c.only("/allowed_mentions", mentions, "parse")
	if !ok || fmt.Sprint(mentions["parse"]) != "[]" {
		c.complain("/allowed_mentions", "%v does not rule out mentions", m["allowed_mentions"])
	}
	c.attachments(m["attachments"], files)
	flags, _ := m["flags"].(float64)
	if int(flags)&^(flagEphemeral|flagComponents) != 0 {
		c.complain("/flags", "%v", flags)
	}
	if nonce, ok := m["nonce"].(string); ok {
		c.between("/nonce", nonce, 1, 25)
	}
	components, _ := m["components"].([]any)
	if int(flags)&flagComponents != 0 {
		if embeds, _ := m["embeds"].([]any); m["content"] != nil && m["content"] != "" || len(embeds) > 0 {
			c.complain("/flags", "no content and no embeds beside components")
		}
		if len(components) < 1 {
			c.complain("/components", "an empty message")
		}
		for i, o := range components {
			c.component(fmt.Sprintf("/components/%d", i), o, "message")
		}
		for _, name := range c.attached {
			if !c.shown[name] {
				c.complain("/attachments", "%s is shown nowhere", name)
			}
		}
	} else {
		c.older(m, components)
	}
	if c.components > 40 {
		c.complain("/components", "%d components", c.components)
	}
	if c.characters > 4000 {
		c.complain("/components", "%d characters", c.characters)
	}
	return c.wrong
}

// older checks a message of text and embeds.
func (c *checker) older(m object, rows []any) {
	said := c.between("/content", m["content"], 0, 2000)
	c.live("/content", said)
	embeds, _ := m["embeds"].([]any)
	if said == "" && len(embeds) == 0 {
		c.complain("", "an empty message")
	}
	if len(embeds) > 10 {
		c.complain("/embeds", "%d embeds", len(embeds))
	}
	sum := 0
	for i, e := range embeds {
		e, _ := e.(object)
		at := fmt.Sprintf("/embeds/%d", i)
		c.only(at, e, "title", "description", "color", "fields", "footer")
		sum += length(c.between(at+"/title", e["title"], 0, 256))
		text := c.between(at+"/description", e["description"], 0, 4096)
		c.live(at+"/description", text)
		sum += length(text)
		fields, _ := e["fields"].([]any)
		if len(fields) > 25 {
			c.complain(at+"/fields", "%d fields", len(fields))
		}
		for j, f := range fields {
			f, _ := f.(object)
			at := fmt.Sprintf("%s/fields/%d", at, j)
			c.only(at, f, "name", "value", "inline")
			sum += length(c.between(at+"/name", f["name"], 1, 256))
			value := c.between(at+"/value", f["value"], 1, 1024)
			c.live(at+"/value", value)
			sum += length(value)
		}
		if footer, ok := e["footer"].(object); ok {
			c.only(at+"/footer", footer, "text")
			sum += length(c.between(at+"/footer/text", footer["text"], 1, 2048))
		}
	}
	if sum > 6000 {
		c.complain("/embeds", "%d characters", sum)
	}
	if len(rows) > 5 {
		c.complain("/components", "%d rows", len(rows))
	}
	for i, o := range rows {
		c.component(fmt.Sprintf("/components/%d", i), o, "rows")
	}
}

func (c *checker) attachments(value any, files []File) {
	list, _ := value.([]any)
	if len(list) != len(files) || len(list) > 10 {
		c.complain("/attachments", "%d attachments and %d files", len(list), len(files))
		return
	}
	total := 0
	for i, a := range list {
		a, _ := a.(object)
		at := fmt.Sprintf("/attachments/%d", i)
		c.only(at, a, "id", "filename", "description")
		c.between(at+"/description", a["description"], 0, 1024)
		if fmt.Sprint(a["id"]) != strconv.Itoa(i) || a["filename"] != files[i].Name {
			c.complain(at, "%v is not the file %q", a, files[i].Name)
		}
		if name := files[i].Name; slices.Contains(c.attached, name) || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" || name == "" {
			c.complain(at, "Discord would change the name %q", name)
		}
		c.attached = append(c.attached, files[i].Name)
		total += len(files[i].Data)
	}
	if total > 10<<20 {
		c.complain("/attachments", "%d bytes", total)
	}
}

// inside tells what may stand in what.
var inside = map[string][]float64{
	"message":   {1, 9, 10, 12, 13, 14, 17},
	"rows":      {1},
	"container": {1, 9, 10, 12, 13, 14},
	"row":       {2, 3},
	"section":   {10},
	"accessory": {2, 11},
}

func (c *checker) component(at string, value any, in string) {
	o, _ := value.(object)
	kind, _ := o["type"].(float64)
	c.components++
	if !slices.Contains(inside[in], kind) {
		c.complain(at, "a component of type %v in a %s", o["type"], in)
		return
	}
	if id, ok := o["id"].(float64); ok && (id < 1 || id >= 1<<31 || id != float64(int(id))) {
		c.complain(at+"/id", "%v", id)
	}
	switch kind {
	case 1:
		c.only(at, o, "type", "id", "components")
		c.each(at, o, 5, "row")
	case 2:
		c.button(at, o)
	case 9:
		c.only(at, o, "type", "id", "components", "accessory")
		c.each(at, o, 3, "section")
		c.component(at+"/accessory", o["accessory"], "accessory")
	case 10:
		c.only(at, o, "type", "id", "content")
		text := c.between(at+"/content", o["content"], 1, 4000)
		c.characters += length(text)
		c.live(at+"/content", text)
	case 12:
		c.only(at, o, "type", "id", "items")
		items, _ := o["items"].([]any)
		if len(items) < 1 || len(items) > 10 {
			c.complain(at+"/items", "%d items", len(items))
		}
		for i, item := range items {
			item, _ := item.(object)
			c.only(fmt.Sprintf("%s/items/%d", at, i), item, "media", "description")
			c.between(fmt.Sprintf("%s/items/%d/description", at, i), item["description"], 0, 1024)
			c.refer(fmt.Sprintf("%s/items/%d/media", at, i), item["media"])
		}
	case 13:
		c.only(at, o, "type", "id", "file")
		c.refer(at+"/file", o["file"])
	case 17:
		c.only(at, o, "type", "id", "components", "accent_color")
		if n, ok := o["accent_color"].(float64); ok && (n < 0 || n > 0xFFFFFF) {
			c.complain(at+"/accent_color", "%v", n)
		}
		c.each(at, o, 40, "container")
	}
}

// each checks the components of one, which are one to most.
func (c *checker) each(at string, o object, most int, in string) {
	list, _ := o["components"].([]any)
	if len(list) == 0 || len(list) > most {
		c.complain(at+"/components", "%d components", len(list))
	}
	for i, e := range list {
		c.component(fmt.Sprintf("%s/components/%d", at, i), e, in)
	}
}

func (c *checker) refer(at string, value any) {
	o, _ := value.(object)
	address, _ := o["url"].(string)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "attachment" || !slices.Contains(c.attached, u.Host) {
		c.complain(at, "%q is no attachment", address)
		return
	}
	c.shown[u.Host] = true
}

func (c *checker) button(at string, o object) {
	c.only(at, o, "type", "id", "style", "label", "custom_id")
	if style, _ := o["style"].(float64); style < 1 || style > 4 {
		c.complain(at+"/style", "%v", o["style"])
	}
	c.between(at+"/label", o["label"], 1, 80)
	id := c.between(at+"/custom_id", o["custom_id"], 1, 100)
	if c.ids[id] {
		c.complain(at+"/custom_id", "%q stands twice", id)
	}
	c.ids[id] = true
}

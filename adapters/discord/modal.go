package discord

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// modal is a form as Discord shows it. Its parts are not discordgo's, which
// knows no labels and uploads yet, and writes above each input what stands on
// the label now.
// https://docs.discord.com/developers/components/reference#label
type modal struct {
	CustomID   string  `json:"custom_id"`
	Title      string  `json:"title"`
	Components []label `json:"components"`
}

type label struct {
	Type        int    `json:"type"`
	Label       string `json:"label"`
	Description string `json:"description,omitempty"`
	Component   input  `json:"component"`
}

// input is what is filled in; each type uses its own few fields.
type input struct {
	Type        discordgo.ComponentType      `json:"type"`
	CustomID    string                       `json:"custom_id"`
	Required    bool                         `json:"required"`
	Style       discordgo.TextInputStyle     `json:"style,omitempty"`
	Placeholder string                       `json:"placeholder,omitempty"`
	Value       string                       `json:"value,omitempty"`
	MaxLength   int                          `json:"max_length,omitempty"`
	Options     []discordgo.SelectMenuOption `json:"options,omitempty"`
}

// Types of components that discordgo does not know yet.
const (
	typeLabel      = 18
	typeFileUpload = 19
)

// form makes a modal. A field's name is its input's id; a label stands above.
func form(f *bot.Form) modal {
	m := modal{CustomID: plaintext.Cut(f.Action.ID(), maxCustomID), Title: plaintext.Said(f.Title, maxModalTitle)}
	if m.Title == "" {
		m.Title = "certdesk"
	}
	seen := make(map[string]bool)
	for _, field := range f.Fields {
		if seen[field.Name] || field.Name == "" || plaintext.Size(field.Name) > maxCustomID || len(m.Components) == maxModalFields {
			continue
		}
		seen[field.Name] = true
		l := label{Type: typeLabel, Label: plaintext.Said(field.Label, maxLabel), Component: inputOf(&field)}
		if l.Label == "" {
			l.Label = plaintext.Short(field.Name, maxLabel)
		}
		if l.Component.Type != discordgo.TextInputComponent {
			l.Description = plaintext.Said(field.Hint, maxLabelHint)
		}
		m.Components = append(m.Components, l)
	}
	return m
}

// openerSign stands in the id of a form before the interaction that opened it.
const openerSign = "~"

// openedBy is a form that brings back which interaction opened it, if it has room for
// that.
func (m modal) openedBy(interaction string) modal {
	if id := m.CustomID + openerSign + interaction; plaintext.Size(id) <= maxCustomID {
		m.CustomID = id
	}
	return m
}

// opener splits the id of a form into the id that certdesk gave it and the interaction
// that opened it, "" where it names none.
func opener(customID string) (id, interaction string) {
	i := strings.LastIndex(customID, openerSign)
	if i < 0 || i+1 == len(customID) || strings.Trim(customID[i+1:], "0123456789") != "" {
		return customID, ""
	}
	return customID[:i], customID[i+1:]
}

// submission identifies what was filled in: it is the same when the same form is sent
// again unchanged, by a double click or because Discord had left it open. "" where the
// form does not name what opened it.
func submission(interaction string, fields map[string]string, files []enclosed) string {
	if interaction == "" {
		return ""
	}
	files = slices.Clone(files)
	for i := range files {
		files[i].URL = "" // each time another one
	}
	plain, err := json.Marshal([]any{fields, files})
	if err != nil {
		panic("what was filled in is plain data: " + err.Error())
	}
	sum := sha256.Sum256(plain)
	return interaction + "/" + hex.EncodeToString(sum[:8])
}

// inputOf is a field of a form as Discord has it, within Discord's limits: a file, one of
// a few, or text. A choice that Discord would refuse is left out.
func inputOf(f *bot.Field) input {
	c := input{CustomID: f.Name, Required: f.Required}
	switch {
	case f.File:
		c.Type = typeFileUpload
	case len(f.Choices) > 0:
		c.Type, c.Placeholder = discordgo.SelectMenuComponent, plaintext.Said(f.Hint, maxPlaceholder)
		seen := make(map[string]bool)
		for _, o := range f.Choices {
			if len(c.Options) == maxOptions || o.Value == "" || plaintext.Size(o.Value) > maxOption || seen[o.Value] {
				continue
			}
			seen[o.Value] = true
			label := plaintext.Said(o.Label, maxOption)
			if label == "" {
				label = o.Value
			}
			c.Options = append(c.Options, discordgo.SelectMenuOption{Label: label, Value: o.Value, Default: o.Value == f.Value})
		}
	default:
		c.Type, c.Style, c.MaxLength = discordgo.TextInputComponent, discordgo.TextInputShort, maxInput
		if f.Long {
			c.Style = discordgo.TextInputParagraph
		}
		c.Placeholder, c.Value = plaintext.Said(f.Hint, maxPlaceholder), plaintext.Cut(plaintext.Lines(f.Value), maxInput)
	}
	return c
}

// filledIn is a part of a form as it comes back.
type filledIn struct {
	Type       int               `json:"type"`
	CustomID   string            `json:"custom_id"`
	Value      json.RawMessage   `json:"value"` // text; in other parts something else
	Values     []string          `json:"values"`
	Component  json.RawMessage   `json:"component"`
	Components []json.RawMessage `json:"components"`
}

// fields reads what was filled in, and returns what was attached. Parts that
// cannot be read are passed over.
func (d *data) fields(into map[string]string) (files []enclosed) {
	var read func(raw json.RawMessage, depth int)
	read = func(raw json.RawMessage, depth int) {
		var c filledIn
		if depth > maxDepth || len(raw) == 0 || json.Unmarshal(raw, &c) != nil {
			return
		}
		var value string
		switch {
		case c.CustomID == "":
		case c.Type == typeFileUpload:
			for _, id := range c.Values {
				if f, ok := d.Resolved.Attachments[id]; ok {
					files = append(files, f)
				}
			}
		case len(c.Values) > 0:
			into[c.CustomID] = c.Values[0]
		case json.Unmarshal(c.Value, &value) == nil && value != "":
			into[c.CustomID] = readTyped(value)
		}
		read(c.Component, depth+1)
		for _, inner := range c.Components {
			read(inner, depth+1)
		}
	}
	for _, raw := range d.Components {
		read(raw, 0)
	}
	return files
}

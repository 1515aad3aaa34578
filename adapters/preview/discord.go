package preview

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// discordNode is a component: those that certdesk sends.
// https://docs.discord.com/developers/components/reference
type discordNode struct {
	Type       int           `json:"type"`
	Style      int           `json:"style"`
	Label      string        `json:"label"`
	Shown      string        `json:"placeholder"`
	Content    string        `json:"content"`
	Colour     int           `json:"accent_color"`
	Accessory  *discordNode  `json:"accessory"`
	Components []discordNode `json:"components"`
	File       struct {
		URL string `json:"url"`
	} `json:"file"`
	Items []struct {
		Description string `json:"description"`
	} `json:"items"`
	// Picture is what the items show: certdesk sends one at most.
	Picture template.URL `json:"-"`
}

// Kind is the component's name in the template.
func (n discordNode) Kind() string {
	switch n.Type {
	case 1:
		return "row"
	case 2:
		return "button"
	case 3:
		return "menu"
	case 9:
		return "section"
	case 10:
		return "text"
	case 12:
		return "gallery"
	case 13:
		return "file"
	case 14:
		return "separator"
	case 17:
		return "container"
	}
	return ""
}

// Look is the style of a button.
func (n discordNode) Look() string {
	switch n.Style {
	case 1:
		return "primary"
	case 3:
		return "success"
	case 4:
		return "danger"
	}
	return "secondary"
}

// FileName is that of an attachment.
func (n discordNode) FileName() string { return strings.TrimPrefix(n.File.URL, "attachment://") }

func readDiscord(payload []byte) ([]discordNode, error) {
	if len(payload) == 0 {
		return nil, nil
	}
	var message struct{ Components []discordNode }
	if err := json.Unmarshal(payload, &message); err != nil {
		return nil, fmt.Errorf("reading Discord's message: %w", err)
	}
	return message.Components, checkDiscord(message.Components)
}

func checkDiscord(nodes []discordNode) error {
	for _, n := range nodes {
		if n.Kind() == "" {
			return fmt.Errorf("a component of Discord's type %d is not known here", n.Type)
		}
		inside := n.Components
		if n.Accessory != nil {
			inside = append(slices.Clip(inside), *n.Accessory)
		}
		if err := checkDiscord(inside); err != nil {
			return err
		}
	}
	return nil
}

// hang puts the picture where the message refers to it.
func hang(nodes []discordNode, picture template.URL) {
	for i := range nodes {
		nodes[i].Picture = picture
		hang(nodes[i].Components, picture)
	}
}

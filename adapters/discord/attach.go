package discord

import (
	"fmt"
	"path"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// picture attaches a picture and returns the component that shows it.
func (m *message) picture(i *bot.Image) []discordgo.MessageComponent {
	if i == nil || len(i.PNG) == 0 || len(i.PNG) > maxFileBytes {
		return nil
	}
	alt := plaintext.Said(i.Alt, maxAlt)
	name := m.enclose(bot.File{Name: i.Name, Data: i.PNG}, alt)
	shown := discordgo.MediaGalleryItem{Media: discordgo.UnfurledMediaItem{URL: "attachment://" + name}}
	if alt != "" {
		shown.Description = &alt
	}
	return []discordgo.MessageComponent{discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{shown}}}
}

// attach attaches files and returns the components that show them: in a message with
// components, a file is visible only where a component refers to it. Files that Discord
// would refuse are left out, and omitted then stands there in their place.
func (m *message) attach(files []bot.File, omitted say.Text) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	room := maxFileBytes
	for _, f := range m.Files {
		room -= len(f.Data)
	}
	for _, f := range files {
		if len(f.Data) == 0 {
			continue
		}
		if len(f.Data) > room || len(m.Files) == maxFiles {
			return append(out, note(omitted, maxNote))
		}
		room -= len(f.Data)
		out = append(out, discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "attachment://" + m.enclose(f, "")}})
	}
	return out
}

// enclose gives a file the name by which the message refers to it.
func (m *message) enclose(f bot.File, alt string) string {
	f.Name = fileName(f.Name)
	for _, other := range m.Files {
		if other.Name == f.Name {
			f.Name = fmt.Sprintf("%d-%s", len(m.Files)+1, f.Name)
			break
		}
	}
	m.Attachments = append(m.Attachments, attachment{ID: len(m.Files), Filename: f.Name, Description: alt})
	m.Files = append(m.Files, f)
	return f.Name
}

// fileName keeps the characters that Discord keeps in a file's name. Discord replaces
// others, and the component's reference to the file would then lead nowhere.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, path.Base(s))
	s = strings.TrimLeft(s, ".")
	if s == "" {
		s = "file"
	}
	if len(s) > maxFileName {
		s = s[len(s)-maxFileName:]
	}
	return strings.TrimLeft(s, ".")
}

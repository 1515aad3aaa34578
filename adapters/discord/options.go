package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

func isTrue(options []typed, name string) bool {
	for i := range options {
		if options[i].Name == name {
			return options[i].said() == "true"
		}
	}
	return false
}

// maxTyped bounds how many options are read: certdesk has fewer.
const maxTyped = 25

// typedCommand puts the options of a command into the request, in the way in
// which package command reads them: those of /certcheck by name, the others as
// the words that they stand for. It returns what is attached.
func typedCommand(q *bot.Request, d *data) []enclosed {
	var files []enclosed
	options := d.Options[:min(len(d.Options), maxTyped)]
	verb := ""
	if len(options) > 0 && (options[0].Type == int(discordgo.ApplicationCommandOptionSubCommand)) {
		verb, options = options[0].Name, options[0].Options
	}
	by := make(map[string]string)
	for i := range options[:min(len(options), maxTyped)] {
		o := &options[i]
		if o.Type == int(discordgo.ApplicationCommandOptionAttachment) {
			if f, ok := d.Resolved.Attachments[o.said()]; ok {
				files = append(files, f)
			}
			continue
		}
		if v := o.said(); v != "" {
			by[o.Name] = v
		}
	}
	switch q.Verb {
	case "certcheck":
		// The target may be typed as the whole command would be elsewhere: "help",
		// or a server with words behind it.
		q.Text, q.Options = by["target"], by
		if strings.ContainsAny(q.Text, " \t\n") || q.Text == "help" {
			delete(by, "target")
		}
	case "certwatch":
		words := []string{verb, by["target"]}
		for _, name := range []string{"warn", "note"} {
			if by[name] != "" {
				words = append(words, name, by[name])
			}
		}
		words = append(words, by["for"], by["when"], by["hours"], by["servers"])
		q.Text = joinWords(words)
	case "certdesk":
		q.Text, q.Options = verb, clientOf(by)
	default:
		q.Text, q.Options = joinWords([]string{by["error"], by["target"]}), clientOf(by)
	}
	return files
}

// clientOf is the option of that name alone, which no words stand for: a pasted text
// may speak of clients itself.
func clientOf(by map[string]string) map[string]string {
	if by["client"] == "" {
		return nil
	}
	return map[string]string{"client": by["client"]}
}

func joinWords(words []string) string {
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, " ")
}

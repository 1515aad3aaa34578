package errortext

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Logs and web pages write signs in other ways: \n and \u00e9 in JSON, &quot; in HTML, and what
// makes a terminal colour its text.

var (
	// colour is a sequence that a terminal takes for a colour, its first sign lost or shown.
	colour = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:\x1b|␛|\^\[|\\{1,4}u001b|\\x1b|\\e|\\033|#033)\[[0-9;]{0,19}m|\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m`)
	})
	// escaped is a sign as JSON and the languages of programs write it.
	escaped = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\\{1,4}(?:u([0-9a-fA-F]{4})|[rnt]|["'/])`)
	})
	// reference is a sign as HTML writes it.
	reference = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`&(?:amp;)?#?[a-zA-Z0-9]{2,6};`)
	})
	// underscored is a line of qmail's log, which has an underscore for each space and ends by the
	// status code (qmail-log(5)).
	underscored = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)[^\s]{1,600}_\(#[245]\.\d\.\d{1,3}\)`)
	})
	// lineBreak is the end of a line as HTML writes it.
	lineBreak = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)</?(?:br|p|div|li|tr)\b[^<>\n]{0,80}>`)
	})
)

// unescaped is a text as it was before a program escaped it.
func unescaped(text string) string {
	if strings.Contains(text, "m") && strings.Contains(text, "[") {
		text = colour().ReplaceAllString(text, "")
	}
	if strings.Contains(text, `\`) {
		text = escaped().ReplaceAllStringFunc(text, func(sign string) string {
			bare := strings.TrimLeft(sign, `\`)
			switch bare[0] {
			case 'u':
				if r, err := strconv.ParseUint(bare[1:], 16, 32); err == nil {
					return string(rune(r))
				}
			case 'r':
				return ""
			case 'n':
				return "\n"
			case 't':
				return "\t"
			default:
				return bare
			}
			return sign
		})
	}
	if strings.Contains(text, "&") && strings.Contains(text, ";") {
		text = reference().ReplaceAllStringFunc(text, func(sign string) string {
			return html.UnescapeString(html.UnescapeString(sign))
		})
	}
	if strings.Contains(text, "_(#") {
		text = underscored().ReplaceAllStringFunc(text, func(line string) string { return strings.ReplaceAll(line, "_", " ") })
	}
	if strings.Contains(text, "<") {
		text = lineBreak().ReplaceAllString(text, "\n")
	}
	return text
}

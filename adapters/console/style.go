package console

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"

	"certdesk/bot"
)

// Style is what the terminal can do. The zero value suits every file and
// terminal.
type Style struct {
	// Width in columns; 0 is 80. Lines longer than maxWidth are hard to read and
	// never written.
	Width int
	// Color allows the sixteen colours that every terminal lets its user choose.
	Color bool
	// Unicode allows signs beyond ASCII.
	Unicode bool
}

// Widths, in columns.
const (
	defaultWidth = 80
	minWidth     = 40
	maxWidth     = 100
)

func (s Style) width() int {
	if s.Width <= 0 {
		return defaultWidth
	}
	return min(max(s.Width, minWidth), maxWidth)
}

// Detect finds out what out can do. colour is "auto", "always" or "never";
// getenv is asked for the locale, TERM and NO_COLOR (https://no-color.org).
func Detect(out any, colour string, getenv func(string) string) (Style, error) {
	style := Style{Unicode: unicodeLocale(runtime.GOOS, getenv)}
	file, isFile := out.(*os.File)
	terminal := isFile && term.IsTerminal(int(file.Fd()))
	if terminal {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			style.Width = width
		}
	}
	switch colour {
	case "auto":
		style.Color = terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
	case "always":
		style.Color = true
	case "never":
	default:
		return Style{}, fmt.Errorf("a colour mode %q is not known", colour)
	}
	return style, nil
}

// unicodeLocale tells whether the locale's encoding is UTF-8: the first of the
// three that is set decides (POSIX.1, 8.2). Nothing set is what a container
// has, seen through somebody's UTF-8 terminal; Windows has no such settings.
func unicodeLocale(system string, getenv func(string) string) bool {
	if system == "windows" {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}

// colour is the parameter of an SGR sequence (ECMA-48 §8.3.117).
type colour string

const (
	plain  colour = ""
	strong colour = "1"
	faint  colour = "2"
	green  colour = "32"
	yellow colour = "33"
	red    colour = "31"
)

// paint puts text into a colour, where there are any.
func (s Style) paint(text string, c colour) string {
	if !s.Color || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// sign is the symbol of a tone, one column wide, and its colour.
func (s Style) sign(t bot.Tone) (string, colour) {
	switch t {
	case bot.Good:
		return s.pick("✓", "+"), green
	case bot.Warning:
		return "!", yellow
	case bot.Bad:
		return s.pick("✗", "x"), red
	case bot.Unknown:
		return "?", yellow
	}
	return s.pick("·", "-"), plain
}

func (s Style) bullet() string { return s.pick("–", "-") }

// pick is one of two spellings, by what the terminal shows.
func (s Style) pick(unicode, ascii string) string {
	if s.Unicode {
		return unicode
	}
	return ascii
}

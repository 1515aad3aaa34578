package preview

import (
	"fmt"
	"strings"
)

// run is a stretch of terminal text in one rendition.
type run struct{ Text, Class string }

// rendition is the class for one of the SGR parameters (ECMA-48 §8.3.117) that
// certdesk writes.
func rendition(parameter string) (class string, known bool) {
	switch parameter {
	case "", "0":
		return "", true
	case "1":
		return "strong", true
	case "2":
		return "faint", true
	case "31":
		return "red", true
	case "32":
		return "green", true
	case "33":
		return "yellow", true
	}
	return "", false
}

// readTerminal takes text with SGR sequences apart into lines of runs. Any
// other control sequence is an error: it would move the cursor, or worse.
func readTerminal(text string) ([][]run, error) {
	var lines [][]run
	class := ""
	for written := range strings.Lines(text) {
		written = strings.TrimSuffix(written, "\n")
		var line []run
		for written != "" {
			before, rest, found := strings.Cut(written, "\x1b[")
			if before != "" {
				line = append(line, run{before, class})
			}
			if !found {
				break
			}
			parameter, after, ended := strings.Cut(rest, "m")
			next, known := rendition(parameter)
			if !ended || !known {
				return nil, fmt.Errorf("the terminal is told %.10q, which is no colour of certdesk's", "\x1b["+rest)
			}
			class, written = next, after
		}
		if strings.ContainsFunc(plainText(line), control) {
			return nil, fmt.Errorf("the terminal's line %.40q has a control character", plainText(line))
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func control(r rune) bool { return r < ' ' || r == 0x7f }

func plainText(line []run) string {
	var b strings.Builder
	for _, r := range line {
		b.WriteString(r.Text)
	}
	return b.String()
}

package command

import (
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

const quietExample = "/certwatch quiet 22:00-07:00 Europe/Berlin"

// untilWords stand between the hours.
var untilWords = wordSet("from to until till - von bis de à jusqu'à a hasta desde and")

// parseQuiet reads "22:00-07:00 Europe/Berlin"; without a zone it has
// none. "off" is no quiet hours: nil.
func parseQuiet(text string) (*bot.Quiet, error) {
	text = unquoted(text)
	switch lower := strings.ToLower(text); {
	case lower == "":
		return nil, usage(quietExample, say.S("Enter when the quiet hours start and end."))
	case offWords[lower]:
		return nil, nil
	}
	text = dashes.Replace(text)
	q := bot.Quiet{From: -1, To: -1}
	for _, word := range joinedHours(strings.FieldsFunc(text, func(r rune) bool { return isSpace(r) || r == ',' })) {
		lower := strings.ToLower(word)
		if untilWords[lower] {
			continue
		}
		from, to, both := strings.Cut(lower, "-")
		from, to = hours(from), hours(to)
		if minute, ok := timeOfDay(from); ok {
			end, endOK := minute, true
			if both && to != "" {
				end, endOK = timeOfDay(to)
			}
			switch {
			case both && to != "" && endOK && q.From < 0:
				q.From, q.To = minute, end
				continue
			case (!both || to == "") && q.From < 0:
				q.From = minute
				continue
			case !both && q.To < 0:
				q.To = minute
				continue
			}
		}
		if zone, ok := ParseZone(word); ok && q.Zone == "" {
			q.Zone = zone
			continue
		}
		if looksLikeZone(lower) {
			return nil, usage(quietExample, noZone(word))
		}
		return nil, usage(quietExample, say.S("“{word}” is neither a range of hours nor a time zone.", say.Foreign("word", word)))
	}
	if q.From < 0 || q.To < 0 || q.From == q.To {
		return nil, usage(quietExample, say.S("Quiet hours need a start and an end."))
	}
	return &q, nil
}

// cutWhenNeeded takes "when needed" off the end of a schedule.
func cutWhenNeeded(text string) (rest string, found bool) {
	bare := strings.TrimRight(text, " "+quotes)
	for _, words := range []string{"when needed", "if needed", "when-needed", "if-needed"} {
		if n := len(bare) - len(words); n >= 0 && strings.EqualFold(bare[n:], words) {
			return strings.TrimRight(bare[:n], " ,"+quotes), true
		}
	}
	return text, false
}

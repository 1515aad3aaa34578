package command

import (
	"strings"
	"time"

	"certdesk/checks/say"
)

// regions are those that cities stand behind in the names of zones.
var regions = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian"}

// ParseZone reads the name of a time zone in whatever case: "europe/berlin" is
// "Europe/Berlin", and so is "berlin". It is false where there is none of that name.
func ParseZone(word string) (name string, ok bool) {
	if word == "" || strings.EqualFold(word, "local") {
		return "", false
	}
	for _, name := range []string{word, strings.ToUpper(word), zoneCase(word)} {
		if _, err := time.LoadLocation(name); err == nil {
			return name, true
		}
	}
	if strings.Contains(word, "/") {
		return "", false
	}
	for _, region := range regions {
		name := region + "/" + zoneCase(word)
		if _, err := time.LoadLocation(name); err == nil {
			return name, true
		}
	}
	return "", false
}

// small are the words that stay small in names of zones (Isle_of_Man,
// Port-au-Prince, Dar_es_Salaam).
var small = map[string]bool{"of": true, "au": true, "es": true}

// zoneCase writes a name as the zones are written: each word with a capital.
func zoneCase(word string) string {
	var b strings.Builder
	for rest := strings.ToLower(word); rest != ""; {
		i := strings.IndexAny(rest, "/_-")
		part, sign := rest, ""
		if i >= 0 {
			part, sign = rest[:i], rest[i:i+1]
		}
		rest = rest[len(part)+len(sign):]
		if part != "" && !small[part] {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part + sign)
	}
	return b.String()
}

// looksLikeZone tells whether a word was meant for a time zone: "Europe/Berln", "GMT+1".
func looksLikeZone(lower string) bool {
	return strings.Contains(lower, "/") || strings.HasPrefix(lower, "utc") || strings.HasPrefix(lower, "gmt")
}

// noZone says how a time zone is written.
func noZone(word string) say.Text {
	return say.S("There is no time zone “{word}”. Enter its region and city, such as {zone}.", say.Foreign("word", word), say.Code("zone", "Europe/Berlin"))
}

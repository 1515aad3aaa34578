package settings

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/telemetry"
)

const maxDrainDelay = 2 * time.Minute

func parseDrainDelay(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > maxDrainDelay {
		return 0, fmt.Errorf("%q is not a time from 0s to %s", s, maxDrainDelay)
	}
	return d, nil
}

// parseChannels reads "slack:C024BE7LH, discord:80351110224678912".
func parseChannels(list string) ([]bot.Place, error) {
	var out []bot.Place
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, ok := bot.ParsePlace(word)
		if !ok || !p.Platform.Traits().Served {
			return nil, fmt.Errorf("%q is not a channel such as %s", word, bot.PlaceExamples(func(t *bot.Traits) bot.IDForm { return t.Channel }))
		}
		out = append(out, p)
	}
	return out, nil
}

// maxPage bounds the address of a page, in bytes.
const maxPage = 300

// parsePage reads the address of a page for people.
func parsePage(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(text) > maxPage || strings.ContainsAny(u.String(), "<>|\" \t") {
		return "", fmt.Errorf("%q is not a page such as https://wiki.corp.com/certdesk", text)
	}
	return u.String(), nil
}

func parseWarn(list string) ([]int, error) {
	var out []int
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 365 {
			return nil, fmt.Errorf("%q is not a number of days from 1 to 365", word)
		}
		out = append(out, n)
	}
	return out, nil
}

func parseLogFormat(s string) (json bool, err error) {
	switch strings.ToLower(s) {
	case "json":
		return true, nil
	case "text":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither text nor json%s", s, meaning(s, "text", "json"))
}

func parseMaxSeries(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > telemetry.MaxSeries {
		return 0, fmt.Errorf("%q is not a number from 0 (none) to %d", s, telemetry.MaxSeries)
	}
	return n, nil
}

func parseMaxChecks(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < admission.MinChecks || n > admission.MaxChecks {
		return 0, fmt.Errorf("%q is not a number from %d to %d", s, admission.MinChecks, admission.MaxChecks)
	}
	return n, nil
}

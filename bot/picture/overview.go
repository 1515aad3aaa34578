package picture

import (
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
)

// Overview draws the picture of a channel's overview, as Expiries does.
func Overview(rows []watch.Row, now time.Time, speaker Speaker) ([]byte, error) {
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		tone := bot.Good
		switch left := r.NotAfter.Sub(now); {
		case r.Failing, left <= 3*24*time.Hour:
			tone = bot.Bad
		case left <= 30*24*time.Hour:
			tone = bot.Warning
		}
		out = append(out, Row{Name: r.Name, NotAfter: r.NotAfter, Tone: tone, Endpoints: r.Endpoints, Failing: r.Failing})
	}
	return Expiries(out, now, speaker)
}

package answer

import (
	"fmt"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// Discovery shows how the mail servers of a domain were looked for: each
// attempt with its time, what it led to below it.
func Discovery(d *checks.Discovery) bot.Reply {
	reply := bot.Reply{Headline: fmt.Sprintf("%s found for %s", count(len(d.Servers), "server"), checks.Clean(d.Domain, maxValue))}
	if len(d.Servers) == 0 {
		reply.Tone = bot.Warning
		reply.Headline = "Nobody tells of a mail server for " + checks.Clean(d.Domain, maxValue)
	}
	if d.Provider != "" {
		reply.Headline += ", whose mail is at " + d.Provider
	}
	reply.Headline += "."
	children := make(map[int][]int)
	for i, a := range d.Attempts {
		children[a.Parent] = append(children[a.Parent], i)
	}
	var walk func(parent, depth int)
	walk = func(parent, depth int) {
		if depth > len(d.Attempts) {
			return
		}
		for _, i := range children[parent] {
			a := &d.Attempts[i]
			item := bot.Item{Code: strings.Repeat("  ", depth) + checks.Clean(a.Asked, maxValue), Text: a.Method + ": " + checks.Clean(a.Answer, 2*maxValue)}
			if a.TookMS > 0 {
				item.Text += ", " + span(time.Duration(a.TookMS)*time.Millisecond)
			}
			if a.Found {
				item.Tone = bot.Good
			}
			reply.Items = append(reply.Items, item)
			walk(i, depth+1)
		}
	}
	walk(-1, 0)
	return reply
}

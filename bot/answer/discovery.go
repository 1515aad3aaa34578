package answer

import (
	"fmt"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Discovery shows how the mail servers of a domain were looked for: each
// attempt with its time, what it led to below it; names without a record in one
// line.
func Discovery(d *checks.Discovery) bot.Reply {
	reply := bot.Reply{Headline: say.Literal(fmt.Sprintf("%s found for %s", count(len(d.Servers), "server"), checks.Clean(d.Domain, maxValue)))}
	if len(d.Servers) == 0 {
		reply.Tone = bot.Warning
		reply.Headline = say.Literal("Nobody tells of a mail server for " + checks.Clean(d.Domain, maxValue))
	}
	if d.Provider != "" {
		reply.Headline = say.Literal(reply.Headline.String() + ", whose mail is at " + d.Provider)
	}
	reply.Headline = say.Literal(reply.Headline.String() + ".")
	var without []string
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
			if depth == 0 && a.Method == "SRV" && a.None && len(children[i]) == 0 {
				label, _, _ := strings.Cut(a.Asked, ".")
				without = append(without, label)
				continue
			}
			item := bot.Item{Code: strings.Repeat("  ", depth) + place(a.Asked), Text: attempt(a)}
			if a.Found {
				item.Tone = bot.Good
			}
			reply.Items = append(reply.Items, item)
			walk(i, depth+1)
		}
	}
	walk(-1, 0)
	if len(without) > 0 {
		reply.Items = append(reply.Items, bot.Item{Code: strings.Join(without, ", "), Text: say.P("attempt line", "{method}: {answer}", say.Term("method", "SRV"), say.Sub("answer", say.P("attempt", "no record")))})
	}
	return reply
}

// attempt is how it was looked for, what came of it, and how long that took.
func attempt(a *checks.DiscoveryAttempt) say.Text {
	how, came := method("method", a.Method), say.Sub("answer", a.Answer)
	if a.TookMS > 0 {
		return say.P("attempt line", "{method}: {answer}, {took}", how, came, say.Term("took", span(time.Duration(a.TookMS)*time.Millisecond)))
	}
	return say.P("attempt line", "{method}: {answer}", how, came)
}

// method is one of package discover; most are names of standards.
func method(slot, name string) say.Arg {
	switch name {
	case "known provider":
		return say.Sub(slot, say.P("method", "known provider"))
	case "usual name":
		return say.Sub(slot, say.P("method", "usual name"))
	}
	return say.Term(slot, name)
}

// place is what was asked without the address, which stands in every question.
func place(asked string) string {
	asked, _, _ = strings.Cut(asked, "?")
	return checks.Clean(asked, maxValue)
}

package answer

import (
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
	reply := bot.Reply{Headline: foundFor(d)}
	if len(d.Servers) == 0 {
		reply.Tone = bot.Warning
	}
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
		return say.P("attempt line", "{method}: {answer}, {took}", how, came, say.Sub("took", duration(time.Duration(a.TookMS)*time.Millisecond)))
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

func foundFor(d *checks.Discovery) say.Text {
	domain, provider := say.Host("domain", d.Domain), say.Foreign("provider", d.Provider)
	switch n := len(d.Servers); {
	case n == 0 && d.Provider == "":
		return say.S("No mail server found for {domain}.", domain)
	case n == 0:
		return say.S("No mail server found for {domain}. Its mail is at {provider}.", domain, provider)
	case d.Provider == "":
		return say.N("{n} server found for {domain}.", "{n} servers found for {domain}.", n, domain)
	default:
		return say.N("{n} server found for {domain}. Its mail is at {provider}.", "{n} servers found for {domain}. Its mail is at {provider}.", n, domain, provider)
	}
}

// place is what was asked without the address, which stands in every question.
func place(asked string) string {
	asked, _, _ = strings.Cut(asked, "?")
	return say.Clean(asked, say.MaxReply)
}

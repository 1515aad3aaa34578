package desk

import (
	"context"
	"strings"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// Whoever asks about sending behind an answer about receiving means the other server of
// the same mail: by convention the one with the same name where that tells no service, and
// else the one with the name of the other service in its place.

// hostsOfServices are the first words of such names, by their protocol; the first of each
// is the usual one.
var hostsOfServices = map[string][]string{
	"smtp": {"smtp", "smtps", "out", "outgoing", "postausgang"},
	"imap": {"imap", "imaps", "imap4", "in", "incoming", "posteingang"},
	"pop3": {"pop", "pop3", "pops", "pop3s"},
}

// otherService is a question about another service of the mail that an earlier question was
// about; false where it does not tell which server that is. a is the answer to the earlier
// one, nil if it is forgotten.
func otherService(q *bot.Question, a *bot.Answer, c command.FollowUp) (bot.Question, bool) {
	at := q.Target.Port
	if at == 0 && a != nil && a.Worst() >= 0 {
		at = a.Reports[a.Worst()].Target.Port
	}
	port := c.Port
	if port == 0 {
		mode := checks.ModeTLS
		if service, ok := services.ByPort(at); ok {
			mode = service.Mode
		}
		port = usualPort(c.Protocol, mode)
	}
	host := hostOfService(q.Target.Host, c.Protocol)
	if q.Target.Mailbox != "" {
		host = hostBehind(a, port)
	}
	t, err := target.Parse(bot.TargetName(checks.Target{Host: host, Port: port}))
	if host == "" || port == 0 || err != nil {
		return bot.Question{}, false
	}
	return bot.Question{Target: t, Zone: q.Zone}, true
}

// hostOfService is the name that the server of a service has beside another one.
func hostOfService(host, protocol string) string {
	first, domain, found := strings.Cut(host, ".")
	for other, names := range hostsOfServices {
		for _, name := range names {
			if found && name == first && other != protocol {
				return hostsOfServices[protocol][0] + "." + domain
			}
		}
	}
	return host
}

// isNoName tells whether an answer is that there is no server of that name.
func isNoName(a *bot.Answer) bool {
	i := a.Worst()
	if i < 0 {
		return false
	}
	for _, f := range a.Reports[i].Findings {
		if f.Code == checks.DNSFailure {
			return true
		}
	}
	return false
}

// noService says that the server does not have the usual name, and asks for its own.
func (x *exchange) noService(ctx context.Context, c command.FollowUp, q bot.Question) error {
	return x.reply(ctx, bot.Reply{
		Audience: x.private,
		Headline: say.Join(say.S("certdesk tried the usual name, {host}, and found no server of that name.", say.Host("host", q.Target.Host)), say.S("Name the server that stands in the account settings:")),
		Items:    []bot.Item{{Code: "/certcheck " + bot.TargetName(checks.Target{Host: exampleHost(q.Target.Port), Port: q.Target.Port}), Text: say.S("an example")}},
		Actions:  []bot.Action{{Name: actFix, Value: "server", Label: say.S("Enter the server"), Tone: bot.Good, Opens: true}},
	})
}

// isWatched tells whether this channel watches a server already.
func (x *exchange) isWatched(ctx context.Context, t *checks.ReportTarget) bool {
	if x.storeAway {
		return false
	}
	w, err := x.desk.watches.Watch(ctx, x.q.Place, bot.TargetName(checks.Target{Host: t.Host, Port: t.Port}))
	x.unkept(err)
	return w != nil
}

package watch

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// maxLines is how many servers a notice lists.
const maxLines = 10

// sayEnding says that a certificate ends, or has ended.
func sayEnding(n *bot.Notice, now time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Warning, Facts: certificate(&n.New)}
	if n.Of != bot.EndOfLeaf && len(n.Lines) == 1 && !n.Lines[0].Text.Empty() {
		r.Findings = []bot.Finding{{Detail: n.Lines[0].Text}}
	}
	left := n.New.NotAfter.Sub(now)
	if left <= 3*day {
		r.Tone = bot.Bad
	}
	if left <= 0 {
		r.Headline = ended(n)
		return r
	}
	r.Headline = endsIn(n, left)
	r.Footnote = say.S("certdesk will post here when the new certificate is installed.")
	return r
}

// endsIn names the certificate that ends, and when.
func endsIn(n *bot.Notice, left time.Duration) say.Text {
	host, number := server(n.Lines), len(n.Lines)
	name, span, on := say.Foreign("name", n.New.IssuedTo), say.Span("span", left), say.Date("date", n.New.NotAfter)
	nameless := n.New.IssuedTo == ""
	switch {
	case n.Of == bot.EndOfAuthority && nameless:
		return either(n.Lines, say.S("{host} relies on a CA certificate that expires in {span}, on {date}.", host, span, on),
			say.N("{n} server relies on a CA certificate that expires in {span}, on {date}.", "{n} servers rely on a CA certificate that expires in {span}, on {date}.", number, span, on))
	case n.Of == bot.EndOfAuthority:
		return either(n.Lines, say.S("{host} relies on the CA certificate “{name}”, which expires in {span}, on {date}.", host, name, span, on),
			say.N("{n} server relies on the CA certificate “{name}”, which expires in {span}, on {date}.", "{n} servers rely on the CA certificate “{name}”, which expires in {span}, on {date}.", number, name, span, on))
	case n.Of == bot.EndOfAnother:
		return either(n.Lines, say.S("One of the certificates for {host} expires in {span}, on {date}.", host, span, on),
			say.N("One of the certificates for {n} server expires in {span}, on {date}.", "One of the certificates for {n} servers expires in {span}, on {date}.", number, span, on))
	case nameless:
		return either(n.Lines, say.S("The certificate for {host} expires in {span}, on {date}.", host, span, on),
			say.N("The certificate for {n} server expires in {span}, on {date}.", "The certificate for {n} servers expires in {span}, on {date}.", number, span, on))
	}
	return either(n.Lines, say.S("The certificate for {host} expires in {span}, on {date}.", host, span, on),
		say.N("The certificate “{name}” on {n} server expires in {span}, on {date}.", "The certificate “{name}” on {n} servers expires in {span}, on {date}.", number, name, span, on))
}

// ended names the certificate that has ended, and what follows from it.
func ended(n *bot.Notice) say.Text {
	host, number := server(n.Lines), len(n.Lines)
	name, on := say.Foreign("name", n.New.IssuedTo), say.Date("date", n.New.NotAfter)
	nameless := n.New.IssuedTo == ""
	refused := say.S("Mail apps now reject it.")
	var what say.Text
	switch {
	case n.Of == bot.EndOfAuthority && nameless:
		what = either(n.Lines, say.S("{host} relies on a CA certificate that expired on {date}.", host, on),
			say.N("{n} server relies on a CA certificate that expired on {date}.", "{n} servers rely on a CA certificate that expired on {date}.", number, on))
		refused = say.N("Mail apps now reject the server.", "Mail apps now reject these servers.", number)
	case n.Of == bot.EndOfAuthority:
		what = either(n.Lines, say.S("{host} relies on the CA certificate “{name}”, which expired on {date}.", host, name, on),
			say.N("{n} server relies on the CA certificate “{name}”, which expired on {date}.", "{n} servers rely on the CA certificate “{name}”, which expired on {date}.", number, name, on))
		refused = say.N("Mail apps now reject the server.", "Mail apps now reject these servers.", number)
	case n.Of == bot.EndOfAnother:
		what = either(n.Lines, say.S("One of the certificates for {host} expired on {date}.", host, on),
			say.N("One of the certificates for {n} server expired on {date}.", "One of the certificates for {n} servers expired on {date}.", number, on))
		refused = say.S("Mail apps that receive it now reject the server.")
	case nameless:
		what = either(n.Lines, say.S("The certificate for {host} expired on {date}.", host, on),
			say.N("The certificate for {n} server expired on {date}.", "The certificate for {n} servers expired on {date}.", number, on))
	default:
		what = either(n.Lines, say.S("The certificate for {host} expired on {date}.", host, on),
			say.N("The certificate “{name}” on {n} server expired on {date}.", "The certificate “{name}” on {n} servers expired on {date}.", number, name, on))
	}
	return say.Join(what, refused)
}

// sayUntrusted says that mail programs refuse a server, and why where it is one.
func sayUntrusted(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Bad, Facts: certificate(&n.New)}
	r.Headline = either(n.Lines, say.S("Mail apps now reject {host}.", server(n.Lines)),
		say.N("Mail apps now reject {n} server.", "Mail apps now reject {n} servers.", len(n.Lines)))
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Bad, Detail: n.Lines[0].Text}}
	}
	if n.Old.SHA256 != "" && n.New.SHA256 != "" && n.Old.SHA256 != n.New.SHA256 {
		r.Findings = append(r.Findings, bot.Finding{Detail: say.S("The certificate has changed since the last check.")})
	}
	return r
}

// sayUnreachable says that a server has not answered timesUnreachable checks in a row.
func sayUnreachable(n *bot.Notice, _ time.Time) bot.Reply {
	times := say.Count("times", timesUnreachable)
	r := bot.Reply{Tone: bot.Bad, Headline: either(n.Lines, say.S("{host} has stopped answering: {times} checks in a row failed.", server(n.Lines), times),
		say.N("{n} server has stopped answering: {times} checks in a row failed.", "{n} servers have stopped answering: {times} checks in a row failed.", len(n.Lines), times))}
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Bad, Detail: n.Lines[0].Text}}
	}
	return r
}

// sayRecovered says that all is well again, or that a warning is left.
func sayRecovered(n *bot.Notice, _ time.Time) bot.Reply {
	host, number := server(n.Lines), len(n.Lines)
	r := bot.Reply{Tone: bot.Good, Headline: either(n.Lines, say.S("{host} is working again.", host),
		say.N("{n} server is working again.", "{n} servers are working again.", number))}
	if number == 1 {
		r.Facts = certificate(&n.New)
		if n.Old.SHA256 != "" && n.Old.SHA256 != n.New.SHA256 {
			r.Headline = say.S("{host} is working again, with a new certificate.", host)
		}
	}
	if slices.ContainsFunc(n.Lines, func(l bot.NoticeLine) bool { return l.Tone == bot.Warning }) {
		r.Tone = bot.Warning
		r.Headline = either(n.Lines, say.S("{host} is working again, with a warning.", host),
			say.N("{n} server is working again, with a warning.", "{n} servers are working again, some of them with a warning.", number))
		if number == 1 {
			r.Findings = n.Lines[0].Warnings
		}
	}
	return r
}

// sayChanged says that there is another certificate: a renewal, one that does not look
// like one, or one that not all servers have yet.
func sayChanged(n *bot.Notice, _ time.Time) bot.Reply {
	host, number := server(n.Lines), len(n.Lines)
	r := bot.Reply{Tone: bot.Good, Facts: certificate(&n.New)}
	switch differences := differences(n); {
	case number > 0 && !n.Lines[0].Text.Empty() && len(n.Stale) == 0:
		r.Headline = either(n.Lines, say.S("All addresses for {host} send the same certificate again.", host),
			say.N("All addresses for {n} server send the same certificate again.", "All addresses for {n} servers send the same certificate again.", number))
	case unexpected(n):
		r.Tone = bot.Warning
		r.Headline = either(n.Lines, say.S("{host} has a different certificate, and it does not look like a renewal.", host),
			say.N("{n} server has a different certificate, and it does not look like a renewal.", "{n} servers have a different certificate, and it does not look like a renewal.", number))
		r.Findings = differences
		r.Footnote = say.S("If this was planned, there is nothing to do.")
	default:
		until := say.Date("date", n.New.NotAfter)
		r.Headline = either(n.Lines, say.S("The certificate for {host} was renewed. It is now valid until {date}.", host, until),
			say.N("The certificate for {n} server was renewed. It is now valid until {date}.", "The certificate for {n} servers was renewed. It is now valid until {date}.", number, until))
		r.Findings = differences
	}
	if len(n.Stale) > 0 {
		r.Tone = bot.Warning
		r.Headline = say.Join(
			say.N("The new certificate is on {n} of {servers}.", "The new certificate is on {n} of {servers}.", number, servers(number+len(n.Stale))),
			say.N("{n} still has the old one, which expires on {date}.", "{n} still have the old one, which expires on {date}.", len(n.Stale), say.Date("date", n.Old.NotAfter)))
		r.Items = append(labelled(n.Lines, bot.Good, say.S("has the new one")), labelled(n.Stale, bot.Warning, say.S("still has the old one"))...)
	}
	return r
}

// differences are what a renewal does not change.
func differences(n *bot.Notice) []bot.Finding {
	var out []bot.Finding
	tell := func(tone bot.Tone, title, detail say.Text) {
		out = append(out, bot.Finding{Tone: tone, Title: title, Detail: detail})
	}
	if otherIssuer(n) {
		tell(bot.Warning, say.S("Different issuer"), say.S("Issuer now: {issuer}. Before: {before}.",
			say.Foreign("issuer", n.New.IssuedBy), say.Foreign("before", n.Old.IssuedBy)))
	}
	if n.New.NotAfter.Before(n.Old.NotAfter) {
		tell(bot.Warning, say.S("Expires sooner"), say.S("It expires on {date}. The previous one expires on {before}.",
			say.Date("date", n.New.NotAfter), say.Date("before", n.Old.NotAfter)))
	}
	if shorterLife(n) {
		tell(bot.Warning, say.S("Shorter validity"), say.S("It is valid for {span} in total. The previous one was valid for {before}.",
			say.Span("span", n.New.Life()), say.Span("before", n.Old.Life())))
	}
	if n.Old.KeySHA256 != "" && n.New.KeySHA256 != "" && n.Old.KeySHA256 != n.New.KeySHA256 {
		tell(bot.Neutral, say.S("New key"), say.S("If you pin the key (DANE, or a fixed list in an app), update the pin."))
	}
	return out
}

// sayMixed says that a server shows several certificates, and until when each is valid.
func sayMixed(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Warning, Headline: either(n.Lines, say.S("{host} sends more than one certificate.", server(n.Lines)),
		say.N("{n} server sends more than one certificate.", "{n} servers send more than one certificate.", len(n.Lines)))}
	if len(n.Lines) == 1 {
		r.Findings = []bot.Finding{{Tone: bot.Warning, Detail: n.Lines[0].Text}}
	}
	for _, l := range []*bot.Leaf{&n.Old, &n.New} {
		if l.SHA256 != "" && (l == &n.New || n.Old.SHA256 != n.New.SHA256) {
			r.Facts = append(r.Facts, bot.Fact{Label: say.S("First certificate valid until"), Value: until(l)})
		}
	}
	if len(r.Facts) == 2 {
		r.Facts[1].Label = say.S("Second certificate valid until")
	}
	return r
}

func until(l *bot.Leaf) say.Text {
	on := say.Date("date", l.NotAfter)
	if l.IssuedBy == "" {
		return say.Only(on)
	}
	return say.P("value", "{date}, issued by {issuer}", on, say.Foreign("issuer", l.IssuedBy))
}

// listed names the servers; with their texts where the headline is about several.
func listed(lines []bot.NoticeLine, texts bool) []bot.Item {
	var out []bot.Item
	for i, l := range lines {
		if i == maxLines {
			return append(out, bot.Item{Text: more(len(lines) - maxLines)})
		}
		item := bot.Item{Code: l.Name}
		if texts {
			item.Text = l.Text
		}
		item.Text = say.Join(item.Text, noteOf(l.Note))
		if !item.Text.Empty() || len(lines) > 1 {
			out = append(out, item)
		}
	}
	return out
}

func more(n int) say.Text { return say.S("and {n} more", say.Count("n", n)) }

// labelled lists servers that have something in common.
func labelled(lines []bot.NoticeLine, tone bot.Tone, text say.Text) []bot.Item {
	var out []bot.Item
	for i, l := range lines {
		if i == maxLines {
			return append(out, bot.Item{Tone: tone, Text: more(len(lines) - maxLines)})
		}
		out = append(out, bot.Item{Tone: tone, Code: l.Name, Text: text})
	}
	return out
}

package command

import (
	"certdesk/bot"
	"certdesk/checks/say"
)

// topics are the lines of the help, a command each.
var topics = []struct {
	name  string
	lines []bot.Item
}{
	{"certcheck", []bot.Item{
		{Code: "/certcheck imap.corp.com:993", Text: say.Literal("what is wrong with this server's certificate, and what helps")},
		{Code: "/certcheck corp.com", Text: say.Literal("all mail ports of a host")},
		{Code: "/certcheck anna@corp.com", Text: say.Literal("find the mail servers of an address, and check them all")},
		{Code: "/certcheck mail.corp.com:587 starttls smtp", Text: say.Literal("ask for STARTTLS; else certdesk finds out")},
		{Code: "/certcheck 192.0.2.7:993 name mail.corp.com", Text: say.Literal("ask one server for the certificate of a name")},
		{Code: "/certcheck imap.corp.com from dmz", Text: say.Literal("look from another network zone, or from all")},
		{Code: "/certcheck imap.corp.com fresh public", Text: say.Literal("ask anew, and show the answer to the channel")},
	}},
	{"certfix", []bot.Item{
		{Code: "/certfix", Text: say.Literal("help with an error message, one step at a time")},
		{Code: "/certfix 0x800CCC1A imap.corp.com", Text: say.Literal("what an error means; with a server, that is checked too")},
	}},
	{"certwatch", []bot.Item{
		{Code: "/certwatch add mail.corp.com warn 30,14,7,1 note ask Anna", Text: say.Literal("tell this channel before its certificate ends")},
		{Code: "/certwatch list", Text: say.Literal("what this channel watches")},
		{Code: "/certwatch show mail.corp.com", Text: say.Literal("one watch")},
		{Code: "/certwatch remove mail.corp.com", Text: say.Literal("watch it no more")},
		{Code: "/certwatch snooze mail.corp.com 7d", Text: say.Literal("be silent about it for a while")},
		{Code: "/certwatch schedule \"weekdays 09:00 Europe/Berlin\"", Text: say.Literal("when to post the overview; off for never")},
		{Code: "/certwatch quiet 22:00-07:00 Europe/Berlin", Text: say.Literal("when to post no alerts; off for none")},
		{Code: "/certwatch digest", Text: say.Literal("the overview now")},
		{Code: "/certwatch export", Text: say.Literal("the watches as a file")},
	}},
	{"certdesk", []bot.Item{
		{Code: "/certdesk settings", Text: say.Literal("language, time zone, overview and quiet hours of this channel")},
		{Code: "/certdesk help", Text: say.Literal("all of this, and who may do what")},
	}},
}

// Lines are the lines of the help for a topic ("" for all), of the commands
// that allowed permits. Watches that change something need what "certwatch"
// needs.
func Lines(topic string, allowed func(command string) bool) []bot.Item {
	var out []bot.Item
	for _, t := range topics {
		all := topic == "" || topic == "certdesk"
		if (all || topic == t.name) && allowed(t.name) {
			if all {
				out = append(out, t.lines[:min(len(t.lines), 3)]...)
				continue
			}
			out = append(out, t.lines...)
		}
	}
	return out
}

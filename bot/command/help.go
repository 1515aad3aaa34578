package command

import (
	"certdesk/bot"
	"certdesk/checks/say"
)

// What the help says of each command, a line for a way to write it.

func checkHelp() []bot.Item {
	return []bot.Item{
		{Code: "/certcheck imap.corp.com:993", Text: say.P("help", "check one server and get the steps to fix it")},
		{Code: "/certcheck corp.com", Text: say.P("help", "check all mail ports of a server")},
		{Code: "/certcheck anna@corp.com", Text: say.P("help", "find and check the mail servers for an email address")},
		{Code: "/certcheck mail.corp.com:587 starttls smtp", Text: say.P("help", "use STARTTLS (without this, certdesk detects it)")},
		{Code: "/certcheck 192.0.2.7:993 name mail.corp.com", Text: say.P("help", "ask this address for the certificate of another name")},
		{Code: "/certcheck imap.corp.com from dmz", Text: say.P("help", "check from another network zone, or from all zones")},
		{Code: "/certcheck imap.corp.com client thunderbird", Text: say.P("help", "steps in the menus of another mail program: {programs}", clients())},
		{Code: "/certcheck imap.corp.com fresh public", Text: say.P("help", "check again without the cache, and show the answer to everyone")},
	}
}

func fixHelp() []bot.Item {
	return []bot.Item{
		{Code: "/certfix", Text: say.P("help", "get help with an error message, step by step")},
		{Code: "/certfix 0x800CCC1A imap.corp.com", Text: say.P("help", "explain an error, and check the server too")},
	}
}

func watchHelp() []bot.Item {
	return []bot.Item{
		{Code: "/certwatch add mail.corp.com warn 30,14,7,1 note ask Anna", Text: say.P("help", "alert this channel before the certificate expires")},
		{Code: "/certwatch list", Text: say.P("help", "list what this channel watches")},
		{Code: "/certwatch show mail.corp.com", Text: say.P("help", "show one watch")},
		{Code: "/certwatch remove mail.corp.com", Text: say.P("help", "stop watching a server")},
		{Code: "/certwatch snooze mail.corp.com 7d", Text: say.P("help", "pause alerts for a server")},
		{Code: "/certwatch schedule \"weekdays 09:00 Europe/Berlin\"", Text: say.P("help", "set when the digest is posted (off = never)")},
		{Code: "/certwatch quiet 22:00-07:00 Europe/Berlin", Text: say.P("help", "set hours without alerts (off = none)")},
		{Code: "/certwatch digest", Text: say.P("help", "post the digest now")},
		{Code: "/certwatch export", Text: say.P("help", "export the watches as a file")},
	}
}

func deskHelp() []bot.Item {
	return []bot.Item{
		{Code: "/certdesk settings", Text: say.P("help", "language, time zone, digest and quiet hours of this channel")},
		{Code: "/certdesk help", Text: say.P("help", "all of this, and who may do what")},
	}
}

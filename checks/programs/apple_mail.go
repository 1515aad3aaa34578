package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	appleMailPage  = "https://support.apple.com/en-euro/guide/mail/cpmlprefacctadv/15.0/mac/12.0"
	appleMailMenus = "Mail's own menus; no page of Apple's could be read"
)

// appleMail is Mail on a Mac. Mail > Settings was called Preferences before macOS
// 13, as the page that was read still calls it.
func appleMail() Program {
	return Program{
		ID: "apple-mail", Name: say.P("mail program", "Mail on a Mac"), Named: named("Mail"), device: onMac,
		clients: []string{"Apple Mail"},
		rows: []row{
			{
				step:   checks.StepVerify,
				path:   []line{showCertificate, openDetails, compareDetails},
				noCase: []line{showCertificate, openDetails, namesAndDates},
				source: source{menus: appleMailMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					toServerSettings,
					do(say.S("The names stand under Host Name, for incoming and for outgoing mail.")),
					serverName,
					saveThere,
				},
				source: source{page: appleMailPage, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					toServerSettings,
					do(say.S("Deselect “Automatically manage connection settings”.")),
					portWithSSL,
					saveThere,
				},
				noCase: usual(toServerSettings, do(say.S("Deselect “Automatically manage connection settings”."))),
				source: source{page: appleMailPage, read: "2026-11-29"},
			},
			macUpdate(),
			{step: checks.StepUpdate, without: say.P("left out", "Mail is updated with macOS"), source: source{menus: appleMailMenus, read: "2026-11-29"}},
			macClock(),
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					do(say.S("Mail > Settings > Accounts. Select the account, then the minus button.")),
					do(say.S("Mail > Add Account > Other Mail Account.")),
					asBefore,
				},
				noCase: []line{
					do(say.S("Mail > Settings > Accounts. Select the account, then the minus button.")),
					do(say.S("Mail > Add Account > Other Mail Account.")),
					sameAsBefore,
				},
				source: source{menus: appleMailMenus, read: "2026-11-29"},
			},
			macAntivirus(),
			{
				step:    checks.StepAccept,
				caution: onlyYourOwn(),
				path: []line{
					showCertificate, openDetails, askAndCompare,
					do(say.S("Select Connect only if it is exactly the same.")),
				},
				source: source{menus: appleMailMenus, read: "2026-11-29"},
			},
			contacting(),
		},
	}
}

func toServerSettings(*values) say.Text {
	return say.S("Mail > Settings > Accounts. Select the account, then Server Settings.")
}

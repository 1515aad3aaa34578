package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const iosMenus = "iOS' own Settings; no page of Apple's could be read"

// ios is Mail on iPhone and iPad.
func ios() Program {
	return Program{
		ID: "ios", Name: say.P("mail program", "Mail on iPhone or iPad"), Named: named("Mail"), device: onPhone,
		clients: []string{"Mail on iPhone"},
		rows: []row{
			{
				step: checks.StepVerify,
				path: []line{
					do(say.S("When “Cannot Verify Server Identity” appears, tap Details.")),
					do(say.S("Tap More Details for all names, the issuer and the fingerprints.")),
					compareDetails,
				},
				noCase: []line{
					do(say.S("When “Cannot Verify Server Identity” appears, tap Details.")),
					do(say.S("Tap More Details for all names, the issuer and the fingerprints.")),
					namesAndDates,
				},
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					toMailAccounts,
					do(say.S("Tap the account, then Account. Incoming: Host Name. Outgoing: SMTP, then the server.")),
					serverName,
					do(say.S("Tap Done.")),
				},
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					toMailAccounts,
					do(say.S("Incoming: tap the account, Account, Advanced. Outgoing: SMTP, then the server.")),
					portWithSSL,
					do(say.S("Tap Done.")),
				},
				noCase: usual(toMailAccounts, do(say.S("Incoming: tap the account, Account, Advanced. Outgoing: SMTP, then the server."))),
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepRoots, called: say.S("Update iOS"),
				path: []line{
					do(say.S("Settings > General > Software Update.")),
					do(say.S("Install the update. New root certificates come with it.")),
					do(say.S("Your company's own root certificate must be turned on: Settings > General > About > Certificate Trust Settings.")),
				},
				source: source{menus: "Apple's article on trusting profiles as cryptoguiding.com repeats it; Apple's own page could not be read", read: "2026-11-29"},
			},
			{step: checks.StepUpdate, without: say.P("left out", "Mail is updated with iOS"), source: source{menus: iosMenus, read: "2026-11-29"}},
			{
				step: checks.StepClock,
				path: []line{
					do(say.S("Settings > General > Date & Time > Set Automatically.")),
					do(say.S("Compare the phone's time with another device.")),
				},
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					toMailAccounts,
					do(say.S("Tap the account, then Delete Account.")),
					do(say.S("Tap Add Account > Other > Add Mail Account.")),
					asBefore,
				},
				noCase: []line{
					toMailAccounts,
					do(say.S("Tap the account, then Delete Account.")),
					do(say.S("Tap Add Account > Other > Add Mail Account.")),
					sameAsBefore,
				},
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			phoneFilter(do(say.S("Settings > General > VPN & Device Management."))),
			{
				step:    checks.StepAccept,
				caution: onlyYourOwn(),
				path: []line{
					do(say.S("When “Cannot Verify Server Identity” appears, tap Details.")),
					askAndCompare,
					do(say.S("Tap Trust only if it is exactly the same.")),
				},
				source: source{menus: iosMenus, read: "2026-11-29"},
			},
			contacting(),
		},
	}
}

func toMailAccounts(*values) say.Text {
	return say.S("Settings > Apps > Mail > Mail Accounts (before iOS 18: Settings > Mail > Accounts).")
}

package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	androidMenus = "the apps' own menus; no page of Google's or Samsung's could be read"
	androidPhone = "Android's own Settings; no page of Google's could be read"
)

// android is the mail apps that most phones with Android have: Gmail, Samsung Email,
// Thunderbird and K-9 Mail. A line names the app where they differ.
func android() Program {
	return Program{
		ID: "android", Name: say.P("mail program", "Mail app on Android"), Named: theMailApp, device: onPhone,
		clients: []string{"Android", "Gmail on Android", "K-9 Mail", "Samsung Email", "FairEmail", "Thunderbird for Android"},
		rows: []row{
			{
				step: checks.StepVerify,
				path: []line{
					do(say.S("Thunderbird and K-9: the warning shows the certificate. Gmail and Samsung Email show little of it.")),
					compareDetails,
				},
				noCase: []line{
					do(say.S("Thunderbird and K-9: the warning shows the certificate. Gmail and Samsung Email show little of it.")),
					namesAndDates,
				},
				source: source{menus: androidMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					do(say.S("Gmail: Menu > Settings > the account > Incoming settings or Outgoing settings.")),
					do(say.S("Samsung Email: Menu > Settings (gear) > the account > Server settings.")),
					do(say.S("Thunderbird and K-9: Settings > the account > Fetching mail or Sending mail > the server.")),
					serverName,
				},
				source: source{menus: androidMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					do(say.S("Gmail: Menu > Settings > the account > Incoming settings or Outgoing settings.")),
					do(say.S("Samsung Email: Menu > Settings (gear) > the account > Server settings.")),
					do(say.S("Thunderbird and K-9: Settings > the account > Fetching mail or Sending mail > the server.")),
					portAndEncryption,
				},
				noCase: usual(do(say.S("Open the server settings of the account in the mail app."))),
				source: source{menus: androidMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepRoots, called: say.S("Update Android"),
				path: []line{
					do(say.S("Settings > System > Software update (Samsung: Settings > Software update).")),
					do(say.S("Most mail apps ignore root certificates that you install yourself.")),
				},
				source: source{menus: androidPhone, read: "2026-11-29"},
			},
			{
				step: checks.StepUpdate, called: say.S("Update the mail app"),
				path: []line{
					do(say.S("Google Play > your picture > Manage apps & device > Updates available.")),
				},
				source: source{menus: "Google Play's own menus; no page of Google's could be read", read: "2026-11-29"},
			},
			{
				step: checks.StepClock,
				path: []line{
					do(say.S("Settings > System > Date & time > Set time automatically (Samsung: Settings > General management).")),
					do(say.S("Compare the phone's time with another device.")),
				},
				source: source{menus: androidPhone, read: "2026-11-29"},
			},
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					do(say.S("Gmail: Settings > Passwords & accounts > the account > Remove account.")),
					do(say.S("Other apps: the app's own settings > the account > Remove.")),
					do(say.S("Add the account again in the app.")),
					asBefore,
				},
				noCase: []line{
					do(say.S("Gmail: Settings > Passwords & accounts > the account > Remove account.")),
					do(say.S("Other apps: the app's own settings > the account > Remove.")),
					do(say.S("Add the account again in the app.")),
					sameAsBefore,
				},
				source: source{menus: androidMenus, read: "2026-11-29"},
			},
			phoneFilter(do(say.S("Settings > Network & internet > VPN, and Private DNS."))),
			{
				step:    checks.StepAccept,
				caution: onlyYourOwn(),
				path: []line{
					do(say.S("Only Thunderbird and K-9 can: the warning shows the fingerprint.")),
					askAndCompare,
					do(say.S("Tap Accept only if it is exactly the same.")),
				},
				source: source{menus: androidMenus, read: "2026-11-29"},
			},
			contacting(),
		},
	}
}

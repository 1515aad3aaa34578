package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const otherMenus = "what most mail programs call it"

// other says what to look for in a program that is not known here.
func other() Program {
	return Program{
		ID: "other", Name: say.P("mail program", "Another program"), Named: theMailApp,
		clients: []string{"Evolution", "KMail", "Mailbird", "Mailspring", "Geary", "Claws Mail", "Mutt"},
		rows: []row{
			{
				step:   checks.StepVerify,
				path:   []line{showInWarning, compareDetails},
				noCase: []line{showInWarning, namesAndDates},
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					do(say.S("Open the settings of the account. Look for “Server”, “Host” or “Incoming” and “Outgoing”.")),
					serverName,
					restart,
				},
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					do(say.S("Open the settings of the account. Look for “Port”, “Security”, “SSL” or “TLS”.")),
					portAndEncryption,
					restart,
				},
				noCase: usual(do(say.S("Open the settings of the account. Look for “Port”, “Security”, “SSL” or “TLS”."))),
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepRoots, called: say.S("Update the system"),
				path: []line{
					do(say.S("Install all updates of the system: most programs take their root certificates from it.")),
					do(say.S("Restart the device.")),
				},
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepUpdate, called: say.S("Update the mail app"),
				path:   []line{do(say.S("Look for “Check for updates” under Help or About, or in the app store."))},
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			computerClock(),
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					do(say.S("Remove the account in the settings of the mail app, then add it again.")),
					asBefore,
				},
				noCase: []line{
					do(say.S("Remove the account in the settings of the mail app, then add it again.")),
					sameAsBefore,
				},
				source: source{menus: otherMenus, read: "2026-11-29"},
			},
			antivirusScan(),
			acceptCompared(otherMenus),
			contacting(),
		},
	}
}

// acceptCompared is the step of a program whose warning shows the certificate; menus is
// what that was taken from.
func acceptCompared(menus string) row {
	return row{
		step: checks.StepAccept, caution: onlyYourOwn(),
		path:   []line{showInWarning, askAndCompare, do(say.S("Accept it only if it is exactly the same."))},
		source: source{menus: menus, read: "2026-11-29"},
	}
}

func showInWarning(*values) say.Text {
	return say.S("In the warning, look for View Certificate, Show Certificate or Details.")
}

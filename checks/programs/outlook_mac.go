package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	outlookMacMenus = "Outlook for Mac's own menus; no page of Microsoft's could be read"
	outlookMacPage  = "https://wus.prod.support.services.microsoft.com/bg-bg/office/basic-pop-account-settings-for-outlook-for-mac-d25a0c43-2c81-41a0-9913-573e52af3d6f"
)

func outlookMac() Program {
	return Program{
		ID: "outlook-mac", Name: say.P("mail program", "Outlook for Mac"), Named: named("Outlook"), device: onMac,
		clients: []string{"Outlook for Mac"},
		rows: []row{
			{
				step:   checks.StepVerify,
				path:   []line{showCertificate, openDetails, compareDetails},
				noCase: []line{showCertificate, openDetails, namesAndDates},
				source: source{menus: "macOS' own dialog; no page of Microsoft's could be read", read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					toMacAccounts,
					do(say.S("The names stand under Incoming server and Outgoing server.")),
					serverName,
					restart,
				},
				source: source{page: outlookMacPage, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					toMacAccounts,
					do(say.S("Select “Override default port” and “Use SSL to connect”.")),
					portWithSSL,
					restart,
				},
				noCase: usual(toMacAccounts, do(say.S("Select “Override default port” and “Use SSL to connect”."))),
				source: source{page: outlookMacPage, read: "2026-11-29"},
			},
			macUpdate(),
			{
				step: checks.StepUpdate, called: say.S("Update Outlook"),
				path: []line{
					do(say.S("Help > Check for Updates.")),
					do(say.S("Install the update, then start Outlook again.")),
				},
				source: source{menus: outlookMacMenus, read: "2026-11-29"},
			},
			macClock(),
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					toMacAccounts,
					do(say.S("Select the minus button to remove the account, then the plus button to add it again.")),
					asBefore,
				},
				noCase: []line{
					toMacAccounts,
					do(say.S("Select the minus button to remove the account, then the plus button to add it again.")),
					sameAsBefore,
				},
				source: source{menus: outlookMacMenus, read: "2026-11-29"},
			},
			macAntivirus(),
			{
				step:    checks.StepAccept,
				caution: onlyYourOwn(),
				path: []line{
					showCertificate, openDetails, askAndCompare,
					do(say.S("Select Continue only if it is exactly the same.")),
				},
				source: source{menus: "macOS' own dialog; no page of Microsoft's could be read", read: "2026-11-29"},
			},
			contacting(),
		},
	}
}

func showCertificate(*values) say.Text {
	return say.S("When the warning appears, select Show Certificate.")
}

func openDetails(*values) say.Text {
	return say.S("Open Details. The fingerprints stand at the end.")
}

func toMacAccounts(*values) say.Text {
	return say.S("Outlook > Settings > Accounts (older versions: Tools > Accounts). Select the account.")
}

package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const newOutlookMenus = "new Outlook's own menus; no page of Microsoft's could be read"

// newOutlook is the new Outlook for Windows. Microsoft's servers fetch the mail of
// IMAP and POP accounts, so that it is they who look at a certificate, and not
// this PC.
func newOutlook() Program {
	return Program{
		ID: "new-outlook", Name: say.P("mail program", "New Outlook for Windows"), Named: named("Outlook"),
		clients: []string{"new Outlook"},
		rows: []row{
			{step: checks.StepVerify, without: say.P("left out", "new Outlook does not show the certificate"), source: source{menus: newOutlookMenus, read: "2026-11-29"}},
			{
				step:   checks.StepNames,
				path:   []line{toEmailAccounts, toAdvanced, serverName, restart},
				source: source{menus: newOutlookMenus, read: "2026-11-29"},
			},
			{
				step:   checks.StepSettings,
				path:   []line{toEmailAccounts, toAdvanced, portAndEncryption, restart},
				noCase: usual(toEmailAccounts, toAdvanced),
				source: source{menus: newOutlookMenus, read: "2026-11-29"},
			},
			{step: checks.StepRoots, without: say.P("left out", "Microsoft's servers check the certificate for new Outlook, not this PC"), source: source{menus: newOutlookMenus, read: "2026-11-29"}},
			{
				step: checks.StepUpdate, called: say.S("Update Outlook"),
				path: []line{
					do(say.S("Microsoft Store > Library (or Downloads) > Get updates.")),
					do(say.S("Close Outlook while the update is installed, then start it again.")),
				},
				source: source{menus: newOutlookMenus, read: "2026-11-29"},
			},
			windowsClock(),
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					toEmailAccounts,
					do(say.S("Select Manage beside the account, then Remove.")),
					do(say.S("Select Add account.")),
					asBefore,
				},
				noCase: []line{toEmailAccounts, do(say.S("Select Manage beside the account, then Remove.")), do(say.S("Select Add account.")), sameAsBefore},
				source: source{menus: newOutlookMenus, read: "2026-11-29"},
			},
			{step: checks.StepAntivirus, without: say.P("left out", "Microsoft's servers fetch the mail for new Outlook, not this PC"), source: source{menus: newOutlookMenus, read: "2026-11-29"}},
			{step: checks.StepAccept, without: say.P("left out", "new Outlook cannot accept a certificate"), source: source{menus: newOutlookMenus, read: "2026-11-29"}},
			contacting(),
		},
	}
}

func toEmailAccounts(*values) say.Text {
	return say.S("Settings (gear) > Accounts > Email accounts.")
}

func toAdvanced(*values) say.Text {
	return say.S("Select Manage beside the account, then Advanced settings.")
}

// mailOnlyHere comes before an account is removed.
func mailOnlyHere() say.Text {
	return say.Join(
		say.S("With a POP account, this device may hold the only copy of the mail. Save it first."),
		say.S("IMAP and Exchange mail downloads again."),
	)
}

package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	thunderbirdAccounts  = "https://support.mozilla.org/en-US/kb/manual-account-configuration/revision/54321?&mobile=1"
	thunderbirdException = "https://support.mozilla.org/en-US/kb/add-security-exception"
	thunderbirdMenus     = "Thunderbird's own menus; no page of Mozilla's could be read"
)

// thunderbird is Thunderbird on Windows, macOS and Linux. Its labels in each
// language are those of github.com/thunderbird/thunderbird-l10n.
func thunderbird() Program {
	return Program{
		ID: "thunderbird", Name: named("Thunderbird"), Named: named("Thunderbird"),
		clients: []string{"Thunderbird"},
		rows: []row{
			{
				step:   checks.StepVerify,
				path:   []line{viewInException, compareDetails},
				noCase: []line{viewInException, namesAndDates},
				source: source{page: thunderbirdException, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					toAccountSettings,
					do(say.S("Incoming: Server Settings, Server Name. Outgoing: Outgoing Server (SMTP), then Edit.")),
					serverName,
					restartIt,
				},
				source: source{page: thunderbirdAccounts, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					toAccountSettings,
					do(say.S("Incoming: Server Settings. Outgoing: Outgoing Server (SMTP), then Edit.")),
					func(v *values) say.Text {
						if v.Port == 0 {
							return say.S("Use the port and the encryption method from your provider.")
						}
						return say.S("Port: {port}. Connection security: {encryption}.", say.Port("port", v.Port), say.Term("encryption", v.Encryption))
					},
					restartIt,
				},
				noCase: usual(toAccountSettings, do(say.S("Incoming: Server Settings. Outgoing: Outgoing Server (SMTP), then Edit."))),
				source: source{page: thunderbirdAccounts, read: "2026-11-29"},
			},
			{step: checks.StepRoots, without: say.P("left out", "Thunderbird brings its own root certificates"), source: source{page: thunderbirdException, read: "2026-11-29"}},
			{
				step: checks.StepUpdate, called: say.S("Update Thunderbird"),
				path: []line{
					do(say.S("Menu (☰) > Help > About Thunderbird.")),
					do(say.S("Select Restart to Update when it is ready.")),
				},
				source: source{menus: thunderbirdMenus, read: "2026-11-29"},
			},
			computerClock(),
			{
				step: checks.StepReadd,
				caution: say.Join(
					say.S("With a POP account, this device may hold the only copy of the mail. Save it first."),
					say.S("IMAP and Exchange mail downloads again."),
				),
				path:   []line{toAccountSettings, removeInActions, addInActions, asBefore},
				noCase: []line{toAccountSettings, removeInActions, addInActions, sameAsBefore},
				source: source{page: thunderbirdAccounts, read: "2026-11-29"},
			},
			antivirusScan(),
			{
				step:    checks.StepAccept,
				caution: onlyYourOwn(),
				path: []line{
					viewInException, askAndCompare,
					do(say.S("Select Confirm Security Exception only if it is exactly the same.")),
				},
				source: source{page: thunderbirdException, read: "2026-11-29"},
			},
			contacting(),
		},
	}
}

func viewInException(*values) say.Text {
	return say.S("In the window Add Security Exception, select View.")
}

func toAccountSettings(*values) say.Text {
	return say.S("Menu (☰) > Account Settings (or Tools > Account Settings).")
}

func removeInActions(*values) say.Text {
	return say.S("Account Actions > Remove Account.")
}

func addInActions(*values) say.Text {
	return say.S("Account Actions > Add Mail Account.")
}

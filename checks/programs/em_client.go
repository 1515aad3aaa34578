package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const emClientMenus = "eM Client's own menus and an old manual of it without an address; no page of eM Client's could be read"

// emClient takes its root certificates from the system.
func emClient() Program {
	return Program{
		ID: "em-client", Name: named("eM Client"), Named: named("eM Client"),
		clients: []string{"eM Client"},
		rows: []row{
			{
				step:   checks.StepVerify,
				path:   []line{showInWarning, compareDetails},
				noCase: []line{showInWarning, namesAndDates},
				source: source{menus: emClientMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					do(say.S("Menu (☰) > Accounts. Select the account.")),
					do(say.S("Incoming: the tab IMAP or POP3. Outgoing: the tab SMTP. The name stands under Host.")),
					serverName,
					do(say.S("Select Save & Close.")),
				},
				source: source{menus: emClientMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					do(say.S("Menu (☰) > Accounts. Select the account.")),
					do(say.S("Incoming: the tab IMAP or POP3. Outgoing: the tab SMTP. See Port and Security policy.")),
					securityPolicy,
					do(say.S("Select Save & Close.")),
				},
				noCase: usual(
					do(say.S("Menu (☰) > Accounts. Select the account.")),
					do(say.S("Incoming: the tab IMAP or POP3. Outgoing: the tab SMTP. See Port and Security policy.")),
				),
				source: source{menus: emClientMenus, read: "2026-11-29"},
			},
			windowsRoots(),
			{
				step: checks.StepUpdate, called: say.S("Update eM Client"),
				path:   []line{do(say.S("Menu (☰) > Help > Check for Updates."))},
				source: source{menus: emClientMenus, read: "2026-11-29"},
			},
			computerClock(),
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					do(say.S("Menu (☰) > Accounts. Select the account, then Remove Account.")),
					do(say.S("Select Add Account > Mail > Other.")),
					asBefore,
				},
				noCase: []line{
					do(say.S("Menu (☰) > Accounts. Select the account, then Remove Account.")),
					do(say.S("Select Add Account > Mail > Other.")),
					sameAsBefore,
				},
				source: source{menus: emClientMenus, read: "2026-11-29"},
			},
			antivirusScan(),
			acceptCompared(emClientMenus),
			contacting(),
		},
	}
}

// securityPolicy: eM Client's words for STARTTLS and for TLS from the start.
func securityPolicy(v *values) say.Text {
	switch {
	case v.Port == 0:
		return say.S("Use the port and the encryption method from your provider.")
	case v.Encryption == "STARTTLS":
		return say.S("Port: {port}. Security policy: Force usage of SSL/TLS.", say.Port("port", v.Port))
	}
	return say.S("Port: {port}. Security policy: Use SSL/TLS on special port (legacy).", say.Port("port", v.Port))
}

package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// service is whatever connects to a server that is none of mail's, such as a database:
// what helps is to be done in its settings, wherever they are. It cannot be chosen.
func service() Program {
	return Program{
		Named: theMailApp,
		rows: []row{
			{
				step: checks.StepNames,
				path: []line{openSettings, func(v *values) say.Text {
					if v.Use == "" {
						return say.S("Enter the server name from your provider.")
					}
					return say.S("Enter {use} as the server.", say.Host("use", v.Use))
				}},
				source: source{menus: "no menu is known", read: "2026-11-29"},
			},
			{
				step:   checks.StepSettings,
				path:   []line{openSettings, portAndEncryption},
				source: source{menus: "no menu is known", read: "2026-11-29"},
			},
			{
				step: checks.StepClock,
				path: []line{
					do(say.S("Compare the clock on the connecting computer with a phone.")),
					do(say.S("Turn on automatic time there.")),
				},
				source: source{menus: "no menu is known", read: "2026-11-29"},
			},
			{
				step: checks.StepContact,
				path: []line{
					sendReport,
					do(say.S("Check again when they say it is fixed.")),
				},
				source: source{menus: "no menu is used", read: "2026-11-29"},
			},
		},
	}
}

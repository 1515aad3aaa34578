package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Rows that are the system's, whatever program runs on it.

// contacting is the last resort, the same everywhere.
func contacting() row {
	return row{
		step: checks.StepContact,
		path: []line{
			do(say.S("Send them this report.")),
			testAgain,
		},
		short: sendReport,
		noCase: []line{
			do(say.S("Send them this answer and the exact text of the warning.")),
			testAgain,
		},
		source: source{menus: "no menu is used", read: "2026-11-29"},
	}
}

// Windows 11.
func windowsRoots() row {
	return row{
		step: checks.StepRoots,
		path: []line{
			do(say.S("Settings > Windows Update > Check for updates.")),
			do(say.S("Install all available updates.")),
			do(say.S("Restart the PC.")),
			do(say.S("Windows downloads new root certificates when it needs them. Ask IT if the PC can reach ctldl.windowsupdate.com and if a policy blocks it.")),
		},
		short:  do(say.S("Settings > Windows Update > Check for updates, then restart the PC.")),
		source: source{menus: "Windows 11's own Settings; no page of Microsoft's could be read", read: "2026-11-29"},
	}
}

func windowsClock() row {
	return row{
		step: checks.StepClock,
		path: []line{
			do(say.S("Settings > Time & language > Date & time.")),
			do(say.S("Turn on “Set time automatically” and “Set time zone automatically”.")),
			do(say.S("Select Sync now (under Additional settings).")),
			func(v *values) say.Text {
				return say.S("Compare the PC's time with a phone, then restart {program}.", v.program)
			},
		},
		short:  do(say.S("Settings > Time & language > Date & time > Sync now. Compare the PC's time with a phone.")),
		source: source{menus: "Windows 11's own Settings; no page of Microsoft's could be read", read: "2026-11-29"},
	}
}

// onlyForTheTest comes before any protection is turned off.
func onlyForTheTest() say.Text {
	return say.Join(
		say.S("Turn off only email scanning, only for the test, and turn it on again afterwards."),
		say.S("On a company {device}, ask IT first.", checks.Device()),
	)
}

func antivirusScan() row {
	return row{
		step:    checks.StepAntivirus,
		caution: onlyForTheTest(),
		path: []line{
			do(say.S("Open the antivirus program on this PC. Find the setting for email or SSL/TLS scanning, for example Mail Shield.")),
			do(say.S("Turn off only that setting.")),
			restartAndCheck,
			do(say.S("Turn it on again.")),
			exception,
		},
		short: func(v *values) say.Text {
			return say.S("In the antivirus program, turn off email or SSL/TLS scanning, restart {program}, then turn it on again.", v.program)
		},
		source: source{menus: "the settings of antivirus programs, each of which has its own words", read: "2026-11-29"},
	}
}

// macUpdate and its neighbours are the steps of macOS.
func macUpdate() row {
	return row{
		step: checks.StepRoots, called: say.S("Update macOS"),
		path: []line{
			do(say.S("Apple menu > System Settings > General > Software Update.")),
			do(say.S("Install all available updates. New root certificates come with them.")),
			do(say.S("Restart the Mac.")),
		},
		source: source{menus: "macOS' own System Settings; no page of Apple's could be read", read: "2026-11-29"},
	}
}

func macClock() row {
	return row{
		step: checks.StepClock,
		path: []line{
			do(say.S("Apple menu > System Settings > General > Date & Time.")),
			do(say.S("Turn on “Set time and date automatically” and “Set time zone automatically using your current location”.")),
			func(v *values) say.Text {
				return say.S("Compare the Mac's time with a phone, then restart {program}.", v.program)
			},
		},
		source: source{menus: "macOS' own System Settings; no page of Apple's could be read", read: "2026-11-29"},
	}
}

func macAntivirus() row {
	r := antivirusScan()
	r.path = []line{
		do(say.S("Open the antivirus program on the Mac. Find the setting for email or SSL/TLS scanning, for example Mail Shield.")),
		do(say.S("Turn off only that setting.")),
		restartAndCheck,
		do(say.S("Turn it on again.")),
		exception,
	}
	return r
}

// computerClock is for programs that run on several systems.
func computerClock() row {
	return row{
		step: checks.StepClock,
		path: []line{
			do(say.S("Windows: Settings > Time & language > Date & time > Sync now.")),
			do(say.S("Mac: System Settings > General > Date & Time > Set time and date automatically.")),
			restartIt,
		},
		short:  do(say.S("Compare the device's clock with a phone, and turn on automatic time.")),
		source: source{menus: "the systems' own settings; no page of Microsoft's or Apple's could be read", read: "2026-11-29"},
	}
}

// phoneFilter: what stands in between on a phone is a VPN or a filter.
func phoneFilter(where ...line) row {
	return row{
		step: checks.StepAntivirus, called: say.S("Turn off VPN and content filters for a test"),
		caution: say.Join(
			say.S("Only for the test: turn it on again afterwards."),
			say.S("On a company phone, ask IT first."),
		),
		path: append(where,
			do(say.S("Turn off VPNs, filters and protection apps, or use another network.")),
			restartAndCheck,
			do(say.S("Turn it on again.")),
		),
		source: source{menus: "the phones' own Settings; no page of Apple's or Google's could be read", read: "2026-11-29"},
	}
}

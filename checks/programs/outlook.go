package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// outlook is classic Outlook for Microsoft 365 on Windows 11, with a line for the
// new Outlook where it differs: many do not know which of the two they have.
func outlook() Program {
	return Program{
		ID: "outlook", Name: say.P("mail program", "Outlook for Windows (classic)"), Named: named("Outlook"),
		clients: []string{"Outlook"},
		rows: []row{
			{
				step: checks.StepVerify,
				path: []line{viewCertificate, generalTab, detailsTab, compareFields},
				aside: []line{
					do(say.S("New Outlook does not show the certificate. Use this report, or open the account in classic Outlook.")),
				},
				short: do(say.S("In the warning: View Certificate > General and Details.")),
				noCase: []line{
					viewCertificate, generalTab, detailsTab, namesAndDates,
					do(say.S("New Outlook does not show the certificate. Open the account in classic Outlook.")),
				},
				source: source{menus: "the dialog of Windows itself; no page of Microsoft's could be read", read: "2026-11-29"},
			},
			{
				step: checks.StepNames,
				path: []line{
					do(say.S("File > Account Settings > Account Settings > your account > Change.")),
					serverName,
					do(say.S("Next > Finish, then restart Outlook.")),
				},
				aside: []line{
					do(say.S("If you cannot change the name there: File > Account Settings > Server Settings.")),
					do(say.S("If Outlook does not start: Control Panel > Mail (Microsoft Outlook) > Email Accounts.")),
					inNewOutlook,
				},
				short:  do(say.S("File > Account Settings > Account Settings > Change: check the server names.")),
				source: source{page: "https://support.office.com/en-ie/article/Change-email-account-settings-58b62e89-6a9b-467b-8865-d5633fcacc3f", read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					func(v *values) say.Text {
						return say.S("File > Account Settings > Server Settings > {side}.", side(v))
					},
					portAndMethod,
					restart,
				},
				aside: []line{
					do(say.S("Older versions of Outlook: File > Account Settings > Account Settings > Change > More Settings > Advanced tab.")),
					inNewOutlook,
				},
				short: func(v *values) say.Text {
					if v.Port == 0 {
						return say.S("File > Account Settings > Server Settings: check the port and the encryption method.")
					}
					return say.S("File > Account Settings > Server Settings: port {port}, encryption method {encryption}.", say.Port("port", v.Port), say.Term("encryption", v.Encryption))
				},
				noCase: []line{
					do(say.S("File > Account Settings > Server Settings.")),
					usualIMAP, usualPOP, usualSMTP,
					do(say.S("These are only the usual values. If your provider gives others, use those. Save, then restart Outlook.")),
				},
				noCaseAside: []line{inNewOutlook},
				source:      source{page: "https://support.office.com/en-ie/article/Change-email-account-settings-58b62e89-6a9b-467b-8865-d5633fcacc3f", read: "2026-11-29"},
			},
			outlookRoots(),
			{
				step: checks.StepUpdate,
				path: []line{
					do(say.S("File > Office Account (or Account).")),
					do(say.S("Update Options > Update Now.")),
					do(say.S("Close Outlook while the update is installed, then start it again.")),
				},
				aside:  []line{do(say.S("New Outlook: Microsoft Store > Library (or Downloads) > Get updates."))},
				short:  do(say.S("File > Office Account > Update Options > Update Now.")),
				source: source{menus: "Outlook's own menus; no page of Microsoft's could be read", read: "2026-11-29"},
			},
			windowsClock(),
			{
				step: checks.StepReadd,
				caution: say.Join(
					say.S("With a POP account, this PC may hold the only copy of the mail. Export it first: File > Open & Export > Import/Export."),
					say.S("IMAP and Exchange mail downloads again. Folders and rules stored only on this PC are lost."),
				),
				path: []line{
					newProfile, removeAccount, addAccount,
					func(v *values) say.Text {
						if v.Port == 0 {
							return asBefore(v)
						}
						return say.Join(serverName(v), portAndMethod(v))
					},
				},
				aside:  []line{inNewOutlookAgain},
				short:  do(say.S("Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add, to test with a new profile.")),
				noCase: []line{newProfile, removeAccount, addAccount, sameAsBefore}, noCaseAside: []line{inNewOutlookAgain},
				source: source{page: "https://support.office.com/en-ie/article/Change-email-account-settings-58b62e89-6a9b-467b-8865-d5633fcacc3f", read: "2026-11-29"},
			},
			antivirusScan(),
			acceptInWindows(do(say.S("New Outlook: you cannot accept a certificate there."))),
			contacting(),
		},
	}
}

// portAndMethod are both in one line, in Outlook's words.
func portAndMethod(v *values) say.Text {
	if v.Port == 0 {
		return say.S("Use the port and encryption method from your email provider.")
	}
	return say.S("Port: {port}. Encryption method: {encryption}.", say.Port("port", v.Port), say.Term("encryption", v.Encryption))
}

func generalTab(*values) say.Text {
	return say.S("On the General tab, check “Issued to”, “Issued by” and “Valid from … to …”.")
}

func detailsTab(*values) say.Text {
	return say.S("On the Details tab, check Subject Alternative Name (all names) and Thumbprint.")
}

func inNewOutlook(*values) say.Text {
	return say.S("New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Advanced settings.")
}

func newProfile(*values) say.Text {
	return say.S("Try this first: Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add. Set up the account in the new profile.")
}

func removeAccount(*values) say.Text {
	return say.S("If that does not help: File > Account Settings > Account Settings, select the account, then Remove.")
}

func addAccount(*values) say.Text {
	return say.S("Restart Outlook, then File > Add Account.")
}

func inNewOutlookAgain(*values) say.Text {
	return say.S("New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Remove, then Add account.")
}

func outlookRoots() row {
	r := windowsRoots()
	r.aside = []line{do(say.S("New Outlook: for IMAP accounts, Microsoft's servers check the certificate. The root certificates on this PC have no effect."))}
	return r
}

// onlyYourOwn comes before a certificate is accepted.
func onlyYourOwn() say.Text {
	return say.Join(
		say.S("Only for your own organisation's server, and only after you have confirmed the thumbprint with its administrator."),
		say.S("Never do this on a public or unknown network, or if you were just asked for a password. The wrong certificate can give away your password and mail."),
	)
}

// acceptInWindows is for programs that show the warning of Windows.
func acceptInWindows(aside ...line) row {
	return row{
		step:    checks.StepAccept,
		caution: onlyYourOwn(),
		path: []line{
			do(say.S("In the warning, select View Certificate.")),
			askAndCompare,
			do(say.S("Select Yes only if it is exactly the same.")),
		},
		aside: aside,
		short: func(v *values) say.Text {
			if v.Thumbprint == "" {
				return say.S("Select View Certificate, compare the thumbprint with the administrator's, and only then select Yes.")
			}
			return say.S("Select View Certificate, compare the thumbprint with {thumbprint}, and only then select Yes.", say.Code("thumbprint", v.Thumbprint))
		},
		source: source{menus: "the dialog of Windows itself; no page of Microsoft's could be read", read: "2026-11-29"},
	}
}

package fixes

import "certdesk/checks/say"

// steps are the ten; index 0 is step 1. Titles are part of the outer contract.
var steps = [Count]step{
	{
		title: say.S("Verify the certificate details"),
		actions: []sentence{
			viewCertificate, generalTab, detailsTab,
			always(say.S("Compare them with this report. If anything differs, this PC does not see the same certificate as certdesk.")),
		},
		newOutlook: say.S("New Outlook does not show the certificate. Use this report, or open the account in classic Outlook."),
		short:      always(say.S("In the warning: View Certificate > General and Details.")),
		noCase: []sentence{
			viewCertificate, generalTab, detailsTab,
			always(say.S("The server name in the account must be one of these names, and today must be between the two dates.")),
			always(say.S("New Outlook does not show the certificate. Open the account in classic Outlook.")),
		},
	},
	{
		title: say.S("Check incoming and outgoing server names"),
		actions: []sentence{
			always(say.S("File > Account Settings > Account Settings > Email tab.")),
			always(say.S("Select the account, then select Change. If you cannot edit the server name there, use File > Account Settings > Server Settings.")),
			serverName,
			always(say.S("Next > Finish, then restart Outlook.")),
		},
		aside:      []sentence{always(say.S("If Outlook does not start: Control Panel > Mail (Microsoft Outlook) > Email Accounts."))},
		newOutlook: inNewOutlook,
		short:      always(say.S("File > Account Settings > Account Settings > Change: check the server names.")),
		generic:    []sentence{openSettings, otherServerName},
	},
	{
		title: say.S("Ensure SSL/TLS encryption settings are correct"),
		actions: []sentence{
			func(s *Situation) say.Text {
				return say.S("File > Account Settings > Server Settings, then open the {side}.", s.side("side"))
			},
			port, encryptionMethod, saveAndRestart,
		},
		aside:      []sentence{always(say.S("Older versions of Outlook: File > Account Settings > Account Settings > Change > More Settings > Advanced tab."))},
		newOutlook: inNewOutlook,
		short: func(s *Situation) say.Text {
			if s.SetPort == 0 {
				return say.S("File > Account Settings > Server Settings: check the port and the encryption method.")
			}
			return say.S("File > Account Settings > Server Settings: port {port}, encryption method {encryption}.", say.Port("port", s.SetPort), say.Term("encryption", s.Encryption))
		},
		generic: []sentence{openSettings, func(s *Situation) say.Text {
			if s.SetPort == 0 {
				return say.S("Use the port and the encryption method from your provider.")
			}
			return say.S("Port: {port}. Encryption: {encryption}.", say.Port("port", s.SetPort), say.Term("encryption", s.Encryption))
		}},
		// The settings of convention (RFC 8314 §3) are called the usual ones.
		noCase: []sentence{
			always(say.S("File > Account Settings > Server Settings.")),
			always(say.S("Usual for incoming mail with IMAP: port 993 with SSL/TLS, or 143 with STARTTLS.")),
			always(say.S("Usual for incoming mail with POP: port 995 with SSL/TLS, or 110 with STARTTLS.")),
			always(say.S("Usual for outgoing mail: port 465 with SSL/TLS, or 587 with STARTTLS.")),
			always(say.S("These are only the usual values. If your provider gives others, use those. Save, then restart Outlook.")),
			always(inNewOutlook),
		},
	},
	{
		title: say.S("Update Windows 11 root certificates"),
		actions: []sentence{
			always(say.S("Settings > Windows Update > Check for updates.")),
			always(say.S("Install all available updates.")),
			always(say.S("Restart the PC.")),
			always(say.S("Windows downloads new root certificates when it needs them. Ask IT if the PC can reach ctldl.windowsupdate.com and if a policy blocks it.")),
		},
		newOutlook: say.S("New Outlook: for IMAP accounts, Microsoft's servers check the certificate. The root certificates on this PC have no effect."),
		short:      always(say.S("Settings > Windows Update > Check for updates, then restart the PC.")),
	},
	{
		title: say.S("Update Outlook and Office"),
		actions: []sentence{
			always(say.S("File > Office Account (or Account).")),
			always(say.S("Update Options > Update Now.")),
			always(say.S("Close Outlook while the update is installed, then start it again.")),
		},
		newOutlook: say.S("New Outlook: Microsoft Store > Library (or Downloads) > Get updates."),
		short:      always(say.S("File > Office Account > Update Options > Update Now.")),
	},
	{
		title: say.S("Check system date and time"),
		actions: []sentence{
			always(say.S("Settings > Time & language > Date & time.")),
			always(say.S("Turn on “Set time automatically” and “Set time zone automatically”.")),
			always(say.S("Select Sync now (under Additional settings).")),
			always(say.S("Compare the PC's time with a phone, then restart Outlook.")),
		},
		short: always(say.S("Settings > Time & language > Date & time > Sync now. Compare the PC's time with a phone.")),
		generic: []sentence{
			always(say.S("Compare the clock on the connecting computer with a phone.")),
			always(say.S("Turn on automatic time there.")),
		},
	},
	{
		title: say.S("Remove and re-add the email account"),
		actions: []sentence{
			newProfile, removeAccount, addAccount,
			func(s *Situation) say.Text {
				switch {
				case s.SetPort == 0 && s.Use == "":
					return say.S("Use the server name, port and encryption method from your email provider.")
				case s.SetPort == 0:
					return say.Join(serverName(s), say.S("Use the port and encryption method from your email provider."))
				}
				return say.Join(serverName(s), say.S("Port: {port}. Encryption method: {encryption}.", say.Port("port", s.SetPort), say.Term("encryption", s.Encryption)))
			},
		},
		newOutlook: say.S("New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Remove, then Add account."),
		short:      always(say.S("Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add, to test with a new profile.")),
		caution: say.Join(
			say.S("With a POP account, this PC may hold the only copy of the mail. Export it first: File > Open & Export > Import/Export."),
			say.S("IMAP and Exchange mail downloads again. Folders and rules stored only on this PC are lost."),
		),
		noCase: []sentence{
			newProfile, removeAccount, addAccount,
			always(say.S("Enter the same servers, ports and encryption methods as before.")),
			always(say.S("New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Remove, then Add account.")),
		},
	},
	{
		title: say.S("Temporarily disable antivirus email scanning"),
		actions: []sentence{
			always(say.S("Open the antivirus program on this PC. Find the setting for email or SSL/TLS scanning, for example Mail Shield.")),
			always(say.S("Turn off only that setting.")),
			always(say.S("Restart Outlook and check if the warning is gone.")),
			always(say.S("Turn it on again.")),
			func(s *Situation) say.Text {
				if s.Host == "" {
					return say.S("If the warning was gone: add an exception for the mail server in the antivirus program, or reinstall its root certificate from its settings.")
				}
				return say.S("If the warning was gone: add an exception for {host} in the antivirus program, or reinstall its root certificate from its settings.", say.Host("host", s.Host))
			},
		},
		short: func(s *Situation) say.Text {
			if s.web() {
				return say.S("In the antivirus program, turn off SSL/TLS scanning, load the page again, then turn it on again.")
			}
			return say.S("In the antivirus program, turn off email or SSL/TLS scanning, restart Outlook, then turn it on again.")
		},
		caution: say.Join(
			say.S("Turn off only email scanning, only for the test, and turn it on again afterwards."),
			say.S("On a company PC, ask IT first."),
		),
	},
	{
		title: say.S("Accept the certificate only if you trust the server"),
		actions: []sentence{
			always(say.S("In the warning, select View Certificate.")),
			func(s *Situation) say.Text { return say.Join(askForThumbprint(s), compareThumbprint(s)) },
			always(say.S("Select Yes only if it is exactly the same.")),
		},
		newOutlook: say.S("New Outlook: you cannot accept a certificate there."),
		short: func(s *Situation) say.Text {
			if s.Thumbprint == "" {
				return say.S("Select View Certificate, compare the thumbprint with the administrator's, and only then select Yes.")
			}
			return say.S("Select View Certificate, compare the thumbprint with {thumbprint}, and only then select Yes.", say.Code("thumbprint", s.Thumbprint))
		},
		caution: say.Join(
			say.S("Only for your own organisation's server, and only after you have confirmed the thumbprint with its administrator."),
			say.S("Never do this on a public or unknown network, or if you were just asked for a password. The wrong certificate can give away your password and mail."),
		),
	},
	{
		title: say.S("Contact your email provider or administrator"),
		actions: []sentence{
			always(say.S("Send them this report and the exact text of the warning.")),
			testAgain,
		},
		short: sendReport,
		generic: []sentence{
			sendReport,
			always(say.S("Check again when they say it is fixed.")),
		},
		noCase: []sentence{
			always(say.S("Send them this answer and the exact text of the warning.")),
			testAgain,
		},
	},
}

// What several steps, or several forms of one, say.
var (
	viewCertificate = always(say.S("When the warning appears, select View Certificate."))
	generalTab      = always(say.S("On the General tab, check “Issued to”, “Issued by” and “Valid from … to …”."))
	detailsTab      = always(say.S("On the Details tab, check Subject Alternative Name (all names) and Thumbprint."))
	inNewOutlook    = say.S("New Outlook: Settings (gear) > Accounts > Email accounts > Manage > Advanced settings.")
	openSettings    = always(say.S("Open the settings of the program that connects."))
	saveAndRestart  = always(say.S("Save, then restart Outlook."))
	newProfile      = always(say.S("Try this first: Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add. Set up the account in the new profile."))
	removeAccount   = always(say.S("If that does not help: File > Account Settings > Account Settings, select the account, then Remove."))
	addAccount      = always(say.S("Restart Outlook, then File > Add Account."))
	testAgain       = always(say.S("Test Outlook again when they say it is fixed."))
)

func serverName(s *Situation) say.Text {
	if s.Use == "" {
		return say.S("Enter the server name from your email provider as the {side}.", s.side("side"))
	}
	return say.S("Enter {use} as the {side}.", say.Host("use", s.Use), s.side("side"))
}

func otherServerName(s *Situation) say.Text {
	if s.Use == "" {
		return say.S("Enter the server name from your provider.")
	}
	return say.S("Enter {use} as the server.", say.Host("use", s.Use))
}

func port(s *Situation) say.Text {
	if s.SetPort == 0 {
		return say.S("Port: the number from your email provider.")
	}
	return say.S("Port: {port}.", say.Port("port", s.SetPort))
}

func encryptionMethod(s *Situation) say.Text {
	if s.SetPort == 0 {
		return say.S("Encryption method: the one from your email provider.")
	}
	return say.S("Encryption method: {encryption}.", say.Term("encryption", s.Encryption))
}

func askForThumbprint(s *Situation) say.Text {
	if s.Host == "" {
		return say.S("Ask the administrator of the server for the thumbprint, by phone or in person.")
	}
	return say.S("Ask the administrator of {host} for the thumbprint, by phone or in person.", say.Host("host", s.Host))
}

func compareThumbprint(s *Situation) say.Text {
	if s.Thumbprint == "" {
		return say.S("Compare it with the one in the warning.")
	}
	return say.S("It must be {thumbprint}.", say.Code("thumbprint", s.Thumbprint))
}

func sendReport(s *Situation) say.Text {
	if s.Host == "" {
		return say.S("Send this report to the administrator of the server.")
	}
	return say.S("Send this report to the administrator of {host}.", say.Host("host", s.Host))
}

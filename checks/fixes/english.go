package fixes

// English words the steps in English. Titles are part of the outer contract.
var English = &Language{
	Name:     "en",
	Steps:    englishSteps,
	Fallback: englishFallback,
	NoCase:   englishNoCase,
	Why:      englishWhy,
	Fine:     englishFine,
	Seen:     englishSeen,
	Ask:      englishAsk,
	Contact:  englishContact,
}

var englishFallback = map[string]string{
	"host":       "the server",
	"use":        "the name that your provider gives for it",
	"port":       "the one your provider gives",
	"encryption": "what your provider gives",
	"presented":  "the names your provider gives",
	"issuer":     "the authority your provider names",
	"thumbprint": "what your provider names",
	"incoming":   "incoming mail server",
	"outgoing":   "outgoing mail server (SMTP)",
	"either":     "incoming or outgoing mail server",
}

var englishSteps = [Count]Text{
	{
		Title: "Verify the certificate details",
		Actions: []string{
			"When the warning appears, click View Certificate.",
			"General tab: read “Issued to”, “Issued by” and “Valid from … to …”.",
			"Details tab: read Subject Alternative Name (all names) and Thumbprint.",
			"Compare them with this report; if one differs, this PC is shown another certificate than we are.",
		},
		NewOutlook: "it does not show the certificate; go by this report, or look from Outlook (classic).",
		Short:      "In the warning: View Certificate > General and Details.",
	},
	{
		Title: "Check incoming and outgoing server names",
		Actions: []string{
			"File > Account Settings > Account Settings > Email tab.",
			"Select the account and click Change (or Repair, then the advanced options).",
			"Enter {use} as the {side}.",
			"Next > Finish, then restart Outlook.",
			"Outlook does not start? Control Panel > Mail (Microsoft Outlook) > Email Accounts.",
		},
		NewOutlook: "Settings (gear) > Accounts > Email accounts > Manage > Advanced settings.",
		Short:      "File > Account Settings > Account Settings > Change: look at the server names.",
		Generic: []string{
			"Open the settings of the program that connects.",
			"Enter {use} as the server.",
		},
	},
	{
		Title: "Ensure SSL/TLS encryption settings are correct",
		Actions: []string{
			"File > Account Settings > Server Settings, and there the {side}.",
			"Port: {port}.",
			"Encryption method: {encryption}.",
			"Save, then restart Outlook.",
			"Older versions: Account Settings > Change > More Settings > Advanced tab.",
		},
		NewOutlook: "Settings (gear) > Accounts > Email accounts > Manage > Advanced settings.",
		Short:      "File > Account Settings > Server Settings: port {port}, encryption method {encryption}.",
		Generic: []string{
			"Open the settings of the program that connects.",
			"Port: {port}. Encryption: {encryption}.",
		},
	},
	{
		Title: "Update Windows 11 root certificates",
		Actions: []string{
			"Settings > Windows Update > Check for updates.",
			"Install what is offered, also under Advanced options > Optional updates.",
			"Restart the PC.",
			"Windows fetches new root certificates by itself when it meets them: ask IT whether the PC may reach Microsoft for that (ctldl.windowsupdate.com) and no policy forbids it.",
		},
		NewOutlook: "for IMAP accounts Microsoft's service makes the check, so the roots on this PC do not count.",
		Short:      "Settings > Windows Update > Check for updates, then restart.",
	},
	{
		Title: "Update Outlook and Office",
		Actions: []string{
			"File > Office Account (or Account).",
			"Update Options > Update Now.",
			"Close Outlook while the update is installed, then start it again.",
		},
		NewOutlook: "Microsoft Store > Library (or Downloads) > Get updates.",
		Short:      "File > Office Account > Update Options > Update Now.",
	},
	{
		Title: "Check system date and time",
		Actions: []string{
			"Settings > Time & language > Date & time.",
			"Switch on “Set time automatically” and “Set time zone automatically”.",
			"Click Sync now.",
			"Compare with a phone, then restart Outlook.",
		},
		Short: "Settings > Time & language > Date & time > Sync now; compare with a phone.",
		Generic: []string{
			"Compare the clock of the machine that connects with a phone.",
			"Let it set its time automatically.",
		},
	},
	{
		Title: "Remove and re-add the email account",
		Actions: []string{
			"Gentler, and enough as a rule: Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add, and set the account up in the new profile.",
			"Else: File > Account Settings > Account Settings, select the account, Remove.",
			"Restart Outlook, then File > Add Account.",
			"Enter {use} as the {side}; port {port}, encryption {encryption}.",
		},
		NewOutlook: "Settings (gear) > Accounts > Email accounts > Manage > Remove, then Add account.",
		Short:      "Control Panel > Mail (Microsoft Outlook) > Show Profiles > Add: a new profile for a test.",
		Caution: "With a POP account the mail may exist on this PC only: export it first (File > Open & Export > Import/Export). " +
			"IMAP and Exchange mail comes back by itself; folders kept on this PC only and local rules do not.",
	},
	{
		Title: "Temporarily disable antivirus email scanning",
		Actions: []string{
			"Open the protection program of this PC and find its mail or SSL/TLS scanning (Mail Shield, email protection, encrypted connections).",
			"Switch off that part alone.",
			"Restart Outlook and look whether the warning is gone.",
			"Switch it on again.",
			"If that was it: add an exception for {host} there, or let the program install its root certificate again.",
		},
		Short: "In the protection program: mail or SSL/TLS scanning off for one minute, restart Outlook, on again.",
		Caution: "Switch off only the mail scanning, only for the minute of the test, and on again afterwards. " +
			"On a company PC ask IT first.",
	},
	{
		Title: "Accept the certificate only if you trust the server",
		Actions: []string{
			"In the warning, click View Certificate.",
			"Have whoever runs {host} read out the thumbprint, by telephone or in person, and compare it: {thumbprint}.",
			"Only if it is the same, click Yes.",
		},
		NewOutlook: "a certificate cannot be accepted there.",
		Short:      "View Certificate, compare the thumbprint {thumbprint}, and only then Yes.",
		Caution: "Only for a server of your own, and only after comparing the thumbprint with its owner. " +
			"Never on a foreign or public network, or when a password was asked for just now: whoever accepts the wrong certificate hands over password and mail.",
	},
	{
		Title: "Contact your email provider or administrator",
		Actions: []string{
			"Send them this answer, with the exact words of the warning.",
			"Test Outlook again when they say that it is done.",
		},
		Short: "Send this report to whoever runs {host}.",
		Generic: []string{
			"Send this report to whoever runs {host}.",
			"Check again when they say that it is done.",
		},
	},
}

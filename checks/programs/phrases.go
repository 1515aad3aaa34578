package programs

import "certdesk/checks/say"

// Lines that several programs share.
func viewCertificate(*values) say.Text {
	return say.S("When the warning appears, select View Certificate.")
}

func openSettings(*values) say.Text {
	return say.S("Open the settings of the program that connects.")
}

func compareFields(*values) say.Text {
	return say.S("Compare them with this report. If anything differs, this PC does not see the same certificate as certdesk.")
}

func namesAndDates(*values) say.Text {
	return say.S("The server name in the account must be one of these names, and today must be between the two dates.")
}

func sameAsBefore(*values) say.Text {
	return say.S("Enter the same servers, ports and encryption methods as before.")
}

func usualIMAP(*values) say.Text {
	return say.S("Usual for IMAP: port 993 with SSL/TLS, or 143 with STARTTLS.")
}

func usualPOP(*values) say.Text {
	return say.S("Usual for POP: port 995 with SSL/TLS, or 110 with STARTTLS.")
}

func usualSMTP(*values) say.Text {
	return say.S("Usual for sending: port 465 with SSL/TLS, or 587 with STARTTLS.")
}

func onlyUsual(*values) say.Text {
	return say.S("These are only the usual values. If your provider gives others, use those.")
}

func saveThere(*values) say.Text {
	return say.S("Save.")
}

func compareDetails(*values) say.Text {
	return say.S("Compare “Issued to”, “Issued by”, the two dates and the fingerprint with this report.")
}

// The names that sentences have for programs without a name of their own.
var (
	theBrowser = say.P("program", "the browser")
	theMailApp = say.P("program", "the mail app")
)

// named is the name of a program, which is the same in all languages.
func named(name string) say.Text { return say.Only(say.Term("name", name)) }

// usual is the path to the settings with the rows of convention (RFC 8314 section
// 3), which are told as such where no server was checked.
func usual(path ...line) []line {
	return append(path, usualIMAP, usualPOP, usualSMTP, onlyUsual)
}

func side(v *values) say.Arg {
	switch v.Protocol {
	case "imap", "pop3":
		return say.Sub("side", say.P("side", "incoming mail server"))
	case "smtp":
		return say.Sub("side", say.P("side", "outgoing mail server (SMTP)"))
	}
	return say.Sub("side", say.P("side", "incoming or outgoing mail server"))
}

func serverName(v *values) say.Text {
	if v.Use == "" {
		return say.S("Enter the server name from your email provider as the {side}.", side(v))
	}
	return say.S("Enter {use} as the {side}.", say.Host("use", v.Use), side(v))
}

// portAndEncryption are both in one line.
func portAndEncryption(v *values) say.Text {
	if v.Port == 0 {
		return say.S("Use the port and the encryption method from your provider.")
	}
	return say.S("Port: {port}. Encryption: {encryption}.", say.Port("port", v.Port), say.Term("encryption", v.Encryption))
}

// portWithSSL is for programs that have a switch and no methods: they take what the
// port is for.
func portWithSSL(v *values) say.Text {
	if v.Port == 0 {
		return say.S("Use the port from your provider, and turn SSL/TLS on.")
	}
	return say.S("Port: {port}. SSL/TLS: on.", say.Port("port", v.Port))
}

// asBefore are the settings of an account that is set up again.
func asBefore(v *values) say.Text {
	switch {
	case v.Port == 0 && v.Use == "":
		return say.S("Use the server name, port and encryption method from your email provider.")
	case v.Port == 0:
		return say.Join(serverName(v), say.S("Use the port and encryption method from your email provider."))
	}
	return say.Join(serverName(v), portAndEncryption(v))
}

func askForThumbprint(v *values) say.Text {
	if v.Host == "" {
		return say.S("Ask the administrator of the server for the thumbprint, by phone or in person.")
	}
	return say.S("Ask the administrator of {host} for the thumbprint, by phone or in person.", say.Host("host", v.Host))
}

func compareThumbprint(v *values) say.Text {
	if v.Thumbprint == "" {
		return say.S("Compare it with the one in the warning.")
	}
	return say.S("It must be {thumbprint}.", say.Code("thumbprint", v.Thumbprint))
}

func askAndCompare(v *values) say.Text { return say.Join(askForThumbprint(v), compareThumbprint(v)) }

func sendReport(v *values) say.Text {
	if v.Host == "" {
		return say.S("Send this report to the administrator of the server.")
	}
	return say.S("Send this report to the administrator of {host}.", say.Host("host", v.Host))
}

func restart(v *values) say.Text { return say.S("Save, then restart {program}.", v.program) }

func restartAndCheck(v *values) say.Text {
	return say.S("Restart {program} and check if the warning is gone.", v.program)
}

func testAgain(v *values) say.Text {
	return say.S("When it is fixed, test {program} again.", v.program)
}

func exception(v *values) say.Text {
	if v.Host == "" {
		return say.S("If the warning was gone: add an exception for the mail server in the antivirus program, or reinstall its root certificate from its settings.")
	}
	return say.S("If the warning was gone: add an exception for {host} in the antivirus program, or reinstall its root certificate from its settings.", say.Host("host", v.Host))
}

// restartIt: the settings are kept without a button.
func restartIt(v *values) say.Text { return say.S("Restart {program}.", v.program) }

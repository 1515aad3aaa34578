package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// titles are part of the outer contract, and those of Outlook for Windows, in the order
// of the numbers.
var titles = [checks.StepCount]say.Text{
	say.S("Verify the certificate details"),
	say.S("Check incoming and outgoing server names"),
	say.S("Ensure SSL/TLS encryption settings are correct"),
	say.S("Update Windows 11 root certificates"),
	say.S("Update Outlook and Office"),
	say.S("Check system date and time"),
	say.S("Remove and re-add the email account"),
	say.S("Temporarily disable antivirus email scanning"),
	say.S("Accept the certificate only if you trust the server"),
	say.S("Contact your email provider or administrator"),
}

// Title is the title of a step by its number, nothing for any other number.
func Title(number int) say.Text {
	if number < 1 || number > checks.StepCount {
		return nil
	}
	return titles[number-1]
}

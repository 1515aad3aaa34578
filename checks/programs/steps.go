package programs

import "certdesk/checks/say"

// Count is how many steps there are; their numbers run from 1.
const Count = 10

// The steps by their numbers.
const (
	verify    = 1
	names     = 2
	settings  = 3
	roots     = 4
	update    = 5
	clock     = 6
	readd     = 7
	antivirus = 8
	accept    = 9
	contact   = 10
)

// titles are part of the outer contract, and those of Outlook for Windows.
var titles = [Count]say.Text{
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
	if number < 1 || number > Count {
		return nil
	}
	return titles[number-1]
}

package checks

import "certdesk/checks/say"

// ProgramSlot is the slot of a sentence in which the reader's own mail program stands.
// A finding does not depend on the program, so one report serves all readers:
// MailProgram fills the slot at first, and say.Text.With replaces that once the
// reader's own program is known.
const ProgramSlot = "program"

// MailProgram is the value of ProgramSlot until the reader's own is known: Outlook,
// which most readers have.
func MailProgram() say.Arg { return say.Term(ProgramSlot, "Outlook") }

// DeviceSlot is the slot of a sentence in which the device stands that the reader's
// mail program runs on ("PC", "phone"). It is replaced together with ProgramSlot.
const DeviceSlot = "device"

// Device is the value of DeviceSlot until the reader's program is known: "PC".
func Device() say.Arg { return say.Sub(DeviceSlot, say.P("device", "PC")) }

// Case is what click paths use of one case (package programs), so that they can be
// worded for another program without another check. An empty field is not known.
type Case struct {
	// ReachedBy is the kind of program that connects there.
	ReachedBy ReachedBy `json:"reached_by,omitempty"`
	// Length is how much of each path is shown.
	Length PathLength `json:"length,omitempty"`
	Host   string     `json:"host,omitempty"`
	// Protocol is the service's, by its name in the registry: "imap".
	Protocol string `json:"protocol,omitempty"`
	// Use is the server name to enter instead: tried, and it passes.
	Use string `json:"use,omitempty"`
	// Port and Encryption are the row for the account, where one was seen to work;
	// 0 and "" otherwise.
	Port       int    `json:"port,omitempty"`
	Encryption string `json:"encryption,omitempty"`
	// Thumbprint is the certificate's SHA-1 in hex, as Windows shows it.
	Thumbprint string `json:"thumbprint,omitempty"`
}

// ReachedBy is the kind of program that connects to a server.
type ReachedBy string

// The kinds of programs.
const (
	ByMailProgram ReachedBy = ""
	// ByBrowser: a web server, which is never a mail account.
	ByBrowser ReachedBy = "browser"
	// ByOther: a database, a chat server: what connects there is not known.
	ByOther ReachedBy = "other"
)

// PathLength is how much of a click path is shown.
type PathLength string

// The lengths.
const (
	WholePath PathLength = ""
	// ShortPath is one line: where to look.
	ShortPath PathLength = "short"
	// NoCase: no server was checked, so that the usual values are named.
	NoCase PathLength = "no-case"
)

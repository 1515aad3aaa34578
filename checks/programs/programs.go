package programs

import (
	"slices"
	"strings"
)

// table is all programs that can be chosen, in the order of menus. The first is
// that of most readers, and of all who have said nothing.
var table = []Program{
	outlook,
	newOutlook,
	outlookMac,
	outlookMobile,
	appleMail,
	ios,
	thunderbird,
	android,
	emClient,
	browser,
	other,
}

// All are the programs that can be chosen, in the order of menus.
func All() []Program { return slices.Clone(table) }

// Default is the program of whoever has said nothing: Outlook for Windows.
func Default() *Program { return &table[0] }

// Browser is what connects to a web server, Service what connects to a server that
// is none of mail's.
func Browser() *Program { return &browser }

// Service has what helps with any program that connects somewhere.
func Service() *Program { return &service }

// Lookup finds a program by its ID, in any case.
func Lookup(typed string) (*Program, bool) {
	for i := range table {
		if strings.EqualFold(string(table[i].ID), typed) {
			return &table[i], true
		}
	}
	return nil, false
}

// OfClient is the program that shows an error text, by the name that package
// errortext has for it; nil where that is none of them.
func OfClient(client string) *Program {
	for i := range table {
		if slices.Contains(table[i].clients, client) {
			return &table[i]
		}
	}
	return nil
}

// IDs are those of all programs, in the order of menus.
func IDs() []string {
	out := make([]string, len(table))
	for i := range table {
		out[i] = string(table[i].ID)
	}
	return out
}

package programs

import (
	"slices"
	"strings"
	"sync"
)

// table is all programs that can be chosen, in the order of menus, made when it is
// first asked for. The first is that of most readers, and of all who have said
// nothing.
var table = sync.OnceValue(func() []Program {
	return []Program{
		outlook(),
		newOutlook(),
		outlookMac(),
		outlookMobile(),
		appleMail(),
		ios(),
		thunderbird(),
		android(),
		emClient(),
		browser(),
		other(),
	}
})

// servers has what connects to servers that are none of mail's.
var servers = sync.OnceValue(service)

// All are the programs that can be chosen, in the order of menus.
func All() []Program { return slices.Clone(table()) }

// Default is the program of whoever has said nothing: Outlook for Windows.
func Default() *Program { return &table()[0] }

// Browser is what connects to a web server.
func Browser() *Program {
	p, _ := Lookup("browser")
	return p
}

// Service has what helps with any program that connects to a server that is none of
// mail's.
func Service() *Program {
	p := servers()
	return &p
}

// Lookup finds a program by its ID, in any case.
func Lookup(typed string) (*Program, bool) {
	all := table()
	for i := range all {
		if strings.EqualFold(string(all[i].ID), typed) {
			return &all[i], true
		}
	}
	return nil, false
}

// OfClient is the program that shows an error text, by the name that package
// errortext has for it; nil where that is none of them.
func OfClient(client string) *Program {
	all := table()
	for i := range all {
		if slices.Contains(all[i].clients, client) {
			return &all[i]
		}
	}
	return nil
}

// IDs are those of all programs, in the order of menus.
func IDs() []string {
	all := table()
	out := make([]string, len(all))
	for i := range all {
		out[i] = string(all[i].ID)
	}
	return out
}

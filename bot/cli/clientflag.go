package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"certdesk/bot/command"
	"certdesk/checks/programs"
)

// clientFlag is the mail program whose click paths are shown; nil where none was
// named.
type clientFlag struct{ program *programs.Program }

func (f *clientFlag) register(set *pflag.FlagSet) {
	ids := programs.IDs()
	set.Var(f, "client", "steps in the menus of this mail `PROGRAM`:\n"+brokenList(listed(ids), 57))
}

// String is the program's name, as package pflag wants it.
func (f *clientFlag) String() string {
	if f.program == nil {
		return ""
	}
	return string(f.program.ID)
}

// Type is what package pflag calls such a value.
func (f *clientFlag) Type() string { return "program" }

// Set reads a program by its name.
func (f *clientFlag) Set(typed string) error {
	p, ok := programs.Lookup(typed)
	if !ok {
		ids := programs.IDs()
		return fmt.Errorf("it takes %s; did you mean %s?", listed(ids), command.Nearest(typed, ids))
	}
	f.program = p
	return nil
}

// of is the program that was named, else the one whose message a text is, else that
// of most readers.
func (f *clientFlag) of(client string) *programs.Program {
	if f.program != nil {
		return f.program
	}
	if p := programs.OfClient(client); p != nil {
		return p
	}
	return programs.Default()
}

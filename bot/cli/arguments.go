package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"

	"certdesk/bot/command"
)

// HelpWanted is the error of --help: whoever called for the command prints its
// form, and then its flags.
type HelpWanted struct{ set *flag.FlagSet }

func (*HelpWanted) Error() string { return "help is wanted" }

// Parse reads flags wherever they stand among the arguments, and returns the
// other arguments. Errors are one sentence, or *helpWanted.
func Parse(set *flag.FlagSet, args []string) ([]string, error) {
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	var rest []string
	for {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, &HelpWanted{set}
			}
			return nil, inPlainWords(set, err)
		}
		left := set.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if done := len(args) - len(left); done > 0 && args[done-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// flagErrors are the messages of package flag, which has no error types.
var flagErrors = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(flag provided but not defined: -|flag needs an argument: -|invalid (?:boolean )?value (".*") for (?:flag )?-)([^:]*)`)
})

// examples are values that a flag takes.
var examples = map[string]string{
	"at-once": "16", "client": "thunderbird", "zone": "dmz",
	"at": "2026-11-23T12:00:00Z", "ca-file": "roots.pem", "color": "never", "concurrency": "64",
	"connect": "192.0.2.1:993", "crl": "list.crl", "depth": "quick", "file": "servers.txt", "lang": "de",
	"name": "imap.corp.com", "resolver": "192.0.2.53:53", "revocation": "off", "script": "conversation.txt", "seen": "issued-by=R11", "starttls": "imap",
	"timeout": "10s", "trust": "mozilla",
}

func inPlainWords(set *flag.FlagSet, err error) error {
	m := flagErrors().FindStringSubmatch(err.Error())
	if m == nil {
		return fmt.Errorf("%w; \"certdesk help %s\" lists the flags", err, set.Name())
	}
	value, name := m[2], m[3]
	switch {
	case strings.HasPrefix(m[1], "flag needs"):
		return fmt.Errorf("--%s needs a value; write for example --%s %s", name, name, examples[name])
	case value != "" && examples[name] == "":
		return fmt.Errorf("--%s takes no value such as %s; write --%s alone", name, value, name)
	case value != "":
		return fmt.Errorf("--%s cannot be %s; write for example --%s %s", name, value, name, examples[name])
	}
	var known []string
	set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	return fmt.Errorf("%s has no flag --%s; did you mean --%s? \"certdesk help %s\" lists them all",
		set.Name(), name, command.Nearest(name, known), set.Name())
}

// flagColumn is where the help of flags begins.
const flagColumn = 22

// Print lists the flags.
func (h *HelpWanted) Print(out io.Writer) {
	h.set.VisitAll(func(f *flag.Flag) {
		placeholder, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			usage += " (default " + f.DefValue + ")"
		}
		usage = strings.ReplaceAll(usage, "\n", "\n"+strings.Repeat(" ", len("  ")+flagColumn+len(" ")))
		fmt.Fprintf(out, "  %-*s %s\n", flagColumn, strings.TrimRight("--"+f.Name+" "+placeholder, " "), usage)
	})
}

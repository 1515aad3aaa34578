package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/checks/chain"
)

// shared are the flags of check and inspect.
type shared struct {
	json    bool
	name    string
	at      timeFlag
	caFiles listFlag
	trust   string
	color   string
	lang    string
}

func (f *shared) register(set *flag.FlagSet) {
	set.BoolVar(&f.json, "json", false, "print reports as JSON, one a line where there are several")
	set.StringVar(&f.name, "name", "", "the `NAME` to verify and to send as server name")
	set.Var(&f.at, "at", "judge for this `TIME`, such as 2026-11-23T12:00:00Z")
	set.Var(&f.caFiles, "ca-file", "trust the roots in this PEM `FILE` too; may be repeated")
	set.StringVar(&f.trust, "trust", "mozilla,system", "comma `LIST` of mozilla, system, none, or NAME=FILE")
	set.StringVar(&f.color, "color", "auto", "auto, always or never")
	set.StringVar(&f.lang, "lang", "en", "language of the answer; en so far")
}

// parse reads flags wherever they stand among the arguments, and returns the
// other arguments. Errors are one sentence; --help prints to out.
func parse(set *flag.FlagSet, out io.Writer, args []string) ([]string, error) {
	set.SetOutput(io.Discard)
	var rest []string
	for {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				set.SetOutput(out)
				fmt.Fprintf(out, "certdesk %s takes:\n", set.Name())
				set.PrintDefaults()
				return nil, err
			}
			return nil, fmt.Errorf("%w; \"certdesk %s --help\" lists the flags", err, set.Name())
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

// stores opens the trusted roots that --trust and --ca-file name.
func (f *shared) stores() ([]chain.Store, error) {
	var out []chain.Store
	for entry := range strings.SplitSeq(f.trust, ",") {
		name, file, named := strings.Cut(strings.TrimSpace(entry), "=")
		switch {
		case named:
			store, err := storeFile(name, file)
			if err != nil {
				return nil, err
			}
			out = append(out, store)
		case name == "mozilla":
			out = append(out, chain.Mozilla())
		case name == "system":
			out = append(out, chain.System())
		case name == "none", name == "":
		default:
			return nil, fmt.Errorf("--trust does not know %q; it takes mozilla, system, none, or NAME=FILE such as microsoft=roots.pem", name)
		}
	}
	for i, file := range f.caFiles {
		name := "ca-file"
		if i > 0 {
			name = fmt.Sprintf("ca-file-%d", i+1)
		}
		store, err := storeFile(name, file)
		if err != nil {
			return nil, err
		}
		out = append(out, store)
	}
	return out, nil
}

func storeFile(name, file string) (chain.Store, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return chain.Store{}, fmt.Errorf("the roots in %q cannot be read: %s; name a PEM file", file, reason(err))
	}
	store, err := chain.FromPEM(name, data)
	if err != nil {
		return chain.Store{}, fmt.Errorf("the roots in %q cannot be used: %w", file, err)
	}
	return store, nil
}

// reason is a file error in plain words.
func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, os.ErrPermission):
		return "its permissions do not allow it"
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// style is how to show replies on w.
func (f *shared) style(w io.Writer) (console.Style, error) {
	style := console.Style{Unicode: unicodeLocale(os.Getenv)}
	file, ok := w.(*os.File)
	terminal := ok && term.IsTerminal(int(file.Fd()))
	if terminal {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			style.Width = width
		}
	}
	switch f.color {
	case "auto":
		style.Color = terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	case "always":
		style.Color = true
	case "never":
	default:
		return style, fmt.Errorf("--color does not know %q; it takes auto, always or never", f.color)
	}
	return style, nil
}

// unicodeLocale tells whether the locale's encoding is UTF-8. Nothing set means
// a bare container, whose terminal is somebody's modern one.
func unicodeLocale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}

type listFlag []string

func (l *listFlag) String() string     { return strings.Join(*l, ",") }
func (l *listFlag) Set(s string) error { *l = append(*l, s); return nil }

type timeFlag struct{ time.Time }

func (t *timeFlag) String() string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func (t *timeFlag) Set(s string) error {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return errors.New("a time is written like 2026-11-23T12:00:00Z")
	}
	t.Time = at
	return nil
}

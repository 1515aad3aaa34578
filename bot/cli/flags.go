package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"certdesk/adapters/console"
	"certdesk/checks/phrasebook"
	"certdesk/checks/revocation"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Flags are the flags of check and inspect.
type Flags struct {
	json    bool
	name    string
	at      timeFlag
	caFiles listFlag
	trust   string
	// revocation is the mode, crls are files of lists.
	revocation string
	crls       listFlag
	strict     bool
	color      string
	Lang       string
}

func (f *Flags) register(set *pflag.FlagSet) {
	set.BoolVar(&f.json, "json", false, "JSON, one object an endpoint, one a line")
	set.StringVar(&f.name, "name", "", "the `NAME` to verify")
	set.Var(&f.at, "at", "judge for this `TIME`, such as "+examples["at"])
	set.BoolVar(&f.strict, "strict", false, "warn of each departure from RFC 5280 and the CA/Browser\nForum's rules, also where mail clients do not mind")
	f.registerTrust(set)
	f.registerStyle(set)
}

func (f *Flags) registerRevocation(set *pflag.FlagSet) {
	set.StringVar(&f.revocation, "revocation", "soft", "`MODE`: off, soft (no answer is information) or hard (no\nanswer is a fault)")
	set.Var(&f.crls, "crl", "go by the revocation lists in this `FILE` too, PEM or DER;\nrepeatable")
}

func (f *Flags) checkRevocation() error {
	switch revocation.Mode(f.revocation) {
	case revocation.Off, revocation.Soft, revocation.Hard:
		return nil
	}
	return doesNotKnow("revocation", f.revocation, "off", "soft", "hard")
}

// revocationLists reads the files of --crl.
func (f *Flags) revocationLists() ([][]byte, error) {
	var out [][]byte
	for _, name := range f.crls {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		lists, err := revocation.ParseCRLs(data)
		if err != nil {
			return nil, refuse(say.S("there is no revocation list in \"{file}\"; it takes PEM ({begin}) or DER", say.Foreign("file", name), say.Code("begin", "-----BEGIN X509 CRL-----")))
		}
		out = append(out, lists...)
	}
	return out, nil
}

func (f *Flags) registerTrust(set *pflag.FlagSet) {
	set.Var(&f.caFiles, "ca-file", "trust the roots in this `PEM` file too; repeatable")
	set.StringVar(&f.trust, "trust", "mozilla,system", "comma `LIST` of mozilla, system, none, or NAME=FILE\nfor a store of your own")
}

// registerStyle offers the flags by which Style and Book go: --color and --lang.
func (f *Flags) registerStyle(set *pflag.FlagSet) {
	set.StringVar(&f.color, "color", "auto", "`WHEN` to colour: auto, always or never; NO_COLOR is\nheeded")
	f.registerLang(set)
}

// RegisterTalk offers the same for a conversation, which is in the language of whoever
// sits there, as the environment tells it, unless --lang says another.
func (f *Flags) RegisterTalk(set *pflag.FlagSet) {
	f.registerStyle(set)
	lang := set.Lookup("lang")
	lang.DefValue = localeLanguage(os.Getenv)
	f.Lang = lang.DefValue
}

// localeLanguage is the language of the messages of programs, if it is one of ours; else
// English. The first of the three that is set decides (POSIX.1, 8.2).
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		language, _, _ := strings.Cut(locale, "_") // de_DE.UTF-8@euro
		language, _, _ = strings.Cut(language, ".")
		language, _, _ = strings.Cut(language, "@")
		if language = strings.ToLower(language); slices.Contains(phrasebook.Languages(), language) {
			return language
		}
		break
	}
	return "en"
}

// offerStyle and offerRevocation complete their values in a shell.
func (f *Flags) offerStyle(cmd *cobra.Command) {
	offer(cmd, "color", "auto", "always", "never")
	offer(cmd, "lang", phrasebook.Languages()...)
}

func (f *Flags) offerRevocation(cmd *cobra.Command) {
	offer(cmd, "revocation", string(revocation.Off), string(revocation.Soft), string(revocation.Hard))
}

func (f *Flags) registerLang(set *pflag.FlagSet) {
	set.StringVar(&f.Lang, "lang", "en", "`LANGUAGE` of the answer: "+strings.Join(phrasebook.Languages(), ", "))
}

// Style is how to show replies on w.
func (f *Flags) Style(w io.Writer) (console.Style, error) {
	style, err := console.Detect(w, f.color, os.Getenv)
	if err != nil {
		return style, doesNotKnow("color", f.color, "auto", "always", "never")
	}
	return style, nil
}

// speaker words texts in the language of --lang, in English where it is not known.
func (f *Flags) speaker() *phrasebook.Book {
	book, err := f.Book()
	if err != nil {
		return nil
	}
	return book
}

// Book is what says the answers in the language of --lang.
func (f *Flags) Book() (*phrasebook.Book, error) {
	book, err := phrasebook.In(f.Lang)
	if err != nil {
		return nil, doesNotKnow("lang", f.Lang, phrasebook.Languages()...)
	}
	return book, nil
}

// verifyName is the name of --name as certificates spell it, "" for none.
func (f *Flags) verifyName() (string, error) {
	if f.name == "" {
		return "", nil
	}
	t, err := target.Parse(f.name)
	if err != nil || t.Port != 0 || t.Mailbox != "" {
		return "", refuse(say.S("--name \"{word}\" is not a server name; write it like {example}", say.Foreign("word", f.name), say.Code("example", examples["name"])))
	}
	return t.Host, nil
}

// listFlag is a flag that may be repeated.
type listFlag []string

func (l *listFlag) String() string     { return strings.Join(*l, ",") }
func (l *listFlag) Set(s string) error { *l = append(*l, s); return nil }
func (l *listFlag) Type() string       { return "list" }

// timeFlag is a moment in RFC 3339.
type timeFlag struct{ time.Time }

func (t *timeFlag) String() string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Type is what package pflag calls such a value.
func (t *timeFlag) Type() string { return "time" }

func (t *timeFlag) Set(s string) error {
	for _, layout := range [...]string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			t.Time = at
			return nil
		}
	}
	return errors.New("neither RFC 3339 nor a date")
}

// listed joins names as a sentence does: "a", "a and b", "a, b and c".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// brokenList puts a line break into a list that is longer than a line.
func brokenList(list string, width int) string {
	if cut := strings.LastIndexByte(list[:min(width, len(list))], ' '); len(list) > width && cut > 0 {
		return list[:cut] + "\n" + list[cut+1:]
	}
	return list
}

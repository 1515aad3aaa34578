// Command complete writes what the source says and a catalogue lacks into the
// catalogue, with an empty translation for somebody to fill in. It is run by
// go generate ./checks/phrasebook.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/leonelquinteros/gotext"

	"certdesk/checks/phrasebook/keys"
)

func main() {
	if err := complete("../..", "po", os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "complete:", err)
		os.Exit(1)
	}
}

// complete tells the log how many entries of a catalogue want a translation.
func complete(root, catalogues string, log io.Writer) error {
	said, wrong := keys.Find(root)
	if len(wrong) > 0 {
		return wrong[0]
	}
	files, err := filepath.Glob(filepath.Join(catalogues, "*.po"))
	if err != nil {
		return fmt.Errorf("looking for catalogues: %w", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("reading a catalogue: %w", err)
		}
		po := gotext.NewPo()
		po.Parse(data)
		plain, phrases := po.GetDomain().GetTranslations(), po.GetDomain().GetCtxTranslations()
		var missing strings.Builder
		n := 0
		for _, k := range said {
			if k.Context == "" && plain[k.English] != nil || k.Context != "" && phrases[k.Context][k.English] != nil {
				continue
			}
			missing.WriteString(entry(k))
			n++
		}
		if n == 0 {
			continue
		}
		out := strings.TrimRight(string(data), "\n") + "\n" + missing.String()
		if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
			return fmt.Errorf("writing a catalogue: %w", err)
		}
		fmt.Fprintf(log, "%s: %d entries want a translation\n", file, n)
	}
	return nil
}

// entry names no file and line, which would be others with the next commit.
func entry(k keys.Key) string {
	var b strings.Builder
	b.WriteString("\n")
	if k.Context != "" {
		fmt.Fprintf(&b, "msgctxt %s\n", strconv.Quote(k.Context))
	}
	fmt.Fprintf(&b, "msgid %s\n", quoted(k.English))
	if k.Plural == "" {
		b.WriteString("msgstr \"\"\n")
		return b.String()
	}
	fmt.Fprintf(&b, "msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", quoted(k.Plural))
	return b.String()
}

// quoted leaves letters of all scripts as they are.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

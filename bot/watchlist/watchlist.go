// Package watchlist reads and writes lists of watches as people keep them: CSV
// for spreadsheets, YAML for a repository. The same file serves
// CERTDESK_WATCH_FILE, certdesk store import, and certdesk check --file.
//
//	watches:
//	  - channel: slack:C024BE7LH
//	    target: mail.corp.com:993
//	    warn: [30, 14, 7]
//	    note: renew with the hoster
//
// In CSV the same names stand in the first line, in any order; only target is
// needed. YAML is read with goccy/go-yaml, which is kept up (yaml.v3 is not).
package watchlist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"certdesk/bot"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// maxList bounds a list in bytes.
const maxList = 32 << 20

// Is tells by its name whether a file is such a list.
func Is(name string) bool { return slices.Contains([]string{".csv", ".yaml", ".yml"}, ext(name)) }

func ext(name string) string { return strings.ToLower(filepath.Ext(name)) }

// row is a watch as it is written.
type row struct {
	Channel string `yaml:"channel,omitempty"`
	Target  string `yaml:"target"`
	Warn    []int  `yaml:"warn,omitempty,flow"`
	Note    string `yaml:"note,omitempty"`
	Owner   string `yaml:"owner,omitempty"`
	Added   string `yaml:"added,omitempty"`
	Snoozed string `yaml:"snoozed_until,omitempty"`
}

// columns of CSV, in the order in which they are written.
var columns = [...]string{"channel", "target", "warn", "note", "owner", "added", "snoozed_until"}

// unread says why a list cannot be read: a phrase that goes on behind a colon and has
// no full stop.
func unread(why say.Text) error { return say.Fail(why) }

// inEntry tells which entry of a list it is.
func inEntry(n int, word string, err error) error {
	entry := say.Count("n", n)
	why := say.P("not a list", "it is no server")
	if known := (*say.Error)(nil); errors.As(err, &known) {
		why = known.Said()
	}
	if bad := (*target.Error)(nil); errors.As(err, &bad) {
		why = bad.Why
	}
	return unread(say.P("not a list", "entry {n}, “{word}”: {why}", entry, say.Foreign("word", word), say.Sub("why", why)))
}

// Read reads a list in the format that the file's name says. What is wrong with
// the list is a *say.Error that names the entry or the line; any other error is that
// of reading.
func Read(name string, from io.Reader) ([]bot.Watch, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxList+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(data) > maxList {
		return nil, unread(say.P("not a list", "it is larger than {n} MiB", say.Count("n", maxList>>20)))
	}
	var rows []row
	if ext(name) == ".csv" {
		rows, err = readCSV(data)
	} else {
		rows, err = readYAML(data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out := make([]bot.Watch, 0, len(rows))
	for i, r := range rows {
		w, err := r.watch()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, inEntry(i+1, r.Target, err))
		}
		out = append(out, w)
	}
	return out, nil
}

// ReadFile reads the list in a file.
func ReadFile(path string) ([]bot.Watch, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return Read(path, file)
}

func readYAML(data []byte) ([]row, error) {
	var list struct {
		Watches []row `yaml:"watches"`
	}
	err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&list)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, unread(yamlTrouble(err))
	}
	return list.Watches, nil
}

// yamlTrouble says where a list is not as it should be. The library's own words
// are English.
func yamlTrouble(err error) say.Text {
	at := (yaml.Error)(nil)
	if !errors.As(err, &at) || at.GetToken() == nil || at.GetToken().Position == nil {
		return say.P("not a list", "it is no list of watches")
	}
	line := say.Count("n", at.GetToken().Position.Line)
	if unknown := (*yaml.UnknownFieldError)(nil); errors.As(err, &unknown) {
		return say.P("not a list", "line {n}: there is no field “{word}”, only {names}", line, say.Foreign("word", at.GetToken().Value),
			say.Codes("names", len(columns), columns[:]))
	}
	return say.P("not a list", "line {n}: this is no list of watches", line)
}

// csvTrouble is the same for the other format.
func csvTrouble(err error) error {
	if at := (*csv.ParseError)(nil); errors.As(err, &at) {
		return unread(say.P("not a list", "line {n}: the columns or the quotation marks do not match", say.Count("n", at.Line)))
	}
	return fmt.Errorf("reading CSV: %w", err)
}

func readCSV(data []byte) ([]row, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, csvTrouble(err)
	}
	place := make(map[string]int)
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(columns[:], name) {
			return nil, unread(say.P("not a list", "there is no column “{word}”, only {names}", say.Foreign("word", name), say.Codes("names", len(columns), columns[:])))
		}
		place[name] = i
	}
	if _, ok := place["target"]; !ok {
		return nil, unread(say.P("not a list", "the first line names no column {column}", say.Code("column", "target")))
	}
	var out []row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, csvTrouble(err)
		}
		cell := func(name string) string {
			if i, ok := place[name]; ok {
				return plainCell(strings.TrimSpace(cells[i]))
			}
			return ""
		}
		one := row{Channel: cell("channel"), Target: cell("target"), Note: cell("note"), Owner: cell("owner"), Added: cell("added"), Snoozed: cell("snoozed_until")}
		for word := range strings.FieldsFuncSeq(cell("warn"), func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
			n, err := strconv.Atoi(word)
			if err != nil {
				return nil, inEntry(len(out)+1, one.Target, unread(say.P("not a list", "“{word}” is not a number of days from 1 to 365", say.Foreign("word", word))))
			}
			one.Warn = append(one.Warn, n)
		}
		out = append(out, one)
	}
}

// maxNote is as long as a note may be.
const maxNote = 200

func (r row) watch() (bot.Watch, error) {
	var w bot.Watch
	t, err := target.Parse(r.Target)
	if err != nil {
		return w, fmt.Errorf("reading an entry: %w", err)
	}
	if t.Mailbox != "" {
		return w, unread(say.P("not a list", "this is a mailbox, but only servers can be watched"))
	}
	w.Target = t
	if r.Channel != "" {
		place, ok := bot.ParsePlace(r.Channel)
		if !ok {
			return w, unread(say.P("not a list", "“{word}” is not a channel such as {slack} or {discord}", say.Foreign("word", r.Channel),
				say.Code("slack", "slack:C024BE7LH"), say.Code("discord", "discord:80351110224678912")))
		}
		w.Place = place
	}
	for _, days := range r.Warn {
		if days < 1 || days > 365 {
			return w, unread(say.P("not a list", "“{word}” is not a number of days from 1 to 365", say.Foreign("word", strconv.Itoa(days))))
		}
	}
	w.Warn = slices.Clone(r.Warn)
	slices.Sort(w.Warn)
	slices.Reverse(w.Warn)
	w.Warn = slices.Compact(w.Warn)
	w.Note, w.OwnerName = say.Clean(r.Note, maxNote), say.Clean(r.Owner, maxNote)
	for _, at := range []struct {
		text string
		to   *time.Time
	}{{r.Added, &w.Added}, {r.Snoozed, &w.SnoozedUntil}} {
		if at.text == "" {
			continue
		}
		if *at.to, err = time.Parse(time.RFC3339, at.text); err != nil {
			return w, unread(say.P("not a list", "“{word}” is not a time such as {example}", say.Foreign("word", at.text), say.Code("example", "2026-11-30T12:00:00Z")))
		}
	}
	return w, nil
}

// Write writes a list in the format that the file's name says.
func Write(name string, to io.Writer, watches []bot.Watch) error {
	rows := make([]row, 0, len(watches))
	for i := range watches {
		rows = append(rows, rowOf(&watches[i]))
	}
	if ext(name) != ".csv" {
		data, err := yaml.Marshal(struct {
			Watches []row `yaml:"watches"`
		}{rows})
		if err == nil {
			_, err = to.Write(data)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		return nil
	}
	w := csv.NewWriter(to)
	w.Write(columns[:]) // the error stays until Flush
	for _, r := range rows {
		var days []string
		for _, d := range r.Warn {
			days = append(days, strconv.Itoa(d))
		}
		w.Write([]string{r.Channel, r.Target, strings.Join(days, " "), inertCell(r.Note), inertCell(r.Owner), r.Added, r.Snoozed})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

func rowOf(w *bot.Watch) row {
	r := row{Channel: w.Place.Written(), Target: w.Name(), Warn: w.Warn, Note: w.Note, Owner: w.OwnerName}
	if !w.Added.IsZero() {
		r.Added = w.Added.UTC().Format(time.RFC3339)
	}
	if !w.SnoozedUntil.IsZero() {
		r.Snoozed = w.SnoozedUntil.UTC().Format(time.RFC3339)
	}
	return r
}

// inertCell keeps a spreadsheet from taking text for a formula (CWE-1236);
// plainCell takes that back.
func inertCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t'", rune(s[0])) {
		return "'" + s
	}
	return s
}

func plainCell(s string) string { return strings.TrimPrefix(s, "'") }

package command

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Watch is /certwatch VERB …, for the channel in which it is typed.
type Watch struct {
	// Verb is one of watchVerbs.
	Verb   string
	Target checks.Target
	// Warn are the days before the end at which to tell, most first; nil: as
	// usual.
	Warn []int
	// Note is what to know when it ends; NoNote takes away what was noted before.
	Note   string
	NoNote bool
	// For is how long to snooze; 0 ends that.
	For time.Duration
	// All: every watch of the channel is meant, and no target.
	All bool
	// List is what was pasted behind "import".
	List string
	// Schedule is when the digest is due; nil switches it off. WhenNeeded: only
	// if there is something to tell.
	Schedule   *bot.Schedule
	WhenNeeded bool
	// Quiet are hours without alerts; nil switches them off.
	Quiet *bot.Quiet
}

func (Watch) command() {}

const watchExample = "/certwatch add mail.corp.com"

// watchVerbs, with an example each.
var watchVerbs = []struct{ name, example string }{
	{"add", watchExample + ":993 warn 30,14,7,1 note renew with the hoster"},
	{"list", "/certwatch list"},
	{"show", "/certwatch show mail.corp.com"},
	{"remove", "/certwatch remove mail.corp.com"},
	{"snooze", "/certwatch snooze mail.corp.com 7d"},
	{"import", "/certwatch import mail.corp.com:993, imap.corp.com:993"},
	{"schedule", "/certwatch schedule \"weekdays 09:00 Europe/Berlin\""},
	{"quiet", quietExample},
	{"digest", "/certwatch digest"},
	{"export", "/certwatch export"},
	{"help", "/certwatch help"},
}

// Bounds of what may be asked.
const (
	maxWarnDays = 365
	maxWarnings = 10
	maxNote     = 200
	maxSnooze   = 365 * 24 * time.Hour
	maxNumber   = 10_000
)

func parseWatch(text string, options map[string]string) (Command, error) {
	verb, rest := cutWord(text)
	if v := options["verb"]; v != "" { // a subcommand with typed options
		verb, rest = v, rest+optionWords(options)
	}
	verb, rest = inEnglish(strings.ToLower(verb), rest)
	if helpWords[verb] {
		return Help{Topic: "certwatch"}, nil
	}
	switch verb {
	case "":
		return nil, usage("/certwatch list", say.S("Choose what to do with the watches of this channel: add, list, show, remove, snooze, schedule, quiet, digest, export or import."))
	case "delete", "rm", "del", "unwatch":
		verb = "remove"
	case "unsnooze", "unmute", "unpause", "resume":
		verb, rest = "snooze", strings.TrimSpace(rest+" off")
	}
	if !isWatchVerb(verb) {
		return nil, noVerb(verb, rest, text)
	}
	w := Watch{Verb: verb}
	_, typedApart := options["note"]
	if err := w.read(rest, typedApart); err != nil {
		return nil, err
	}
	return w, nil
}

// read takes what stands behind the verb. noteApart is as for addOptions.
func (w *Watch) read(rest string, noteApart bool) (err error) {
	switch w.Verb {
	case "add":
		if rest, err = w.addOptions(rest, noteApart); err != nil {
			return err
		}
		return w.target(rest)
	case "remove":
		if w.All = allWords[bare(rest)]; w.All {
			return nil
		}
		return w.target(rest)
	case "show":
		return w.target(rest)
	case "snooze":
		return w.snooze(rest)
	case "schedule":
		rest, w.WhenNeeded = cutWhenNeeded(rest)
		w.Schedule, err = ParseSchedule(rest)
		return err
	case "quiet":
		w.Quiet, err = parseQuiet(rest)
		return err
	case "import":
		w.List = rest
		return nil
	}
	if rest != "" { // list, digest, export
		return usage(w.example(), say.S("“{verb}” takes nothing after it.", say.Code("verb", w.Verb)))
	}
	return nil
}

// noVerb says which verb was meant by a word that is none. text is all that was typed,
// rest what stands behind the word.
func noVerb(word, rest, text string) error {
	if t, err := target.Parse(text); err == nil && strings.ContainsAny(word, ".:") {
		return usage("/certwatch add "+t.Input, say.S("Choose what to do with {host}: add, show, remove or snooze.", say.Host("host", t.Host)))
	}
	if noteWords[word] {
		add := Watch{Verb: "add"}
		return usage(add.example(), say.S("There is no “{word}” for watches. Did you mean “{near}”?", say.Foreign("word", word), say.Code("near", "add … note …")))
	}
	near := Watch{Verb: nearestVerb(word)}
	if near.Verb == "" {
		return usage("/certwatch help", say.S("There is no “{word}” for watches. There are add, list, show, remove, snooze, schedule, quiet, digest, export and import.", say.Foreign("word", word)))
	}
	return usage(near.exampleWith(rest), say.S("There is no “{word}” for watches. Did you mean “{near}”?", say.Foreign("word", word), say.Code("near", near.Verb)))
}

// inEnglish is a verb of another language where it can mean one thing only, with what
// stands behind it. Any other word is asked back.
func inEnglish(verb, rest string) (string, string) {
	if verb == "füge" { // "füge X hinzu"
		if short, ok := strings.CutSuffix(strings.TrimSpace(rest), " hinzu"); ok {
			return "add", short
		}
	}
	for english, words := range verbsElsewhere {
		if words[verb] {
			return english, rest
		}
	}
	return verb, rest
}

// optionWords are the options that are typed by name, as they are typed behind a verb.
func optionWords(options map[string]string) string {
	var b strings.Builder
	b.WriteString(options["target"])
	for _, name := range []string{"warn", "note"} {
		if v := options[name]; v != "" {
			b.WriteString(" " + name + " " + v)
		}
	}
	for _, name := range []string{"for", "when"} {
		if v := options[name]; v != "" {
			b.WriteString(" " + v)
		}
	}
	return b.String()
}

// isWatchVerb tells whether a text begins with a verb for watches.
func isWatchVerb(text string) bool {
	first, _ := cutWord(text)
	for _, v := range watchVerbs {
		if strings.EqualFold(v.name, first) {
			return true
		}
	}
	return false
}

// otherWords are what people type for a verb of /certwatch: in English, and in
// the languages that certdesk speaks.
var otherWords = map[string][]string{
	"add": {"create", "new", "start", "track", "monitor", "watch", "subscribe", "hinzufügen", "hinzufuegen", "beobachten", "überwachen", "neu",
		"ajouter", "surveiller", "nouveau", "añadir", "anadir", "agregar", "vigilar", "nuevo", "füge", "hinzu", "überwache", "ajoute", "surveille", "añade", "agrega", "vigila"},
	"list": {"ls", "all", "watches", "liste", "auflisten", "alle", "lister", "tous", "lista", "listar", "todos"},
	"show": {"status", "info", "details", "get", "view", "zeigen", "zeige", "anzeigen", "afficher", "montrer", "mostrar", "ver", "zeig", "affiche", "montre", "muestra"},
	"remove": {"stop", "unwatch", "drop", "unsubscribe", "entfernen", "löschen", "loeschen", "supprimer", "retirer", "enlever", "eliminar", "quitar", "borrar",
		"entferne", "lösche", "supprime", "retire", "enlève", "elimina", "quita", "borra"},
	"snooze":   {"mute", "pause", "silence", "sleep", "stumm", "stummschalten", "pausieren", "silencieux", "silenciar", "pausar", "posponer"},
	"schedule": {"plan", "time", "when", "zeitplan", "planen", "planifier", "horaire", "programar", "horario"},
	"quiet":    {"night", "ruhe", "ruhezeit", "ruhezeiten", "calme", "silencio"},
	"digest":   {"overview", "report", "summary", "übersicht", "uebersicht", "überblick", "résumé", "aperçu", "resumen"},
	"export":   {"download", "save", "csv", "exportieren", "exporter", "exportar", "descargar"},
	"import":   {"upload", "load", "importieren", "importer", "importar", "cargar"},
	"help":     {"?", "hilfe", "aide", "ayuda"},
}

// nearestVerb is the verb that a word means or nearly is, "" if it is like none.
func nearestVerb(word string) string {
	var names []string
	for _, v := range watchVerbs {
		if slices.Contains(otherWords[v.name], word) {
			return v.name
		}
		names = append(names, v.name)
	}
	near := Nearest(word, names)
	if !Like(word, near) {
		return ""
	}
	return near
}

// example is how the verb is typed.
func (w *Watch) example() string {
	for _, v := range watchVerbs {
		if v.name == w.Verb {
			return v.example
		}
	}
	return "/certwatch help"
}

// exampleWith is what was typed behind another verb, behind this one: people go on
// with it as it stands. It is the usual example where that would be refused too.
func (w *Watch) exampleWith(rest string) string {
	text := strings.TrimSpace(w.Verb + " " + rest)
	if _, err := parseWatch(text, nil); err != nil {
		return w.example()
	}
	return "/certwatch " + clean(text)
}

// addOptions takes "warn 30,14" and "note …" off the end. noteApart tells that the
// note was typed in a field of its own, so that all of it is the note.
func (w *Watch) addOptions(text string, noteApart bool) (target string, err error) {
	target, note, found := cutKeyword(text, "note")
	target, days, warned := cutKeyword(target, "warn")
	if !warned && !noteApart {
		note, days, warned = cutWarnBehind(note)
	}
	switch strings.ToLower(note) {
	case "":
		if found {
			return "", usage(w.example(), say.S("Something is missing after “{word}”.", say.Code("word", "note")))
		}
	case "off", "none", "-":
		w.NoNote, note = true, ""
	}
	if found {
		w.Note = say.Clean(strings.Trim(note, " \"“”"), 10*maxNote)
		if len([]rune(w.Note)) > maxNote {
			return "", usage(w.example(), say.S("The note is longer than {most} characters.", say.Count("most", maxNote)))
		}
	}
	if !warned {
		return target, nil
	}
	for word := range strings.FieldsFuncSeq(days, betweenDays) {
		word = strings.ToLower(word)
		if len(w.Warn) > 0 && (word == "days" || word == "and") { // "30, 14 and 7 days"
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(word, "d"))
		if err != nil || n < 1 || n > maxWarnDays {
			return "", usage(w.example(), say.S("“{word}” is not a number of days from 1 to {most}.", say.Foreign("word", word), say.Count("most", maxWarnDays)))
		}
		if !slices.Contains(w.Warn, n) {
			w.Warn = append(w.Warn, n)
		}
	}
	if len(w.Warn) == 0 || len(w.Warn) > maxWarnings {
		return "", usage(w.example(), say.S("After “warn”, enter one to {most} numbers of days.", say.Count("most", maxWarnings)))
	}
	slices.Sort(w.Warn)
	slices.Reverse(w.Warn)
	return target, nil
}

// betweenDays stands between the days of "warn".
func betweenDays(r rune) bool { return r == ',' || r == ';' || isSpace(r) }

// cutWarnBehind takes "warn 30,14" off the end of a note. A note in which other words
// follow, "warn Anna first", has none.
func cutWarnBehind(note string) (rest, days string, found bool) {
	words := strings.FieldsFunc(note, isSpace)
	for i, word := range slices.Backward(words) {
		if !strings.EqualFold(strings.TrimSuffix(word, ":"), "warn") {
			continue
		}
		days = strings.Join(words[i+1:], " ")
		numbers := 0
		for word := range strings.FieldsFuncSeq(strings.ToLower(days), betweenDays) {
			if _, err := strconv.Atoi(strings.TrimSuffix(word, "d")); err == nil {
				numbers++
			} else if word != "days" && word != "and" {
				return note, "", false
			}
		}
		if numbers == 0 {
			break
		}
		return strings.TrimRight(strings.Join(words[:i], " "), " ,;"), days, true
	}
	return note, "", false
}

// cutKeyword cuts text at the first occurrence of a word.
func cutKeyword(text, keyword string) (before, after string, found bool) {
	words := strings.FieldsFunc(text, isSpace)
	for i, word := range words {
		if i > 0 && strings.EqualFold(strings.TrimSuffix(word, ":"), keyword) {
			return strings.Join(words[:i], " "), strings.Join(words[i+1:], " "), true
		}
	}
	return text, "", false
}

// target takes the server that is to be watched.
func (w *Watch) target(text string) error {
	if strings.TrimSpace(text) == "" {
		return usage(w.example(), say.S("Enter the server for “{verb}”.", say.Code("verb", w.Verb)))
	}
	t, err := target.Parse(text)
	if err != nil {
		if better := w.whatWasMeant(strings.FieldsFunc(text, isSpace)); better != nil {
			return better
		}
		var bad *target.Error
		errors.As(err, &bad)
		return usage(w.example(), say.S("“{input}” cannot be watched: {why}.", say.Foreign("input", bad.Input), say.Sub("why", bad.Why)))
	}
	if t.Mailbox != "" {
		return usage(watchExample, say.S("A watch is for a server, and {input} is a mailbox.", say.Foreign("input", text)))
	}
	w.Target = t
	return nil
}

// addWords are the options of "add".
var addWords = []string{"warn", "note"}

// whatWasMeant says what is wrong with words that are no server together: a second
// server, or an option that there is not; nil where it is neither.
func (w *Watch) whatWasMeant(words []string) error {
	servers := serversOf(words)
	if len(servers) > 1 {
		example := "/certwatch " + w.Verb + " " + servers[0]
		switch w.Verb {
		case "add":
			example = "/certwatch import " + strings.Join(servers, ", ")
		case "snooze":
			example = w.example()
		}
		return usage(example, say.S("“{verb}” takes one server, but {n} were given.", say.Code("verb", w.Verb), say.Count("n", len(servers))))
	}
	if w.Verb != "add" || len(servers) == 0 || len(words) < 2 || strings.Trim(words[0], ",;") != servers[0] {
		return nil
	}
	example := "/certwatch add " + servers[0] + " warn 30,14,7,1 note renew with the hoster"
	if near := meantOption(words[1], addWords); near != "" {
		return usage(example, wrongOption(words[1], near))
	}
	return usage(example, noOption(words[1], addWords))
}

// snooze takes a server and for how long: "mail.corp.com 7d", "mail.corp.com for 7
// days", "mail.corp.com off".
func (w *Watch) snooze(text string) error {
	words := strings.FieldsFunc(text, isSpace)
	example := w.example()
	if servers := serversOf(words); len(servers) == 1 {
		example = "/certwatch snooze " + servers[0] + " 7d"
	}
	if len(words) < 2 {
		return usage(example, say.S("Enter which server to pause alerts for, and for how long."))
	}
	last := len(words) - 1
	if offWords[strings.ToLower(words[last])] {
		return w.target(strings.Join(words[:last], " "))
	}
	d, from, to := spanIn(words)
	if to == 0 && isNumber(words[last-1]) { // "7 moons"
		from = last - 1
	} else if to == 0 {
		from = last
	}
	if d <= 0 || d > maxSnooze {
		return usage(example, say.S("“{word}” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", say.Foreign("word", strings.Join(words[from:], " "))))
	}
	if to <= last {
		return usage("/certwatch snooze "+clean(strings.Join(words[:to], " ")),
			say.S("Nothing can stand after the time. Leave out “{words}”.", say.Foreign("words", strings.Join(words[to:], " "))))
	}
	w.For = d
	words = words[:from]
	if n := len(words); n > 0 && forWords[strings.ToLower(words[n-1])] {
		words = words[:n-1]
	}
	return w.target(strings.Join(words, " "))
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// spanIn is the first time among words, and which of them it is made of: "7d" is one,
// "7 days" are two. to is 0 where there is none.
func spanIn(words []string) (d time.Duration, from, to int) {
	for i := range words {
		if d, ok := Duration(words[i]); ok {
			return d, i, i + 1
		}
		if i+1 < len(words) && isNumber(words[i]) && !isNumber(words[i+1][:1]) {
			if d, ok := Duration(words[i] + words[i+1]); ok {
				return d, i, i + 2
			}
		}
	}
	return 0, 0, 0
}

// Duration reads 12h, 7d, 2w, 7days, as they are typed: a number up to maxNumber and
// its unit.
func Duration(s string) (time.Duration, bool) {
	s = strings.ToLower(s)
	digits := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 1 {
		return 0, false
	}
	unit, ok := units[s[digits:]]
	n, err := strconv.Atoi(s[:digits])
	if !ok || err != nil || n > maxNumber {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

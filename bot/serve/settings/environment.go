package settings

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"certdesk/bot/command"
	"certdesk/bot/oserr"
)

// Environment reads variables, from files where they are given as such, and gathers
// what is wrong with them. It is for one reader at a time.
type Environment struct {
	getenv   func(string) string
	readFile func(string) ([]byte, error)
	errs     []error
	asked    map[string]bool // the names that were asked for
	files    map[string]File
}

// NewEnvironment reads by getenv, which returns "" for what is not set, and files of
// this machine.
func NewEnvironment(getenv func(string) string) *Environment {
	return &Environment{getenv: getenv, readFile: os.ReadFile}
}

// Err is what is wrong with all that was read: a sentence for each variable, none of
// which says a value. It is nil where nothing is.
func (e *Environment) Err() error { return errors.Join(e.errs...) }

// Text is a variable without the spaces around it, or fallback where it is not set.
func (e *Environment) Text(name, fallback string) string {
	if e.asked == nil {
		e.asked = make(map[string]bool)
	}
	e.asked[name] = true
	value := strings.TrimSpace(e.getenv(name))
	file := e.getenv(name + "_FILE")
	if file == "" && value == "" {
		file = e.credential(name)
	}
	switch {
	case file != "" && value != "":
		e.Fail(name, "is set, and so is %s_FILE; set one of them", name)
	case file != "":
		data, err := e.readFile(file)
		if err != nil {
			e.Fail(name+"_FILE", "names a file that cannot be read: %s", oserr.Plain(err).String())
			return fallback
		}
		value = strings.TrimSpace(string(data))
		if e.files == nil {
			e.files = make(map[string]File)
		}
		e.files[name] = File{file, sha256.Sum256([]byte(value))}
	}
	return cmp.Or(value, fallback)
}

// credential is the file that systemd hands over for a setting, "" if there is
// none: a credential of its name, or a file of that name in a folder of keys
// (https://systemd.io/CREDENTIALS; LoadCredential=keys:FOLDER makes keys_NAME).
func (e *Environment) credential(name string) string {
	folder := e.getenv("CREDENTIALS_DIRECTORY")
	if folder == "" {
		return ""
	}
	for _, file := range []string{name, "keys_" + name} {
		path := filepath.Join(folder, file)
		if _, err := e.readFile(path); err == nil {
			return path
		}
	}
	return ""
}

// Parsed is a variable that parse understands, or the zero value.
func Parsed[T any](e *Environment, name, fallback string, parse func(string) (T, error)) (out T) {
	text := e.Text(name, fallback)
	if text == "" {
		return out
	}
	out, err := parse(text)
	if err != nil {
		e.Fail(name, "cannot be understood: %s", err)
	}
	return out
}

func (e *Environment) duration(name string, fallback time.Duration) time.Duration {
	text := e.Text(name, "")
	if text == "" {
		return fallback
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		e.Fail(name, "is not a time such as 90s or 6h")
		return fallback
	}
	return d
}

// between is a duration within bounds.
func (e *Environment) between(name string, fallback, min, max time.Duration) time.Duration {
	d := e.duration(name, fallback)
	if d != fallback && (d < min || d > max) {
		e.Fail(name, "is not between %s and %s", min, max)
		return fallback
	}
	return d
}

// Fail notes what is wrong with a setting, in the rest of a sentence that begins with
// its name. It never says a value: that may be a secret.
func (e *Environment) Fail(name, format string, args ...any) {
	e.errs = append(e.errs, &fault{name, fmt.Sprintf(format, args...)})
}

// fault is what is wrong with a setting.
type fault struct{ setting, what string }

func (f *fault) Error() string { return f.setting + " " + f.what }

// CheckAPI looks at the address at which a platform is asked.
func (e *Environment) CheckAPI(name, address string) {
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || !isPort(u.Port()) {
		e.Fail(name, "is not an address such as https://slack.com/api/")
	}
}

// CheckToken looks for what a token never has.
func (e *Environment) CheckToken(name, token string) {
	switch {
	case strings.HasPrefix(token, "Bot "):
	case strings.IndexFunc(token, unicode.IsSpace) >= 0:
		e.Fail(name, "has a space or a line break in it: more than the token was copied")
	case strings.IndexFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0:
		e.Fail(name, "has a character that no token has: a placeholder, or a copy that was cut short")
	}
}

// isPort tells whether a port is none, or one that there is.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

// meaning is which of the words that a setting takes a value was meant to be, as the
// end of a sentence; "" where it is like none of them.
func meaning(value string, words ...string) string {
	if near := command.Meant(value, words); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

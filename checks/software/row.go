package software

import (
	"regexp"
	"strings"

	"certdesk/checks/lazyregexp"
)

// row is what is known of one program.
type row struct {
	key, name string
	// signs tell the program by what it says; not those that hide one: it is
	// another's service, which nobody can configure.
	signs []sign
	not   func() *regexp.Regexp
	// certificate has the lines that set the certificate and its key; chain those
	// for a missing authority, where they are others.
	certificate, chain []lines
	// byName sets a further certificate for one name, versions the versions of
	// TLS; nil where the program has no such setting, or the system decides.
	byName, versions []lines
	reload           []string
	// source is the maker's page, written the day (ISO 8601) of this row.
	source, written string
}

// lines belong together into one file. Braces hold what is filled in: {chain},
// {key}, {leaf}, {rest}, {name}, {thumbprint}.
type lines struct {
	// of is the version, with the program's name ("Dovecot 2.4"); "" for any.
	of   string
	file string
	text []string
}

// sign is where to look, and for what.
type sign struct {
	where place
	what  func() *regexp.Regexp
}

type place int

const (
	greeting place = iota // the server's first line
	hello                 // its answer to EHLO
	issuer                // who signed its certificate
	subject
)

func says(text string) sign     { return sign{greeting, lazyregexp.New(`(?i)` + text)} }
func signedBy(text string) sign { return sign{issuer, lazyregexp.New(text)} }
func issuedTo(text string) sign { return sign{subject, lazyregexp.New(text)} }

// in gives lines of a file, which are the same in all versions of a program.
func in(file string, text ...string) []lines { return []lines{{file: file, text: text}} }

// run gives commands, and press a path through menus: they stand in no file.
func run(text ...string) []lines { return in("", text...) }

func press(path ...string) []lines { return in("", strings.Join(path, " → ")) }

// usual are the programs that most servers of a protocol run, for one that does
// not say what it is.
var usual = map[string][]string{
	"https":       {"nginx", "apache", "haproxy", "iis"},
	"ldap":        {"openldap"},
	"postgres":    {"postgresql"},
	"mysql":       {"mariadb", "mysql"},
	"xmpp":        {"prosody", "ejabberd"},
	"xmpp-server": {"prosody", "ejabberd"},
	"nntp":        {"stunnel", "haproxy"},
}

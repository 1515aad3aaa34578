package desk

import (
	"log/slog"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/audit"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/guide"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
)

// Config is what a desk needs. Resolver, AdminChannel and Poster may be nil.
type Config struct {
	Checker Checker
	Answers Answers
	Leases  Leases
	Watches Watches
	Walks   guide.Walks
	Tally   guide.Tally
	Audit   audit.Book
	// Alerts may be nil: then nothing is watched, only kept.
	Alerts Alerts
	// Incidents may be nil: then each question stands for itself.
	Incidents  Incidents
	Recogniser Recogniser
	// Paths words steps for the reader's mail program. It may be nil: then every answer
	// has the click paths of the most common one.
	Paths Paths
	// People may be nil: then nothing that a person has chosen is kept.
	People People
	// Topics may be nil: then each question names its server.
	Topics Topics
	// ReadSeen reads what a user's certificate window shows, as FIELD=VALUE, and
	// the certificate that was exported from it; without Data there is none. Its
	// error is a sentence.
	ReadSeen func(fields []string, exported bot.File) (*checks.Seen, error)
	// JudgeSeen tells what such a certificate shows without its server; nil tells
	// nothing.
	JudgeSeen  func(seen *checks.Seen) *checks.ReportSeen
	Limits     *ratelimit.Limits
	Roles      *access.Roles
	DialPolicy *dialpolicy.Policy
	// Resolver tells where a name leads before it is watched; nil asks nobody.
	Resolver Resolver
	TTLs     TTLs
	// Translate says a reply in a language; nil leaves all in English.
	Translate func(language string, r bot.Reply) bot.Reply
	// Languages are those that a channel may have.
	Languages []Language
	// Places may be nil: then nothing is tried before it is promised.
	Places Places
	// AdminChannel is where escalations go.
	AdminChannel *bot.Place
	Poster       Poster
	// Docs is the address of pages about certdesk, for the help; "" is none.
	Docs string
	Now  func() time.Time
	// NewID returns a fresh, unguessable word of at most 16 letters and digits.
	NewID func() string
	Log   *slog.Logger
	// ProgressAfter is how long a check may take before the asker is told that it is
	// under way; zero is DefaultProgressAfter.
	ProgressAfter time.Duration
	// Timeout bounds one check; zero is DefaultTimeout.
	Timeout time.Duration
}

// Defaults of Config.
const (
	DefaultProgressAfter = 1200 * time.Millisecond
	DefaultTimeout       = 12 * time.Second
)

// TTLs are how long answers may be told again from the cache, by verdict.
type TTLs struct{ Trusted, Faulty, Unreachable time.Duration }

// DefaultTTLs are short where somebody is likely to be mending.
func DefaultTTLs() TTLs {
	return TTLs{Trusted: 10 * time.Minute, Faulty: time.Minute, Unreachable: 20 * time.Second}
}

// Package revocation asks whether an authority has withdrawn a certificate.
//
// The way of a question, each stop with one file to open first:
//
//	check.go    which certificates are asked about, and what counts
//	checker.go  what a checker needs
//	sources.go  who is asked in which order, and how long one is waited for
//	ocsp.go     an OCSP answer, stapled or fetched (RFC 6960, RFC 5019)
//	crl.go      a revocation list, fetched; files.go: lists from files; list.go: how
//	            they are read (RFC 5280 §5); scope.go: what they are about
//	memory.go   what was found is remembered until the next update
//
// First what the server staples, then OCSP, then the list: each is believed
// only if its signature, its signer and its times are right. The leaf and the
// authorities above it are asked side by side, and everything is bounded, so
// that a verdict costs at most two round trips more.
//
// What is not asked: certificates that live a week or so (their end comes sooner
// than a list would; CA/Browser Forum BR §4.9.9, §7.1.2.7), those that name no
// source (many name none since authorities have switched OCSP off), and roots. That
// is "not-checked" and no fault. Delta lists are applied where they are given in files,
// and fetched where a certificate or its complete list names them, as those of AD CS
// do. Indirect lists are told as such and not
// used. A list signed with another key of its authority counts where a certificate
// for that key was sent. Sources in LDAP directories and over https are left out,
// the latter because checking their server would need what is being checked
// (RFC 5280 §8); where there are no other sources the answer is "unavailable".
//
// In soft mode the leaf's answer is waited for, and those about authorities as
// long as they come at about the same time; what failed stays in peace for a
// minute. In hard mode every certificate below the root needs an answer, whatever
// its life and whether it names a source or not.
//
// A judgement for another moment (--at) still asks today's sources, for there
// are no others; a certificate that was revoked later than that moment counts
// as good then. Lists from files are judged for that moment: one that had ended,
// or was yet to come, shows what stands on it and clears nobody.
package revocation

import (
	"cmp"
	"context"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/cache"
	"certdesk/checks/fetch"
	"certdesk/checks/wiring"
)

// Fetcher gets documents over HTTP; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Mode is how much a missing answer matters.
type Mode string

// The modes.
const (
	Off  Mode = "off"
	Soft Mode = "soft" // no answer is information
	Hard Mode = "hard" // no answer is a fault
)

// Config is what a checker needs.
type Config struct {
	// Fetcher is nil where no network may be used.
	Fetcher Fetcher
	// Now is the clock.
	Now func() time.Time
	// MaxTime bounds all questions about one chain, whatever the caller's context
	// allows; zero is three seconds.
	MaxTime time.Duration
}

// Checker answers for chains. It is safe for concurrent use.
type Checker struct {
	fetcher Fetcher
	now     func() time.Time
	maxTime time.Duration
	answers *cache.Cache[key, checks.RevocationFacts]
	lists   *cache.Cache[key, fetchedList]
}

// New makes a checker. The error names what is missing.
func New(cfg Config) (*Checker, error) {
	if err := wiring.Complete("a checker of revocation", wiring.Parts{"Now": cfg.Now != nil}); err != nil {
		return nil, err
	}
	return &Checker{
		fetcher: cfg.Fetcher,
		now:     cfg.Now,
		maxTime: cmp.Or(cfg.MaxTime, defaultMaxTime),
		answers: cache.New[key, checks.RevocationFacts](maxAnswers, cfg.Now),
		lists:   cache.New[key, fetchedList](maxListBytes, cfg.Now),
	}, nil
}

const (
	defaultMaxTime = 3 * time.Second

	// shortLived is the life below which nobody asks.
	shortLived = 10*24*time.Hour + time.Second
	// minAbove is the time that answers about authorities have at least.
	minAbove = 500 * time.Millisecond
)

// errLongEnough ends questions that took all the time they may: the fault of
// who was asked, unlike a caller in a hurry.
var errLongEnough = errors.New("the questions about revocation took long enough")

// hurried: the questions were cut short by the caller.
func hurried(ctx context.Context) bool { return fetch.Hurried(ctx, errLongEnough) }

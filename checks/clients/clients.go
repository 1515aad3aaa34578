// Package clients tells what each mail client will make of a server: "works on
// the Mac, fails on the phone" is most often a difference of rules and not of
// servers.
//
// The rules stand in tables, one row for a fact with what each client makes of
// it, why, and the document that says so. What no document says is "not
// known": a guess would send a helpdesk the wrong way.
//
// # The way through
//
//   - judge.go judges: every rule is asked about every address, and for each
//     client the worst answer counts.
//   - rule.go is the form of a row; rules_connection.go, rules_certificate.go,
//     rules_names.go, rules_purpose.go, rules_path.go and rules_trust.go are the rows;
//     source.go are the documents.
//
// # Which roots a client trusts
//
// Outlook on Windows uses Microsoft's list, Outlook for Mac and Apple Mail
// Apple's, Thunderbird Mozilla's, Android its own. Where a store of that name
// (microsoft, apple, mozilla, android) was given, it decides.
//
// Where it was not, a root in Mozilla's embedded list is taken for one that all
// clients have: authorities apply to all these programs, the lists are public
// (ccadb.org), and of the roots that certify servers nearly all are in all of
// them; to say "not known" of every healthy server would help nobody. The
// exceptions, roots that are quite new or about to be removed, are found by
// giving the other lists. The reverse does not hold: Microsoft's list has many
// roots that Mozilla's has not, so a root outside Mozilla's is refused by
// Thunderbird and "not known" for the others. A private authority, given for
// this check or installed on this machine, is accepted wherever its root is
// installed, which cannot be seen from here: "not known" as well.
//
// # What is meant by a client
//
// A current version with its settings as delivered: Outlook on Windows 11,
// macOS and iOS with their current systems, Thunderbird's current release, mail
// apps on Android 15 or newer. Policies, imported roots and exceptions that a
// user has confirmed are not seen.
package clients

// The clients, as the report names them.
const (
	OutlookWindows = "outlook-windows"
	OutlookMac     = "outlook-mac"
	AppleMail      = "apple-mail"
	Thunderbird    = "thunderbird"
	Android        = "android"
)

// Names are all clients, in the order in which they are shown.
func Names() []string {
	return []string{OutlookWindows, OutlookMac, AppleMail, Thunderbird, Android}
}

// The verdicts.
const (
	Trusted   = "trusted"
	Untrusted = "untrusted"
	NotKnown  = "not known"
)

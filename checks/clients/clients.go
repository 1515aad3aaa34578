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
//   - clients.go judges: every rule is asked about every address, and for each
//     client the worst answer counts.
//   - rule.go is the form of a row; rules_connection.go, rules_certificate.go,
//     rules_purpose.go and rules_trust.go are the rows; source.go are the
//     documents.
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

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

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

// Verdicts tells for each client what it makes of the server. It gives nothing
// where no certificate was seen: then there is nothing that clients could
// differ about.
func Verdicts(f *checks.Facts) []checks.ClientVerdict {
	cases := casesOf(f)
	if len(cases) == 0 {
		return nil
	}
	out := make([]checks.ClientVerdict, 0, len(Names()))
	for _, client := range Names() {
		out = append(out, judgeOne(client, cases))
	}
	return out
}

// judgeOne: of several addresses, the worst decides, since nobody knows which
// one the client will meet.
func judgeOne(client string, cases []*situation) checks.ClientVerdict {
	var worst checks.ClientVerdict
	var at *situation
	differ := false
	for i, s := range cases {
		v := s.verdict(client)
		differ = differ || i > 0 && v.Verdict != worst.Verdict
		if i == 0 || badness(v.Verdict) > badness(worst.Verdict) {
			worst, at = v, s
		}
	}
	if differ {
		worst.Reason = say.Join(worst.Reason, where(client, at, cases, worst.Verdict))
	}
	return worst
}

// where says what the worst verdict is about: one address of several, or one
// certificate of several that an address shows.
func where(client string, at *situation, cases []*situation, verdict string) say.Text {
	for _, other := range cases {
		if other.endpoint.Address == at.endpoint.Address && other.verdict(client).Verdict != verdict {
			return say.S("That is so of one certificate of the server, not of all that it shows.")
		}
	}
	return say.S("That is so at {address}, not at every address.", say.Host("address", at.endpoint.PlaceHost()))
}

// verdict asks every rule; a worse answer beats a better one, and among equals
// the first.
func (s *situation) verdict(client string) checks.ClientVerdict {
	best := checks.ClientVerdict{Client: client, Verdict: Trusted}
	for _, table := range tables {
		for i := range table {
			r := &table[i]
			o := r.opinionOf(client)
			if o == nil || !r.seen(s) {
				continue
			}
			if badness(o.verdict) > badness(best.Verdict) || best.Reason.Empty() && o.verdict == best.Verdict {
				best.Verdict, best.Reason, best.Source, best.Rule = o.verdict, s.fill(o.reason), o.source, r.name
			}
		}
	}
	return best
}

// Refusals are what single clients refuse at an address though others take it,
// and what no finding of its own tells of: one verdict for a client and rule, in
// the order of the rules. Where every client refuses, that is no disagreement.
func Refusals(f *checks.Facts, e *checks.Endpoint) []checks.ClientVerdict {
	if e.Judgement == nil || e.Judgement.Leaf == nil {
		return nil
	}
	s := &situation{f, e, e.Judgement}
	var out []checks.ClientVerdict
	for _, table := range tables {
		for i := range table {
			if r := &table[i]; r.alone && r.seen(s) {
				for _, o := range r.opinions {
					for _, client := range o.clients {
						if o.verdict == Untrusted {
							out = append(out, checks.ClientVerdict{Client: client, Verdict: Untrusted, Reason: s.fill(o.reason), Source: o.source, Rule: r.name})
						}
					}
				}
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, client := range Names() {
		if s.verdict(client).Verdict != Untrusted {
			return out
		}
	}
	return nil
}

func badness(verdict string) int {
	switch verdict {
	case Untrusted:
		return 2
	case NotKnown:
		return 1
	}
	return 0
}

// Report puts verdicts into the form of a report: the verdict and, where there
// is more to say, why.
func Report(verdicts []checks.ClientVerdict) (clients map[string]string, notes map[string]say.Text) {
	if len(verdicts) == 0 {
		return nil, nil
	}
	clients = make(map[string]string, len(verdicts))
	for _, v := range verdicts {
		clients[v.Client] = v.Verdict
		if v.Reason.Empty() {
			continue
		}
		if notes == nil {
			notes = make(map[string]say.Text)
		}
		notes[v.Client] = v.Reason
	}
	return clients, notes
}

package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxPast is how many former certificates of an endpoint are remembered, and
// flipWithin for how long one that comes back is a flip and no renewal.
const (
	maxPast    = 3
	flipWithin = 7 * day
)

// maxOthers bounds the addresses that are remembered to differ.
const maxOthers = 8

// evaluate compares a check with what is known of an endpoint. If nothing of the server
// was seen for a reason on our side, nothing is concluded and nothing told.
func evaluate(e bot.WatchedEndpoint, s portSight) evaluation {
	v, r := evaluation{WatchedEndpoint: e}, s.report
	first := e.Verdict == "" || e.Verdict == checks.VerdictUnknown
	v.Unseen = nil
	if r != nil && r.Verdict == checks.VerdictUnknown {
		v.Unseen = r.Summary
		if first {
			v.Verdict, v.Summary = r.Verdict, r.Summary
		}
		return v
	}
	verdict, summary := v.Verdict, v.Summary
	v.take(r, s.now)
	v.takeEnds(s)
	v.takeWarnings(s)
	if r != nil && !s.full && onlyInFull(&v.WatchedEndpoint) && r.Verdict == checks.VerdictTrusted && verdict == checks.VerdictWarning {
		v.Verdict, v.Summary = verdict, summary // a quick look does not see what that warning is about
	}
	if first {
		v.Notified.Leaf = v.Leaf
		if v.Failure == bot.Fine {
			v.Times = timesFine // there is nothing that it could contradict
		}
	}
	if !s.silent {
		v.tellFailure(r)
		v.tellWarnings(s)
		v.tellCertificate()
		v.tellEnd(s.days, s.now)
	} else if v.Failure == bot.Fine {
		if alarmWaits(&v.WatchedEndpoint, bot.NoticeUntrusted, bot.NoticeUnreachable) {
			v.tellFailure(r)
		}
		if len(v.Warnings) == 0 && alarmWaits(&v.WatchedEndpoint, bot.NoticeWarning) {
			v.tellWarnings(s)
		}
	}
	v.Retries++
	if v.believed() {
		v.Retries = 0
	}
	return v
}

// take notes what the check shows.
func (v *evaluation) take(r *checks.Report, now time.Time) {
	failure := failureOf(r)
	if failure == v.Failure && v.Verdict != "" && v.Verdict != checks.VerdictUnknown {
		v.Times++
	} else {
		v.Failure, v.Times = failure, 1
	}
	if r == nil {
		v.Verdict, v.Summary = checks.VerdictUnreachable, say.S("It no longer answers on this port.")
		return
	}
	v.Verdict, v.Summary = r.Verdict, r.Summary
	leaf, ok := leafOf(r)
	if v.shown = ok; !ok {
		return
	}
	before := v.Leaf
	another := before.SHA256 != "" && before.SHA256 != leaf.SHA256
	v.Leaf, v.Others = leaf, othersOf(r, leaf.SHA256)
	switch {
	case len(v.Others) > 0:
		v.Steady = 0
		v.Mixed++
	case another:
		v.flipped = v.Mixed == 0 && v.Notified.Inconsistency == bot.Consistent && v.cameBack(leaf, now)
		v.Steady, v.Mixed = 1, 0
	default:
		v.Mixed = 0
		v.Steady++
	}
	if another {
		v.remember(before, now)
	}
}

// cameBack tells whether an endpoint had a certificate not long ago.
func (v *evaluation) cameBack(leaf bot.Leaf, now time.Time) bool {
	return slices.ContainsFunc(v.Past, func(p bot.PastLeaf) bool {
		return p.SHA256 == leaf.SHA256 && now.Sub(p.Until) < flipWithin
	})
}

func (v *evaluation) remember(leaf bot.Leaf, now time.Time) {
	past := []bot.PastLeaf{{Leaf: leaf, Until: now}}
	for _, p := range v.Past {
		if p.SHA256 != leaf.SHA256 && len(past) < maxPast {
			past = append(past, p)
		}
	}
	v.Past = past
}

// needed is how often a failure must show.
func needed(t bot.Failure) int {
	switch t {
	case bot.Untrusted, bot.Expired:
		return timesUntrusted
	case bot.Unreachable:
		return timesUnreachable
	}
	return timesFine
}

// believed tells whether the current state has shown often enough; until then the next
// check is made sooner.
func (v *evaluation) believed() bool {
	if v.Failure != v.Notified.Failure && v.Times < needed(v.Failure) {
		return false
	}
	if slices.ContainsFunc(v.Warnings, func(w bot.WatchedWarning) bool { return doubtful(&v.WatchedEndpoint, &w) }) {
		return false
	}
	if v.Notified.Inconsistency != bot.Consistent || v.Leaf.SHA256 == "" {
		return true
	}
	if v.Mixed > 0 {
		return v.Mixed >= timesMixed
	}
	return v.Leaf.SHA256 == v.Notified.Leaf.SHA256 || v.Steady >= timesChanged
}

// tellFailure tells that a failure began or ended. Failures that come and go because a
// server shows two certificates in turn were told with those.
func (v *evaluation) tellFailure(r *checks.Report) {
	told := v.Notified.Failure
	if v.Failure == told || v.Times < needed(v.Failure) ||
		v.Notified.Inconsistency == bot.ByCheck && v.Failure != bot.Unreachable && told != bot.Unreachable {
		return
	}
	switch v.Failure {
	case bot.Fine:
		if told == bot.Expired && v.Leaf.SHA256 == v.Notified.Ending && v.Notified.Before == 0 {
			return // somebody's clock went back
		}
		what := event{kind: bot.NoticeRecovered, text: v.Summary, old: v.Notified.Leaf, new: v.Leaf}
		v.worksWarned(r, &what)
		v.events = append(v.events, what)
	case bot.Untrusted:
		v.events = append(v.events, event{kind: bot.NoticeUntrusted, subject: v.fault(), text: v.Summary, old: v.Notified.Leaf, new: v.Leaf})
	case bot.Unreachable:
		v.events = append(v.events, event{kind: bot.NoticeUnreachable, text: v.Summary})
		v.Notified.Failure = v.Failure
		return
	case bot.Expired: // that is told by tellEnd
	}
	// The channel knows the certificate with it.
	v.Notified.Failure = v.Failure
	if len(v.Others) > 0 {
		v.Notified.Inconsistency = bot.ByAddress
	} else if v.Notified.Inconsistency != bot.ByCheck {
		v.Notified.Leaf, v.Notified.Inconsistency = v.Leaf, bot.Consistent
	}
}

// tellCertificate tells of another certificate, or of several.
func (v *evaluation) tellCertificate() {
	known := v.Notified.Leaf
	switch {
	case v.Leaf.SHA256 == "" || v.unseen():
	case known.SHA256 == "":
		v.Notified.Leaf = v.Leaf
	case v.Notified.Inconsistency != bot.Consistent:
		steady := steadyAddresses
		if v.Notified.Inconsistency == bot.ByCheck {
			steady = steadyFlips
		}
		if v.Steady < steady {
			return
		}
		v.Notified.Inconsistency, v.Notified.Leaf = bot.Consistent, v.Leaf
		v.events = append(v.events, event{
			kind: bot.NoticeChanged, subject: known.SHA256 + " " + v.Leaf.SHA256, old: known, new: v.Leaf,
			text: say.S("All servers send the same certificate again."),
		})
	case v.flipped || v.Mixed >= timesMixed:
		v.Notified.Inconsistency = bot.ByAddress
		if v.flipped {
			v.Notified.Inconsistency = bot.ByCheck
		}
		old := known
		if old.SHA256 == v.Leaf.SHA256 && len(v.Past) > 0 {
			old = v.Past[0].Leaf
		}
		v.events = append(v.events, event{kind: bot.NoticeMixed, subject: v.Name, text: v.inconsistency(), old: old, new: v.Leaf})
	case v.Mixed == 0 && v.Leaf.SHA256 != known.SHA256 && v.Steady >= timesChanged:
		v.Notified.Leaf = v.Leaf
		v.events = append(v.events, event{kind: bot.NoticeChanged, subject: known.SHA256 + " " + v.Leaf.SHA256, old: known, new: v.Leaf})
	}
}

// inconsistency says who differs.
func (v *evaluation) inconsistency() say.Text {
	if len(v.Others) == 0 {
		return say.Join(say.S("It sends one certificate at one check and another at the next."),
			say.S("One of the servers behind this name probably still has the old one."))
	}
	return say.N("The server at {address} sends a different certificate from the others.",
		"{n} of its addresses send a different certificate, {address} among them.", len(v.Others), say.Host("address", v.Others[0].Address))
}

// leafOf is the leaf certificate that a report is about; false where it has none.
func leafOf(r *checks.Report) (bot.Leaf, bool) {
	c := r.Certificate
	if c == nil || c.SHA256 == "" {
		return bot.Leaf{}, false
	}
	leaf := bot.Leaf{
		SHA256: c.SHA256, IssuedTo: say.Clean(c.IssuedTo, maxName), IssuedBy: say.Clean(c.IssuedBy, maxName),
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
	}
	if c.X509 != nil {
		sum := sha256.Sum256(c.X509.RawSubjectPublicKeyInfo)
		leaf.KeySHA256 = hex.EncodeToString(sum[:])
	}
	return leaf, true
}

func othersOf(r *checks.Report, leaf string) []bot.OtherLeaf {
	var out []bot.OtherLeaf
	for i := range r.Endpoints {
		if e := &r.Endpoints[i]; e.LeafSHA256 != "" && e.LeafSHA256 != leaf && len(out) < maxOthers {
			out = append(out, bot.OtherLeaf{SHA256: e.LeafSHA256, Address: e.Address})
		}
	}
	return out
}

// onlyInFull tells whether a look in full has shown what a quick one does not.
func onlyInFull(e *bot.WatchedEndpoint) bool {
	return slices.ContainsFunc(e.Further, func(f bot.FurtherEnd) bool { return f.Full }) ||
		slices.ContainsFunc(e.Warnings, func(w bot.WatchedWarning) bool { return w.Full })
}

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

// How often something must show before it is believed. What passes by itself
// is nobody's business.
const (
	timesFine        = 2
	timesUntrusted   = 2
	timesUnreachable = 3
	timesChanged     = 2
	timesMixed       = 3
	// steadyAddresses and steadyFlips end a mixture: one that was seen within a
	// check shows its end at once, one seen from check to check may come by chance.
	steadyAddresses = 2
	steadyFlips     = 20
)

// maxPast is how many former certificates of an endpoint are remembered, and
// flipWithin for how long one that comes back is a flip and no renewal.
const (
	maxPast    = 3
	flipWithin = 7 * day
)

// maxOthers bounds the addresses that are remembered to differ.
const maxOthers = 8

// judge takes a check into what is known of an endpoint. r is nil where the
// port no longer answers among the others of its host; full tells whether it was
// a look in full. Nothing is told while silent; what still holds is told
// afterwards. Where nothing of the server was seen, for a reason on our side,
// nothing of it is believed or told: it may be as it was before, or not.
func judge(e bot.WatchedEndpoint, r *checks.Report, days []int, full, silent bool, now time.Time) judged {
	j := judged{WatchedEndpoint: e}
	first := e.Verdict == "" || e.Verdict == checks.VerdictUnknown
	j.Unseen = nil
	if r != nil && r.Verdict == checks.VerdictUnknown {
		j.Unseen = r.Summary
		if first {
			j.Verdict, j.Summary = r.Verdict, r.Summary
		}
		return j
	}
	verdict, summary := j.Verdict, j.Summary
	j.take(r, now)
	j.takeEnds(r, full)
	j.takeWarnings(r, full)
	if r != nil && !full && onlyInFull(&j.WatchedEndpoint) && r.Verdict == checks.VerdictTrusted && verdict == checks.VerdictWarning {
		j.Verdict, j.Summary = verdict, summary // a quick look does not see what that warning is about
	}
	if first {
		j.Told.Leaf = j.Leaf
		if j.Trouble == bot.Fine {
			j.Times = timesFine // there is nothing that it could contradict
		}
	}
	if !silent {
		j.tellTrouble(r)
		j.tellWarnings(r, full)
		j.tellCertificate()
		j.tellEnd(days, now)
	}
	j.Doubts++
	if j.believed() {
		j.Doubts = 0
	}
	return j
}

// take notes what the check shows.
func (j *judged) take(r *checks.Report, now time.Time) {
	trouble := troubleOf(r)
	if trouble == j.Trouble && j.Verdict != "" && j.Verdict != checks.VerdictUnknown {
		j.Times++
	} else {
		j.Trouble, j.Times = trouble, 1
	}
	if r == nil {
		j.Verdict, j.Summary = checks.VerdictUnreachable, say.S("It no longer answers on this port.")
		return
	}
	j.Verdict, j.Summary = r.Verdict, r.Summary
	leaf, ok := leafOf(r)
	if !ok {
		return
	}
	before := j.Leaf
	another := before.SHA256 != "" && before.SHA256 != leaf.SHA256
	j.Leaf, j.Others = leaf, othersOf(r, leaf.SHA256)
	switch {
	case len(j.Others) > 0:
		j.Steady = 0
		j.Mixed++
	case another:
		j.flipped = j.Mixed == 0 && j.Told.Mixture == bot.NoMixture && j.cameBack(leaf, now)
		j.Steady, j.Mixed = 1, 0
	default:
		j.Mixed = 0
		j.Steady++
	}
	if another {
		j.remember(before, now)
	}
}

// cameBack tells whether an endpoint had a certificate not long ago.
func (j *judged) cameBack(leaf bot.Leaf, now time.Time) bool {
	return slices.ContainsFunc(j.Past, func(p bot.PastLeaf) bool {
		return p.SHA256 == leaf.SHA256 && now.Sub(p.Until) < flipWithin
	})
}

func (j *judged) remember(leaf bot.Leaf, now time.Time) {
	past := []bot.PastLeaf{{Leaf: leaf, Until: now}}
	for _, p := range j.Past {
		if p.SHA256 != leaf.SHA256 && len(past) < maxPast {
			past = append(past, p)
		}
	}
	j.Past = past
}

// needed is how often a trouble must show.
func needed(t bot.Trouble) int {
	switch t {
	case bot.Untrusted, bot.Expired:
		return timesUntrusted
	case bot.Unreachable:
		return timesUnreachable
	}
	return timesFine
}

// believed tells whether what shows has shown often enough, so that there is
// no haste to look again.
func (j *judged) believed() bool {
	if j.Trouble != j.Told.Trouble && j.Times < needed(j.Trouble) {
		return false
	}
	if slices.ContainsFunc(j.Warnings, func(w bot.WatchedWarning) bool { return doubtful(&j.WatchedEndpoint, &w) }) {
		return false
	}
	if j.Told.Mixture != bot.NoMixture || j.Leaf.SHA256 == "" {
		return true
	}
	if j.Mixed > 0 {
		return j.Mixed >= timesMixed
	}
	return j.Leaf.SHA256 == j.Told.Leaf.SHA256 || j.Steady >= timesChanged
}

// tellTrouble tells of trouble that began or ended. What comes and goes with
// one of two certificates was told with them.
func (j *judged) tellTrouble(r *checks.Report) {
	told := j.Told.Trouble
	if j.Trouble == told || j.Times < needed(j.Trouble) ||
		j.Told.Mixture == bot.ByCheck && j.Trouble != bot.Unreachable && told != bot.Unreachable {
		return
	}
	switch j.Trouble {
	case bot.Fine:
		if told == bot.Expired && j.Leaf.SHA256 == j.Told.Ending && j.Told.Before == 0 {
			return // somebody's clock went back
		}
		what := event{kind: bot.NoticeRecovered, text: j.Summary, old: j.Told.Leaf, new: j.Leaf}
		j.worksWarned(r, &what)
		j.events = append(j.events, what)
	case bot.Untrusted:
		j.events = append(j.events, event{kind: bot.NoticeUntrusted, subject: j.fault(), text: j.Summary, old: j.Told.Leaf, new: j.Leaf})
	case bot.Unreachable:
		j.events = append(j.events, event{kind: bot.NoticeUnreachable, text: j.Summary})
		j.Told.Trouble = j.Trouble
		return
	case bot.Expired: // that is told by tellEnd
	}
	// The channel knows the certificate with it.
	j.Told.Trouble = j.Trouble
	if len(j.Others) > 0 {
		j.Told.Mixture = bot.ByAddress
	} else if j.Told.Mixture != bot.ByCheck {
		j.Told.Leaf, j.Told.Mixture = j.Leaf, bot.NoMixture
	}
}

// tellCertificate tells of another certificate, or of several.
func (j *judged) tellCertificate() {
	known := j.Told.Leaf
	switch {
	case j.Leaf.SHA256 == "" || j.Trouble == bot.Unreachable:
	case known.SHA256 == "":
		j.Told.Leaf = j.Leaf
	case j.Told.Mixture != bot.NoMixture:
		steady := steadyAddresses
		if j.Told.Mixture == bot.ByCheck {
			steady = steadyFlips
		}
		if j.Steady < steady {
			return
		}
		j.Told.Mixture, j.Told.Leaf = bot.NoMixture, j.Leaf
		j.events = append(j.events, event{
			kind: bot.NoticeChanged, subject: known.SHA256 + " " + j.Leaf.SHA256, old: known, new: j.Leaf,
			text: say.S("All servers send the same certificate again."),
		})
	case j.flipped || j.Mixed >= timesMixed:
		j.Told.Mixture = bot.ByAddress
		if j.flipped {
			j.Told.Mixture = bot.ByCheck
		}
		old := known
		if old.SHA256 == j.Leaf.SHA256 && len(j.Past) > 0 {
			old = j.Past[0].Leaf
		}
		j.events = append(j.events, event{kind: bot.NoticeMixed, subject: j.Name, text: j.mixture(), old: old, new: j.Leaf})
	case j.Mixed == 0 && j.Leaf.SHA256 != known.SHA256 && j.Steady >= timesChanged:
		j.Told.Leaf = j.Leaf
		j.events = append(j.events, event{kind: bot.NoticeChanged, subject: known.SHA256 + " " + j.Leaf.SHA256, old: known, new: j.Leaf})
	}
}

// mixture says who differs.
func (j *judged) mixture() say.Text {
	if len(j.Others) == 0 {
		return say.Join(say.S("It sends one certificate at one check and another at the next."),
			say.S("One of the servers behind this name probably still has the old one."))
	}
	return say.N("The server at {address} sends a different certificate from the others.",
		"{n} of its addresses send a different certificate, {address} among them.", len(j.Others), say.Host("address", j.Others[0].Address))
}

// leafOf is the certificate that a report is about.
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

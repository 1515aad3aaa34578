package watch

import (
	"fmt"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxFurther bounds the certificates beside the leaf that are remembered.
const maxFurther = 4

// takeEnds records the certificates, other than the leaf, that the report says end soon.
// Those that only a full check shows are kept until the next full one, while the leaf
// stays the same.
func (v *evaluation) takeEnds(s portSight) {
	if s.report == nil || v.unseen() {
		return
	}
	kept := slices.Clone(v.Further)
	v.Further = nil
	for _, f := range endsOf(s.report, v.Leaf.SHA256) {
		f.Full = s.full
		v.Further = append(v.Further, f)
	}
	if s.full {
		return
	}
	for _, f := range kept {
		if f.Full && v.Steady > 1 && len(v.Further) < maxFurther && !slices.ContainsFunc(v.Further, func(o bot.FurtherEnd) bool { return o.SHA256 == f.SHA256 }) {
			v.Further = append(v.Further, f)
		}
	}
}

// endsOf are the certificates of which a report says that they end soon or
// have ended, the leaf apart.
func endsOf(r *checks.Report, leaf string) []bot.FurtherEnd {
	var out []bot.FurtherEnd
	for i := range r.Findings {
		f := &r.Findings[i]
		if len(out) == maxFurther {
			break
		}
		var c checks.CertificateEvidence
		var end time.Time
		switch of := f.Evidence.Of.(type) {
		case *checks.ExpiringSoonEvidence:
			c, end = of.CertificateEvidence, of.NotAfter
		case *checks.ExpiredEvidence:
			c, end = of.CertificateEvidence, of.NotAfter
		}
		sha := c.SHA256
		if sha == "" || sha == leaf || end.IsZero() || slices.ContainsFunc(out, func(o bot.FurtherEnd) bool { return o.SHA256 == sha }) {
			continue
		}
		one := bot.FurtherEnd{Leaf: bot.Leaf{SHA256: sha, NotAfter: end.UTC()}}
		one.IssuedTo = say.Clean(c.Certificate, maxName)
		one.Authority = c.Role != "" && c.Role != "leaf"
		for _, c := range r.Chain {
			if c.SHA256 == sha {
				one.NotBefore, one.IssuedBy = c.NotBefore.UTC(), say.Clean(c.IssuedBy, maxName)
			}
		}
		if !one.Authority {
			one.ShownTo = few(f.Evidence.ShownTo)
			if one.ShownTo == nil {
				one.ShownTo = few(f.Evidence.Addresses)
			}
		}
		out = append(out, one)
	}
	return out
}

// maxShownTo bounds the handshakes or addresses that are remembered.
const maxShownTo = 4

// few is the beginning of a list whose length a stranger decides.
func few(list []string) []string { return slices.Clone(list[:min(len(list), maxShownTo)]) }

// ending is a certificate of an endpoint whose end is told.
type ending struct {
	bot.Leaf
	of      bot.EndOf
	shownTo []string
}

// endings are the certificates whose ends matter to an endpoint.
func endings(e *bot.WatchedEndpoint) []ending {
	var out []ending
	if e.Leaf.SHA256 != "" {
		out = append(out, ending{e.Leaf, bot.EndOfLeaf, nil})
	}
	for _, f := range e.Further {
		of := bot.EndOfAnother
		if f.Authority {
			of = bot.EndOfAuthority
		}
		out = append(out, ending{f.Leaf, of, f.ShownTo})
	}
	return out
}

// toldEnd tells how long before its end the end of a certificate was told.
func toldEnd(t *bot.Notified, sha string) (before time.Duration, told bool) {
	if t.Ending == sha {
		return t.Before, true
	}
	for _, f := range t.Further {
		if f.SHA256 == sha {
			return f.Before, true
		}
	}
	return 0, false
}

// tellEnd tells that certificates end soon, or have ended, and of those beside
// the leaf that they are gone.
func (v *evaluation) tellEnd(days []int, now time.Time) {
	if v.unseen() {
		return
	}
	var further []bot.NotifiedEnd
	for _, e := range endings(&v.WatchedEndpoint) {
		last, told := toldEnd(&v.Notified, e.SHA256)
		before, ok := reached(stages(days, e.Life()), &e.Leaf, now)
		if fresh := ok && (!told || before < last); fresh {
			last, told = before, true
			v.events = append(v.events, event{
				kind: bot.NoticeEnding, subject: fmt.Sprintf("%s %s", e.SHA256, before), new: e.Leaf, before: before, of: e.of,
			})
			if before == 0 {
				v.Notified.Failure = bot.Expired
			}
		}
		switch {
		case !told:
		case e.of == bot.EndOfLeaf:
			v.Notified.Ending, v.Notified.Before = e.SHA256, last
		default:
			further = append(further, bot.NotifiedEnd{SHA256: e.SHA256, Before: last})
		}
	}
	gone := len(v.Notified.Further) > len(further)
	v.Notified.Further = further
	if gone && v.Failure == bot.Fine && v.Notified.Failure == bot.Fine && v.Leaf.SHA256 == v.Notified.Leaf.SHA256 && len(further) == 0 {
		v.events = append(v.events, event{kind: bot.NoticeRecovered, text: v.Summary, old: v.Leaf, new: v.Leaf})
	}
}

// failureOf is what a report means for a watch. What has ended is told as an
// end, with the certificate; also where the addresses, or the certificates of
// one address, differ for that reason alone.
func failureOf(r *checks.Report) bot.Failure {
	if r == nil {
		return bot.Unreachable
	}
	switch r.Verdict {
	case checks.VerdictTrusted, checks.VerdictWarning:
		if r.HangsUp() { // nobody reads mail there, however good the certificate
			return bot.Unreachable
		}
		return bot.Fine
	case checks.VerdictUnreachable:
		return bot.Unreachable
	}
	expired := false
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case f.Severity != checks.Critical || f.Code == checks.InconsistentServers || f.Code == checks.CertificateVaries:
		case f.Code != checks.Expired:
			return bot.Untrusted
		case r.Certificate != nil && !r.CheckedAt.Before(r.Certificate.NotAfter):
			expired = true
		default:
			ends := endsOf(r, "")
			expired = expired || slices.ContainsFunc(ends, func(e bot.FurtherEnd) bool { return !r.CheckedAt.Before(e.NotAfter) })
		}
	}
	if expired {
		return bot.Expired
	}
	return bot.Untrusted
}

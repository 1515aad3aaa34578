package watch

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	// timesWarned is how often a warning must show, and be missed, before it is
	// believed to be there, and to be gone.
	timesWarned = 2
	// maxWarnings bounds the warnings of an endpoint that are remembered.
	maxWarnings = 8
)

// toldOtherwise are warnings that a channel hears of in another way: the end of
// a certificate at its stages, and several certificates as an inconsistency.
var toldOtherwise = []checks.Code{checks.ExpiringSoon, checks.InconsistentServers, checks.CertificateVaries}

// warningsOf are what a report warns of, beside what is told otherwise.
func warningsOf(r *checks.Report) []*checks.Finding {
	var out []*checks.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity == checks.Warning && !slices.Contains(toldOtherwise, f.Code) &&
			!slices.ContainsFunc(out, func(o *checks.Finding) bool { return o.Code == f.Code }) {
			out = append(out, f)
		}
	}
	return out
}

// takeWarnings notes what a check of a server that works warns of. What only a
// look in full shows is not missed by a quick one.
func (v *evaluation) takeWarnings(s portSight) {
	if s.report == nil || v.Failure != bot.Fine {
		return
	}
	shown := warningsOf(s.report)
	var out []bot.WatchedWarning
	for _, w := range v.Warnings {
		at := slices.IndexFunc(shown, func(f *checks.Finding) bool { return f.Code == w.Code })
		switch {
		case at >= 0:
			w.Times, w.Missed, w.Full = w.Times+1, 0, w.Full && s.full
			w.Title = shown[at].Title
			shown = slices.Delete(shown, at, at+1)
		case w.Full && !s.full:
		default:
			w.Times = 0
			w.Missed++
		}
		if w.Missed < timesWarned && (w.Missed == 0 || v.knows(w.Code)) {
			out = append(out, w)
		}
	}
	for _, f := range shown {
		if len(out) < maxWarnings {
			out = append(out, bot.WatchedWarning{Code: f.Code, Title: f.Title, Times: 1, Full: s.full})
		}
	}
	v.Warnings = out
}

// knows tells whether the channel knows of a warning.
func (v *evaluation) knows(c checks.Code) bool {
	return slices.Contains(v.Notified.Warnings, c) || slices.Contains(v.Notified.Known, c)
}

// doubtful tells whether a warning has to be seen, or missed, once more before that is
// believed.
func doubtful(e *bot.WatchedEndpoint, w *bot.WatchedWarning) bool {
	known := slices.Contains(e.Notified.Warnings, w.Code) || slices.Contains(e.Notified.Known, w.Code)
	return e.Failure == bot.Fine && (w.Missed > 0 || !known && w.Times < timesWarned)
}

// doubts tells whether a watch has a doubtful warning that only a full check can show.
func doubts(s *bot.WatchState) bool {
	return slices.ContainsFunc(s.Endpoints, func(e bot.WatchedEndpoint) bool {
		return slices.ContainsFunc(e.Warnings, func(w bot.WatchedWarning) bool { return w.Full && doubtful(&e, &w) })
	})
}

// tellWarnings tells what a server that works is warned of now, once, and that
// nothing of it is left. What came with the watch was seen by whoever added it.
func (v *evaluation) tellWarnings(s portSight) {
	if v.Failure != bot.Fine || v.Notified.Failure != bot.Fine || v.Notified.Inconsistency == bot.ByCheck {
		return
	}
	first := !v.Notified.Looked
	v.Notified.Looked = v.Notified.Looked || s.full
	var fresh, still, known []checks.Code
	for _, w := range v.Warnings {
		switch {
		case slices.Contains(v.Notified.Warnings, w.Code):
			still = append(still, w.Code)
		case first || slices.Contains(v.Notified.Known, w.Code):
			known = append(known, w.Code)
		case w.Times >= timesWarned:
			fresh = append(fresh, w.Code)
		}
	}
	over := len(v.Notified.Warnings) > 0 && len(v.Warnings) == 0
	v.Notified.Warnings, v.Notified.Known = append(still, fresh...), known
	switch {
	case len(fresh) > 0:
		subject := v.fault()
		for _, c := range fresh {
			subject += " " + string(c)
		}
		what := event{kind: bot.NoticeWarning, subject: subject, codes: fresh, new: v.Leaf}
		what.warn(v.Warnings, s.report)
		v.events = append(v.events, what)
	case over && v.Leaf.SHA256 == v.Notified.Leaf.SHA256: // else the other certificate is told
		v.events = append(v.events, event{kind: bot.NoticeRecovered, text: v.Summary, old: v.Leaf, new: v.Leaf})
	}
}

// worksWarned tells that a server works again and, in the same notice, what it is still
// warned of, so that nobody takes it for flawless.
func (v *evaluation) worksWarned(r *checks.Report, what *event) {
	if len(v.Warnings) == 0 {
		return
	}
	for _, w := range v.Warnings {
		what.codes = append(what.codes, w.Code)
		if !v.knows(w.Code) {
			v.Notified.Warnings = append(v.Notified.Warnings, w.Code)
		}
	}
	what.tone = bot.Warning
	what.warn(v.Warnings, r)
}

// warn words the warnings: with the report's own summary where that is about them, else
// with one short sentence.
func (e *event) warn(warnings []bot.WatchedWarning, r *checks.Report) {
	for _, w := range warnings {
		if !slices.Contains(e.codes, w.Code) {
			continue
		}
		f := bot.Finding{Tone: bot.Warning, Title: w.Title}
		for i := range r.Findings {
			if r.Findings[i].Code == w.Code {
				f.Title, f.Detail = r.Findings[i].Title, r.Findings[i].Detail
			}
		}
		e.warnings = append(e.warnings, f)
		e.text = say.Join(e.text, say.P("entry of a list", "{phrase}.", say.Sub("phrase", f.Title)))
	}
}

// warned tells whether an endpoint is warned of one of these.
func warned(e *bot.WatchedEndpoint, codes []checks.Code) bool {
	return slices.ContainsFunc(e.Warnings, func(w bot.WatchedWarning) bool { return slices.Contains(codes, w.Code) })
}

func sayWarning(n *bot.Notice, _ time.Time) bot.Reply {
	r := bot.Reply{Tone: bot.Warning, Facts: certificate(&n.New)}
	host, number := server(n.Lines), len(n.Lines)
	r.Headline = either(n.Lines, say.S("There is a new warning for {host}.", host), say.N("There is a new warning for {n} server.", "There is a new warning for {n} servers.", number))
	if len(n.Codes) > 1 {
		r.Headline = either(n.Lines, say.S("There are new warnings for {host}.", host), say.N("There are new warnings for {n} server.", "There are new warnings for {n} servers.", number))
	}
	if number == 1 {
		r.Findings = n.Lines[0].Warnings
	}
	return r
}

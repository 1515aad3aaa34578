package answer

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// What somebody who asks on about a report is answered: a part of it, or what it means
// for what he wants to do. Nothing is said that the report has not seen.

// Expiry tells when the certificate ends, and the one above it that ends sooner.
func Expiry(r *checks.Report) bot.Reply {
	host, c := hostArg(r), r.Certificate
	if c == nil {
		return bot.Reply{Tone: bot.Unknown, Headline: say.Join(say.S("No certificate came from {host}.", host), r.Summary), Act: acts(r)}
	}
	left := c.NotAfter.Sub(r.CheckedAt)
	if c.DaysLeft > 0 {
		left = time.Duration(c.DaysLeft) * 24 * time.Hour // as everywhere else
	}
	out := bot.Reply{Tone: toneOf(r)}
	switch on := say.Date("date", c.NotAfter); {
	case left <= 0:
		out.Tone, out.Headline = bot.Bad, say.S("The certificate for {host} expired on {date}.", host, on)
	default:
		out.Headline = say.S("The certificate for {host} expires in {span}, on {date}.", host, say.Span("span", left), on)
	}
	if slices.ContainsFunc(r.Findings, isFault) && left > 0 {
		out.Items = []bot.Item{{Tone: toneOf(r), Text: r.Summary}} // a date alone would sound as if all were well
	}
	if ca := endsSooner(r, c); ca != nil {
		out.Items = append(out.Items, bot.Item{Tone: bot.Warning, Text: say.S("{issuer}, a certificate above it, expires sooner: on {date}.", say.Foreign("issuer", subjectOf(ca)), say.Date("date", ca.NotAfter))})
	}
	return out
}

func isFault(f checks.Finding) bool { return f.Severity != checks.Info }

// endsSooner is the first to end of those that were sent above the leaf, nil where none
// ends before it.
func endsSooner(r *checks.Report, leaf *checks.Certificate) *checks.Certificate {
	var first *checks.Certificate
	for _, c := range r.Chain {
		if c.Role == "intermediate" && c.NotAfter.Before(leaf.NotAfter) && (first == nil || c.NotAfter.Before(first.NotAfter)) {
			first = c
		}
	}
	return first
}

// Risk tells whether the warning may be ignored, or accepted.
func Risk(r *checks.Report) bot.Reply {
	full := First(r)
	out := bot.Reply{Tone: full.Tone, Act: full.Act, Cure: full.Cure}
	accept := slices.IndexFunc(r.Steps, func(s checks.Step) bool { return s.Number == checks.StepAccept })
	switch {
	case NothingWrong(r):
		out.Headline = say.Join(say.S("certdesk found nothing to ignore."), r.Summary,
			say.S("If you still see a warning, do not accept it before you know where it comes from."))
		out.Act = nil
	case r.Verdict == checks.VerdictUntrusted && accept >= 0:
		step := bot.StepOf(&r.Steps[accept])
		out.Headline = say.Join(say.S("Not without a check: do it only as step {n} says.", say.Count("n", checks.StepAccept)), r.Summary)
		out.Cure = step.OfFirstScreen()
	case r.Verdict == checks.VerdictUntrusted:
		out.Headline = say.Join(say.S("No, do not accept the certificate."), r.Summary)
	case r.Verdict == checks.VerdictWarning:
		out.Headline = say.Join(say.S("Only for a while: it still works, but somebody has to act."), r.Summary)
	case r.Verdict == checks.VerdictUnknown:
		out.Headline = say.Join(say.S("certdesk could not look at it, so it cannot tell."), r.Summary)
	default:
		out.Headline = say.Join(say.S("No, ignoring it does not help."), r.Summary)
	}
	return out
}

// OneStep is one of the ten steps, as it is for this report; where it does not help there
// that is said.
func OneStep(r *checks.Report, n int) bot.Reply {
	for i := range r.Steps {
		if r.Steps[i].Number == n {
			step := bot.StepOf(&r.Steps[i])
			return bot.Reply{Headline: r.Summary, Cure: &step}
		}
	}
	for i := range r.LeftOut {
		if r.LeftOut[i].Number == n {
			return bot.Reply{Headline: LeftOut(r.LeftOut[i : i+1])}
		}
	}
	title := programs.Title(n)
	if title.Empty() {
		return noStep()
	}
	return bot.Reply{Headline: say.Join(say.S("Step {n} is “{title}”.", say.Count("n", n), say.Sub("title", title)),
		say.S("It does not help with what certdesk found on {host}.", hostArg(r)))}
}

func noStep() bot.Reply {
	return bot.Reply{Headline: say.S("There are {n} steps, numbered from 1.", say.Count("n", checks.StepCount))}
}

// StepAlone is a step where no server is known; none where n is no step's number.
func StepAlone(n int, steps []bot.Step) bot.Reply {
	if len(steps) == 0 {
		return noStep()
	}
	return bot.Reply{Headline: say.Join(say.S("Step {n} is “{title}”.", say.Count("n", n), say.Sub("title", steps[0].Title)), say.S("Which server it is about, certdesk does not know.")),
		Cure: &steps[0]}
}

// HowLong says that certdesk cannot know how long others take, and what does not have to
// be waited for.
func HowLong(r *checks.Report, tell bool) bot.Reply {
	full := First(r)
	out := bot.Reply{Tone: full.Tone, Headline: say.Join(say.S("certdesk cannot know how long it takes."), r.Summary), Act: full.Act, Cure: full.Cure}
	if NothingWrong(r) {
		out.Headline = r.Summary
	} else if tell {
		out.Items = []bot.Item{{Text: say.S("Choose “{button}”, and you get a message as soon as it works.", say.Sub("button", say.S("Tell me when it works")))}}
	}
	return out
}

// Contact says whom to turn to.
func Contact(r *checks.Report) bot.Reply {
	out := First(r)
	for i := range r.Steps {
		if r.Steps[i].Number == checks.StepContact {
			step := bot.StepOf(&r.Steps[i])
			out.Cure, out.Steps, out.StepsTitle, out.Facts, out.Findings = &step, nil, nil, nil, nil
		}
	}
	return out
}

// Plainly is the first screen for who knows nothing of certificates: what is wrong in
// everyday words, who acts and what helps.
func Plainly(r *checks.Report) bot.Reply {
	full := First(r)
	out := bot.Reply{Tone: full.Tone, Headline: r.Summary, Act: full.Act, Cure: full.Cure}
	for i := range r.Findings {
		if f := &r.Findings[i]; isFault(*f) {
			out.Headline = say.Join(everyday[f.Code], r.Summary)
			break
		}
	}
	return out
}

var idCard = say.S("A certificate is a server's identity card.")

// everyday is what a finding means, in everyday words.
var everyday = map[checks.Code]say.Text{
	checks.HostnameMismatch:     say.Join(idCard, say.S("This one carries another name, so it does not count.")),
	checks.NoSAN:                say.Join(idCard, say.S("This one carries another name, so it does not count.")),
	checks.AutodiscoverMismatch: say.Join(idCard, say.S("This one carries another name, so it does not count.")),
	checks.Expired:              say.Join(idCard, say.S("This one is out of date.")),
	checks.NotYetValid:          say.Join(idCard, say.S("This one is not valid yet.")),
	checks.ExpiringSoon:         say.Join(idCard, say.S("This one still counts, but not for long.")),
	checks.SelfSigned:           say.Join(idCard, say.S("This one was made by the server itself, so nobody vouches for it.")),
	checks.UntrustedRoot:        say.Join(idCard, say.S("This one comes from an office that mail apps do not know.")),
	checks.IncompleteChain:      say.Join(idCard, say.S("The server shows it, but leaves out the paper that proves who issued it.")),
	checks.Revoked:              say.Join(idCard, say.S("The office that issued this one has withdrawn it.")),
	checks.Intercepted:          say.S("Something between you and the server shows its own identity card in place of the server's."),
	checks.InconsistentServers:  say.Join(idCard, say.S("Several servers share this name, and not all of them show a good one.")),
	checks.DNSFailure:           say.S("The server's name is like a phone number that does not exist."),
	checks.Unreachable:          say.S("It is like a phone that nobody picks up."),
	checks.NotTLS:               say.S("The server does not encrypt here, so what you send could be read on the way."),
	checks.WrongEncryptionMode:  say.S("Your mail app and the server have to begin to encrypt in the same way. On this port the server wants the other one."),
}

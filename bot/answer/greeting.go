package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// ungreeted says beside the findings what it may mean that a server sent no greeting
// after TLS was set up: it has no finding, for it is no fault of the certificate.
func ungreeted(r *checks.Report) []bot.Finding {
	title, first := say.S("No greeting after encryption was set up"), greetsFirst(r)
	silent := false
	for i := range r.Endpoints {
		switch r.Endpoints[i].NoGreeting {
		case checks.CauseNotSpecified:
		case checks.CauseReset, checks.CauseGaveUp:
			return []bot.Finding{{Title: title, Detail: say.Join(first,
				say.S("Often a proxy sets up encryption, and the server behind it is down."))}}
		case checks.CauseSilent:
			silent = true
		}
	}
	switch {
	case silent:
		return []bot.Finding{{Title: title, Detail: say.Join(first,
			say.S("It may be slow, or a proxy sets up encryption and the server behind it hangs."))}}
	case r.NoGreeting():
		return []bot.Finding{{Title: title, Detail: first}}
	}
	return nil
}

// greetsFirst says that such servers greet: none is waited for a greeting of that does
// not.
func greetsFirst(r *checks.Report) say.Text {
	protocol := ""
	if r.Case != nil {
		protocol = r.Case.Protocol
	}
	service, ok := services.ByPort(r.Target.Port)
	if protocol != "" && service.Protocol != protocol {
		service, ok = services.ByName(protocol)
	}
	if !ok || service.Label == "" {
		return say.S("A server of this kind greets its clients first.")
	}
	return say.S("{protocol} servers greet their clients first.", say.Term("protocol", service.Label))
}

// NothingWrong tells whether nobody is known to have to act, so that what a user can try
// is only shown on demand: of a server that was not heard to greet that is not known.
func NothingWrong(r *checks.Report) bool {
	return r.Act == checks.ActNobody || r.Act == checks.ActUnknown && r.Verdict == checks.VerdictTrusted
}

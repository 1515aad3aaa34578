package guide

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// rule tells when a diagnosis rules a step out, and why in one sentence.
type rule struct {
	step  int
	title say.Text
	why   func(r *checks.Report) say.Text // nothing if it is not ruled out
}

// rules, a row for each step that a server's answer can rule out. What depends
// on the user's PC (antivirus, updates) is never ruled out from here: it is
// left away only where the fault is known to be the server's.
var rules = []rule{
	{2, say.S("Check incoming and outgoing server names"), func(r *checks.Report) say.Text {
		if r.Certificate == nil || has(r, checks.HostnameMismatch, checks.NoSAN, checks.AutodiscoverMismatch) {
			return nil
		}
		return say.S("{host} is on the certificate.", say.Host("host", r.Names.Requested))
	}},
	{3, say.S("Ensure SSL/TLS encryption settings are correct"), func(r *checks.Report) say.Text {
		if r.Settings == nil || r.Settings.Encryption == "None" || has(r, checks.WrongEncryptionMode) {
			return nil
		}
		return say.S("Port {port} uses {encryption}, as it should.", say.Port("port", r.Settings.Port), say.Term("encryption", r.Settings.Encryption))
	}},
	{4, say.S("Update Windows 11 root certificates"), func(r *checks.Report) say.Text {
		if r.Certificate == nil || !serverSide(r) || !known(r) {
			return nil
		}
		return say.S("The certificate comes from a root certificate that PCs trust.")
	}},
	{6, say.S("Check system date and time"), func(r *checks.Report) say.Text {
		if r.Seen != nil && r.Seen.ClockRight {
			return say.S("The clock of the PC is right.")
		}
		if r.Certificate == nil || has(r, checks.Expired, checks.NotYetValid) || !serverSide(r) {
			return nil
		}
		return say.S("The problem does not depend on the PC's clock.")
	}},
	{9, say.S("Accept the certificate only if you trust the server"), func(r *checks.Report) say.Text {
		switch {
		case has(r, checks.Revoked):
			return say.S("Never accept a revoked certificate.")
		case has(r, checks.Expired):
			return say.S("Accepting an expired certificate also hides the next problem.")
		case has(r, checks.Intercepted, checks.DistrustedCA):
			return say.S("Accepting this one gives away the password and all mail.")
		}
		return nil
	}},
}

// ruledOut are the steps that are not offered although they stand in the
// article everybody knows: the reader's program does not have them, or this case
// rules them out.
func ruledOut(r *checks.Report) []Skipped {
	offered := func(n int) bool {
		return slices.ContainsFunc(r.Steps, func(s checks.Step) bool { return s.Number == n }) ||
			slices.ContainsFunc(r.LeftOut, func(s checks.LeftOutStep) bool { return s.Number == n })
	}
	var out []Skipped
	for _, s := range r.LeftOut {
		out = append(out, Skipped{Number: s.Number, Title: s.Title, Why: say.S("{Why}.", say.Sub("why", s.Why))})
	}
	for _, rule := range rules {
		if offered(rule.step) {
			continue
		}
		if why := rule.why(r); !why.Empty() {
			out = append(out, Skipped{Number: rule.step, Title: rule.title, Why: why})
		}
	}
	return out
}

// serverSide: a fault of the server is known.
func serverSide(r *checks.Report) bool {
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Severity == checks.Critical })
}

// known: the certificate leads to a root that comes with every PC. What this
// machine or the operator trusts besides may be missing on the user's.
func known(r *checks.Report) bool {
	return slices.ContainsFunc([]string{"mozilla", "microsoft", "apple"}, func(store string) bool { return r.Stores[store] == "trusted" })
}

func has(r *checks.Report, codes ...checks.Code) bool {
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return slices.Contains(codes, f.Code) })
}

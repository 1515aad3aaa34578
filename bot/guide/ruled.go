package guide

import (
	"fmt"
	"slices"

	"certdesk/checks"
)

// rule tells when a diagnosis rules a step out, and why in one sentence.
type rule struct {
	step  int
	title string
	why   func(r *checks.Report) string // "" if it is not ruled out
}

// rules, a row for each step that a server's answer can rule out. What depends
// on the user's PC (antivirus, updates) is never ruled out from here: it is
// left away only where the fault is known to be the server's.
var rules = []rule{
	{2, "Check incoming and outgoing server names", func(r *checks.Report) string {
		if r.Certificate == nil || has(r, checks.HostnameMismatch, checks.NoSAN, checks.AutodiscoverMismatch) {
			return ""
		}
		return fmt.Sprintf("%s is on the certificate.", r.Names.Requested)
	}},
	{3, "Ensure SSL/TLS encryption settings are correct", func(r *checks.Report) string {
		if r.Settings == nil || r.Settings.Encryption == "None" || has(r, checks.WrongEncryptionMode) {
			return ""
		}
		return fmt.Sprintf("Port %d speaks %s, as it should.", r.Settings.Port, r.Settings.Encryption)
	}},
	{4, "Update Windows 11 root certificates", func(r *checks.Report) string {
		if r.Certificate == nil || !serverSide(r) || !known(r) {
			return ""
		}
		return "The certificate leads to a root that PCs know."
	}},
	{6, "Check system date and time", func(r *checks.Report) string {
		if r.Certificate == nil || has(r, checks.Expired, checks.NotYetValid) || !serverSide(r) {
			return ""
		}
		return "The fault is there whatever the PC's clock says."
	}},
	{9, "Accept the certificate only if you trust the server", func(r *checks.Report) string {
		switch {
		case has(r, checks.Revoked):
			return "A revoked certificate must never be accepted."
		case has(r, checks.Expired):
			return "Accepting an expired certificate hides the next fault as well."
		case has(r, checks.Intercepted, checks.DistrustedCA):
			return "Whoever accepts this one hands over password and mail."
		}
		return ""
	}},
}

// ruledOut are the steps that are not offered although they stand in the
// article everybody knows.
func ruledOut(r *checks.Report) []Skipped {
	offered := func(n int) bool {
		return slices.ContainsFunc(r.Steps, func(s checks.Step) bool { return s.Number == n })
	}
	var out []Skipped
	for _, rule := range rules {
		if offered(rule.step) {
			continue
		}
		if why := rule.why(r); why != "" {
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

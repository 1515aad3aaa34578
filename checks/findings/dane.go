package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// On port 25 mail servers talk to each other, and there a validated TLSA record that
// fits takes the place of a trusted authority. With usage 3 neither issuer nor names nor
// dates count; with usage 2 all of them were compared (RFC 7672 §3.1). Servers that do
// not check such records encrypt with any certificate.

// settledByDANE are the findings that no longer matter where such a record fits.
// Revocation, weak keys and broken formats still do.
var settledByDANE = map[checks.Code]bool{
	checks.SelfSigned: true, checks.UntrustedRoot: true, checks.IncompleteChain: true, checks.InvalidChain: true, checks.DistrustedCA: true,
	checks.WrongUsage: true, checks.Expired: true, checks.NotYetValid: true, checks.HostnameMismatch: true, checks.NoSAN: true,
	checks.ClientDisagreement: true,
}

// settled lowers a finding to an info.
func settled(seen *sight) *sight {
	out := *seen
	out.severity, out.steps = checks.Info, []int{checks.StepContact}
	out.detail = say.Join(
		say.S("The certificate matches a TLSA record that DNS signs (DANE), so mail servers accept it as it is (RFC 7672)."),
		say.S("Most mail servers that do not check DANE encrypt without checking certificates."),
		say.S("Mail apps do not use port 25."))
	return &out
}

// vouchedFor tells whether a validated record fits the chain of an endpoint or of a
// view of one.
func vouchedFor(f *checks.Facts, e *checks.Endpoint) bool {
	if f.Policy == nil || f.Policy.DANE == nil || !f.Policy.DANE.Usable || e.TLS == nil {
		return false
	}
	d := f.Policy.DANE
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Address != e.Address {
			continue
		}
		if ep.TLS == e.TLS && i < len(d.Matches) && d.Matches[i] {
			return true
		}
		for k := range ep.Shown {
			if ep.Shown[k].TLS == e.TLS && i < len(d.Shown) && k < len(d.Shown[i]) && d.Shown[i][k].Empty() {
				return true
			}
		}
	}
	return false
}

// notWithoutDANE is said of several certificates of which a record has settled some.
var notWithoutDANE = say.S("Not all of them are valid without their TLSA records in DNS (DANE).")

// isVouched tells of a chain whether a record has settled something.
func isVouched(v view) bool { return v.vouched }

// onlyVouchedFor tells whether a certificate is in order only because of its TLSA
// record.
func onlyVouchedFor(f *checks.Facts) bool {
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		if needsRecord(e.Judgement) && vouchedFor(f, e) {
			return true
		}
		for k := range e.Shown {
			if needsRecord(e.Shown[k].Judgement) && vouchedFor(f, e.View(&e.Shown[k])) {
				return true
			}
		}
	}
	return false
}

// needsRecord tells of a certificate that it is not in order by itself.
func needsRecord(j *checks.Judgement) bool {
	return j != nil && (j.Trust != checks.TrustOK && j.Trust != checks.TrustUnknown || len(j.Expired)+len(j.NotYetValid) > 0 || j.NameReason != checks.NameOK)
}

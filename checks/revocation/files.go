package revocation

import (
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"certdesk/checks"
)

// fromFiles judges by lists from files. Of several that are valid at the time
// one that withdraws the certificate counts, else the newest: whoever keeps an
// old list beside the new one is not told that all is well, unless a later delta
// list says that a hold is over. A delta list amends
// the complete one that it goes on from; lists about some reasons clear a
// certificate only together. err says why those of the certificate's authority
// give no answer, otherIssuer if there are none; unused has an entry for each
// list, nil for those that were used.
func fromFiles(lists [][]byte, l link, at time.Time) (answer checks.RevocationFacts, unused []error, err error) {
	unused = make([]error, len(lists))
	read := make([]*list, len(lists))
	for i, der := range lists {
		read[i], unused[i] = readList(der, l)
	}
	var best checks.RevocationFacts
	var reasons uint16
	partial := -1 // the newest of those about some reasons
	for i, complete := range read {
		if complete == nil {
			continue
		}
		got, err := complete.answer(l, at)
		switch {
		case err == nil && complete.base == nil:
			got = amendAll(got, complete, read, unused, l, at)
		case err == nil && takenBack(complete, read, l, at):
			err = errUsed
		case errors.Is(err, someReasons):
			reasons |= complete.scope.reasons
			if partial < 0 || complete.thisUpdate.After(read[partial].thisUpdate) {
				partial = i
			}
		}
		if err != nil {
			if unused[i] == nil {
				unused[i] = err
			}
			continue
		}
		if got.Status == checks.StatusRevoked {
			return got, unused, nil
		}
		if best.Status == "" || got.CheckedAt.After(best.CheckedAt) {
			best = got
		}
	}
	if best.Status == "" && reasons == allReasons {
		best = checks.RevocationFacts{Status: checks.StatusGood, Source: checks.SourceCRL,
			CheckedAt: read[partial].thisUpdate, NextUpdate: read[partial].nextUpdate}
		forgive(unused, someReasons) // together they were of use
	}
	if best.Status == "" {
		return checks.RevocationFacts{}, unused, uselessness(unused)
	}
	forgive(unused, errUsed)
	return best, unused, nil
}

// forgive takes a reason back for which lists were unused.
func forgive(unused []error, reason error) {
	for i, err := range unused {
		if errors.Is(err, reason) {
			unused[i] = nil
		}
	}
}

// uselessness is why none of the lists was of use: the last reason that concerns a
// list of the right authority, else that all are of others.
func uselessness(unused []error) error {
	err := error(otherIssuer)
	for _, reason := range unused {
		if reason != nil && !errors.Is(reason, otherIssuer) {
			err = reason
		}
	}
	return err
}

// errUsed marks a delta list that amended another one, though it gives no answer
// by itself.
var errUsed = errors.New("used to amend another list")

// amendAll amends an answer by the newest delta list that goes on from the list that
// gave it. unused says, for each list, why it is of no use.
func amendAll(answer checks.RevocationFacts, complete *list, read []*list, unused []error, l link, now time.Time) checks.RevocationFacts {
	newest := -1
	for i, delta := range read {
		if delta == nil || !delta.goesOnFrom(complete) || !delta.scope.covers(l.leaf) {
			continue
		}
		if _, err := delta.amend(answer, complete, l, now); err != nil {
			unused[i] = err
			continue
		}
		unused[i] = errUsed
		if newest < 0 || delta.number.Cmp(read[newest].number) > 0 {
			newest = i
		}
	}
	if newest >= 0 {
		answer, _ = read[newest].amend(answer, complete, l, now)
	}
	return answer
}

// takenBack tells whether a delta list puts the certificate on hold and a later one
// takes that back (RFC 5280 §5.3.1, removeFromCRL).
func takenBack(hold *list, read []*list, l link, at time.Time) bool {
	e, listed := hold.find(l.leaf.SerialNumber)
	if _, reason := e.when(); !listed || reason != reasonHold {
		return false
	}
	return slices.ContainsFunc(read, func(later *list) bool {
		if later == nil || !later.goesOnFrom(hold) || !later.scope.covers(l.leaf) {
			return false
		}
		amended, err := later.amend(checks.RevocationFacts{Status: checks.StatusRevoked}, hold, l, at)
		return err == nil && amended.Status == checks.StatusGood
	})
}

// maxOtherKeys bounds how many certificates are tried as another key of an
// authority.
const maxOtherKeys = 16

// otherKeys are certificates for other keys of the authority that issued a link:
// of the same name, and certified by that authority itself or by the one above
// it (RFC 5280 §6.3.3 (f): the list's path has the same end).
func otherKeys(issuer, above *x509.Certificate, others []*checks.Certificate, at time.Time) []*x509.Certificate {
	var keys []*x509.Certificate
	for _, c := range others[:min(len(others), maxOtherKeys)] {
		x := c.X509
		if x == nil || string(x.RawSubject) != string(issuer.RawSubject) || string(x.RawSubjectPublicKeyInfo) == string(issuer.RawSubjectPublicKeyInfo) ||
			at.Before(x.NotBefore) || at.After(x.NotAfter) {
			continue
		}
		for _, by := range []*x509.Certificate{above, issuer} {
			if by != nil && string(by.RawSubject) == string(x.RawIssuer) && by.CheckSignature(x.SignatureAlgorithm, x.RawTBSCertificate, x.Signature) == nil {
				keys = append(keys, x)
				break
			}
		}
	}
	return keys
}

// breaksRules: a list is not as RFC 5280 §5 says, whoever it is about.
func breaksRules(err error) bool {
	for _, p := range []*problem{notList, badList, oddList, mayNotList, badSignature} {
		if errors.Is(err, p) {
			return true
		}
	}
	return false
}

// unusedLists tells of the lists from files that answered for no certificate of
// the path, each with the reason that says most.
func unusedLists(lists [][]byte, reasons [][]error) []checks.UnusedList {
	var out []checks.UnusedList
	for i, der := range lists {
		var why error
		used := false
		for _, link := range reasons {
			switch reason := link[i]; {
			case reason == nil || errors.Is(reason, errUsed):
				used = true
			case why == nil || errors.Is(why, otherIssuer):
				why = reason
			}
		}
		if used || why == nil {
			continue
		}
		u := checks.UnusedList{Problem: plain(why)}
		if p, err := split(der); err == nil {
			u.Issuer = p.head.Issuer.String()
		}
		out = append(out, u)
	}
	return out
}

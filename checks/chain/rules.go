package chain

import (
	"crypto/x509"
	"errors"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// assess asks a path all questions that do not depend on the server's name.
// anchored: it ends in a trusted certificate; else the rules of RFC 5280 §6 are
// left aside, because breaking them adds nothing.
func assess(path []*certificate, anchored bool, at time.Time, nameBudget *int) *assessment {
	a := &assessment{path: path, anchored: anchored}
	last := len(path) - 1
	for i, c := range path {
		a.penalty += costLength
		isAnchor := anchored && i == last
		// A root that was sent and is not trusted vouches for nothing, so its dates
		// and its own signature say nothing either.
		foreignRoot := !anchored && i == last && i > 0 && c.selfIssued
		if !foreignRoot {
			a.checkTime(i, c, at)
		}
		if c.scheme.weak && !isAnchor && !foreignRoot {
			a.weakSigned = append(a.weakSigned, c)
			a.charge(i, costFault)
		}
		if c.scheme.unsupported && !isAnchor && !foreignRoot {
			a.oddlySigned = append(a.oddlySigned, c)
			a.charge(i, costFault)
		}
		if c.key.bits > 0 && c.key.bits < 2048 && (!isAnchor || i == 0) {
			a.weakKey = append(a.weakKey, c)
			a.charge(i, costWeakKey)
		}
		if !c.key.usable && c.key.words != "" && a.unsupported == nil {
			a.unsupported = c
			a.charge(i, costFault)
		}
		if !c.servesTLS() && a.wrongUsage == nil {
			a.wrongUsage = c
			a.charge(i, costFault)
		}
		if len(c.malformed) > 0 {
			a.charge(i, costFault)
		}
	}
	if anchored {
		a.checkRules(nameBudget)
		a.penalty += costInvalid * len(a.invalid)
	}
	return a
}

func (a *assessment) checkTime(i int, c *certificate, at time.Time) {
	switch {
	case at.After(c.x.NotAfter):
		a.expired = append(a.expired, c)
		a.charge(i, costFault)
	case at.Before(c.x.NotBefore):
		a.notYet = append(a.notYet, c)
		a.charge(i, costFault)
	}
}

// checkRules applies RFC 5280 §6.1, to the trusted end too: what an authority
// wrote into its own certificate it means.
func (a *assessment) checkRules(nameBudget *int) {
	last := len(a.path) - 1
	between := 0 // intermediates below that are not self-issued
	for i, c := range a.path {
		if c.facts.unknownCritical != "" {
			a.breaks(i, checks.InvalidCritical, c, say.Quote(c.facts.unknownCritical))
		}
		if i < last && c.scheme.foreign && !c.scheme.weak && a.path[i+1].key.usable {
			a.breaks(i, checks.InvalidAlgorithm, c, say.Quote(c.scheme.words))
		}
		if i == 0 {
			if c.facts.nameConstraints != nil && !c.isCA() {
				a.breaks(i, checks.InvalidExtension, c, say.P("problem", "name constraints in a certificate that is no authority"))
			}
			continue
		}
		a.checkAuthority(i, c, between)
		a.checkConstraints(i, c, nameBudget)
		if !c.selfIssued {
			between++
		}
	}
	a.checkPolicies()
}

// checkAuthority: may c certify others, at this place of the path?
func (a *assessment) checkAuthority(i int, c *certificate, between int) {
	anchor := i == len(a.path)-1
	switch {
	case c.badExtension != "":
		a.breaks(i, checks.InvalidExtension, c, extensionText(c.badExtension, c.doubled))
	case !c.facts.hasBasicConstraints && c.x.Version < 3 && anchor:
		// Version 1 has no extensions to say it with; old roots are like that.
	case !c.facts.hasBasicConstraints:
		a.breaks(i, checks.InvalidNotCA, c, say.P("problem", "it has no basic constraints"))
	case !c.isCA():
		a.breaks(i, checks.InvalidNotCA, c, say.P("problem", "its basic constraints say that it is no authority"))
	}
	if c.isCA() && c.facts.hasKeyUsage && c.x.KeyUsage&x509.KeyUsageCertSign == 0 {
		a.breaks(i, checks.InvalidKeyUsage, c, say.P("problem", "its key usage does not allow signing certificates"))
	}
	if limit := c.x.MaxPathLen; c.isCA() && limit >= 0 && between > limit { // below 0 there is none
		a.breaks(i, checks.InvalidPathLength, c, say.P("problem", "more authorities follow it than it allows"))
	}
	if c.emptySubject() {
		a.breaks(i, checks.InvalidEmptyName, c, say.P("problem", "an authority must have a name"))
	}
}

// checkConstraints applies c's name constraints to all below it. Self-issued
// certificates are left out, unless they are the leaf (§4.2.1.10).
func (a *assessment) checkConstraints(i int, c *certificate, nameBudget *int) {
	nc, err := c.nameConstraints()
	if err != nil {
		if c.badExtension == "" {
			a.breaks(i, checks.InvalidExtension, c, say.P("problem", "name constraints: {problem}", say.Sub("problem", phraseOf(err))))
		}
		return
	}
	if nc == nil {
		return
	}
	for j, below := range a.path[:i] {
		if j > 0 && below.selfIssued {
			continue
		}
		err := nc.check(below, j == 0, nameBudget)
		switch {
		case errors.Is(err, errTooManyNames):
			a.breaks(i, checks.InvalidTooComplex, c, phraseOf(err))
			return
		case err != nil:
			a.breaks(i, checks.InvalidNameConstraints, below, phraseOf(err))
		}
	}
}

package clients

import (
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// The certificates by themselves: names, dates, strength, purpose.
var certificateRules = []rule{
	{
		name: "another name",
		seen: func(s *situation) bool {
			switch s.judgement.NameReason {
			case checks.NameOther, checks.NameNoSAN, checks.NameWildcardDepth, checks.NameIPNotListed:
				return true
			}
			return false
		},
		opinions: []opinion{
			{everyone, Untrusted, say.S("The certificate does not carry the name of the server."), sourceRFC9525},
		},
	},
	{
		name: "only a common name",
		seen: func(s *situation) bool { return s.judgement.NameReason == checks.NameCNOnly },
		opinions: []opinion{
			{windows, Trusted, say.S("The name stands only in the old Common Name field; Windows still reads that where there is no other name."), sourceWindowsName},
			{apple, Untrusted, say.S("The name stands only in the old Common Name field, which Apple's systems do not read since iOS 13 and macOS 10.15."), sourceApple},
			{mozilla, Untrusted, say.S("The name stands only in the old Common Name field, which Thunderbird does not read."), sourceMozillaPKIX},
			{android, Untrusted, say.S("The name stands only in the old Common Name field, which Android does not read since version 9."), sourceAndroidName},
		},
	},
	{
		name: "a name that is not written as it should be",
		seen: func(s *situation) bool {
			switch s.judgement.NameReason {
			case checks.NameBadWildcard, checks.NameIPInDNS, checks.NameBadSyntax:
				return !s.registryWildcard()
			}
			return false
		},
		opinions: []opinion{
			{windows, NotKnown, say.S("The name on the certificate is not written as it should be; whether Windows accepts it is not documented."), sourceWindowsName},
			{others, Untrusted, say.S("The name on the certificate is not written as it should be, so it does not count."), sourceRFC9525},
		},
	},
	{
		// NSS knows no list of registries; it wants two labels after the star.
		name: "a wildcard for a whole registry",
		seen: func(s *situation) bool { return s.registryWildcard() },
		opinions: []opinion{
			{windows, NotKnown, say.S("The name on the certificate is a wildcard for a whole registry; whether Windows accepts it is not documented."), sourceWindowsName},
			{mozilla, Trusted, say.S("The name on the certificate is a wildcard for a whole registry, which Thunderbird accepts."), sourceMozillaPKIX},
			{apple, Untrusted, say.S("The name on the certificate is a wildcard for a whole registry, so it does not count."), sourceRFC9525},
			{android, Untrusted, say.S("The name on the certificate is a wildcard for a whole registry, so it does not count."), sourceRFC9525},
		},
	},
	{
		name: "out of its time",
		seen: func(s *situation) bool {
			return len(s.judgement.Expired)+len(s.judgement.NotYetValid) > 0 && !s.rootAloneOutOfTime()
		},
		opinions: []opinion{
			{everyone, Untrusted, say.S("A certificate is not valid at this time."), sourceRFC5280},
		},
	},
	{
		name: "root out of its time",
		seen: func(s *situation) bool { return s.rootAloneOutOfTime() },
		opinions: []opinion{
			{windows, Untrusted, say.S("A certificate is not valid at this time."), sourceRFC5280},
			{apple, Untrusted, say.S("A certificate is not valid at this time."), sourceRFC5280},
			{mozilla, Untrusted, say.S("A certificate is not valid at this time."), sourceRFC5280},
			{android, Trusted, say.S("The root certificate is not valid at this time; Android does not look at the dates of a root that it trusts."), sourceAndroidAnchor},
		},
	},
	{
		name: "revoked",
		seen: func(s *situation) bool {
			return s.endpoint.Revocation != nil && s.endpoint.Revocation.Status == checks.StatusRevoked
		},
		opinions: []opinion{
			{windows, Untrusted, say.S("The certificate is revoked."), sourceWindowsChain},
			{apple, Untrusted, say.S("The certificate is revoked."), sourceAppleTrust},
			{mozilla, Untrusted, say.S("The certificate is revoked."), sourceMozillaPKIX},
			{android, NotKnown, say.S("The certificate is revoked, but most apps on Android do not ask."), sourceAndroidChain},
		},
	},
	{
		name: "revocation cannot be checked",
		seen: func(s *situation) bool {
			return s.endpoint.Revocation != nil && s.endpoint.Revocation.Status == checks.StatusUnavailable
		},
		opinions: []opinion{
			{windows, Trusted, say.S("Whether it is revoked cannot be checked at the moment; most of Outlook goes on without, some of its windows say so."), sourceWindowsChain},
		},
	},
	{
		// NSSCertDBTrustDomain fails softly for want of an answer, and not for this one.
		name: "certificate that its authority does not know",
		seen: func(s *situation) bool {
			return s.endpoint.Revocation != nil && s.endpoint.Revocation.Status == checks.StatusUnknown
		},
		opinions: []opinion{
			{mozilla, NotKnown, say.S("The CA's status service does not know the certificate; Thunderbird rejects that where it asks the service itself."), sourceMozillaOCSP},
		},
	},
	{
		name: "promised staple missing",
		seen: func(s *situation) bool {
			t := s.endpoint.TLS
			return s.judgement.MustStaple && t != nil && t.Completed && len(t.OCSPStaple) == 0
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The certificate promises a fresh proof of validity that the server does not send; Thunderbird insists on it."), sourceMozillaStaple},
		},
	},
	{
		name: "promised staple useless",
		seen: func(s *situation) bool {
			r := s.endpoint.Revocation
			return s.judgement.MustStaple && r != nil && !r.StapleProblem.Empty()
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The certificate promises a fresh proof of validity, and the one that the server sends is worth nothing; Thunderbird insists on it."), sourceMozillaStaple},
		},
	},
	{
		name: "MD5 or MD2, public root",
		seen: func(s *situation) bool { return s.judgement.PublicRoot && s.signedWith("MD") },
		opinions: []opinion{
			{windows, Untrusted, say.S("It is signed with MD5, which Windows refuses from public authorities."), sourceWindowsMD5},
		},
	},
	{
		name: "MD5 or MD2, private root",
		seen: func(s *situation) bool { return !s.judgement.PublicRoot && s.signedWith("MD") },
		opinions: []opinion{
			{windows, NotKnown, say.S("It is signed with MD5; under a private authority a Windows policy decides."), sourceWindowsMD5},
		},
	},
	{
		name: "MD5 or MD2",
		seen: func(s *situation) bool { return s.signedWith("MD") },
		opinions: []opinion{
			{apple, Untrusted, say.S("It is signed with MD5; Apple's systems want SHA-2."), sourceApple},
			{mozilla, Untrusted, say.S("It is signed with MD5, which Thunderbird refuses."), sourceMozillaPKIX},
			{android, Untrusted, say.S("It is signed with MD5, which Android refuses."), sourceAndroidSHA1},
		},
	},
	{
		name: "SHA-1, public root",
		seen: func(s *situation) bool { return s.judgement.PublicRoot && s.signedWith("SHA1") },
		opinions: []opinion{
			{windows, Untrusted, say.S("It is signed with SHA-1, which Windows refuses from public authorities."), sourceWindowsSHA1},
		},
	},
	{
		name: "SHA-1, private root",
		seen: func(s *situation) bool { return !s.judgement.PublicRoot && s.signedWith("SHA1") },
		opinions: []opinion{
			{windows, Trusted, say.S("It is signed with SHA-1; under a private authority Windows accepts that unless a policy forbids it."), sourceWindowsSHA1},
		},
	},
	{
		name: "SHA-1",
		seen: func(s *situation) bool { return s.signedWith("SHA1") },
		opinions: []opinion{
			{apple, Untrusted, say.S("It is signed with SHA-1; Apple's systems want SHA-2 since iOS 13 and macOS 10.15."), sourceApple},
			{mozilla, Untrusted, say.S("It is signed with SHA-1, which Thunderbird no longer accepts."), sourceMozillaSHA1},
			{android, Untrusted, say.S("It is signed with SHA-1, which Android refuses since version 10."), sourceAndroidSHA1},
		},
	},
	{
		name: "signed in a way that clients do not know",
		seen: func(s *situation) bool { return len(s.judgement.UnsupportedSignatures) > 0 },
		opinions: []opinion{
			{windows, Untrusted, say.S("It is signed with {algorithm}, which Windows cannot verify.", its("algorithm")), sourceWindowsHashes},
			{mozilla, Untrusted, say.S("It is signed with {algorithm}, which Thunderbird cannot verify.", its("algorithm")), sourceMozpkixSigned},
			{apple, NotKnown, say.S("It is signed with {algorithm}; whether it is accepted is not documented.", its("algorithm")), sourceApple},
			{android, NotKnown, say.S("It is signed with {algorithm}; whether it is accepted is not documented.", its("algorithm")), sourceAndroidKeys},
		},
	},
	{
		name: "RSA below 1024 bits",
		seen: func(s *situation) bool { return s.keyBelow(1024) },
		opinions: []opinion{
			{windows, Untrusted, say.S("Its key has {bits} bits; Windows refuses less than 1024.", its("bits")), sourceWindowsRSA},
			{apple, Untrusted, say.S("Its key has {bits} bits; Apple's systems want 2048.", its("bits")), sourceApple},
			{mozilla, Untrusted, say.S("Its key has {bits} bits; Thunderbird refuses less than 1024.", its("bits")), sourceMozillaPKIX},
			{android, Untrusted, say.S("Its key has {bits} bits; Android refuses less than 1024.", its("bits")), sourceAndroidKeys},
		},
	},
	{
		name: "RSA below 2048 bits",
		seen: func(s *situation) bool { return s.keyBelow(2048) && !s.keyBelow(1024) },
		opinions: []opinion{
			{apple, Untrusted, say.S("Its key has {bits} bits; Apple's systems want 2048 since iOS 13 and macOS 10.15.", its("bits")), sourceApple},
		},
	},
	{
		name: "RSA below 2048 bits, public root",
		seen: func(s *situation) bool {
			return s.judgement.PublicRoot && s.keyBelow(2048) && !s.keyBelow(1024)
		},
		opinions: []opinion{
			{windows, NotKnown, say.S("Its key has {bits} bits; Windows is giving up less than 2048 from public authorities.", its("bits")), sourceWindowsRSA2},
		},
	},
	{
		name: "not for servers",
		seen: func(s *situation) bool { return s.judgement.WrongUsage },
		opinions: []opinion{
			{everyone, Untrusted, say.S("The certificate may not be used for a server."), sourceRFC5280},
		},
	},
	{
		name: "longer than 825 days", alone: true,
		seen: func(s *situation) bool {
			leaf := s.judgement.Leaf
			return leaf.NotBefore.After(on(2019, 7, 1)) && livesLonger(leaf, 825) && !s.limitedTo398()
		},
		opinions: []opinion{
			{apple, Untrusted, say.S("It is valid for {days} days; Apple's systems accept at most 825, of private authorities too.", its("days")), sourceApple},
		},
	},
	{
		name: "longer than 398 days, public root", alone: true,
		seen: func(s *situation) bool { return s.limitedTo398() && livesLonger(s.judgement.Leaf, 398) },
		opinions: []opinion{
			{apple, Untrusted, say.S("It is valid for {days} days; Apple's systems accept at most 398 of public authorities.", its("days")), sourceApple398},
		},
	},
	{
		// CA/Browser Forum ballot SC-081v3 bids authorities; what programs do
		// about it is not documented.
		name: "longer than public authorities may issue since 2026",
		seen: func(s *situation) bool {
			leaf := s.judgement.Leaf
			if !s.judgement.PublicRoot {
				return false
			}
			for _, limit := range []struct {
				from time.Time
				days int64
			}{{on(2029, 3, 15), 47}, {on(2027, 3, 15), 100}, {on(2026, 3, 15), 200}} {
				if !leaf.NotBefore.Before(limit.from) {
					return livesLonger(leaf, limit.days)
				}
			}
			return false
		},
		opinions: []opinion{
			{apple, NotKnown, say.S("It is valid for {days} days, more than public authorities may issue by now; whether Apple's systems refuse it is not documented.", its("days")), sourceLifetimes},
		},
	},
	{
		name: "not written correctly",
		seen: func(s *situation) bool { return s.malformedOnPath() },
		opinions: []opinion{
			{everyone, NotKnown, say.S("The certificate breaks the rules of its format; some clients read it all the same."), sourceRFC5280},
		},
	},
}

// signedWith: a certificate of the path is signed with a digest whose name
// begins so.
// limitedTo398 tells whether the narrower of Apple's two limits applies, which tells of
// the wider one as well.
func (s *situation) limitedTo398() bool {
	return s.judgement.PublicRoot && !s.judgement.Leaf.NotBefore.Before(on(2020, 9, 1))
}

// rootAloneOutOfTime: of all certificates that lead to trust only the root itself is out
// of its time.
func (s *situation) rootAloneOutOfTime() bool {
	j := s.judgement
	outdated := slices.Concat(j.Expired, j.NotYetValid)
	return len(outdated) > 0 && len(j.Path) > 1 && j.Trust == checks.TrustOK &&
		!slices.ContainsFunc(outdated, func(c *checks.Certificate) bool { return c != j.Path[len(j.Path)-1] })
}

func (s *situation) signedWith(digest string) bool {
	return slices.ContainsFunc(s.judgement.WeakSignatures, func(c *checks.Certificate) bool {
		for part := range strings.SplitSeq(strings.ToUpper(c.Signature), "-") {
			if strings.HasPrefix(part, digest) {
				return true
			}
		}
		return false
	})
}

func (s *situation) keyBelow(bits int) bool {
	c := shortest(s.judgement.WeakKeys)
	return c != nil && c.KeyBits < bits
}

// malformedOnPath: what is not needed does no harm.
func (s *situation) malformedOnPath() bool {
	return slices.ContainsFunc(s.judgement.Malformed, func(m checks.Malformed) bool {
		return m.Cert == nil || slices.Contains(s.judgement.Path, m.Cert)
	})
}

// registryWildcard: what would fit is a star directly below a registry of two
// labels or more, such as *.co.uk.
func (s *situation) registryWildcard() bool {
	_, parent, _ := strings.Cut(s.facts.Name, ".")
	return s.judgement.NameReason == checks.NameBadWildcard && strings.Contains(parent, ".") &&
		slices.ContainsFunc(s.judgement.Presented, func(n string) bool { return strings.EqualFold(n, "*."+parent) })
}

package clients

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Who vouches: the chain, and each client's own list of roots.
var trustRules = []rule{
	{
		name:     "self-signed",
		seen:     trustIs(checks.TrustSelfSigned),
		opinions: []opinion{{everyone, Untrusted, say.S("The certificate is signed by itself."), sourceRFC5280}},
	},
	{
		name: "broken chain",
		seen: func(s *situation) bool {
			return s.judgement.Trust == checks.TrustInvalid && !s.breaksOnly(checks.InvalidTooComplex) && !s.breaksOnly(checks.InvalidPolicy) && !s.applicationPoliciesAlone()
		},
		opinions: []opinion{{everyone, Untrusted, say.S("The chain of certificates breaks a rule."), sourceRFC5280}},
	},
	{
		name:     "tangled chain",
		seen:     func(s *situation) bool { return s.breaksOnly(checks.InvalidTooComplex) },
		opinions: []opinion{{everyone, NotKnown, say.S("The chain of certificates is too tangled to be followed."), sourceRFC5280}},
	},
	{
		// Certificate services of Windows Server write them; beside an extended key
		// usage other clients pass over them.
		name: "application policies alone",
		seen: func(s *situation) bool { return s.applicationPoliciesAlone() },
		opinions: []opinion{
			{windows, NotKnown, say.S("It says what it is for in a way that Windows alone understands; the rest was not judged."), sourceWindowsUsage},
			{others, Untrusted, say.S("It says what it is for in a way that Windows alone understands, and demands that it be understood."), sourceRFC5280},
		},
	},
	{
		// mozpkix has no policy tree but for EV; Windows lets a program ignore
		// policies, so by itself it does not.
		name: "policy demanded",
		seen: func(s *situation) bool { return s.breaksOnly(checks.InvalidPolicy) },
		opinions: []opinion{
			{windows, Untrusted, say.S("An authority demands a certificate policy that is not there, and Windows follows such demands."), sourceWindowsPolicy},
			{apple, NotKnown, say.S("An authority demands a certificate policy that is not there; what Apple's systems make of that is not documented."), sourceAppleTrust},
			{mozilla, NotKnown, say.S("An authority demands a certificate policy that is not there; Thunderbird does not look at policies and may accept it."), sourceMozillaPKIX},
			{android, NotKnown, say.S("An authority demands a certificate policy that is not there; what Android makes of that depends on the app."), sourceAndroidChain},
		},
	},
	{
		name: "no root to judge by",
		seen: trustIs(checks.TrustUnknown),
		opinions: []opinion{
			{everyone, NotKnown, say.S("No trusted roots were given to judge by."), sourceSeen},
		},
	},
	{
		name: "leaf not first",
		seen: func(s *situation) bool { return s.judgement.LeafNotFirst && !s.facts.Offline },
		opinions: []opinion{
			{everyone, NotKnown, say.S("The server's own certificate is not the first one that it sends; some clients look at no other."), sourceRFC5280},
		},
	},

	// An authority was not sent. Who does not fetch it has it only by chance.
	{
		name: "missing authority",
		seen: trustIs(checks.TrustIncomplete),
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The server does not send the certificate of {authority}, and Thunderbird does not fetch it; it works only where Thunderbird has it already.", its("authority")), sourceMozillaChain},
			{android, Untrusted, say.S("The server does not send the certificate of {authority}, and Android does not fetch it.", its("authority")), sourceAndroidChain},
		},
	},
	{
		name: "missing authority, to be fetched",
		seen: func(s *situation) bool { return s.fetched() == yes },
		opinions: []opinion{
			{windows, Trusted, say.S("The server does not send the certificate of {authority}; Windows fetches it by itself from {url}.", its("authority"), its("url")), sourceWindowsChain},
			{apple, Trusted, say.S("The server does not send the certificate of {authority}; Apple's systems fetch it by themselves from {url}.", its("authority"), its("url")), sourceAppleChain},
		},
	},
	{
		name: "missing authority, perhaps to be fetched",
		seen: func(s *situation) bool { return s.fetched() == maybe },
		opinions: []opinion{
			{windows, NotKnown, say.S("The server does not send the certificate of {authority}; Windows would fetch it from {url}, which was not tried or leads to a root in no list given here.", its("authority"), its("url")), sourceWindowsChain},
			{apple, NotKnown, say.S("The server does not send the certificate of {authority}; Apple's systems would fetch it from {url}, which was not tried or leads to a root in no list given here.", its("authority"), its("url")), sourceAppleChain},
		},
	},
	{
		name: "missing authority, not to be fetched",
		seen: func(s *situation) bool { return s.fetched() == no },
		opinions: []opinion{
			{windows, Untrusted, say.S("The server does not send the certificate of {authority}, and Windows cannot fetch it either; it works only on a PC that has it already.", its("authority")), sourceWindowsChain},
			{apple, Untrusted, say.S("The server does not send the certificate of {authority}, and Apple's systems cannot fetch it either; it works only where it is known already.", its("authority")), sourceAppleChain},
		},
	},

	// The client's own list of roots, where it was given; Mozilla's always is.
	{
		name:     "Microsoft's list is out of date",
		seen:     outdatedIn("microsoft"),
		opinions: []opinion{{windows, Untrusted, say.S("Microsoft's list leads to a trusted root only over a certificate that is not valid at this time."), sourceWindowsRoots}},
	},
	{
		name:     "not in Microsoft's list",
		seen:     refusedBy("microsoft"),
		opinions: []opinion{{windows, Untrusted, say.S("{root} is not in Microsoft's list of trusted roots.", its("root")), sourceWindowsRoots}},
	},
	{
		name:     "Apple's list is out of date",
		seen:     outdatedIn("apple"),
		opinions: []opinion{{apple, Untrusted, say.S("Apple's list leads to a trusted root only over a certificate that is not valid at this time."), sourceAppleRoots}},
	},
	{
		name:     "not in Apple's list",
		seen:     refusedBy("apple"),
		opinions: []opinion{{apple, Untrusted, say.S("{root} is not in Apple's list of trusted roots.", its("root")), sourceAppleRoots}},
	},
	{
		name:     "Mozilla's list is out of date",
		seen:     outdatedIn("mozilla"),
		opinions: []opinion{{mozilla, Untrusted, say.S("Mozilla's list leads to a trusted root only over a certificate that is not valid at this time."), sourceMozillaRoots}},
	},
	{
		name:     "not in Mozilla's list",
		seen:     refusedBy("mozilla"),
		opinions: []opinion{{mozilla, Untrusted, say.S("{root} is not in Mozilla's list of trusted roots.", its("root")), sourceMozillaRoots}},
	},
	{
		name:     "Android's list is out of date",
		seen:     func(s *situation) bool { return outdatedIn("android")(s) && !s.outdatedRootOf("android") },
		opinions: []opinion{{android, Untrusted, say.S("Android's list leads to a trusted root only over a certificate that is not valid at this time."), sourceAndroidRoots}},
	},
	{
		name:     "not in Android's list",
		seen:     func(s *situation) bool { return refusedBy("android")(s) && !s.outdatedRootOf("android") },
		opinions: []opinion{{android, Untrusted, say.S("{root} is not in Android's list of trusted roots.", its("root")), sourceAndroidRoots}},
	},
	{
		name:     "root unknown to Microsoft's list",
		seen:     undecided("microsoft"),
		opinions: []opinion{{windows, NotKnown, say.S("It depends on whether {root} is in Microsoft's list, which was not given, or installed on the PC.", its("root")), sourceWindowsRoots}},
	},
	{
		name:     "root unknown to Apple's list",
		seen:     undecided("apple"),
		opinions: []opinion{{apple, NotKnown, say.S("It depends on whether {root} is in Apple's list, which was not given, or installed on the device.", its("root")), sourceAppleRoots}},
	},
	{
		name:     "root unknown to Mozilla's list",
		seen:     undecided("mozilla"),
		opinions: []opinion{{mozilla, NotKnown, say.S("It depends on whether {root} was imported into Thunderbird.", its("root")), sourceMozillaRoots}},
	},
	{
		name:     "root unknown to Android's list",
		seen:     undecided("android"),
		opinions: []opinion{{android, NotKnown, say.S("It depends on whether {root} is in Android's list, which was not given; a root that the user installs counts only in apps that allow it.", its("root")), sourceAndroidRoots}},
	},
}

func trustIs(t checks.Trust) func(*situation) bool {
	return func(s *situation) bool { return s.judgement.Trust == t }
}

// breaksOnly: the chain breaks this rule of RFC 5280 and no other.
func (s *situation) breaksOnly(reason checks.InvalidReason) bool {
	if s.judgement.Trust != checks.TrustInvalid {
		return false
	}
	for _, broken := range s.judgement.Invalid {
		if broken.Reason != reason {
			return false
		}
	}
	return true
}

// applicationPoliciesAlone: nothing is wrong but critical application policies
// that stand in the place of an extended key usage.
func (s *situation) applicationPoliciesAlone() bool {
	if !s.breaksOnly(checks.InvalidCritical) {
		return false
	}
	for _, broken := range s.judgement.Invalid {
		if broken.Cert == nil || broken.Cert.X509 == nil {
			return false
		}
		for _, id := range broken.Cert.X509.UnhandledCriticalExtensions {
			if !id.Equal(oidApplicationPolicies) {
				return false
			}
		}
		if _, found := extension(broken.Cert, oidApplicationPolicies); !found {
			return false
		}
	}
	return true
}

// tristate is an answer that may be unknown.
type tristate int

const (
	unasked tristate = iota // nothing is missing
	yes
	no
	maybe
)

// fetched tells whether clients that fetch a missing authority get it.
func (s *situation) fetched() tristate {
	j := s.judgement
	switch {
	case j.Trust != checks.TrustIncomplete:
		return unasked
	case j.CompletedBy == "aia":
		return yes
	case j.MissingURL == "" || !j.FetchProblem.Empty():
		return no
	}
	return maybe
}

// refusedBy: the store was given and does not lead to trust, not even with what
// clients fetch. A private authority that the asker trusts is in nobody's list,
// and whether it is installed decides; see undecided.
func refusedBy(store string) func(*situation) bool {
	return func(s *situation) bool {
		return s.judgement.Trust != checks.TrustInvalid && s.inStore(store) == no && !s.ownRoot()
	}
}

// outdatedIn: the store leads to a root only over what is out of its time.
func outdatedIn(store string) func(*situation) bool {
	return func(s *situation) bool { return s.judgement.OutdatedStores[store] != nil && !s.ownRoot() }
}

// outdatedRootOf: it is the root itself of the store that is out of its time.
func (s *situation) outdatedRootOf(store string) bool {
	c := s.judgement.OutdatedStores[store]
	return c != nil && c.Role == "root"
}

// undecided: neither the client's own list nor Mozilla's answers.
func undecided(store string) func(*situation) bool {
	return func(s *situation) bool {
		switch s.judgement.Trust {
		case checks.TrustOK, checks.TrustUntrustedRoot, checks.TrustIncomplete:
		default:
			return false
		}
		if s.judgement.Trust == checks.TrustIncomplete && s.fetched() != yes {
			return false // told already
		}
		answer := s.inStore(store)
		return answer == maybe && !s.judgement.PublicRoot || answer == no && s.ownRoot()
	}
}

// inStore tells whether a store leads to trust: with what was sent or, where an
// authority is missing that clients fetch, with that.
func (s *situation) inStore(name string) tristate {
	j := s.judgement
	stores := j.Stores
	if j.Trust == checks.TrustIncomplete {
		stores = j.CompletedStores
	}
	switch stores[name] {
	case "trusted":
		return yes
	case "untrusted":
		return no
	}
	return maybe
}

// publicStores are the names of lists that clients carry.
var publicStores = map[string]bool{"mozilla": true, "microsoft": true, "apple": true, "android": true}

// ownRoot: the path is trusted by roots that were given or are installed here,
// and by no list that clients carry: a company's own authority.
func (s *situation) ownRoot() bool {
	j := s.judgement
	stores := j.Stores
	if j.Trust == checks.TrustIncomplete {
		stores = j.CompletedStores
	}
	own := false
	for name, answer := range stores {
		if answer != "trusted" {
			continue
		}
		if publicStores[name] {
			return false
		}
		own = true
	}
	return own && !j.PublicRoot
}

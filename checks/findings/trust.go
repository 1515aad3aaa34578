package findings

import (
	"cmp"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Trust: does a path lead to a root that clients trust, and is each step of it
// allowed (RFC 5280 §6)?
var trustRules = []rule{
	{
		code: checks.Intercepted, severity: checks.Critical,
		title:       "Something in between answers in place of the server",
		steps:       []int{8, 1, 4, 10},
		certificate: intercepted,
		target:      interceptedAtUser,
	},
	{
		code: checks.DistrustedCA, severity: checks.Critical,
		title:       "The authority is no longer trusted",
		steps:       []int{10},
		certificate: distrustedCA,
		target:      distrustedAtUser,
	},
	{
		code: checks.InvalidChain, severity: checks.Critical,
		title:       "The chain of certificates breaks a rule",
		steps:       []int{10},
		certificate: invalidChain,
	},
	{
		code: checks.SelfSigned, severity: checks.Critical,
		title:       "The certificate is signed by itself",
		steps:       []int{1, 9, 10},
		certificate: selfSigned,
	},
	{
		code: checks.UntrustedRoot, severity: checks.Critical,
		title:       "The certificate comes from an authority that is not trusted",
		steps:       []int{1, 8, 4, 9, 10},
		certificate: untrustedRoot,
	},
	{
		code: checks.IncompleteChain, severity: checks.Critical,
		title:       "The server does not send its whole chain",
		steps:       []int{10}, // updates of the roots bring no intermediate
		certificate: incompleteChain,
	},
	{
		code: checks.WrongUsage, severity: checks.Critical,
		title:       "The certificate is not made for servers",
		steps:       []int{10},
		certificate: wrongUsage,
	},
	{
		code: checks.StoreDisagreement, severity: checks.Warning,
		title:       "Not every list of trusted roots accepts the certificate",
		steps:       []int{4, 10},
		certificate: storeDisagreement,
	},
}

func selfSigned(f *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustSelfSigned {
		return nil
	}
	evidence := &checks.SelfSignedEvidence{IssuedTo: issuedTo(j.Leaf), SHA1: j.Leaf.SHA1, SHA256: j.Leaf.SHA256}
	return &sight{
		detail: "It is issued to " + issuedTo(j.Leaf) + " and signed with its own key, so no authority vouches for it." +
			defaultHint(j, &evidence.ProductEvidence),
		evidence: evidence,
		clause:   "is signed by itself",
		brief:    "self-signed certificate",
		effect:   "so nobody vouches for it and Outlook warns",
	}
}

func untrustedRoot(_ *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustUntrustedRoot || j.Distrusted != nil {
		return nil
	}
	end := j.Leaf
	if len(j.Path) > 0 {
		end = j.Path[len(j.Path)-1]
	}
	root := issuer(end)
	stores := storeNames(j)
	evidence := &checks.UntrustedRootEvidence{FetchEvidence: fetching(j), Issuer: issuer(j.Leaf), Root: root, Stores: stores}
	detail := "It was issued by " + issuer(j.Leaf)
	switch {
	case j.WrongIntermediate:
		detail += ". " + wrongIntermediate(j, &evidence.FetchEvidence) + " Nothing of that leads to a trusted root."
	case root != issuer(j.Leaf):
		detail += ", and the chain ends in " + root + ", which is in no list of trusted roots" + among(stores) + "."
	default:
		detail += ", which is in no list of trusted roots" + among(stores) + "."
	}
	clause := "was issued by " + root + ", which is not trusted"
	if root != issuer(j.Leaf) {
		clause = "leads to " + root + ", which is not trusted"
	}
	hint := defaultHint(j, &evidence.ProductEvidence)
	switch {
	case explained(j):
		clause = ""
	case hint == "":
		hint = " If " + root + " is your own company's authority, its root belongs on every PC by policy."
	}
	return &sight{
		detail:   detail + hint,
		evidence: evidence,
		clause:   clause,
		brief:    "untrusted authority " + root,
	}
}

func among(stores []string) string {
	if len(stores) == 0 {
		return ""
	}
	return " (" + checks.List(stores, 4) + ")"
}

func storeNames(j *checks.Judgement) []string {
	names := make([]string, 0, len(j.Stores))
	for name := range j.Stores {
		names = append(names, shownName(name))
	}
	slices.Sort(names)
	return names
}

// brokenRules says each reason as what went wrong with the authority or
// certificate that breaks it; %s is its holder.
var brokenRules = map[checks.InvalidReason]string{
	checks.InvalidNameConstraints: "the certificate of %s carries a name that its authority may not issue for",
	checks.InvalidPathLength:      "the authority %s may not stand above so many others",
	checks.InvalidNotCA:           "%s signed a certificate without being an authority",
	checks.InvalidKeyUsage:        "%s may not sign certificates",
	checks.InvalidCritical:        "the certificate of %s carries a binding condition that no mail client understands",
	checks.InvalidSignature:       "the signature on the certificate of %s is not genuine",
	checks.InvalidExtension:       "the certificate of %s carries an extension that breaks its own rules",
	checks.InvalidEmptyName:       "an authority in the chain has no name",
	checks.InvalidPolicy:          "the certificate of %s lacks a policy that an authority above it demands",
	checks.InvalidTooComplex:      "the chain of %s is too tangled to be followed to an end",
}

func invalidChain(f *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustInvalid {
		return strictNotes(f, j)
	}
	var sentences []string
	var broken []checks.BrokenRuleEvidence
	for _, rule := range capped(j.Invalid, 10) {
		holder := "the server"
		if rule.Cert != nil {
			holder = issuedTo(rule.Cert)
		}
		text, known := brokenRules[rule.Reason]
		if !known {
			text = "the certificate of %s breaks a rule"
		}
		if text = strings.Replace(text, "%s", holder, 1); !slices.Contains(sentences, text) {
			sentences = append(sentences, text)
		}
		broken = append(broken, checks.BrokenRuleEvidence{
			Reason: rule.Reason, Certificate: holder, Detail: checks.Words(say.Literal(checks.Clean(rule.Detail, maxReply))),
		})
	}
	evidence := &checks.InvalidChainEvidence{Broken: broken}
	if len(broken) == 0 {
		return &sight{detail: "The certificates do not form a valid chain.", evidence: evidence, clause: "is part of no valid chain"}
	}
	evidence.Reason = broken[0].Reason
	detail := checks.List(sentences, 3)
	if broken[0].Certificate == "" || !strings.HasPrefix(detail, broken[0].Certificate) {
		detail = upperFirst(detail)
	}
	if extra := broken[0].Detail.String(); extra != "" {
		detail += " (" + strings.TrimSuffix(extra, ".") + ")"
	}
	return &sight{
		detail:   detail + ". Only whoever runs the server or the authority can repair that.",
		evidence: evidence,
		clause:   "does not belong to a valid chain: " + sentences[0],
		brief:    sentences[0],
		effect:   "so mail clients refuse it",
	}
}

// usageWords say extended key usages (RFC 5280 §4.2.1.12) in plain words.
var usageWords = map[string]string{
	"clientAuth":      "clients",
	"emailProtection": "signing mail",
	"codeSigning":     "signing programs",
	"timeStamping":    "time stamps",
	"OCSPSigning":     "answers about revocation",
}

func wrongUsage(_ *checks.Facts, j *checks.Judgement) *sight {
	if !j.WrongUsage {
		return nil
	}
	c := j.WrongUsageCert
	if c == nil {
		c = j.Leaf
	}
	usages := shownNames(capped(j.Usages, 10))
	s := &sight{
		evidence: &checks.WrongUsageEvidence{Certificate: issuedTo(c), Usages: usages},
		clause:   "may not be used for a server",
		effect:   "so mail clients refuse it",
	}
	only := "for nothing"
	if len(usages) > 0 {
		words := slices.Clone(usages)
		for i, u := range words {
			if plain, ok := usageWords[u]; ok {
				words[i] = plain
			}
		}
		only = "only for " + checks.List(words, 4)
	}
	s.detail = "Its extended key usage allows it " + only + ", and not to identify a server (serverAuth)."
	if !isLeaf(j, c) {
		s.detail = "The authority " + issuedTo(c) + " may issue " + only + ", and not for servers (serverAuth)."
		s.clause = "comes from the authority " + issuedTo(c) + ", which may not issue for servers"
	}
	return s
}

func distrustedCA(_ *checks.Facts, j *checks.Judgement) *sight {
	if bad := badAuthority(j); bad != nil {
		return bad
	}
	if j.Distrusted == nil {
		return nil
	}
	ca := issuedTo(j.Distrusted)
	return &sight{
		detail: "It was issued by " + issuer(j.Leaf) + " on " + checks.Date(j.Leaf.NotBefore) + " and leads to " + ca +
			". Browsers and mail programs no longer accept what that authority issued by then: the server needs a certificate from another one.",
		evidence: &checks.DistrustedCAEvidence{Authority: ca, Reason: "distrusted", NotBefore: checks.EvidenceTime(j.Leaf.NotBefore)},
		clause:   "leads to " + ca + ", which is no longer trusted",
		brief:    "distrusted authority " + ca,
	}
}

// storeDisagreement compares the stores that hold roots. Roots that the asker
// named for this check alone are no list that clients carry: a private
// authority is in none of those, and nobody expects it to be.
func storeDisagreement(f *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustOK || len(j.Stores) < 2 {
		return nil
	}
	var yes, no []string
	for _, name := range storeNames(j) {
		switch own := strings.HasPrefix(name, ownRoots); {
		case own && j.Stores[name] == "trusted":
			return nil
		case own:
		case j.Stores[name] == "trusted":
			yes = append(yes, name)
		case j.Stores[name] == "untrusted":
			no = append(no, name)
		}
	}
	if len(yes) == 0 || len(no) == 0 {
		return nil
	}
	root := issuer(j.Leaf)
	if len(j.Path) > 0 {
		root = issuedTo(j.Path[len(j.Path)-1])
	}
	evidence := &checks.StoreDisagreementEvidence{Root: root, TrustedBy: slices.Clone(yes), UntrustedBy: slices.Clone(no)}
	var absent, outdated []string
	for _, name := range no {
		c := j.OutdatedStores[name]
		if c == nil {
			absent = append(absent, cmp.Or(storeWords[name], name))
			continue
		}
		word := "ended on " + checks.Date(c.NotAfter)
		if c.NotBefore.After(f.At) {
			word = "begins only on " + checks.Date(c.NotBefore)
		}
		outdated = append(outdated, "The list of "+cmp.Or(storeWords[name], name)+" leads to a root only over the certificate of "+issuedTo(c)+", which "+word+".")
		evidence.Outdated = append(evidence.Outdated, issuedTo(c))
	}
	for _, list := range [][]string{yes, no} {
		for i, name := range list {
			list[i] = cmp.Or(storeWords[name], name)
		}
	}
	detail := "Its root " + root + " is in the list of " + checks.List(yes, 4)
	if len(absent) > 0 {
		detail += " and not in that of " + checks.List(absent, 4) + ", so some clients accept it and others warn."
	} else {
		detail += "."
	}
	for _, sentence := range capped(outdated, 3) {
		detail += " " + sentence
	}
	return &sight{
		detail:   detail,
		evidence: evidence,
		clause:   "is trusted by " + checks.List(yes, 4) + " but not by " + checks.List(no, 4),
	}
}

// storeWords are the stores that everybody knows.
var storeWords = map[string]string{
	"mozilla": "Mozilla", "microsoft": "Microsoft", "apple": "Apple", "android": "Android", "system": "this machine",
}

// ownRoots begins the names of stores with roots given for one check
// (--ca-file, which may be repeated).
const ownRoots = "ca-file"

package findings

import (
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
)

// Trust: does a path lead to a root that clients trust, and is each step of it
// allowed (RFC 5280 §6)?
var trustRules = []rule{
	{
		code: checks.Intercepted, severity: checks.Critical,
		title:       say.S("Something intercepts the connection to the server"),
		steps:       []int{checks.StepAntivirus, checks.StepVerify, checks.StepRoots, checks.StepContact},
		certificate: intercepted,
		target:      interceptedAtUser,
	},
	{
		code: checks.DistrustedCA, severity: checks.Critical,
		title:       say.S("The certificate authority is no longer trusted"),
		steps:       []int{checks.StepContact},
		certificate: distrustedCA,
		target:      distrustedAtUser,
	},
	{
		code: checks.InvalidChain, severity: checks.Critical,
		title:       say.S("The certificate chain breaks a rule"),
		steps:       []int{checks.StepContact},
		certificate: invalidChain,
	},
	{
		code: checks.SelfSigned, severity: checks.Critical,
		title:       say.S("The certificate is self-signed"),
		steps:       []int{checks.StepVerify, checks.StepAccept, checks.StepContact},
		certificate: selfSigned,
	},
	{
		code: checks.UntrustedRoot, severity: checks.Critical,
		title:       say.S("The certificate's issuer is not trusted"),
		steps:       []int{checks.StepVerify, checks.StepAntivirus, checks.StepRoots, checks.StepAccept, checks.StepContact},
		certificate: untrustedRoot,
	},
	{
		code: checks.IncompleteChain, severity: checks.Critical,
		title:       say.S("The server does not send the full certificate chain"),
		steps:       []int{checks.StepContact}, // updates of the roots bring no intermediate
		certificate: incompleteChain,
	},
	{
		code: checks.WrongUsage, severity: checks.Critical,
		title:       say.S("The certificate is not meant for servers"),
		steps:       []int{checks.StepContact},
		certificate: wrongUsage,
	},
	{
		code: checks.StoreDisagreement, severity: checks.Warning,
		title:       say.S("Some root stores do not trust the certificate"),
		steps:       []int{checks.StepRoots, checks.StepContact},
		certificate: storeDisagreement,
	},
}

func selfSigned(f *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustSelfSigned {
		return nil
	}
	evidence := &checks.SelfSignedEvidence{IssuedTo: issuedTo(j.Leaf), SHA1: j.Leaf.SHA1, SHA256: j.Leaf.SHA256}
	s := &sight{
		detail: say.Join(
			say.S("It is issued to {name} and signed with its own key, so no certificate authority confirms it.", holderIn("name", j.Leaf)),
			defaultHint(j, &evidence.ProductEvidence)),
		evidence: evidence,
		clause:   say.P("clause", "is self-signed"),
		brief:    say.P("brief", "self-signed certificate"),
		effect:   toClients(f, outlookDistrust),
	}
	if evidence.Router { // which nobody is to accept in place of the mail server
		s.steps = []int{checks.StepContact}
	}
	return s
}

func untrustedRoot(_ *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustUntrustedRoot || j.Distrusted != nil || j.Cut {
		return nil
	}
	end := j.Leaf
	if len(j.Path) > 0 {
		end = j.Path[len(j.Path)-1]
	}
	root := issuer(end)
	stores := storeNames(j)
	evidence := &checks.UntrustedRootEvidence{FetchEvidence: fetching(j), Issuer: issuer(j.Leaf), Root: root, Stores: stores}
	from, above := issuerIn("issuer", j.Leaf), issuerIn("root", end)
	var detail say.Text
	switch lists := say.Subs("stores", 4, storeTexts(stores)); {
	case j.WrongIntermediate:
		detail = say.Join(say.S("It was issued by {issuer}.", from), wrongIntermediate(j, &evidence.FetchEvidence),
			say.S("None of this leads to a trusted root certificate."))
	case root != issuer(j.Leaf) && len(stores) > 0:
		detail = say.S("It was issued by {issuer}. The chain ends in {root}, which is in no root store ({stores}).", from, above, lists)
	case root != issuer(j.Leaf):
		detail = say.S("It was issued by {issuer}. The chain ends in {root}, which is in no root store.", from, above)
	case len(stores) > 0:
		detail = say.S("It was issued by {issuer}, which is in no root store ({stores}).", from, lists)
	default:
		detail = say.S("It was issued by {issuer}, which is in no root store.", from)
	}
	s := &sight{evidence: evidence, brief: say.P("brief", "issuer not trusted: {root}", above)}
	hint := defaultHint(j, &evidence.ProductEvidence)
	if p, ok := intercept.Distrusted(j); ok && p.Kind == intercept.Development {
		s.steps = []int{checks.StepContact} // no update and no policy is to bring such a root to other PCs
	}
	switch {
	case explained(j):
	case j.WrongIntermediate: // who is at the end is not known: the fault that was seen is the gap
		s.title, s.steps = wrongIntermediateTitle, []int{checks.StepContact}
		s.clause = withoutIntermediate(missingIn("name", j))
	case root != issuer(j.Leaf):
		s.clause = say.P("clause", "comes from {root}, a CA that is not trusted", above)
	default:
		s.clause = say.P("clause", "was issued by {root}, which is not trusted", above)
	}
	if hint.Empty() && !explained(j) && !j.WrongIntermediate && end.Issuer != "" { // nobody knows a CA without a name as theirs
		hint = say.S("If {root} is your company's CA, install its root certificate on every PC by Group Policy.", above)
	}
	s.detail = say.Join(detail, hint)
	return s
}

func storeNames(j *checks.Judgement) []string {
	names := make([]string, 0, len(j.Stores))
	for name := range j.Stores {
		names = append(names, shownName(name))
	}
	slices.Sort(names)
	return names
}

// brokenRule says a reason as what went wrong with the authority or certificate
// that breaks it.
func brokenRule(reason checks.InvalidReason, holder say.Arg) say.Text {
	switch reason {
	case checks.InvalidNameConstraints:
		return say.P("broken", "the certificate of {name} has a name that its CA may not certify", holder)
	case checks.InvalidPathLength:
		return say.P("broken", "the CA {name} may not have so many CAs below it", holder)
	case checks.InvalidNotCA:
		return say.P("broken", "{name} signed a certificate but is not a CA", holder)
	case checks.InvalidKeyUsage:
		return say.P("broken", "{name} is not allowed to sign certificates", holder)
	case checks.InvalidCritical:
		return say.P("broken", "the certificate of {name} has a critical extension that no mail app supports", holder)
	case checks.InvalidSignature:
		return say.P("broken", "the signature on the certificate of {name} is not valid", holder)
	case checks.InvalidAlgorithm:
		return say.P("broken", "the certificate of {name} is signed in a way that no mail app supports", holder)
	case checks.InvalidExtension:
		return say.P("broken", "the certificate of {name} has an extension with an invalid format", holder)
	case checks.InvalidEmptyName:
		return say.P("broken", "a CA in the chain has no name")
	case checks.InvalidPolicy:
		return say.P("broken", "the certificate of {name} lacks a policy that a CA above it requires", holder)
	case checks.InvalidTooComplex:
		return say.P("broken", "the chain of {name} is too complex to check", holder)
	}
	return say.P("broken", "the certificate of {name} breaks a rule", holder)
}

func invalidChain(f *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustInvalid {
		return strictNotes(f, j)
	}
	evidence := &checks.InvalidChainEvidence{}
	var rules []say.Text
	for _, rule := range capped(j.Invalid, 10) {
		holder, name := say.Sub("name", say.P("value", "the server")), "the server"
		if rule.Cert != nil {
			holder, name = holderIn("name", rule.Cert), issuedTo(rule.Cert)
		}
		rules = once(rules, brokenRule(rule.Reason, holder))
		evidence.Broken = append(evidence.Broken, checks.BrokenRuleEvidence{Reason: rule.Reason, Certificate: name, Detail: checks.Words(rule.Detail)})
	}
	if len(rules) == 0 {
		return &sight{
			detail: say.S("The certificates do not form a valid chain."), evidence: evidence,
			clause: say.P("clause", "is not part of a valid certificate chain"),
			brief:  say.P("brief", "invalid certificate chain"),
		}
	}
	evidence.Reason = evidence.Broken[0].Reason
	var detail say.Text
	for i, rule := range capped(rules, 3) {
		if more := j.Invalid[0].Detail; i == 0 && !more.Empty() {
			detail = say.S("{Broken} ({detail}).", say.Sub("broken", rule), say.Sub("detail", more))
			continue
		}
		detail = say.Join(detail, say.S("{Broken}.", say.Sub("broken", rule)))
	}
	var alone say.Text
	if !f.Offline {
		alone = say.S("{host}: {broken}, {effect}.", hostIn(f), say.Sub("broken", rules[0]), say.Sub("effect", appsReject))
		if evidence.Broken[0].Certificate == host(f) { // the rule names the server already
			alone = say.S("{Broken}, {effect}.", say.Sub("broken", rules[0]), say.Sub("effect", appsReject))
		}
	}
	return &sight{
		detail:   say.Join(detail, say.S("Only the administrator of the server, or the CA, can fix that.")),
		evidence: evidence,
		clause:   say.P("clause", "is not part of a valid certificate chain"),
		alone:    alone,
		brief:    rules[0],
		effect:   appsReject,
	}
}

// usageWords say extended key usages (RFC 5280 §4.2.1.12) in plain words.
var usageWords = map[string]say.Text{
	"clientAuth":      say.P("usage", "clients"),
	"emailProtection": say.P("usage", "signing mail"),
	"codeSigning":     say.P("usage", "signing programs"),
	"timeStamping":    say.P("usage", "time stamps"),
	"OCSPSigning":     say.P("usage", "answers about revocation"),
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
		clause:   say.P("clause", "is not meant for servers"),
		brief:    say.P("brief", "not meant for servers"),
		effect:   say.P("effect", "so mail apps reject it"),
	}
	words := make([]say.Text, len(usages))
	for i, u := range usages {
		if words[i] = usageWords[u]; words[i].Empty() {
			words[i] = say.Quote(u)
		}
	}
	only := say.Subs("usages", 4, words)
	switch leaf := isLeaf(j, c); {
	case leaf && len(usages) > 0:
		s.detail = say.S("Its extended key usage allows it only for {usages}, not to identify a server (serverAuth).", only)
	case leaf:
		s.detail = say.S("Its extended key usage allows it for nothing, so it cannot identify a server (serverAuth).")
	case len(usages) > 0:
		s.detail = say.S("The CA {name} may issue certificates only for {usages}, not for servers (serverAuth).", holderIn("name", c), only)
	default:
		s.detail = say.S("The CA {name} may not issue certificates for anything, so not for servers either (serverAuth).", holderIn("name", c))
	}
	if !isLeaf(j, c) {
		s.clause = say.P("clause", "comes from {name}, which is not allowed to issue server certificates", holderIn("name", c))
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
	ca := holderIn("name", j.Distrusted)
	return &sight{
		detail: say.Join(
			say.S("It was issued by {issuer} on {date}, and its root certificate is {name}.", issuerIn("issuer", j.Leaf), say.Date("date", j.Leaf.NotBefore), ca),
			say.S("Browsers and mail apps no longer accept certificates that this CA issued by then."),
			say.S("The server needs a certificate from another CA.")),
		evidence: &checks.DistrustedCAEvidence{Authority: issuedTo(j.Distrusted), Reason: "distrusted", NotBefore: checks.EvidenceTime(j.Leaf.NotBefore)},
		clause:   say.P("clause", "comes from {name}, a CA that is no longer trusted", ca),
		brief:    say.P("brief", "issuer no longer trusted: {name}", ca),
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
	root, rootIn := issuer(j.Leaf), issuerIn("root", j.Leaf)
	if len(j.Path) > 0 {
		root, rootIn = issuedTo(j.Path[len(j.Path)-1]), holderIn("root", j.Path[len(j.Path)-1])
	}
	evidence := &checks.StoreDisagreementEvidence{Root: root, TrustedBy: yes, UntrustedBy: no}
	var absent []string
	var outdated []say.Text
	for _, name := range no {
		c := j.OutdatedStores[name]
		if c == nil {
			absent = append(absent, name)
			continue
		}
		evidence.Outdated = append(evidence.Outdated, issuedTo(c))
		store, over := say.Sub("store", storeText(name)), holderIn("name", c)
		if c.NotBefore.After(f.At) {
			outdated = append(outdated, say.S("The root store of {store} needs the certificate {name}, which is not valid until {date}.", store, over, say.Date("date", c.NotBefore)))
		} else {
			outdated = append(outdated, say.S("The root store of {store} needs the certificate {name}, which expired on {date}.", store, over, say.Date("date", c.NotAfter)))
		}
	}
	trusting := say.Subs("stores", 4, storeTexts(yes))
	detail := say.S("Its root certificate {root} is in the root store of {stores}.", rootIn, trusting)
	if len(absent) > 0 {
		detail = say.Join(detail, say.S("It is not in the root store of {stores}, so some mail apps accept it and others show a warning.", say.Subs("stores", 4, storeTexts(absent))))
	}
	return &sight{
		detail:   say.Join(detail, say.Join(capped(outdated, 3)...)),
		evidence: evidence,
		clause: say.P("clause", "is trusted by some root stores ({stores}) but not by others ({others})", trusting,
			say.Subs("others", 4, storeTexts(no))),
	}
}

// storeText is a root store as people know it.
func storeText(name string) say.Text {
	switch name {
	case "mozilla":
		return say.P("root store", "Mozilla")
	case "microsoft":
		return say.P("root store", "Microsoft")
	case "apple":
		return say.P("root store", "Apple")
	case "android":
		return say.P("root store", "Android")
	case "system":
		return say.P("root store", "this machine")
	}
	return say.Quote(name)
}

func storeTexts(names []string) []say.Text {
	out := make([]say.Text, len(names))
	for i, name := range names {
		out[i] = storeText(name)
	}
	return out
}

// ownRoots begins the names of stores with roots given for one check
// (--ca-file, which may be repeated).
const ownRoots = "ca-file"

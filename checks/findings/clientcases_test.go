package findings_test

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// clientCases are what single clients refuse. The words are those of package
// clients, which may not be asked here.
func clientCases() []tcase {
	refused := func(rule, reason string, clients ...string) []checks.ClientVerdict {
		var out []checks.ClientVerdict
		for _, c := range clients {
			out = append(out, checks.ClientVerdict{Client: c, Verdict: "untrusted", Reason: say.S(reason), Rule: rule, Source: "a document"})
		}
		return out
	}
	var cases []tcase
	var all []checks.ClientVerdict
	for _, r := range [][]checks.ClientVerdict{
		refused("purpose not stated", "The certificate does not say that it is for servers; Apple's systems want that of all issued since July 2019.", "outlook-mac", "apple-mail"),
		refused("any purpose", "A certificate of the chain is for any purpose and does not name servers; Thunderbird wants them named.", "thunderbird"),
		refused("responder as server", "The certificate is for answers about revocation as well (OCSPSigning), which Thunderbird refuses for a server.", "thunderbird"),
		refused("authority as server", "The server's own certificate is that of an authority, which Thunderbird refuses for a server.", "thunderbird"),
		refused("key usage without TLS", "The key usage allows nothing that a TLS server does; Thunderbird refuses that.", "thunderbird"),
		refused("key usage without TLS", "The key usage allows nothing that a TLS server does; Android refuses that.", "android"),
		refused("key usage without signing", "The key usage does not allow signing, which this key exchange needs; Android refuses that.", "android"),
		refused("application policies without servers", "The application policies of the certificate do not name servers, and Windows goes by them.", "outlook-windows"),
		refused("feature that the authority demands", "An authority promises a proof of validity for all that it issues, and what it issued does not; Thunderbird refuses that.", "thunderbird"),
		refused("unknown TLS feature", "The certificate promises a feature of TLS that Thunderbird does not know, so it refuses.", "thunderbird"),
		refused("P-521", "The key is of the type ECDSA P-521, which Windows offers only when it is told to.", "outlook-windows"),
		refused("RSA above 16384 bits", "A key of the chain has 16392 bits; Android works with at most 16384.", "android"),
		refused("RSA above 16384 bits", "A key of the chain has 16392 bits; Windows works with at most 16384.", "outlook-windows"),
		refused("RSA above 16384 bits", "A key of the chain has 16392 bits; Thunderbird works with at most 16384.", "thunderbird"),
		refused("root below 1024 bits", "The root has a key of 768 bits; Thunderbird refuses less than 1024.", "thunderbird"),
		refused("root below 2048 bits", "The root has a key of 768 bits; Apple's systems want 2048.", "outlook-mac", "apple-mail"),
		refused("useless staple", "The server sends a proof of validity that is worth nothing: its answer is out of date. Thunderbird refuses that.", "thunderbird"),
		refused("longer than 825 days", "It is valid for 3650 days; Apple's systems accept at most 825, of private authorities too.", "outlook-mac", "apple-mail"),
		refused("longer than 398 days, public root", "It is valid for 500 days; Apple's systems accept at most 398 of public authorities.", "outlook-mac", "apple-mail"),
	} {
		all = append(all, r...)
		cases = append(cases, tcase{"refused for: " + r[0].Rule + ", " + r[0].Client, with(func(f *fact, e *ep, j *judge) { e.Refusals = r }),
			checks.VerdictWarning, []string{"client-disagreement(w)"}})
	}
	return append(cases,
		tcase{"refused for all of that", with(func(f *fact, e *ep, j *judge) { e.Refusals = all }),
			checks.VerdictWarning, []string{"client-disagreement(w)"}},
		tcase{"refused for the connection", with(func(f *fact, e *ep, j *judge) {
			e.Refusals = refused("what Windows does not offer", "The server insists on ChaCha20, which Windows offers only when it is told to.", "outlook-windows")
			e.Refusals[0].OfConnection = true
		}), checks.VerdictWarning, []string{"client-disagreement(w)"}},
		tcase{"refused in a file", with(func(f *fact, e *ep, j *judge) { f.Offline, f.DNS, e.TLS, e.Refusals = true, nil, nil, all[:2] }),
			checks.VerdictWarning, []string{"client-disagreement(w)"}},
		tcase{"refused at one of two addresses", with(func(f *fact, e *ep, j *judge) {
			e.Refusals = all[:2]
			f.Endpoints = append(f.Endpoints, good("192.0.2.2"))
		}), checks.VerdictWarning, []string{"client-disagreement(w)"}},
	)
}

// unansweredCases are what was not looked at beside what was: addresses beyond the
// bound, questions about certificates that got no answer.
func unansweredCases() []tcase {
	return []tcase{
		{"more addresses than are looked at", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			f.DNS.Beyond = 184
		}), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"a key that got no answer", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.Unanswered = []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
		}), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"only what Windows does not offer was seen", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.WindowsUnknown = true
		}), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"only what Windows does not offer was seen, and a key got no answer", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.WindowsUnknown, e.Unanswered = true, []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
		}), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"no key got an answer, and ended", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.Unanswered = []checks.Hello{{Version: checks.TLS13, Key: "ECDSA"}, {Version: checks.TLS12, Key: "RSA"}}
			j.Leaf.NotAfter, j.Leaf.DaysLeft = f.At.AddDate(0, 0, -3), -3
			j.Expired = []*checks.Certificate{j.Leaf}
		}), checks.VerdictUntrusted, []string{"expired", "not-tested(i)"}},
		{"a key that got no answer, and nothing to judge by", with(func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement) {
			e.Unanswered = []checks.Hello{{Version: checks.TLS12, Key: "RSA"}}
			j.Trust, j.Stores, j.PublicRoot = checks.TrustUnknown, nil, false
		}), checks.VerdictUnknown, []string{"not-tested(i)"}},
	}
}

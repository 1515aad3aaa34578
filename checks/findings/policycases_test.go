package findings_test

import (
	"net/netip"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// policyCases: other mail servers go by these.
func policyCases() []tcase {
	const ok, warn, bad, none = checks.VerdictTrusted, checks.VerdictWarning, checks.VerdictUntrusted, checks.VerdictNoTLS
	mx := func(change func(f *fact, e *ep, j *judge, p *checks.MailPolicy)) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.Target = checks.Target{Host: "imap.corp.com", Port: 25, Service: "smtp"}
			e.Protocol, e.Mode = "smtp", checks.ModeSTARTTLS
			e.TLS.Certificates = [][]byte{{1}}
			f.Policy = &checks.MailPolicy{}
			change(f, e, j, f.Policy)
		})
	}
	expire := func(j *judge) { j.Leaf.NotAfter, j.Expired = days(-20), []*checks.Certificate{j.Leaf} }
	dane := func(change func(d *checks.DANE), judged ...func(j *judge)) *checks.Facts {
		return mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) {
			p.DANE = &checks.DANE{
				Name: "_25._tcp.imap.corp.com", Usable: true, Matches: []bool{false},
				Records:  []checks.TLSA{{Usage: 3, Selector: 1, MatchingType: 1, Data: []byte{0xab, 0xcd}}},
				Problems: []say.Text{say.P("record", "does not match any of these records")},
			}
			change(p.DANE)
			for _, change := range judged {
				change(j)
			}
		})
	}
	sts := func(change func(f *fact, e *ep, j *judge, p *checks.MTASTS)) *checks.Facts {
		return mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) {
			p.MTASTS = &checks.MTASTS{Domain: "corp.com", Mode: "enforce", MX: []string{"mx1.corp.com", "*.hoster.net"}, Listed: true}
			change(f, e, j, p.MTASTS)
		})
	}
	return []tcase{
		{"no policy", mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) {}), ok, nil},
		{"whether there are records is not known", mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) { p.DANEUnknown = checks.DNSCutShort }), ok, []string{"not-tested(i)"}},
		{"records whose signature is not valid", mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) { p.DANEUnknown = checks.DNSBogus }), ok, []string{"not-tested(i)"}},
		{"not known, and expired", mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) { p.DANEUnknown = checks.DNSServFail; expire(j) }), bad, []string{"expired", "not-tested(i)"}},
		{"CAA alone", mx(func(f *fact, e *ep, j *judge, p *checks.MailPolicy) { p.CAA = []checks.CAA{{Tag: "issue", Value: ";"}} }), ok, nil},
		{"TLSA does not fit", dane(func(d *checks.DANE) {}), warn, []string{"dane-mismatch(w)"}},
		{"TLSA fits", dane(func(d *checks.DANE) { d.Matches[0], d.Problems[0] = true, nil }), ok, nil},
		{"TLSA fits by the weaker digest alone", dane(func(d *checks.DANE) {
			d.Problems[0], d.Weaker = say.P("record", "matches a record with a weaker digest only, and not the one with a stronger digest beside it"), []bool{true}
		}), warn, []string{"dane-mismatch(w)"}},
		{"TLSA not for SMTP", dane(func(d *checks.DANE) { d.Usable, d.Problems[0] = false, nil }), ok, nil},
		{"TLSA does not fit one of two", with(func(f *fact, e *ep, j *judge) {
			*f = *dane(func(d *checks.DANE) {
				d.Matches, d.Problems = []bool{true, false}, []say.Text{nil, say.P("record", "does not match any of these records")}
			})
			f.Endpoints = append(f.Endpoints, f.Endpoints[0])
			f.Endpoints[1].Address = good("192.0.2.2").Address
		}), warn, []string{"dane-mismatch(w)"}},
		{"TLSA, and nothing was sent", with(func(f *fact, e *ep, j *judge) {
			*f = *dane(func(d *checks.DANE) { d.Problems[0] = nil })
			f.Endpoints = []checks.Endpoint{silent("192.0.2.1")}
		}), checks.VerdictUnreachable, []string{"unreachable"}},
		{"expired, and TLSA does not fit", with(func(f *fact, e *ep, j *judge) {
			*f = *dane(func(d *checks.DANE) {})
			expire(f.Endpoints[0].Judgement)
		}), bad, []string{"expired", "dane-mismatch(w)"}},
		{"self-signed, and TLSA fits", dane(func(d *checks.DANE) { d.Matches[0], d.Problems[0] = true, nil }, func(j *judge) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
		}), ok, []string{"self-signed(i)"}},
		{"expired and for another name, and TLSA fits", dane(func(d *checks.DANE) { d.Matches[0], d.Problems[0] = true, nil }, func(j *judge) {
			expire(j)
			j.NameReason = checks.NameOther
		}), ok, []string{"expired(i)", "hostname-mismatch(i)"}},
		{"self-signed, and a TLSA record that SMTP does not use", dane(func(d *checks.DANE) { d.Usable, d.Problems[0] = false, nil }, func(j *judge) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
		}), bad, []string{"self-signed"}},
		{"RSA 512, and TLSA fits", dane(func(d *checks.DANE) { d.Matches[0], d.Problems[0] = true, nil }, func(j *judge) {
			j.Leaf.Key, j.Leaf.KeyBits, j.WeakKeys = "RSA 512", 512, []*checks.Certificate{j.Leaf}
		}), bad, []string{"weak-key"}},
		{"self-signed, TLSA fits, and MTA-STS is enforced", func() *checks.Facts {
			f := dane(func(d *checks.DANE) { d.Matches[0], d.Problems[0] = true, nil }, func(j *judge) {
				j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
			})
			f.Policy.MTASTS = &checks.MTASTS{Domain: "corp.com", Mode: "enforce", MX: []string{"*.corp.com"}, Listed: true}
			return f
		}(), warn, []string{"mta-sts-mismatch(w)", "self-signed(i)"}},
		{"policy fits", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {}), ok, nil},
		{"policy lists others", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { p.Listed = false }), warn, []string{"mta-sts-mismatch(w)"}},
		{"policy on trial lists others", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { p.Listed, p.Mode = false, "testing" }), warn, []string{"mta-sts-mismatch(w)"}},
		{"policy is off", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { p.Listed, p.Mode, p.MX = false, "none", nil }), ok, nil},
		{"policy cannot be had", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {
			*p = checks.MTASTS{Domain: "corp.com", Problem: say.P("problem", "it has no mode that senders know")}
		}), ok, []string{"mta-sts-mismatch(i)"}},
		{"policy cannot be had from here", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {
			*p = checks.MTASTS{Domain: "corp.com", Problem: say.P("problem", "the server of the policy did not answer"), Ours: true}
		}), ok, nil},
		{"enforced, expired", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { expire(j) }), bad, []string{"expired", "mta-sts-mismatch(w)"}},
		{"on trial, expired", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { p.Mode = "testing"; expire(j) }), bad, []string{"expired"}},
		{"enforced, other name", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { j.NameReason = checks.NameOther }), bad, []string{"hostname-mismatch", "mta-sts-mismatch(w)"}},
		{"enforced, another name was asked for", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {
			f.Name, j.NameReason = "other.corp.com", checks.NameOther
		}), bad, []string{"hostname-mismatch"}},
		{"enforced, self-signed", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {
			j.Trust, j.PublicRoot = checks.TrustSelfSigned, false
		}), bad, []string{"self-signed", "mta-sts-mismatch(w)"}},
		{"enforced, no STARTTLS", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) {
			*e = checks.Endpoint{Observation: checks.Observation{Address: e.Address, Outcome: checks.OutcomeNoSTARTTLS, Protocol: "smtp"}}
		}), none, []string{"starttls-not-offered", "mta-sts-mismatch(w)"}},
		{"enforced, and down", sts(func(f *fact, e *ep, j *judge, p *checks.MTASTS) { *e = silent("192.0.2.1") }), checks.VerdictUnreachable, []string{"unreachable"}},
	}
}

// siblingCases: where nothing answers, another port may.
func siblingCases() []tcase {
	const gone, bad = checks.VerdictUnreachable, checks.VerdictUntrusted
	beside := func(port int, cause checks.Cause, siblings ...checks.Sibling) *checks.Facts {
		f := answers(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: cause})
		f.Target.Port, f.Siblings = port, siblings
		return f
	}
	on := func(port int, answered bool) checks.Sibling {
		service, _ := services.ByPort(port)
		return checks.Sibling{Service: service, Answered: answered, Passes: answered}
	}
	down6 := silent("2001:db8::1")
	down6.Address = netip.MustParseAddrPort("[2001:db8::1]:993")
	two := func(list ...checks.Endpoint) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { f.Endpoints = list })
	}
	return []tcase{
		{"143 is closed, 993 answers", beside(143, checks.CauseRefused, on(993, true)), gone, []string{"unreachable"}},
		{"465 is silent, 587 answers", beside(465, checks.CauseTimeout, on(587, true)), gone, []string{"unreachable"}},
		{"25 is blocked, 465 answers", beside(25, checks.CauseTimeout, on(587, false), on(465, true)), gone, []string{"unreachable"}},
		{"143 is closed, 993 has a bad certificate", beside(143, checks.CauseRefused, func() checks.Sibling { s := on(993, true); s.Passes = false; return s }()), gone, []string{"unreachable"}},
		{"no key on 587, 465 works", func() *checks.Facts {
			f := beside(587, "", on(465, true))
			f.Endpoints[0].Observation = checks.Observation{Address: f.Endpoints[0].Address, Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseTLSUnavailable, Stage: checks.StageSTARTTLS, Reply: "454 4.7.0 TLS not available due to local problem"}
			return f
		}(), gone, []string{"server-refused"}},
		{"no server known for a mail address", func() *checks.Facts {
			f := beside(0, checks.CauseRefused)
			f.Target.Guessed, f.Target.Host = true, "corp.com"
			return f
		}(), gone, []string{"unreachable"}},
		{"no server known, and no address", with(func(f *fact, e *ep, j *judge) {
			f.Target.Guessed, f.Target.Host, f.Target.Port = true, "corp.com", 0
			f.DNS, f.Endpoints = &checks.Resolution{Failure: checks.DNSNoAddress}, nil
		}), gone, []string{"dns-failure"}},
		{"the domain of a mail address does not exist", with(func(f *fact, e *ep, j *judge) {
			f.Target.Guessed, f.Target.Host, f.Target.Port = true, "crop.com", 0
			f.DNS, f.Endpoints = &checks.Resolution{Failure: checks.DNSNotFound}, nil
		}), gone, []string{"dns-failure"}},
		{"neither answers", beside(143, checks.CauseRefused, on(993, false)), gone, []string{"unreachable"}},
		{"only IPv6 is down", two(good("192.0.2.1"), good("192.0.2.2"), down6), bad, []string{"unreachable", "inconsistent-servers"}},
		{"only IPv4 is down", two(silent("192.0.2.1"), good("2001:db8::1")), bad, []string{"unreachable", "inconsistent-servers"}},
		{"IPv6 and one of two IPv4 are down", two(good("192.0.2.1"), silent("192.0.2.2"), down6), bad, []string{"unreachable", "inconsistent-servers"}},
		{"one of two IPv6 is down", two(good("192.0.2.1"), good("2001:db8::2"), down6), bad, []string{"unreachable", "inconsistent-servers"}},
	}
}

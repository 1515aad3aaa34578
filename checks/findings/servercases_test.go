package findings_test

import (
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/services"
)

func connectionCases() []tcase {
	const bad, none, gone, warn = checks.VerdictUntrusted, checks.VerdictNoTLS, checks.VerdictUnreachable, checks.VerdictWarning
	dns := func(kind checks.DNSKind) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { f.DNS, f.Endpoints = &checks.Resolution{Failure: kind}, nil })
	}
	down := func(cause checks.Cause) *checks.Facts {
		return answers(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: cause})
	}
	failed := func(t *checks.TLS) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { e.TLS, e.Judgement, e.Versions, e.NoSNI = t, nil, nil, nil })
	}
	mode := func(port int, asked, spoken checks.Mode) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.Target.Port, f.Target.Mode, e.Mode = port, asked, spoken
			if service, ok := services.ByPort(port); ok {
				e.Protocol = service.Protocol
			}
		})
	}
	const unknown = checks.VerdictUnknown
	kept := func(cause checks.Cause, beside ...checks.Endpoint) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.Endpoints = append(beside, checks.Endpoint{Observation: checks.Observation{
				Address: netip.MustParseAddrPort("[2001:db8::1]:993"), Outcome: checks.OutcomeNotTested, Cause: cause,
			}})
		})
	}
	byProxy := func(cause checks.Cause, said string) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.DNS, f.Proxy = nil, "http://proxy.corp.example:3128"
			f.Endpoints = []checks.Endpoint{{Observation: checks.Observation{
				Address: netip.AddrPortFrom(netip.Addr{}, 993), Dialled: "imap.corp.example:993",
				Outcome: checks.OutcomeNotTested, Cause: cause, ProxyReply: said,
			}}}
		})
	}
	return []tcase{
		{"proxy away", byProxy(checks.CauseProxyAway, ""), unknown, []string{"not-tested(i)"}},
		{"proxy wants a password", byProxy(checks.CauseProxyLogin, "407 Proxy Authentication Required"), unknown, []string{"not-tested(i)"}},
		{"proxy forbids", byProxy(checks.CauseProxyForbids, "403 Forbidden"), unknown, []string{"not-tested(i)"}},
		{"proxy makes no connection", byProxy(checks.CauseProxyFailed, "host unreachable"), unknown, []string{"not-tested(i)"}},
		{"proxy is none", byProxy(checks.CauseProxyReply, ""), unknown, []string{"not-tested(i)"}},
		{"nothing came through the proxy", byProxy(checks.CauseProxySilent, ""), unknown, []string{"not-tested(i)"}},
		{"our name server is silent", dns(checks.DNSResolverSilent), unknown, []string{"lookup-failed"}},
		{"our name server fails", dns(checks.DNSResolverFails), unknown, []string{"lookup-failed"}},
		{"our name server refuses", dns(checks.DNSRefused), unknown, []string{"lookup-failed"}},
		{"no time to look it up", dns(checks.DNSCutShort), unknown, []string{"lookup-failed"}},
		{"signatures of the domain", dns(checks.DNSBogus), gone, []string{"dns-failure"}},
		{"no route", kept(checks.CauseUnroutable), unknown, []string{"not-tested(i)"}},
		{"no sockets left", kept(checks.CauseLocalFault), unknown, []string{"not-tested(i)"}},
		{"cut short", kept(checks.CauseCutShort), unknown, []string{"not-tested(i)"}},
		{"a cause from the future", kept("new"), unknown, []string{"not-tested(i)"}},
		{"not allowed", kept(checks.CauseNotAllowed), unknown, []string{"not-allowed"}},
		{"one good, one without a route", kept(checks.CauseUnroutable, good("192.0.2.1")), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"one good, one not allowed", kept(checks.CauseNotAllowed, good("192.0.2.1")), checks.VerdictTrusted, []string{"not-allowed(i)"}},
		{"one down, one not allowed", kept(checks.CauseNotAllowed, silent("192.0.2.1")), gone, []string{"unreachable", "not-allowed(i)"}},
		{"one down, one without a route", kept(checks.CauseUnroutable, silent("192.0.2.1")), gone, []string{"unreachable", "not-tested(i)"}},
		{"not allowed, and no route", kept(checks.CauseUnroutable, kept(checks.CauseNotAllowed).Endpoints...), unknown, []string{"not-allowed", "not-tested(i)"}},
		{"good, and refused at the other loopback address", kept(checks.CauseLoopbackTwin, good("192.0.2.1")), checks.VerdictTrusted, nil},
		{"no address at all", with(func(f *fact, e *ep, j *judge) { f.DNS, f.Endpoints = nil, nil }), unknown, []string{"not-tested(i)"}},
		{"TLS, and no certificate that was judged", with(func(f *fact, e *ep, j *judge) { e.Judgement, e.NoSNI = nil, nil }), unknown, []string{"not-tested(i)"}},
		{"no such name", dns(checks.DNSNotFound), gone, []string{"dns-failure"}},
		{"no address", dns(checks.DNSNoAddress), gone, []string{"dns-failure"}},
		{"the domain's name servers fail", dns(checks.DNSServFail), gone, []string{"dns-failure"}},
		{"the domain's name servers are silent", dns(checks.DNSTimeout), gone, []string{"dns-failure"}},
		{"alias loop", dns(checks.DNSLoop), gone, []string{"dns-failure"}},
		{"a failure from the future", dns("new"), gone, []string{"dns-failure"}},
		{"refused", down(checks.CauseRefused), gone, []string{"unreachable"}},
		{"timeout", down(checks.CauseTimeout), gone, []string{"unreachable"}},
		{"silent", down(checks.CauseSilent), gone, []string{"unreachable"}},
		{"tarpit", answers(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout, Timing: checks.Timing{Dial: time.Millisecond}}), gone, []string{"unreachable"}},
		{"reset", down(checks.CauseReset), gone, []string{"unreachable"}},
		{"no cause", down(""), gone, []string{"unreachable"}},
		{"no mail port answers", with(func(f *fact, e *ep, j *judge) {
			f.Target.Port, f.Endpoints = 0, []checks.Endpoint{silent("192.0.2.1")}
		}), gone, []string{"unreachable"}},
		{"421", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseServerBusy, Stage: checks.StageGreeting, Reply: "421 too many connections\r\n"}), gone, []string{"server-refused"}},
		{"450 4.7.1", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseDeferred, Stage: checks.StageGreeting, Reply: "450 4.7.1 later\r\n"}), gone, []string{"server-refused"}},
		{"451", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseServerFault, Stage: checks.StageGreeting, Reply: "451 local error\r\n"}), gone, []string{"server-refused"}},
		{"554 5.7.1", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseBlocked, Stage: checks.StageGreeting, Reply: "554 5.7.1 listed\r\n"}), gone, []string{"server-refused"}},
		{"521", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseNoMail, Stage: checks.StageGreeting, Reply: "521 no mail here\r\n"}), gone, []string{"server-refused"}},
		{"554", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseServerReply, Stage: checks.StageHello, Reply: "554 not from there\r\n"}), gone, []string{"server-refused"}},
		{"454 to STARTTLS", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseTLSUnavailable, Stage: checks.StageSTARTTLS, Reply: "454 4.7.0 TLS not available"}), gone, []string{"server-refused"}},
		{"BAD to STARTTLS", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "imap", Cause: checks.CauseServerReply, Stage: checks.StageSTARTTLS, Reply: "a1 BAD no"}), gone, []string{"server-refused"}},
		{"421 to STARTTLS", answers(checks.Observation{Outcome: checks.OutcomeRefused, Protocol: "smtp", Cause: checks.CauseServerBusy, Stage: checks.StageSTARTTLS, Reply: "421 later"}), gone, []string{"server-refused"}},
		{"masked by a firewall", answers(checks.Observation{Outcome: checks.OutcomeNoSTARTTLS, Protocol: "smtp", Cause: checks.CauseMasked, Stage: checks.StageHello, Reply: "250-XXXXXXXA"}), none, []string{"starttls-not-offered"}},
		{"silent, then closed", down(checks.CauseGaveUp), gone, []string{"unreachable"}},
		{"breaks off at STARTTLS", answers(checks.Observation{Outcome: checks.OutcomeUnreachable, Protocol: "imap", Cause: checks.CauseInterrupted, Stage: checks.StageSTARTTLS}), gone, []string{"unreachable"}},
		{"breaks off before", answers(checks.Observation{Outcome: checks.OutcomeUnreachable, Protocol: "imap", Cause: checks.CauseInterrupted, Stage: checks.StageGreeting}), gone, []string{"unreachable"}},
		{"http", answers(checks.Observation{Outcome: checks.OutcomeNotTLS, Protocol: "http", Greeting: "HTTP/1.1 400 Bad Request"}), none, []string{"not-tls"}},
		{"ssh", answers(checks.Observation{Outcome: checks.OutcomeNotTLS, Protocol: "ssh", Greeting: "SSH-2.0-OpenSSH_9.2"}), none, []string{"not-tls"}},
		{"noise", answers(checks.Observation{Outcome: checks.OutcomeNotTLS, Greeting: "\x00\x1b[2J hi"}), none, []string{"not-tls"}},
		{"no STARTTLS", answers(checks.Observation{Outcome: checks.OutcomeNoSTARTTLS, Protocol: "imap"}), none, []string{"starttls-not-offered"}},
		{"STARTTLS declined", answers(checks.Observation{Outcome: checks.OutcomeNoSTARTTLS, Protocol: "smtp", Cause: checks.CauseServerReply, Reply: "502 not implemented"}), none, []string{"starttls-not-offered"}},
		{"handshake failed behind a certificate", with(func(_ *fact, e *ep, _ *judge) {
			e.TLS = &checks.TLS{Alert: 40, AlertSeen: true, Problem: "remote error: tls: handshake failure"}
		}), bad, []string{"tls-handshake-failed"}},
		{"handshake failed", failed(&checks.TLS{Alert: 40, AlertSeen: true, Problem: "remote error: tls: handshake failure"}), bad, []string{"tls-handshake-failed"}},
		{"name unknown to the server", failed(&checks.TLS{Alert: 112, AlertSeen: true}), bad, []string{"tls-handshake-failed"}},
		{"address unknown to the server", with(func(f *fact, e *ep, j *judge) {
			f.Target.Host, f.Name = "192.0.2.1", "192.0.2.1"
			e.TLS, e.Judgement, e.Versions, e.NoSNI = &checks.TLS{Alert: 112, AlertSeen: true}, nil, nil, nil
		}), bad, []string{"tls-handshake-failed"}},
		{"hung up on the hello", failed(&checks.TLS{Problem: "the connection was closed on the ClientHello", Reason: checks.ReasonHungUp}), bad, []string{"tls-handshake-failed"}},
		{"silent in the middle", failed(&checks.TLS{Problem: "the handshake was not finished in time", Reason: checks.ReasonTime}), bad, []string{"tls-handshake-failed"}},
		{"key above all limits", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS13, RawRead: true, Problem: "x", Reason: checks.ReasonKeySize}
		}), bad, []string{"tls-handshake-failed"}},
		{"handshake signed with SHA-1", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS12, RawRead: true, Problem: "x", Alert: 40, Reason: checks.ReasonSHA1}
		}), warn, []string{"tls-handshake-failed(w)"}},
		{"a group that no mail app has", failed(&checks.TLS{Version: checks.TLS13, CipherName: "TLS_AES_256_GCM_SHA384", KeyExchange: "X448", RawRead: true, Problem: "handshake_failure (40)", Reason: checks.ReasonGroup}), bad, []string{"tls-handshake-failed"}},
		{"a group that Thunderbird alone has", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS13, CipherName: "TLS_AES_256_GCM_SHA384", KeyExchange: "ffdhe2048", RawRead: true, Problem: "handshake_failure (40)", Reason: checks.ReasonGroup}
		}), bad, []string{"tls-handshake-failed"}},
		{"large hello dropped", with(func(f *fact, e *ep, j *judge) { e.LargeHello = checks.HelloDropped }), warn, []string{"large-hello-blocked(w)"}},
		{"large hello reset", with(func(f *fact, e *ep, j *judge) { e.LargeHello = checks.HelloReset }), warn, []string{"large-hello-blocked(w)"}},
		{"large hello answered by an alert", with(func(f *fact, e *ep, j *judge) { e.LargeHello = checks.HelloAlert }), warn, []string{"large-hello-blocked(w)"}},
		{"STARTTLS not offered now and then", with(func(f *fact, e *ep, j *judge) {
			e.Otherwise = &checks.Otherwise{Outcome: checks.OutcomeNoSTARTTLS, Failed: 2, Of: 5}
		}), bad, []string{"starttls-not-offered"}},
		{"clear text now and then", with(func(f *fact, e *ep, j *judge) {
			e.Otherwise = &checks.Otherwise{Outcome: checks.OutcomeNotTLS, Reply: "HTTP/1.1 400 Bad Request", Failed: 1, Of: 4}
		}), bad, []string{"not-tls"}},
		{"TLS fails now and then", with(func(f *fact, e *ep, j *judge) {
			e.Otherwise = &checks.Otherwise{Outcome: checks.OutcomeTLS, Failed: 1, Of: 3}
		}), bad, []string{"tls-handshake-failed"}},
		{"unknown alert", failed(&checks.TLS{Alert: 200, AlertSeen: true}), bad, []string{"tls-handshake-failed"}},
		{"handshake cut off", failed(&checks.TLS{Problem: "EOF"}), bad, []string{"tls-handshake-failed"}},
		{"no details", failed(nil), bad, []string{"tls-handshake-failed"}},
		{"failed, certificate seen", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS12, RawRead: true, Problem: "x"}
		}), bad, []string{"tls-handshake-failed"}},
		{"SSL/TLS on 143", mode(143, checks.ModeAuto, checks.ModeTLS), warn, []string{"wrong-encryption-mode(w)"}},
		{"STARTTLS on 993", mode(993, checks.ModeAuto, checks.ModeSTARTTLS), warn, []string{"wrong-encryption-mode(w)"}},
		{"STARTTLS asked for, SSL/TLS spoken", mode(993, checks.ModeSTARTTLS, checks.ModeTLS), bad, []string{"wrong-encryption-mode"}},
		{"SSL/TLS asked for, STARTTLS spoken", mode(587, checks.ModeTLS, checks.ModeSTARTTLS), bad, []string{"wrong-encryption-mode"}},
		{"IMAP on the port of SMTP", with(func(f *fact, e *ep, j *judge) {
			f.Target.Port, e.Mode, e.Protocol = 587, checks.ModeSTARTTLS, "imap"
		}), checks.VerdictWarning, []string{"wrong-protocol(w)"}},
		{"IMAP on the port of SMTP, as was asked for", with(func(f *fact, e *ep, j *judge) {
			f.Target.Port, f.Target.Protocol, e.Mode, e.Protocol = 587, "imap", checks.ModeSTARTTLS, "imap"
		}), checks.VerdictTrusted, nil},
		{"a web server behind TLS on the port of submission", with(func(f *fact, e *ep, j *judge) { f.Target.Port, e.Behind.Protocol = 587, "http" }), checks.VerdictWarning, []string{"wrong-protocol(w)"}},
		{"POP3 behind TLS on the port of IMAP", with(func(f *fact, e *ep, j *judge) { e.Behind.Protocol = "pop3" }), checks.VerdictWarning, []string{"wrong-protocol(w)"}},
		{"turns away behind TLS", with(func(f *fact, e *ep, j *judge) {
			e.Greeting, e.Behind = "* BYE full", checks.FirstWords{Protocol: "imap", TurnsAway: true, Cause: checks.CauseServerReply}
		}), checks.VerdictWarning, []string{"server-refused(w)"}},
		{"hangs up behind TLS", with(func(f *fact, e *ep, j *judge) { e.Behind.Cause = checks.CauseReset }), checks.VerdictTrusted, nil},
		{"hangs up behind TLS twice", with(func(f *fact, e *ep, j *judge) {
			e.Behind = checks.FirstWords{Cause: checks.CauseReset, Twice: true}
		}), checks.VerdictTrusted, nil},
		{"hangs up behind TLS twice at one of two addresses", with(func(f *fact, e *ep, j *judge) {
			f.Endpoints = append(f.Endpoints, good("192.0.2.2"))
			f.Endpoints[1].Behind = checks.FirstWords{Cause: checks.CauseReset, Twice: true}
		}), checks.VerdictTrusted, nil},
		{"hangs up behind TLS, and ends soon", with(func(f *fact, e *ep, j *judge) {
			e.Behind = checks.FirstWords{Cause: checks.CauseReset, Twice: true}
			j.Leaf.NotAfter = days(9)
		}), checks.VerdictWarning, []string{"expiring-soon(w)"}},
		{"hangs up behind TLS, with handshakes unanswered", with(func(f *fact, e *ep, j *judge) {
			e.Behind, e.Unanswered = checks.FirstWords{Cause: checks.CauseReset, Twice: true}, []checks.Hello{{Version: checks.TLS12, Key: "ECDSA"}}
		}), checks.VerdictTrusted, []string{"not-tested(i)"}},
		{"hangs up behind TLS after a while", with(func(f *fact, e *ep, j *judge) { e.Behind.Cause = checks.CauseGaveUp }), checks.VerdictTrusted, nil},
		{"silent behind TLS", with(func(f *fact, e *ep, j *judge) {
			e.Behind = checks.FirstWords{Cause: checks.CauseSilent, Waited: 2 * time.Second}
		}), checks.VerdictTrusted, nil},
		{"no time for a greeting", with(func(f *fact, e *ep, j *judge) { e.Behind.Cause = checks.CauseCutShort }), checks.VerdictTrusted, nil},
		{"nothing through the proxy behind TLS", with(func(f *fact, e *ep, j *judge) { e.Behind.Cause = checks.CauseProxySilent }), checks.VerdictTrusted, nil},
		{"turns away behind TLS who has no certificate", with(func(f *fact, e *ep, j *judge) {
			e.Greeting, e.TLS.ClientCertRequested = "421 4.7.1 mail.corp.com Error: No client certificate presented", true
			e.Behind = checks.FirstWords{Protocol: "smtp", TurnsAway: true, Cause: checks.CauseDeferred}
		}), checks.VerdictWarning, []string{"server-refused(w)"}},
		{"expired, and turns away behind TLS", with(func(f *fact, e *ep, j *judge) {
			e.Greeting, e.Behind = "* BYE full", checks.FirstWords{Protocol: "imap", TurnsAway: true, Cause: checks.CauseServerReply}
			j.Leaf.NotAfter, j.Expired = days(-20), []*checks.Certificate{j.Leaf}
		}), bad, []string{"expired", "server-refused(w)"}},
		{"wrong mode and expired", with(func(f *fact, e *ep, j *judge) {
			f.Target.Mode, j.Leaf.NotAfter, j.Expired = checks.ModeSTARTTLS, days(-20), []*checks.Certificate{j.Leaf}
		}), bad, []string{"wrong-encryption-mode", "expired"}},
		{"fails without a name", with(func(f *fact, e *ep, j *judge) { e.NoSNI = &checks.NoSNI{Failed: true, Alert: 112} }), checks.VerdictTrusted, []string{"sni-required(i)"}},
		{"another certificate without a name", with(func(f *fact, e *ep, j *judge) {
			e.NoSNI = &checks.NoSNI{LeafSHA256: fingerprint("default"), OtherName: true}
		}), checks.VerdictTrusted, []string{"sni-required(i)"}},
	}
}

func serverCases() []tcase {
	const bad, warn, gone = checks.VerdictUntrusted, checks.VerdictWarning, checks.VerdictUnreachable
	stale := func(address string) checks.Endpoint {
		e := good(address)
		e.Judgement.Leaf.NotAfter = days(-20)
		e.Judgement.Leaf.SHA256 = fingerprint("old")
		e.Judgement.Expired = []*checks.Certificate{e.Judgement.Leaf}
		e.NoSNI = nil
		return e
	}
	several := func(list ...checks.Endpoint) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { f.Endpoints = list })
	}
	other := good("192.0.2.2")
	other.Judgement.Leaf.SHA256 = fingerprint("ecdsa")
	other.Judgement.Leaf.SHA1 = fingerprint("ecdsa")[:40]
	other.NoSNI = nil
	later := good("192.0.2.4")
	later.Mode = checks.ModeSTARTTLS
	on := func(port int, asked checks.Mode, list ...checks.Endpoint) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { f.Target.Port, f.Target.Mode, f.Endpoints = port, asked, list })
	}
	noTLS := silent("192.0.2.3")
	noTLS.Outcome, noTLS.Cause, noTLS.Protocol = checks.OutcomeNoSTARTTLS, "", "imap"
	return []tcase{
		{"one of four is stale", several(good("192.0.2.1"), good("192.0.2.2"), stale("192.0.2.14"), good("192.0.2.3")), bad, []string{"expired", "inconsistent-servers"}},
		{"one is down", several(good("192.0.2.1"), silent("192.0.2.2")), bad, []string{"unreachable", "inconsistent-servers"}},
		{"one without STARTTLS", several(good("192.0.2.1"), noTLS), bad, []string{"starttls-not-offered", "inconsistent-servers"}},
		{"different certificates, all pass", several(good("192.0.2.1"), other), warn, []string{"inconsistent-servers(w)"}},
		{"two modes on one port", on(993, checks.ModeAuto, good("192.0.2.1"), later), bad, []string{"wrong-encryption-mode", "inconsistent-servers"}},
		{"two modes on one port, most as its convention forbids", on(143, checks.ModeAuto, good("192.0.2.1"), good("192.0.2.2"), later), bad, []string{"wrong-encryption-mode", "inconsistent-servers"}},
		{"two modes on a port without a convention", on(7777, checks.ModeAuto, good("192.0.2.1"), later), bad, []string{"wrong-encryption-mode", "inconsistent-servers"}},
		{"two modes, one asked for", on(7777, checks.ModeSTARTTLS, good("192.0.2.1"), later), bad, []string{"wrong-encryption-mode", "inconsistent-servers"}},
		{"all are down", several(silent("192.0.2.1"), silent("192.0.2.2")), gone, []string{"unreachable"}},
		{"all without certificate, in two ways", several(silent("192.0.2.1"), noTLS), checks.VerdictNoTLS, []string{"starttls-not-offered", "unreachable"}},
		{"all stale", several(stale("192.0.2.1"), stale("192.0.2.2")), bad, []string{"expired"}},
		{"stale and down", several(stale("192.0.2.1"), silent("192.0.2.2")), bad, []string{"unreachable", "expired", "inconsistent-servers"}},
	}
}

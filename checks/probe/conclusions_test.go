package probe

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// conclusions are all that is made of the answers, in words.
func conclusions(t *testing.T, s *scan, a *attempt, name func([]byte) string) []string {
	var out []string
	holds := func(is bool, what string, args ...any) {
		if is {
			out = append(out, fmt.Sprintf(what, args...))
		}
	}
	hellos := func(what string, all []checks.Hello) {
		for _, h := range all {
			out = append(out, fmt.Sprintf("%s %s %s", what, h.Version, h.Key))
		}
	}
	b := s.beside
	holds(s.answeredBeside(), "answered")
	holds(s.greetedBeside(), "greeted")
	holds(s.hungUpBeside(), "hung up")
	holds(s.droppedBeside(), "dropped")
	holds(s.minded(), "minded")
	holds(s.spokenBeside() > 0, "spoke %d", s.spokenBeside())
	holds(s.smallGotThrough(), "small got through")
	holds(s.smallWithoutGroup(), "small without a group")
	holds(a != nil && b.refusesWindows(a.TLS), "refuses Windows")
	holds(s.keysAnswered(), "keys answered")
	text := s.clearTextBeside(t.Context())
	holds(text != "", "in clear %q", text)
	for _, best := range []uint16{tls.VersionTLS13, tls.VersionTLS12} {
		if f := s.flightBeside(best); f != nil {
			out = append(out, fmt.Sprintf("up to %s %s", rawtls.VersionName(best), name(f.Chain[0])))
		}
	}
	if read := s.readBeside(plan{mode: checks.ModeTLS}); read != nil {
		out = append(out, fmt.Sprintf("read %s %s %v of %s", read.TLS.Version, name(read.TLS.Certificates[0]), read.TLS.Completed, rawtls.VersionName(read.best)))
	}
	for _, v := range rawtls.Versions() {
		if spoken, known := b.knows(rawtls.VersionName(v)); known {
			out = append(out, fmt.Sprintf("%s %v", rawtls.VersionName(v), spoken))
		}
	}
	hellos("unanswered", b.unanswered("mail.example"))
	if o, ok := s.answeredByName(); ok {
		out = append(out, "by name "+asked(o))
	}
	if other := b.otherwise(); other != nil {
		out = append(out, fmt.Sprintf("otherwise %d of %d %s %s", other.Failed, other.Of, other.Outcome, other.Reply))
	}
	for _, fate := range []checks.HelloFate{checks.HelloReset, checks.HelloAlert} {
		holds(s.smallFailed(fate, 40), "small ones fail by %s as well", fate)
	}
	if a == nil {
		return out
	}
	hellos("unheard", s.unheard(a))
	hellos("unasked", s.unasked(a))
	hellos("belied", s.refusedLike(a))
	if o, ok := s.nextQuestion(a); ok {
		out = append(out, "next "+asked(o))
	}
	if o, ok := s.windowsOffer(a.TLS); ok {
		out = append(out, "suspects for "+asked(o))
	}
	if no := s.withoutName(a.TLS); no != nil {
		out = append(out, fmt.Sprintf("without a name failed %v %d, other %v, leaf %v", no.Failed, no.Alert, no.OtherName, no.LeafSHA256 != ""))
	}
	for _, h := range b.handshakes("mail.example", a.TLS) {
		out = append(out, fmt.Sprintf("handshake %s%s %s %v %v", h.TLS.Version, h.Key, name(h.TLS.Certificates[0]), h.Unnamed, h.TLS.Completed))
	}
	return out
}

// TestConclusions: what is made of the answers to the side probes, and what is asked
// because of them. Each line is one server; what it is suspected of has to follow from
// what it did, and of a healthy one nothing follows.
func TestConclusions(t *testing.T) {
	l := newLeaves()
	name := func(der []byte) string {
		for n, leaf := range map[string][]byte{"ecdsa": l.ecdsa, "rsa": l.rsa, "other": l.other, "elsewhere": l.elsewhere, "odd": l.odd, "p224": l.p224} {
			if bytes.Equal(leaf, der) {
				return n
			}
		}
		return "unknown"
	}
	healthy := mainly(checks.TLS13, suite13, "X25519MLKEM768", l.ecdsa)
	rsaOnly := mainly(checks.TLS13, suite13, "X25519", l.rsa)
	for _, tt := range []struct {
		name    string
		main    *attempt
		answers []answer
		want    string
	}{
		{"nothing was asked", healthy, nil,
			`unheard 1.2 RSA; next 1.0`},
		{"a healthy server with one key", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
			refuses(rsa12, 40),
			refuses(tls11, 70),
		},
			`answered; spoke 4; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; 1.1 false; 1.0 false; ssl3 false; by name 1.3 ECDSA; without a name failed false 0, other false, leaf true; handshake 1.3ECDSA ecdsa false true`},
		{"a healthy server with two keys", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			agrees(tls11, tls.VersionTLS11),
		},
			`answered; spoke 4; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; 1.1 true; by name 1.2 RSA; next 1.3 RSA; without a name failed false 0, other false, leaf true; handshake 1.3ECDSA ecdsa false true; handshake 1.2RSA rsa false true`},
		{"a healthy server with two keys, looked at in full", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			agrees(tls11, tls.VersionTLS11),
			shows(rsa13, tls.VersionTLS13, suite13, 29, l.rsa),
			agrees(tls10, tls.VersionTLS10),
		},
			`answered; spoke 6; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; 1.1 true; 1.0 true; by name 1.3 RSA; next ssl3; without a name failed false 0, other false, leaf true; handshake 1.3ECDSA ecdsa false true; handshake 1.2RSA rsa false true; handshake 1.3RSA rsa false true`},
		{"as old as can be", mainly(checks.TLS10, suiteStatic, "RSA", l.rsa), []answer{
			shows(ecdsa13, tls.VersionTLS10, suiteStatic, 0, l.rsa),
			agrees(tls11, tls.VersionTLS10),
			agrees(tls10, tls.VersionTLS10),
			agrees(ssl3, rawtls.VersionSSL3),
		},
			`answered; spoke 4; small got through; small without a group; up to 1.3 rsa; up to 1.2 rsa; read 1.0 rsa true of 1.3; 1.3 false; 1.2 false; 1.1 false; 1.0 true; ssl3 true; by name 1.3 ECDSA; handshake 1.0ECDSA rsa false true`},
		{"no SSL 3.0", rsaOnly, []answer{
			agrees(tls10, tls.VersionTLS10),
			refuses(ssl3, 40),
		},
			`answered; spoke 2; 1.0 true; ssl3 false; unheard 1.3 ECDSA; unasked 1.3 ECDSA`},
		{"refuses TLS 1.0 and so SSL 3.0", rsaOnly, []answer{
			refuses(tls10, 70),
		},
			`answered; spoke 1; 1.0 false; ssl3 false; unheard 1.3 ECDSA; unasked 1.3 ECDSA`},
		{"speaks nothing below TLS 1.3", mainly(checks.TLS13, suite13, "X25519", l.ecdsa), []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			refuses(unnamed, 70),
			refuses(rsa12, 70),
			refuses(tls11, 70),
		},
			`answered; spoke 4; small got through; keys answered; up to 1.3 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 false; 1.1 false; 1.0 false; ssl3 false; by name 1.3 ECDSA; next 1.3 RSA; handshake 1.3ECDSA ecdsa false true`},
		{"another certificate without a name", healthy, []answer{
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.elsewhere),
			shows(named12, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
			agrees(tls10, tls.VersionTLS10),
			refuses(ssl3, 40),
		},
			`answered; spoke 4; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; 1.0 true; ssl3 false; by name 1.2; unheard 1.2 RSA; without a name failed false 0, other true, leaf true; handshake 1.2 elsewhere true true; handshake 1.2 ecdsa false true`},
		{"another certificate for the same name without a name", healthy, []answer{
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.other),
			shows(named12, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
		},
			`answered; spoke 2; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; by name 1.2; unheard 1.2 RSA; next 1.0; without a name failed false 0, other false, leaf true; handshake 1.2 other true true; handshake 1.2 ecdsa false true`},
		{"another certificate without a name, and nothing to compare it with", healthy, []answer{
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.elsewhere),
		},
			`answered; spoke 1; up to 1.3 elsewhere; up to 1.2 elsewhere; 1.2 true; unheard 1.2 RSA; next 1.2; handshake 1.2 elsewhere true true`},
		{"a certificate without a name that RSA brought with it", healthy, []answer{
			shows(unnamed, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
		},
			`answered; spoke 2; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; by name 1.2 RSA; next 1.3 RSA; without a name failed false 0, other false, leaf true; handshake 1.2RSA rsa false true`},
		{"refuses who names no server", healthy, []answer{
			refuses(unnamed, 112),
			shows(named12, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
		},
			`answered; spoke 2; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; by name 1.2; unheard 1.2 RSA; next 1.0; without a name failed true 112, other false, leaf false; handshake 1.2 ecdsa false true`},
		{"refuses who names no server, and nothing to compare it with", healthy, []answer{
			refuses(unnamed, 112),
			refuses(rsa12, 40),
		},
			`answered; spoke 2; next 1.2`},
		{"hangs up on who names no server", healthy, []answer{
			hangsUp(unnamed),
			alone(hangsUp(unnamed)),
			shows(named12, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
		},
			`answered; dropped; spoke 1; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; by name 1.2; unheard 1.2 RSA; next 1.0; without a name failed true 0, other false, leaf false; handshake 1.2 ecdsa false true`},
		{"hangs up on one of many", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			hangsUp(unnamed),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			refuses(tls11, 70),
		},
			`answered; dropped; spoke 3; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 rsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; 1.1 false; 1.0 false; ssl3 false; by name 1.2 RSA; next 1.3 RSA; handshake 1.3ECDSA ecdsa false true; handshake 1.2RSA rsa false true`},
		{"hangs up on all", healthy, []answer{
			hangsUp(ecdsa13),
			hangsUp(unnamed),
			hangsUp(rsa12),
			hangsUp(tls11),
		},
			`hung up; dropped; keys answered; small ones fail by closed as well; unheard 1.2 RSA; next 1.0`},
		{"hangs up on RSA alone", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			shows(unnamed, tls.VersionTLS12, suiteECDSA, 29, l.ecdsa),
			hangsUp(rsa12),
			refuses(tls11, 70),
		},
			`answered; dropped; spoke 3; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; 1.1 false; 1.0 false; ssl3 false; small ones fail by closed as well; without a name failed false 0, other false, leaf true; handshake 1.3ECDSA ecdsa false true`},
		{"hangs up on RSA with nothing beside it", healthy, []answer{
			shows(ecdsa13, tls.VersionTLS13, suite13, 29, l.ecdsa),
			hangsUp(unnamed),
			hangsUp(rsa12),
			alone(hangsUp(rsa12)),
		},
			`answered; dropped; spoke 1; small got through; keys answered; up to 1.3 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; small ones fail by closed as well; next 1.0; handshake 1.3ECDSA ecdsa false true`},
		{"hangs up on ECDSA behind STARTTLS", rsaOnly, []answer{
			inClear(hangsUp(ecdsa13), "smtp"),
			inClear(shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa), "smtp"),
		},
			`answered; greeted; dropped; spoke 1; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; small ones fail by closed as well; next 1.0; handshake 1.2RSA rsa false true`},
		{"hangs up on ECDSA", rsaOnly, []answer{
			hangsUp(ecdsa13),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
		},
			`answered; dropped; spoke 1; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; small ones fail by closed as well; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0; handshake 1.2RSA rsa false true`},
		{"breaks off in its flight", rsaOnly, []answer{
			breaksOff(ecdsa13, tls.VersionTLS13),
			breaksOff(rsa12, tls.VersionTLS12),
		},
			`answered; spoke 2; 1.3 true; 1.2 true; next 1.0`},
		{"is silent to ECDSA", rsaOnly, []answer{
			saysNothing(ecdsa13),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			refuses(tls11, 70),
		},
			`answered; spoke 2; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; 1.1 false; 1.0 false; ssl3 false; unanswered 1.3 ECDSA; handshake 1.2RSA rsa false true`},
		{"is silent to ECDSA at first", rsaOnly, []answer{
			saysNothing(ecdsa13),
			refuses(ecdsa13, 40),
			saysNothing(unnamed),
			saysNothing(tls11),
		},
			`answered; spoke 1; next 1.0`},
		{"is silent in clear", rsaOnly, []answer{
			ends(ecdsa13, checks.OutcomeUnreachable, checks.CauseSilent),
			ends(rsa12, checks.OutcomeUnreachable, checks.CauseTimeout),
		},
			`minded; unanswered 1.3 ECDSA; unanswered 1.2 RSA; next 1.0`},
		{"had no time", rsaOnly, []answer{
			ends(ecdsa13, checks.OutcomeNotTested, checks.CauseCutShort),
		},
			`unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0`},
		{"no connection was left", healthy, []answer{
			ends(rsa12, checks.OutcomeUnreachable, checks.CauseNotSpecified),
		},
			`unheard 1.2 RSA; next 1.0`},
		{"lets nobody else in", healthy, []answer{
			ends(ecdsa13, checks.OutcomeUnreachable, checks.CauseRefused),
			saysNothing(rsa12),
		},
			`dropped; minded; unanswered 1.2 RSA; next 1.0`},
		{"resets in clear", healthy, []answer{
			ends(ecdsa13, checks.OutcomeUnreachable, checks.CauseReset),
		},
			`dropped; minded; unheard 1.2 RSA; next 1.0`},
		{"breaks off in clear", healthy, []answer{
			ends(ecdsa13, checks.OutcomeUnreachable, checks.CauseInterrupted),
		},
			`dropped; minded; unheard 1.2 RSA; next 1.0`},
		{"gives up in clear", healthy, []answer{
			ends(ecdsa13, checks.OutcomeUnreachable, checks.CauseGaveUp),
		},
			`minded; unheard 1.2 RSA; next 1.0`},
		{"turns them away", healthy, []answer{
			ends(ecdsa13, checks.OutcomeRefused, checks.CauseServerBusy),
			ends(rsa12, checks.OutcomeRefused, checks.CauseServerBusy),
		},
			`minded; unheard 1.2 RSA; next 1.0`},
		{"speaks in clear", healthy, []answer{
			says(ecdsa13, "* OK ready"),
			says(rsa12, "* OK again"),
		},
			`minded; in clear "* OK ready"; otherwise 2 of 3 not-tls * OK again; next 1.0`},
		{"turns them away in clear", healthy, []answer{
			says(ecdsa13, "421 too many"),
			says(rsa12, "554 no"),
			says(unnamed, "-ERR no"),
			says(tls11, "* BYE"),
		},
			`minded; keys answered; next 1.0`},
		{"speaks in clear and in TLS", healthy, []answer{
			says(ecdsa13, "* OK ready"),
			shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa),
			refuses(tls11, 70),
		},
			`answered; minded; spoke 2; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; 1.1 false; 1.0 false; ssl3 false; otherwise 1 of 4 not-tls * OK ready; next 1.3 RSA; handshake 1.2RSA rsa false true`},
		{"has STARTTLS only at times", healthy, []answer{
			ends(ecdsa13, checks.OutcomeNoSTARTTLS, checks.CauseServerReply),
			inClear(shows(rsa12, tls.VersionTLS12, suiteRSA, 29, l.rsa), "imap"),
		},
			`answered; greeted; spoke 1; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; otherwise 1 of 3 no-starttls ; next 1.3 RSA; handshake 1.2RSA rsa false true`},
		{"refuses the key that it shows", rsaOnly, []answer{
			refuses(ecdsa13, 40),
			refuses(rsa12, 40),
		},
			`answered; spoke 2; next 1.2`},
		{"refuses the ECDSA key that it shows", healthy, []answer{
			refuses(ecdsa13, 40),
		},
			`answered; spoke 1; unheard 1.2 RSA; next 1.3 plain`},
		{"refuses the key that it shows in the same version", mainly(checks.TLS12, suiteRSA, "P-256", l.rsa), []answer{
			refuses(rsa12, 40),
		},
			`answered; spoke 1; unheard 1.3 ECDSA; unasked 1.3 ECDSA; belied 1.2 RSA; next 1.2`},
		{"refuses the key that it shows without a word for it", mainly(checks.TLS12, suiteRSA, "P-256", l.rsa), []answer{
			refuses(rsa12, 80),
		},
			`answered; spoke 1; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0`},
		{"refuses the key that it shows for the version", mainly(checks.TLS12, suiteRSA, "P-256", l.rsa), []answer{
			refuses(rsa12, 70),
		},
			`answered; spoke 1; 1.2 false; 1.1 false; 1.0 false; ssl3 false; unheard 1.3 ECDSA; unasked 1.3 ECDSA`},
		{"refuses the key that it shows by a static exchange", mainly(checks.TLS12, suiteStatic, "RSA", l.rsa), []answer{
			refuses(rsa12, 71),
		},
			`answered; spoke 1; unheard 1.3 ECDSA; unasked 1.3 ECDSA; belied 1.2 RSA; next 1.2`},
		{"refuses a key on a curve of its own", mainly(checks.TLS12, suiteRSA, "brainpoolP256r1", l.rsa), []answer{
			refuses(rsa12, 40),
		},
			`answered; spoke 1; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.2`},
		{"refuses a key that is signed by MD5", mainly(checks.TLS12, suiteRSA, "P-256", l.odd), []answer{
			refuses(rsa12, 40),
		},
			`answered; spoke 1; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.2`},
		{"refuses a key that is on no usual curve", mainly(checks.TLS12, suiteECDSA, "P-256", l.p224), []answer{
			refuses(ecdsa13, 40),
		},
			`answered; spoke 1; unheard 1.2 RSA; next 1.0`},
		{"refuses ECDSA that another handshake shows", rsaOnly, []answer{
			refuses(ecdsa13, 47),
			shows(named13, tls.VersionTLS13, suite13, p256, l.ecdsa),
		},
			`answered; spoke 2; small got through; up to 1.3 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; by name 1.3 plain; belied 1.3 ECDSA; next 1.0; handshake 1.3 ecdsa false true`},
		{"refuses ECDSA that another handshake shows by a hash of its own", rsaOnly, []answer{
			refuses(ecdsa13, 40),
			signedBy(shows(named12, tls.VersionTLS12, suiteECDSA, p256, l.ecdsa), 0x0303),
		},
			`answered; spoke 2; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; by name 1.2; next 1.0; handshake 1.2 ecdsa false true`},
		{"refuses ECDSA, and shows it in an older version to who offers no newer one", rsaOnly, []answer{
			refuses(ecdsa13, 40),
			shows(named12, tls.VersionTLS12, suiteECDSA, p256, l.ecdsa),
		},
			`answered; spoke 2; small got through; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.2 ecdsa true of 1.2; 1.2 true; by name 1.2; next 1.0; handshake 1.2 ecdsa false true`},
		{"ChaCha20 alone", mainly(checks.TLS12, suiteChaCha, "P-256", l.rsa), []answer{
			shows(rsa12, tls.VersionTLS12, suiteChaCha, p256, l.rsa),
			refuses(windows, 40),
		},
			`answered; spoke 2; small got through; refuses Windows; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; by name 1.2 RSA; small ones fail by alert as well; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0; suspects for 1.3 windows; handshake 1.2RSA rsa false true`},
		{"ChaCha20 alone, and not asked yet", mainly(checks.TLS12, suiteChaCha, "P-256", l.rsa), []answer{
			shows(rsa12, tls.VersionTLS12, suiteChaCha, p256, l.rsa),
		},
			`answered; spoke 1; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; by name 1.2 RSA; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.3 windows; suspects for 1.3 windows; handshake 1.2RSA rsa false true`},
		{"P-521 in TLS 1.3 alone, and older versions refused with another alert than their own", mainly(checks.TLS13, suite13, "P-521", l.rsa), []answer{
			refuses(ecdsa13, 40),
			refuses(rsa12, 40),
		},
			`answered; spoke 2; next 1.3 windows; suspects for 1.3 windows`},
		{"P-521 alone, and Windows gets through", mainly(checks.TLS12, suiteRSA, "P-521", l.rsa), []answer{
			shows(rsa12, tls.VersionTLS12, suiteRSA, p521, l.rsa),
			shows(windows, tls.VersionTLS12, suiteRSA, p521, l.rsa),
		},
			`answered; spoke 2; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.3 false; 1.2 true; by name 1.3 windows; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0; suspects for 1.3 windows; handshake 1.2RSA rsa false true; handshake 1.2 rsa false true`},
		{"ChaCha20 at first", mainly(checks.TLS12, suiteChaCha, "P-256", l.rsa), []answer{
			shows(rsa12, tls.VersionTLS12, suiteRSA, p256, l.rsa),
			refuses(windows, 112),
		},
			`answered; spoke 2; small got through; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa true of 1.2; 1.2 true; by name 1.2 RSA; unheard 1.3 ECDSA; unasked 1.3 ECDSA; next 1.0; handshake 1.2RSA rsa false true`},
		{"agreed to what no mail program has", nil, []answer{
			shows(rsa12, tls.VersionTLS12, 0x003B, 0, l.rsa),
		},
			`answered; spoke 1; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa false of 1.2; 1.2 true; by name 1.2 RSA`},
		{"signs by SHA-1", nil, []answer{
			signedBy(shows(rsa12, tls.VersionTLS12, suiteRSA, p256, l.rsa), 0x0201),
		},
			`answered; spoke 1; up to 1.3 rsa; up to 1.2 rsa; read 1.2 rsa false of 1.2; 1.2 true; by name 1.2 RSA`},
		{"shows the same to any key", nil, []answer{
			shows(rsa12, tls.VersionTLS12, suiteRSA, p256, l.rsa),
			shows(unnamed, tls.VersionTLS12, suiteECDSA, p256, l.ecdsa),
			shows(ecdsa13, tls.VersionTLS13, suite13, p256, l.ecdsa),
		},
			`answered; spoke 3; small got through; keys answered; up to 1.3 ecdsa; up to 1.2 ecdsa; read 1.3 ecdsa true of 1.3; 1.3 true; 1.2 true; by name 1.3 ECDSA`},
	} {
		if got := strings.Join(conclusions(t, met(tt.answers...), tt.main, name), "; "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

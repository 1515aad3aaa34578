package fixes

import (
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// finding is one that asks somebody to act.
func finding(code checks.Code, of any) checks.Finding {
	return checks.Finding{Code: code, Severity: checks.Critical, Steps: []int{checks.StepContact}, Evidence: checks.Evidence{Of: of}}
}

// TestAsked: what the administrator is asked for depends on what was seen.
func TestAsked(t *testing.T) {
	t.Parallel()
	alert := func(n int) *checks.TLSHandshakeFailedEvidence { return &checks.TLSHandshakeFailedEvidence{Alert: &n} }
	expired := func(role, holder string) *checks.ExpiredEvidence {
		return &checks.ExpiredEvidence{CertificateEvidence: checks.CertificateEvidence{Role: role, Certificate: holder}}
	}
	order, extra, weak := finding(checks.ChainOrder, nil), finding(checks.ExtraCertificates, nil), finding(checks.WeakKey, nil)
	varies := finding(checks.CertificateVaries, &checks.CertificateVariesEvidence{})
	for _, tt := range []struct {
		name   string
		change func(*Situation)
		found  []checks.Finding
		want   string
	}{
		{"the leaf has expired", nil, []checks.Finding{finding(checks.Expired, expired("leaf", "imap.corp.com"))}, "Ask the administrator of the server to renew the certificate, then restart the mail service."},
		{"its issuer has expired", nil, []checks.Finding{finding(checks.Expired, expired("intermediate", "R11"))}, "Ask the administrator of the server to install the current certificate chain, because R11 expired."},
		{"an issuer of the same name has expired", nil, []checks.Finding{finding(checks.Expired, expired("root", "imap.corp.com"))}, "Ask the administrator of the server to renew the certificate, then restart the mail service."},
		{"an issuer without a name has expired", nil, []checks.Finding{finding(checks.Expired, expired("intermediate", ""))}, "Ask the administrator of the server to renew the certificate, then restart the mail service."},
		{"valid for too long", nil, []checks.Finding{finding(checks.LongValidity, &checks.LongValidityEvidence{LimitDays: 398})}, "Ask the administrator of the server to renew with a certificate that is valid for at most 398 days."},
		{"valid for too long, by no limit", nil, []checks.Finding{finding(checks.LongValidity, nil)}, "Ask the administrator of the server to renew with a certificate that is valid for a shorter time."},
		{"a rule broken", nil, []checks.Finding{finding(checks.InvalidChain, &checks.InvalidChainEvidence{Reason: checks.InvalidPathLength})}, "Ask the administrator of the server for a certificate with a valid chain. This one breaks a rule: path length."},
		{"the strictest rules broken", nil, []checks.Finding{finding(checks.InvalidChain, &checks.InvalidChainEvidence{Reason: checks.StrictProfile})}, "Ask the administrator of the server for a certificate that follows the rules of RFC 5280 and the CA/Browser Forum."},
		{"nothing stapled", nil, []checks.Finding{finding(checks.StapleMissing, &checks.StapleMissingEvidence{})}, "Ask the administrator of the server to turn on OCSP stapling, or for a certificate that does not require it."},
		{"stapled, and out of date", nil, []checks.Finding{finding(checks.StapleMissing, &checks.StapleMissingEvidence{Staple: checks.Words(say.P("problem", "its answer is out of date"))})}, "Ask the administrator of the server to repair OCSP stapling on the server, or for a certificate that does not require it."},
		{"a name that the server does not know", nil, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(unrecognizedName))}, "Ask the administrator of the server if imap.corp.com is still a name of this server."},
		{"an address that the server does not know", func(s *Situation) { s.Name = "192.0.2.1" }, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(unrecognizedName))}, "Ask the administrator of the server for the name of the server."},
		{"nothing in common, no certificate seen", func(s *Situation) { s.Thumbprint = "" }, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(handshakeFailure))}, "Ask the administrator of the server to check that the server can read its certificate and key on port 993, and which ciphers it allows."},
		{"nothing in common, no port", func(s *Situation) { s.Thumbprint, s.Port = "", 0 }, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(handshakeFailure))}, "Ask the administrator of the server to check that the server can read its certificate and key, and which ciphers it allows."},
		{"nothing in common behind a certificate", nil, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(handshakeFailure))}, "Ask the administrator of the server to check the server's log, because no TLS handshake succeeds on port 993."},
		{"another alert, no certificate seen", func(s *Situation) { s.Thumbprint = "" }, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(80))}, "Ask the administrator of the server to check the server's log, because no TLS handshake succeeds on port 993."},
		{"another alert, no port", func(s *Situation) { s.Thumbprint, s.Port = "", 0 }, []checks.Finding{finding(checks.TLSHandshakeFailed, alert(80))}, "Ask the administrator of the server to check the server's log, because no TLS handshake succeeds."},
		{"no such name", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSNotFound})}, "Ask your email provider for the correct server name."},
		{"no address", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSNoAddress})}, "Ask your email provider for the correct server name."},
		{"bad signatures", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSBogus})}, "Ask the administrator of the domain to fix the DNSSEC signatures of the domain, because imap.corp.com cannot be looked up with them."},
		{"aliases in a circle", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSLoop})}, "Ask the administrator of the domain to fix the aliases (CNAME) of imap.corp.com, because they lead in a circle."},
		{"name servers that fail", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSServFail})}, "Ask the administrator of the domain to check the DNS servers of the domain, because they do not answer for imap.corp.com."},
		{"no server known", nil, []checks.Finding{finding(checks.DNSFailure, &checks.DNSFailureEvidence{Kind: checks.DNSNotFound, Guessed: true})}, "Ask your email provider which servers are for incoming and for outgoing mail, with port and encryption method."},
		{"hangs up at STARTTLS", nil, []checks.Finding{finding(checks.Unreachable, &checks.UnreachableEvidence{Cause: checks.CauseInterrupted, Stage: checks.StageSTARTTLS})}, "Ask the administrator of the server to check that the service on port 993 can read its certificate and key."},
		{"hangs up at its greeting", nil, []checks.Finding{finding(checks.Unreachable, &checks.UnreachableEvidence{Cause: checks.CauseInterrupted, Stage: checks.StageGreeting})}, "Ask the administrator of the server why port 993 accepts connections and then closes them."},
		{"too slow at STARTTLS", nil, []checks.Finding{finding(checks.Unreachable, &checks.UnreachableEvidence{Cause: checks.CauseTimeout, Stage: checks.StageSTARTTLS})}, "Ask the administrator of the server why port 993 accepts connections but does not answer in time."},
		{"away, no port", func(s *Situation) { s.Port = 0 }, []checks.Finding{finding(checks.Unreachable, &checks.UnreachableEvidence{Cause: checks.CauseRefused})}, "Ask the administrator of the server if the server is down or a firewall blocks it."},
		{"turned away at STARTTLS", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{Stage: checks.StageSTARTTLS, Cause: checks.CauseTLSUnavailable, Reply: "454 TLS not available"})}, "Ask the administrator of the server to check that the service on port 993 can read its certificate and key."},
		{"refused at STARTTLS", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{Stage: checks.StageSTARTTLS, Cause: checks.CauseServerReply, Reply: "530 log in first"})}, "Ask the administrator of the server why the server refuses to start encryption with “530 log in first”."},
		{"answered under another tag", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{Stage: checks.StageSTARTTLS, Cause: checks.CauseProtocol, Reply: "a9 OK"})}, "Ask the administrator of the server why the server answers “a9 OK” when it is asked to start encryption."},
		{"refused at STARTTLS without a word", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{Stage: checks.StageSTARTTLS, Cause: checks.CauseServerReply})}, "Ask the administrator of the server to check that the service on port 993 can read its certificate and key."},
		{"busy at STARTTLS", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{Stage: checks.StageSTARTTLS, Cause: checks.CauseServerBusy, Reply: "421 busy"})}, "Ask the administrator of the server why the server turns the connection away with “421 busy”."},
		{"turned away without a word", nil, []checks.Finding{finding(checks.ServerRefused, &checks.ServerRefusedEvidence{})}, "Ask the administrator of the server why the server turns the connection away."},
		{"no TLS", nil, []checks.Finding{finding(checks.NotTLS, &checks.NotTLSEvidence{})}, "Ask the administrator of the server why no mail service with encryption answers on port 993."},
		{"no TLS, no port", func(s *Situation) { s.Port = 0 }, []checks.Finding{finding(checks.NotTLS, &checks.NotTLSEvidence{})}, "Ask the administrator of the server why no mail service with encryption answers there."},
		{"no STARTTLS", func(s *Situation) { s.Port = 587 }, []checks.Finding{finding(checks.STARTTLSNotOffered, &checks.STARTTLSNotOfferedEvidence{})}, "Ask the administrator of the server to turn on STARTTLS on port 587, or for the port with SSL/TLS."},
		{"no TLS at all at the port of SSL/TLS", nil, []checks.Finding{finding(checks.STARTTLSNotOffered, &checks.STARTTLSNotOfferedEvidence{})}, "Ask the administrator of the server to turn on SSL/TLS on port 993."},
		{"another protocol at the port of mail, in clear", func(s *Situation) { s.Wire, s.Protocol = "pop3", "POP3" }, []checks.Finding{finding(checks.STARTTLSNotOffered, &checks.STARTTLSNotOfferedEvidence{})}, "Ask the administrator of the server if port 993 should speak POP3."},
		{"a web server at the port of mail", nil, []checks.Finding{finding(checks.WrongProtocol, &checks.WrongProtocolEvidence{Port: 993, Protocol: "http"})}, "Ask the administrator of the server why a web server answers on port 993."},
		{"refuses TLS 1.3", nil, []checks.Finding{finding(checks.TLSHandshakeFailed, &checks.TLSHandshakeFailedEvidence{Reason: checks.ReasonOffer})}, "Ask the administrator of the server to update the server or the firewall in front of it, so that programs that offer TLS 1.3 get an answer."},
		{"ended, a directory", func(s *Situation) { s.Wire = "ldap" }, []checks.Finding{finding(checks.Expired, &checks.ExpiredEvidence{CertificateEvidence: checks.CertificateEvidence{Role: "leaf"}})}, "Ask the administrator of the server to renew the certificate, then restart the service."},
		{"begins in minutes", nil, []checks.Finding{finding(checks.NotYetValid, &checks.NotYetValidEvidence{NotBefore: time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)})}, "Ask the administrator of the server for a certificate that is valid now, if it cannot wait until this one is."},
		{"begins in days", nil, []checks.Finding{finding(checks.NotYetValid, &checks.NotYetValidEvidence{NotBefore: time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC), DaysUntil: 3})}, "Ask the administrator of the server for a certificate that is valid now."},
		{"ends in hours", nil, []checks.Finding{finding(checks.ExpiringSoon, &checks.ExpiringSoonEvidence{NotAfter: time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)})}, "Ask the administrator of the server to renew the certificate immediately."},
		{"ends in days", nil, []checks.Finding{finding(checks.ExpiringSoon, &checks.ExpiringSoonEvidence{NotAfter: time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC), DaysLeft: 4})}, "Ask the administrator of the server to renew the certificate before 4 March 2026."},
		{"no STARTTLS, no port", func(s *Situation) { s.Port = 0 }, []checks.Finding{finding(checks.STARTTLSNotOffered, &checks.STARTTLSNotOfferedEvidence{})}, "Ask the administrator of the server to turn on STARTTLS, or for the port with SSL/TLS."},
		{"STARTTLS hidden by a firewall", nil, []checks.Finding{finding(checks.STARTTLSNotOffered, &checks.STARTTLSNotOfferedEvidence{Masked: true})}, "Ask the IT team for this network and the one for the server's network to let STARTTLS on port 993 through the firewall that inspects mail (on Cisco: allow-tls, or no inspect esmtp)."},
		{"another encryption", nil, []checks.Finding{finding(checks.WrongEncryptionMode, &checks.WrongEncryptionModeEvidence{Encryption: "STARTTLS"})}, "Ask the administrator of the server if port 993 should use STARTTLS."},
		{"another encryption, not known", nil, []checks.Finding{finding(checks.WrongEncryptionMode, &checks.WrongEncryptionModeEvidence{})}, "Ask the administrator of the server which encryption method the port should use."},
		{"another encryption, no port", func(s *Situation) { s.Port = 0 }, []checks.Finding{finding(checks.WrongEncryptionMode, &checks.WrongEncryptionModeEvidence{Encryption: "STARTTLS"})}, "Ask the administrator of the server which encryption method the port should use."},
		{"not in the MTA-STS policy", nil, []checks.Finding{finding(checks.MTASTSMismatch, &checks.MTASTSMismatchEvidence{Domain: "corp.com"})}, "Ask the administrator of the server to list imap.corp.com in the MTA-STS policy of corp.com, or to remove it from the MX records."},
		{"not as the MTA-STS policy wants", nil, []checks.Finding{finding(checks.MTASTSMismatch, &checks.MTASTSMismatchEvidence{Address: "192.0.2.1:25", Domain: "corp.com", Problem: checks.Words(say.P("problem", "its certificate is not trusted"))})}, "Ask the administrator of the server to fix the server, because senders that follow the MTA-STS policy of corp.com do not deliver to it."},
		{"an MTA-STS policy that cannot be used", nil, []checks.Finding{finding(checks.MTASTSMismatch, &checks.MTASTSMismatchEvidence{Domain: "corp.com", Problem: checks.Words(say.P("problem", "its certificate is not trusted"))})}, "Ask the administrator of the server to repair the MTA-STS policy of corp.com (its certificate is not trusted)."},
		{"DANE, and ended", nil, []checks.Finding{finding(checks.DANEMismatch, &checks.DANEMismatchEvidence{}), finding(checks.Expired, &checks.ExpiredEvidence{CertificateEvidence: checks.CertificateEvidence{Role: "leaf"}})}, "Ask the administrator of the server to check that the TLSA records match the new certificate. Also ask to renew the certificate, then restart the mail service."},
		{"an MTA-STS policy of no domain", nil, []checks.Finding{finding(checks.MTASTSMismatch, &checks.MTASTSMismatchEvidence{})}, "Ask the administrator of the server to make the server and the MTA-STS policy of the domain match."},
		{"several certificates by the name", nil, []checks.Finding{finding(checks.CertificateVaries, &checks.CertificateVariesEvidence{By: "name"})}, "Ask the administrator of the server and send this report along."},
		{"several certificates by the connection", nil, []checks.Finding{finding(checks.CertificateVaries, &checks.CertificateVariesEvidence{By: "connection"})}, "Ask the administrator of the server if the servers behind the address should send different certificates."},
		{"a weak cipher", nil, []checks.Finding{finding(checks.WeakCipher, &checks.WeakCipherEvidence{Cipher: "TLS_RSA_WITH_RC4_128_SHA"})}, "Ask the administrator of the server to turn off TLS_RSA_WITH_RC4_128_SHA and offer ECDHE with AES-GCM."},
		{"a root that is not trusted", func(s *Situation) { s.Root = "Corp Root" }, []checks.Finding{finding(checks.UntrustedRoot, &checks.UntrustedRootEvidence{})}, "Ask the administrator of the server for a certificate from a public CA, or to install Corp Root on all devices by policy."},
		{"a root without a name", nil, []checks.Finding{finding(checks.UntrustedRoot, &checks.UntrustedRootEvidence{})}, "Ask the administrator of the server for a certificate from a public CA, or to install its root certificate on all devices by policy."},
		{"a wrong intermediate", nil, []checks.Finding{finding(checks.UntrustedRoot, &checks.UntrustedRootEvidence{FetchEvidence: checks.FetchEvidence{WrongIntermediate: true, Needed: "R11"}})}, "Ask the administrator of the server to install the full certificate chain, with R11."},
		{"a link is missing", nil, []checks.Finding{finding(checks.IncompleteChain, &checks.IncompleteChainEvidence{Authority: "R11"})}, "Ask the administrator of the server to install the full certificate chain, with R11."},
		{"a link is missing, by its issuer", func(s *Situation) { s.Issuer = "R12" }, []checks.Finding{finding(checks.IncompleteChain, &checks.IncompleteChainEvidence{})}, "Ask the administrator of the server to install the full certificate chain, with R12."},
		{"a link without a name is missing", nil, []checks.Finding{finding(checks.IncompleteChain, &checks.IncompleteChainEvidence{})}, "Ask the administrator of the server to install the full certificate chain."},
		{"a router's own certificate", nil, []checks.Finding{finding(checks.SelfSigned, &checks.SelfSignedEvidence{ProductEvidence: checks.ProductEvidence{Router: true, DefaultOf: "FRITZ!Box router"}})}, "Ask the administrator of the server to find out why a FRITZ!Box router answers instead of the server. The name may lead to the wrong address, or the router does not pass the port on."},
		{"a router in place of the server", nil, []checks.Finding{finding(checks.HostnameMismatch, &checks.HostnameMismatchEvidence{ProductEvidence: checks.ProductEvidence{Router: true, DefaultOf: "FRITZ!Box router"}})}, "Ask the administrator of the server to find out why a FRITZ!Box router answers instead of the server. The name may lead to the wrong address, or the router does not pass the port on."},
		{"a name that is not listed", nil, []checks.Finding{finding(checks.HostnameMismatch, &checks.HostnameMismatchEvidence{})}, "Ask the administrator of the server for a certificate that lists imap.corp.com, or for the name to use."},
		{"an address that is not listed", func(s *Situation) { s.Name = "192.0.2.1" }, []checks.Finding{finding(checks.HostnameMismatch, &checks.HostnameMismatchEvidence{})}, "Ask the administrator of the server for the server name to use instead of the IP address."},
		{"several certificates", nil, []checks.Finding{varies, order}, "Ask the administrator of the server if the servers behind the address should send different certificates. Also ask to put the certificates in order: the server's own first, then each one's issuer."},
		{"several certificates beside what is worse", nil, []checks.Finding{order, varies}, "Ask the administrator of the server to put the certificates in order: the server's own first, then each one's issuer."},
		{"three things of four, and one that asks for nothing", nil, []checks.Finding{
			order, finding(checks.UntrustedRoot, nil), finding(checks.DistrustedCA, nil), extra, weak,
		}, "Ask the administrator of the server to put the certificates in order: the server's own first, then each one's issuer. Also ask for a certificate from a different CA. Also ask to remove the certificates that are not needed."},
	} {
		s := &Situation{Host: "imap.corp.com", Name: "imap.corp.com", Port: 993, IssuedTo: "imap.corp.com", Thumbprint: "f0", found: tt.found}
		if tt.change != nil {
			tt.change(s)
		}
		if got := toContact(s, requestsFor(s, tt.found)).String(); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// What Windows does not offer is a suite or a curve, and no certificate would change
// that.
func TestAskForWhatWindowsOffers(t *testing.T) {
	t.Parallel()
	got := forClients(&Situation{found: []checks.Finding{
		finding(checks.ClientDisagreement, &checks.ClientDisagreementEvidence{Rules: []string{"what Windows does not offer"}}),
	}})
	const want = "to allow encryption that Windows offers, such as AES-GCM with ECDHE on the curve P-256"
	if len(got) != 1 || got[0].text.String() != want {
		t.Errorf("asked %+v", got)
	}
}

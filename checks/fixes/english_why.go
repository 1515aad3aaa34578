package fixes

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
)

// englishWhy are the sentences of the steps, by step and finding.
var englishWhy = map[int]map[checks.Code]Sentence{
	1: {
		checks.HostnameMismatch: func(s *Situation) string {
			return fmt.Sprintf("Outlook asks for %s; the certificate is issued to %s. These two have to agree.",
				s.Name, cmp.Or(s.Presented, "no name at all"))
		},
		checks.NoSAN: func(s *Situation) string {
			return fmt.Sprintf("“Issued to” says %s, but on the Details tab Subject Alternative Name is missing, and there clients look.", cmp.Or(s.IssuedTo, "nothing"))
		},
		checks.SelfSigned: func(s *Situation) string {
			return fmt.Sprintf("“Issued to” and “Issued by” are both %s, and the thumbprint should be %s. Another thumbprint means that somebody is in between.", s.IssuedTo, s.Thumbprint)
		},
		checks.UntrustedRoot: func(s *Situation) string {
			return fmt.Sprintf("From here the server shows a certificate issued by %s. If this PC shows another issuer, something in between makes its own.", s.Issuer)
		},
		checks.Intercepted: func(s *Situation) string {
			return fmt.Sprintf("If “Issued by” says %s on this PC as well, the same product stands in between there.", s.Issuer)
		},
	},
	2: {
		checks.HostnameMismatch: func(s *Situation) string {
			if s.Use != "" {
				return fmt.Sprintf("Change %s to %s: it is on the certificate, reaches the same server, and passes.", s.Name, s.Use)
			}
			if s.Presented == "" {
				return fmt.Sprintf("%s is not a name the certificate carries; use the one your provider gives.", s.Name)
			}
			return fmt.Sprintf("%s is not on the certificate; it carries %s. Use the name that your provider gives, if it is one of these.", s.Name, s.Presented)
		},
		checks.DNSFailure: func(s *Situation) string {
			if s.guessed(checks.DNSFailure) {
				return askForServer
			}
			return fmt.Sprintf("The name %s leads to no server: compare it letter by letter with what your provider gives.", s.Host)
		},
		checks.Unreachable: func(s *Situation) string {
			if s.guessed(checks.Unreachable) {
				return askForServer
			}
			return fmt.Sprintf("Nothing answers at %s%s: see whether the name is still the right one.", s.Host, s.atPort())
		},
		checks.TLSHandshakeFailed: func(s *Situation) string {
			if s.byAddress() {
				return fmt.Sprintf("%s is an address: the server wants to be asked by its name. Use the one that your provider gives.", s.Host)
			}
			return fmt.Sprintf("The server has no certificate for %s: compare the name letter by letter with what your provider gives.", cmp.Or(s.Name, s.Host))
		},
		checks.ServerRefused: func(s *Situation) string {
			return fmt.Sprintf("%s answers and refuses; after a move the old server often does that. See whether the name is still the right one.", s.Host)
		},
		checks.WrongEncryptionMode: ifNameIsRight,
		checks.NotTLS:              ifNameIsRight,
		checks.STARTTLSNotOffered:  ifNameIsRight,
	},
	3: {
		checks.WrongEncryptionMode: func(s *Situation) string {
			return fmt.Sprintf("Port %d → %s: that is what %s speaks there.", s.SetPort, s.Encryption, s.Host)
		},
		checks.STARTTLSNotOffered: func(s *Situation) string {
			return cmp.Or(s.sibling(checks.STARTTLSNotOffered), fmt.Sprintf("Port %d offers no encryption. See which port and encryption your provider gives.", s.Port))
		},
		checks.NotTLS: func(s *Situation) string {
			return cmp.Or(s.sibling(checks.NotTLS), fmt.Sprintf("Port %d is not a port for encrypted mail on this server. See which port and encryption your provider gives.", s.Port))
		},
		checks.Unreachable: func(s *Situation) string {
			if s.Port == 0 {
				return "None of the usual mail ports answers; see which one your provider gives."
			}
			return cmp.Or(s.sibling(checks.Unreachable), fmt.Sprintf("Nothing answers on port %d. See which port and encryption your provider gives.", s.Port))
		},
		checks.ServerRefused: func(s *Situation) string {
			if text := s.sibling(checks.ServerRefused); text != "" {
				return text
			}
			if s.Port == 25 {
				return "Port 25 is for servers among themselves; mail programs send through the port that your provider gives."
			}
			return fmt.Sprintf("See whether %d is still the port that your provider gives.", s.Port)
		},
		checks.LegacyTLS: func(s *Situation) string {
			return fmt.Sprintf("If your provider gives another port than %d, use that one: here nothing newer than %s is to be had, whatever Outlook is set to.",
				s.Port, cmp.Or(s.text(checks.LegacyTLS, "name"), s.Version, "an outdated version"))
		},
	},
	4: {
		checks.UntrustedRoot: func(s *Situation) string {
			return fmt.Sprintf("If %s is a public authority, a PC with current roots knows it. If it is your company's own, IT has to install its root; updates do not bring it.", s.Root)
		},
		checks.Intercepted: func(s *Situation) string {
			return fmt.Sprintf("If %s is wanted on this network, its root certificate has to be among the trusted ones of the PC; IT installs it.", cmp.Or(s.text(checks.Intercepted, "product"), s.Issuer))
		},
		checks.StoreDisagreement: func(s *Situation) string {
			return fmt.Sprintf("The root %s is not in every list: a PC without current roots may not know it.", cmp.Or(s.text(checks.StoreDisagreement, "root"), s.Root))
		},
	},
	5: {
		checks.LegacyTLS: func(s *Situation) string {
			return fmt.Sprintf("A current Outlook on Windows 11 needs TLS 1.2; %s ends at %s, so the cure is on the server. An update rules out the PC.", s.Host, cmp.Or(s.Version, "less"))
		},
		checks.TLSHandshakeFailed: func(s *Situation) string {
			return fmt.Sprintf("A current Outlook uses the same encryption that was tried here; if an updated one fails as well, it is for the administrator of %s.", s.Host)
		},
		checks.UnsupportedKey: func(s *Situation) string {
			return fmt.Sprintf("Outlook cannot use a key of the type %s today; an update may bring it one day.", cmp.Or(s.text(checks.UnsupportedKey, "key"), "it has"))
		},
		checks.WeakCipher: func(s *Situation) string {
			return fmt.Sprintf("The server uses %s; a future update of Outlook or Windows may end that.", s.text(checks.WeakCipher, "cipher"))
		},
		checks.SNIRequired: func(s *Situation) string {
			return "Old programs do not say which name they want; a current Outlook does."
		},
	},
	6: {
		checks.Expired: func(s *Situation) string {
			return fmt.Sprintf("One look is enough: the certificate did end on %s. If the PC's clock is right, nothing on the PC repairs it; go on with step 10.",
				cmp.Or(s.date(checks.Expired, "not_after"), "the date it says"))
		},
		checks.NotYetValid: func(s *Situation) string {
			return fmt.Sprintf("The certificate is valid from %s on: a PC whose clock is earlier refuses it, and so does one that is right until then.",
				cmp.Or(s.date(checks.NotYetValid, "not_before"), "the date it says"))
		},
	},
	7: {
		checks.HostnameMismatch: func(s *Situation) string {
			return fmt.Sprintf("Only if Outlook still asks for %s after step 2: a new profile forgets the old name.", s.Name)
		},
	},
	8: {
		checks.UntrustedRoot: func(s *Situation) string {
			return fmt.Sprintf("If the warning on this PC names another issuer than %s, a protection program makes its own certificates.", s.Issuer)
		},
		checks.Intercepted: func(s *Situation) string {
			product := cmp.Or(s.text(checks.Intercepted, "product"), s.Issuer)
			if s.text(checks.Intercepted, "kind") == "antivirus" {
				return fmt.Sprintf("%s puts its own certificate in place of that of %s; without its mail scanning the server's own must appear.", product, s.Host)
			}
			return fmt.Sprintf("%s puts its own certificate in place of that of %s. If it is not on this PC but in the network, only IT can make an exception.", product, s.Host)
		},
		checks.LargeHelloBlocked: func(s *Situation) string {
			return fmt.Sprintf("A protection program or a firewall may block the first message of new programs to %s%s.", s.Host, s.atPort())
		},
	},
	9: {
		checks.SelfSigned: func(s *Situation) string {
			return fmt.Sprintf("Nobody but the server itself vouches for this certificate; it is the right one only if its thumbprint is %s and its owner confirms that.", s.Thumbprint)
		},
		checks.UntrustedRoot: func(s *Situation) string {
			return fmt.Sprintf("%s vouches for it, and this PC does not know %s. For a company's own authority the better way is its root on every PC.", s.Issuer, s.Root)
		},
	},
}

// guessed: nobody named a server, and none was found for the mail address.
func (s *Situation) guessed(code checks.Code) bool {
	yes, _ := s.evidence[code]["guessed"].(bool)
	return yes
}

const (
	askForServer = "Read the name of the incoming and of the outgoing server in the account, change nothing, and check those names."
	askForNames  = "which servers are for incoming and for outgoing mail, with port and encryption"
)

// handshakeFailure is the alert of a server that found nothing in common, often
// for a certificate or key that it cannot load.
const handshakeFailure = 40

// unrecognizedName is the alert of a server that does not know the name it was
// asked for (RFC 6066 §3).
const unrecognizedName = 112

// byAddress: the server was asked for by an address, so no name was sent to it.
func (s *Situation) byAddress() bool {
	_, err := netip.ParseAddr(s.Name)
	return err == nil
}

func ifNameIsRight(s *Situation) string {
	return fmt.Sprintf("If the port and its encryption are as your provider says, %s may be the wrong server.", s.Host)
}

// atPort is ", port 993".
func (s *Situation) atPort() string {
	if s.Port == 0 {
		return ""
	}
	return ", port " + strconv.Itoa(s.Port)
}

// sibling tells the other port of the server that was seen to work, "" if none
// was.
func (s *Situation) sibling(code checks.Code) string {
	if passes, _ := s.evidence[code]["sibling_passes"].(bool); !passes {
		return ""
	}
	return fmt.Sprintf("Port %d → %s: that works on %s, and port %d does not.", s.SetPort, s.Encryption, s.Host, s.Port)
}

// englishFine: how to tell within a minute whether the step is the one.
var englishFine = map[int]Sentence{
	2: func(s *Situation) string {
		if s.Presented == "" {
			return "If the server name in the account is another one than was checked here, that is it."
		}
		return fmt.Sprintf("The certificate is for %s. If the account has another server name, that is it.", s.Presented)
	},
	4: func(s *Situation) string {
		return fmt.Sprintf("If View Certificate shows the same thumbprint (%s) and still “not trusted”, the PC lacks the root %s: that is it.", s.Thumbprint, s.Root)
	},
	5: func(s *Situation) string {
		return fmt.Sprintf("The server speaks %s. If another mail program on this PC gets through and Outlook does not, that is it.", cmp.Or(s.Version, "current TLS"))
	},
	6: func(s *Situation) string {
		return fmt.Sprintf("The certificate is valid from %s to %s: a PC whose clock is outside of that refuses it. If the PC's clock differs from a phone's, that is it.",
			dayOf(s.NotBefore), dayOf(s.NotAfter))
	},
	7: func(s *Situation) string {
		return "If a new profile works where the old one does not, its stored settings are to blame: that is it."
	},
	8: func(s *Situation) string {
		return fmt.Sprintf("The server's certificate is issued by %s. If View Certificate on the PC names somebody else, a protection program or a proxy is in between: that is it.", s.Issuer)
	},
}

// englishAsk: what to ask the administrator for.
var englishAsk = map[checks.Code]Sentence{
	checks.HostnameMismatch: func(s *Situation) string {
		if s.has(checks.AutodiscoverMismatch) {
			return "" // that asks for the same, in its own words
		}
		return fmt.Sprintf("for a certificate that names %s, or for the name to use", s.Name)
	},
	checks.NoSAN: func(s *Situation) string {
		return fmt.Sprintf("for a certificate that lists %s as Subject Alternative Name", cmp.Or(s.Name, "its names"))
	},
	checks.Expired: func(s *Situation) string {
		if holder := s.text(checks.Expired, "certificate"); s.text(checks.Expired, "role") != "leaf" && holder != "" && holder != s.IssuedTo {
			return fmt.Sprintf("to install the current chain in place of %s, which ended on %s", holder, s.date(checks.Expired, "not_after"))
		}
		if s.list(checks.InconsistentServers, "failing") != nil {
			return "" // the others have a better one: see there
		}
		return fmt.Sprintf("to renew the certificate that ended on %s, and to restart the mail service afterwards", s.date(checks.Expired, "not_after"))
	},
	checks.NotYetValid: func(s *Situation) string {
		return fmt.Sprintf("why the server shows a certificate that begins only on %s, and for the one that is valid now", s.date(checks.NotYetValid, "not_before"))
	},
	checks.ExpiringSoon: func(s *Situation) string {
		return fmt.Sprintf("to renew the certificate before %s", s.date(checks.ExpiringSoon, "not_after"))
	},
	checks.LongValidity: func(s *Situation) string {
		return fmt.Sprintf("to renew with a certificate of at most %d days", s.number(checks.LongValidity, "limit_days"))
	},
	checks.SelfSigned: func(*Situation) string {
		return "for a certificate of a public authority (they are free), or to install this one on the company's PCs by policy"
	},
	checks.UntrustedRoot: func(s *Situation) string {
		if s.has(checks.Intercepted) {
			return ""
		}
		return fmt.Sprintf("for a certificate of a public authority, or for the root %s to be installed on all PCs by policy", s.Root)
	},
	checks.IncompleteChain: func(s *Situation) string {
		return fmt.Sprintf("to install the full chain: the certificate of %s is not sent", cmp.Or(s.text(checks.IncompleteChain, "authority"), s.Issuer))
	},
	checks.InvalidChain: func(s *Situation) string {
		reason := s.text(checks.InvalidChain, "reason")
		if reason == "strict-profile" {
			return "for a certificate that keeps the rules of RFC 5280 and the CA/Browser Forum"
		}
		if reason != "" {
			return fmt.Sprintf("for a certificate whose chain is valid (this one fails by: %s)", strings.ReplaceAll(reason, "-", " "))
		}
		return "for a certificate whose chain is valid"
	},
	checks.WrongUsage: func(*Situation) string {
		return "for a certificate that is made for servers (serverAuth)"
	},
	checks.ClientDisagreement: askForClients,
	checks.DistrustedCA: func(s *Situation) string {
		return fmt.Sprintf("for a certificate of another authority than %s", cmp.Or(s.text(checks.DistrustedCA, "authority"), "this one"))
	},
	checks.Intercepted: func(s *Situation) string {
		return fmt.Sprintf("whether %s is meant to look into the connections to %s, and for an exception or its root certificate", cmp.Or(s.text(checks.Intercepted, "product"), "something"), s.Host)
	},
	checks.Revoked: func(*Situation) string {
		return "for a new certificate at once: the authority has withdrawn this one"
	},
	checks.RevocationUnavailable: func(*Situation) string {
		return "whether the authority's revocation server can be reached"
	},
	checks.StapleMissing: func(*Situation) string {
		return "to switch on OCSP stapling, or for a certificate that does not demand it"
	},
	checks.AutodiscoverMismatch: func(s *Situation) string {
		return fmt.Sprintf("for a certificate that names the Autodiscover server of %s, or for a redirect to one that has it", s.Host)
	},
	checks.DANEMismatch: func(s *Situation) string {
		ask := "to bring the TLSA records in line with the certificate"
		if record := s.text(checks.DANEMismatch, "fitting_record"); record != "" {
			ask += fmt.Sprintf(" (%s at %s fits it)", record, s.text(checks.DANEMismatch, "name"))
		}
		return ask
	},
	checks.MTASTSMismatch: func(s *Situation) string {
		domain := cmp.Or(s.text(checks.MTASTSMismatch, "domain"), "the domain")
		if s.text(checks.MTASTSMismatch, "problem") != "" {
			return fmt.Sprintf("to mend the server, since mail servers that follow the MTA-STS policy of %s do not deliver to it", domain)
		}
		return fmt.Sprintf("to list %s in the MTA-STS policy of %s, or to take it out of the MX records", s.Host, domain)
	},
	checks.StoreDisagreement: func(*Situation) string {
		return "for a certificate of an authority that every list holds"
	},
	checks.ChainOrder: func(*Situation) string {
		return "to put the certificates in order: the server's own first, then each one's issuer"
	},
	checks.ExtraCertificates: func(s *Situation) string {
		return "to take out the certificates that are not needed"
	},
	checks.WeakSignature: func(*Situation) string {
		return "for a certificate that is signed with SHA-256"
	},
	checks.WeakKey: func(*Situation) string {
		return "for a certificate with an RSA key of 2048 bits or more, or on the curve P-256"
	},
	checks.UnsupportedKey: func(*Situation) string {
		return "for a certificate with an RSA key or one on the curve P-256"
	},
	checks.MalformedCertificate: func(s *Situation) string {
		return fmt.Sprintf("for a new certificate, made with a current tool: %s", cmp.Or(s.text(checks.MalformedCertificate, "problem"), "this one cannot be read"))
	},
	checks.WeakCipher: func(s *Situation) string {
		return fmt.Sprintf("to switch off %s and offer ECDHE with AES-GCM", cmp.Or(s.text(checks.WeakCipher, "cipher"), "weak ciphers"))
	},
	checks.LegacyTLS: func(s *Situation) string {
		return fmt.Sprintf("to switch on TLS 1.2 and 1.3; the server ends at %s", cmp.Or(s.text(checks.LegacyTLS, "name"), "an older one"))
	},
	checks.LargeHelloBlocked: func(s *Situation) string {
		return fmt.Sprintf("to update the firewall or load balancer in front of the server%s: it blocks a first message above 1400 bytes", s.atPort())
	},
	checks.TLSHandshakeFailed: func(s *Situation) string {
		if s.sometimes(checks.TLSHandshakeFailed) {
			return alike
		}
		if s.number(checks.TLSHandshakeFailed, "alert") == unrecognizedName {
			if s.byAddress() {
				return "for the name of the server"
			}
			return fmt.Sprintf("whether %s is still a name of this server", cmp.Or(s.Name, s.Host))
		}
		if s.number(checks.TLSHandshakeFailed, "alert") == handshakeFailure && s.Thumbprint == "" {
			return fmt.Sprintf("to check that the server can read its certificate and key, and which ciphers it allows%s", s.atPort())
		}
		return fmt.Sprintf("to look into the mail server's log: no handshake succeeds%s", s.atPort())
	},
	checks.DNSFailure: func(s *Situation) string {
		if s.guessed(checks.DNSFailure) {
			return askForNames
		}
		switch checks.DNSKind(s.text(checks.DNSFailure, "kind")) {
		case checks.DNSNotFound, checks.DNSNoAddress:
			return fmt.Sprintf("for the right server name; %s leads nowhere", s.Host)
		case checks.DNSBogus:
			return fmt.Sprintf("to put the DNSSEC signatures of the domain in order: %s cannot be looked up because of them", s.Host)
		case checks.DNSLoop:
			return fmt.Sprintf("to put the aliases (CNAME) of %s in order: they run in a circle", s.Host)
		}
		return fmt.Sprintf("to look into the name servers of the domain: they give no answer for %s", s.Host)
	},
	checks.Unreachable: func(s *Situation) string {
		if s.list(checks.InconsistentServers, "failing") != nil {
			return "" // another address answers: see there
		}
		if s.guessed(checks.Unreachable) {
			return askForNames
		}
		return fmt.Sprintf("whether the server is down or a firewall closed the way: nothing answers at %s%s", s.Host, s.atPort())
	},
	checks.ServerRefused: func(s *Situation) string {
		if s.text(checks.ServerRefused, "stage") == string(checks.StageSTARTTLS) && s.text(checks.ServerRefused, "cause") != string(checks.CauseServerBusy) {
			return fmt.Sprintf("to look at the TLS set-up of the service on port %d: can it read its certificate and its key", s.Port)
		}
		if reply := s.text(checks.ServerRefused, "reply"); reply != "" {
			return fmt.Sprintf("why the server refuses with “%s”", reply)
		}
		return "why the server refuses the conversation"
	},
	checks.NotTLS: func(s *Situation) string {
		if s.sometimes(checks.NotTLS) {
			return alike
		}
		return fmt.Sprintf("why no mail service with encryption answers on port %d", s.Port)
	},
	checks.STARTTLSNotOffered: func(s *Situation) string {
		if s.sometimes(checks.STARTTLSNotOffered) {
			return alike
		}
		if s.masked() {
			return fmt.Sprintf("to let STARTTLS on port %d pass the firewall that inspects mail (on Cisco: allow-tls, or no inspect esmtp)", s.Port)
		}
		return fmt.Sprintf("to switch on STARTTLS on port %d, or for the port with SSL/TLS", s.Port)
	},
	checks.WrongEncryptionMode: func(s *Situation) string {
		return fmt.Sprintf("whether port %d is meant to speak %s", s.Port, cmp.Or(s.text(checks.WrongEncryptionMode, "encryption"), "that"))
	},
	checks.ClientCertRequired: func(*Situation) string {
		return "whether the server is meant to ask clients for a certificate"
	},
	checks.SNIRequired: func(*Situation) string {
		return "to set this certificate as the default one, if old devices have to connect"
	},
	checks.CertificateVaries: func(s *Situation) string {
		if bad := s.list(checks.CertificateVaries, "not_in_order"); bad != nil {
			if until := s.date(checks.CertificateVaries, "not_in_order_until"); until != "" {
				return fmt.Sprintf("to bring all certificates of the server to the same state; not in order: %s, valid until %s", bad[0], until)
			}
			return fmt.Sprintf("to bring all certificates of the server to the same state; not in order: %s", bad[0])
		}
		if by := s.text(checks.CertificateVaries, "by"); by != "" && by != "connection" {
			return "" // as it should be, or what is wrong with all is asked for by itself
		}
		return "whether the servers behind the address are meant to show different certificates"
	},
	checks.InconsistentServers: func(s *Situation) string {
		if bad := s.list(checks.InconsistentServers, "failing"); bad != nil {
			ended := ""
			if date := s.date(checks.Expired, "not_after"); date != "" {
				ended = fmt.Sprintf(" (a certificate there ended on %s)", date)
			}
			return fmt.Sprintf("to bring all addresses to the same state; %s fails%s", checks.List(bad, 4), ended)
		}
		return "whether the addresses are meant to show different certificates"
	},
}

// alike is what to ask where only some connections fail.
const alike = "to set up all servers behind the address alike: only some connections fail"

func englishContact(s *Situation, asks []string) string {
	who := "Ask whoever runs " + cmp.Or(s.Host, "the server")
	switch {
	case s.has(checks.Intercepted):
		who = "Ask the IT of this network"
	case s.has(checks.DNSFailure), s.guessed(checks.Unreachable):
		who = "Ask your provider"
		if s.has(checks.DNSFailure) && !checks.DNSKind(s.text(checks.DNSFailure, "kind")).NameInDoubt() {
			who = "Ask the administrator of the domain"
		}
	case s.masked():
		who = "Ask the IT of this network and that of the server's network"
	}
	text := who + " " + strings.Join(asks, "; ") + "."
	if len(asks) == 0 {
		text = who + " and send this report along."
	}
	if s.Leave {
		text += " Leave port and encryption in the account as they are: no others were seen to work."
	}
	return text
}

// masked: a firewall on the way hides what the server offers.
func (s *Situation) masked() bool {
	yes, _ := s.evidence[checks.STARTTLSNotOffered]["masked"].(bool)
	return yes
}

// dayOf keeps the zero time out of sentences.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return "the day it says"
	}
	return checks.Date(t)
}

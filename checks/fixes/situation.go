package fixes

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// Situation holds the values of one case that sentences use. An empty one is not
// known, or there is nothing to be shown in it.
type Situation struct {
	Host string
	Port int
	// Name is the name that the certificate must carry.
	Name string
	// Protocol is the protocol as people write it ("IMAP"), Wire its name in the
	// registry ("imap").
	Protocol, Wire string
	// Web: what was asked for is a web server.
	Web bool
	// Use is the server name to enter instead: tried, and it passes.
	Use string
	// SetPort and Encryption are the row for the client's settings, where one was
	// seen to work in this check: this port in the mode that was seen, or another
	// port of the same server whose certificate passes. 0 and "" otherwise: no
	// setting is told by convention alone.
	SetPort    int
	Encryption string
	// Leave: TLS was not reached, and nothing speaks against the settings that
	// the account has.
	Leave bool
	// Presented are the names on the certificate.
	Presented []string
	// Issuer and Root are who signed the certificate, and where its path ends.
	Issuer, Root string
	// PrivateRoot: that root is trusted here, and on no public list.
	PrivateRoot bool
	// IssuedTo and Thumbprint (SHA-1, as Windows shows it).
	IssuedTo, Thumbprint string
	NotBefore, NotAfter  time.Time
	// Version is the negotiated version of TLS ("TLS 1.3").
	Version string
	At      time.Time
	Offline bool
	// User is what the user's own PC shows; nil if that was not told.
	User *userView
	// Ungreeted: a greeting was waited for behind TLS in vain. HangsUp: the server ended
	// the connection instead, twice.
	Ungreeted, HangsUp bool

	found []checks.Finding
}

// situation collects the values. The certificate is that of the address that
// the worst finding was seen at.
func situation(f *checks.Facts, found []checks.Finding) *Situation {
	s := &Situation{
		Host: shown(cmp.Or(f.Target.Host, f.Name)),
		Port: f.Target.Port,
		Name: shown(f.Name),
		Use:  shown(f.Suggested),
		At:   f.At, Offline: f.Offline,
		User:  viewOf(f.Seen),
		found: found,
	}
	s.Leave = leave(found) && !evidence[checks.UnreachableEvidence](s).Guessed
	s.greetings(f)
	ep := ofFault(pickEndpoint(f, found), found)
	s.settings(f, ep)
	if ep == nil {
		return s
	}
	if ep.TLS != nil && ep.TLS.Version != "" {
		s.Version = strings.Replace("TLS "+string(ep.TLS.Version), "TLS ssl3", "SSL 3.0", 1)
	}
	if j := ep.Judgement; j != nil && j.Leaf != nil {
		s.certificate(j)
	}
	return s
}

// pickEndpoint is the address the sentences speak of: one that the worst
// finding names, else the first that showed a certificate.
func pickEndpoint(f *checks.Facts, found []checks.Finding) *checks.Endpoint {
	if len(found) > 0 {
		if bad := found[0].Evidence.Addresses; len(bad) > 0 {
			for i := range f.Endpoints {
				if f.Endpoints[i].PlaceHost() == bad[0] {
					return &f.Endpoints[i]
				}
			}
		}
	}
	var first *checks.Endpoint
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Judgement != nil {
			return ep
		}
		if first == nil && ep.Outcome != checks.OutcomeNotTested {
			first = ep
		}
	}
	return first
}

// ofFault is an endpoint with the chain that the worst finding is about, where
// the server shows several.
func ofFault(ep *checks.Endpoint, found []checks.Finding) *checks.Endpoint {
	if ep == nil || len(ep.Shown) == 0 || len(found) == 0 {
		return ep
	}
	leaves := found[0].Evidence.LeafSHA256
	is := func(j *checks.Judgement) bool {
		return j != nil && j.Leaf != nil && slices.Contains(leaves, j.Leaf.SHA256)
	}
	if is(ep.Judgement) {
		return ep
	}
	for i := range ep.Shown {
		if is(ep.Shown[i].Judgement) {
			return ep.View(&ep.Shown[i])
		}
	}
	return ep
}

func (s *Situation) certificate(j *checks.Judgement) {
	nameless := func(name string) bool { return shown(name) == "" }
	if s.Presented = j.Presented; slices.ContainsFunc(j.Presented, nameless) {
		s.Presented = slices.DeleteFunc(slices.Clone(j.Presented), nameless)
	}
	leaf := j.Leaf
	s.IssuedTo = shown(cmp.Or(leaf.IssuedTo, leaf.Subject))
	s.Issuer = shown(cmp.Or(leaf.IssuedBy, leaf.Issuer))
	s.Root, s.PrivateRoot = s.Issuer, privateRoot(j)
	if n := len(j.Path); n > 0 {
		s.Root = shown(cmp.Or(j.Path[n-1].IssuedBy, s.Issuer))
	}
	s.Thumbprint = leaf.SHA1
	s.NotBefore, s.NotAfter = leaf.NotBefore, leaf.NotAfter
}

// privateRoot tells whether a path leads to a trusted root that is on no public list.
func privateRoot(j *checks.Judgement) bool {
	return j.Trust == checks.TrustOK && !j.PublicRoot && len(j.Path) > 1 && j.Stores["microsoft"] != string(checks.VerdictTrusted)
}

// settings finds the row for the client.
func (s *Situation) settings(f *checks.Facts, ep *checks.Endpoint) {
	service, _ := services.ByPort(f.Target.Port)
	s.Wire = service.Protocol
	s.Web = s.Wire == "" && service.Name == "https" || f.Target.Service == "https"
	if ep != nil && ep.Protocol != "" && ep.Protocol != "http" && ep.Protocol != "ssh" {
		s.Wire = ep.Protocol
	}
	if spoken := evidence[checks.WrongProtocolEvidence](s).Protocol; s.has(checks.WrongProtocol) && spoken != "http" { // behind TLS
		s.Wire = spoken
	}
	if service, ok := services.ByName(s.Wire); ok {
		s.Protocol = service.Label
	}
	if s.worked(f, ep) {
		return
	}
	if other := s.sibling(); other != nil {
		s.SetPort, s.Encryption = other.SiblingPort, other.SiblingEncryption
	}
}

// worked takes the settings that fit all addresses of the name.
func (s *Situation) worked(f *checks.Facts, ep *checks.Endpoint) bool {
	if f.SettingsDiffer() { // what fits one fails at another
		return false
	}
	if s.row(f, ep) {
		return true
	}
	for i := range f.Endpoints { // another address of the name may show what works
		if s.row(f, &f.Endpoints[i]) {
			return true
		}
	}
	return false
}

// row takes the settings from an address where they were seen to work.
func (s *Situation) row(f *checks.Facts, ep *checks.Endpoint) bool {
	if s.betweenServers() || ep == nil || f.Offline || ep.Outcome != checks.OutcomeTLS || ep.TLS == nil || !ep.TLS.Completed || ep.Behind.TurnsAway || ep.Behind.HungUp() || ep.Behind.OfWeb() {
		return false
	}
	switch ep.Mode {
	case checks.ModeTLS:
		s.SetPort, s.Encryption = f.Target.Port, "SSL/TLS"
	case checks.ModeSTARTTLS:
		s.SetPort, s.Encryption = f.Target.Port, "STARTTLS"
	default:
		return false
	}
	return true
}

// greetings takes what came instead of one.
func (s *Situation) greetings(f *checks.Facts) {
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		s.Ungreeted = s.Ungreeted || e.NoGreeting() != checks.CauseNotSpecified
		s.HangsUp = s.HangsUp || e.HangsUp()
	}
}

// noTLS are the findings of a port at which TLS was not reached.
var noTLS = [...]checks.Code{checks.Unreachable, checks.ServerRefused, checks.NotTLS, checks.STARTTLSNotOffered}

// leave tells whether the settings of the account are to stay as they are: the
// fault lies at the server or on the way, and no step says what to enter.
func leave(found []checks.Finding) bool {
	failed := false
	for i := range found {
		failed = failed || found[i].Code == checks.TLSHandshakeFailed || slices.Contains(noTLS[:], found[i].Code)
		if found[i].Severity != checks.Info && slices.Contains(found[i].Steps, checks.StepSettings) {
			return false
		}
	}
	return failed
}

// sibling is the other port of the server whose certificate was seen to pass,
// nil if there is none.
func (s *Situation) sibling() *checks.SiblingEvidence {
	for i := range s.found {
		if other := s.found[i].Evidence.Sibling(); other != nil && other.SiblingPasses {
			return other
		}
	}
	return nil
}

// evidence is that of the first finding which has it in this form, the zero T if
// none has.
func evidence[T any](s *Situation) T {
	for i := range s.found {
		if of, ok := s.found[i].Evidence.Of.(*T); ok && of != nil {
			return *of
		}
	}
	var none T
	return none
}

// has tells whether a finding was made.
func (s *Situation) has(code checks.Code) bool {
	return slices.ContainsFunc(s.found, func(f checks.Finding) bool { return f.Code == code })
}

// betweenServers: the port is that of mail between servers (RFC 5321 §4.5.4.2), which
// no mail program is set to; what it sends goes to the port for submission (RFC 8314).
func (s *Situation) betweenServers() bool { return s.Port == 25 && (s.Wire == "" || s.Wire == "smtp") }

// guessed: nobody named a server, and none was found for the mail address.
func (s *Situation) guessed() bool {
	return evidence[checks.DNSFailureEvidence](s).Guessed || evidence[checks.UnreachableEvidence](s).Guessed
}

// masked: a firewall on the way hides what the server offers.
func (s *Situation) masked() bool { return evidence[checks.STARTTLSNotOfferedEvidence](s).Masked }

// product is what was seen to stand in between, else the issuer of what it
// shows; "" if neither has a name.
func (s *Situation) product() string {
	return cmp.Or(shown(evidence[checks.InterceptedEvidence](s).Product), s.Issuer)
}

// byAddress: the server was asked for by an address, so no name was sent to it.
func (s *Situation) byAddress() bool {
	_, err := netip.ParseAddr(s.Name)
	return err == nil
}

// host is the server as sentences call it. A certificate out of a file is
// called by its first name.
func (s *Situation) host(slot string) say.Arg {
	switch {
	case s.Host != "":
		return say.Host(slot, s.Host)
	case s.Name != "":
		return say.Host(slot, s.Name)
	case len(s.Presented) > 0 && shown(s.Presented[0]) != "":
		return say.Foreign(slot, s.Presented[0])
	}
	return say.Sub(slot, say.P("unnamed server", "a server without a name"))
}

// name is the name that the certificate must carry.
func (s *Situation) name(slot string) say.Arg {
	if s.Name == "" {
		return s.host(slot)
	}
	return say.Host(slot, s.Name)
}

// maxNames is how many names of a certificate a sentence lists.
const maxNames = 3

// names lists those on the certificate.
func (s *Situation) names(slot string) say.Arg { return say.Foreigns(slot, maxNames, s.Presented) }

// web tells whether it is a web server: a browser connects there, and nobody enters
// it into a mail account. Autodiscover is Outlook's own.
func (s *Situation) web() bool {
	return s.Web && !s.has(checks.AutodiscoverMismatch)
}

// forWeb are the steps that help with a web server: the PC's and the
// administrator's.
func forWeb(numbers []int) []int {
	return slices.DeleteFunc(numbers, func(n int) bool { return !slices.Contains(webSteps[:], n) })
}

// forOutlook tells whether Outlook is a program that connects there.
func (s *Situation) forOutlook() bool {
	switch s.Wire {
	case "", "imap", "pop3", "smtp", "lmtp", "ldap":
		return true
	}
	return false
}

// sentence says something about a situation; nothing where it has nothing to say.
type sentence func(*Situation) say.Text

// always is a sentence without values.
func always(t say.Text) sentence { return func(*Situation) say.Text { return t } }

// program is the one that connects to the server, until the reader's own is known.
func (s *Situation) program() *programs.Program {
	return programOf(&checks.Case{ReachedBy: s.reachedBy()})
}

func programOf(c *checks.Case) *programs.Program {
	switch c.ReachedBy {
	case checks.ByBrowser:
		return programs.Browser()
	case checks.ByOther:
		return programs.Service()
	}
	return programs.Default()
}

func (s *Situation) reachedBy() checks.ReachedBy {
	switch {
	case s.web():
		return checks.ByBrowser
	case !s.forOutlook():
		return checks.ByOther
	}
	return checks.ByMailProgram
}

// caseOf are the values that click paths use, of as much of each as is to be shown.
func (s *Situation) caseOf(show checks.PathLength) *checks.Case {
	return &checks.Case{
		ReachedBy: s.reachedBy(), Length: show, Host: s.Host, Protocol: s.Wire, Use: s.Use,
		Port: s.SetPort, Encryption: s.Encryption, Thumbprint: s.Thumbprint,
	}
}

func faulty(found []checks.Finding) bool {
	return slices.ContainsFunc(found, func(f checks.Finding) bool { return f.Severity != checks.Info })
}

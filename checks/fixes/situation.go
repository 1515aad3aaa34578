package fixes

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
)

// Situation holds the values of one case that sentences use, fit to be shown.
// An empty one is not known.
type Situation struct {
	Host string
	Port int
	// Name is the name that the certificate must carry.
	Name string
	// Protocol is the protocol as people write it ("IMAP"), Wire its name in the
	// registry ("imap").
	Protocol, Wire string
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
	Presented string
	// Issuer and Root are who signed the certificate, and where its path ends.
	Issuer, Root string
	// IssuedTo and Thumbprint (SHA-1, as Windows shows it).
	IssuedTo, Thumbprint string
	NotBefore, NotAfter  time.Time
	// Version is the negotiated version of TLS ("TLS 1.3").
	Version string
	At      time.Time
	Offline bool
	// User is what the user's own PC shows; nil if that was not told.
	User *userView

	evidence map[checks.Code]map[string]any
	fill     *strings.Replacer
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
		User: viewOf(f.Seen),
	}
	if len(found) > 0 {
		s.evidence = make(map[checks.Code]map[string]any, len(found))
		for i := range found {
			if _, twice := s.evidence[found[i].Code]; !twice {
				s.evidence[found[i].Code] = found[i].Evidence.Values()
			}
		}
	}
	s.Leave = leave(found) && !s.guessed(checks.Unreachable)
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
				if f.Endpoints[i].Address.Addr().String() == bad[0] {
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
	names := make([]string, 0, 3)
	for _, n := range j.Presented {
		if len(names) == cap(names) {
			break
		}
		names = append(names, shown(n))
	}
	s.Presented = checks.List(names, len(names))
	if more := len(j.Presented) - len(names); more > 0 {
		s.Presented = strings.Join(names, ", ") + ", …"
	}
	leaf := j.Leaf
	s.IssuedTo = shown(cmp.Or(leaf.IssuedTo, leaf.Subject))
	s.Issuer = shown(cmp.Or(leaf.IssuedBy, leaf.Issuer))
	s.Root = s.Issuer
	if n := len(j.Path); n > 0 {
		s.Root = shown(cmp.Or(j.Path[n-1].IssuedBy, s.Issuer))
	}
	s.Thumbprint = leaf.SHA1
	s.NotBefore, s.NotAfter = leaf.NotBefore, leaf.NotAfter
}

// settings finds the row for the client.
func (s *Situation) settings(f *checks.Facts, ep *checks.Endpoint) {
	service, _ := checks.ServiceByPort(f.Target.Port)
	s.Wire = service.Protocol
	if ep != nil && ep.Protocol != "" && ep.Protocol != "http" && ep.Protocol != "ssh" {
		s.Wire = ep.Protocol
	}
	if service, ok := checks.ServiceByName(s.Wire); ok {
		s.Protocol = service.Label
	}
	if s.row(f, ep) {
		return
	}
	for i := range f.Endpoints { // another address of the name may show what works
		if s.row(f, &f.Endpoints[i]) {
			return
		}
	}
	for _, code := range noTLS {
		if passes, _ := s.evidence[code]["sibling_passes"].(bool); passes {
			s.SetPort, s.Encryption = s.number(code, "sibling_port"), s.text(code, "sibling_encryption")
		}
	}
}

// row takes the settings from an address where they were seen to work.
func (s *Situation) row(f *checks.Facts, ep *checks.Endpoint) bool {
	if ep == nil || f.Offline || ep.Outcome != checks.OutcomeTLS || ep.TLS == nil || !ep.TLS.Completed {
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

// noTLS are the findings of a port at which TLS was not reached.
var noTLS = [...]checks.Code{checks.Unreachable, checks.ServerRefused, checks.NotTLS, checks.STARTTLSNotOffered}

// leave tells whether the settings of the account are to stay as they are: the
// fault lies at the server or on the way, and no step says what to enter.
func leave(found []checks.Finding) bool {
	failed := false
	for i := range found {
		failed = failed || found[i].Code == checks.TLSHandshakeFailed || slices.Contains(noTLS[:], found[i].Code)
		if found[i].Severity != checks.Info && slices.Contains(found[i].Steps, settingsStep) {
			return false
		}
	}
	return failed
}

// side names the placeholder for the side of the account that the server is on.
func (s *Situation) side() string {
	switch s.Wire {
	case "imap", "pop3":
		return "incoming"
	case "smtp":
		return "outgoing"
	}
	return "either"
}

// text is a value of a finding's evidence, "" if there is none.
func (s *Situation) text(code checks.Code, key string) string {
	v, _ := s.evidence[code][key].(string)
	return v
}

// list is a list in a finding's evidence, nil if there is none.
func (s *Situation) list(code checks.Code, key string) []string {
	if v, _ := s.evidence[code][key].([]string); len(v) > 0 {
		return v
	}
	return nil
}

// has tells whether a finding was made.
func (s *Situation) has(code checks.Code) bool {
	_, ok := s.evidence[code]
	return ok
}

// number is a value of a finding's evidence, 0 if there is none.
func (s *Situation) number(code checks.Code, key string) int {
	v, _ := s.evidence[code][key].(int)
	return v
}

// sometimes tells whether only some connections met a finding.
func (s *Situation) sometimes(code checks.Code) bool {
	v, _ := s.evidence[code]["intermittent"].(bool)
	return v
}

// date is a time of a finding's evidence.
func (s *Situation) date(code checks.Code, key string) string {
	t, err := time.Parse(time.RFC3339, s.text(code, key))
	if err != nil {
		return ""
	}
	return checks.Date(t)
}

// forOutlook tells whether Outlook is a program that connects there.
func (s *Situation) forOutlook() bool {
	switch s.Wire {
	case "", "imap", "pop3", "smtp", "lmtp", "ldap":
		return true
	}
	return false
}

func shown(name string) string { return checks.Clean(name, 80) }

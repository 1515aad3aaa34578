package bot

import (
	"strconv"

	"certdesk/checks"
)

// Cause is why a server fails its users, as far as two of them can be said to
// have met the same: a certificate of a host, or a finding of an endpoint where
// no certificate is to blame. Two servers that share an address or a certificate
// have each their own.
type Cause struct {
	// Host is as in checks.Target. Name is the name that was to be verified where
	// that is another, Connect what was dialled in its place.
	Host    string `json:"host"`
	Name    string `json:"name,omitempty"`
	Connect string `json:"connect,omitempty"`
	// SHA256 is the certificate that is at fault, whatever the port; else Port and
	// Code are set.
	SHA256 string      `json:"sha256,omitempty"`
	Port   int         `json:"port,omitempty"`
	Code   checks.Code `json:"code,omitempty"`
}

// Key is the same for the same cause, and for no other.
func (c Cause) Key() string {
	return hashed(c.Host, c.Name, c.Connect, c.SHA256, strconv.Itoa(c.Port), string(c.Code))
}

// ServerKey is the same for all causes of one server, whatever is at fault.
func (c Cause) ServerKey() string { return hashed(c.Host, c.Name, c.Connect) }

// Server is the host, with the port where it matters.
func (c Cause) Server() string { return TargetName(checks.Target{Host: c.Host, Port: c.Port}) }

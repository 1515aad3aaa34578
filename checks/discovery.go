package checks

import (
	"time"

	"certdesk/checks/say"
)

// Discovery is how the servers of a domain were looked for. Package discover
// makes it.
type Discovery struct {
	Domain string `json:"domain"`
	// Provider is the well-known mail provider behind the domain, "" if none.
	Provider string             `json:"provider,omitempty"`
	Servers  []DiscoveredServer `json:"servers"`
	Attempts []DiscoveryAttempt `json:"attempts"`
	// Failure is set where nothing was found and the domain itself does not
	// exist, or its name servers do not answer.
	Failure DNSKind `json:"failure,omitempty"`
}

// DiscoveredServer is one server that a mail client would use.
type DiscoveredServer struct {
	// Use is what it is for: "imap", "pop3", "smtp" (submission), "mx",
	// "autodiscover".
	Use  string `json:"use"`
	Host string `json:"host"`
	Port int    `json:"port"`
	// Mode is what was told: ModeTLS, ModeSTARTTLS, ModeNone, or ModeAuto.
	Mode Mode `json:"mode,omitempty"`
	// Sources name the attempts that told of it.
	Sources []string `json:"sources"`
}

// DiscoveryAttempt is one question that was asked on the way.
type DiscoveryAttempt struct {
	// Method is what was tried: "SRV", "MX", "Autodiscover", "autoconfig",
	// "known provider", "usual name".
	Method string `json:"method"`
	// Asked is the name or URL, Answer in plain words what came of it.
	Asked  string   `json:"asked"`
	Answer say.Text `json:"answer"`
	// Found tells whether it named a server; Parent is the index of the attempt
	// that led here (a redirect), -1 if none.
	Found  bool `json:"found"`
	Parent int  `json:"parent"`
	// None: the name system was asked and has no such record.
	None   bool          `json:"none,omitempty"`
	Took   time.Duration `json:"-"`
	TookMS int64         `json:"took_ms"`
}

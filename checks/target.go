package checks

// Mode is how TLS begins on a connection.
type Mode string

// The modes. ModeAuto leaves it to the engine to find out.
const (
	ModeAuto     Mode = ""
	ModeTLS      Mode = "tls"      // TLS from the first byte ("SSL/TLS")
	ModeSTARTTLS Mode = "starttls" // a command in clear switches to TLS
	ModeNone     Mode = "none"     // no TLS
)

// Target is one thing to check. Package target makes it from what people type.
type Target struct {
	// Input is what was typed.
	Input string
	// Host is an IP address without brackets, or a name in A-label form, lower
	// case, without a trailing dot.
	Host string
	// Port is 1 to 65535, or 0 where none was given.
	Port int
	// Service is the service a URL scheme named, or the port's by convention;
	// empty if unknown.
	Service string
	// Mode is the mode that was asked for (a scheme, a flag), else ModeAuto.
	Mode Mode
	// Protocol is the starttls protocol that was asked for; empty: find out.
	Protocol string
	// Mailbox is the part before the @ of user@domain; Host is then the domain.
	Mailbox string
	// Name is the name to verify and to send as SNI where it is not Host.
	Name string
	// Connect is the address to dial in place of Host, "ADDR:PORT"; empty: Host.
	Connect string
	// Autodiscover: Outlook asks this server for the settings of a mailbox, so a
	// wrong name here is what its warning is about.
	Autodiscover bool
	// Guessed: this is the domain of a mail address for which no mail server was
	// found; its own name is a last guess, and nothing that the user has entered.
	Guessed bool
	// MailDomain is the domain whose mail this server takes, where that is known
	// (from its MX); MTA-STS is a policy of that domain.
	MailDomain string
}

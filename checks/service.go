package checks

// Service is what convention says a port is for. It is a hint: the engine
// finds out what a port really speaks. Package services has the table.
type Service struct {
	// Name is the IANA service name ("imaps").
	Name string
	Port int
	// Protocol is the name in the starttls registry ("imap"); empty where the
	// service has no in-band upgrade (https).
	Protocol string
	// Mode is the conventional mode: ModeTLS or ModeSTARTTLS.
	Mode Mode
	// Label is the protocol as people write it ("IMAP").
	Label string
}

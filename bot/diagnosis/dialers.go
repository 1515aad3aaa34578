package diagnosis

import (
	"context"
	"net"
)

// dialer opens the connections of a diagnosis.
type dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Dialers open the connections of a diagnosis by what they are for.
type Dialers struct {
	Servers dialer
	// Documents are what certificates and domains name; settings is what a mail
	// program asks to find its servers.
	Documents, Settings dialer
}

// Same is one dialer for everything.
func Same(d dialer) Dialers { return Dialers{Servers: d, Documents: d, Settings: d} }

package pctools

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Facts are what the tools tell. The zero value tells nothing.
type Facts struct {
	// Host is the name that the tools were asked about, in small letters; "" where
	// none is told, or more than one.
	Host string
	// Port is the one that was tried; 0 where none is told, or more than one.
	Port int
	// Addresses are those of the name on that PC.
	Addresses []netip.Addr
	// NoName: the PC finds no address for the name.
	NoName bool
	// NotReached: the PC gets no connection, and got none by any of its tries.
	NotReached bool
	// ClockOff is how far the PC's clock is from a time server's, positive is fast;
	// known only where ClockKnown.
	ClockOff   time.Duration
	ClockKnown bool
	// ClockFree: nothing sets the PC's clock.
	ClockFree bool
	// Clock is what the PC's clock shows in UTC; zero where it was not told.
	Clock time.Time
	// Proxy is what programs on the PC go through, host:port or the address of a
	// script, without a login; "" where none is told.
	Proxy string
	// NoProxy: Windows has no proxy set for its own programs (WinHTTP), and none is told.
	NoProxy bool
	// Complaint is what a tool says of the certificate.
	Complaint Complaint
	// Protection are the protection programs that the PC has registered.
	Protection []string
}

// Complaint is what a system finds wrong with a certificate.
type Complaint string

// The complaints.
const (
	Untrusted Complaint = "not-trusted"
	Expired   Complaint = "date"
	WrongName Complaint = "name"
)

// Any tells whether anything was read.
func (f *Facts) Any() bool {
	return len(f.Addresses) > 0 || f.NoName || f.NotReached || f.ClockKnown || f.ClockFree || !f.Clock.IsZero() || f.Proxy != "" || f.NoProxy || f.Complaint != "" || len(f.Protection) > 0
}

const (
	// maxText bounds what is read of a text, maxLine what is read of a line.
	maxText, maxLine = 64 << 10, 500
	// maxAddresses is how many addresses of a name are kept.
	maxAddresses = 8
)

// unmarked is a line without the marks of a quote and invisible letters; its
// indent stays, for it tells which lines belong together.
func unmarked(line string) string {
	line = strings.Map(func(c rune) rune {
		switch {
		case c == '\u00a0' || c == '\u202f':
			return ' '
		case c == '\u200b' || c == '\ufeff' || c == '\u200e' || c == '\u200f':
			return -1
		}
		return c
	}, line)
	for strings.HasPrefix(line, "> ") || strings.HasPrefix(line, ">>") {
		line = line[1:]
		line = strings.TrimPrefix(line, " ")
	}
	return strings.TrimRight(line, " \t\r\n|`")
}

// reader goes through a text line by line.
type reader struct {
	out Facts
	// hosts and ports are those that were asked about.
	hosts only[string]
	ports only[int]
	// naming: the lines name the addresses of what was asked for. table is the
	// heading of Test-NetConnection's table.
	naming bool
	table  []string
	// direct: netsh tells of no proxy.
	direct bool
	// tunnel: curl goes through a proxy.
	tunnel bool
	// reached and failed: tries of a connection.
	reached, failed bool
	// The proxy and the script of scutil and the registry, whose port and switches
	// stand on other lines.
	proxyHost, proxyPort, proxyScript string
	proxyOff, scriptOff               bool
}

func (r *reader) facts() Facts {
	f := r.out
	f.NotReached = r.failed && !r.reached
	f.NoName = f.NoName && len(f.Addresses) == 0
	f.Host, f.Port = r.hosts.told(), r.ports.told()
	switch {
	case f.Proxy != "":
	case r.proxyHost != "" && r.proxyPort != "" && !r.proxyOff:
		f.Proxy = r.proxyHost + ":" + r.proxyPort
	case r.proxyHost != "" && !r.proxyOff:
		f.Proxy = r.proxyHost
	case !r.scriptOff:
		f.Proxy = r.proxyScript
	}
	f.NoProxy = r.direct && f.Proxy == ""
	return f
}

// only is a value that counts while no other one is told. The zero value of its
// type is none.
type only[T comparable] struct {
	value   T
	several bool
}

func (o *only[T]) tell(v T) {
	var none T
	if o.value == none {
		o.value = v
	}
	o.several = o.several || v != o.value
}

func (o *only[T]) told() T {
	if o.several {
		var none T
		return none
	}
	return o.value
}

// asked notes a name that a tool was asked about.
func (r *reader) asked(host string) {
	host = strings.ToLower(strings.Trim(host, `."'`))
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") {
		return
	}
	r.hosts.tell(host)
}

// address notes an address of the name.
func (r *reader) address(text string) bool {
	text, _, _ = strings.Cut(strings.Trim(text, "[](),;"), "%")
	a, err := netip.ParseAddr(text)
	if err != nil {
		return false
	}
	a = a.Unmap()
	if !slices.Contains(r.out.Addresses, a) && len(r.out.Addresses) < maxAddresses {
		r.out.Addresses = append(r.out.Addresses, a)
	}
	return true
}

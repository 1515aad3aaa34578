package checktest

import (
	"fmt"
	"net/netip"
	"time"
)

func newSite(z *Zoo, now time.Time) *site {
	pki := NewPKI(now)
	s := &site{zoo: z, pki: pki, hosts: make(map[string]netip.Addr), last: zooNetwork.Addr()}
	s.root = pki.Root("Example Root E1")
	s.rsaRoot = pki.Root("Example Root R1", Key(RSA2048))
	s.newRoot = pki.Root("Example Root E2")
	s.ca = s.root.Intermediate("Example TLS CA 1")
	s.rsaCA = s.rsaRoot.Intermediate("Example TLS RSA CA 1", Key(RSA2048))
	return s
}

func (s *site) stores() []Store {
	older := append(s.root.PEM(), s.rsaRoot.PEM()...)
	return []Store{
		{"example", append(s.newRoot.PEM(), older...)},
		{"example-2020", older},
	}
}

// host returns the address of a name, a new one where the name is new.
func (s *site) host(name string) netip.Addr {
	if addr, ok := s.hosts[name]; ok {
		return addr
	}
	addr := s.address()
	s.alias(name, addr)
	return addr
}

// address returns an address that nobody has.
func (s *site) address() netip.Addr {
	s.last = s.last.Next()
	return s.last
}

// alias gives an address a name, or one more; a name may get several addresses.
func (s *site) alias(name string, addr netip.Addr) {
	if _, ok := s.hosts[name]; !ok {
		s.hosts[name] = addr
	}
	if err := s.zoo.names.Add(fmt.Sprintf("%s. IN A %s", name, addr)); err != nil && s.err == nil {
		s.err = err
	}
}

// serve lets a host behave so at a port.
func (s *site) serve(name string, port uint16, b Behaviour) {
	s.serveAt(netip.AddrPortFrom(s.host(name), port), b)
}

func (s *site) serveAt(at netip.AddrPort, b Behaviour) {
	if _, taken := s.zoo.routes[at]; taken && s.err == nil {
		s.err = fmt.Errorf("two servers at %v", at)
	}
	if s.err != nil {
		return
	}
	server, err := NewServer(b)
	if err != nil {
		s.err = err
		return
	}
	s.zoo.servers = append(s.zoo.servers, server)
	s.zoo.routes[at] = route{to: server.AddrPort()}
}

// drop lets a firewall swallow what is sent to a host's port.
func (s *site) drop(name string, port uint16) {
	s.zoo.routes[netip.AddrPortFrom(s.host(name), port)] = route{dropped: true}
}

// hinder keeps us from a port at an address, for a reason on our own side.
func (s *site) hinder(at netip.AddrPort, err error) { s.zoo.routes[at] = route{ours: err} }

// imaps is the commonest server: IMAP with TLS from the first byte.
func (s *site) imaps(name string, id *Identity, opts ...TLSOption) {
	s.serve(name, 993, Implicit("imap", TLS(id, opts...)))
}

package checktest

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// NameServer answers DNS questions on loopback, UDP and TCP, from records and
// failures given by name. It is safe for concurrent use, and may be changed
// while it answers.
type NameServer struct {
	packets net.PacketConn
	servers []*dns.Server
	wg      sync.WaitGroup

	mu      sync.Mutex
	records map[string][]dns.RR // by lower-case name with a final dot
	turns   map[string][][]dns.RR
	rcodes  map[string]int
	silent  map[string]bool
	valid   map[string]bool
	asked   map[string]int
}

// NewNameServer starts one with the records of a zone file's text; names
// without a final dot are below the root. Further ones come by Add.
func NewNameServer(zone string) (*NameServer, error) {
	n := &NameServer{
		records: make(map[string][]dns.RR),
		turns:   make(map[string][][]dns.RR),
		rcodes:  make(map[string]int),
		silent:  make(map[string]bool),
		valid:   make(map[string]bool),
		asked:   make(map[string]int),
	}
	if err := n.Add(zone); err != nil {
		return nil, err
	}
	listener, err := n.listen()
	if err != nil {
		return nil, fmt.Errorf("starting a name server: %w", err)
	}
	started := make(chan struct{}, 4)
	for _, server := range []*dns.Server{{PacketConn: n.packets}, {Listener: listener}} {
		server.Handler = dns.HandlerFunc(n.answer)
		server.NotifyStartedFunc = func() { started <- struct{}{} }
		n.servers = append(n.servers, server)
		n.wg.Go(func() {
			server.ActivateAndServe() // ends with Shutdown
			started <- struct{}{}     // or at once, and nobody waits in vain
		})
	}
	<-started
	<-started
	return n, nil
}

// listen binds a port that is free for both UDP and TCP.
func (n *NameServer) listen() (net.Listener, error) {
	var failures error
	for range 10 {
		packets, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		listener, err := net.Listen("tcp", packets.LocalAddr().String())
		if err == nil {
			n.packets = packets
			return listener, nil
		}
		packets.Close()
		failures = errors.Join(failures, err)
	}
	return nil, failures
}

// Addr is where the server listens, "127.0.0.1:40053".
func (n *NameServer) Addr() string { return n.packets.LocalAddr().String() }

// Close stops the server and waits for its goroutines.
func (n *NameServer) Close() {
	for _, server := range n.servers {
		server.Shutdown()
	}
	n.wg.Wait()
}

// Add adds the records of a zone file's text.
func (n *NameServer) Add(zone string) error {
	records, err := parseZone(zone)
	if err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, rr := range records {
		name := strings.ToLower(rr.Header().Name)
		n.records[name] = append(n.records[name], rr)
	}
	return nil
}

// Alternate answers questions for name with one set of records after the
// other, and with the last one from then on: DNS rebinding, a move to another
// server. Each set is a zone file's text; a question for a type that none of the
// sets holds uses up no turn.
func (n *NameServer) Alternate(name string, sets ...string) error {
	var turns [][]dns.RR
	for _, set := range sets {
		records, err := parseZone(set)
		if err != nil {
			return err
		}
		turns = append(turns, records)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.turns[canonical(name)] = turns
	return nil
}

// Fail answers questions for name with a response code: dns.RcodeServerFailure,
// dns.RcodeRefused.
func (n *NameServer) Fail(name string, rcode int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.rcodes[canonical(name)] = rcode
}

// Ignore leaves questions for name without an answer.
func (n *NameServer) Ignore(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.silent[canonical(name)] = true
}

// Validate marks the answers for a name, and for those below it, as validated
// (the AD bit), as a validating resolver does for a signed zone.
func (n *NameServer) Validate(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.valid[canonical(name)] = true
}

// Asked is how many questions there were for name, of all types.
func (n *NameServer) Asked(name string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked[canonical(name)]
}

func canonical(name string) string { return strings.ToLower(dns.Fqdn(name)) }

func parseZone(zone string) ([]dns.RR, error) {
	parser := dns.NewZoneParser(strings.NewReader(zone), ".", "")
	parser.SetDefaultTTL(60)
	var records []dns.RR
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		records = append(records, rr)
	}
	if err := parser.Err(); err != nil {
		return nil, fmt.Errorf("reading the zone: %w", err)
	}
	return records, nil
}

func (n *NameServer) answer(w dns.ResponseWriter, q *dns.Msg) {
	if len(q.Question) != 1 {
		return
	}
	m := new(dns.Msg)
	m.SetReply(q)
	m.Authoritative = true
	m.RecursionAvailable = true // it stands in for a resolver
	if !n.fill(m, q.Question[0]) {
		return
	}
	if opt := q.IsEdns0(); opt != nil {
		m.SetEdns0(opt.UDPSize(), false)
	}
	if _, udp := w.RemoteAddr().(*net.UDPAddr); udp {
		size := dns.MinMsgSize
		if opt := q.IsEdns0(); opt != nil {
			size = max(size, int(opt.UDPSize()))
		}
		m.Truncate(size)
	}
	w.WriteMsg(m) // a client that is gone is no fault
}

// fill answers one question; false means silence.
func (n *NameServer) fill(m *dns.Msg, q dns.Question) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	name := strings.ToLower(q.Name)
	n.asked[name]++
	for at, more := 0, false; !more; at, more = dns.NextLabel(name, at) {
		m.AuthenticatedData = m.AuthenticatedData || n.valid[name[at:]]
	}
	if n.silent[name] {
		return false
	}
	if rcode, ok := n.rcodes[name]; ok {
		m.Rcode = rcode
		return true
	}
	records, known := n.lookup(name, q.Qtype)
	if !known && !n.hasBelow(name) {
		m.Rcode = dns.RcodeNameError
		return true
	}
	m.Answer = append(m.Answer, matching(records, q.Qtype)...)
	// A resolver follows aliases; a loop of them ends after eight.
	for range 8 {
		if len(m.Answer) == 0 {
			return true
		}
		alias, ok := m.Answer[len(m.Answer)-1].(*dns.CNAME)
		if !ok || q.Qtype == dns.TypeCNAME {
			return true
		}
		records, known = n.lookup(strings.ToLower(alias.Target), q.Qtype)
		if !known {
			m.Rcode = dns.RcodeNameError
		}
		next := matching(records, q.Qtype)
		if len(next) == 0 {
			return true
		}
		m.Answer = append(m.Answer, next...)
	}
	return true
}

func (n *NameServer) lookup(name string, qtype uint16) ([]dns.RR, bool) {
	turns := n.turns[name]
	if len(turns) == 0 {
		records, ok := n.records[name]
		return records, ok
	}
	// Only a question for a type that some set answers uses up a turn.
	answers := false
	for _, set := range turns {
		answers = answers || len(matching(set, qtype)) > 0
	}
	if answers && len(turns) > 1 {
		n.turns[name] = turns[1:]
	}
	return turns[0], true
}

// hasBelow tells an empty non-terminal (RFC 8020) from a name that is not there.
func (n *NameServer) hasBelow(name string) bool {
	for other := range n.records {
		if strings.HasSuffix(other, "."+name) {
			return true
		}
	}
	return false
}

func matching(records []dns.RR, qtype uint16) []dns.RR {
	var out []dns.RR
	for _, rr := range records {
		if t := rr.Header().Rrtype; t == qtype || t == dns.TypeCNAME || qtype == dns.TypeANY {
			out = append(out, rr)
		}
	}
	return out
}

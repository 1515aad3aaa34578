package resolve

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"

	"certdesk/checks"
)

const (
	// udpSize is the EDNS buffer that passes everywhere without fragments
	// (DNS flag day 2020).
	udpSize = 1232
	// attemptTimeout bounds one question, so that a lost packet is asked again
	// within the time of the whole check.
	attemptTimeout = 2 * time.Second
	attempts       = 2
	// shares is into how many parts the time is divided where it is short: the
	// attempts, and one for the control question.
	shares     = attempts + 1
	maxAliases = 8
	// maxServers bounds how many name servers of this machine are asked
	// (resolv.conf(5), MAXNS).
	maxServers = 3
)

type server struct {
	// addresses of name servers that say the same; where one fails the next is asked.
	addresses []string
	dialer    Dialer
	// trusted: nobody between here and the server can change what it says of
	// validation (the AD bit).
	trusted bool
}

func question(name string, qtype uint16) *dns.Msg {
	q := new(dns.Msg)
	q.SetQuestion(name, qtype)
	q.SetEdns0(udpSize, false)
	q.AuthenticatedData = true // asks for the AD bit (RFC 6840 §5.7)
	return q
}

// exchange asks one question, by UDP and, where the answer is cut, by TCP. Of
// several servers the next one is asked where one gives no usable answer. The
// failure is DNSTimeout where no answer came at all.
func (s *server) exchange(ctx context.Context, question *dns.Msg) (*dns.Msg, checks.DNSKind) {
	wait := share(ctx)
	failure := checks.DNSTimeout
	for i := range max(attempts, len(s.addresses)) {
		reply, kind := s.attempt(ctx, s.addresses[i%len(s.addresses)], question, wait)
		if reply != nil {
			return reply, ""
		}
		if kind != checks.DNSTimeout {
			failure = kind
		}
		if ctx.Err() != nil || kind != checks.DNSTimeout && i+1 >= len(s.addresses) {
			break
		}
	}
	return nil, failure
}

// share is how long one attempt may take: where the time is short, a part of it.
func share(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(attemptTimeout, time.Until(deadline)/shares)
	}
	return attemptTimeout
}

// attempt asks one server once, and once more without EDNS if it does not know
// that (RFC 6891 §7).
func (s *server) attempt(ctx context.Context, address string, question *dns.Msg, wait time.Duration) (*dns.Msg, checks.DNSKind) {
	for range 2 {
		reply, err := s.roundTrip(ctx, "udp", address, question, wait)
		if err == nil && reply.Truncated {
			reply, err = s.roundTrip(ctx, "tcp", address, question, wait)
		}
		switch {
		case err != nil:
			return nil, checks.DNSTimeout
		case reply.Truncated: // by TCP as well: half an answer is none
			return nil, checks.DNSServFail
		}
		switch reply.Rcode {
		case dns.RcodeSuccess, dns.RcodeNameError:
			return reply, ""
		case dns.RcodeRefused:
			return nil, checks.DNSRefused
		case dns.RcodeFormatError, dns.RcodeNotImplemented:
			question = question.Copy()
			question.Extra = nil
		default:
			if bogus(reply) {
				return nil, checks.DNSBogus
			}
			return nil, checks.DNSServFail
		}
	}
	return nil, checks.DNSServFail
}

func (s *server) roundTrip(ctx context.Context, network, address string, question *dns.Msg, wait time.Duration) (*dns.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	conn, err := s.dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("connecting to name server %s: %w", address, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()

	client := &dns.Client{Net: network, UDPSize: udpSize, Timeout: wait}
	reply, _, err := client.ExchangeWithConnContext(ctx, question, &dns.Conn{Conn: conn, UDPSize: udpSize})
	if err != nil {
		return nil, fmt.Errorf("asking name server %s for %s: %w", address, question.Question[0].Name, err)
	}
	return reply, nil
}

// bogus tells whether a reply says of itself that signatures do not hold.
func bogus(reply *dns.Msg) bool {
	opt := reply.IsEdns0()
	if opt == nil {
		return false
	}
	for _, option := range opt.Option {
		if ede, ok := option.(*dns.EDNS0_EDE); ok && extendedBogus[ede.InfoCode] {
			return true
		}
	}
	return false
}

// extendedBogus are the extended errors (RFC 8914 §4) of signatures that do not
// hold: DNSSEC Bogus, Signature Expired, Signature Not Yet Valid, DNSKEY Missing,
// RRSIGs Missing, No Zone Key Bit Set, NSEC Missing.
var extendedBogus = map[uint16]bool{
	dns.ExtendedErrorCodeDNSBogus: true, dns.ExtendedErrorCodeSignatureExpired: true,
	dns.ExtendedErrorCodeSignatureNotYetValid: true, dns.ExtendedErrorCodeDNSKEYMissing: true,
	dns.ExtendedErrorCodeRRSIGsMissing: true, dns.ExtendedErrorCodeNoZoneKeyBitSet: true,
	dns.ExtendedErrorCodeNSECMissing: true,
}

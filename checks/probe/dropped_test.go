package probe

import (
	"context"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// TestDroppedInClear: which ends before TLS are those of a server that drops some of many
// clients.
func TestDroppedInClear(t *testing.T) {
	end := func(outcome checks.Outcome, cause checks.Cause) attempt {
		return attempt{Observation: checks.Observation{Outcome: outcome, Cause: cause}}
	}
	reset := end(checks.OutcomeUnreachable, checks.CauseReset)
	for name, tt := range map[string]struct {
		attempt attempt
		change  func(*scan)
		want    bool
	}{
		"reset":                        {reset, nil, true},
		"interrupted":                  {end(checks.OutcomeUnreachable, checks.CauseInterrupted), nil, true},
		"silent":                       {end(checks.OutcomeUnreachable, checks.CauseSilent), nil, false},
		"refused by words":             {end(checks.OutcomeRefused, checks.CauseReset), nil, false},
		"reset, alone already":         {func() attempt { a := reset; a.alone = true; return a }(), nil, false},
		"reset, to a guess":            {func() attempt { a := reset; a.guessed = true; return a }(), nil, false},
		"reset, with nothing beside":   {reset, func(s *scan) { s.beside = nil }, false},
		"reset, and they made way":     {reset, func(s *scan) { s.beside.gone.Store(true) }, false},
		"refused, as others were":      {end(checks.OutcomeUnreachable, checks.CauseRefused), nil, false},
		"refused, and another got in":  {end(checks.OutcomeUnreachable, checks.CauseRefused), func(s *scan) { s.beside.connected.Store(true) }, true},
		"gave up":                      {end(checks.OutcomeUnreachable, checks.CauseGaveUp), nil, false},
		"gave up on all":               {end(checks.OutcomeUnreachable, checks.CauseGaveUp), func(s *scan) { s.beside.asked.Store(true); s.beside.note(hangsUp(ecdsa13)) }, true},
		"gave up beside one":           {end(checks.OutcomeUnreachable, checks.CauseGaveUp), func(s *scan) { s.beside.asked.Store(true) }, false},
		"gave up before one was asked": {end(checks.OutcomeUnreachable, checks.CauseGaveUp), func(s *scan) { s.beside.note(hangsUp(ecdsa13)) }, false},
	} {
		s := met()
		if tt.change != nil {
			tt.change(s)
		}
		if got := s.droppedInClear(&tt.attempt); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestDroppedInTLS: the same of handshakes that fail.
func TestDroppedInTLS(t *testing.T) {
	for name, tt := range map[string]struct {
		err    error
		change func(*scan, *attempt, *tap)
		want   bool
	}{
		"hung up":                    {io.EOF, nil, true},
		"reset":                      {syscall.ECONNRESET, nil, true},
		"reset within a record":      {io.EOF, func(_ *scan, _ *attempt, c *tap) { c.got, c.first = 3, []byte("\x16\x03\x03") }, true},
		"hung up behind clear text":  {io.EOF, func(_ *scan, _ *attempt, c *tap) { c.got, c.first = 3, []byte("220") }, false},
		"went well":                  {nil, nil, false},
		"silence":                    {os.ErrDeadlineExceeded, nil, false},
		"an alert":                   {io.EOF, func(_ *scan, a *attempt, _ *tap) { a.TLS.AlertSeen = true }, false},
		"a certificate":              {io.EOF, func(_ *scan, a *attempt, _ *tap) { a.TLS.Certificates = [][]byte{{1}} }, false},
		"nothing beside it":          {io.EOF, func(s *scan, _ *attempt, _ *tap) { s.beside.asked.Store(false) }, false},
		"hung up at the last moment": {io.EOF, func(_ *scan, a *attempt, _ *tap) { a.Timing.TLS = atOnce }, true},
		"after its patience":         {io.EOF, func(_ *scan, a *attempt, _ *tap) { a.Timing.TLS = time.Minute }, false},
		"after its patience, as all": {io.EOF, func(s *scan, a *attempt, _ *tap) { a.Timing.TLS = time.Minute; s.beside.note(hangsUp(ecdsa13)) }, true},
	} {
		s, a, c := met(), &attempt{Observation: checks.Observation{TLS: &checks.TLS{}}}, &tap{}
		s.beside.asked.Store(true)
		if tt.change != nil {
			tt.change(s, a, c)
		}
		if got := s.droppedInTLS(a, c, tt.err); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestCutShort: a server that had no time is not told to be silent.
func TestCutShort(t *testing.T) {
	silent := attempt{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseSilent}}
	late := attempt{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout}}
	begun := func(change func(*checks.TLS)) attempt {
		seen := &checks.TLS{}
		change(seen)
		return attempt{Observation: checks.Observation{Outcome: checks.OutcomeTLS, TLS: seen}}
	}
	nothing := begun(func(*checks.TLS) {})
	for name, tt := range map[string]struct {
		attempt  attempt
		had      time.Duration // since it began
		left     time.Duration
		canceled bool
		want     bool
	}{
		"silent for less than is fair": {silent, time.Second, -time.Millisecond, false, true},
		"no connection in less":        {late, time.Second, -time.Millisecond, false, true},
		"no answer in TLS in less":     {nothing, time.Second, -time.Millisecond, false, true},
		"silent for just what is fair": {silent, 2 * time.Second, -time.Millisecond, false, false},
		"silent for what is fair":      {silent, 3 * time.Second, -time.Millisecond, false, false},
		"it ended by itself":           {silent, time.Second, time.Hour, false, false},
		"the caller has gone":          {silent, time.Second, time.Hour, true, true},
		"reset":                        {attempt{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseReset}}, time.Second, -time.Millisecond, true, false},
		"refused":                      {attempt{Observation: checks.Observation{Outcome: checks.OutcomeRefused, Cause: checks.CauseSilent}}, time.Second, -time.Millisecond, true, false},
		"it went well":                 {begun(func(s *checks.TLS) { s.Completed = true }), time.Second, -time.Millisecond, true, false},
		"a certificate came":           {begun(func(s *checks.TLS) { s.Certificates = [][]byte{{1}} }), time.Second, -time.Millisecond, true, false},
		"an alert came":                {begun(func(s *checks.TLS) { s.AlertSeen = true }), time.Second, -time.Millisecond, true, false},
	} {
		now := time.Now()
		ctx, cancel := context.WithDeadline(context.Background(), now.Add(tt.left))
		if tt.canceled {
			ctx, cancel = context.WithCancel(ctx)
			if tt.left < 0 {
				ctx, cancel = context.WithCancel(context.Background())
			}
			cancel()
		}
		s := &scan{request: Request{Fair: 2 * time.Second}}
		if got := s.cutShort(ctx, now.Add(tt.left-tt.had), s.pulse.Now()-tt.had, &tt.attempt); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		cancel()
	}
}

// TestGrace: the side probes get at least their time, more where the server is slow, and
// those about certificates half of what is left.
func TestGrace(t *testing.T) {
	s := &scan{}
	for took, want := range map[time.Duration][2]time.Duration{
		0: {besideGrace, keyGrace}, 400 * time.Millisecond: {besideGrace, keyGrace}, time.Second: {2 * time.Second, keyGrace}, 4 * time.Second: {8 * time.Second, 8 * time.Second},
	} {
		if got := [2]time.Duration{s.grace(t.Context(), took, false), s.grace(t.Context(), took, true)}; got != want {
			t.Errorf("after %v: %v, want %v", took, got, want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	if got := s.grace(ctx, 0, true); got < 25*time.Minute || got > 30*time.Minute {
		t.Errorf("of an hour that is left: %v", got)
	}
	if got := s.grace(ctx, 0, false); got != besideGrace {
		t.Errorf("of an hour that is left, for the others: %v", got)
	}
}

// TestPatience: a server that is far away, or one of thousands, may be silent for longer.
func TestPatience(t *testing.T) {
	for _, tt := range []struct {
		full       bool
		dial, want time.Duration
	}{
		{true, 0, patience}, {true, 300 * time.Millisecond, patience}, {true, 2 * time.Second, 6 * time.Second},
		{false, 0, quickPatience}, {false, 2 * time.Second, 6 * time.Second},
	} {
		s := &scan{request: Request{Full: tt.full}}
		if got := s.patience(tt.dial); got != tt.want {
			t.Errorf("full %v, connected after %v: %v, want %v", tt.full, tt.dial, got, tt.want)
		}
	}
	for took, want := range map[time.Duration]time.Duration{0: silence, 100 * time.Millisecond: silence, time.Second: 7 * time.Second} {
		if got := silenceAfter(took); got != want {
			t.Errorf("after a conversation of %v: %v, want %v", took, got, want)
		}
	}
}

// TestWhoseTime: questions about certificates, put with the server's name, get more time
// than the others.
func TestWhoseTime(t *testing.T) {
	share, cancel := (&scan{}).shares(t.Context(), &attempt{})
	defer cancel()
	for o, want := range map[*rawtls.Offer]context.Context{
		&ecdsa13: share.keys, &rsa12: share.keys, &named12: share.keys, &unnamed: share.others, &tls11: share.others, &ssl3: share.others,
	} {
		if got := share.of(*o); got != want {
			t.Errorf("%s has the time of others", asked(*o))
		}
	}
	longer, _ := share.keys.Deadline()
	shorter, _ := share.others.Deadline()
	if !longer.After(shorter) {
		t.Errorf("until %v, the others until %v", longer, shorter)
	}
}

// TestWhoEndsTheOthers: a question that is turned away ends the others, and one for which
// no connection was left does not.
func TestWhoEndsTheOthers(t *testing.T) {
	for _, tt := range []struct {
		err          error
		most         int
		ended, cut   bool
		whoSaysSo    checks.Outcome
		becauseOfAll checks.Cause
	}{
		{syscall.ECONNREFUSED, MaxConnections, true, true, checks.OutcomeUnreachable, checks.CauseRefused},
		{syscall.ETIMEDOUT, MaxConnections, true, false, checks.OutcomeUnreachable, checks.CauseTimeout},
		{syscall.ENETUNREACH, MaxConnections, false, false, checks.OutcomeNotTested, checks.CauseUnroutable},
		{nil, 0, false, false, checks.OutcomeUnreachable, checks.CauseNotSpecified},
	} {
		s := met()
		s.dialer, s.request.MaxConnections = dials{tt.err}, tt.most
		ended := false
		s.beside.cancel = func() { ended = true }
		got := s.ask(t.Context(), plan{mode: checks.ModeTLS}, s.beside, ecdsa13)
		if ended != tt.ended || s.beside.minded.Load() != tt.cut || got.ended.Outcome != tt.whoSaysSo || got.ended.Cause != tt.becauseOfAll {
			t.Errorf("%v: ended %v, minded %v: %s %s", tt.err, ended, s.beside.minded.Load(), got.ended.Outcome, got.ended.Cause)
		}
	}
}

// TestTryAlone: what was dropped is tried again with nothing beside it, more than once
// where others were dropped as well, and not with the connections that other plans need.
func TestTryAlone(t *testing.T) {
	for _, tt := range []struct {
		name    string
		most    int
		dropped bool
		good    int // the try that goes well; 0: none
		tries   int
	}{
		{"it goes well", 4, false, 1, 1},
		{"it goes ill", 4, false, 0, 1},
		{"it goes ill as all others", 4, true, 0, 2},
		{"it goes well at last", 4, true, 2, 2},
		{"others need the rest", 3, true, 1, 0},
	} {
		var answers []answer
		if tt.dropped {
			answers = append(answers, hangsUp(unnamed))
		}
		s := met(answers...)
		s.request.Port, s.request.MaxConnections = 40000, tt.most // LDAP, PostgreSQL or XMPP
		tries := 0
		got := s.tryAlone(t.Context(), plan{mode: checks.ModeTLS}, func() *attempt { tries++; return &attempt{} }, func(*attempt) bool { return tries == tt.good })
		if tries != tt.tries || (got != nil) != (tt.good > 0 && tt.tries > 0) || !s.beside.gone.Load() {
			t.Errorf("%s: tried %d times, want %d; went well %v", tt.name, tries, tt.tries, got != nil)
		}
	}
}

// TestAskRest: what had no room beside the main conversation is asked behind it, first for
// the certificates that it has not shown.
func TestAskRest(t *testing.T) {
	l := newLeaves()
	for _, tt := range []struct {
		name    string
		leaf    []byte
		most    int
		answers []answer
		want    string
	}{
		{"one of three, beside an ECDSA key", l.ecdsa, 1, []answer{refuses(ecdsa13, 40)}, "1.2 RSA"},
		{"one of four, beside an RSA key", l.rsa, 1, nil, "1.3 ECDSA"},
		{"one of two, beside an ECDSA key", l.ecdsa, 1, []answer{refuses(ecdsa13, 40), refuses(rsa12, 40)}, "1.2 unnamed"},
		{"none is left", l.ecdsa, 0, nil, ""},
		{"all were asked", l.ecdsa, 1, []answer{refuses(ecdsa13, 40), refuses(rsa12, 40), refuses(unnamed, 40), refuses(tls11, 70)}, ""},
	} {
		s := met(tt.answers...)
		s.dialer, s.request.MaxConnections = dials{syscall.ECONNREFUSED}, tt.most
		s.askRest(t.Context(), plan{mode: checks.ModeTLS}, mainly(checks.TLS12, suiteECDSA, "P-256", tt.leaf))
		var got []string
		for _, a := range s.beside.all()[len(tt.answers):] {
			got = append(got, asked(a.offer))
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	s := met()
	s.dialer, s.request.MaxConnections = dials{syscall.ECONNREFUSED}, 0
	if s.askFurther(t.Context(), plan{mode: checks.ModeTLS}, mainly(checks.TLS12, suiteECDSA, "P-256", l.ecdsa), true); len(s.beside.all()) > 0 {
		t.Error("what no connection was left for counts as asked")
	}
}

// TestRoom: connections are counted, and none is opened above the bound.
func TestRoom(t *testing.T) {
	s := &scan{dialer: dials{syscall.ECONNREFUSED}, request: Request{MaxConnections: 2}}
	for i, want := range []int{2, 1, 0, 0, 0} {
		if got := s.room(); got != want {
			t.Errorf("after %d connections there is room for %d, want %d", i, got, want)
		}
		_, err := s.dial(t.Context())
		if (err == errEnough) != (i >= 2) {
			t.Errorf("connection %d: %v", i+1, err)
		}
	}
	if got := s.connections.Load(); got != 2 {
		t.Errorf("%d connections are counted", got)
	}
}

// TestLeave: whether the server was seen to end a connection that we ended.
func TestLeave(t *testing.T) {
	for name, tt := range map[string]struct {
		server func(net.Conn)
		want   bool
	}{
		"it ends":      {func(c net.Conn) { io.Copy(io.Discard, c); c.Close() }, true},
		"it says more": {func(c net.Conn) { c.Write([]byte("bye")); c.Close() }, true},
		"it never ends": {func(c net.Conn) {
			b := make([]byte, 1<<16)
			for {
				if _, err := c.Write(b); err != nil {
					c.Close()
					return
				}
			}
		}, false},
	} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			if c, err := ln.Accept(); err == nil {
				tt.server(c)
			}
		}()
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c := &tap{Conn: conn}
		if got := c.leave(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		conn.Close()
		ln.Close()
		<-done
	}
	client, server := net.Pipe() // which has no halves
	defer client.Close()
	defer server.Close()
	if !(&tap{Conn: client}).leave() {
		t.Error("a connection that cannot be ended from one side is waited for")
	}
}

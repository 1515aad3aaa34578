// Package starttlstest is the suite that every STARTTLS protocol passes: what
// must hold whatever the dialogue is. A protocol hands in what its server says
// and hears; Run plays that server well and badly.
package starttlstest

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks/starttls"
)

// Dialogue is one protocol as its server plays it.
type Dialogue struct {
	Protocol string
	// Good leads to TLS; so do the Also, each one another server.
	Good []Turn
	Also [][]Turn
	// NotOffered ends in a *starttls.NotOfferedError, Refused in a
	// *starttls.RefusedError. Each inner slice is one server.
	NotOffered, Refused [][]Turn
	// Unable are refused once TLS was asked for, by a reply that is documented to
	// mean that the server cannot begin it. Masked end in a NotOfferedError that
	// says so.
	Unable, Masked [][]Turn
	// Other are first words that are not this protocol; they end in a
	// *starttls.UnexpectedError. Where Recognise knows whose they are, it must
	// know by what the error holds.
	Other []string
}

// Run plays the dialogue in every way that a server may.
func Run(t *testing.T, d Dialogue) {
	p, ok := starttls.Lookup(d.Protocol)
	if !ok {
		t.Fatalf("%s is not in the registry", d.Protocol)
	}
	for _, turns := range append([][]Turn{d.Good}, d.Also...) {
		t.Run("reaches TLS", func(t *testing.T) { server{turns: turns, step: whole, limit: -1}.reachesTLS(t, p) })
		t.Run("reaches TLS a byte at a time", func(t *testing.T) { server{turns: turns, step: 1, limit: -1}.reachesTLS(t, p) })
		t.Run("speaks in turn", func(t *testing.T) {
			server{turns: turns, step: whole, limit: -1, strict: true}.reachesTLS(t, p)
		})
	}
	for _, step := range []int{1, whole} {
		refusals(t, p, d, step)
		for _, words := range d.Other {
			t.Run("another protocol", func(t *testing.T) { other(t, p, words, step) })
		}
	}
	t.Run("clear text behind the reply", func(t *testing.T) { injected(t, p, d.Good) })
	t.Run("closed after every byte", func(t *testing.T) { brokenOff(t, p, d.Good, false) })
	t.Run("reset after every byte", func(t *testing.T) { brokenOff(t, p, d.Good, true) })
	t.Run("silent", func(t *testing.T) { silent(t, p) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, p) })
	t.Run("endless", func(t *testing.T) { endless(t, p) })
	t.Run("slow", func(t *testing.T) { slow(t, p, d.Good) })
	t.Run("garbage", func(t *testing.T) { garbage(t, p) })
}

// refusals: whoever cannot start TLS learns why, in the server's own words, which come
// step bytes at a time.
func refusals(t *testing.T, p starttls.Protocol, d Dialogue, step int) {
	for i, turns := range d.NotOffered {
		t.Run("not offered", func(t *testing.T) {
			var want *starttls.NotOfferedError
			if err := (server{turns: turns, step: step, limit: -1}).play(t, p); !errors.As(err, &want) || want.Masked {
				t.Errorf("server %d: err = %v, want a NotOfferedError", i, err)
			}
		})
	}
	for i, turns := range d.Refused {
		t.Run("refused", func(t *testing.T) {
			var want *starttls.RefusedError
			if err := (server{turns: turns, step: step, limit: -1}).play(t, p); !errors.As(err, &want) {
				t.Errorf("server %d: err = %v, want a RefusedError", i, err)
			} else if want.Reply == "" {
				t.Errorf("server %d: the server's words are lost", i)
			}
		})
	}
	for i, turns := range d.Unable {
		t.Run("unable", func(t *testing.T) {
			var want *starttls.RefusedError
			stage, err := server{turns: turns, step: step, limit: -1}.playTo(t, p)
			if !errors.As(err, &want) || want.Reason != starttls.TLSUnavailable || want.Reply == "" || stage != starttls.Request {
				t.Errorf("server %d: err = %#v at %q, want a RefusedError for want of TLS", i, err, stage)
			}
		})
	}
	for i, turns := range d.Masked {
		t.Run("masked", func(t *testing.T) {
			var want *starttls.NotOfferedError
			if err := (server{turns: turns, step: step, limit: -1}).play(t, p); !errors.As(err, &want) || !want.Masked || want.Reply == "" {
				t.Errorf("server %d: err = %#v, want a masked NotOfferedError", i, err)
			}
		})
	}
}

func other(t *testing.T, p starttls.Protocol, words string, step int) {
	turns := []Turn{{Say: words}}
	if !p.ServerFirst {
		turns = []Turn{{Length: 8}, {Say: words}}
	}
	err := server{turns: turns, step: step, limit: -1}.play(t, p)
	var unexpected *starttls.UnexpectedError
	if !errors.As(err, &unexpected) {
		t.Fatalf("%q: err = %v, want an UnexpectedError", words, err)
	}
	if unexpected.Protocol != p.Name || len(unexpected.Got) == 0 {
		t.Errorf("%q: %+v lacks the protocol or what came", words, unexpected)
	}
	if got, want := starttls.Recognise(unexpected.Got), starttls.Recognise([]byte(words)); got != want {
		t.Errorf("%q: %q is recognised as %q, want %q", words, unexpected.Got, got, want)
	}
}

func injected(t *testing.T, p starttls.Protocol, good []Turn) {
	turns := slices.Clone(good)
	last := &turns[len(turns)-1]
	if last.Say == "" {
		t.Skip("the client has the last word")
	}
	last.Say += "injected\r\n"
	err := server{turns: turns, step: whole, limit: -1}.play(t, p)
	if !errors.Is(err, starttls.ErrClearText) {
		t.Errorf("err = %v, want %v", err, starttls.ErrClearText)
	}
}

// brokenOff ends the connection after every byte that the server says. It has
// then given no answer, so none may be put into its mouth.
func brokenOff(t *testing.T, p starttls.Protocol, turns []Turn, reset bool) {
	total := 0
	for _, turn := range turns {
		total += len(turn.Say)
	}
	for n := range total {
		err := server{turns: turns, step: whole, limit: n, reset: reset}.play(t, p)
		if err == nil || isVerdict(err) {
			t.Errorf("a connection that ends after %d of %d bytes: err = %v", n, total, err)
		}
	}
}

func isVerdict(err error) bool {
	var (
		refused    *starttls.RefusedError
		notOffered *starttls.NotOfferedError
		unexpected *starttls.UnexpectedError
	)
	return errors.As(err, &refused) || errors.As(err, &notOffered) || errors.As(err, &unexpected)
}

func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

func silent(t *testing.T, p starttls.Protocol) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := upgrade(ctx, t, p, func(conn net.Conn) { io.Copy(io.Discard, conn) })
	if !isTimeout(err) {
		t.Errorf("err = %v, want a timeout", err)
	}
}

func cancelled(t *testing.T, p starttls.Protocol) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := upgrade(ctx, t, p, func(conn net.Conn) {
		time.AfterFunc(20*time.Millisecond, cancel)
		io.Copy(io.Discard, conn)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want %v", err, context.Canceled)
	}
}

func endless(t *testing.T, p starttls.Protocol) {
	for _, noise := range []string{"220-all the same\r\n", "* OK still here\r\n", "\"A\" \"b\"\r\n", "<a>", "x", "\x00"} {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		noise = strings.Repeat(noise, 64)
		_, err := upgrade(ctx, t, p, func(conn net.Conn) {
			for {
				if _, err := io.WriteString(conn, noise); err != nil {
					return
				}
			}
		})
		if err == nil || ctx.Err() != nil {
			t.Errorf("%.20q…: err = %v, context %v; want an error before the deadline", noise, err, ctx.Err())
		}
		cancel()
	}
}

// slow lets a server say the right things, but not in time.
func slow(t *testing.T, p starttls.Protocol, turns []Turn) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := upgrade(ctx, t, p, func(conn net.Conn) {
		for _, turn := range turns {
			if turn.Say == "" {
				if !turn.hear(t, conn) {
					return
				}
				continue
			}
			for n := range len(turn.Say) {
				select {
				case <-ctx.Done():
					io.Copy(io.Discard, conn)
					return
				case <-time.After(60 * time.Millisecond / time.Duration(len(turn.Say))):
				}
				if _, err := io.WriteString(conn, turn.Say[n:n+1]); err != nil {
					return
				}
			}
		}
	})
	if !isTimeout(err) {
		t.Errorf("err = %v, want a timeout", err)
	}
}

func garbage(t *testing.T, p starttls.Protocol) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 32 {
		noise := make([]byte, 1+random.IntN(3000))
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		turns := []Turn{{Say: string(noise)}}
		if err := (server{turns: turns, step: whole, limit: -1}).play(t, p); err == nil {
			t.Errorf("%.20q… leads to TLS", noise)
		}
	}
}

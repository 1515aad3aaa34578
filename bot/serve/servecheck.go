package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"certdesk/checks"
)

// checkTimeout bounds each question of serve --check.
const checkTimeout = 5 * time.Second

// check asks everything that serve will need, and says a sentence of each. The
// settings were read and the store is open. Wrong is what serve cannot work
// with; what does not answer may do so when serve needs it, and is only told.
func (s *server) check(ctx context.Context, out, errs io.Writer) error {
	wrong := 0
	say := func(what string, err error, refused bool) {
		switch {
		case err == nil:
			fmt.Fprintln(out, what)
		case refused:
			wrong++
			fmt.Fprintf(errs, "Wrong: %s.\n", err)
		default:
			fmt.Fprintf(errs, "Not known: %s. serve would start, and try again.\n", err)
		}
	}
	err := s.bounded(ctx, s.kept.Writable)
	if err != nil {
		err = errors.New(s.storeTrouble(ctx, err))
	}
	say("The store answers, and can be written.", err, false)
	for _, warning := range s.kept.Warnings() {
		fmt.Fprintln(errs, warning)
	}
	for _, a := range s.adapters {
		err := s.bounded(ctx, a.Check)
		say(fmt.Sprintf("%s lets certdesk in.", a.Platform().Traits().Name), err, a.Refused(err))
		if err == nil {
			s.warn(ctx, a, errs)
		}
	}
	if s.settings.proxy == nil {
		say("The name server answers.", s.bounded(ctx, s.askResolver), false)
	} else {
		say("The proxy takes connections.", s.bounded(ctx, s.settings.askProxy), false)
		if len(s.settings.reach.Hosts) == 0 {
			fmt.Fprintln(errs, "Take care: "+namesUnguarded)
		}
	}
	if wrong > 0 {
		return errors.New("certdesk would not work like this")
	}
	fmt.Fprintln(out, "The settings are in order.")
	return nil
}

// warn says what does not keep certdesk from working, and should be known.
func (s *server) warn(ctx context.Context, a *platform, errs io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	for _, warning := range a.Warnings(ctx) {
		fmt.Fprintf(errs, "Take care: %s\n", warning)
	}
}

func (s *server) bounded(ctx context.Context, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return ask(ctx)
}

// askResolver tells whether the name server answers, in a sentence where not.
func (s *server) askResolver(ctx context.Context) error {
	failure, err := s.settings.lookUp(ctx)
	if err != nil {
		return err
	}
	if failure.Ours() || failure == checks.DNSTimeout || failure == checks.DNSServFail {
		return errors.New("the name server does not answer (CERTDESK_RESOLVER, or the machine's own)")
	}
	return nil
}

// namesUnguarded is what an operator should know who looks through a proxy.
const namesUnguarded = "the proxy looks up names itself, so CERTDESK_ALLOW_CIDRS and CERTDESK_DENY_CIDRS do not hold for them. " +
	"Set CERTDESK_ALLOW_HOSTS, or have the proxy's own rules keep inner networks closed."

// askProxy tells whether the proxy takes connections, in a sentence where not.
func (s *settings) askProxy(ctx context.Context) error {
	if err := s.throughProxy().Reach(ctx); err != nil {
		return fmt.Errorf("the proxy %s takes no connection (CERTDESK_PROXY)", s.proxy)
	}
	return nil
}

// lookUp looks up a name that everybody's name server has something to say about,
// if only that it does not exist (RFC 6761 §6.5 keeps it for such uses).
func (s *settings) lookUp(ctx context.Context) (checks.DNSKind, error) {
	r, err := s.nameServer()
	if err != nil {
		return "", err
	}
	return r.Resolve(ctx, "example.com").Failure, nil
}

package cli

import (
	"context"
	"net"
	"strconv"

	"github.com/spf13/cobra"

	"certdesk/bot/diagnosis"
	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Check is the subcommand check: it asks servers, and its status is that of the worst
// of them. An error is a sentence, and the status then StatusUnknown.
func Check(s Streams) *cobra.Command {
	cmd := NewCommand("check [flags] TARGET...", "checks servers and says what is wrong, and what helps")
	set := cmd.Flags()
	var f checkFlags
	f.register(set)
	offer(cmd, "starttls", append([]string{"auto", "none"}, starttlsNames()...)...)
	offer(cmd, "depth", string(engine.Quick), string(engine.Full))
	offer(cmd, "for", "user", "admin")
	f.offerStyle(cmd)
	f.offerRevocation(cmd)
	cmd.RunE = Run(func(ctx context.Context, texts []string) (int, error) {
		if err := f.pastedSeen(ctx, s); err != nil {
			return StatusUnknown, err
		}
		opts, err := f.options(len(texts))
		if err != nil {
			return StatusUnknown, err
		}
		style, err := f.Style(s.Out)
		if err != nil {
			return StatusUnknown, err
		}
		book, err := f.Book()
		if err != nil {
			return StatusUnknown, err
		}
		d, err := f.diagnosis()
		if err != nil {
			return StatusUnknown, err
		}
		out := &printer{w: s.Out, json: f.json, rows: f.file != "", style: style, book: book, admin: f.audience == "admin", program: f.client.program}
		sw := &sweep{
			check:  func(ctx context.Context, t checks.Target, emit func(checks.Report)) { d.Each(ctx, t, opts, emit) },
			target: f.target,
			width:  f.concurrency,
			out:    out,
			err:    s.Err,
		}
		if f.file == "" {
			return sw.targets(ctx, texts)
		}
		status, err := sw.list(ctx, f.file, s.In, texts)
		if errTotal := out.total(); errTotal != nil {
			return StatusUnknown, errTotal
		}
		return status, err
	})
	return cmd
}

// target reads a target and lays the flags over it.
func (f *checkFlags) target(text string) (checks.Target, error) {
	t, err := target.Parse(text)
	if err != nil {
		return t, err
	}
	if f.discover && t.Mailbox == "" {
		if t.Port != 0 {
			return t, refuse(say.S("--discover looks for the servers of a domain, and \"{word}\" names one; write: {example}", say.Foreign("word", text), say.Code("example", "certdesk check "+text)))
		}
		t.Mailbox = diagnosis.WholeDomain
	}
	if f.through != nil && t.Mailbox != "" {
		return t, refuse(say.S("--proxy leaves names to the proxy, so the mail servers of \"{word}\" cannot be looked up; name a server", say.Foreign("word", text)))
	}
	t.Name = f.verify
	t.Connect = f.connect
	if t.Connect != "" && t.Port == 0 {
		_, port, _ := net.SplitHostPort(t.Connect)
		t.Port, _ = strconv.Atoi(port)
	}
	switch f.starttls {
	case "auto":
	case "none":
		t.Mode, t.Protocol = checks.ModeTLS, ""
	default:
		t.Mode, t.Protocol = checks.ModeSTARTTLS, f.starttls
	}
	return t, nil
}

// diagnosis is the engine as the flags want it: with its roots of trust, and by its name
// server or through its proxy.
func (f *checkFlags) diagnosis() (*diagnosis.Diagnosis, error) {
	stores, err := diagnosis.TrustedRoots(f.trust, f.caFiles)
	if err != nil {
		return nil, noSuchStore(err)
	}
	dialer := &net.Dialer{}
	if f.through != nil {
		return diagnosis.NewProxied(diagnosis.Same(f.through.Dialer(dialer)), f.through.String(), stores, "")
	}
	resolver := resolve.System(dialer)
	if f.resolver != "" {
		if resolver, err = resolve.Server(f.resolver, dialer); err != nil {
			return nil, ofFlag("resolver", err)
		}
	}
	return diagnosis.New(diagnosis.Same(dialer), resolver, stores, "")
}

package cli

import (
	"context"
	"io"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"certdesk/bot/diagnosis"
	"certdesk/checks/certfile"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/revocation"
	"certdesk/checks/say"
)

// inspectFlags are the flags of inspect.
type inspectFlags struct {
	Flags
	jsonl bool
}

// Inspect is the subcommand inspect: the same for certificates in a file of maxFile
// bytes at most, or on standard input.
func Inspect(s Streams) *cobra.Command {
	cmd := NewCommand("inspect [flags] FILE|-", "the same for certificates in a file, without a network")
	set := cmd.Flags()
	var f inspectFlags
	f.register(set)
	f.registerRevocation(set)
	f.offerStyle(cmd)
	f.offerRevocation(cmd)
	cmd.ValidArgsFunction = nil // files
	set.BoolVar(&f.jsonl, "jsonl", false, "a case a line on standard input, a report a line out:\n"+`{"id","name","at","trust":[PEM],"chain":[PEM],"crls":[PEM]}`)
	cmd.RunE = Run(func(ctx context.Context, files []string) (int, error) { return f.inspect(ctx, s, files) })
	return cmd
}

// inspect judges the one file that is named, or the cases on standard input.
func (f *inspectFlags) inspect(ctx context.Context, s Streams, files []string) (int, error) {
	out, err := f.printer(s.Out)
	if err != nil {
		return StatusUnknown, err
	}
	e, err := f.offlineEngine()
	if err != nil {
		return StatusUnknown, err
	}
	in, err := f.input()
	if err != nil {
		return StatusUnknown, err
	}
	switch {
	case f.jsonl && (len(files) > 1 || len(files) == 1 && files[0] != "-"):
		return StatusUnknown, refuse(say.S("--jsonl reads standard input; write: {example}", say.Code("example", "certdesk inspect --jsonl <"+files[0])))
	case f.jsonl:
		return inspectCases(ctx, s, e, out, in)
	case len(files) != 1:
		return StatusUnknown, refuse(say.S("inspect takes one file; write for example: {example}", say.Code("example", "certdesk inspect chain.pem --name imap.corp.com")))
	}
	in.Input = files[0]
	if in.Chain, err = readCertificates(ctx, files[0], s.In); err != nil {
		return StatusUnknown, err
	}
	r := e.Inspect(in)
	return StatusOf(r.Verdict), out.print(r)
}

// printer writes reports as the flags ask for.
func (f *inspectFlags) printer(to io.Writer) (*printer, error) {
	style, err := f.Style(to)
	if err != nil {
		return nil, err
	}
	book, err := f.Book()
	if err != nil {
		return nil, err
	}
	return &printer{w: to, json: f.json || f.jsonl, style: style, book: book}, nil
}

// offlineEngine is an engine for certificates alone: it has a dialer, as each has, and
// uses no network.
func (f *inspectFlags) offlineEngine() (*engine.Engine, error) {
	stores, err := diagnosis.TrustedRoots(f.trust, f.caFiles)
	if err != nil {
		return nil, noSuchStore(err)
	}
	dialer := &net.Dialer{}
	return engine.New(engine.Config{Dialer: dialer, Resolver: resolve.System(dialer), Stores: stores, Now: time.Now})
}

// input is what the flags say about certificates that are still to be read.
func (f *inspectFlags) input() (in engine.InspectInput, err error) {
	in = engine.InspectInput{At: f.at.Time, Revocation: revocation.Mode(f.revocation), Strict: f.strict}
	if in.Name, err = f.verifyName(); err != nil {
		return in, err
	}
	if err := f.checkRevocation(); err != nil {
		return in, err
	}
	in.CRLs, err = f.revocationLists()
	return in, err
}

// readCertificates reads the file of that name, "-" for stdin, in DER.
func readCertificates(ctx context.Context, name string, stdin io.Reader) ([][]byte, error) {
	var in io.Reader
	if name == "-" {
		in = UntilDone(ctx, stdin)
	} else {
		file, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer file.Close()
		in = file
	}
	data, err := readWhole(in)
	switch {
	case ctx.Err() != nil:
		return nil, ErrStopped
	case err != nil:
		return nil, unreadable(name, err)
	}
	if der := certfile.Certificates(data); len(der) > 0 {
		return der, nil
	}
	return nil, refuse(say.S("there is no certificate in \"{file}\"; it takes PEM ({begin}) or DER", say.Foreign("file", name), say.Code("begin", "-----BEGIN CERTIFICATE-----")))
}

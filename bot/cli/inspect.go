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

// maxFile bounds a file of certificates.
const maxFile = 16 << 20

// Inspect is the subcommand inspect: the same for certificates in a file of maxFile
// bytes at most, or on standard input.
func Inspect(s Streams) *cobra.Command {
	cmd := NewCommand("inspect [flags] FILE|-", "the same for certificates in a file, without a network")
	set := cmd.Flags()
	var f Flags
	f.register(set)
	f.registerRevocation(set)
	f.offerStyle(cmd)
	f.offerRevocation(cmd)
	cmd.ValidArgsFunction = nil // files
	jsonl := set.Bool("jsonl", false, "a case a line on standard input, a report a line out:\n"+`{"id","name","at","trust":[PEM],"chain":[PEM],"crls":[PEM]}`)
	cmd.RunE = Run(func(ctx context.Context, files []string) (int, error) {
		style, err := f.Style(s.Out)
		if err != nil {
			return StatusUnknown, err
		}
		book, err := f.Book()
		if err != nil {
			return StatusUnknown, err
		}
		stores, err := diagnosis.TrustedRoots(f.trust, f.caFiles)
		if err != nil {
			return StatusUnknown, noSuchStore(err)
		}
		name, err := f.verifyName()
		if err != nil {
			return StatusUnknown, err
		}
		if err := f.checkRevocation(); err != nil {
			return StatusUnknown, err
		}
		crls, err := f.revocationLists()
		if err != nil {
			return StatusUnknown, err
		}
		dialer := &net.Dialer{} // an engine has one; inspecting uses no network
		e, err := engine.New(engine.Config{Dialer: dialer, Resolver: resolve.System(dialer), Stores: stores, Now: time.Now})
		if err != nil {
			return StatusUnknown, err
		}
		out := &printer{w: s.Out, json: f.json || *jsonl, style: style, book: book}
		switch {
		case *jsonl && (len(files) > 1 || len(files) == 1 && files[0] != "-"):
			return StatusUnknown, refuse(say.S("--jsonl reads standard input; write: {example}", say.Code("example", "certdesk inspect --jsonl <"+files[0])))
		case *jsonl:
			return inspectCases(ctx, s, e, out, engine.InspectInput{Revocation: revocation.Mode(f.revocation), CRLs: crls, Strict: f.strict})
		case len(files) != 1:
			return StatusUnknown, refuse(say.S("inspect takes one file; write for example: {example}", say.Code("example", "certdesk inspect chain.pem --name imap.corp.com")))
		}
		der, err := readCertificates(ctx, files[0], s.In)
		if err != nil {
			return StatusUnknown, err
		}
		r := e.Inspect(engine.InspectInput{Input: files[0], Name: name, At: f.at.Time, Chain: der,
			Revocation: revocation.Mode(f.revocation), CRLs: crls, Strict: f.strict})
		return StatusOf(r.Verdict), out.print(r)
	})
	return cmd
}

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
	data, err := io.ReadAll(io.LimitReader(in, maxFile))
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

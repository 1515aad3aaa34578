package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// maxFile bounds a file of certificates, maxCase a line of --jsonl.
const (
	maxFile = 16 << 20
	maxCase = 64 << 20
)

func runInspect(ctx context.Context, s streams, args []string) (int, error) {
	var f shared
	set := flag.NewFlagSet("inspect", flag.ContinueOnError)
	f.register(set)
	jsonl := set.Bool("jsonl", false, "read one case a line from standard input, print one report a line")
	files, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	style, err := f.style(s.out)
	if err != nil {
		return statusUnknown, err
	}
	stores, err := f.stores()
	if err != nil {
		return statusUnknown, err
	}
	dialer := &net.Dialer{} // an engine has one; inspecting uses no network
	e, err := engine.New(engine.Config{Dialer: dialer, Resolver: resolve.System(dialer), Stores: stores, Now: time.Now})
	if err != nil {
		return statusUnknown, err
	}
	out := &printer{w: s.out, json: f.json || *jsonl, style: style}
	if *jsonl {
		return inspectCases(ctx, s, e, out)
	}
	if len(files) != 1 {
		return statusUnknown, errors.New("inspect takes one file; write for example: certdesk inspect chain.pem --name imap.corp.com")
	}
	der, err := readCertificates(files[0], s.in)
	if err != nil {
		return statusUnknown, err
	}
	name := ""
	if f.name != "" {
		t, err := checks.ParseTarget(f.name)
		if err != nil {
			return statusUnknown, err
		}
		name = t.Host
	}
	r := e.Inspect(engine.InspectInput{Input: files[0], Name: name, At: f.at.Time, Chain: der})
	return statusOf(r.Verdict), out.print(r)
}

func readCertificates(name string, stdin io.Reader) ([][]byte, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%q cannot be read: %s", name, reason(err))
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFile))
	if err != nil {
		return nil, fmt.Errorf("%q cannot be read: %s", name, reason(err))
	}
	if der := certificatesIn(data); len(der) > 0 {
		return der, nil
	}
	return nil, fmt.Errorf("there is no certificate in %q; it takes PEM (-----BEGIN CERTIFICATE-----) or DER", name)
}

// certificatesIn finds PEM blocks among whatever stands around them, or else
// takes data for one DER certificate.
func certificatesIn(data []byte) [][]byte {
	var der [][]byte
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if strings.HasSuffix(block.Type, "CERTIFICATE") {
			der = append(der, block.Bytes)
		}
	}
	const sequence = 0x30
	if len(der) == 0 && len(data) > 4 && data[0] == sequence && !bytes.Contains(data[:min(len(data), 64)], []byte("-----")) {
		der = append(der, data)
	}
	return der
}

// inspectCase is one line of --jsonl.
type inspectCase struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	At    string   `json:"at"`
	Trust []string `json:"trust"`
	Chain []string `json:"chain"`
}

func inspectCases(ctx context.Context, s streams, e *engine.Engine, out *printer) (int, error) {
	lines := bufio.NewScanner(s.in)
	lines.Buffer(nil, maxCase)
	status, bad := statusOK, 0
	for n := 1; lines.Scan() && ctx.Err() == nil; n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		in, err := readCase(lines.Bytes())
		if err != nil {
			bad++
			fmt.Fprintf(s.err, "certdesk: line %d: %s\n", n, err)
			continue
		}
		r := e.Inspect(in)
		status = worse(status, statusOf(r.Verdict))
		if err := out.print(r); err != nil {
			return statusUnknown, err
		}
	}
	switch err := lines.Err(); {
	case err != nil:
		return status, fmt.Errorf("the cases cannot be read to their end: %s", reason(err))
	case bad > 0:
		return status, fmt.Errorf("%d of the lines could not be understood", bad)
	}
	return status, nil
}

func readCase(line []byte) (engine.InspectInput, error) {
	var c inspectCase
	if err := json.Unmarshal(line, &c); err != nil {
		return engine.InspectInput{}, errors.New(`a case is written like {"id":"1","name":"imap.corp.com","at":"","trust":["-----BEGIN…"],"chain":["-----BEGIN…"]}`)
	}
	in := engine.InspectInput{ID: c.ID, Input: c.ID, Name: c.Name, Stores: []chain.Store{}}
	if c.At != "" {
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil {
			return in, fmt.Errorf("%q is not a time; write it like 2026-11-23T12:00:00Z", c.At)
		}
		in.At = at
	}
	for _, text := range c.Chain {
		in.Chain = append(in.Chain, certificatesIn([]byte(text))...)
	}
	if len(in.Chain) == 0 {
		return in, errors.New("its chain holds no certificate")
	}
	if len(c.Trust) > 0 {
		store, err := chain.FromPEM("trust", []byte(strings.Join(c.Trust, "\n")))
		if err != nil {
			return in, fmt.Errorf("its trusted roots cannot be used: %w", err)
		}
		in.Stores = append(in.Stores, store)
	}
	return in, nil
}

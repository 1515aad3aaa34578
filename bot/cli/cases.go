package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"certdesk/bot/oserr"
	"certdesk/checks/certfile"
	"certdesk/checks/chain"
	"certdesk/checks/engine"
	"certdesk/checks/revocation"
)

// maxCase bounds a line of inspect --jsonl.
const maxCase = 64 << 20

// inspectCase is one line of inspect --jsonl. Further fields are let through.
type inspectCase struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	At    string   `json:"at"`    // RFC 3339; empty is now
	Trust []string `json:"trust"` // PEM; the only trusted roots of this case
	Chain []string `json:"chain"` // PEM, the leaf first
	CRLs  []string `json:"crls"`  // PEM
}

// inspectCases reports on one case after the other, in their order. All are
// judged alike, as the flags say, with the flags' lists besides their own.
func inspectCases(ctx context.Context, s Streams, e *engine.Engine, out *printer, alike engine.InspectInput) (int, error) {
	status, bad := StatusOK, 0
	var failed error
	err := eachLine(UntilDone(ctx, s.In), maxCase, func(n int, line []byte) bool {
		if len(bytes.TrimSpace(line)) == 0 {
			return true
		}
		in, err := readCase(line)
		if err != nil {
			bad++
			fmt.Fprintf(s.Err, "certdesk: line %d: %s\n", n, err)
			return true
		}
		in.Revocation, in.Strict, in.CRLs = alike.Revocation, alike.Strict, append(in.CRLs, alike.CRLs...)
		r := e.Inspect(in)
		status = Worse(status, StatusOf(r.Verdict))
		failed = out.print(r)
		return failed == nil && ctx.Err() == nil
	})
	switch {
	case ctx.Err() != nil:
		return status, ErrStopped
	case failed != nil:
		return status, failed
	case err != nil:
		return status, fmt.Errorf("the cases cannot be read to their end: %s", oserr.Plain(err).String())
	case bad > 0:
		return status, fmt.Errorf("%s could not be understood; the others were inspected", lineCount(bad))
	case out.count == 0:
		return StatusUnknown, errors.New("there is no case on standard input; it takes one JSON object a line")
	}
	return status, nil
}

// readCase reads one case of inspect --jsonl. Errors are for whoever wrote the line.
func readCase(line []byte) (engine.InspectInput, error) {
	var c inspectCase
	if err := json.Unmarshal(line, &c); err != nil {
		return engine.InspectInput{}, errors.New(`this is not a case; one is written like {"id":"1","name":"imap.corp.com","at":"","trust":["-----BEGIN…"],"chain":["-----BEGIN…"]}`)
	}
	in := engine.InspectInput{ID: c.ID, Input: c.ID, Name: c.Name, Stores: []chain.Store{}}
	if c.At != "" {
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil {
			return in, fmt.Errorf("%q is not a time; write it like %s", c.At, examples["at"])
		}
		in.At = at
	}
	for _, text := range c.Chain {
		in.Chain = append(in.Chain, certfile.Certificates([]byte(text))...)
	}
	if len(in.Chain) == 0 {
		return in, errors.New("its chain holds no certificate; write each as PEM")
	}
	if len(c.Trust) > 0 {
		store, err := chain.FromPEM("trust", certfile.PlainPEM([]byte(strings.Join(c.Trust, "\n"))))
		if err != nil {
			return in, errors.New("its trust holds no certificate; write each as PEM")
		}
		in.Stores = append(in.Stores, store)
	}
	for _, text := range c.CRLs {
		lists, err := revocation.ParseCRLs([]byte(text))
		if err != nil {
			return in, errors.New("one of its crls is no revocation list; write each as PEM")
		}
		in.CRLs = append(in.CRLs, lists...)
	}
	return in, nil
}

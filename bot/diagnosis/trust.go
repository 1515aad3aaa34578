package diagnosis

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"certdesk/bot/oserr"
	"certdesk/checks/certfile"
	"certdesk/checks/chain"
)

// TrustedRoots opens stores of trusted roots: trust is a list such as
// "mozilla,system,own=roots.pem", and what stands in caFiles is one store more.
func TrustedRoots(trust string, caFiles []string) ([]chain.Store, error) {
	var out []chain.Store
	for entry := range strings.SplitSeq(trust, ",") {
		name, file, named := strings.Cut(strings.TrimSpace(entry), "=")
		switch {
		case named && (name == "" || file == ""):
			return nil, fmt.Errorf("--trust %q lacks a half; a store of your own is written like microsoft=roots.pem", entry)
		case named:
			store, err := storeFile(name, file)
			if err != nil {
				return nil, err
			}
			out = append(out, store)
		case name == "mozilla":
			out = append(out, chain.Mozilla())
		case name == "system":
			out = append(out, chain.System())
		case name == "none", name == "":
		default:
			return nil, fmt.Errorf("--trust does not know %q; it takes mozilla, system, none, or NAME=FILE such as microsoft=roots.pem", name)
		}
	}
	if len(caFiles) == 0 {
		return out, nil
	}
	// All of them are one store: roots of one's own are not compared with the
	// others, nor with each other.
	own, err := storeFile("ca-file", caFiles...)
	if err != nil {
		return nil, err
	}
	return append(out, own), nil
}

func storeFile(name string, files ...string) (chain.Store, error) {
	var all bytes.Buffer
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return chain.Store{}, fmt.Errorf("the roots in %q cannot be read: %s; name a PEM file", file, oserr.Plain(err))
		}
		before := all.Len()
		for _, der := range certfile.Certificates(data) {
			// A certificate that cannot be read is no root, and harms no others.
			if _, err := chain.FromPEM(name, der); err != nil {
				continue
			}
			if err := pem.Encode(&all, &pem.Block{Type: "CERTIFICATE", Bytes: der}); err != nil {
				return chain.Store{}, fmt.Errorf("the roots in %q cannot be used: %w", file, err)
			}
		}
		if all.Len() == before {
			return chain.Store{}, fmt.Errorf("there is no certificate in %q; trusted roots are a file of -----BEGIN CERTIFICATE----- blocks", file)
		}
	}
	store, err := chain.FromPEM(name, all.Bytes())
	if err != nil {
		return chain.Store{}, fmt.Errorf("the roots in %q cannot be used: %w", strings.Join(files, ", "), err)
	}
	return store, nil
}

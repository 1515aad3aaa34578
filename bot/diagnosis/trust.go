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
	"certdesk/checks/say"
)

// StoreNames are those of the stores that need no file, and "none".
func StoreNames() []string { return []string{"mozilla", "system", "none"} }

// UnknownStoreError is of a list of stores with a word that is none of StoreNames.
type UnknownStoreError struct{ Word string }

func (e *UnknownStoreError) Error() string { return fmt.Sprintf("%q is no store of roots", e.Word) }

// TrustedRoots opens stores of trusted roots: trust is a list such as
// "mozilla,system,own=roots.pem", and what stands in caFiles is one store more. An error may be an
// *UnknownStoreError.
func TrustedRoots(trust string, caFiles []string) ([]chain.Store, error) {
	var out []chain.Store
	for entry := range strings.SplitSeq(trust, ",") {
		name, file, named := strings.Cut(strings.TrimSpace(entry), "=")
		switch {
		case named && (name == "" || file == ""):
			return nil, say.Fail(say.S("--trust \"{word}\" lacks a half; a store of your own is written like {example}", say.Foreign("word", entry), say.Code("example", "microsoft=roots.pem")))
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
			return nil, &UnknownStoreError{Word: name}
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
			return chain.Store{}, say.Fail(say.S("the roots in \"{file}\" cannot be read: {why}; name a PEM file", say.Foreign("file", file), say.Sub("why", oserr.Plain(err))))
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
			return chain.Store{}, say.Fail(say.S("there is no certificate in \"{file}\"; trusted roots are a file of {begin} blocks", say.Foreign("file", file), say.Code("begin", "-----BEGIN CERTIFICATE-----")))
		}
	}
	store, err := chain.FromPEM(name, all.Bytes())
	if err != nil {
		return chain.Store{}, fmt.Errorf("the roots in %q cannot be used: %w", strings.Join(files, ", "), err)
	}
	return store, nil
}

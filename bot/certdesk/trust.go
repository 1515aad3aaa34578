package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"certdesk/checks/chain"
)

// stores opens the trusted roots that --trust and --ca-file name.
func (f *shared) stores() ([]chain.Store, error) {
	var out []chain.Store
	for entry := range strings.SplitSeq(f.trust, ",") {
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
	for i, file := range f.caFiles {
		name := "ca-file"
		if i > 0 {
			name = fmt.Sprintf("ca-file-%d", i+1)
		}
		store, err := storeFile(name, file)
		if err != nil {
			return nil, err
		}
		out = append(out, store)
	}
	return out, nil
}

func storeFile(name, file string) (chain.Store, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return chain.Store{}, fmt.Errorf("the roots in %q cannot be read: %s; name a PEM file", file, reason(err))
	}
	store, err := chain.FromPEM(name, plainPEM(data))
	if err != nil {
		return chain.Store{}, fmt.Errorf("there is no certificate in %q; trusted roots are a file of -----BEGIN CERTIFICATE----- blocks", file)
	}
	return store, nil
}

// reason is a file error in plain words.
func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, os.ErrPermission):
		return "its permissions do not allow it"
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

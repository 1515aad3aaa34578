// Package oserr says in plain words what kept a file from being read or written.
package oserr

import (
	"errors"
	"os"
)

// Plain is a file error in plain words.
func Plain(err error) string {
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

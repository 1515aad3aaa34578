// Package oserr says in plain words what kept a file from being read or written.
package oserr

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"certdesk/checks/say"
)

// Plain is a file error in plain words; one that is a sentence already stays as it is.
func Plain(err error) say.Text {
	var typed *say.Error
	switch {
	case errors.As(err, &typed):
		return typed.Said()
	case errors.Is(err, fs.ErrNotExist):
		return say.P("file", "there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return say.P("file", "its permissions do not allow it")
	case errors.Is(err, syscall.EISDIR):
		return say.P("file", "it is a folder")
	case errors.Is(err, syscall.ENOTDIR):
		return say.P("file", "a part of its path is no folder")
	case errors.Is(err, syscall.ENOSPC):
		return say.P("file", "the disk is full")
	case errors.Is(err, syscall.EROFS):
		return say.P("file", "the file system is read-only")
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return say.P("file", "too many files are open")
	case errors.Is(err, syscall.EADDRINUSE):
		return say.P("file", "another program uses it")
	}
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		return say.P("file", "the system answers {error}", say.Code("error", fmt.Sprintf("%d (%s)", int(no), no)))
	}
	return say.P("file", "it cannot be read or written")
}

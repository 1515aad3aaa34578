package main

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// secrets takes the keys of the settings out of what is written. Nothing writes
// them on purpose; but what a platform, a proxy or Redis says against a call is
// logged, and may repeat the call.
type secrets struct {
	mu    sync.RWMutex
	pairs []string
	*strings.Replacer
}

// hidden stands where a secret stood.
const hidden = "[secret]"

// shortestSecret: shorter ones are words, and would blot out the log.
const shortestSecret = 6

// newSecrets hides keys, in each form that text may hold them.
func newSecrets(keys ...string) *secrets {
	out := new(secrets)
	out.learn(keys...)
	return out
}

// learn takes further keys: files of settings are read again.
func (hide *secrets) learn(keys ...string) {
	hide.mu.Lock()
	defer hide.mu.Unlock()
	for _, secret := range keys {
		if len(secret) < shortestSecret {
			continue
		}
		quoted := strconv.Quote(secret)
		for _, form := range []string{secret, url.PathEscape(secret), url.QueryEscape(secret), url.UserPassword("", secret).String()[1:], quoted[1 : len(quoted)-1]} {
			hide.pairs = append(hide.pairs, form, hidden)
		}
	}
	hide.Replacer = strings.NewReplacer(hide.pairs...)
}

// in is a text without secrets.
func (hide *secrets) in(text string) string {
	hide.mu.RLock()
	defer hide.mu.RUnlock()
	return hide.Replace(text)
}

// hide is w without secrets. Each Write is looked at by itself: a line of the
// log is one.
func (hide *secrets) hide(w io.Writer) io.Writer { return &withoutSecrets{w, hide} }

// hideIn is an error whose text has no secret.
func (hide *secrets) hideIn(err error) error {
	if err == nil || hide.in(err.Error()) == err.Error() {
		return err
	}
	return errors.New(hide.in(err.Error()))
}

type withoutSecrets struct {
	io.Writer
	secrets *secrets
}

func (w *withoutSecrets) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, w.secrets.in(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

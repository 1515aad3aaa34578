package telemetry

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// Secrets takes the keys of the settings out of what is written. Nothing writes
// them on purpose; but what a platform, a proxy or Redis says against a call is
// logged, and may repeat the call.
type Secrets struct {
	mu       sync.RWMutex
	pairs    []string
	replacer *strings.Replacer
}

// hidden stands where a secret stood.
const hidden = "[secret]"

// shortestSecret is the length, in bytes, of the shortest that is kept out of the log:
// shorter ones are words, and would blot it out.
const shortestSecret = 6

// NewSecrets hides keys, in each form that text may hold them.
func NewSecrets(keys ...string) *Secrets {
	out := new(Secrets)
	out.Learn(keys...)
	return out
}

// Learn takes further keys: files of settings are read again.
func (hide *Secrets) Learn(keys ...string) {
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
	hide.replacer = strings.NewReplacer(hide.pairs...)
}

// In is a text without secrets.
func (hide *Secrets) In(text string) string {
	hide.mu.RLock()
	defer hide.mu.RUnlock()
	return hide.replacer.Replace(text)
}

// Hide is w without secrets. Each Write is looked at by itself: a line of the
// log is one.
func (hide *Secrets) Hide(w io.Writer) io.Writer { return &withoutSecrets{w, hide} }

// HideIn is an error whose text has no secret.
func (hide *Secrets) HideIn(err error) error {
	if err == nil || hide.In(err.Error()) == err.Error() {
		return err
	}
	return errors.New(hide.In(err.Error()))
}

type withoutSecrets struct {
	out     io.Writer
	secrets *Secrets
}

func (w *withoutSecrets) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.out, w.secrets.In(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

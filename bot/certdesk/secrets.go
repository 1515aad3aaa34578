package main

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// secrets takes the keys of the settings out of what is written. Nothing writes
// them on purpose; but what a platform, a proxy or Redis says against a call is
// logged, and may repeat the call.
type secrets struct{ replacer *strings.Replacer }

// hidden stands where a secret stood.
const hidden = "[secret]"

// shortestSecret: shorter ones are words, and would blot out the log.
const shortestSecret = 6

// secrets are those of the settings, in each form that text may hold them.
func (s *settings) secrets() secrets {
	all := []string{s.slack.botToken, s.slack.appToken, s.slack.signingSecret, s.discord.token}
	// url.Parse does not know several hosts, as Sentinel and Cluster have them.
	_, rest, _ := strings.Cut(s.redisURL, "://")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		_, password, _ := strings.Cut(rest[:at], ":")
		all = append(all, password)
		if plain, err := url.PathUnescape(password); err == nil && plain != password {
			all = append(all, plain)
		}
	}
	all = append(all, s.traces.secrets()...)
	var pairs []string
	for _, secret := range all {
		if len(secret) < shortestSecret {
			continue
		}
		quoted := strconv.Quote(secret)
		for _, form := range []string{secret, url.PathEscape(secret), url.QueryEscape(secret), url.UserPassword("", secret).String()[1:], quoted[1 : len(quoted)-1]} {
			pairs = append(pairs, form, hidden)
		}
	}
	return secrets{strings.NewReplacer(pairs...)}
}

// hide is w without secrets. Each Write is looked at by itself: a line of the
// log is one.
func (s secrets) hide(w io.Writer) io.Writer { return &withoutSecrets{w, s} }

// hideIn is an error whose text has no secret.
func (s secrets) hideIn(err error) error {
	if err == nil || s.replacer.Replace(err.Error()) == err.Error() {
		return err
	}
	return errors.New(s.replacer.Replace(err.Error()))
}

type withoutSecrets struct {
	io.Writer
	secrets
}

func (w *withoutSecrets) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, w.replacer.Replace(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

package checks

import "strings"

// ReadableHost is a host name as people write it: münchen.example for
// xn--mnchen-3ya.example (RFC 5891), and in one of the spellings that mean the
// same. A name that is none, or only a part of one, stays as it is, in lower case.
// It is for comparing what is typed: a name can look like another one.
func ReadableHost(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	for i, label := range labels {
		if readable, err := lookupProfile.ToUnicode(label); err == nil && readable != "" {
			labels[i] = readable
		}
	}
	return strings.Join(labels, ".")
}

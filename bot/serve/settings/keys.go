package settings

import (
	"net/url"
	"strings"
)

// Keys are the secrets among the settings, as they are written and as they are sent:
// they are kept out of whatever is told.
func (s *Settings) Keys() []string {
	var all []string
	if s.Proxy != nil {
		all = append(all, s.Proxy.Secrets()...)
	}
	// url.Parse does not know several hosts, as Sentinel and Cluster have them.
	_, rest, _ := strings.Cut(s.RedisURL, "://")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		_, password, _ := strings.Cut(rest[:at], ":")
		all = append(all, password)
		if plain, err := url.PathUnescape(password); err == nil && plain != password {
			all = append(all, plain)
		}
	}
	all = append(all, s.Outside.secrets...)
	return append(all, s.Traces.Secrets()...)
}

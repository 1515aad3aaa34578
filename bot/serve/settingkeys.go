package serve

import (
	"net/url"
	"strings"
)

// keys are the secrets among the settings.
func (s *settings) keys() []string {
	var all []string
	for _, c := range s.connections {
		all = append(all, c.secrets()...)
	}
	if s.proxy != nil {
		all = append(all, s.proxy.Secrets()...)
	}
	// url.Parse does not know several hosts, as Sentinel and Cluster have them.
	_, rest, _ := strings.Cut(s.redisURL, "://")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		_, password, _ := strings.Cut(rest[:at], ":")
		all = append(all, password)
		if plain, err := url.PathUnescape(password); err == nil && plain != password {
			all = append(all, plain)
		}
	}
	all = append(all, s.outside.keys...)
	return append(all, s.traces.Secrets()...)
}

package view

import (
	"net/http"
	"net/url"
	"strconv"
)

// Proxy tells what programs on this PC go through to reach a host: the setting
// of the system where it has one (proxy_windows.go), else HTTPS_PROXY and its
// kin. User names and passwords are left out; "" is none.
func Proxy(host string, port int) string {
	if p := systemProxy(); p != "" {
		return p
	}
	q := &http.Request{URL: &url.URL{Scheme: "https", Host: host + ":" + strconv.Itoa(port)}}
	p, err := http.ProxyFromEnvironment(q)
	if err != nil || p == nil {
		return ""
	}
	return p.Host
}

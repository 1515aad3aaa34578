package view

import "golang.org/x/sys/windows/registry"

// internetSettings is where Windows keeps what "Internet options" and "Settings >
// Network & internet > Proxy" set for the user.
const internetSettings = `Software\Microsoft\Windows\CurrentVersion\Internet Settings`

// systemProxy is the proxy that the user's settings name: a server, or the
// address of a script that chooses one.
func systemProxy() string {
	key, err := registry.OpenKey(registry.CURRENT_USER, internetSettings, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer key.Close()
	if on, _, err := key.GetIntegerValue("ProxyEnable"); err == nil && on != 0 {
		if server, _, err := key.GetStringValue("ProxyServer"); err == nil {
			return server
		}
	}
	script, _, err := key.GetStringValue("AutoConfigURL")
	if err != nil {
		return ""
	}
	return script
}

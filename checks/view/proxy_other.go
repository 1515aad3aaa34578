//go:build !windows

package view

// systemProxy: outside Windows programs read the environment.
func systemProxy() string { return "" }

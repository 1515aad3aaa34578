// Package intercept knows who makes certificates of his own: protection
// programs, web filters and firewalls that look into encrypted connections,
// login pages of hotspots, tools for reading traffic, authorities whose keys
// everybody has, and what products show until somebody installs a real
// certificate. It recognises them by the names they write into their
// certificates and, where the key itself is known, by the key.
//
//	table.go   who they are: a line each
//	keys.go    authorities recognised by their key
//	index.go   the way from a name or a key to its line
//	match.go   finding them in a chain, or by the name a user reads out
//
// Who it is decides nothing alone: packages findings and seen say what it means
// in a case. A chain that leads to a public root (the Mozilla list) is nobody's
// work here, whatever it is called: several of these makers run, or ran, public
// authorities as well, and an alarm over one of their healthy certificates would
// be worse than a name that is not known. For the same reason the table holds
// no name that a public authority bears, which a test compares.
//
// Sources: the list of Chromium (ssl_error_assistant.asciipb), the test
// authorities of badssl.com, the makers' own manuals on the root they install;
// CVE-2015-2077 (Superfish), CVE-2015-8105 (eDellRoot), VU#925497
// (DSDTestProvider), VU#366544 (PrivDog), VU#529496 (Komodia), CVE-2018-17612
// (Sennheiser).
package intercept

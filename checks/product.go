package checks

import "certdesk/checks/say"

// Product is what stands in between, or where a certificate came from, as
// package intercept calls it: a name that is the same in all languages, or a
// description, which has words in each. A name that nobody knows is a stranger's.
func Product(slot, name string) say.Arg {
	if described := described[name]; described != nil {
		return say.Sub(slot, described)
	}
	return say.Foreign(slot, name)
}

var described = map[string]say.Text{
	"NetFilterSDK (used by several protection programs)": say.P("product", "NetFilterSDK (used by several protection programs)"),
	"BadSSL Antivirus (a test)":                          say.P("product", "BadSSL Antivirus (a test)"),
	"an Aruba Wi-Fi login page":                          say.P("product", "an Aruba Wi-Fi login page"),
	"a Cisco Wi-Fi login page":                           say.P("product", "a Cisco Wi-Fi login page"),
	"a Ruckus Wi-Fi login page":                          say.P("product", "a Ruckus Wi-Fi login page"),
	"a hotspot's login page":                             say.P("product", "a hotspot's login page"),
	"a program that reads encrypted traffic":             say.P("product", "a program that reads encrypted traffic"),
	"FRITZ!Box router":                                   say.P("product", "FRITZ!Box router"),
	"Technicolor router":                                 say.P("product", "Technicolor router"),
	"Let's Encrypt staging environment":                  say.P("product", "Let's Encrypt staging environment"),
	"a fresh Linux server":                               say.P("product", "a fresh Linux server"),
	"a test server":                                      say.P("product", "a test server"),
	"the “Snake Oil” certificate of a fresh server":      say.P("product", "the “Snake Oil” certificate of a fresh server"),
}

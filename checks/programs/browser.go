package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const browserMenus = "the browsers' own menus; no page of a vendor could be read"

// browser is a browser, with webmail or any other page: there is no account in it,
// and its servers are set by whoever runs the webmail.
func browser() Program {
	return Program{
		ID: "browser", Name: say.P("mail program", "Browser (webmail)"), Named: theBrowser,
		clients: []string{"Firefox", "Chrome and Edge", "Chrome, Edge and Safari", "Roundcube"},
		rows: []row{
			{
				step: checks.StepVerify,
				path: []line{
					do(say.S("Chrome and Edge: select “Not secure” to the left of the address, then the line about the certificate.")),
					do(say.S("Firefox: Advanced > View Certificate. Safari: Show Details > view the certificate.")),
					compareDetails,
				},
				noCase: []line{
					do(say.S("Chrome and Edge: select “Not secure” to the left of the address, then the line about the certificate.")),
					do(say.S("Firefox: Advanced > View Certificate. Safari: Show Details > view the certificate.")),
					do(say.S("The name in the address must be one of the certificate's names, and today must be between the two dates.")),
				},
				source: source{menus: browserMenus, read: "2026-11-29"},
			},
			{step: checks.StepNames, without: say.P("left out", "a web page has no account whose server you could change"), source: source{menus: browserMenus, read: "2026-11-29"}},
			{step: checks.StepSettings, without: say.P("left out", "a web page has no account whose port you could change"), source: source{menus: browserMenus, read: "2026-11-29"}},
			browserRoots(),
			{
				step: checks.StepUpdate, called: say.S("Update the browser"),
				path: []line{
					do(say.S("Chrome, Edge and Firefox: Menu > Help > About. Safari is updated with the system.")),
					do(say.S("Start the browser again when the update is ready.")),
				},
				source: source{menus: browserMenus, read: "2026-11-29"},
			},
			windowsClock(),
			{step: checks.StepReadd, without: say.P("left out", "a web page has no account that you could set up again"), source: source{menus: browserMenus, read: "2026-11-29"}},
			browserAntivirus(),
			{step: checks.StepAccept, without: say.P("left out", "nobody should open a page in spite of a wrong certificate"), source: source{menus: "certdesk's own advice", read: "2026-11-29"}},
			contacting(),
		},
	}
}

// browserRoots: Firefox brings its own.
func browserRoots() row {
	r := windowsRoots()
	r.aside = []line{do(say.S("Firefox brings its own root certificates: update Firefox instead."))}
	return r
}

func browserAntivirus() row {
	r := antivirusScan()
	r.short = do(say.S("In the antivirus program, turn off SSL/TLS scanning, load the page again, then turn it on again."))
	return r
}

package programs

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

const outlookMobileMenus = "the app's own menus; no page of Microsoft's could be read"

// outlookMobile is the app on iPhone, iPad and Android.
func outlookMobile() Program {
	return Program{
		ID: "outlook-mobile", Name: say.P("mail program", "Outlook on a phone"), Named: named("Outlook"), device: onPhone,
		rows: []row{
			{step: checks.StepVerify, without: say.P("left out", "Outlook on a phone does not show the certificate"), source: source{menus: outlookMobileMenus, read: "2026-11-29"}},
			{
				step: checks.StepNames,
				path: []line{
					toPhoneAccount,
					do(say.S("Open the server settings. Where there are none, remove the account and add it again (step 7).")),
					serverName,
				},
				source: source{menus: outlookMobileMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepSettings,
				path: []line{
					toPhoneAccount,
					do(say.S("Open the server settings. Where there are none, remove the account and add it again (step 7).")),
					portAndEncryption,
				},
				noCase: usual(toPhoneAccount),
				source: source{menus: outlookMobileMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepRoots, called: say.S("Update the phone"),
				path: []line{
					do(say.S("iPhone: Settings > General > Software Update.")),
					do(say.S("Android: Settings > System > Software update.")),
				},
				source: source{menus: "the phones' own Settings; no page of Apple's or Google's could be read", read: "2026-11-29"},
			},
			{
				step: checks.StepUpdate, called: say.S("Update Outlook"),
				path:   []line{do(say.S("App Store or Google Play: look for Outlook, then Update."))},
				source: source{menus: outlookMobileMenus, read: "2026-11-29"},
			},
			{
				step: checks.StepClock,
				path: []line{
					do(say.S("iPhone: Settings > General > Date & Time > Set Automatically.")),
					do(say.S("Android: Settings > System > Date & time > Set time automatically.")),
				},
				source: source{menus: "the phones' own Settings; no page of Apple's or Google's could be read", read: "2026-11-29"},
			},
			{
				step:    checks.StepReadd,
				caution: mailOnlyHere(),
				path: []line{
					toPhoneAccount,
					do(say.S("Tap Delete account at the bottom.")),
					do(say.S("Settings (gear) > Add account > Add email account.")),
					asBefore,
				},
				noCase: []line{
					toPhoneAccount,
					do(say.S("Tap Delete account at the bottom.")),
					do(say.S("Settings (gear) > Add account > Add email account.")),
					sameAsBefore,
				},
				source: source{menus: outlookMobileMenus, read: "2026-11-29"},
			},
			phoneFilter(
				do(say.S("iPhone: Settings > General > VPN & Device Management.")),
				do(say.S("Android: Settings > Network & internet > VPN, and Private DNS.")),
			),
			{step: checks.StepAccept, without: say.P("left out", "Outlook on a phone cannot accept a certificate"), source: source{menus: outlookMobileMenus, read: "2026-11-29"}},
			contacting(),
		},
	}
}

func toPhoneAccount(*values) say.Text {
	return say.S("Tap your picture, then Settings (gear), then the account.")
}

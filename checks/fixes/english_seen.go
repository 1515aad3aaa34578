package fixes

import (
	"cmp"
	"fmt"
	"unicode"
	"unicode/utf8"

	"certdesk/checks"
)

// englishSeen are the sentences for a user who has read out what his PC shows,
// by outcome and step.
var englishSeen = map[checks.SeenOutcome]map[int]Sentence{
	checks.SeenSame: {
		4: func(s *Situation) string {
			return fmt.Sprintf("The PC shows the server's own certificate (thumbprint %s), so nothing is in between. If it says “not trusted”, it lacks the root %s: that is it.",
				cmp.Or(s.Thumbprint, "as in this report"), cmp.Or(s.Root, "that the certificate leads to"))
		},
		2: func(s *Situation) string {
			return fmt.Sprintf("The certificate is for %s. If the warning speaks of the name, the account has another server name than these: that is it.", cmp.Or(s.Presented, "the names in this report"))
		},
	},
	checks.SeenIntercepted: {
		1: func(s *Situation) string {
			text := fmt.Sprintf("“Issued by” says %s on this PC", cmp.Or(s.User.Issuer, s.User.Product))
			if s.User.Issuer == "" && s.User.Holder != "" {
				text = fmt.Sprintf("“Issued to” says %s on this PC", s.User.Holder)
			}
			text += fmt.Sprintf("; the server itself sends a certificate issued by %s.", cmp.Or(s.Issuer, "its own authority"))
			if s.User.Kind != "development-ca" {
				text += " When step 8 helps, the second one must appear."
			}
			return text
		},
		8: func(s *Situation) string {
			switch s.User.Kind {
			case "leaked-ca":
				return fmt.Sprintf("%s on this PC makes certificates that anybody could make: remove it, and its authority from the trusted ones of Windows.", s.User.Product)
			case "captive-portal":
				return fmt.Sprintf("%s answers: open any web page on this PC, log in to the network there, and start Outlook again. No protection program need be touched.", englishFirst(s.User.Product))
			}
			return ""
		},
		10: func(s *Situation) string {
			host := cmp.Or(s.Host, "the server")
			switch s.User.Kind {
			case "leaked-ca":
				return fmt.Sprintf("Ask the IT of this PC how %s came onto it, and to remove it; a password that was typed since then should be changed.", s.User.Product)
			case "development-ca":
				return fmt.Sprintf("Ask the IT of this network which developer's machine answers there for %s.", host)
			case "captive-portal":
				return fmt.Sprintf("Ask whoever runs this network how to log in to it, and why its login page answers for %s.", host)
			}
			return ""
		},
	},
	checks.SeenClock: {
		6: func(s *Situation) string {
			valid := fmt.Sprintf("The certificate is valid from %s to %s", dayOf(s.NotBefore), dayOf(s.NotAfter))
			switch {
			case s.User.FromDates:
				return fmt.Sprintf("The certificate on this PC begins only on %s: either the clock here is fast, or that of whatever made it. Compare with a phone.", dayOf(s.User.Begins))
			case s.User.ClockOff == 0:
				return valid + ", and today is in between: a PC that says otherwise has a wrong clock. Compare with a phone."
			}
			return fmt.Sprintf("The clock of this PC is %s. %s: with the right time the PC accepts it.", englishOff(s.User), valid)
		},
		1: func(s *Situation) string {
			return fmt.Sprintf("Only if the warning stays with the right time: the server's certificate is issued by %s, thumbprint %s. Another one means that something is in between.",
				cmp.Or(s.Issuer, "the authority in this report"), cmp.Or(s.Thumbprint, "as in this report"))
		},
	},
	checks.SeenOther: {
		1: func(s *Situation) string {
			return fmt.Sprintf("The PC shows %s; the server sends one issued by %s, valid until %s, thumbprint %s. Compare once more from the same network (a phone in the same Wi-Fi, a colleague's PC): if they show the same as this PC, it is the network, else this PC.",
				englishOther(s.User), cmp.Or(s.Issuer, "another authority"), dayOf(s.NotAfter), cmp.Or(s.Thumbprint, "as in this report"))
		},
		2: func(s *Situation) string {
			return fmt.Sprintf("The PC's certificate is for %s: see whether the account really has %s as its server, the one that was checked here.", cmp.Or(s.User.Holder, "somebody else"), cmp.Or(s.Host, "that name"))
		},
		8: func(s *Situation) string {
			return fmt.Sprintf("%s is no issuer that is known here: a protection program or a web filter may have made that certificate, or the login page of a hotel or hotspot answers. Without mail scanning, and logged in to the network, the server's own must appear.",
				cmp.Or(s.User.Issuer, "That"))
		},
		10: func(s *Situation) string {
			if s.User.OtherIssuer {
				return fmt.Sprintf("Ask the IT of the user's network which machine shows a certificate issued by %s for %s; if none does, ask whoever runs %s whether that name leads to another server there. Send this report along.", s.User.Issuer, cmp.Or(s.Host, "the server"), cmp.Or(s.Host, "it"))
			}
			return fmt.Sprintf("Ask whoever runs %s whether another server of that name still has %s, or whether it was renewed just now. Send this report along.", cmp.Or(s.Host, "the server"), englishOther(s.User))
		},
	},
	checks.SeenNotReached: {
		8: func(s *Situation) string {
			if s.User.NoName {
				return "This PC finds no address for the server's name. Turn off a VPN or a DNS filter on this PC for a moment and try again."
			}
			return "This PC gets no connection to the server, and the server answers from here. Turn off only the protection program's firewall or mail scanning for a moment, or a VPN, and try again."
		},
		10: func(s *Situation) string {
			if s.User.NoName {
				return fmt.Sprintf("Ask the IT of the user's network why its name server has no address for %s.", cmp.Or(s.Host, "the server"))
			}
			return fmt.Sprintf("Ask the IT of the user's network whether its firewall or proxy lets PCs reach %s.", cmp.Or(s.Host, "the server"))
		},
	},
	checks.SeenElsewhere: {
		1: func(s *Situation) string {
			return fmt.Sprintf("See who issued the certificate on this PC. An issuer other than %s may belong to the server at %s, which was not checked here.", cmp.Or(s.Issuer, "the one in this report"), cmp.Or(s.User.Address, "the other address"))
		},
		8: func(s *Situation) string {
			return "Turn off a VPN or a DNS filter on this PC for a moment and try again. If that helps, it leads this PC to the other server."
		},
		10: func(s *Situation) string {
			return fmt.Sprintf("Ask the IT of the user's network whether %s is meant to lead to %s there, and which certificate that server shows.", cmp.Or(s.Host, "the server"), cmp.Or(s.User.Address, "another address"))
		},
	},
	checks.SeenProxy: {
		1: func(s *Situation) string {
			return fmt.Sprintf("See who issued the certificate on this PC. An issuer other than %s may be that of the proxy.", cmp.Or(s.Issuer, "the one in this report"))
		},
		8: func(s *Situation) string {
			return fmt.Sprintf("Programs on this PC go through the proxy %s. Try once from another network, such as a phone's hotspot: if the warning is gone there, the proxy is the cause.", cmp.Or(s.User.Proxy, "of its network"))
		},
		10: func(s *Situation) string {
			return fmt.Sprintf("Ask the IT of the user's network whether the proxy %s looks into the connections to %s, and for an exception or its root certificate.", cmp.Or(s.User.Proxy, "there"), cmp.Or(s.Host, "the server"))
		},
	},
	checks.SeenUnclear: {
		6: func(s *Situation) string {
			if !s.User.ClockFree {
				return ""
			}
			return "Nothing sets the clock of this PC: its time service is not synchronized. Compare its date and time with a phone."
		},
		1: func(s *Situation) string {
			return fmt.Sprintf("What was told is too little to compare. The server's certificate is issued by %s, valid from %s to %s, thumbprint %s: the same thumbprint on the PC rules out everything in between.",
				cmp.Or(s.Issuer, "an authority unknown"), dayOf(s.NotBefore), dayOf(s.NotAfter), cmp.Or(s.Thumbprint, "unknown"))
		},
	},
}

// englishOther tells the user's certificate apart from the server's.
func englishOther(v *userView) string {
	switch {
	case v.OtherIssuer && v.Issuer != "":
		return "a certificate issued by " + v.Issuer
	case v.OtherHolder && v.Holder != "":
		return "a certificate issued to " + v.Holder
	case v.OtherDates && !v.Ends.IsZero():
		return "a certificate that ends on " + checks.Date(v.Ends)
	case v.OtherDates:
		return "a certificate that begins on " + checks.Date(v.Begins)
	}
	return "another certificate"
}

// englishOff: "22 days slow", "at least 62 days fast".
func englishOff(v *userView) string {
	way := "fast"
	if v.ClockOff < 0 {
		way = "slow"
	}
	if v.ClockAtLeast {
		return "at least " + checks.Days(v.ClockOff) + " " + way
	}
	return checks.Days(v.ClockOff) + " " + way
}

func englishFirst(s string) string {
	if s == "" {
		return "A login page"
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

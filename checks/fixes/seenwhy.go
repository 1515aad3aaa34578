package fixes

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// whysSeen are the sentences for a user who has read out what his PC shows, by
// outcome and step.
var whysSeen = map[checks.SeenOutcome]map[int]sentence{
	checks.SeenSame: {
		checks.StepRoots: func(s *Situation) say.Text {
			own := say.S("The PC shows the server's own certificate, so nothing intercepts the connection.")
			if s.Root == "" {
				return say.Join(own, say.S("If it says “not trusted”, the PC does not have the root certificate."))
			}
			lacks := say.S("If it says “not trusted”, the PC does not have the root certificate {root}.", say.Foreign("root", s.Root))
			if s.PrivateRoot {
				return say.Join(own, lacks, fromIT)
			}
			return say.Join(own, lacks)
		},
		checks.StepNames: func(s *Situation) say.Text {
			if len(s.Presented) == 0 {
				return say.S("If the warning is about the name, the account uses a server name that is not on the certificate.")
			}
			return say.S("The certificate is for {names}. If the warning is about the name, the account uses a different server name.", s.names("names"))
		},
	},
	checks.SeenIntercepted: {
		checks.StepVerify: func(s *Situation) say.Text {
			out := say.Join(shownOnPC(s.User), sentByServer(s))
			if s.User.Kind == developmentCA {
				return out
			}
			return say.Join(out, say.S("If step 8 helps, the PC shows the server's certificate."))
		},
		checks.StepAntivirus: func(s *Situation) say.Text {
			switch s.User.Kind {
			case leakedCA:
				return say.S("Anyone can make certificates with the key of {product}. Remove {product} from this PC, and its CA from the trusted root certificates of Windows.", s.User.product("product"))
			case captivePortal:
				return say.Join(
					say.S("A sign-in page answers instead of the server. Open any web page on this PC, sign in to the network, then restart {program}.", checks.MailProgram()),
					say.S("You do not need to change the antivirus program."),
				)
			}
			return nil
		},
		checks.StepContact: func(s *Situation) say.Text {
			switch s.User.Kind {
			case leakedCA:
				return say.S("Ask IT to find out how {product} got onto this PC and to remove it. Then change all passwords typed on it since.", s.User.product("product"))
			case developmentCA:
				return say.S("Ask the IT team for this network which developer's computer answers there instead of {host}.", s.host("host"))
			case captivePortal:
				return say.S("Ask the network's administrator how to sign in, and why the sign-in page answers instead of {host}.", s.host("host"))
			}
			return nil
		},
	},
	checks.SeenClock: {
		checks.StepClock: func(s *Situation) say.Text {
			phone := say.S("Compare the PC's time with a phone.")
			switch {
			case s.User.FromDates && !s.User.Begins.IsZero():
				return say.Join(say.S("The certificate on this PC starts on {date}. Either the clock here is fast, or the clock of the program that made it.", say.Date("date", s.User.Begins)), phone)
			case s.User.ClockOff != 0 && s.undated():
				return say.Join(clockOff(s.User), say.S("With the right time, the PC accepts the certificate."))
			case s.User.ClockOff != 0:
				return say.Join(clockOff(s.User), validFromTo(s), say.S("With the right time, the PC accepts it."))
			case s.undated():
				return phone
			}
			return say.Join(validFromTo(s), say.S("Today is between these dates. If a PC says otherwise, its clock is wrong."), phone)
		},
		checks.StepVerify: func(s *Situation) say.Text {
			return say.Join(
				say.S("Do this only if the warning stays with the right time."),
				serverCertificate(s),
				say.S("If the PC shows a different one, something intercepts the connection."),
			)
		},
	},
	checks.SeenOther: {
		checks.StepVerify: func(s *Situation) say.Text {
			return say.Join(
				say.S("The PC shows {his}.", say.Sub("his", s.User.certificate())),
				serverCertificate(s),
				say.S("Compare with another device on the same network, such as a phone on Wi-Fi. Same result: the network is the cause. Different result: this PC is the cause."),
			)
		},
		checks.StepNames: func(s *Situation) say.Text {
			really := say.S("Check that the account really uses {host}, the server that was checked here.", s.host("host"))
			if s.User.Holder == "" {
				return really
			}
			return say.Join(say.S("The PC's certificate is for {name}.", say.Foreign("name", s.User.Holder)), really)
		},
		checks.StepAntivirus: func(s *Situation) say.Text {
			then := say.S("Without email scanning, and signed in to the network, the PC must show the server's own certificate.")
			if s.User.Issuer == "" {
				return say.Join(say.S("The certificate may come from an antivirus program, a web filter, or the sign-in page of a hotel or hotspot."), then)
			}
			return say.Join(
				say.S("certdesk does not know the issuer {name}. It may be an antivirus program, a web filter, or the sign-in page of a hotel or hotspot.", say.Foreign("name", s.User.Issuer)),
				then,
			)
		},
		checks.StepContact: func(s *Situation) say.Text {
			along := say.S("Send this report along.")
			if s.User.OtherIssuer && s.User.Issuer != "" {
				return say.Join(
					say.S("Ask the user's IT which device sends a certificate issued by {name} for {host}.", say.Foreign("name", s.User.Issuer), s.host("host")),
					say.S("If none does, ask the administrator of {host} if the name points to a different server on that network.", s.host("host")),
					along,
				)
			}
			return say.Join(
				say.S("Ask the administrator of {host} if another server of that name still has {his}.", s.host("host"), say.Sub("his", s.User.certificate())),
				say.S("Also ask if the certificate was renewed just now."),
				along,
			)
		},
	},
	checks.SeenNotReached: {
		checks.StepAntivirus: func(s *Situation) say.Text {
			if s.User.NoName {
				return say.S("This PC finds no address for the server's name. Turn off a VPN or a DNS filter on this PC for a moment and try again.")
			}
			return say.S("This PC gets no connection to the server, but certdesk does. For a moment, turn off only the antivirus program's firewall or email scanning, or a VPN, and try again.")
		},
		checks.StepContact: func(s *Situation) say.Text {
			if s.User.NoName {
				return say.S("Ask the IT team for the user's network why its DNS server has no address for {host}.", s.host("host"))
			}
			return say.S("Ask the IT team for the user's network if its firewall or proxy lets PCs reach {host}.", s.host("host"))
		},
	},
	checks.SeenElsewhere: {
		checks.StepVerify: func(s *Situation) say.Text {
			look := say.S("Check who issued the certificate on this PC.")
			switch {
			case s.User.Address == "":
				return say.Join(look, say.S("A different issuer may belong to another server, which certdesk did not check."))
			case s.Issuer == "":
				return say.Join(look, say.S("A different issuer may belong to the server at {address}, which certdesk did not check.", say.Host("address", s.User.Address)))
			}
			return say.Join(look, say.S("An issuer other than {issuer} may belong to the server at {address}, which certdesk did not check.", say.Foreign("issuer", s.Issuer), say.Host("address", s.User.Address)))
		},
		checks.StepAntivirus: always(say.S("Turn off a VPN or a DNS filter on this PC for a moment and try again. If that helps, it leads this PC to the other server.")),
		checks.StepContact: func(s *Situation) say.Text {
			if s.User.Address == "" {
				return say.S("Ask the IT team for the user's network to which server {host} should lead there, and which certificate that server sends.", s.host("host"))
			}
			return say.S("Ask the IT team for the user's network if {host} should lead to {address} there, and which certificate that server sends.", s.host("host"), say.Host("address", s.User.Address))
		},
	},
	checks.SeenProxy: {
		checks.StepVerify: func(s *Situation) say.Text {
			look := say.S("Check who issued the certificate on this PC.")
			if s.Issuer == "" {
				return say.Join(look, say.S("A different issuer may be that of the proxy."))
			}
			return say.Join(look, say.S("An issuer other than {issuer} may be that of the proxy.", say.Foreign("issuer", s.Issuer)))
		},
		checks.StepAntivirus: func(s *Situation) say.Text {
			try := say.S("Try once from another network, such as a phone's hotspot. If the warning is gone there, the proxy is the cause.")
			if s.User.Proxy == "" {
				return say.Join(say.S("Programs on this PC go through a proxy."), try)
			}
			return say.Join(say.S("Programs on this PC go through the proxy {name}.", say.Host("name", s.User.Proxy)), try)
		},
		checks.StepContact: func(s *Situation) say.Text {
			exception := say.S("If it does, ask for an exception or its root certificate.")
			if s.User.Proxy == "" {
				return say.Join(say.S("Ask the IT team for the user's network if its proxy intercepts connections to {host}.", s.host("host")), exception)
			}
			return say.Join(say.S("Ask the IT team for the user's network if the proxy {name} intercepts connections to {host}.", say.Host("name", s.User.Proxy), s.host("host")), exception)
		},
	},
	checks.SeenUnclear: {
		checks.StepClock: func(s *Situation) say.Text {
			if !s.User.ClockFree {
				return nil
			}
			return say.S("Nothing sets the clock of this PC: its time service is not synchronised. Compare its date and time with a phone.")
		},
		checks.StepVerify: func(s *Situation) say.Text {
			told := say.S("There is not enough information to compare.")
			if s.User.NoProxy {
				told = say.S("Windows has no proxy set for its own programs on this PC. That does not tell which certificate it sees.")
			}
			return say.Join(
				told,
				serverCertificate(s),
				say.S("If the PC shows the same thumbprint, nothing intercepts the connection."),
			)
		},
	},
}

// shownOnPC tells what the user's window shows.
func shownOnPC(v *userView) say.Text {
	switch {
	case v.Issuer != "":
		return say.S("This PC shows {name} at “Issued by”.", say.Foreign("name", v.Issuer))
	case v.Holder != "":
		return say.S("This PC shows {name} at “Issued to”.", say.Foreign("name", v.Holder))
	}
	return say.S("This PC shows a different certificate.")
}

func sentByServer(s *Situation) say.Text {
	if s.Issuer == "" {
		return say.S("The server itself sends its own certificate.")
	}
	return say.S("The server itself sends a certificate issued by {issuer}.", say.Foreign("issuer", s.Issuer))
}

// serverCertificate tells what the server sends, as far as it is known.
func serverCertificate(s *Situation) say.Text {
	var out say.Text
	if s.Issuer != "" {
		out = say.S("The server's certificate is issued by {issuer}.", say.Foreign("issuer", s.Issuer))
	}
	if !s.undated() {
		out = say.Join(out, say.S("It is valid from {from} to {to}.", say.Date("from", s.NotBefore), say.Date("to", s.NotAfter)))
		if s.Issuer == "" {
			out = say.S("The server's certificate is valid from {from} to {to}.", say.Date("from", s.NotBefore), say.Date("to", s.NotAfter))
		}
	}
	if s.Thumbprint != "" {
		out = say.Join(out, say.S("Its thumbprint is {thumbprint}.", say.Code("thumbprint", s.Thumbprint)))
	}
	return out
}

// product is what made the certificate that the user is shown.
func (v *userView) product(slot string) say.Arg {
	if v.Product == "" {
		return say.Sub(slot, say.P("unnamed product", "that program"))
	}
	return checks.Product(slot, v.Product)
}

// certificate tells the user's certificate apart from the server's.
func (v *userView) certificate() say.Text {
	switch {
	case v.OtherIssuer && v.Issuer != "":
		return say.P("his", "a certificate issued by {name}", say.Foreign("name", v.Issuer))
	case v.OtherHolder && v.Holder != "":
		return say.P("his", "a certificate issued to {name}", say.Foreign("name", v.Holder))
	case v.OtherDates && !v.Ends.IsZero():
		return say.P("his", "a certificate that expires on {date}", say.Date("date", v.Ends))
	case v.OtherDates && !v.Begins.IsZero():
		return say.P("his", "a certificate that starts on {date}", say.Date("date", v.Begins))
	}
	return say.P("his", "another certificate")
}

// clockOff tells how far the PC's clock is off.
func clockOff(v *userView) say.Text {
	off := v.ClockOff
	if v.ClockAtLeast { // nothing beyond it was seen
		off = off.Truncate(time.Hour)
	}
	span := say.Span("span", off)
	switch {
	case v.ClockAtLeast && v.ClockOff < 0:
		return say.S("The clock of this PC is at least {span} slow.", span)
	case v.ClockAtLeast:
		return say.S("The clock of this PC is at least {span} fast.", span)
	case v.ClockOff < 0:
		return say.S("The clock of this PC is {span} slow.", span)
	}
	return say.S("The clock of this PC is {span} fast.", span)
}

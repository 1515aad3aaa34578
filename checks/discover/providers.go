package discover

import (
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// provider is a well-known mail provider, as it describes its servers itself.
type provider struct {
	name string
	// domains are those of its own addresses.
	domains []string
	// exchangers are suffixes of the MX hosts of its customers' domains.
	exchangers []string
	// endpoints are suffixes of the Autodiscover servers it sends customers to.
	endpoints []string
	servers   []place
	// cloud: Outlook asks the provider before the domain.
	cloud bool
	// note is what to know where there is more to say than servers.
	note say.Text
}

type place struct {
	use, host string
	port      int
}

func imaps(host string) place       { return place{useIMAP, host, 993} }
func pops(host string) place        { return place{usePOP3, host, 995} }
func submission(host string) place  { return place{useSMTP, host, 587} }
func submissions(host string) place { return place{useSMTP, host, 465} }

// providers are our own list, from what the providers tell their customers.
var providers = [...]provider{
	{
		name: "Outlook.com", domains: []string{"outlook.com", "outlook.de", "outlook.fr", "outlook.es", "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.es", "hotmail.co.uk", "live.com", "live.de", "live.fr", "msn.com"}, cloud: true,
		exchangers: []string{"olc.protection.outlook.com"},
		servers:    []place{imaps("outlook.office365.com"), pops("outlook.office365.com"), submission("smtp-mail.outlook.com")},
	},
	{
		name: "Microsoft 365", cloud: true, exchangers: []string{"mail.protection.outlook.com", "mx.microsoft"},
		endpoints: []string{"outlook.com", "office365.com", "office365.us", "partner.outlook.cn"},
		servers:   []place{imaps("outlook.office365.com"), pops("outlook.office365.com"), submission("smtp.office365.com"), {useAutodiscover, "outlook.office365.com", 443}},
	},
	{
		name: "Gmail", domains: []string{"gmail.com", "googlemail.com"}, exchangers: []string{"gmail-smtp-in.l.google.com"},
		servers: []place{imaps("imap.gmail.com"), pops("pop.gmail.com"), submissions("smtp.gmail.com"), submission("smtp.gmail.com")},
	},
	{
		name: "Google Workspace", exchangers: []string{"aspmx.l.google.com", "googlemail.com", "smtp.google.com"},
		servers: []place{imaps("imap.gmail.com"), pops("pop.gmail.com"), submissions("smtp.gmail.com"), submission("smtp.gmail.com")},
	},
	{
		name: "iCloud Mail", domains: []string{"icloud.com", "me.com", "mac.com"}, exchangers: []string{"mail.icloud.com"},
		servers: []place{imaps("imap.mail.me.com"), submission("smtp.mail.me.com")},
	},
	{
		name: "AOL", domains: []string{"aol.com", "aol.de", "aim.com"},
		servers: []place{imaps("imap.aol.com"), pops("pop.aol.com"), submissions("smtp.aol.com")},
	},
	{
		name: "Yahoo", domains: []string{"yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.co.uk", "ymail.com", "rocketmail.com"}, exchangers: []string{"yahoodns.net"},
		servers: []place{imaps("imap.mail.yahoo.com"), pops("pop.mail.yahoo.com"), submissions("smtp.mail.yahoo.com")},
	},
	{
		name: "GMX", domains: []string{"gmx.de", "gmx.net", "gmx.at", "gmx.ch"}, exchangers: []string{"gmx.net"},
		servers: []place{imaps("imap.gmx.net"), pops("pop.gmx.net"), submission("mail.gmx.net"), submissions("mail.gmx.net")},
	},
	{
		name: "GMX", domains: []string{"gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "gmx.es"},
		servers: []place{imaps("imap.gmx.com"), pops("pop.gmx.com"), submission("mail.gmx.com")},
	},
	{
		name: "WEB.DE", domains: []string{"web.de", "email.de"}, exchangers: []string{"web.de"},
		servers: []place{imaps("imap.web.de"), pops("pop3.web.de"), submission("smtp.web.de")},
	},
	{
		name: "IONOS", exchangers: []string{"kundenserver.de", "ionos.de"},
		servers: []place{imaps("imap.ionos.de"), pops("pop.ionos.de"), submissions("smtp.ionos.de")},
	},
	{
		name: "IONOS", exchangers: []string{"1and1.com", "ionos.com", "perfora.net"},
		servers: []place{imaps("imap.ionos.com"), pops("pop.ionos.com"), submissions("smtp.ionos.com")},
	},
	{
		name: "T-Online", domains: []string{"t-online.de", "magenta.de"}, exchangers: []string{"t-online.de"},
		servers: []place{imaps("secureimap.t-online.de"), pops("securepop.t-online.de"), submissions("securesmtp.t-online.de")},
	},
	{
		name: "Fastmail", domains: []string{"fastmail.com", "fastmail.fm"}, exchangers: []string{"messagingengine.com"},
		servers: []place{imaps("imap.fastmail.com"), pops("pop.fastmail.com"), submissions("smtp.fastmail.com")},
	},
	{
		name: "Zoho Mail", domains: []string{"zoho.com", "zohomail.com"}, exchangers: []string{"zoho.com"},
		servers: []place{imaps("imap.zoho.com"), pops("pop.zoho.com"), submissions("smtp.zoho.com")},
	},
	{
		name: "Zoho Mail", domains: []string{"zoho.eu", "zohomail.eu"}, exchangers: []string{"zoho.eu"},
		servers: []place{imaps("imap.zoho.eu"), pops("pop.zoho.eu"), submissions("smtp.zoho.eu")},
	},
	{
		name: "Proton Mail", domains: []string{"proton.me", "protonmail.com", "pm.me"}, exchangers: []string{"protonmail.ch"},
		note: say.P("attempt", "mail apps reach it only through Proton Mail Bridge on the user's own PC (127.0.0.1, ports 1143 and 1025)"),
	},
	{
		name: "OVHcloud", exchangers: []string{"mail.ovh.net"},
		servers: []place{imaps("ssl0.ovh.net"), pops("ssl0.ovh.net"), submissions("ssl0.ovh.net")},
	},
	{
		name: "Strato", exchangers: []string{"rzone.de"},
		servers: []place{imaps("imap.strato.de"), pops("pop3.strato.de"), submissions("smtp.strato.de")},
	},
	{
		name: "Hetzner", exchangers: []string{"your-server.de"},
		servers: []place{imaps("mail.your-server.de"), submission("mail.your-server.de")},
	},
	{
		name: "mailbox.org", domains: []string{"mailbox.org"}, exchangers: []string{"mailbox.org"},
		servers: []place{imaps("imap.mailbox.org"), pops("pop3.mailbox.org"), submissions("smtp.mailbox.org")},
	},
	{
		name: "Posteo", domains: []string{"posteo.de", "posteo.net", "posteo.eu"}, exchangers: []string{"posteo.de"},
		servers: []place{imaps("posteo.de"), pops("posteo.de"), submissions("posteo.de")},
	},
	{
		name: "Orange", domains: []string{"orange.fr", "wanadoo.fr"}, exchangers: []string{"orange.fr"},
		servers: []place{imaps("imap.orange.fr"), pops("pop.orange.fr"), submissions("smtp.orange.fr")},
	},
	{
		name: "Free", domains: []string{"free.fr"}, exchangers: []string{"free.fr"},
		servers: []place{imaps("imap.free.fr"), pops("pop.free.fr"), submissions("smtp.free.fr")},
	},
	{
		name: "Infomaniak", domains: []string{"ik.me", "ikmail.com"}, exchangers: []string{"infomaniak.ch", "infomaniak.com"},
		servers: []place{imaps("mail.infomaniak.com"), pops("mail.infomaniak.com"), submissions("mail.infomaniak.com")},
	},
	{
		name: "freenet", domains: []string{"freenet.de"},
		servers: []place{imaps("mx.freenet.de"), pops("mx.freenet.de"), submission("mx.freenet.de")},
	},
	{
		name: "SFR", domains: []string{"sfr.fr", "neuf.fr"},
		servers: []place{imaps("imap.sfr.fr"), pops("pop.sfr.fr"), submissions("smtp.sfr.fr")},
	},
	{
		name: "La Poste", domains: []string{"laposte.net"},
		servers: []place{imaps("imap.laposte.net"), pops("pop.laposte.net"), submissions("smtp.laposte.net")},
	},
	{
		name: "Rackspace", exchangers: []string{"emailsrvr.com"},
		servers: []place{imaps("secure.emailsrvr.com"), pops("secure.emailsrvr.com"), submissions("secure.emailsrvr.com")},
	},
	{
		name: "Gandi", exchangers: []string{"mail.gandi.net"},
		servers: []place{imaps("mail.gandi.net"), pops("mail.gandi.net"), submissions("mail.gandi.net")},
	},
	{
		name: "Yandex", domains: []string{"yandex.com", "yandex.ru", "ya.ru"}, exchangers: []string{"mx.yandex.net", "mx.yandex.ru"},
		servers: []place{imaps("imap.yandex.com"), submissions("smtp.yandex.com")},
	},
	{
		name: "Mail.ru", domains: []string{"mail.ru", "bk.ru", "list.ru", "inbox.ru"}, exchangers: []string{"mxs.mail.ru", "emx.mail.ru"},
		servers: []place{imaps("imap.mail.ru"), submissions("smtp.mail.ru")},
	},
	{
		name: "Libero", domains: []string{"libero.it"}, exchangers: []string{"libero.it"},
		servers: []place{imaps("imapmail.libero.it"), submissions("smtp.libero.it")},
	},
	{
		name: "Comcast", domains: []string{"comcast.net"}, exchangers: []string{"comcast.net"},
		servers: []place{imaps("imap.comcast.net"), submission("smtp.comcast.net")},
	},
	{
		name: "AT&T", domains: []string{"att.net", "sbcglobal.net", "bellsouth.net"},
		servers: []place{imaps("imap.mail.att.net"), submissions("smtp.mail.att.net")},
	},
	{
		name: "Hostinger", exchangers: []string{"hostinger.com"},
		servers: []place{imaps("imap.hostinger.com"), submissions("smtp.hostinger.com")},
	},
	{
		name: "Namecheap Private Email", exchangers: []string{"privateemail.com"},
		servers: []place{imaps("mail.privateemail.com"), submissions("mail.privateemail.com")},
	},
	{
		name: "Migadu", exchangers: []string{"migadu.com"},
		servers: []place{imaps("imap.migadu.com"), submissions("smtp.migadu.com")},
	},
}

// recognise finds the provider behind a domain: by its own domains, by its MX,
// by where its Autodiscover leads. The last also sees a provider behind a filter
// that takes the mail.
func recognise(domain string, t *trail) *provider {
	for i := range providers {
		if slices.Contains(providers[i].domains, domain) {
			return &providers[i]
		}
	}
	for _, use := range [...]string{useMX, useAutodiscover} {
		for _, s := range t.servers {
			if s.Use != use {
				continue
			}
			for i := range providers {
				suffixes := providers[i].exchangers
				if use == useAutodiscover {
					suffixes = providers[i].endpoints
				}
				if slices.ContainsFunc(suffixes, func(suffix string) bool { return isBelow(s.Host, suffix) }) {
					return &providers[i]
				}
			}
		}
	}
	return nil
}

func isBelow(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }

// useProvider adds what is known of a provider, where the domain itself says
// nothing.
func (s *search) useProvider(t *trail, p *provider) {
	a := checks.DiscoveryAttempt{Method: byProvider, Asked: s.domain, Parent: noParent, Answer: say.P("attempt", "{provider}", say.Term("provider", p.name))}
	if !p.note.Empty() {
		a.Answer = say.P("attempt", "{provider}: {note}", say.Term("provider", p.name), say.Sub("note", p.note))
	}
	told := t.hasClientServer()
	for _, place := range p.servers {
		if told && place.use != useAutodiscover {
			continue
		}
		mode := checks.ModeTLS
		if place.port == 587 {
			mode = checks.ModeSTARTTLS
		}
		a.Found = true
		t.tell(place.use, place.host, place.port, mode, byProvider)
	}
	t.note(a, 0)
}

// withoutOwnEndpoints drops the domain's own Autodiscover names.
func withoutOwnEndpoints(servers []checks.DiscoveredServer, domain string) []checks.DiscoveredServer {
	return slices.DeleteFunc(servers, func(s checks.DiscoveredServer) bool {
		return s.Use == useAutodiscover && isBelow(s.Host, domain)
	})
}

package discover

import (
	"context"
	"slices"
	"strings"

	"certdesk/checks"
)

// provider is a well-known mail provider and the servers it documents.
type provider struct {
	name string
	// domains of mail addresses; mx are endings of the names of its exchangers,
	// by which domains of customers are known.
	domains, mx []string
	imap, pop3  string // on 993 and 995; "" is not offered
	smtp        string
	smtpPort    int // 465 speaks TLS at once, 587 STARTTLS
}

// providers is written from what they tell their customers. A provider that
// takes mail under its customers' domains by names of their own is not here.
var providers = []provider{
	{"Microsoft 365", []string{"outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.de", "hotmail.fr", "hotmail.es", "live.fr"}, []string{".mail.protection.outlook.com", ".mx.microsoft"}, "outlook.office365.com", "outlook.office365.com", "smtp.office365.com", 587},
	{"Google", []string{"gmail.com", "googlemail.com"}, []string{"aspmx.l.google.com", ".aspmx.l.google.com", "smtp.google.com", ".googlemail.com"}, "imap.gmail.com", "pop.gmail.com", "smtp.gmail.com", 465},
	{"iCloud", []string{"icloud.com", "me.com", "mac.com"}, []string{".mail.icloud.com"}, "imap.mail.me.com", "", "smtp.mail.me.com", 587},
	{"Yahoo", []string{"yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.co.uk", "ymail.com", "rocketmail.com"}, []string{".yahoodns.net"}, "imap.mail.yahoo.com", "pop.mail.yahoo.com", "smtp.mail.yahoo.com", 465},
	{"AOL", []string{"aol.com", "aol.de"}, nil, "imap.aol.com", "pop.aol.com", "smtp.aol.com", 465},
	{"GMX", []string{"gmx.net", "gmx.de", "gmx.at", "gmx.ch"}, nil, "imap.gmx.net", "pop.gmx.net", "mail.gmx.net", 465},
	{"GMX", []string{"gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "gmx.es"}, nil, "imap.gmx.com", "pop.gmx.com", "mail.gmx.com", 465},
	{"WEB.DE", []string{"web.de"}, nil, "imap.web.de", "pop3.web.de", "smtp.web.de", 587},
	{"T-Online", []string{"t-online.de", "magenta.de"}, nil, "secureimap.t-online.de", "securepop.t-online.de", "securesmtp.t-online.de", 465},
	{"freenet", []string{"freenet.de"}, nil, "mx.freenet.de", "mx.freenet.de", "mx.freenet.de", 587},
	{"IONOS", nil, []string{".kundenserver.de", ".ionos.de", ".ionos.com", ".1and1.com"}, "imap.ionos.de", "pop.ionos.de", "smtp.ionos.de", 465},
	{"Strato", nil, []string{".rzone.de"}, "imap.strato.de", "pop3.strato.de", "smtp.strato.de", 465},
	{"Fastmail", []string{"fastmail.com", "fastmail.fm"}, []string{".messagingengine.com"}, "imap.fastmail.com", "pop.fastmail.com", "smtp.fastmail.com", 465},
	{"Zoho", []string{"zoho.com", "zohomail.com"}, []string{"mx.zoho.com", "mx2.zoho.com", "mx3.zoho.com"}, "imap.zoho.com", "pop.zoho.com", "smtp.zoho.com", 465},
	{"Zoho", []string{"zoho.eu", "zohomail.eu"}, []string{"mx.zoho.eu", "mx2.zoho.eu", "mx3.zoho.eu"}, "imap.zoho.eu", "pop.zoho.eu", "smtp.zoho.eu", 465},
	{"mailbox.org", []string{"mailbox.org"}, []string{".mailbox.org"}, "imap.mailbox.org", "pop3.mailbox.org", "smtp.mailbox.org", 465},
	{"Posteo", []string{"posteo.de", "posteo.net", "posteo.eu"}, nil, "posteo.de", "posteo.de", "posteo.de", 465},
	{"OVH", nil, []string{".mail.ovh.net", ".ovh.net"}, "ssl0.ovh.net", "ssl0.ovh.net", "ssl0.ovh.net", 465},
	{"Infomaniak", []string{"ik.me", "etik.com"}, []string{".infomaniak.ch", ".infomaniak.com"}, "mail.infomaniak.com", "mail.infomaniak.com", "mail.infomaniak.com", 465},
	{"Gandi", nil, []string{".mail.gandi.net"}, "mail.gandi.net", "mail.gandi.net", "mail.gandi.net", 465},
	{"Orange", []string{"orange.fr", "wanadoo.fr"}, nil, "imap.orange.fr", "pop.orange.fr", "smtp.orange.fr", 465},
	{"Free", []string{"free.fr"}, nil, "imap.free.fr", "pop.free.fr", "smtp.free.fr", 465},
	{"SFR", []string{"sfr.fr", "neuf.fr"}, nil, "imap.sfr.fr", "pop.sfr.fr", "smtp.sfr.fr", 465},
	{"La Poste", []string{"laposte.net"}, nil, "imap.laposte.net", "pop.laposte.net", "smtp.laposte.net", 465},
	{"Rackspace", nil, []string{".emailsrvr.com"}, "secure.emailsrvr.com", "secure.emailsrvr.com", "secure.emailsrvr.com", 465},
}

func (p *provider) servers(source string) []checks.DiscoveredServer {
	var out []checks.DiscoveredServer
	add := func(use, host string, port int, mode checks.Mode) {
		if host != "" {
			out = append(out, checks.DiscoveredServer{Use: use, Host: host, Port: port, Mode: mode, Sources: []string{source}})
		}
	}
	add("imap", p.imap, 993, checks.ModeTLS)
	add("pop3", p.pop3, 995, checks.ModeTLS)
	mode := checks.ModeTLS
	if p.smtpPort == 587 {
		mode = checks.ModeSTARTTLS
	}
	add("smtp", p.smtp, p.smtpPort, mode)
	return out
}

const knownProvider = "known provider"

// with adds the servers of a provider to a finding; parent is the attempt that
// led to it.
func (f finding) with(p *provider, asked string, parent int) finding {
	f.provider = p.name
	f.servers = append(f.servers, p.servers(knownProvider)...)
	f.attempts = append(f.attempts, checks.DiscoveryAttempt{Method: knownProvider, Asked: asked, Answer: p.name, Found: true, Parent: parent})
	return f
}

func byProviderDomain(_ context.Context, q *question) finding {
	for i := range providers {
		if slices.Contains(providers[i].domains, q.domain) {
			return finding{}.with(&providers[i], q.domain, -1)
		}
	}
	return finding{}
}

func providerByMX(host string) *provider {
	for i := range providers {
		for _, ending := range providers[i].mx {
			if host == strings.TrimPrefix(ending, ".") || strings.HasPrefix(ending, ".") && strings.HasSuffix(host, ending) {
				return &providers[i]
			}
		}
	}
	return nil
}

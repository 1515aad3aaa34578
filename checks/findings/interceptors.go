package findings

import (
	"slices"
	"strings"

	"certdesk/checks"
)

// kind says what sort of thing makes certificates of its own.
type kind string

const (
	antivirus     kind = "antivirus"
	proxy         kind = "proxy"
	firewall      kind = "firewall"
	captivePortal kind = "captive-portal"
	debugging     kind = "debugging-tool"
	// leaked authorities' private keys are public knowledge: `distrusted-ca`.
	leaked kind = "leaked-ca"
	// hostingDefault is what a product shows until somebody installs a real
	// certificate: no code of its own, a sentence beside the one that fits.
	hostingDefault kind = "hosting-default"
)

// maker is somebody whose certificates are recognised by the names they write
// into them. Names are compared whole and without regard to case, with the
// common name, organisation and organisational unit of issuers (for hosting
// defaults of the leaf's subject as well); "*" at the beginning or end stands
// for anything. A certificate that leads to a public root is never looked up
// here, so a vendor's own website is not taken for its proxy.
type maker struct {
	kind    kind
	product string
	names   []string
}

// makers, by kind. A line is added when somebody has seen the certificate.
var makers = []maker{
	{antivirus, "Avast", []string{"avast! web/mail shield root", "avast web/mail shield root", "avast! web/mail shield self-signed root", "avast! web/mail shield untrusted root", "avast web/mail shield untrusted root"}},
	{antivirus, "AVG", []string{"avg web/mail shield root", "avg web/mail shield untrusted root", "avg technologies ca"}},
	{antivirus, "Norton", []string{"norton web/mail shield root", "norton web/mail shield untrusted root"}},
	{antivirus, "Avira", []string{"avira web/mail shield root", "avira web/mail shield untrusted root"}},
	{antivirus, "Kaspersky", []string{"kaspersky anti-virus personal root certificate", "kaspersky anti-virus personal root", "kaspersky web anti-virus certification authority", "kaspersky endpoint security personal root certificate"}},
	{antivirus, "ESET", []string{"eset ssl filter ca", "eset ssl filter ca for application control"}},
	{antivirus, "Bitdefender", []string{"bitdefender personal ca.*", "bitdefender ca ssl"}},
	{antivirus, "Dr.Web", []string{"dr.web for windows trusted root", "drweb for windows trusted root", "drweb spidergate trusted root", "drweb"}},
	{antivirus, "BullGuard", []string{"bullguard ssl proxy ca"}},
	{antivirus, "G DATA", []string{"g data mail security root", "g data webfilter ca", "g data mailscanner"}},
	{antivirus, "Panda", []string{"panda security ssl proxy ca", "panda root ca"}},
	{antivirus, "Trend Micro", []string{"trend micro personal root certificate", "trend micro security ca", "iwsva.trend.com", "iwss.trend"}},
	{antivirus, "F-Secure", []string{"f-secure network interceptor framework root certificate", "f-secure ssl filter ca"}},
	{antivirus, "Emsisoft", []string{"emsisoft web protection ca"}},
	{antivirus, "Total Defense", []string{"total defense ssl proxy ca"}},
	{antivirus, "Sophos Home", []string{"sophos endpoint web protection root"}},
	{antivirus, "AdGuard", []string{"adguard personal ca", "adguard personal intermediate"}},
	{antivirus, "NetFilterSDK (used by several protection programs)", []string{"netfiltersdk", "netfiltersdk 2", "netfilter sdk"}},

	{proxy, "Zscaler", []string{"zscaler root ca", "zscaler intermediate root ca*", "zscaler inc.", "zscaler inc"}},
	{proxy, "Netskope", []string{"*.goskope.com", "certadmin@netskope.com", "netskope inc", "netskope inc."}},
	{proxy, "Cisco Umbrella", []string{"cisco umbrella root ca", "cisco umbrella primary subca", "cisco umbrella secondary subca*"}},
	{proxy, "Cisco Secure Web Appliance", []string{"cisco web security appliance*", "cisco ironport web security appliance*"}},
	{proxy, "Blue Coat ProxySG", []string{"blue coat systems, inc.", "blue coat sg*", "bluecoat proxysg ca", "blue coat proxysg ca"}},
	{proxy, "Symantec Web Security Service", []string{"symantec web security service root ca", "broadcom cloud services ssl root ca"}},
	{proxy, "Forcepoint", []string{"forcepoint cloud ca", "websense public primary ca", "websense, inc."}},
	{proxy, "McAfee Web Gateway", []string{"mcafee web gateway", "mcafee web gateway root ca", "skyhigh secure web gateway root ca"}},
	{proxy, "Menlo Security", []string{"menlo security inc", "menlo security intermediate ca*", "menlo security root ca*"}},
	{proxy, "Cloudflare Gateway", []string{"cloudflare for teams ecc certificate authority", "gateway ca - cloudflare managed*", "cloudflare for teams rsa certificate authority"}},
	{proxy, "iboss", []string{"iboss network security", "iboss", "iboss inc", "iboss, inc."}},
	{proxy, "Smoothwall", []string{"smoothwall-default-root-certificate-authority", "smoothwall root ca", "smoothwall ltd"}},
	{proxy, "Lightspeed", []string{"lightspeed rocket", "lightspeed systems", "lightspeed filter ca"}},
	{proxy, "Securly", []string{"securly ca", "*.securly.com", "securly inc", "securly, inc."}},
	{proxy, "ContentWatch (Net Nanny)", []string{"contentwatch root certificate authority", "contentwatch, inc", "contentwatch inc."}},
	{proxy, "GoGuardian", []string{"goguardian ca", "goguardian root ca"}},
	{proxy, "Untangle", []string{"untangle", "www.untangle.com"}},
	{proxy, "Squid", []string{"squid proxy ca", "squid-in-the-middle ca", "squid ssl-bump ca"}},
	{proxy, "NetSpark", []string{"www.netspark.com", "netspark"}},

	{firewall, "Fortinet FortiGate", []string{"fortigate ca", "fortinet_ca_ssl*", "fortinet ca_ssl*", "fortinet untrusted ca", "fortinet_ca_untrusted"}},
	{firewall, "Palo Alto Networks", []string{"palo alto networks forward trust*", "palo alto forward trust*", "palo alto networks decryption*", "palo alto decryption*", "*forward untrust*"}},
	{firewall, "Sophos", []string{"sophos ssl ca*", "sophos web appliance*", "sophos utm proxy ca*", "securityappliance_ssl_ca", "sophos utm web filter ca"}},
	{firewall, "Check Point", []string{"check point outbound ca*", "check point https inspection*", "checkpoint https inspection*"}},
	{firewall, "WatchGuard", []string{"fireware https proxy ca*", "fireware https proxy*", "watchguard fireware https proxy ca*"}},
	{firewall, "Barracuda", []string{"barracuda networks ssl inspection*", "barracuda ssl inspection*", "barracuda web security gateway*"}},
	{firewall, "SonicWall", []string{"sonicwall firewall dpi-ssl", "sonicwall dpi-ssl*", "sonicwall dpi-ssl da*"}},
	{firewall, "Cyberoam", []string{"cyberoam ssl ca*", "cyberoam certificate authority*"}},

	{captivePortal, "an Aruba Wi-Fi login page", []string{"securelogin.arubanetworks.com", "securelogin.hpe.com"}},
	{captivePortal, "a Cisco Wi-Fi login page", []string{"ciscowlc virtual interface", "cisco virtual interface"}},
	{captivePortal, "a Ruckus Wi-Fi login page", []string{"ruckuswireless captive portal"}},
	{captivePortal, "a hotspot's login page", []string{"*captive-portal*", "*captiveportal*", "*captive portal*"}},

	{debugging, "Fiddler", []string{"do_not_trust_fiddlerroot*", "do_not_trust", "created by http://www.fiddler2.com"}},
	{debugging, "Burp Suite", []string{"portswigger ca", "portswigger"}},
	{debugging, "mitmproxy", []string{"mitmproxy"}},
	{debugging, "Charles Proxy", []string{"charles proxy ca*", "charles proxy custom root certificate*", "xk72 ltd"}},
	{debugging, "HTTP Toolkit", []string{"http toolkit ca"}},
	{debugging, "OWASP ZAP", []string{"owasp zap root ca", "owasp zed attack proxy root ca", "zap root ca"}},
	{debugging, "Proxyman", []string{"proxyman ca*", "proxyman llc"}},
	{debugging, "a program that reads encrypted traffic", []string{"*mitm software*"}},

	{leaked, "Superfish", []string{"superfish, inc."}},
	{leaked, "eDellRoot", []string{"edellroot"}},
	{leaked, "DSDTestProvider", []string{"dsdtestprovider"}},
	{leaked, "PrivDog", []string{"privdog secure connection inspector ca", "privdog secure sockets layer ca"}},

	{hostingDefault, "Plesk", []string{"plesk", "parallels panel", "parallels, inc."}},
	{hostingDefault, "Kubernetes Ingress", []string{"kubernetes ingress controller fake certificate"}},
	{hostingDefault, "Traefik", []string{"traefik default cert"}},
	{hostingDefault, "Synology NAS", []string{"synology", "synology inc. ca", "synology inc.", "synology.com"}},
	{hostingDefault, "QNAP NAS", []string{"qnap nas", "qnap systems, inc.", "qnap systems inc."}},
	{hostingDefault, "FRITZ!Box router", []string{"fritz!box", "fritz.box", "myfritz!*"}},
	{hostingDefault, "Technicolor router", []string{"technicolor"}},
	{hostingDefault, "the “Snake Oil” certificate of a fresh server", []string{"snake oil", "snake oil ca", "snake oil, ltd"}},
	{hostingDefault, "Dovecot", []string{"dovecot mail server"}},
	{hostingDefault, "pfSense", []string{"pfsense webconfigurator self-signed certificate", "opnsense self-signed web certificate"}},
	{hostingDefault, "Zimbra", []string{"zimbra collaboration server", "zimbra collaboration suite"}},
	{hostingDefault, "VMware", []string{"vmware installer", "vmware default certificate"}},
	{hostingDefault, "a fresh Linux server", []string{"localhost.localdomain", "unspecified", "someorganization", "ubuntu"}},
	{hostingDefault, "mkcert on a developer's machine", []string{"mkcert development ca", "mkcert development certificate"}},
	{hostingDefault, "Let's Encrypt staging environment", []string{"(staging)*", "fake le *", "happy hacker fake ca", "h2ppy h2cker fake ca"}},
	{hostingDefault, "a test server", []string{"caddy local authority*", "acme co"}},
}

// intercepted recognises those who sit between a client and a server.
func intercepted(_ *checks.Facts, j *checks.Judgement) *sight {
	m := recognise(j, func(m *maker) bool { return m.kind != leaked && m.kind != hostingDefault })
	if m == nil {
		return nil
	}
	what := map[kind]string{
		antivirus:     m.product + ", a protection program, looks into the connection and puts its own certificate in place of the server's",
		proxy:         m.product + ", a web filter, looks into the connection and puts its own certificate in place of the server's",
		firewall:      "A firewall (" + m.product + ") looks into the connection and puts its own certificate in place of the server's",
		captivePortal: upperFirst(m.product) + " answers in place of the server: the network wants a login first",
		debugging:     "A tool for reading encrypted traffic (" + m.product + ") stands between here and the server",
	}[m.kind]
	return &sight{
		detail: what + ". It was issued by " + issuer(j.Leaf) + "; what the server itself would show is not seen from here. " +
			"Do not accept it by hand: where it is wanted, its root is installed on every PC.",
		evidence: map[string]any{"product": m.product, "kind": string(m.kind), "issuer": issuer(j.Leaf)},
		clause:   "was put in by " + m.product + " (" + strings.ReplaceAll(string(m.kind), "-", " ") + ") in place of the server's own",
		brief:    "intercepted by " + m.product,
	}
}

// explained: the untrusted authority is a known one, so that the summary need
// not say that it is untrusted as well.
func explained(j *checks.Judgement) bool {
	return recognise(j, func(m *maker) bool { return m.kind != hostingDefault }) != nil
}

func leakedCA(j *checks.Judgement) *maker {
	return recognise(j, func(m *maker) bool { return m.kind == leaked })
}

// defaultHint is a sentence about a product's own first certificate, and an
// entry in the evidence; "" where none is recognised.
func defaultHint(j *checks.Judgement, evidence map[string]any) string {
	m := recognise(j, func(m *maker) bool { return m.kind == hostingDefault })
	if m == nil {
		return ""
	}
	evidence["default_of"] = m.product
	switch {
	case strings.Contains(m.product, "router"):
		return " It looks like the built-in certificate of a " + m.product + ": a router answered in place of the mail server."
	case strings.Contains(m.product, "staging"):
		return " It comes from the " + m.product + ", which is for tests and trusted by nobody."
	}
	return " It looks like a certificate that comes built in (" + m.product + "), so nobody has installed one for this name yet."
}

// recognise finds the maker of a chain that leads to no public root.
func recognise(j *checks.Judgement, of func(*maker) bool) *maker {
	portal := j.NameReason != checks.NameOK
	if j.PublicRoot && !portal {
		return nil
	}
	issuers, subject := makersOf(j)
	for i := range makers {
		m := &makers[i]
		if !of(m) {
			continue
		}
		names := issuers
		switch {
		case m.kind == captivePortal && portal:
			// A login page may well have a public certificate, for its own name.
			names = subject
		case j.PublicRoot:
			continue
		case m.kind == hostingDefault:
			names = append(slices.Clip(names), subject...)
		}
		for _, name := range names {
			if m.matches(name) {
				return m
			}
		}
	}
	return nil
}

// makersOf lists the names of the issuers in a chain, and those of the leaf.
func makersOf(j *checks.Judgement) (issuers, subject []string) {
	add := func(list []string, values ...string) []string {
		for _, v := range values {
			if v = strings.ToLower(strings.TrimSpace(v)); v != "" {
				list = append(list, v)
			}
		}
		return list
	}
	for _, c := range append(slices.Clip(j.Path), j.Leaf) {
		issuers = add(issuers, c.IssuedBy)
		if c.X509 != nil {
			issuers = add(issuers, c.X509.Issuer.CommonName)
			issuers = add(issuers, c.X509.Issuer.Organization...)
			issuers = add(issuers, c.X509.Issuer.OrganizationalUnit...)
		}
	}
	subject = add(subject, j.Leaf.IssuedTo)
	if x := j.Leaf.X509; x != nil {
		subject = add(subject, x.Subject.CommonName)
		subject = add(subject, x.Subject.Organization...)
		subject = add(subject, x.Subject.OrganizationalUnit...)
	}
	return issuers, subject
}

func (m *maker) matches(name string) bool {
	for _, pattern := range m.names {
		front, wildFront := strings.CutPrefix(pattern, "*")
		core, wildBack := strings.CutSuffix(front, "*")
		switch {
		case wildFront && wildBack && strings.Contains(name, core),
			wildFront && !wildBack && strings.HasSuffix(name, core),
			wildBack && !wildFront && strings.HasPrefix(name, core),
			name == pattern:
			return true
		}
	}
	return false
}

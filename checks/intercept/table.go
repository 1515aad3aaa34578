package intercept

// Kind says what sort of thing makes certificates of its own. Its values are
// seen in evidence.
type Kind string

// The kinds.
const (
	Antivirus     Kind = "antivirus"
	Proxy         Kind = "proxy"
	Firewall      Kind = "firewall"
	CaptivePortal Kind = "captive-portal"
	DebuggingTool Kind = "debugging-tool"
	// Leaked: the authority's private key is public knowledge.
	Leaked Kind = "leaked-ca"
	// Development: an authority that a developer's tool made for one machine.
	Development Kind = "development-ca"
	// HostingDefault is what a product shows until somebody installs a real
	// certificate.
	HostingDefault Kind = "hosting-default"
	// Router and Staging are such defaults, too: a router that answers in place of
	// the server, and an authority's environment for trying things out.
	Router  Kind = "router-default"
	Staging Kind = "staging"
)

// Product is somebody who was recognised.
type Product struct {
	Name string
	Kind Kind
}

// SitsBetween tells whether it is of a kind that stands between a client and a
// server.
func (p Product) SitsBetween() bool { return sitsBetween(p.Kind) }

func sitsBetween(k Kind) bool {
	switch k {
	case Antivirus, Proxy, Firewall, CaptivePortal, DebuggingTool:
		return true
	}
	return false
}

// isDefault tells whether it is what a product shows until somebody installs a
// real certificate.
func isDefault(k Kind) bool { return k == HostingDefault || k == Router || k == Staging }

// Bad tells whether its certificates are not to be trusted by anybody, though
// nothing need stand in between.
func (p Product) Bad() bool { return p.Kind == Leaked || p.Kind == Development }

// maker is somebody whose certificates are recognised by the names they write
// into them. Names are compared whole and without regard to case, with the
// common name, organisation and organisational unit of issuers (for hosting
// defaults and login pages those of the leaf's subject as well); "*" at the
// beginning or end stands for anything, where a maker adds the number of the
// machine. In a name that is such a number, "?" is a letter or digit, "#" a digit.
type maker struct {
	kind    Kind
	product string
	names   []string
}

// makers, by kind. A line is added when somebody has seen the certificate.
var makers = []maker{
	{Antivirus, "Avast", []string{"avast! web/mail shield root", "avast web/mail shield root", "avast! web/mail shield", "avast web/mail shield", "avast! web/mail shield self-signed root", "avast! web/mail shield untrusted root", "avast web/mail shield untrusted root", "avast trusted ca"}},
	{Antivirus, "AVG", []string{"avg web/mail shield root", "avg web/mail shield", "avg web/mail shield untrusted root", "avg technologies ca"}},
	{Antivirus, "Norton", []string{"norton web/mail shield root", "norton web/mail shield", "norton web/mail shield untrusted root"}},
	{Antivirus, "Avira", []string{"avira web/mail shield root", "avira web/mail shield", "avira web/mail shield untrusted root"}},
	{Antivirus, "Kaspersky", []string{"kaspersky anti-virus personal root certificate", "kaspersky anti-virus personal root", "kaspersky web anti-virus certification authority", "kaspersky endpoint security personal root certificate"}},
	{Antivirus, "ESET", []string{"eset ssl filter ca", "eset ssl filter ca for application control"}},
	{Antivirus, "Bitdefender", []string{"bitdefender personal ca.*", "bitdefender personal ca", "bitdefender ca ssl"}},
	{Antivirus, "Dr.Web", []string{"dr.web for windows trusted root", "drweb for windows trusted root", "dr.web for windows ca", "drweb spidergate trusted root", "drweb"}},
	{Antivirus, "BullGuard", []string{"bullguard ssl proxy ca"}},
	{Antivirus, "G DATA", []string{"g data mail security root", "g data webfilter ca", "g data mailscanner"}},
	{Antivirus, "Panda", []string{"panda security ssl proxy ca", "panda root ca"}},
	{Antivirus, "Trend Micro", []string{"trend micro personal root certificate", "trend micro security ca"}},
	{Antivirus, "F-Secure", []string{"f-secure network interceptor framework root certificate", "f-secure ssl filter ca"}},
	{Antivirus, "Emsisoft", []string{"emsisoft web protection ca"}},
	{Antivirus, "Total Defense", []string{"total defense ssl proxy ca"}},
	{Antivirus, "Sophos Home", []string{"sophos endpoint web protection root"}},
	{Antivirus, "AdGuard", []string{"adguard personal ca", "adguard personal intermediate"}},
	{Antivirus, "NetFilterSDK (used by several protection programs)", []string{"netfiltersdk", "netfiltersdk 2", "netfilter sdk"}},
	{Antivirus, "BadSSL Antivirus (a test)", []string{"badssl mitm software test"}},

	{Proxy, "Zscaler", []string{"zscaler root ca", "zscaler intermediate root ca*", "zscaler inc.", "zscaler inc"}},
	{Proxy, "Netskope", []string{"*.goskope.com", "certadmin@netskope.com", "netskope inc", "netskope inc."}},
	{Proxy, "Cisco Umbrella", []string{"cisco umbrella root ca", "cisco umbrella primary subca*", "cisco umbrella secondary subca*"}},
	{Proxy, "Cisco Secure Web Appliance", []string{"cisco web security appliance*", "cisco secure web appliance*", "cisco ironport web security appliance*"}},
	{Proxy, "Blue Coat ProxySG", []string{"blue coat systems, inc.", "blue coat systems inc.", "blue coat sg*", "blue coat", "bluecoat proxysg ca", "blue coat proxysg ca"}},
	{Proxy, "Symantec Web Security Service", []string{"symantec web security service root ca", "broadcom cloud services ssl root ca"}},
	{Proxy, "Forcepoint", []string{"forcepoint cloud ca", "websense public primary ca", "websense, inc."}},
	{Proxy, "McAfee Web Gateway", []string{"mcafee web gateway", "mcafee web gateway root ca", "skyhigh secure web gateway root ca"}},
	{Proxy, "Trend Micro InterScan", []string{"iwsva.trend.com", "iwss.trend"}},
	{Proxy, "ContentKeeper", []string{"contentkeeper appliance ca (*", "contentkeeper technologies"}},
	{Proxy, "Menlo Security", []string{"menlo security inc", "menlo security intermediate ca*", "menlo security root ca*"}},
	{Proxy, "Cloudflare Gateway", []string{"cloudflare for teams ecc certificate authority", "cloudflare for teams rsa certificate authority", "gateway ca - cloudflare managed*"}},
	{Proxy, "iboss", []string{"iboss network security", "iboss", "iboss inc", "iboss, inc."}},
	{Proxy, "Smoothwall", []string{"smoothwall-default-root-certificate-authority", "smoothwall root ca", "smoothwall ltd"}},
	{Proxy, "Lightspeed", []string{"lightspeed rocket", "lightspeed systems", "lightspeed filter ca"}},
	{Proxy, "Securly", []string{"securly ca", "*.securly.com", "securly inc", "securly, inc."}},
	{Proxy, "ContentWatch (Net Nanny)", []string{"contentwatch root certificate authority", "contentwatch, inc", "contentwatch inc."}},
	{Proxy, "GoGuardian", []string{"goguardian ca", "goguardian root ca"}},
	{Proxy, "Untangle", []string{"untangle", "www.untangle.com"}},
	{Proxy, "Squid", []string{"squid proxy ca", "squid-in-the-middle ca", "squid ssl-bump ca"}},
	{Proxy, "NetSpark", []string{"www.netspark.com", "netspark"}},

	{Firewall, "Fortinet FortiGate", []string{"fortigate ca", "fortinet_ca_ssl*", "fortinet ca_ssl*", "fortinet untrusted ca", "fortinet_ca_untrusted",
		"fg????????######", // the serial number of the machine: FG121GTK…, FG6H0FTB…, FGT61E4Q…, FGVM4VTM…
	}},
	{Firewall, "Palo Alto Networks", []string{"palo alto networks forward trust*", "palo alto forward trust*", "palo alto networks decryption*", "palo alto decryption*", "*forward untrust*"}},
	{Firewall, "Sophos", []string{"sophos ssl ca_*", "sophos_ca_*", "sophos ssl ca", "sophosutm proxy ca", "sophos web appliance*", "sophos utm proxy ca*", "securityappliance_ssl_ca", "sophos utm web filter ca"}},
	{Firewall, "Check Point", []string{"check point outbound ca*", "check point https inspection*", "checkpoint https inspection*"}},
	{Firewall, "WatchGuard", []string{"fireware https proxy*", "watchguard fireware https proxy ca*"}},
	{Firewall, "Barracuda", []string{"barracuda networks ssl inspection*", "barracuda ssl inspection*", "barracuda web security gateway*"}},
	{Firewall, "SonicWall", []string{"sonicwall firewall dpi-ssl*", "sonicwall dpi-ssl*", "https management certificate for sonicwall*"}},
	{Firewall, "Cyberoam", []string{"cyberoam ssl ca*", "cyberoam certificate authority*"}},

	{CaptivePortal, "an Aruba Wi-Fi login page", []string{"securelogin.arubanetworks.com", "securelogin.hpe.com"}},
	{CaptivePortal, "a Cisco Wi-Fi login page", []string{"ciscowlc virtual interface", "cisco virtual interface"}},
	{CaptivePortal, "a Ruckus Wi-Fi login page", []string{"ruckuswireless captive portal"}},
	{CaptivePortal, "a hotspot's login page", []string{
		"*captive-portal*", "*captiveportal*", "*captive portal*", "hotelwifi.com", "*.hotelwifi.com", "login.globalsuite.net",
		"login.netinary.net", "*.virginwifi.io", "wifipass.org", "*.wifipass.org", "wireless.wifirst.net", "wifisignon.shaw.ca",
		"wifree.voo.be", "hautdebitmobile.orange.fr", "gateway.alwayson.co.za", "gateway.innflux.com", "controller.access.network",
	}},

	{DebuggingTool, "Fiddler", []string{"do_not_trust_fiddlerroot*", "do_not_trust", "created by http://www.fiddler2.com"}},
	{DebuggingTool, "Burp Suite", []string{"portswigger ca", "portswigger"}},
	{DebuggingTool, "mitmproxy", []string{"mitmproxy"}},
	{DebuggingTool, "Charles Proxy", []string{"charles proxy ca*", "charles proxy custom root certificate*", "xk72 ltd"}},
	{DebuggingTool, "HTTP Toolkit", []string{"http toolkit ca"}},
	{DebuggingTool, "OWASP ZAP", []string{"owasp zap root ca", "owasp zed attack proxy root ca", "zap root ca"}},
	{DebuggingTool, "Proxyman", []string{"proxyman ca*", "proxyman llc"}},
	{DebuggingTool, "a program that reads encrypted traffic", []string{"*mitm software*"}},

	{Leaked, "Superfish", []string{"superfish, inc."}},
	{Leaked, "eDellRoot", []string{"edellroot"}},
	{Leaked, "DSDTestProvider", []string{"dsdtestprovider"}},
	{Leaked, "PrivDog", []string{"privdog secure connection inspector ca", "privdog secure sockets layer ca"}},
	{Leaked, "Komodia", []string{"komodia", "komodia inc.", "komodia, inc."}},
	{Leaked, "Sennheiser HeadSetup", []string{"sennheiserhomeoffice*", "127.0.0.1 sennheiser communications a/s"}},

	{Development, "mkcert", []string{"mkcert development ca", "mkcert development certificate"}},

	{HostingDefault, "Plesk", []string{"plesk", "parallels panel", "parallels, inc."}},
	{HostingDefault, "Kubernetes Ingress", []string{"kubernetes ingress controller fake certificate"}},
	{HostingDefault, "Traefik", []string{"traefik default cert"}},
	{HostingDefault, "Synology NAS", []string{"synology", "synology inc. ca", "synology inc.", "synology.com"}},
	{HostingDefault, "QNAP NAS", []string{"qnap nas", "qnap systems, inc.", "qnap systems inc."}},
	{Router, "FRITZ!Box router", []string{"fritz!box", "fritz.box", "myfritz!*"}},
	{Router, "Technicolor router", []string{"technicolor"}},
	{HostingDefault, "the “Snake Oil” certificate of a fresh server", []string{"snake oil", "snake oil ca", "snake oil, ltd"}},
	{HostingDefault, "Dovecot", []string{"dovecot mail server"}},
	{HostingDefault, "pfSense", []string{"pfsense webconfigurator self-signed certificate", "opnsense self-signed web certificate"}},
	{HostingDefault, "Zimbra", []string{"zimbra collaboration server", "zimbra collaboration suite"}},
	{HostingDefault, "VMware", []string{"vmware installer", "vmware default certificate"}},
	{HostingDefault, "a fresh Linux server", []string{"localhost.localdomain", "unspecified", "someorganization", "ubuntu"}},
	{Staging, "Let's Encrypt staging environment", []string{"(staging)*", "fake le *", "happy hacker fake ca", "h2ppy h2cker fake ca"}},
	{HostingDefault, "a test server", []string{"caddy local authority*", "acme co"}},
}

package software

// panels are bundles that write the configuration of other programs: lines that
// somebody enters into those are lost with the next update.
var panels = []row{
	{
		key: "mailcow", name: "mailcow",
		signs: []sign{says(`\bESMTP Postcow\b`)},
		certificate: run(
			"cd /opt/mailcow-dockerized",
			"cp {chain} data/assets/ssl/cert.pem",
			"cp {key} data/assets/ssl/key.pem"),
		byName: in("/opt/mailcow-dockerized/mailcow.conf", "ADDITIONAL_SAN={name}"),
		reload: []string{"docker compose restart postfix-mailcow dovecot-mailcow nginx-mailcow"},
		source: "https://docs.mailcow.email/post_installation/firststeps-ssl/", written: "2026-11-29",
	},
	{
		key: "zimbra", name: "Zimbra",
		signs: []sign{says(`\bZimbra\b`), signedBy(`Zimbra Collaboration Server`)},
		certificate: run(
			"# {rest}: the authorities, the root last",
			"cp {key} /opt/zimbra/ssl/zimbra/commercial/commercial.key",
			"su - zimbra -c 'zmcertmgr verifycrt comm /opt/zimbra/ssl/zimbra/commercial/commercial.key {leaf} {rest}'",
			"su - zimbra -c 'zmcertmgr deploycrt comm {leaf} {rest}'"),
		reload: []string{"su - zimbra -c 'zmcontrol restart'"},
		source: "https://wiki.zimbra.com/wiki/Administration_Console_and_CLI_Certificate_Tools", written: "2026-11-29",
	},
	{
		key: "cpanel", name: "cPanel & WHM",
		signs: []sign{signedBy(`cPanel, (Inc\.|LLC)`)},
		certificate: append(press("WHM", "Service Configuration", "Manage Service SSL Certificates"),
			run("# or have AutoSSL issue a new one:", "/usr/local/cpanel/bin/checkallsslcerts", "/usr/local/cpanel/bin/autossl_check --all")...),
		byName: press("WHM", "SSL/TLS", "Manage AutoSSL", "Manage Users"),
		reload: []string{"/scripts/restartsrv_dovecot", "/scripts/restartsrv_exim"},
		source: "https://docs.cpanel.net/whm/service-configuration/manage-service-ssl-certificates/", written: "2026-11-29",
	},
	{
		key: "plesk", name: "Plesk",
		signs:       []sign{issuedTo(`(^|[ ,=])Plesk($|,)`), signedBy(`(^|[ ,=])Plesk($|,)`)},
		certificate: press("Tools & Settings", "SSL/TLS Certificates", "Certificate for securing mail", "[Change]"),
		byName:      press("Domains", "{name}", "Mail Settings", "SSL/TLS certificate for mail"),
		reload:      []string{"plesk sbin mailmng --restart-service"},
		source:      "https://docs.plesk.com/en-US/obsidian/administrator-guide/website-management/ssltls-certificates.59466/", written: "2026-11-29",
	},
}

package software

import "certdesk/checks/lazyregexp"

// windows are mail servers on Windows, and those with an administration of their
// own. What is part of Windows takes its certificate from the system's store,
// and makes the chain of what it finds in "Intermediate Certification
// Authorities".
var windows = []row{
	{
		key: "exchange", name: "Microsoft Exchange",
		signs: []sign{says(`Microsoft ESMTP MAIL Service ready`), says(`The Microsoft Exchange (IMAP4|POP3) service is ready`)},
		not:   lazyregexp.New(`(?i)\.(outlook|office365)\.com\b`),
		certificate: run(
			"Get-ExchangeCertificate | Format-List Thumbprint,CertificateDomains,NotAfter,Services",
			"Enable-ExchangeCertificate -Thumbprint NEW-THUMBPRINT -Services IIS,SMTP,IMAP,POP"),
		chain: run(`Import-Certificate -FilePath intermediate.cer -CertStoreLocation Cert:\LocalMachine\CA`),
		byName: run(
			"Set-ImapSettings -X509CertificateName {name}",
			"Set-PopSettings -X509CertificateName {name}"),
		reload: []string{"Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE, MSExchangePOP3, MSExchangePOP3BE, MSExchangeTransport, MSExchangeFrontEndTransport"},
		source: "https://learn.microsoft.com/en-us/exchange/architecture/client-access/assign-certificates-to-services", written: "2026-11-29",
	},
	{
		key: "hmailserver", name: "hMailServer",
		signs:       []sign{says(`^\* OK IMAPrev1\s*$`)},
		certificate: press("hMailServer Administrator", "Settings", "Advanced", "SSL certificates", "Certificate file: {chain}", "Private key file: {key}"),
		versions:    press("hMailServer Administrator", "Settings", "Advanced", "SSL/TLS"),
		reload:      []string{"Restart-Service hMailServer"},
		source:      "https://www.hmailserver.com/documentation/latest/?page=reference_sslcertificates", written: "2026-11-29",
	},
	{
		key: "mailenable", name: "MailEnable",
		signs:       []sign{says(`\bMailEnable\b`)},
		certificate: press("MailEnable Management", "Servers", "localhost", "Properties", "SSL"),
		chain:       run(`Import-Certificate -FilePath intermediate.cer -CertStoreLocation Cert:\LocalMachine\CA`),
		reload:      []string{"Restart-Service MEIMAPS, MEPOPS, MESMTPCS"},
		source:      "http://www.mailenable.com/Help/Files/ssl.htm", written: "2026-11-29",
	},
	{
		key: "mdaemon", name: "MDaemon",
		signs:       []sign{says(`\bMDaemon\b`)},
		certificate: press("Security", "Security Manager", "SSL & TLS", "MDaemon", "Select certificate to use for SSL", "Restart Servers"),
		chain:       run(`Import-Certificate -FilePath intermediate.cer -CertStoreLocation Cert:\LocalMachine\CA`),
		reload:      []string{"Restart-Service MDaemon"},
		source:      "https://help.mdaemon.com/MDaemon/en/ssl_mdaemon.html", written: "2026-11-29",
	},
	{
		key: "kerio", name: "Kerio Connect",
		signs:       []sign{says(`\bKerio (Connect|MailServer)\b`)},
		certificate: press("Configuration", "SSL Certificates", "Import", "Import New Certificate", "Set as Active"),
		source:      "https://support.kerioconnect.gfi.com/hc/en-us/articles/360015188600-Configuring-SSL-certificates-in-Kerio-Connect", written: "2026-11-29",
		reload: []string{"/etc/init.d/kerio-connect restart"},
	},
	{
		key: "iis", name: "Microsoft IIS",
		signs: []sign{says(`^HTTP/1\.[01] .*Microsoft-(IIS|HTTPAPI)`)},
		certificate: run(
			"Get-ChildItem Cert:\\LocalMachine\\My | Format-List Subject,NotAfter,Thumbprint",
			`(Get-WebBinding -Name "Default Web Site" -Protocol https).AddSslCertificate("NEW-THUMBPRINT", "My")`),
		chain:  run(`Import-Certificate -FilePath intermediate.cer -CertStoreLocation Cert:\LocalMachine\CA`),
		reload: []string{"iisreset /restart"},
		source: "https://learn.microsoft.com/en-us/iis/manage/configuring-security/how-to-set-up-ssl-on-iis", written: "2026-11-29",
	},
}

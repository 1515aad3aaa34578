package software

// web are web servers, and what stands in front of other servers. They are told
// by what they say in clear, for the check asks no page of them.
var web = []row{
	{
		key: "nginx", name: "nginx",
		// The greetings of its mail proxy (ngx_mail_imap_module.c, _pop3_module.c).
		signs:       []sign{says(`^\* OK IMAP4 ready\s*$`), says(`^\+OK POP3 ready\s*$`)},
		certificate: in("/etc/nginx/nginx.conf", "ssl_certificate {chain};", "ssl_certificate_key {key};"),
		byName:      in("/etc/nginx/nginx.conf", "server_name {name};", "ssl_certificate {chain};", "ssl_certificate_key {key};"),
		versions:    in("/etc/nginx/nginx.conf", "ssl_protocols TLSv1.2 TLSv1.3;"),
		reload:      []string{"nginx -t", "nginx -s reload"},
		source:      "https://nginx.org/en/docs/http/configuring_https_servers.html", written: "2026-11-29",
	},
	{
		key: "apache", name: "Apache",
		certificate: in("<VirtualHost>", "SSLCertificateFile {chain}", "SSLCertificateKeyFile {key}"),
		byName:      in("<VirtualHost>", "ServerName {name}", "SSLCertificateFile {chain}", "SSLCertificateKeyFile {key}"),
		versions:    in("<VirtualHost>", "SSLProtocol -all +TLSv1.2 +TLSv1.3"),
		reload:      []string{"apachectl configtest", "apachectl graceful"},
		source:      "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslcertificatefile", written: "2026-11-29",
	},
	{
		key: "haproxy", name: "HAProxy",
		certificate: in("/etc/haproxy/haproxy.cfg", "# cat {chain} {key} > /etc/haproxy/certs/{name}.pem", "bind :443 ssl crt /etc/haproxy/certs/"),
		versions:    in("/etc/haproxy/haproxy.cfg", "ssl-default-bind-options ssl-min-ver TLSv1.2"),
		reload:      []string{"haproxy -c -f /etc/haproxy/haproxy.cfg", "systemctl reload haproxy"},
		source:      "https://docs.haproxy.org/3.0/configuration.html#5.1-crt", written: "2026-11-29",
	},
	{
		key: "stunnel", name: "stunnel",
		certificate: in("/etc/stunnel/stunnel.conf", "cert = {chain}", "key = {key}"),
		versions:    in("/etc/stunnel/stunnel.conf", "sslVersionMin = TLSv1.2"),
		reload:      []string{"systemctl reload stunnel4"},
		source:      "https://www.stunnel.org/static/stunnel.html", written: "2026-11-29",
	},
}

// Package pcline makes the one line that a user pastes into a terminal of his PC,
// where certdesk itself is not: it prints what that PC sees of a server, for the
// chat. It installs nothing, needs no rights, changes nothing, and tells no name
// of a person or of the PC. What it prints is read by packages seen and pctools:
// the names of Test-NetConnection for the connection, those of X509Certificate2
// or of OpenSSL for the certificate, what .NET or OpenSSL says of it, the clock,
// the proxy and the registered protection programs.
//
// Windows PowerShell 5.1 and PowerShell 7 run the first (Tls12 is named, for the
// .NET Framework would begin with TLS 1.0), the shells of macOS and Linux the
// second. A server behind STARTTLS is spoken to first, in IMAP, POP3 or SMTP; for
// other such protocols there is no line.
//
// What of that was tried: the second line is run by this package's tests, in sh,
// bash and zsh. The first was never run: no PowerShell can be had where this was
// written. It was parsed with the grammar of tree-sitter-powershell 0.26, which
// found no error, and its .NET members were compiled and run in C#, in this order,
// against Mono 6.8, the library of the .NET Framework 4.8: GetHostAddresses,
// TcpClient, ConnectAsync, StreamReader, SslStream with its callback, X509Chain,
// X509Certificate2. Not tried: how PowerShell makes a delegate of the script block
// (AuthenticateAsClient calls it on the thread that waits, which public scripts
// rely on), Get-CimInstance and Get-ItemProperty.
//
// Sources: Microsoft Learn for System.Net.Security.SslStream, Get-CimInstance and
// the class AntiVirusProduct of root/SecurityCenter2; openssl-s_client(1),
// openssl-x509(1), getent(1), dscacheutil(1), scutil(8), date(1).
package pcline

import (
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/services"
)

// Lines are the line for each system; "" where there is none.
type Lines struct {
	PowerShell string
	Shell      string
}

// greetings are what is said before TLS, a line each, in the protocols of mail
// (RFC 9051 §6.2.1, RFC 2595 §4, RFC 3207 §4).
var greetings = map[string][]string{
	"imap": {"a STARTTLS"},
	"pop3": {"STLS"},
	"smtp": {"EHLO pc", "STARTTLS"},
}

// For are the lines for a server; none unless Has.
func For(t checks.Target) Lines {
	protocol, greeting, ok := spoken(t)
	if !ok {
		return Lines{}
	}
	port := strconv.Itoa(t.Port)
	return Lines{PowerShell: powershell(t.Host, port, greeting), Shell: shell(t.Host, port, protocol, greeting != nil)}
}

// Has tells whether there are lines for a server. A port where TLS is reached by a
// protocol that has no greeting here, a server without a port, and a name that a shell
// could misread have none.
func Has(t checks.Target) bool {
	_, _, ok := spoken(t)
	return ok
}

// spoken is the protocol of a server, and what is said in it before TLS; nothing where
// TLS comes first.
func spoken(t checks.Target) (protocol string, greeting []string, ok bool) {
	if t.Port == 0 || !plain(t.Host) {
		return "", nil, false
	}
	protocol = t.Protocol
	mode := t.Mode
	if service, known := services.ByPort(t.Port); known && mode == checks.ModeAuto {
		mode = service.Mode
		protocol = service.Protocol
	}
	if mode == checks.ModeSTARTTLS {
		greeting, ok = greetings[protocol]
		return protocol, greeting, ok
	}
	return protocol, nil, true
}

// plain tells whether a name means nothing to a shell.
func plain(host string) bool {
	return host != "" && host[0] != '-' && strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.:") == ""
}

func powershell(host, port string, greeting []string) string {
	var talk strings.Builder
	if greeting != nil {
		talk.WriteString(`$r=New-Object IO.StreamReader $n;$w={do{$l=$r.ReadLine()}while($l -match '^(\d+-|\* (?!OK))')};&$w;`)
		for _, said := range greeting {
			talk.WriteString(`$q=[Text.Encoding]::ASCII.GetBytes("` + said + "`r`n" + `");$n.Write($q,0,$q.Length);&$w;`)
		}
	}
	return strings.NewReplacer("HOST", host, "PORT", port, "TALK;", talk.String()).Replace(powershellLine)
}

const powershellLine = `$h='HOST';$p=PORT;"ComputerName : $h";"RemotePort : $p";` +
	`try{$a=@([Net.Dns]::GetHostAddresses($h)|Sort-Object AddressFamily);$a|%{"RemoteAddress : $_"}}catch{"WARNING: Name resolution of $h failed"};` +
	`try{$c=New-Object Net.Sockets.TcpClient $a[0].AddressFamily;$c.ReceiveTimeout=8000;if(!$c.ConnectAsync($h,$p).Wait(8000)){throw 'time'};'TcpTestSucceeded : True';$n=$c.GetStream();TALK;` +
	`$s=New-Object Net.Security.SslStream($n,$false,{param($a,$b,$k,$e)$script:pe=$e;$script:ps=@($k.ChainStatus|%{$_.Status});$script:pk=@($k.ChainElements|%{$_.Certificate.Subject});$true});` +
	`$s.AuthenticateAsClient($h,$null,'Tls12',$false);$x=New-Object Security.Cryptography.X509Certificates.X509Certificate2 $s.RemoteCertificate;` +
	`"Subject : $($x.Subject)";"Issuer : $($x.Issuer)";"NotBefore : $($x.NotBefore.ToUniversalTime().ToString('u'))";"NotAfter : $($x.NotAfter.ToUniversalTime().ToString('u'))";"Thumbprint : $($x.Thumbprint)";` +
	`"SslPolicyErrors : $pe $ps";"ChainElements : $($pk -join ' < ')"}catch{if($c.Connected){"Handshake : $($_.Exception.Message)"}else{'TcpTestSucceeded : False'}};` +
	`"Universal time: Day $((Get-Date).ToUniversalTime().ToString('u'))";` +
	`try{Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct -ErrorAction Stop|%{"AntiVirusProduct : $($_.displayName)"}}catch{};` +
	`$i=Get-ItemProperty 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Internet Settings';"ProxyEnable : $($i.ProxyEnable)";if($i.ProxyServer){"ProxyServer : $($i.ProxyServer)"};if($i.AutoConfigURL){"AutoConfigURL : $($i.AutoConfigURL)"}`

func shell(host, port, protocol string, starttls bool) string {
	option := ""
	if starttls {
		option = "-starttls " + protocol + " "
	}
	return strings.NewReplacer("HOST", host, "PORT", port, "STARTTLS", option).Replace(shellLine)
}

const shellLine = `h=HOST p=PORT; echo "ComputerName : $h"; echo "RemotePort : $p"; ` +
	`(getent ahosts $h || dscacheutil -q host -a name $h) 2>/dev/null | grep -oE '([0-9]{1,3}\.){3}[0-9]{1,3}|[0-9a-f]{1,4}:[0-9a-f:]+' | sort -u | sed 's/^/RemoteAddress : /'; ` +
	`o=$(echo | openssl s_client STARTTLS-connect $h:$p -servername $h 2>&1); echo "$o" | grep -E '^CONNECTED|errno|Verify return code' | sort -u; ` +
	`echo "$o" | openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 2>/dev/null; ` +
	`date -u '+Universal time: Day %Y-%m-%d %H:%M:%S UTC'; env | grep -iE '^(https|all)_proxy=' | sed -E 's|//[^/@]*@|//|'; scutil --proxy 2>/dev/null | grep -E 'HTTPS|AutoConfig'`

// Package pctools reads what the tools of a PC print about the way to a server:
// where a name leads, whether a port is reached, how far the clock is off, which
// proxy programs go through. The text is foreign, pasted into a chat, in the
// language of that PC: only its shape counts, and what is not understood is left
// out.
//
//	tools.go   the facts, and the loop over the lines
//	names.go   nslookup, Resolve-DnsName, dig, host, ping, dscacheutil
//	reach.go   Test-NetConnection, curl, telnet, nc, openssl s_client
//	clock.go   w32tm, timedatectl, sntp, ntpdate, chronyc
//	proxies.go netsh winhttp, scutil, the environment, the registry
//	verified.go what security, OpenSSL and .NET say of the certificate
//
// A fact is read where its line has the shape that only that tool prints. Sources:
// Microsoft Learn for nslookup, Resolve-DnsName, Test-NetConnection, w32tm, netsh
// winhttp; the manual pages of dig(1), host(1), curl(1), scutil(8),
// timedatectl(1), sntp(1), ntpdate(8), chronyc(1). The names that package pcline has
// printed are among them.
package pctools

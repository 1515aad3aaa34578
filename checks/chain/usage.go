package chain

import (
	"crypto/x509"
	"encoding/asn1"
)

// servesTLS tells whether a certificate's extended key usage lets it, or what
// it certifies, be a TLS server (RFC 5280 §4.2.1.12). Without the extension all
// is allowed; an empty one allows nothing. The two "server gated" usages, which
// stood for serverAuth in authorities of the 1990s, are read by no client any more
// (Mozilla's mozpkix, Chromium, Go).
func (c *certificate) servesTLS() bool {
	if !c.facts.hasEKU {
		return true
	}
	for _, u := range c.x.ExtKeyUsage {
		if u == x509.ExtKeyUsageAny || u == x509.ExtKeyUsageServerAuth {
			return true
		}
	}
	return false
}

// usages are the extended key usages by the names RFC 5280 gives them.
func (c *certificate) usages() []string {
	names := make([]string, 0, len(c.x.ExtKeyUsage)+len(c.x.UnknownExtKeyUsage))
	for _, u := range c.x.ExtKeyUsage {
		names = append(names, usageName(u))
	}
	for _, oid := range c.x.UnknownExtKeyUsage {
		names = append(names, unknownUsageName(oid))
	}
	return names
}

func usageName(u x509.ExtKeyUsage) string {
	switch u {
	case x509.ExtKeyUsageAny:
		return "anyExtendedKeyUsage"
	case x509.ExtKeyUsageServerAuth:
		return "serverAuth"
	case x509.ExtKeyUsageClientAuth:
		return "clientAuth"
	case x509.ExtKeyUsageCodeSigning:
		return "codeSigning"
	case x509.ExtKeyUsageEmailProtection:
		return "emailProtection"
	case x509.ExtKeyUsageIPSECEndSystem:
		return "ipsecEndSystem"
	case x509.ExtKeyUsageIPSECTunnel:
		return "ipsecTunnel"
	case x509.ExtKeyUsageIPSECUser:
		return "ipsecUser"
	case x509.ExtKeyUsageTimeStamping:
		return "timeStamping"
	case x509.ExtKeyUsageOCSPSigning:
		return "OCSPSigning"
	case x509.ExtKeyUsageNetscapeServerGatedCrypto:
		return "netscapeServerGatedCrypto"
	case x509.ExtKeyUsageMicrosoftServerGatedCrypto:
		return "microsoftServerGatedCrypto"
	case x509.ExtKeyUsageMicrosoftCommercialCodeSigning:
		return "microsoftCommercialCodeSigning"
	case x509.ExtKeyUsageMicrosoftKernelCodeSigning:
		return "microsoftKernelCodeSigning"
	}
	return "unknown"
}

func unknownUsageName(oid asn1.ObjectIdentifier) string {
	switch s := oid.String(); s {
	case "1.3.6.1.4.1.311.20.2.2":
		return "smartcardLogon"
	case "1.3.6.1.5.2.3.5":
		return "kerberosKDC"
	case "1.3.6.1.4.1.311.54.1.2":
		return "remoteDesktop"
	default:
		return s
	}
}

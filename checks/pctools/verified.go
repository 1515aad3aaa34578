package pctools

import (
	"slices"
	"strings"

	"certdesk/checks/lazyregexp"
)

var (
	// The verdict of macOS's security verify-cert: "Cert Verify Result:
	// CSSMERR_TP_NOT_TRUSTED".
	verdict = lazyregexp.New(`(?i)Cert Verify Result: (CSSMERR_\w+|.*host ?name mismatch.*)`)
	// OpenSSL's: "Verify return code: 20 (unable to get local issuer certificate)".
	returned = lazyregexp.New(`(?i)^\s*Verify return code: (\d{1,3}) \(`)
	// .NET's: "SslPolicyErrors : RemoteCertificateChainErrors UntrustedRoot".
	policyErrors = lazyregexp.New(`(?i)^\s*SslPolicyErrors\s*:\s*(\S.*)$`)
	// A protection program that Windows has registered (root/SecurityCenter2).
	registered = lazyregexp.New(`(?i)^\s*AntiVirusProduct\s*:\s*(\S.{0,78})$`)
)

// complaints are what the codes say: cssmerr.h, x509_vfy(3), SslPolicyErrors and
// X509ChainStatusFlags. Of several words the first row that is among them counts.
var complaints = []struct {
	code string
	says Complaint
}{
	{"CSSMERR_TP_CERT_EXPIRED", Expired}, {"CSSMERR_TP_CERT_NOT_VALID_YET", Expired}, {"CSSMERR_APPLETP_HOSTNAME_MISMATCH", WrongName},
	{"CSSMERR_TP_NOT_TRUSTED", Untrusted}, {"CSSMERR_TP_INVALID_ANCHOR_CERT", Untrusted},
	{"NotTimeValid", Expired}, {"UntrustedRoot", Untrusted}, {"PartialChain", Untrusted}, {"RemoteCertificateNameMismatch", WrongName},
	{"9", Expired}, {"10", Expired}, {"62", WrongName}, {"64", WrongName},
	{"2", Untrusted}, {"18", Untrusted}, {"19", Untrusted}, {"20", Untrusted}, {"21", Untrusted}, {"27", Untrusted},
}

// maxPrograms is how many protection programs are kept.
const maxPrograms = 4

// verified reads what a tool says of the certificate, and which programs may have
// made it.
func (r *reader) verified(line string) {
	if name := strings.TrimSpace(first(registered().FindStringSubmatch(line))); name != "" && len(r.out.Protection) < maxPrograms && !slices.Contains(r.out.Protection, name) {
		r.out.Protection = append(r.out.Protection, name)
		return
	}
	if m := verdict().FindStringSubmatch(line); m != nil && !strings.HasPrefix(m[1], "CSSM") {
		r.out.Complaint = WrongName
		return
	}
	codes := strings.FieldsFunc(first(verdict().FindStringSubmatch(line))+" "+first(returned().FindStringSubmatch(line))+" "+first(policyErrors().FindStringSubmatch(line)),
		func(c rune) bool { return c == ' ' || c == ',' })
	for _, c := range complaints {
		if slices.Contains(codes, c.code) {
			r.out.Complaint = c.says
			return
		}
	}
}

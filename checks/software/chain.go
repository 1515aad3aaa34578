package software

import (
	"bytes"
	"encoding/pem"
	"strings"

	"certdesk/checks"
)

// wholeChain is the leaf and the authorities above it without the root, in PEM;
// "" where the way to a trusted root is not known from end to end, or some of it
// cannot be had. A file that does not help is worse than none.
func wholeChain(j *checks.Judgement) string {
	if j == nil || len(j.Path) < 2 {
		return ""
	}
	switch {
	case j.Trust == checks.TrustOK:
	case j.Trust == checks.TrustIncomplete && (j.CompletedBy == "aia" || j.CompletedBy == "known"):
	default:
		return ""
	}
	path := j.Path
	if last := path[len(path)-1]; last.X509 == nil || bytes.Equal(last.X509.RawSubject, last.X509.RawIssuer) {
		path = path[:len(path)-1]
	}
	var out strings.Builder
	for _, c := range path {
		if c.X509 == nil || len(c.X509.Raw) == 0 {
			return ""
		}
		out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.X509.Raw}))
	}
	return out.String()
}

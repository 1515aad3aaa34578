package pctools

// The verdict of macOS's security verify-cert: "Cert Verify Result:
// CSSMERR_TP_NOT_TRUSTED".
var verdict = shape(`(?i)Cert Verify Result: (CSSMERR_\w+|.*host ?name mismatch.*)`)

// complaints are what its codes say (cssmerr.h).
var complaints = map[string]Complaint{
	"CSSMERR_TP_NOT_TRUSTED": Untrusted, "CSSMERR_TP_INVALID_ANCHOR_CERT": Untrusted, "CSSMERR_TP_CERT_EXPIRED": Expired,
	"CSSMERR_TP_CERT_NOT_VALID_YET": Expired, "CSSMERR_APPLETP_HOSTNAME_MISMATCH": WrongName,
}

// verified reads what a tool says of the certificate.
func (r *reader) verified(line string) {
	m := verdict().FindStringSubmatch(line)
	if m == nil {
		return
	}
	says, known := complaints[m[1]]
	if !known && m[1][0] != 'C' {
		says = WrongName
	}
	r.out.Complaint = says
}

package chain

import "certdesk/checks/say"

// patcher makes a copy of a certificate that crypto/x509 will read, by changing
// bytes and never lengths: a negative serial number becomes positive, a key it
// cannot read becomes one of an unknown type, an extension that breaks its
// rules becomes an unknown one. Afterwards all that was changed is put back from
// the original.
type patcher struct {
	layout *layout
	der    []byte // the copy

	blindKey     bool
	blind        []bool // by extension
	malformed    []say.Text
	badExtension string
	doubled      bool // badExtension is carried twice
	notes        []say.Text
	// excused are extensions that are well formed, though crypto/x509 refuses them.
	excused []extension
}

// maxRepairs bounds how many extensions are tried one by one.
const maxRepairs = 64

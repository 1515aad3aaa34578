package chain

import (
	"crypto/x509"
	"net/netip"
	"sync"

	"certdesk/checks"
	"certdesk/checks/say"
)

// certificate is one certificate as far as it can be read, with all that is
// asked of it again and again. It is shared between judgements and not changed.
type certificate struct {
	hash [32]byte
	// desc is the description without what depends on the moment.
	desc checks.Certificate
	// x is nil where not even patching helped. What was patched is put back, so
	// that its raw fields are those that were sent.
	x *x509.Certificate

	key    key
	scheme signatureScheme
	// selfIssued: issuer and subject are the same name.
	selfIssued bool
	facts      facts

	// dns and ips are the names a server can be asked by; commonNames those of
	// the subject.
	dns         []string
	ips         []netip.Addr
	commonNames []string
	// namesOther: its alternative names are none of those that are shown.
	namesOther bool
	// namesUnread: it breaks off before its extensions, so that it is not known whether
	// it has alternative names.
	namesUnread bool

	// malformed are broken encoding rules, badExtension the first extension that
	// cannot be read, notes habits that strict profiles forbid.
	malformed    []say.Text
	badExtension string
	// doubled: it is carried twice.
	doubled bool
	notes   []checks.Note

	constraintsOnce sync.Once
	constraints     *constraints
	constraintsErr  error
	policiesOnce    sync.Once
	policiesRead    *policies
	namesOnce       sync.Once
	names           *subjectNames
}

func (c *certificate) isCA() bool { return c.x != nil && c.x.BasicConstraintsValid && c.x.IsCA }

// emptySubject: the subject is a SEQUENCE without content.
func (c *certificate) emptySubject() bool { return len(c.x.RawSubject) <= 2 }

package servertest

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// serverName is the name that users have entered for every server here.
const serverName = "mail.corp.example"

// An identity is a certificate on disk, and what a check must find in it.
type identity struct {
	name  string
	codes []checks.Code

	chain string // path: the leaf and what is sent with it
	leaf  string // path: the leaf alone
	rest  string // path: what is sent after the leaf; "" if nothing is
	key   string // path: the private key, PKCS #8
	root  string // path: its own root, "" for rootFile
}

var (
	// rootFile holds the root that checks are told to trust.
	rootFile string
	// identities are the healthy one and one for each fault that a
	// certificate file brings to any server.
	identities []identity
	// rsaIdentities have RSA keys, for servers that have a second certificate.
	rsaIdentities []identity
)

func makeIdentities(dir string) error {
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	ca := root.Intermediate("Example CA 1")
	stranger := pki.Root("Unknown Root").Intermediate("Unknown CA 1")

	rootFile = filepath.Join(dir, "root.pem")
	if err := os.WriteFile(rootFile, root.PEM(), 0o644); err != nil {
		return err
	}
	for _, i := range []struct {
		name  string
		id    *checktest.Identity
		codes []checks.Code
	}{
		{"healthy", ca.Issue(serverName), nil},
		{"expired", ca.Issue(serverName, checktest.ExpiredFor(12*checktest.Day)), []checks.Code{checks.Expired}},
		{"wrong-name", ca.Issue("mx7.hosting.example"), []checks.Code{checks.HostnameMismatch}},
		{"self-signed", pki.SelfSigned(serverName), []checks.Code{checks.SelfSigned}},
		{"leaf-only", ca.Issue(serverName).Alone(), []checks.Code{checks.IncompleteChain}},
		{"untrusted-root", stranger.Issue(serverName), []checks.Code{checks.UntrustedRoot}},
		{"expired-wrong-name", ca.Issue("mx7.hosting.example", checktest.ExpiredFor(400*checktest.Day)),
			[]checks.Code{checks.Expired, checks.HostnameMismatch}},
	} {
		made, err := writeIdentity(filepath.Join(dir, i.name), i.id)
		if err != nil {
			return err
		}
		made.name, made.codes = i.name, i.codes
		identities = append(identities, made)
	}
	rsa := checktest.Key(checktest.RSA2048)
	for name, id := range map[string]*checktest.Identity{
		"rsa":             ca.Issue(serverName, rsa),
		"rsa-expired":     ca.Issue(serverName, rsa, checktest.ExpiredFor(12*checktest.Day)),
		"rsa-wrong-name":  ca.Issue("mx7.hosting.example", rsa),
		"rsa-self-signed": pki.SelfSigned(serverName, rsa),
	} {
		made, err := writeIdentity(filepath.Join(dir, name), id)
		if err != nil {
			return err
		}
		made.name = name
		rsaIdentities = append(rsaIdentities, made)
	}
	return nil
}

func writeIdentity(base string, id *checktest.Identity) (identity, error) {
	made := identity{chain: base + ".chain.pem", leaf: base + ".leaf.pem", key: base + ".key.pem"}
	der, err := x509.MarshalPKCS8PrivateKey(id.Signer())
	if err != nil {
		return made, err
	}
	// Readable by all: these keys protect nothing, and each server drops its
	// privileges in its own way.
	files := map[string][]byte{
		made.chain: id.PEM(),
		made.leaf:  id.Alone().PEM(),
		made.key:   pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
	}
	if len(id.Chain) > 1 {
		made.rest = base + ".rest.pem"
		files[made.rest] = id.Sending(id.Chain[1:]...).PEM()
	}
	for name, data := range files {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return made, err
		}
	}
	return made, nil
}

func healthy() identity { return identities[0] }

// forEachIdentity runs the test once for each certificate, side by side.
func forEachIdentity(t *testing.T, f func(t *testing.T, id identity)) {
	for _, id := range identities {
		t.Run(id.name, func(t *testing.T) {
			t.Parallel()
			f(t, id)
		})
	}
}

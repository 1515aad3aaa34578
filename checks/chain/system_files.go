//go:build !windows && !darwin && !ios

package chain

import (
	"encoding/pem"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// systemFiles are the bundles of Linux distributions and BSDs; the first that
// can be read counts, as in crypto/x509.
var systemFiles = []string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL 6
	"/etc/ssl/ca-bundle.pem",                            // openSUSE
	"/etc/pki/tls/cacert.pem",                           // OpenELEC
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7 and later
	"/etc/ssl/cert.pem",                                 // Alpine, OpenBSD, FreeBSD
	"/usr/local/etc/ssl/cert.pem",                       // FreeBSD
	"/usr/local/share/certs/ca-root-nss.crt",            // DragonFly
	"/etc/openssl/certs/ca-certificates.crt",            // NetBSD
}

var systemFolders = []string{"/etc/ssl/certs", "/etc/pki/tls/certs", "/system/etc/security/cacerts"}

// System is what this machine trusts. SSL_CERT_FILE and SSL_CERT_DIR say
// otherwise, as they do for OpenSSL and Go. Where a machine has no roots the
// store is empty.
func System() Store {
	return Store{&store{name: "system", roots: systemRoots}}
}

func systemRoots() iter.Seq[root] {
	return func(yield func(root) bool) {
		for _, data := range systemBundles() {
			for {
				var block *pem.Block
				if block, data = pem.Decode(data); block == nil {
					break
				}
				if block.Type == "CERTIFICATE" && !yield(root{der: block.Bytes}) {
					return
				}
			}
		}
	}
}

// maxBundle bounds a file of roots; real ones have 250 KB.
const maxBundle = 16 << 20

func systemBundles() (bundles [][]byte) {
	files := systemFiles
	if f := os.Getenv("SSL_CERT_FILE"); f != "" {
		files = []string{f}
	}
	read := ""
	for _, f := range files {
		if data, ok := readBundle(f); ok {
			bundles, read = append(bundles, data), f
			break
		}
	}
	folders := systemFolders
	if d := os.Getenv("SSL_CERT_DIR"); d != "" {
		folders = strings.Split(d, ":")
	} else if len(bundles) > 0 {
		return bundles
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			path := filepath.Join(folder, e.Name())
			if path == read || linksBeside(folder, e) {
				continue
			}
			if data, ok := readBundle(path); ok {
				bundles = append(bundles, data)
			}
		}
	}
	return bundles
}

// linksBeside: a link by hash to a file of the same folder, which is read anyway.
func linksBeside(folder string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return false
	}
	target, err := os.Readlink(filepath.Join(folder, e.Name()))
	return err == nil && !strings.Contains(target, "/")
}

func readBundle(path string) ([]byte, bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxBundle {
		return nil, false
	}
	data, err := os.ReadFile(path)
	return data, err == nil
}

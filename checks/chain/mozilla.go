package chain

import (
	"iter"
	"runtime/debug"
	"strings"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// mozillaModule is where the embedded list comes from.
const mozillaModule = "golang.org/x/crypto/x509roots/fallback"

// Mozilla is the embedded list of roots that Mozilla trusts for TLS servers.
// Some of its roots carry a date after which no new certificate counts.
func Mozilla() Store {
	return Store{&store{name: "mozilla", version: mozillaVersion, roots: func() iter.Seq[root] {
		return func(yield func(root) bool) {
			for r := range bundle.Roots() {
				if !yield(root{r.Certificate, r.Constraint}) {
					return
				}
			}
		}
	}}}
}

// mozillaVersion is the date in the version of the module that holds the list,
// v0.0.0-20261030153154-30a33513ff6d.
func mozillaVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path == mozillaModule {
			return pseudoVersionDate(m.Version)
		}
	}
	return ""
}

func pseudoVersionDate(version string) string {
	parts := strings.Split(version, "-")
	if len(parts) < 3 {
		return ""
	}
	stamp := parts[len(parts)-2]
	stamp = stamp[strings.LastIndexByte(stamp, '.')+1:]
	if len(stamp) != 14 {
		return ""
	}
	return stamp[:4] + "-" + stamp[4:6] + "-" + stamp[6:8]
}

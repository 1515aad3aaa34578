package serve

import (
	"maps"
	"time"
)

// deployFolder is what it takes to put certdesk to work, which is held to what it
// does.
const deployFolder = "../../deploy"

// patience bounds every wait for something that serve does.
const patience = time.Minute

// join is all settings, those that stand later before the others.
func join(all ...map[string]string) map[string]string {
	out := make(map[string]string)
	for _, some := range all {
		maps.Copy(out, some)
	}
	return out
}

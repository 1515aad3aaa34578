package telemetry

import (
	"runtime/debug"
	"testing"
)

// TestBuild: a program that was built from a commit of a version says so, and one of
// which nothing was noted claims nothing.
func TestBuild(t *testing.T) {
	for want, info := range map[[2]string]debug.BuildInfo{
		{"devel", "unknown"}:  {},
		{"devel", "0a1b2c"}:   {Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0a1b2c"}, {Key: "vcs.modified", Value: "false"}}},
		{"v1.4.0", "unknown"}: {Main: debug.Module{Version: "v1.4.0"}},
	} {
		version, commit := buildOf(&info)
		if got := [2]string{version, commit}; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"certdesk/checks/chain"
)

func runVersion(_ context.Context, s streams, _ []string) (int, error) {
	version, commit := "devel", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" && info.Main.Version != "(devel)" {
			version = info.Main.Version
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = setting.Value
			}
		}
	}
	roots := chain.Mozilla()
	_, err := fmt.Fprintf(s.out, "certdesk %s\ncommit %s\n%s\nembedded roots (Mozilla) of %s\n", version, commit, runtime.Version(), roots.Version())
	if err != nil {
		return statusUnknown, fmt.Errorf("writing the version: %w", err)
	}
	return statusOK, nil
}

package storetest_test

import (
	"testing"

	"certdesk/store"
	"certdesk/store/storetest"
)

func TestMemory(t *testing.T) {
	var clock storetest.Clock
	storetest.Run(t, func(*testing.T) storetest.Opener {
		m := storetest.NewMemory(clock.Now)
		return func(testing.TB) store.Backend { return m }
	}, storetest.Options{Shared: true, Clock: &clock})
}

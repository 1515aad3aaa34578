package engine_test

import (
	"testing"
	"time"

	"certdesk/checks/chain"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// A list of roots that holds none is told as such, and neither accepts nor
// contradicts.
func TestEmptyListOfRoots(t *testing.T) {
	t.Parallel()
	zoo := openZoo(t)
	resolver, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		t.Fatal(err)
	}
	roots, err := chain.FromPEM("mozilla", zoo.Stores[0].PEM)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Dialer: zoo, Resolver: resolver, Stores: []chain.Store{roots, chain.Empty("system")}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	r := e.Check(t.Context(), parsed(t, healthyIMAP), engine.Options{})
	if r.Stores["system"] != "empty" || r.Stores["mozilla"] != "trusted" || codesOf(&r) != "" {
		t.Errorf("%v, %s", r.Stores, codesOf(&r))
	}
}

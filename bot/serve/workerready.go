package serve

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"certdesk/checks"
	"certdesk/store/redis/queue"
)

// obstacles are what keeps a worker from taking questions, as /readyz says it.
var obstacles = map[queue.Obstacle]string{
	queue.Arriving:   "this worker has not joined its zone yet: Redis has not let it",
	queue.Away:       "Redis cannot be reached: no question comes here",
	queue.Refused:    "Redis refuses a command to this worker's user: compare it with deploy/redis.acl",
	queue.Unwritable: "Redis can be read and not written: questions are not taken, and answers would not arrive",
	queue.Lost:       "Redis has lost the zone's queue: it is being made again",
}

// readiness tries all that a question needs on its way: that it can be taken and
// its answer be sent, and that names are found.
func (w *worker) readiness(ctx context.Context) readiness {
	var names checks.DNSKind
	var noNames error
	var looking sync.WaitGroup
	looking.Go(func() {
		if w.settings.Proxy != nil {
			noNames = askProxy(ctx, w.settings)
			return
		}
		names, noNames = lookUp(ctx, w.settings)
	})
	err := w.jobs.Ready(ctx)
	looking.Wait()

	var r readiness
	if w.draining.Load() {
		r.stops = append(r.stops, fmt.Sprintf("draining: %d questions are being answered, then this worker ends", w.jobs.UnderWay()))
	}
	if not, ok := errors.AsType[*queue.NotReady](err); ok {
		r.stops = append(r.stops, obstacles[not.Obstacle])
		w.log.Warn("not ready", "error", err)
	}
	switch {
	case noNames != nil:
		r.stops = append(r.stops, noNames.Error())
	case names == checks.DNSResolverSilent, names == checks.DNSTimeout, names == checks.DNSCutShort:
		r.stops = append(r.stops, "the name server does not answer (CERTDESK_RESOLVER, or the machine's own): no name can be checked from here")
	case names == checks.DNSResolverFails, names == checks.DNSRefused:
		// That of an inner network may know its own names alone.
		r.remarks = append(r.remarks, "the name server finds no names outside of this network")
	}
	if n := w.jobs.UnderWay(); n >= w.atOnce {
		r.remarks = append(r.remarks, fmt.Sprintf("all %d places are taken: questions wait (--at-once)", n))
	}
	return r
}

package slack

import "time"

// KeepConnections lets the connections of Socket Mode live this long at most.
func (a *Adapter) KeepConnections(d time.Duration) { a.lifetime = d }

package slack

import (
	"time"

	"certdesk/adapters/inbox"
)

// MakeRoom lets so many requests be under way at once.
func (a *Adapter) MakeRoom(most int) {
	a.handler.underWay = inbox.NewWork(most, time.Minute, func(p any) { a.log.Error("a panic", "panic", p) })
}

// KeepConnections lets the connections of Socket Mode live this long at most.
func (a *Adapter) KeepConnections(d time.Duration) { a.lifetime = d }

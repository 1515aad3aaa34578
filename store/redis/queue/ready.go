package queue

import (
	"context"
)

// Obstacle is what keeps a worker from taking jobs.
type Obstacle string

// The obstacles.
const (
	// Arriving: it has not joined its zone yet.
	Arriving Obstacle = "arriving"
	// Away: Redis does not answer.
	Away Obstacle = "away"
	// Refused: Redis refuses this worker's user a command of a job's life.
	Refused Obstacle = "refused"
	// Unwritable: Redis answers, and writes nothing: it is full, a replica, or a part
	// of its cluster is missing.
	Unwritable Obstacle = "unwritable"
	// Lost: the zone's queue is gone. The next read makes it again.
	Lost Obstacle = "lost"
)

// NotReady is the error of Ready.
type NotReady struct {
	Obstacle Obstacle
	Err      error // what Redis said; nil where it was not asked
}

func (n *NotReady) Error() string {
	if n.Err == nil {
		return string(n.Obstacle)
	}
	return string(n.Obstacle) + ": " + n.Err.Error()
}

func (n *NotReady) Unwrap() error { return n.Err }

// Ready tries whether a job could be taken, kept and answered: with the commands of
// one that there never is. The error is a *NotReady.
func (w *Worker) Ready(ctx context.Context) error {
	if !w.arrived.Load() {
		return &NotReady{Obstacle: Arriving}
	}
	err := w.rehearse(ctx, w.word())
	if err == nil {
		return nil
	}
	return &NotReady{obstacle(err), err}
}

// UnderWay is how many jobs it is at.
func (w *Worker) UnderWay() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.held)
}

// obstacle is what an error of rehearse means.
func obstacle(err error) Obstacle {
	switch {
	case forbidden(err):
		return Refused
	case lost(err):
		return Lost
	case unwritten(err):
		return Unwritable
	}
	return Away
}

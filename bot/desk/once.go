package desk

import (
	"context"
	"time"
)

// onceLife is how long a delivery is remembered: platforms repeat one for up
// to ten minutes.
const onceLife = time.Hour

// answeredBefore tells whether the platform delivers a request again.
func (x *exchange) answeredBefore(ctx context.Context) bool {
	if x.q.ID == "" {
		return false
	}
	first, err := x.desk.leases.Once(ctx, string(x.q.Place.Platform)+"/"+x.q.ID, onceLife)
	x.unkept(err)
	return err == nil && !first
}

package bot

import "context"

// queuedKey is the place of a hook in a context.
type queuedKey struct{}

// OnQueued asks whoever answers a question under ctx to tell when it has to wait
// for others: how many are before it. It is called at most once.
func OnQueued(ctx context.Context, hook func(before int)) context.Context {
	return context.WithValue(ctx, queuedKey{}, hook)
}

// Queued is the hook of a context, nil if there is none.
func Queued(ctx context.Context) func(before int) {
	hook, _ := ctx.Value(queuedKey{}).(func(before int))
	return hook
}

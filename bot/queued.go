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

// crowdedKey is the place of a hook in a context.
type crowdedKey struct{}

// OnCrowded asks whoever answers a question under ctx to tell when it is open
// whether there is room for it, and when that is decided.
func OnCrowded(ctx context.Context, hook func(open bool)) context.Context {
	return context.WithValue(ctx, crowdedKey{}, hook)
}

// Crowded is the hook of a context; it does nothing where there is none.
func Crowded(ctx context.Context) func(open bool) {
	if hook, ok := ctx.Value(crowdedKey{}).(func(open bool)); ok {
		return hook
	}
	return func(bool) {}
}

package bot

import "context"

// firstLookKey is the place of a hook in a context.
type firstLookKey struct{}

// OnFirstLook asks whoever answers a question under ctx to tell what is known
// before all is, as httptrace.WithClientTrace does for connections. It is called
// at most a few times, before the answer; who cannot tell, does not.
func OnFirstLook(ctx context.Context, hook func(*Answer)) context.Context {
	return context.WithValue(ctx, firstLookKey{}, hook)
}

// FirstLook is the hook of a context, nil if there is none.
func FirstLook(ctx context.Context) func(*Answer) {
	hook, _ := ctx.Value(firstLookKey{}).(func(*Answer))
	return hook
}

package serve

import (
	"context"
	"time"
)

// checkTimeout bounds each question of serve --check.
const checkTimeout = 5 * time.Second

func bounded(ctx context.Context, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return ask(ctx)
}

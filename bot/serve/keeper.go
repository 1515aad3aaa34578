package serve

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"certdesk/bot"
	"certdesk/bot/keeping"
)

// newKeeper looks after the store of this process.
func (s *server) newKeeper() (*keeping.Keeper, error) {
	losses := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "certdesk_store_losses_total", Help: "How often this process found that the store had lost what was kept: emptied, replaced, older.",
	}, []string{"loss"})
	for _, loss := range []keeping.Loss{keeping.Emptied, keeping.Replaced, keeping.Older} {
		losses.WithLabelValues(string(loss)) // 0 from the start, so that the first one is a rise
	}
	s.metrics.Register(losses)
	cfg := keeping.Config{
		Store: s.kept, Folder: s.settings.ExportFolder, Now: time.Now, NewID: newID, Log: s.log,
		Lost: func(l keeping.Loss) { losses.WithLabelValues(string(l)).Inc() },
	}
	if to := s.settings.AdminChannel; to != nil {
		cfg.Tell = func(ctx context.Context, r bot.Reply) error { return s.Post(ctx, *to, r) }
	}
	k, err := keeping.New(cfg)
	if err != nil {
		return nil, err
	}
	s.metrics.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "certdesk_export_successful", Help: "1 if the daily export that was tried last was written, or there was nothing to write; 0 if it failed.",
	}, func() float64 {
		if k.Exports() {
			return 1
		}
		return 0
	}))
	return k, nil
}

package zone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Posts carries questions to the workers of other zones.
type Posts interface {
	// Living are the zones with a living worker, in order. The error is ErrAway.
	Living(ctx context.Context) ([]string, error)
	// Ask waits for a worker's answer until ctx ends. The error is ErrNobody,
	// ErrAway, ErrDropped or that of ctx.
	Ask(ctx context.Context, zone string, question []byte) ([]byte, error)
}

// Asker answers questions from here or from wherever they want to be answered.
type Asker struct {
	// Here answers in this process.
	Here Checker
	// Own is the name of this process's zone, "" if it has none.
	Own string
	// Posts leads to the other zones; nil where there is no queue.
	Posts Posts
	// Labels are sent with a question, so that a worker's log and traces name what
	// it works for; nil sends none.
	Labels func(ctx context.Context) map[string]string
	Log    *slog.Logger
}

// margin is left of the asker's time to put together what came.
const margin = 500 * time.Millisecond

// Check answers a question. What cannot be answered is a *Refusal, or an error
// of the check itself.
func (a *Asker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	switch zone := q.Zone; {
	case zone == All:
		return a.all(ctx, q, to)
	case zone == "" || zone == Here || zone == a.Own:
		return a.here(ctx, q, to)
	case !isName(zone):
		return nil, &Refusal{say.S("“{zone}” cannot be the name of a zone.", say.Foreign("zone", zone))}
	default:
		return a.there(ctx, q, zone)
	}
}

func (a *Asker) here(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	q.Zone = ""
	return a.Here.Check(ctx, q, to)
}

// there asks one zone, and says at once if nobody is there.
func (a *Asker) there(ctx context.Context, q bot.Question, zone string) (*bot.Answer, error) {
	if a.Posts == nil {
		return nil, &Refusal{say.S("The zone “{zone}” is not available. Zones need Redis, and REDIS_URL is not set.", say.Foreign("zone", zone))}
	}
	living, err := a.Posts.Living(ctx)
	if err != nil {
		return nil, a.refusal(zone, err)
	}
	if !slices.Contains(living, zone) {
		return nil, a.nobody(zone, living)
	}
	answer, err := a.ask(ctx, q, zone)
	if err == nil {
		return answer, nil
	}
	if errors.Is(err, ErrNobody) {
		return nil, a.nobody(zone, slices.DeleteFunc(living, func(z string) bool { return z == zone }))
	}
	return nil, a.refusal(zone, err)
}

// ask asks a zone that is thought to be alive.
func (a *Asker) ask(ctx context.Context, q bot.Question, zone string) (*bot.Answer, error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-margin))
		defer cancel()
	}
	q.Zone = ""
	asked := question{Question: q}
	if a.Labels != nil {
		asked.Labels = a.Labels(ctx)
	}
	said, err := a.Posts.Ask(ctx, zone, encode(asked))
	if err != nil {
		return nil, err
	}
	return decodeOutcome(said, zone)
}

// nobody names the zones that can be asked instead.
func (a *Asker) nobody(zone string, living []string) *Refusal {
	var others []string
	for _, z := range living {
		if z != a.Own {
			others = append(others, z)
		}
	}
	gone := say.S("The zone “{zone}” is not available: its worker is not running.", say.Foreign("zone", zone))
	if len(others) == 0 {
		return &Refusal{say.Join(gone, say.S("To check from here, leave out the zone."))}
	}
	return &Refusal{say.Join(gone, say.S("Available zones: {zones}. To check from here, leave out the zone.", say.Foreigns("zones", 8, others)))}
}

// refusal says why a zone gave no answer, where that can be said; else it is
// the error of a check.
func (a *Asker) refusal(zone string, err error) error {
	why := reason(err)
	if why.Empty() {
		return err
	}
	if _, ok := errors.AsType[*Refusal](err); !ok {
		a.Log.Warn("a zone gave no answer", "zone", zone, "error", err)
	}
	return &Refusal{say.Join(say.S("The zone “{zone}” did not answer.", say.Foreign("zone", zone)), why)}
}

// reason is why there is no answer, in a sentence; nothing if an asker should be
// told nothing of it.
func reason(err error) say.Text {
	var said *Refusal
	switch {
	case errors.As(err, &said):
		return said.Text
	case errors.Is(err, ErrNobody):
		return say.S("Its worker has just stopped.")
	case errors.Is(err, ErrAway):
		return say.S("certdesk cannot reach Redis, which connects the zones.")
	case errors.Is(err, ErrDropped):
		return say.S("Its workers failed several times. Your certdesk administrator can find the reason in their logs.")
	case errors.Is(err, context.DeadlineExceeded):
		return say.S("Its workers did not answer in time.")
	}
	return nil
}

// side is what one zone said.
type side struct {
	zone   string
	answer *bot.Answer
	err    error
}

// all asks everywhere at once. The answer has the reports of all zones, this
// one's first; who gave none is named.
func (a *Asker) all(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	if a.Posts == nil {
		return nil, &Refusal{say.S("No other zones are available. Zones need Redis, and REDIS_URL is not set. Leave out “from all”.")}
	}
	var wg sync.WaitGroup
	here := &side{zone: a.Own}
	sides := []*side{here}
	wg.Go(func() { here.answer, here.err = a.here(ctx, q, to) })
	living, err := a.Posts.Living(ctx)
	if err != nil {
		sides = append(sides, &side{zone: All, err: err})
	}
	for _, zone := range living {
		if zone == a.Own {
			continue
		}
		there := &side{zone: zone}
		sides = append(sides, there)
		wg.Go(func() { there.answer, there.err = a.ask(ctx, q, zone) })
	}
	wg.Wait()
	return a.together(sides)
}

// together puts the answers side by side.
func (a *Asker) together(sides []*side) (*bot.Answer, error) {
	out := &bot.Answer{}
	for _, s := range sides {
		if s.err == nil {
			out.Reports = append(out.Reports, s.answer.Reports...)
			out.Chains = append(out.Chains, s.answer.Chains...)
			continue
		}
		a.Log.Warn("a zone gave no answer", "zone", s.zone, "error", s.err)
		why := reason(s.err)
		if why.Empty() {
			why = say.S("Something went wrong there.")
		}
		out.Unheard = append(out.Unheard, bot.Unheard{Zone: s.zone, Why: why})
	}
	if len(out.Reports) > 0 {
		return out, nil
	}
	return nil, fmt.Errorf("asking everywhere: %w", sides[0].err)
}

package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"certdesk/adapters/attempt"
	"certdesk/bot"
)

// rest calls Discord's REST API, version 10. It is safe for concurrent use.
// https://docs.discord.com/developers/reference
type rest struct {
	base   string // ends in a slash
	token  string // of the bot; "" for none
	agent  string // who calls
	http   *http.Client
	limits *limits
	// answered is told of each outcome of a call with the token; nil is nobody.
	answered func(error)
}

// call is one call. Path is below base, with its ids in it; Bucket is what
// rate limits are counted by, "" for calls that Discord does not limit.
type call struct {
	Method, Path, Bucket string
	Body                 any
	Files                []bot.File
	// Open calls carry an interaction's token in their path instead of the
	// bot's, and do not count for the bot's own limit.
	Open bool
	// Again decides, after a call that may or may not have done its work,
	// whether to do it again.
	Again retry
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 4 << 20

// userAgent is in the form that Discord asks for: an address, which is that of
// the application, and a version.
func userAgent(application string) string {
	return "DiscordBot (https://discord.com/developers/applications/" + application + ", 1)"
}

// once makes one attempt, and reads the answer into out unless that is nil.
func (r *rest) once(ctx context.Context, c *call, out any) error {
	if err := r.limits.turn(ctx, c); err != nil {
		return err
	}
	body, kind, err := c.encode()
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, c.Method, r.base+c.Path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("making a call: %w", err)
	}
	if kind != "" {
		q.Header.Set("Content-Type", kind)
	}
	q.Header.Set("User-Agent", r.agent)
	if !c.Open {
		q.Header.Set("Authorization", "Bot "+r.token)
	}
	answer, err := r.http.Do(q)
	if err != nil {
		r.limits.failed(c)
		return fmt.Errorf("calling Discord: %w", attempt.WithoutAddress(err))
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if answer.StatusCode >= 300 {
		refused := refusal(answer, said)
		r.limits.learn(c, answer.Header, refused)
		return refused
	}
	r.limits.learn(c, answer.Header, nil)
	if err != nil {
		return fmt.Errorf("reading Discord's answer: %w", err)
	}
	if out == nil || len(said) == 0 {
		return nil
	}
	if err := json.Unmarshal(said, out); err != nil {
		return fmt.Errorf("reading Discord's answer: %w", err)
	}
	return nil
}

// refusal reads what Discord said against a call.
func refusal(answer *http.Response, body []byte) *apiError {
	e := &apiError{}
	var said struct {
		apiError
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	if json.Unmarshal(body, &said) == nil {
		*e = said.apiError
	}
	e.Status, e.Detail = answer.StatusCode, string(body[:min(len(body), 2000)])
	if e.Message == "" {
		e.Message = http.StatusText(e.Status)
	}
	if e.Status != http.StatusTooManyRequests {
		return e
	}
	wait := said.RetryAfter // to the millisecond; the header may be rounded
	if wait <= 0 {
		wait, _ = strconv.ParseFloat(answer.Header.Get("Retry-After"), 64)
	}
	e.retryAfter = time.Duration(min(max(wait, 0.05), 3600) * float64(time.Second))
	e.shared = answer.Header.Get("X-RateLimit-Scope") == "shared"
	e.global = said.Global || strings.EqualFold(answer.Header.Get("X-RateLimit-Global"), "true")
	return e
}

// encode makes JSON, or with files a form of several parts.
// https://docs.discord.com/developers/reference#uploading-files
func (c *call) encode() (body []byte, kind string, err error) {
	if c.Body == nil {
		return nil, "", nil
	}
	plain, err := json.Marshal(c.Body)
	if err != nil {
		return nil, "", fmt.Errorf("writing a call: %w", err)
	}
	if len(c.Files) == 0 {
		return plain, "application/json", nil
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b) // a buffer takes everything
	part := func(header string, kind string, data []byte) {
		w, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {"form-data; " + header}, "Content-Type": {kind}})
		if err == nil {
			w.Write(data)
		}
	}
	part(`name="payload_json"`, "application/json", plain)
	for i, f := range c.Files {
		part(fmt.Sprintf(`name="files[%d]"; filename="%s"`, i, f.Name), "application/octet-stream", f.Data)
	}
	form.Close()
	return b.Bytes(), form.FormDataContentType(), nil
}

// retry decides whether to do a call again whose outcome is not known.
type retry func(ctx context.Context, err error) bool

// always: doing it twice does no harm.
func always(context.Context, error) bool { return true }

// ifAnswered: again unless Discord may still be working on it.
func ifAnswered(_ context.Context, err error) bool { return !attempt.Unanswered(err) }

// attempts bounds how often a call is tried; 429 is not counted, for Discord
// says itself when to come again.
const attempts = 5

// do calls Discord until it is done: after 429 when Discord says, after a
// failure that left nothing behind with growing waits, and in doubt only if
// c.Again allows it.
func (r *rest) do(ctx context.Context, c call, out any) error {
	back := 250 * time.Millisecond
	for n := 1; ; {
		err := r.once(ctx, &c, out)
		if !c.Open && r.answered != nil {
			r.answered(err)
		}
		if err == nil {
			return nil
		}
		if statusOf(err) == http.StatusTooManyRequests {
			if ctx.Err() != nil {
				return err
			}
			continue // turn waits
		}
		if n++; n > attempts || ctx.Err() != nil || !passing(err) {
			return err
		}
		if attempt.Wait(ctx, attempt.Jitter(back)) != nil {
			return err
		}
		back *= 2
		if !attempt.Untouched(err) && (c.Again == nil || !c.Again(ctx, err)) {
			return err
		}
	}
}

// passing failures may be over at the next attempt.
func passing(err error) bool {
	if status := statusOf(err); status != 0 {
		return status >= 500
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, errBanned)
}

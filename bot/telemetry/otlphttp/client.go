// Package otlphttp sends spans to a collector in the binary form of OTLP over HTTP
// (https://opentelemetry.io/docs/specs/otlp/#otlphttp). The SDK's exporter does the
// rest: what spans are in protobuf, and when they are sent.
//
// It stands where OpenTelemetry's otlptracehttp would, which links all of gRPC without
// speaking it: 60 packages, a tenth of the memory that certdesk starts with.
package otlphttp

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"certdesk/checks/say"
	"certdesk/checks/wiring"
)

const (
	// DefaultTimeout is how long the specification gives one delivery
	// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
	DefaultTimeout = 10 * time.Second

	// What is tried again waits 5 s, then longer each time, up to 30 s, with jitter,
	// and is given up after a minute, as OpenTelemetry's own exporters have it.
	firstWait = 5 * time.Second
	maxWait   = 30 * time.Second
	maxTries  = time.Minute

	// maxAnswer bounds what is read of an answer, maxSaid what is told of it, in bytes.
	maxAnswer = 64 << 10
	maxSaid   = 200
	// contentType is that of requests and of answers.
	contentType = "application/x-protobuf"
)

// Config is what a Client needs.
type Config struct {
	// Endpoint is where spans are posted, path included.
	Endpoint string
	// Headers are what the collector wants to see. They may hold its key.
	Headers map[string]string
	// Timeout bounds one delivery; 0 is DefaultTimeout.
	Timeout time.Duration
	// Gzip compresses what is sent.
	Gzip bool
	// Transport carries the requests.
	Transport http.RoundTripper
	Now       func() time.Time
}

// Client sends spans; otlptrace.New makes an exporter of it. It is safe for concurrent
// use.
type Client struct {
	endpoint string
	headers  map[string]string
	timeout  time.Duration
	gzip     bool
	http     *http.Client
	now      func() time.Time
	// over ends with Stop, and with it what is under way.
	over context.Context
	stop context.CancelFunc
}

// New makes a client. It opens no connection. The error names what is missing, or is
// about the Endpoint; it never says that, which may have a key in it.
func New(cfg Config) (*Client, error) {
	if err := wiring.Complete("a client for spans", wiring.Parts{
		"Endpoint": cfg.Endpoint != "", "Transport": cfg.Transport != nil, "Now": cfg.Now != nil,
	}); err != nil {
		return nil, err
	}
	if u, err := url.Parse(cfg.Endpoint); err != nil || u.Host == "" {
		return nil, errors.New("the address of a collector is not one such as http://collector:4318/v1/traces")
	}
	c := &Client{
		endpoint: cfg.Endpoint, headers: cfg.Headers, timeout: cfg.Timeout, gzip: cfg.Gzip, now: cfg.Now,
		// A collector that has moved is the operator's to know: its key is not shown to
		// whoever says so.
		http: &http.Client{Transport: cfg.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	if c.timeout == 0 {
		c.timeout = DefaultTimeout
	}
	c.over, c.stop = context.WithCancel(context.Background())
	return c, nil
}

// Start has nothing to do: connections are opened when there is something to send.
func (c *Client) Start(context.Context) error { return nil }

// Stop calls off what is under way. Nothing is sent after it.
func (c *Client) Stop(context.Context) error {
	c.stop()
	c.http.CloseIdleConnections()
	return nil
}

// UploadTraces sends spans, and tries again where the specification has it, until ctx
// ends or a minute is over. The error says what the collector said last; where it took
// some of the spans, that is an error too.
func (c *Client) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	// An ExportTraceServiceRequest is written as TracesData is: one field, number 1.
	body, err := proto.Marshal(&tracepb.TracesData{ResourceSpans: spans})
	if err != nil {
		return fmt.Errorf("writing spans: %w", err)
	}
	if c.gzip {
		if body, err = compressed(body); err != nil {
			return fmt.Errorf("compressing spans: %w", err)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.over, cancel)()

	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = firstWait, maxWait
	var last error
	_, err = backoff.Retry(ctx, func() (struct{}, error) {
		last = c.post(ctx, body)
		return struct{}{}, last
	}, backoff.WithBackOff(waits), backoff.WithMaxElapsedTime(maxTries))
	if err != nil && ctx.Err() != nil {
		return last // what went wrong says more than that there was no more time
	}
	return err
}

// post sends a body once. The error is permanent where it would meet the same again.
func (c *Client) post(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return backoff.Permanent(err)
	}
	r.Header.Set("User-Agent", "certdesk")
	for name, value := range c.headers {
		r.Header.Set(name, value)
	}
	r.Header.Set("Content-Type", contentType)
	if c.gzip {
		r.Header.Set("Content-Encoding", "gzip")
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err // nobody has heard of it, or nobody has said so
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer)) // the status says what matters
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return backoff.Permanent(rejected(resp.Header, answer))
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return later(resp.Header, c.now(), refusal(resp, answer))
	}
	return backoff.Permanent(refusal(resp, answer))
}

// later is an error after which the same is sent again, when the collector says, if it
// does.
func later(header http.Header, now time.Time, said error) error {
	text := header.Get("Retry-After")
	after := time.Duration(0)
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		after = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		after = at.Sub(now)
	}
	if after <= 0 {
		return said
	}
	return fmt.Errorf("%w, %w", said, &backoff.RetryAfterError{Duration: after})
}

// refusal is what a collector says that does not take spans: a google.rpc.Status, whose
// message is field 2, or text for people.
func refusal(resp *http.Response, answer []byte) error {
	said := string(answer)
	if inProtobuf(resp.Header) {
		_, said = fields(answer, 0, 2)
	}
	if said = say.Clean(said, maxSaid); said != "" {
		return fmt.Errorf("the collector answers %s: %s", say.Clean(resp.Status, maxSaid), said)
	}
	return fmt.Errorf("the collector answers %s", say.Clean(resp.Status, maxSaid))
}

// rejected tells whether a collector took a part of the spans alone: field 1 of an
// ExportTraceServiceResponse, in which the number of those that it did not take is
// field 1, and why field 2. They are not sent again.
func rejected(header http.Header, answer []byte) error {
	if !inProtobuf(header) {
		return nil
	}
	_, partial := fields(answer, 0, 1)
	count, why := fields([]byte(partial), 1, 2)
	if count == 0 {
		return nil // a remark, if there is one
	}
	return fmt.Errorf("the collector does not take %d of the spans: %s", count, say.Clean(why, maxSaid))
}

func inProtobuf(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind == contentType
}

// fields reads a number and a text (or message) out of a message of protobuf, by the
// numbers of their fields. Its end, or what is not well formed, ends it.
func fields(message []byte, number, text protowire.Number) (value uint64, said string) {
	for {
		field, kind, n := protowire.ConsumeTag(message)
		if protowire.ParseError(n) != nil {
			return value, said
		}
		message = message[n:]
		switch {
		case field == number && kind == protowire.VarintType:
			value, n = protowire.ConsumeVarint(message)
		case field == text && kind == protowire.BytesType:
			var b []byte
			b, n = protowire.ConsumeBytes(message)
			said = string(b)
		default:
			n = protowire.ConsumeFieldValue(field, kind, message)
		}
		if protowire.ParseError(n) != nil {
			return value, said
		}
		message = message[n:]
	}
}

func compressed(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(body)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

package otlphttp_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"certdesk/bot/telemetry/otlphttp"
)

// collector takes what the specification allows alone, and answers what it is told to,
// the last again and again.
type collector struct {
	t       *testing.T
	answers []answer
	gzip    bool
	at      []time.Duration // when requests came
	began   time.Time
	spans   int
}

// answer is one of a collector: none where there is no status.
type answer struct {
	status           int
	kind, body, wait string
}

func (c *collector) RoundTrip(r *http.Request) (*http.Response, error) {
	c.at = append(c.at, time.Since(c.began))
	now := c.answers[min(len(c.at), len(c.answers))-1]
	if r.Method != http.MethodPost || r.URL.String() != "https://collector.example/v1/traces" || r.Header.Get("Content-Type") != "application/x-protobuf" ||
		r.Header.Get("X-Key") != "of the collector" || (r.Header.Get("Content-Encoding") == "gzip") != c.gzip {
		c.t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	body, err := io.ReadAll(r.Body)
	if c.gzip {
		unpacked, zipErr := gzip.NewReader(bytes.NewReader(body))
		if zipErr != nil {
			c.t.Fatal(zipErr)
		}
		body, err = io.ReadAll(unpacked)
	}
	var got tracepb.TracesData
	if err := errors.Join(err, proto.Unmarshal(body, &got)); err != nil || len(got.ProtoReflect().GetUnknown()) > 0 || len(got.ResourceSpans) != 1 {
		c.t.Errorf("%v, %v", &got, err)
	}
	switch now.status {
	case 0:
		return nil, errors.New("connection refused")
	case http.StatusOK:
		c.spans++
	case -1:
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	header := http.Header{"Content-Type": {cmp.Or(now.kind, "application/x-protobuf")}}
	if now.status == http.StatusTemporaryRedirect {
		header.Set("Location", "https://elsewhere.example/v1/traces")
	}
	if now.wait != "" {
		header.Set("Retry-After", now.wait)
	}
	return &http.Response{StatusCode: now.status, Status: http.StatusText(now.status), Header: header, Body: io.NopCloser(strings.NewReader(now.body)), Request: r}, nil
}

// in writes a message of protobuf: a number in field 1, a text in field 2.
func in(number uint64, text string) string {
	var out []byte
	if number > 0 {
		out = protowire.AppendVarint(protowire.AppendTag(out, 1, protowire.VarintType), number)
	}
	return string(protowire.AppendString(protowire.AppendTag(out, 2, protowire.BytesType), text))
}

// within writes a message as field 1 of another.
func within(message string) string {
	return string(protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), message))
}

var someSpans = []*tracepb.ResourceSpans{{ScopeSpans: []*tracepb.ScopeSpans{{Spans: []*tracepb.Span{{Name: "check"}}}}}}

func (c *collector) client(timeout time.Duration) *otlphttp.Client {
	c.began = time.Now()
	client, err := otlphttp.New(otlphttp.Config{
		Endpoint: "https://collector.example/v1/traces", Headers: map[string]string{"X-Key": "of the collector"}, Gzip: c.gzip,
		Timeout: timeout, Transport: c, Now: time.Now,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return client
}

// TestUpload goes through what a collector may say
// (https://opentelemetry.io/docs/specs/otlp/#otlphttp-response).
func TestUpload(t *testing.T) {
	ok := answer{status: http.StatusOK}
	for name, c := range map[string]struct {
		answers  []answer
		requests int
		after    time.Duration // the second request comes no sooner
		want     string        // "": the spans arrive
	}{
		"taken":                     {[]answer{ok}, 1, 0, ""},
		"taken, with a remark":      {[]answer{{status: 200, body: within(in(0, "slow down, please"))}}, 1, 0, ""},
		"taken, in JSON":            {[]answer{{status: 200, kind: "application/json", body: `{"partialSuccess":{}}`}}, 1, 0, ""},
		"taken, with garbage":       {[]answer{{status: 200, body: "\x0a\xff\xff\xff\xff"}}, 1, 0, ""},
		"taken in part":             {[]answer{{status: 200, body: within(in(7, "too \x00old"))}}, 1, 0, "does not take 7 of the spans: too"},
		"refused":                   {[]answer{{status: 400, body: in(3, "no such\r\nfield")}, ok}, 1, 0, "Bad Request: no such"},
		"refused, in text":          {[]answer{{status: 401, kind: "text/plain", body: "who are you?" + strings.Repeat("!", 1<<20)}, ok}, 1, 0, "Unauthorized: who are you?!!!"},
		"moved":                     {[]answer{{status: 307}, ok}, 1, 0, "Temporary Redirect"},
		"broken":                    {[]answer{{status: 500}, ok}, 1, 0, "Internal Server Error"},
		"too many":                  {[]answer{{status: 429}, ok}, 2, 2 * time.Second, ""},
		"away":                      {[]answer{{status: 503, wait: "17"}, ok}, 2, 17 * time.Second, ""},
		"away until a date":         {[]answer{{status: 503, wait: "Sat, 01 Jan 2000 00:00:20 GMT"}, ok}, 2, 20 * time.Second, ""},
		"away, in no words":         {[]answer{{status: 502, wait: "soon"}, {status: 504, wait: "-5"}, ok}, 3, 2 * time.Second, ""},
		"away for too long":         {[]answer{{status: 503, wait: "3600"}, ok}, 1, 0, "Service Unavailable"},
		"nobody there":              {[]answer{{}, ok}, 2, 2 * time.Second, ""},
		"silent":                    {[]answer{{status: -1}, ok}, 2, 10 * time.Second, ""},
		"away until it is given up": {[]answer{{status: 503}}, 0, 2 * time.Second, "Service Unavailable"},
	} {
		for _, zipped := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					there := &collector{t: t, answers: c.answers, gzip: zipped}
					err := there.client(0).UploadTraces(t.Context(), someSpans)
					if (c.want == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), c.want) || len(err.Error()) > 600 || strings.ContainsAny(err.Error(), "\r\n\x00")) {
						t.Errorf("it tells %v, not %q", err, c.want)
					}
					if c.requests > 0 && len(there.at) != c.requests || c.requests == 0 && len(there.at) < 3 {
						t.Errorf("requests came at %s", there.at)
					}
					if len(there.at) > 1 && there.at[1] < c.after || time.Since(there.began) > 2*time.Minute {
						t.Errorf("requests came at %s, and all was over after %s", there.at, time.Since(there.began))
					}
				})
			})
		}
	}
}

// TestUploadIsCalledOff: nothing is waited for once it is stopped, or the time is over.
func TestUploadIsCalledOff(t *testing.T) {
	for name, off := range map[string]func(*otlphttp.Client, context.CancelFunc){
		"stopped":      func(c *otlphttp.Client, _ context.CancelFunc) { _ = c.Stop(context.Background()) },
		"no more time": func(_ *otlphttp.Client, cancel context.CancelFunc) { cancel() },
	} {
		for what, say := range map[string]answer{"silent": {status: -1}, "away": {status: 503, wait: "30"}} {
			t.Run(name+", "+what, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					there := &collector{t: t, answers: []answer{say}}
					client := there.client(time.Hour)
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					over := make(chan error, 1)
					go func() { over <- client.UploadTraces(ctx, someSpans) }()
					synctest.Wait()
					off(client, cancel)
					synctest.Wait()
					select {
					case err := <-over:
						if err == nil || say.status == 503 && !strings.Contains(err.Error(), "Service Unavailable") {
							t.Errorf("it tells %v", err)
						}
					default:
						t.Error("it still waits")
					}
				})
			})
		}
	}
}

func TestClientSaysWhatItLacks(t *testing.T) {
	full := otlphttp.Config{Endpoint: "http://collector.example", Transport: &collector{}, Now: time.Now}
	for want, take := range map[string]func(*otlphttp.Config){
		"its Endpoint":  func(c *otlphttp.Config) { c.Endpoint = "" },
		"its Transport": func(c *otlphttp.Config) { c.Transport = nil },
		"its Now":       func(c *otlphttp.Config) { c.Now = nil },
		"the address":   func(c *otlphttp.Config) { c.Endpoint = "collector" },
	} {
		less := full
		take(&less)
		if _, err := otlphttp.New(less); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: %v", want, err)
		}
	}
	if _, err := otlphttp.New(full); err != nil {
		t.Error(err)
	}
}

package revocation

import (
	"context"
	"encoding/pem"
	"fmt"
	"net/http"

	"certdesk/checks/cache"
	"certdesk/checks/fetch"
)

// maxCRL bounds a list that is fetched. The largest of public authorities have
// some megabytes; within the time allowed no more would arrive anyway.
const maxCRL = 8 << 20

// listAt fetches a list, or takes it from memory.
func (c *Checker) listAt(ctx context.Context, source string, l link) (*list, error) {
	ask := func() (i cache.Item[fetchedList], shared bool) {
		got, size, err := c.fetchList(ctx, source, l)
		i = cache.Item[fetchedList]{Value: fetchedList{got, err}, Until: c.now().Add(failureLife), Cost: size + 1<<10}
		if err == nil {
			i.Until = got.until(c.now())
		}
		return i, err == nil || !hurried(ctx) && !fetch.IsUnheard(err)
	}
	got, err := c.lists.Do(ctx, listKey(source, l.issuer), ask)
	if err != nil { // nobody had the time: asking says so at once
		own, _ := ask()
		got = own.Value
	}
	return got.list, got.err
}

func (c *Checker) fetchList(ctx context.Context, source string, l link) (*list, int, error) {
	resp, err := c.fetcher.Get(ctx, fetch.Request{URL: source, Accept: "application/pkix-crl", MaxBytes: maxCRL, MaxRedirects: 2})
	if err != nil {
		return nil, 0, fmt.Errorf("fetching a revocation list: %w", err)
	}
	if resp.Status != http.StatusOK {
		return nil, 0, statusForList(resp.Status)
	}
	der := resp.Body
	if block, _ := pem.Decode(der); block != nil && block.Type == "X509 CRL" {
		der = block.Bytes
	}
	got, err := readList(der, l)
	if err != nil {
		return nil, 0, err
	}
	return got, cap(der), nil
}

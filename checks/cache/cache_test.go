package cache_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/checks/cache"
)

var at = time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)

func Example() {
	c := cache.New[string, int](2, nil)
	c.Put("a", 1)
	c.Put("b", 2)
	c.Get("a")
	c.Put("c", 3) // b was not asked for the longest
	for _, k := range []string{"a", "b", "c"} {
		v, ok := c.Get(k)
		fmt.Println(k, v, ok)
	}
	// Output:
	// a 1 true
	// b 0 false
	// c 3 true
}

func has(t *testing.T, c *cache.Cache[string, string], want map[string]bool) {
	t.Helper()
	for k, is := range want {
		if v, ok := c.Get(k); ok != is || ok && v != k || !ok && v != "" {
			t.Errorf("%s: %q, %v; want it kept: %v", k, v, ok, is)
		}
	}
}

func item(v string, cost int, until time.Time) cache.Item[string] {
	return cache.Item[string]{Value: v, Cost: cost, Until: until}
}

func TestCostIsBounded(t *testing.T) {
	c := cache.New[string, string](10, nil)
	c.PutItem("a", item("a", 4, time.Time{}))
	c.PutItem("b", item("b", 4, time.Time{}))
	has(t, c, map[string]bool{"a": true})
	c.PutItem("c", item("c", 4, time.Time{}))
	has(t, c, map[string]bool{"a": true, "b": false, "c": true})
	c.PutItem("a", item("a", 6, time.Time{})) // in place of the one before: 4 and 6
	has(t, c, map[string]bool{"a": true, "c": true})
	c.PutItem("exact", item("exact", 10, time.Time{}))
	has(t, c, map[string]bool{"exact": true, "a": false, "c": false})
	c.PutItem("large", item("large", 11, time.Time{}))
	has(t, c, map[string]bool{"exact": true, "large": false})
	c.PutItem("exact", item("exact", 11, time.Time{})) // what was there is not right any more
	has(t, c, map[string]bool{"exact": false})
}

// What costs nothing takes a place all the same.
func TestEveryItemCounts(t *testing.T) {
	c := cache.New[string, string](2, nil)
	for _, k := range []string{"a", "b", "c"} {
		c.PutItem(k, item(k, 0, time.Time{}))
	}
	has(t, c, map[string]bool{"a": false, "b": true, "c": true})
}

func TestItemsEnd(t *testing.T) {
	now := at
	c := cache.New[string, string](10, func() time.Time { return now })
	c.PutItem("past", item("past", 1, at))
	c.PutItem("hour", item("hour", 9, at.Add(time.Hour)))
	c.PutItem("day", item("day", 1, at.Add(24*time.Hour)))
	c.PutItem("endless", item("endless", 1, time.Time{}))
	c.Put("put", "put")
	has(t, c, map[string]bool{"past": false, "hour": true, "day": true, "endless": false, "put": false})
	now = at.Add(time.Hour)
	has(t, c, map[string]bool{"hour": false, "day": true})
	// The place of what has ended is free.
	c.PutItem("next", item("next", 9, now.Add(time.Hour)))
	has(t, c, map[string]bool{"next": true, "day": true})
}

// What was not asked for since it ended does not stay until its place is needed.
func TestTheEndedLeave(t *testing.T) {
	now := at
	c := cache.New[int, *[64]byte](1000, func() time.Time { return now })
	left := make(chan struct{})
	gone := new([64]byte)
	runtime.AddCleanup(gone, func(left chan struct{}) { close(left) }, left)
	c.PutItem(1, cache.Item[*[64]byte]{Value: gone, Until: at.Add(time.Hour)})
	gone = nil
	now = at.Add(2 * time.Hour)
	c.PutItem(2, cache.Item[*[64]byte]{Until: at.Add(3 * time.Hour)})
	for {
		runtime.GC()
		select {
		case <-left:
			runtime.KeepAlive(c)
			return
		case <-t.Context().Done():
			t.Fatal("what has ended is still held")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestAdd(t *testing.T) {
	now := at
	c := cache.New[string, string](10, func() time.Time { return now })
	if !c.Add("a", item("a", 1, at.Add(time.Hour))) || c.Add("a", item("b", 1, at.Add(time.Hour))) {
		t.Error("an item is not new once")
	}
	has(t, c, map[string]bool{"a": true})
	now = at.Add(time.Hour)
	if !c.Add("a", item("a", 1, now.Add(time.Hour))) {
		t.Error("what has ended is still known")
	}
}

func TestForget(t *testing.T) {
	c := cache.New[string, string](10, nil)
	c.PutItem("a", item("a", 6, time.Time{}))
	c.Forget("b")
	has(t, c, map[string]bool{"a": true})
	c.Forget("a")
	c.Forget("a")
	has(t, c, map[string]bool{"a": false})
	c.PutItem("b", item("b", 10, time.Time{})) // there is room for it
	has(t, c, map[string]bool{"b": true})
}

func TestOneWorksForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, string](10, nil)
		var done atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				v, err := c.Do(t.Context(), "a", func() (cache.Item[string], bool) {
					done.Add(1)
					time.Sleep(time.Second)
					return item("a", 1, time.Time{}), true
				})
				if v != "a" || err != nil {
					t.Errorf("%q, %v", v, err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 {
			t.Errorf("the work was done %d times", done.Load())
		}
		has(t, c, map[string]bool{"a": true})
	})
}

// A result that came of the hurry of one is not the others': the next one works.
func TestWhatIsNotSharedIsDoneAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, string](10, nil)
		var all sync.WaitGroup
		var tries atomic.Int32
		for range 3 {
			all.Go(func() {
				_, err := c.Do(t.Context(), "a", func() (cache.Item[string], bool) {
					time.Sleep(time.Second)
					return item("a", 1, time.Time{}), tries.Add(1) == 2
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tries.Load() != 2 {
			t.Errorf("tried %d times, want 2", tries.Load())
		}
	})
}

// What is shared but not worth remembering is given to those who wait, and done
// again for the next.
func TestWhatIsNotRememberedIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, string](10, nil)
		var done atomic.Int32
		do := func() (cache.Item[string], bool) {
			done.Add(1)
			time.Sleep(time.Second)
			return item("a", 11, time.Time{}), true
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if v, err := c.Do(t.Context(), "a", do); v != "a" || err != nil {
					t.Errorf("%q, %v", v, err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 {
			t.Errorf("done %d times, want 1", done.Load())
		}
		if _, err := c.Do(t.Context(), "a", do); err != nil || done.Load() != 2 {
			t.Errorf("done %d times, want 2 (%v)", done.Load(), err)
		}
	})
}

func TestWhoWaitsMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, string](10, nil)
		var worker sync.WaitGroup
		worker.Go(func() {
			if v, err := c.Do(t.Context(), "a", func() (cache.Item[string], bool) {
				time.Sleep(time.Hour)
				return item("a", 1, time.Time{}), true
			}); v != "a" || err != nil {
				t.Errorf("%q, %v", v, err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, "a", func() (cache.Item[string], bool) {
			t.Error("the work was done twice")
			return item("a", 1, time.Time{}), true
		})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		worker.Wait()
	})
}

// A panic is whoever's it was; those who wait go on by themselves.
func TestAPanicFreesTheKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string, string](10, nil)
		var all sync.WaitGroup
		all.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			c.Do(t.Context(), "a", func() (cache.Item[string], bool) {
				time.Sleep(time.Second)
				panic("broken")
			})
		})
		synctest.Wait()
		if v, err := c.Do(t.Context(), "a", func() (cache.Item[string], bool) { return item("a", 1, time.Time{}), true }); v != "a" || err != nil {
			t.Errorf("%q, %v", v, err)
		}
		all.Wait()
	})
}

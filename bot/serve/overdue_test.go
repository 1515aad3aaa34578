package serve

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestOverdueSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newState(time.Now)
		time.Sleep(3*time.Minute + time.Minute)
		if late := s.overdue(time.Minute); late != 0 {
			t.Errorf("late by %s within three intervals and a minute", late)
		}
		time.Sleep(time.Second)
		if late := s.overdue(time.Minute); late != 4*time.Minute+time.Second {
			t.Errorf("late by %s", late)
		}
		s.swept()
		if late := s.overdue(time.Minute); late != 0 {
			t.Errorf("late by %s right after a sweep", late)
		}
	})
}

//go:build !race

package errortext_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/errortext"
)

// fresh is a text that was judged before it was first read.
type fresh struct {
	means  []string // any of these findings or kinds is right
	server string   // host or host:port; "" for none, "*" if it is not judged
	source string
	text   string
}

// readFresh reads a file of texts (testdata/fresh1.txt tells the format).
func readFresh(t *testing.T, file string) []fresh {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []fresh
	for _, block := range strings.Split(string(data), "\n-- ")[1:] {
		head, text, ok := strings.Cut(block, " --\n")
		fields := strings.SplitN(head, " ", 3)
		if !ok || len(fields) != 3 || !strings.HasPrefix(fields[1], "@") {
			t.Fatalf("%s: %q is no head of a text", file, head)
		}
		server := strings.TrimPrefix(fields[1], "@")
		if server == "-" {
			server = ""
		}
		all = append(all, fresh{strings.Split(fields[0], ","), server, fields[2], text})
	}
	return all
}

// means: the meaning of the entry is one that was judged right.
func (f fresh) isMeant(e errortext.Entry) bool {
	return slices.Contains(f.means, string(e.Kind)) ||
		slices.ContainsFunc(e.Meaning().Findings, func(code checks.Code) bool { return slices.Contains(f.means, string(code)) })
}

// TestFresh counts how many of the texts are known by a right meaning, and of how many
// the server is found. A set was judged before it was first read, and what it showed was
// then mended by kind; the first figures stand at the head of each file.
func TestFresh(t *testing.T) {
	t.Parallel()
	for _, set := range []struct {
		file                  string
		texts, right, servers int // exactly how many there are, and how many are right
	}{
		{"fresh1.txt", 110, 110, 109},
		{"fresh2.txt", 99, 98, 99},
		{"fresh3.txt", 95, 94, 94},
		{"fresh4.txt", 96, 96, 96},
		{"fresh5.txt", 98, 98, 98},
		{"fresh6.txt", 66, 65, 66},
		{"fresh7.txt", 29, 28, 29},
		{"fresh8.txt", 129, 128, 126},
		{"fresh9.txt", 100, 100, 99},
		{"fresh10.txt", 102, 99, 101},
		{"fresh11.txt", 100, 100, 100},
		{"fresh12.txt", 100, 97, 100},
		{"fresh13.txt", 150, 150, 147},
		{"fresh14.txt", 115, 110, 115},
		{"fresh15.txt", 115, 113, 115},
		{"fresh16.txt", 93, 92, 92},
		{"fresh17.txt", 60, 60, 58},
		{"fresh18.txt", 100, 100, 100},
		{"fresh19.txt", 80, 79, 79},
		{"fresh20.txt", 100, 100, 100},
		{"fresh21.txt", 80, 79, 75},
		{"fresh22.txt", 423, 417, 423},
		{"fresh23.txt", 124, 124, 120},
		{"fresh24.txt", 120, 113, 118},
		{"fresh25.txt", 130, 130, 129},
		{"fresh26.txt", 75, 75, 73},
		{"fresh27.txt", 120, 120, 120},
		{"fresh28.txt", 374, 349, 374},
		{"fresh29.txt", 368, 310, 368},
		{"fresh30.txt", 160, 151, 160},
		{"fresh31.txt", 160, 156, 160},
		{"fresh32.txt", 75, 74, 75},
		{"fresh33.txt", 80, 79, 79},
		{"fresh34.txt", 120, 115, 120},
		{"fresh35.txt", 120, 116, 119},
		{"fresh36.txt", 245, 245, 245},
		{"fresh37.txt", 354, 348, 354},
		{"fresh38.txt", 80, 80, 80},
		{"fresh39.txt", 120, 120, 120},
		{"fresh40.txt", 326, 325, 326},
		{"fresh41.txt", 80, 80, 80},
		{"fresh42.txt", 120, 120, 120},
		{"fresh43.txt", 311, 310, 310},
		{"fresh44.txt", 151, 151, 151},
		{"fresh45.txt", 98, 94, 98},
		{"fresh46.txt", 152, 151, 152},
		{"fresh47.txt", 284, 277, 284},
		{"fresh48.txt", 142, 141, 142},
		{"fresh49.txt", 115, 110, 115},
		{"fresh50.txt", 54, 51, 54},
		{"fresh51.txt", 100, 99, 100},
		{"fresh52.txt", 120, 120, 120},
		{"fresh53.txt", 160, 157, 160},
		{"fresh54.txt", 140, 140, 140},
		{"fresh55.txt", 75, 74, 75},
		{"fresh56.txt", 120, 116, 120},
		{"fresh58.txt", 120, 109, 117},
		{"fresh59.txt", 60, 52, 50},
		{"fresh60.txt", 120, 103, 117},
		{"fresh62.txt", 120, 102, 114},
		{"fresh64.txt", 40, 40, 40},
		{"fresh61.txt", 99, 92, 95},
		{"fresh63.txt", 79, 71, 76},
	} {
		t.Run(set.file, func(t *testing.T) {
			t.Parallel()
			right, wrong, servers := 0, 0, 0
			all := readFresh(t, set.file)
			for _, f := range all {
				m, ok := errortext.Recognise(f.text, today)
				switch {
				case ok && f.isMeant(m.Entry):
					right++
				case ok:
					wrong++
					t.Logf("WRONG %v (%s)\n%s\n is %q %v", f.means, f.source, f.text, m.Entry.ID, m.Entry.Meaning().Findings)
				default:
					t.Logf("MISSED %v (%s)\n%s", f.means, f.source, f.text)
				}
				found := m.Servers
				if !ok {
					found = errortext.Servers(f.text)
				}
				got := ""
				if len(found) > 0 {
					got = found[0].Host
					if found[0].Port != 0 {
						got += fmt.Sprintf(":%d", found[0].Port)
					}
				}
				if f.server == "*" || got == f.server || strings.HasPrefix(got, f.server+":") && f.server != "" {
					servers++
				} else {
					t.Logf("SERVER %q, want %q (%s)\n%s", got, f.server, f.source, f.text)
				}
			}
			t.Logf("%s: of %d, %d are right, %d wrong, %d servers", set.file, len(all), right, wrong, servers)
			if len(all) != set.texts || right != set.right || wrong > 0 || servers != set.servers {
				t.Errorf("of %d texts %d are right, %d are wrong, and of %d the server is found", len(all), right, wrong, servers)
			}
		})
	}
}

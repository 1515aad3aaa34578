package software

import (
	"cmp"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// recognise finds the program of an endpoint and the words that tell it; nil
// where nothing that was seen tells.
func recognise(ep *checks.Endpoint) (*row, string) {
	words := map[place]string{greeting: ep.Greeting, hello: ep.Hello}
	if j := ep.Judgement; j != nil && j.Leaf != nil {
		words[issuer], words[subject] = j.Leaf.Issuer, j.Leaf.Subject
	}
	for _, r := range rows() {
		if r.not != nil && (r.not().MatchString(ep.Greeting) || r.not().MatchString(ep.Hello)) {
			continue
		}
		for _, s := range r.signs {
			if said := words[s.where]; said != "" && s.what().MatchString(said) {
				return r, say.Clean(said, say.MaxReply)
			}
		}
	}
	return nil, ""
}

// candidates are the usual programs of a service that says nothing of itself.
func candidates(f *checks.Facts, ep *checks.Endpoint) []*row {
	service, _ := services.ByPort(f.Target.Port)
	protocol := cmp.Or(ep.Protocol, service.Protocol)
	if protocol == "http" || protocol == "" && service.Name == "https" {
		protocol = "https"
	}
	var out []*row
	for _, key := range usual[protocol] {
		out = append(out, byKey(key))
	}
	return out
}

// rows are all programs. Those that others are built on come after them.
func rows() []*row {
	return rowsInOrder
}

var rowsInOrder = func() []*row {
	var out []*row
	for _, family := range [][]row{panels, mail, windows, web, other} {
		for i := range family {
			out = append(out, &family[i])
		}
	}
	return out
}()

func byKey(key string) *row {
	for _, r := range rows() {
		if r.key == key {
			return r
		}
	}
	return nil
}

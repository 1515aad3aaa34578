package webhook

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"certdesk/bot"
)

// Sign is the signature of a delivery.
func Sign(secret []byte, id string, at time.Time, body []byte) string {
	return sign(secret, id, at, body)
}

// Body is what is posted.
func Body(id string, d *bot.Dispatch) ([]byte, error) { return json.Marshal(eventOf(id, d)) }

// Fields are the paths of all that an event may have: "incident.server.host".
func Fields() []string { return fields("", reflect.TypeFor[event]()) }

func fields(prefix string, t reflect.Type) []string {
	var out []string
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		of := field.Type
		for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if of.Kind() == reflect.Struct && of != reflect.TypeFor[time.Time]() {
			out = append(out, fields(prefix+name+".", of)...)
			continue
		}
		out = append(out, prefix+name)
	}
	return out
}

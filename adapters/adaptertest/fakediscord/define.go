package fakediscord

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

var languages = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// checkCommands checks what is registered: names, lengths, and the order of
// options, of which those that are needed stand first.
func checkCommands(body []byte) []string {
	c := &checker{}
	var list []object
	if err := json.Unmarshal(body, &list); err != nil {
		return []string{"/: " + err.Error()}
	}
	seen := make(map[string]bool)
	for i, o := range list {
		at := fmt.Sprintf("/%d", i)
		c.only(at, o, "type", "name", "name_localizations", "description", "description_localizations", "options", "contexts", "integration_types", "default_member_permissions", "nsfw")
		kind, said := o["type"].(float64)
		if !said {
			kind = 1
		}
		name := c.between(at+"/name", o["name"], 1, 32)
		if key := fmt.Sprint(kind, name); seen[key] {
			c.complain(at+"/name", "%q stands twice", name)
		} else {
			seen[key] = true
		}
		if kind == 1 {
			c.name(at, o)
			sum := c.described(at, o) + c.options(at, o, 0)
			if sum > 8000 {
				c.complain(at, "%d characters", sum)
			}
			continue
		}
		if said, _ := o["description"].(string); kind != 3 || said != "" || o["options"] != nil {
			c.complain(at, "a command of type %v with %v", kind, o)
		}
	}
	return c.wrong
}

// nameForm is compiled once, when it is first asked for: it takes longer than all else
// that is judged here.
var nameForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)
})

func (c *checker) name(at string, o object) {
	names := map[string]any{"": o["name"]}
	if others, ok := o["name_localizations"].(object); ok {
		maps.Copy(names, others)
	}
	for language, name := range names {
		s, _ := name.(string)
		if !nameForm().MatchString(s) || strings.ToLower(s) != s {
			c.complain(at+"/name", "%q (%s)", s, language)
		}
		if language != "" && !slices.Contains(languages, language) {
			c.complain(at+"/name_localizations", "language %q", language)
		}
	}
}

func (c *checker) described(at string, o object) int {
	sum := length(c.between(at+"/description", o["description"], 1, 100))
	others, _ := o["description_localizations"].(object)
	for language, said := range others {
		c.between(at+"/description_localizations/"+language, said, 1, 100)
	}
	return sum + length(fmt.Sprint(o["name"]))
}

func (c *checker) options(at string, o object, depth int) (sum int) {
	list, _ := o["options"].([]any)
	if len(list) > 25 || depth > 2 {
		c.complain(at+"/options", "%d options, %d deep", len(list), depth)
		return 0
	}
	optional := false
	names := make(map[string]bool)
	for i, e := range list {
		e, _ := e.(object)
		at := fmt.Sprintf("%s/options/%d", at, i)
		c.only(at, e, "type", "name", "name_localizations", "description", "description_localizations", "required", "choices", "options", "max_length", "autocomplete")
		c.name(at, e)
		sum += c.described(at, e)
		if name := fmt.Sprint(e["name"]); names[name] {
			c.complain(at, "%s stands twice", name)
		} else {
			names[name] = true
		}
		kind, _ := e["type"].(float64)
		if kind < 1 || kind > 11 || kind == 1 && depth > 1 {
			c.complain(at+"/type", "%v", e["type"])
		}
		required := e["required"] == true
		if required && optional {
			c.complain(at, "an option that is needed behind one that is not")
		}
		optional = optional || !required
		choices, _ := e["choices"].([]any)
		if len(choices) > 25 || len(choices) > 0 && e["autocomplete"] == true {
			c.complain(at+"/choices", "%d choices", len(choices))
		}
		for j, choice := range choices {
			choice, _ := choice.(object)
			sum += length(c.between(fmt.Sprintf("%s/choices/%d/name", at, j), choice["name"], 1, 100))
			sum += length(c.between(fmt.Sprintf("%s/choices/%d/value", at, j), choice["value"], 1, 100))
		}
		if most, ok := e["max_length"].(float64); ok && (most < 1 || most > 6000 || kind != 3) {
			c.complain(at+"/max_length", "%v", most)
		}
		sum += c.options(at, e, depth+1)
	}
	return sum
}

func checkChoices(data []byte) []string {
	c := &checker{}
	var d object
	if err := json.Unmarshal(data, &d); err != nil {
		return []string{"/data: " + err.Error()}
	}
	list, ok := d["choices"].([]any)
	if !ok || len(list) > 25 {
		c.complain("/data/choices", "%d choices", len(list))
	}
	for i, e := range list {
		e, _ := e.(object)
		c.between(fmt.Sprintf("/data/choices/%d/name", i), e["name"], 1, 100)
		c.between(fmt.Sprintf("/data/choices/%d/value", i), e["value"], 1, 100)
	}
	return c.wrong
}

// CheckForm returns what a strict Discord would say against a form.
func CheckForm(data []byte) []string { return checkForm(data) }

// checkForm checks a modal of labels.
func checkForm(data []byte) []string {
	c := &checker{}
	var d object
	if err := json.Unmarshal(data, &d); err != nil {
		return []string{"/data: " + err.Error()}
	}
	c.only("/data", d, "custom_id", "title", "components")
	c.between("/data/custom_id", d["custom_id"], 1, 100)
	c.between("/data/title", d["title"], 1, 45)
	list, _ := d["components"].([]any)
	if len(list) < 1 || len(list) > 5 {
		c.complain("/data/components", "%d components", len(list))
	}
	ids := make(map[string]bool)
	for i, e := range list {
		e, _ := e.(object)
		at := fmt.Sprintf("/data/components/%d", i)
		c.only(at, e, "type", "label", "description", "component")
		if e["type"] != 18.0 {
			c.complain(at+"/type", "%v", e["type"])
		}
		c.between(at+"/label", e["label"], 1, 45)
		c.between(at+"/description", e["description"], 0, 100)
		o, _ := e["component"].(object)
		c.field(at+"/component", o, ids)
	}
	return c.wrong
}

func (c *checker) field(at string, o object, ids map[string]bool) {
	id := c.between(at+"/custom_id", o["custom_id"], 1, 100)
	if ids[id] {
		c.complain(at, "%q stands twice", id)
	}
	ids[id] = true
	switch o["type"] {
	case 4.0:
		c.only(at, o, "type", "custom_id", "style", "required", "placeholder", "value", "max_length", "min_length")
		if o["style"] != 1.0 && o["style"] != 2.0 {
			c.complain(at+"/style", "%v", o["style"])
		}
		c.between(at+"/placeholder", o["placeholder"], 0, 100)
		c.between(at+"/value", o["value"], 0, 4000)
	case 3.0:
		c.only(at, o, "type", "id", "custom_id", "required", "placeholder", "options", "min_values", "max_values")
		c.between(at+"/placeholder", o["placeholder"], 0, 150)
		options, _ := o["options"].([]any)
		if len(options) < 1 || len(options) > 25 {
			c.complain(at+"/options", "%d options", len(options))
		}
		for i, e := range options {
			e, _ := e.(object)
			c.only(fmt.Sprintf("%s/options/%d", at, i), e, "label", "value", "description", "default")
			c.between(fmt.Sprintf("%s/options/%d/description", at, i), e["description"], 0, 100)
			c.between(fmt.Sprintf("%s/options/%d/label", at, i), e["label"], 1, 100)
			c.between(fmt.Sprintf("%s/options/%d/value", at, i), e["value"], 1, 100)
		}
	case 19.0:
		c.only(at, o, "type", "custom_id", "required", "min_values", "max_values")
	default:
		c.complain(at+"/type", "%v", o["type"])
	}
}

package seen

import "strings"

// months are the names of the months and their short forms, in the languages
// whose Windows is met most: English, German (with the Austrian one), French,
// Spanish, Italian, Dutch, Portuguese.
var months = byWord([12]string{
	"january jan januar jänner jän janvier janv enero ene gennaio gen januari janeiro",
	"february feb februar feber février févr fevrier fevr febrero febbraio februari fevereiro fev fév",
	"march mar märz mär mrz maerz mars marzo maart mrt março marco",
	"april apr avril avr abril abr aprile",
	"may mai mayo maggio mag mei maio",
	"june jun juni juin junio giugno giu junho",
	"july jul juli juillet juil julio luglio lug julho",
	"august aug août aout agosto ago augustus",
	"september sept sep septembre septiembre settembre set setembro setiembre",
	"october oct oktober okt octobre octubre ottobre ott outubro out",
	"november nov novembre noviembre novembro",
	"december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
})

// fillers are words that stand in dates and tell nothing: days of the week,
// articles, ordinals, names of zones.
var fillers = set(
	"monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun",
	"montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so",
	"lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim",
	"lunes martes miércoles miercoles mié jueves jue viernes vie sábado sabado sáb domingo dom",
	"lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi gio venerdì venerdi sabato sab",
	"maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo",
	"segunda terça terca quarta quinta sexta feira",
	"st nd rd th er re º ª of the on at de del do di le la el den der dem am um uhr à a alle op om om ore as às las los",
	"utc gmt z cet cest mez mesz est edt cst cdt mst mdt pst pdt bst ist wet west eet eest 年 月 日",
)

func byWord(lists [12]string) map[string]int {
	out := make(map[string]int)
	for i, list := range lists {
		for word := range strings.FieldsSeq(list) {
			out[word] = i + 1
		}
	}
	return out
}

func set(lists ...string) map[string]bool {
	out := make(map[string]bool)
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			out[word] = true
		}
	}
	return out
}

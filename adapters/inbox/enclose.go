package inbox

import (
	"bytes"
	"context"
	"encoding/binary"
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"certdesk/bot"
)

// textEndings are those of files that are text: Discord makes a message.txt of what is
// pasted and too long for a message, and Slack offers to make a snippet of it.
var textEndings = []string{"txt", "log"}

// Endings of pictures and of recordings, where the platform does not tell the type.
var (
	pictureEndings   = []string{"png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "tif", "tiff"}
	recordingEndings = []string{"ogg", "mp3", "m4a", "wav", "webm", "mp4", "mov"}
)

// maxPasted bounds what is read of a text, in bytes.
const maxPasted = 16 << 10

// Enclose gives a request what came with its message: the certificates as files, what is
// text as if it had been typed below, and the kind of what certdesk cannot read. What
// people say to each other is heard with a text only where that is all there is.
func (f *Fetcher) Enclose(ctx context.Context, q *bot.Request, files []File) {
	q.Files = f.Fetch(ctx, q.Text, files)
	read := q.Kind != bot.FormSubmission && (q.Kind != bot.ChannelMessage || strings.TrimSpace(q.Text) == "")
	for i, texts := 0, 0; i < len(files); i++ {
		file := &files[i]
		switch {
		case Wanted(file.Name, q.Text):
		case isText(file):
			if !read || texts == MaxFiles {
				continue
			}
			texts++
			data, err := f.fetch(ctx, file)
			if err != nil {
				f.Log.Warn("an attachment could not be fetched", "error", err)
				q.Files = append(q.Files, named(file.Name, nil))
				continue
			}
			q.Text = strings.TrimSpace(q.Text + "\n" + plain(data))
		case q.Unread == "":
			q.Unread = mediumOf(file)
		}
	}
}

func isText(f *File) bool {
	return slices.Contains(textEndings, ending(f.Name)) || ending(f.Name) == "" && strings.HasPrefix(f.Type, "text/plain")
}

func mediumOf(f *File) bot.Medium {
	kind, _, _ := strings.Cut(f.Type, "/")
	switch {
	case kind == "image" || slices.Contains(pictureEndings, ending(f.Name)):
		return bot.Picture
	case kind == "audio" || kind == "video" || slices.Contains(recordingEndings, ending(f.Name)):
		return bot.Recording
	}
	return ""
}

func ending(name string) string { return strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".") }

// plain is the text of a file, as far as it is read. The editor of Windows writes UTF-16
// as well, with a mark before it.
func plain(data []byte) string {
	if order := byteOrder(data); order != nil {
		var units []uint16
		for data = data[2:]; len(data) > 1 && len(units) < maxPasted; data = data[2:] {
			units = append(units, order.Uint16(data))
		}
		data = []byte(string(utf16.Decode(units)))
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return strings.ToValidUTF8(string(data[:min(len(data), maxPasted)]), "")
}

func byteOrder(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	return nil
}

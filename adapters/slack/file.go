package slack

import (
	"bytes"
	"context"
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
	"certdesk/bot"
)

// upload attaches the picture and the files of a message: an address is asked
// for, the bytes go there, and the file is shown in the channel.
// https://docs.slack.dev/messaging/working-with-files#uploading_files
func (c *client) upload(ctx context.Context, channel, thread string, m message) error {
	if m.Image != nil {
		picture := bot.File{Name: m.Image.Name, Data: m.Image.PNG}
		if err := c.uploadFile(ctx, channel, thread, picture, plaintext.Said(m.Image.Alt, 1000)); err != nil {
			return err
		}
	}
	for _, f := range m.Files {
		if err := c.uploadFile(ctx, channel, thread, f, ""); err != nil {
			return err
		}
	}
	return nil
}

// uploadFile shows a file in a channel (alt is read out in place of a picture; "" is
// none). Slack takes it in three calls: an address, the bytes, and where it is shown;
// that last one is not repeated while Slack may still be at it.
// https://docs.slack.dev/messaging/working-with-files#upload
func (c *client) uploadFile(ctx context.Context, channel, thread string, f bot.File, alt string) error {
	if len(f.Data) == 0 {
		return nil // Slack refuses empty files
	}
	var where *api.GetUploadURLExternalResponse
	// Both steps may be repeated: an upload address that is not used, and bytes that are
	// never shown, do no harm.
	err := c.try(ctx, func(ctx context.Context) (err error) {
		where, err = c.api.GetUploadURLExternalContext(ctx, api.GetUploadURLExternalParameters{
			FileName: plaintext.Short(f.Name, 200), FileSize: len(f.Data), AltTxt: alt,
		})
		if err != nil {
			return err
		}
		return c.api.UploadToURL(ctx, api.UploadToURLParameters{
			UploadURL: where.UploadURL, Reader: bytes.NewReader(f.Data), Filename: plaintext.Short(f.Name, 200),
		})
	}, always)
	if err != nil {
		return fmt.Errorf("uploading %s: %w", f.Name, err)
	}
	err = c.try(ctx, func(ctx context.Context) error {
		if err := c.pace.turn(ctx, channel); err != nil {
			return err
		}
		_, err := c.api.CompleteUploadExternalContext(ctx, api.CompleteUploadExternalParameters{
			Files: []api.FileSummary{{ID: where.FileID, Title: plaintext.Short(f.Name, 200)}}, Channel: channel, ThreadTimestamp: thread,
		})
		return err
	}, func(_ context.Context, err error) bool { return !retry.Unanswered(err) })
	if err != nil {
		return fmt.Errorf("showing the file %s: %w", f.Name, err)
	}
	return nil
}

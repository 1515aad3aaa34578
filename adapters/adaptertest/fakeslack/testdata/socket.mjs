// An app on Slack's own Socket Mode client: it acknowledges what comes, posts
// by the Web API, and tells its life one line at a time. It proves that the
// fake is what Slack's own client takes for Slack.
import { SocketModeClient } from "@slack/socket-mode";
import { WebClient } from "@slack/web-api";

const [slackApiUrl, appToken, botToken] = process.argv.slice(2);
const tell = (...words) => console.log(words.join(" "));
const web = new WebClient(botToken, { slackApiUrl });
const client = new SocketModeClient({ appToken, clientOptions: { slackApiUrl }, logLevel: "error" });
const post = (channel, text) => web.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false });
const guarded = (do_) => async (e) => {
  try {
    await do_(e);
  } catch (e) {
    tell("error", e.stack);
  }
};

client.on("connected", () => tell("connected"));
client.on("slash_commands", guarded(async ({ body, ack }) => {
  await ack();
  await post(body.channel_id, `checked ${body.text}`);
}));
client.on("interactive", guarded(async ({ body, ack }) => {
  await ack();
  await web.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `pressed ${body.actions[0].action_id}` });
}));
client.on("app_mention", guarded(async ({ event, ack }) => {
  await ack();
  const file = Buffer.from("-----BEGIN");
  await web.filesUploadV2({ channel_id: event.channel, thread_ts: event.ts, filename: "chain.pem", file });
}));
await client.start();

// An app on Bolt, Slack's own framework, in HTTP mode: it verifies signatures
// as Slack tells apps to, and answers by response_url.
import bolt from "@slack/bolt";

const [slackApiUrl, signingSecret, token] = process.argv.slice(2);
const endpoints = ["/slack/commands", "/slack/interactivity", "/slack/events"];
const receiver = new bolt.HTTPReceiver({ signingSecret, endpoints, logLevel: "error" });
const app = new bolt.App({ receiver, token, clientOptions: { slackApiUrl }, logLevel: "error" });

app.command("/certcheck", async ({ command, ack, respond }) => {
  await ack();
  await respond({ text: `checked ${command.text}`, response_type: "in_channel" });
});
app.action("a:b", async ({ action, ack, respond }) => {
  await ack();
  await respond({ text: `pressed ${action.action_id}`, replace_original: true });
});
app.shortcut("fix:server", async ({ shortcut, ack, client }) => {
  await ack();
  const title = { type: "plain_text", text: "A form" };
  const element = { type: "plain_text_input", action_id: "text" };
  const blocks = [{ type: "input", block_id: "server", label: title, element }];
  await client.views.open({ trigger_id: shortcut.trigger_id, view: { type: "modal", callback_id: "form", title, submit: title, blocks } });
});
app.view("form", async ({ view, ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `form ${view.state.values.server.text.value}`, unfurl_links: false });
});
app.event("app_mention", async ({ event, client }) => {
  await client.chat.postMessage({ channel: event.channel, text: "heard", thread_ts: event.ts, unfurl_links: false });
});
const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log("port", server.address().port);

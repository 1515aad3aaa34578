// A bot on discord.js: it answers a command later, a press at once, and a
// mention, and tells its events one a line. It proves that the fake is what
// other people's clients take for Discord.
import { Client, Events, GatewayIntentBits } from "discord.js";
import { verifyKey } from "discord-interactions";

const [api, token, publicKey] = process.argv.slice(2);
const tell = (...words) => console.log(words.join(" "));
const client = new Client({
  rest: { api: api.replace(/\/v10\/$/, ""), version: "10" },
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  waitGuildTimeout: 1,
});
const allowedMentions = { parse: [] };

client.on(Events.ClientReady, async () => {
  await client.application.commands.set([{ name: "certcheck", description: "Checks a server" }]);
  tell("ready", client.user.username);
});
client.on(Events.InteractionCreate, async (i) => {
  try {
    if (i.isChatInputCommand()) {
      await i.deferReply();
      await i.editReply({ content: `checked ${i.options.getString("target")}`, allowedMentions });
      await i.followUp({ content: "only you", flags: 64, allowedMentions });
    } else if (i.isButton()) {
      await i.update({ content: `pressed ${i.customId}`, components: [], allowedMentions });
    }
  } catch (e) {
    tell("error", e.stack);
  }
});
client.on(Events.MessageCreate, async (m) => {
  try {
    await m.reply({ content: "heard", allowedMentions });
  } catch (e) {
    tell("error", e.stack);
  }
});
client.on(Events.ShardResume, () => tell("resumed"));
client.on(Events.Error, (e) => tell("error", e.stack));

// A signed request comes on the standard input as JSON, a line each.
process.stdin.on("data", async (line) => {
  const { body, signature, timestamp } = JSON.parse(line);
  const good = await verifyKey(body, signature, timestamp, publicKey);
  const bad = await verifyKey(body + " ", signature, timestamp, publicKey);
  tell("verified", good, bad);
});
await client.login(token);

// A real OpenID provider: `node run_oidc.mjs REDIRECT_URI` prints its port and serves.
// Whoever it is asked for is whoever the form says, with the methods that the form says.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [redirectUri] = process.argv.slice(2);
const server = createServer();
await new Promise((ready) => server.listen(0, "localhost", ready));
const { port } = server.address();

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "jingwei",
      client_secret: "nothing here is meant to survive, and it is long enough",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub", "amr"], profile: ["name", "preferred_username"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: "Someone", preferred_username: id }),
  }),
});

async function form(request) {
  let body = "";
  for await (const part of request) body += part;
  return new URLSearchParams(body);
}

async function enter(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const fields = await form(request);
  const accountId = fields.get("number");
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const login = { accountId, amr: fields.getAll("amr") };
  await provider.interactionFinished(request, response, { login, consent: { grantId: await grant.save() } });
}

server.on("request", (request, response) => {
  if (!request.url.startsWith("/interaction/")) return provider.callback()(request, response);
  if (request.method === "POST") return enter(request, response);
  return response.end("<form method=post><input name=number><input name=amr></form>");
});
console.log(port);

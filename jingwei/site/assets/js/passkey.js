// A passkey is made or asked: what the server wants to know stands in the form, what the browser answers goes back in it.
const form = document.querySelector("[data-passkey]");
const BINARY = ["challenge", "id", "rawId"];

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The question is JSON; what the browser wants as bytes is written in base64url.
function asked(value, key) {
  if (Array.isArray(value)) return value.map((part) => asked(part));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asked(part, name)]));
  return BINARY.includes(key) && typeof value === "string" ? bytes(value) : value;
}

function answered(credential) {
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) said[name] = text(response[name]);
  if (response.getTransports) said.transports = response.getTransports();
  const extensions = credential.getClientExtensionResults();
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: said, clientExtensionResults: extensions };
}

async function ask() {
  const question = JSON.parse(form.dataset.passkeyQuestion);
  const publicKey = asked(question.publicKey);
  if (publicKey.rp) publicKey.rp.id = question.publicKey.rp.id; // a name, not bytes
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey });
}

if (form && window.PublicKeyCredential) {
  form.querySelector("[data-passkey-none]").hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopPropagation();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(answered(await ask()));
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}

// A passkey is made or asked: what the server wants to know stands in the form, what the browser answers goes back in it.
const form = document.querySelector("[data-passkey]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The question is JSON; what the browser wants as bytes is written in base64url.
function asked() {
  const { publicKey } = JSON.parse(form.dataset.passkeyQuestion);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const known of [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])])
    known.id = bytes(known.id);
  return { publicKey };
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

const ask = () => navigator.credentials[form.dataset.passkey](asked()); // create or get

if (form && window.PublicKeyCredential) {
  form.querySelector("[data-passkey-none]").hidden = true;
  form.addEventListener("submit", async (event) => {
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

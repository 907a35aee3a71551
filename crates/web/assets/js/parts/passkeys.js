// Passkeys: the server speaks base64url in JSON, the browser wants bytes.

import { each } from "./elements.js";
import { requestJson } from "./request.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const descriptors = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function creation({ publicKey: key }) {
  return {
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      user: { ...key.user, id: bytes(key.user.id) },
      excludeCredentials: descriptors(key.excludeCredentials),
    },
  };
}

function asking({ publicKey: key }) {
  return { publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: descriptors(key.allowCredentials) } };
}

/** A credential as JSON, in the shape that WebAuthn level 3 gives it. */
function wire(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = Object.fromEntries(fields.filter((name) => response[name]).map((name) => [name, text(response[name])]));
  if (response.getTransports) sent.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    extensions: credential.getClientExtensionResults(),
    clientExtensionResults: credential.getClientExtensionResults(),
    response: sent,
  };
}

function take(button, run) {
  const error = button.closest("form, section, main, dialog")?.querySelector("[data-error]");
  const tell = (words) => { if (error) error.textContent = words ?? ""; };
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    tell(button.dataset.unsupported);
    return;
  }
  button.addEventListener("click", async () => {
    tell("");
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await run();
      location.assign(answer?.next ?? button.dataset.next ?? location.href);
    } catch (failure) {
      if (failure.problem?.code === "proof.needed") {
        location.assign(`/me/proof?back=${encodeURIComponent(location.pathname + location.search)}`);
        return;
      }
      // Whoever closes the browser's question has changed their mind; that is no error to explain at length.
      tell(failure.problem ? failure.message : button.dataset.failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

each("[data-passkey-signin]", (button) =>
  take(button, async () => {
    const options = await requestJson(button.dataset.begin, { body: {} });
    const credential = await navigator.credentials.get(asking(options));
    return requestJson(button.dataset.finish, { body: { ...options.state && { state: options.state }, credential: wire(credential) } });
  }),
);

each("[data-passkey-register]", (button) =>
  take(button, async () => {
    const name = button.dataset.name ? document.querySelector(button.dataset.name)?.value : undefined;
    const options = await requestJson(button.dataset.begin, { body: { name } });
    const credential = await navigator.credentials.create(creation(options));
    return requestJson(button.dataset.finish, { body: { ...options.state && { state: options.state }, name, credential: wire(credential) } });
  }),
);

// Passkeys: the server speaks base64url in JSON, the browser wants bytes.

import { each } from "./elements.js";
import { Refused, requestJson } from "./request.js";

/**
 * What the server sends: the browser's own options, with base64url in the place of bytes.
 *
 * @typedef {{ id: string, type: "public-key", transports?: AuthenticatorTransport[] }} Descriptor
 * @typedef {{ id: string, name: string, displayName: string }} User
 * @typedef {Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials">
 *   & { challenge: string, user: User, excludeCredentials?: Descriptor[] }} CreationKey
 * @typedef {Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials">
 *   & { challenge: string, allowCredentials?: Descriptor[] }} AskingKey
 */

/** @param {string} text */
export const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
/** @param {ArrayBuffer} buffer */
export const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
/** @param {Descriptor[] | undefined} list */
const descriptors = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

/** @param {{ publicKey: CreationKey }} options */
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

/** @param {{ publicKey: AskingKey }} options */
function asking({ publicKey: key }) {
  return { publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: descriptors(key.allowCredentials) } };
}

/**
 * A credential as JSON, in the shape that WebAuthn level 3 gives it. A browser that gives none has thrown before.
 *
 * @param {Credential | null} given
 */
function wire(given) {
  const credential = /** @type {PublicKeyCredential} */ (given);
  const response = /** @type {Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>} */ (credential.response);
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response;
  const fields = Object.entries({ clientDataJSON, attestationObject, authenticatorData, signature, userHandle });
  /** @type {Record<string, string | string[]>} */
  const sent = Object.fromEntries(fields.flatMap(([name, value]) => (value ? [[name, text(value)]] : [])));
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

/**
 * @param {HTMLButtonElement} button
 * @param {() => Promise<{ next?: string } | undefined>} run
 */
function take(button, run) {
  const error = button.closest("form, section, main, dialog")?.querySelector("[data-error]");
  /** @param {string | undefined} words */
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
      const problem = failure instanceof Refused ? failure.problem : undefined;
      if (problem?.code === "proof.needed") {
        location.assign(`/me/proof?back=${encodeURIComponent(location.pathname + location.search)}`);
        return;
      }
      // Whoever closes the browser's question has changed their mind; that is no error to explain at length.
      tell(failure instanceof Refused && problem ? failure.message : button.dataset.failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/**
 * @param {HTMLButtonElement} button
 * @param {{ state?: string }} options
 * @param {object} sent
 */
const finish = (button, options, sent) => requestJson(button.dataset.finish ?? "", { body: { ...options.state && { state: options.state }, ...sent } });

each("button[data-passkey-signin]", (button) =>
  take(button, async () => {
    const options = await requestJson(button.dataset.begin ?? "", { body: {} });
    const credential = await navigator.credentials.get(asking(options));
    return finish(button, options, { credential: wire(credential) });
  }),
);

each("button[data-passkey-register]", (button) =>
  take(button, async () => {
    /** @type {HTMLInputElement | null} */
    const field = button.dataset.name ? document.querySelector(button.dataset.name) : null;
    const name = field?.value;
    const options = await requestJson(button.dataset.begin ?? "", { body: { name } });
    const credential = await navigator.credentials.create(creation(options));
    return finish(button, options, { name, credential: wire(credential) });
  }),
);

// A strict Matrix client: Element's own cryptography. It sends keys to cross-signed devices alone, and reads nothing
// that comes from any other. One command a line on stdin as JSON, one answer a line on stdout.

import { createInterface } from "node:readline";
import {
  CollectStrategy, DecryptionSettings, DeviceId, DeviceLists,
  EncryptionSettings, OlmMachine, RequestType, RoomId, TrustRequirement, UserId, initAsync,
} from "@matrix-org/matrix-sdk-crypto-wasm";

// Made anew for each call, which takes it away.
const trust = () => new DecryptionSettings(TrustRequirement.CrossSigned);
let base = "", token = "", me = "", password = "", machine = null, since = null, count = 0;

async function call(method, path, body) {
  const answer = await fetch(`${base}/_matrix/client/v3${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
  const found = await answer.json();
  if (answer.status === 401 && found.session && body) {
    const identifier = { type: "m.id.user", user: me };
    const auth = { type: "m.login.password", identifier, password, session: found.session };
    return call(method, path, { ...(typeof body === "string" ? JSON.parse(body) : body), auth });
  }
  if (answer.status >= 400) throw new Error(`${answer.status} ${JSON.stringify(found)}`);
  return found;
}

const PATHS = {
  [RequestType.KeysUpload]: "/keys/upload",
  [RequestType.KeysQuery]: "/keys/query",
  [RequestType.KeysClaim]: "/keys/claim",
  [RequestType.SignatureUpload]: "/keys/signatures/upload",
};

async function carry(request) {
  const found = request.type === RequestType.ToDevice
    ? await call("PUT", `/sendToDevice/${encodeURIComponent(request.event_type)}/${encodeURIComponent(request.txn_id)}`, request.body)
    : await call("POST", PATHS[request.type], request.body);
  if (request.id) await machine.markRequestAsSent(request.id, request.type, JSON.stringify(found));
}

async function upkeep() {
  for (const request of await machine.outgoingRequests()) await carry(request);
}

async function members(room) {
  const found = await call("GET", `/rooms/${encodeURIComponent(room)}/members`);
  return found.chunk.filter((one) => ["join", "invite"].includes(one.content.membership)).map((one) => one.state_key);
}

// Who is in the room, their devices known: what comes from a device unknown by then is never trusted.
async function track(room) {
  const users = await members(room);
  await machine.updateTrackedUsers(users.map((user) => new UserId(user)));
  await upkeep();
  return users;
}

async function seal(room, content, kind = "m.room.message") {
  const users = await track(room);
  const claim = await machine.getMissingSessions(users.map((user) => new UserId(user)));
  if (claim) await carry(claim);
  const settings = new EncryptionSettings();
  settings.sharingStrategy = CollectStrategy.identityBasedStrategy();
  for (const request of await machine.shareRoomKey(new RoomId(room), users.map((user) => new UserId(user)), settings)) {
    await carry(request);
  }
  const sealed = JSON.parse(await machine.encryptRoomEvent(new RoomId(room), kind, JSON.stringify(content)));
  return content["m.relates_to"] ? { ...sealed, "m.relates_to": content["m.relates_to"] } : sealed;
}

const DO = {
  async login(asked) {
    ({ url: base, password } = asked);
    await initAsync();
    const identifier = { type: "m.id.user", user: asked.user };
    const found = await call("POST", "/login", { type: "m.login.password", identifier, password });
    token = found.access_token;
    me = found.user_id;
    machine = await OlmMachine.initialize(new UserId(me), new DeviceId(found.device_id));
    await upkeep();
    const first = await machine.bootstrapCrossSigning(true);
    if (first.uploadKeysRequest) await carry(first.uploadKeysRequest);
    await call("POST", "/keys/device_signing/upload", first.uploadSigningKeysRequest.body);
    await carry(first.uploadSignaturesRequest);
    return { user: me };
  },
  async create({ invite, direct }) {
    const content = { algorithm: "m.megolm.v1.aes-sha2" };
    const found = await call("POST", "/createRoom", {
      invite, preset: "private_chat", is_direct: Boolean(direct), ...(direct ? {} : { name: "La Ruche" }),
      initial_state: [{ type: "m.room.encryption", state_key: "", content }],
    });
    await track(found.room_id);
    return { room: found.room_id };
  },
  async join({ room }) {
    await call("POST", `/join/${encodeURIComponent(room)}`, {});
    await track(room);
    return {};
  },
  async members({ room }) {
    return { users: await members(room) };
  },
  async say({ room, text, reply_to: answered }) {
    const relation = answered ? { "m.relates_to": { "m.in_reply_to": { event_id: answered } } } : {};
    const content = await seal(room, { msgtype: "m.text", body: text, ...relation });
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.encrypted/s${Date.now()}.${(count += 1)}`;
    return { id: (await call("PUT", path, content)).event_id };
  },
  // Any message, such as one with a document that was sealed elsewhere.
  async send({ room, content }) {
    const sealed = await seal(room, content);
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.encrypted/s${Date.now()}.${(count += 1)}`;
    return { id: (await call("PUT", path, sealed)).event_id };
  },
  async upload({ content }) {
    const found = await fetch(`${base}/_matrix/media/v3/upload`, {
      method: "POST", body: Buffer.from(content, "base64"),
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" },
    });
    return { url: (await found.json()).content_uri };
  },
  async answer({ room, poll, answers }) {
    const kind = "org.matrix.msc3381.poll.response";
    const relation = { rel_type: "m.reference", event_id: poll };
    const content = await seal(room, { [kind]: { answers }, "m.relates_to": relation }, kind);
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.encrypted/s${Date.now()}.${(count += 1)}`;
    return { id: (await call("PUT", path, content)).event_id };
  },
  async react({ room, event, key }) {
    const content = { "m.relates_to": { rel_type: "m.annotation", event_id: event, key } };
    const path = `/rooms/${encodeURIComponent(room)}/send/m.reaction/s${Date.now()}.${(count += 1)}`;
    return { id: (await call("PUT", path, content)).event_id };
  },
  async download({ url }) {
    const path = `/_matrix/client/v1/media/download/${url.replace("mxc://", "")}`;
    const found = await fetch(base + path, { headers: { Authorization: `Bearer ${token}` } });
    if (!found.ok) throw new Error(`${found.status} ${path}`);
    return { content: Buffer.from(await found.arrayBuffer()).toString("base64") };
  },
  async sync({ timeout }) {
    const found = await call("GET", `/sync?timeout=${timeout ?? 0}${since ? `&since=${since}` : ""}`);
    since = found.next_batch;
    const lists = found.device_lists ?? {};
    await machine.receiveSyncChanges(
      JSON.stringify(found.to_device?.events ?? []),
      new DeviceLists((lists.changed ?? []).map((one) => new UserId(one)), (lists.left ?? []).map((one) => new UserId(one))),
      new Map(Object.entries(found.device_one_time_keys_count ?? {})),
      new Set(found.device_unused_fallback_key_types ?? []),
      trust(),
    );
    await upkeep();
    const events = [], invited = Object.keys(found.rooms?.invite ?? {});
    for (const [room, joined] of Object.entries(found.rooms?.join ?? {})) {
      for (const event of joined.timeline?.events ?? []) events.push(await opened(room, event));
    }
    return { events, invited };
  },
};

async function opened(room, event) {
  const told = { room, id: event.event_id, sender: event.sender, sealed: event.type === "m.room.encrypted" };
  if (!told.sealed) return { ...told, type: event.type, content: event.content };
  try {
    const found = await machine.decryptRoomEvent(JSON.stringify(event), new RoomId(room), trust());
    const inner = JSON.parse(found.event);
    return { ...told, type: inner.type, content: inner.content };
  } catch (error) {
    return { ...told, type: "unreadable", content: { why: String(error.description ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = await DO[asked.do](asked);
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
